/*
 * Shared frames: one process publishes pictures under a name, any number of others look at them, without a copy.
 *
 *     struct sl_ring *ring = NULL;                                     the publisher
 *     struct sl_ring_opts opts = sl_ring_opts_default(SL_PIXELS_BGR24, 1280, 720);
 *     sl_ring_create(&ring, "cam0", &opts, &why);
 *     struct sl_ring_loan loan;
 *     if (sl_ring_loan(ring, &loan) == 0) { ... write loan.plane[0] ...; sl_ring_publish(ring, &loan); }
 *     sl_ring_destroy(&ring);
 *
 *     struct sl_ring_reader *reader = NULL;                            a reader, in any process
 *     sl_ring_attach(&reader, "cam0", NULL, &why);
 *     struct sl_ring_frame seen;
 *     while (sl_ring_take(reader, &seen, 1000, &why) == 1) { ... seen.frame ...; sl_ring_release(reader, &seen); }
 *     sl_ring_detach(&reader);
 *
 * What a reader takes stays as it is until it lets go of it. The newest frame wins unless a reader asks for every one. A
 * reader or publisher that dies costs the others nothing. doc/ring-layout.md gives every byte.
 */
#ifndef SIGHTLINE_RING_H
#define SIGHTLINE_RING_H

#include <sightline/api.h>
#include <sightline/error.h>
#include <sightline/frame.h>

SL_BEGIN_DECLS

#define SL_RING_NAME_MAX 63     ///< bytes of a name: letters, digits, '.', '_', '-'; the first a letter or a digit
#define SL_RING_SLOTS_MAX 64    ///< with batches: as many batches
#define SL_RING_BATCH_MAX 1024  ///< frames of a batch
#define SL_RING_READERS_MAX 64  ///< at a time

struct sl_ring;        ///< the publisher's side
struct sl_ring_reader; ///< a reader's side

struct sl_ring_opts {
    enum sl_pixels pixels;
    enum sl_colour colour;
    int32_t width_px, height_px;
    int slots;               ///< 3..SL_RING_SLOTS_MAX times batch, a multiple of it; 0: 8 times batch
    int batch;               ///< frames that lie one after another without a gap, so that they can be taken as one; 1
    int held_max;            ///< slots, or batches, that one reader may hold at a time, up to all but two; 0: 3, or fewer
    int patience_ms;         ///< how long to wait for readers of every frame before they fall behind, 0..10000; 100
    int64_t allow_uid;       ///< one more user who may attach, besides this one and root; -1: nobody
    int64_t allow_gid;       ///< users of this primary group may attach, too; -1: none
    const char *runtime_dir; ///< NULL: see sl_ring_runtime_dir()
};

/** Where a frame is to be written. */
struct sl_ring_loan {
    uint8_t *plane[SL_FRAME_PLANES_MAX];
    int32_t stride_bytes[SL_FRAME_PLANES_MAX];
    int64_t pts_ns, capture_ns; ///< to be filled in; capture_ns 0: the time of publishing
    uint32_t dropped;           ///< frames that were lost on the way here, since the one before; to be filled in
    int slot;                   ///< the ring's
};

SL_API struct sl_ring_opts sl_ring_opts_default(enum sl_pixels pixels, int32_t width_px, int32_t height_px);

/**
 * Publish frames under a name. A dead publisher's place is taken over; a living one's is not.
 *
 * @param[out] ring  the caller's to destroy; NULL on failure
 * @return 0, or -EINVAL (name or option), -EBUSY (the name is taken by a living process), -EACCES (the runtime folder is not
 *         ours alone), -ENOMEM (less memory than the slots need), -EIO. @p why has the sentence. Starts a thread "sl-ring".
 */
SL_API int sl_ring_create(struct sl_ring **ring, const char *name, const struct sl_ring_opts *opts, struct sl_error *why);

/**
 * Borrow a slot to write the next frame into. One thread at a time publishes; one loan at a time.
 * @return 0, -EAGAIN when readers hold every slot (counted as a drop), -EBUSY when a loan is out, -EINVAL. Waits only for
 *         readers of every frame, at most patience_ms.
 */
SL_API int sl_ring_loan(struct sl_ring *ring, struct sl_ring_loan *loan);

/** Give the loan to the readers. 0, or -EINVAL when it is not the loan that is out. */
SL_API int sl_ring_publish(struct sl_ring *ring, const struct sl_ring_loan *loan);

/** Give the loan back unpublished. */
SL_API void sl_ring_cancel(struct sl_ring *ring, const struct sl_ring_loan *loan);

/** Loan, copy, publish. The frame has the ring's format and size. 0, -EAGAIN, -EINVAL. Bytes copied are counted. */
SL_API int sl_ring_write(struct sl_ring *ring, const struct sl_frame *frame, struct sl_error *why);

/**
 * Give readers of batches what there is of the last one, as a short batch. A change of format and the end do it, too.
 * @return 0, -EBUSY when a loan is out, -EINVAL
 */
SL_API int sl_ring_flush(struct sl_ring *ring);

/** Go on with another format or size under the same name; readers follow by themselves. As sl_ring_create(). */
SL_API int sl_ring_reformat(struct sl_ring *ring, enum sl_pixels pixels, enum sl_colour colour, int32_t width_px,
                            int32_t height_px, struct sl_error *why);

/** Counters of a ring, from either side. */
struct sl_ring_stat {
    char name[SL_RING_NAME_MAX + 1];
    int64_t publisher_pid;
    enum sl_pixels pixels;
    int32_t width_px, height_px;
    int slots, batch, readers;
    uint64_t published, dropped, copied_bytes, memory_bytes, generation;
    int64_t newest_capture_ns; ///< 0: nothing yet
};
SL_API void sl_ring_stat(const struct sl_ring *ring, struct sl_ring_stat *stat); ///< any thread

/** End: readers see it at once and keep what they hold. Takes NULL, leaves NULL. */
SL_API void sl_ring_destroy(struct sl_ring **ring);

enum sl_ring_policy {
    SL_RING_NEWEST = 0, ///< the newest frame; older ones that were not looked at are skipped and counted
    SL_RING_EVERY       ///< every frame in order; the publisher waits, within its patience
};

/** How the members of a group share frames. The first member's word counts. */
enum sl_ring_share {
    SL_RING_TURNS = 0, ///< one after another
    SL_RING_STREAM     ///< all frames of a name to the same member, different names to different ones; while it lives
};

struct sl_ring_reader_opts {
    enum sl_ring_policy policy; ///< SL_RING_NEWEST
    int reattach;               ///< 1: wait for a new publisher of the name when this one ends; 0
    int spin_us;                ///< how long to look before going to sleep, 0..1000000; 0
    const char *runtime_dir;    ///< NULL: see sl_ring_runtime_dir()
    /**
     * NULL: this reader sees all frames. Else a name (as a ring's): each frame (each batch, where the ring has them) goes to
     * exactly one reader of that group. The publisher waits for members as for readers of every frame, whatever the policy;
     * who is too slow gets no more until it goes on, and is told what it lost. What a member that ends had not taken goes to
     * another one, so frames may come out of order then.
     */
    const char *group;
    enum sl_ring_share share;   ///< SL_RING_TURNS
};

/** A frame taken. */
struct sl_ring_frame {
    struct sl_frame frame; ///< read-only pixels, good until released; number, dropped, pts_ns and capture_ns filled in
    uint64_t sequence;     ///< counts published frames from 1
    int slot;              ///< the reader's own business
    void *segment;         ///< likewise
};

/** A batch taken: frames that lie one after another, as an array (size, height, width, 3) where rows have no gap. */
struct sl_ring_batch {
    const uint8_t *pixels; ///< of the first frame, read-only, good until released
    uint64_t frame_bytes;  ///< from one frame's first byte to the next one's
    uint64_t sequence;     ///< of the first frame
    uint32_t dropped;      ///< frames lost before the first one
    int count, size;       ///< frames that are there, and that the batch could have; count < size in a short batch
    int slot;              ///< the reader's own business
    void *segment;         ///< likewise
};

SL_API struct sl_ring_reader_opts sl_ring_reader_opts_default(void);

/**
 * Look at the frames of that name.
 * @param opts  NULL for the defaults
 * @return 0, or -EINVAL (name), -ENOENT (nobody publishes it, and reattach is 0), -EACCES (the publisher refuses this
 *         user, or is somebody else than the owner of the folder), -EPROTO (what answers there is no publisher of this
 *         version), -EBUSY (too many readers), -ETIMEDOUT (the publisher does not answer), -ENOMEM
 */
SL_API int sl_ring_attach(struct sl_ring_reader **reader, const char *name, const struct sl_ring_reader_opts *opts,
                          struct sl_error *why);

/**
 * Take the next frame by the reader's policy. Reader calls: one thread at a time.
 * @param timeout_ms  0: do not wait; -1: without end
 * @return 1 a frame, the caller's to release
 *         0 none within the time
 *         -ESTALE  every: the reader fell behind; seen->frame.dropped tells how many are lost, the next call goes on
 *         -EPIPE   the publisher is gone (never with reattach), from now on
 *         -EINVAL  a member of a group takes batches where the ring has them
 *         -ENOBUFS the reader holds as many slots as it may
 *         -EPROTO  the publisher broke the layout
 */
SL_API int sl_ring_take(struct sl_ring_reader *reader, struct sl_ring_frame *seen, int timeout_ms, struct sl_error *why);

/**
 * Wait until there may be something to take, without taking it.
 * @return 1 look now, 0 the time is over, or the publisher's end as sl_ring_take(). May run while another thread releases.
 */
SL_API int sl_ring_wait(struct sl_ring_reader *reader, int timeout_ms, struct sl_error *why);

/** Let go of a frame; its pixels may change from now on. Any thread. */
SL_API void sl_ring_release(struct sl_ring_reader *reader, struct sl_ring_frame *seen);

/**
 * Take the next complete batch, by the reader's policy. A reader takes either frames or batches. In a ring without batches
 * each frame is one. Several may be held at a time (sl_ring_opts.held_max). Returns as sl_ring_take(); with -ESTALE
 * batch->dropped tells how many frames are lost.
 */
SL_API int sl_ring_take_batch(struct sl_ring_reader *reader, struct sl_ring_batch *batch, int timeout_ms,
                              struct sl_error *why);

/** One frame of a batch, with its number and times; good as long as the batch. 0, or -EINVAL: no such frame. */
SL_API int sl_ring_batch_frame(const struct sl_ring_batch *batch, int index, struct sl_frame *frame);

/** Let go of a batch. Any thread. */
SL_API void sl_ring_release_batch(struct sl_ring_reader *reader, struct sl_ring_batch *batch);

/**
 * A descriptor that is readable when there may be something to take, or the publisher ended; for event loops, level-triggered.
 * It stays the same while the reader lives. Take until there is nothing, then wait for it. Reading it is not needed.
 * @return -1 when no descriptor is left
 */
SL_API int sl_ring_fd(struct sl_ring_reader *reader);

SL_API void sl_ring_reader_stat(const struct sl_ring_reader *reader, struct sl_ring_stat *stat);

/** Let go of everything. Takes NULL, leaves NULL. */
SL_API void sl_ring_detach(struct sl_ring_reader **reader);

/**
 * The folder of the names: $SIGHTLINE_RUNTIME_DIR, else $XDG_RUNTIME_DIR/sightline, else sightline-UID in the system's
 * temporary folder. 0 or -ENAMETOOLONG.
 */
SL_API int sl_ring_runtime_dir(const char *wanted, char *path, size_t size);

/** Names that somebody publishes now; leftovers of dead publishers are swept. @return how many, at most @p cap are stored */
SL_API int sl_ring_list(const char *runtime_dir, char (*names)[SL_RING_NAME_MAX + 1], int cap, struct sl_error *why);

SL_END_DECLS

#endif
