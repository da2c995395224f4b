/* The segment: made and mapped by the publisher, checked and mapped by readers. */
#ifndef SL_RING_SEGMENT_H
#define SL_RING_SEGMENT_H

#include "ring/layout.h"

/** How a segment lies in memory, in numbers that were checked. */
struct ring_shape {
    uint64_t total_bytes, data_offset, unit_stride_bytes, frame_bytes;
    uint32_t slot_count, unit_count, batch, table_offset, held_max;
    struct sl_frame frame;    ///< format, size and strides; planes are offsets from NULL
};

struct ring_segment {
    int fd;                   ///< -1: none
    uint8_t *base;            ///< NULL: none. Writable for the publisher alone
    struct ring_shape shape;
};

/** Memory for that many frames of this kind, mapped, filled in and sealed. 0, -EINVAL, -ENOMEM, -EIO with a sentence. */
int ring_segment_create(struct ring_segment *segment, const struct sl_ring_opts *opts, uint64_t generation,
                        struct sl_error *why);

/** Map what the other side sent, after checking all of it. Owns @p fd in any case. 0, -EPROTO, -ENOMEM. */
int ring_segment_open(struct ring_segment *segment, int fd, struct sl_error *why);

void ring_segment_finish(struct ring_segment *segment); ///< takes an empty one

struct ring_header *ring_segment_header(const struct ring_segment *segment);
struct ring_slot *ring_segment_slot(const struct ring_segment *segment, int slot);
uint8_t *ring_segment_pixels(const struct ring_segment *segment, int slot);

/** The header's counters and fixed numbers; the name is left alone. */
void ring_segment_stat(const struct ring_segment *segment, struct sl_ring_stat *stat);

/** Are the numbers of this header those of a segment of so many bytes? For readers; @p header is a copy. 0 or -EPROTO. */
int ring_shape_parse(struct ring_shape *shape, const struct ring_header *header, uint64_t bytes, struct sl_error *why);

/** A claim page: made by the publisher, opened by the reader. 0 or a negative errno. */
int ring_claims_create(struct ring_claims **claims, uint32_t place, int *fd);
int ring_claims_open(struct ring_claims **claims, int fd, struct sl_error *why); ///< owns fd
void ring_claims_finish(struct ring_claims **claims);

#endif
