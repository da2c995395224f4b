/*
 * The bytes that publisher and readers share. doc/ring-layout.md is the same in words; a test holds both against each other.
 *
 * The segment (a sealed memfd; readers map it read-only): a header page, the slots' table, the pixels.
 * The claim page (one for each reader; both sides map it writable): which slots the reader looks at.
 */
#ifndef SL_RING_LAYOUT_H
#define SL_RING_LAYOUT_H

#include <sightline/ring.h>
#include <stdatomic.h>
#include <stdint.h>

#define RING_MAGIC "SLRING\r\n"        ///< eight bytes without the NUL
#define RING_CLAIMS_MAGIC "SLCLAIM\n"
#define RING_VERSION 1u
#define RING_PAGE_BYTES 4096u
#define RING_LINE_BYTES 64u
#define RING_SLOT_BYTES 128u           ///< one row of the table
#define RING_SLOT_BITS 16              ///< of a slot's index, below a sequence in one word
#define RING_UNITS_MAX SL_RING_SLOTS_MAX

/* In a slot's sequence: the publisher thinks of reusing it. A reader who meets it looks again. */
#define RING_RETIRING (UINT64_C(1) << 63)

/*
 * A unit is what readers claim and what is reused at a time: `batch` slots that follow each other, so one slot without batches.
 */

/** Fixed after the segment was made, but for the lines marked live. */
struct ring_header {
    uint8_t magic[8];
    uint32_t version;
    uint32_t header_bytes;           ///< RING_PAGE_BYTES
    uint64_t total_bytes;            ///< of the segment
    uint64_t generation;             ///< of the name: 1, and one more with each change of format
    uint32_t slot_count, batch;
    uint32_t table_offset, table_row_bytes;
    uint64_t data_offset;            ///< of unit 0's pixels
    uint64_t unit_stride_bytes;      ///< from one unit's pixels to the next one's
    uint64_t frame_bytes;            ///< of one frame's pixels, and from one to the next within a unit
    uint32_t pixels, colour;
    int32_t width_px, height_px;
    int32_t stride_bytes[3];
    uint32_t held_max;               ///< units that a reader may claim at a time
    uint64_t plane_offset[3];        ///< from the frame's first byte
    int64_t publisher_pid;
    uint8_t unused[RING_LINE_BYTES * 3 - 136];

    /* Live: written by the publisher. */
    _Alignas(RING_LINE_BYTES) _Atomic uint32_t wake; ///< a futex: one more with each frame and at the end
    _Atomic uint32_t closed;                         ///< 1: no frame will come into this segment any more
    _Alignas(RING_LINE_BYTES) _Atomic uint64_t newest; ///< sequence << RING_SLOT_BITS | slot; 0: nothing yet
    _Atomic uint64_t newest_batch;                   ///< likewise of the first frame of the newest complete unit
    _Alignas(RING_LINE_BYTES) _Atomic uint64_t published;
    _Atomic uint64_t dropped, copied_bytes;
    _Atomic uint32_t readers;
};

/** One row of the table. What is not atomic is written before the sequence is, and stays while it does. */
struct ring_slot {
    _Alignas(RING_SLOT_BYTES) _Atomic uint64_t sequence; ///< 0: nothing that can be read
    uint64_t number;
    int64_t pts_ns;
    _Atomic int64_t capture_ns;
    uint32_t dropped;                ///< frames lost before this one

    /* In the first row of a unit alone. */
    _Atomic uint32_t valid;          ///< frames in it once it is complete, else 0
    _Atomic uint64_t for_whom;       ///< a bit for each member of a group whom it goes to
};

/** A reader's page. What the reader writes is never trusted by the publisher: numbers are read once and bounded. */
struct ring_claims {
    uint8_t magic[8];
    uint32_t version;
    uint32_t place;                  ///< the reader's bit in for_whom

    /* Written by the reader. */
    _Alignas(RING_LINE_BYTES) _Atomic uint64_t held; ///< a bit for each unit that must not change
    _Atomic uint64_t cursor;                         ///< every: the first sequence not taken yet
    _Atomic uint64_t taken, skipped;                 ///< frames
    _Atomic uint32_t policy;                         ///< enum sl_ring_policy
    _Atomic uint32_t asleep;                         ///< 1: waits on the futex
    _Atomic uint32_t wants_note;                     ///< 1: wants a packet with the next frame; the publisher makes it 0

    /* Written by the publisher. */
    _Alignas(RING_LINE_BYTES) _Atomic uint64_t behind; ///< every: sequences below this one were not waited for
    _Atomic uint64_t lost;                           ///< group: frames given to this reader and reused before it took them

    /* Written by the reader. */
    _Alignas(RING_LINE_BYTES) _Atomic uint64_t done[RING_UNITS_MAX]; ///< group: first sequence last taken from each unit
};

/** The reader's first words. */
struct ring_hello {
    uint8_t magic[8];
    uint32_t version;
    uint32_t policy;                 ///< enum sl_ring_policy
    uint32_t share;                  ///< enum sl_ring_share
    char group[SL_RING_NAME_MAX + 1]; ///< empty: none
    uint32_t unused;
};

enum ring_answer { RING_WELCOME = 0, RING_FULL, RING_NOT_ALLOWED, RING_NOTE };

/** What the publisher says: once in answer, then with each new segment (RING_WELCOME) and when asked for (RING_NOTE). */
struct ring_welcome {
    uint8_t magic[8];
    uint32_t version;
    uint32_t answer;                 ///< enum ring_answer; descriptors come with RING_WELCOME alone
    uint64_t generation;
};

_Static_assert(sizeof(struct ring_header) <= RING_PAGE_BYTES, "the header is one page");
_Static_assert(sizeof(struct ring_slot) == RING_SLOT_BYTES, "a row is two lines");
_Static_assert(sizeof(struct ring_claims) <= RING_PAGE_BYTES, "a claim page is one page");
_Static_assert(sizeof(struct ring_hello) == 88 && sizeof(struct ring_welcome) == 24, "packets have no gaps");

#endif
