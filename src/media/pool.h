/*
 * The frames of one source: SL_SOURCE_FRAMES of them, made at start, handed out and come back from any thread. The pool
 * outlives its source for as long as a frame is held.
 */
#ifndef SL_MEDIA_POOL_H
#define SL_MEDIA_POOL_H

#include "frame/held.h"
#include <sightline/error.h>
#include <stdbool.h>

struct frame_pool;

/** Sources make it the first member of what they keep per frame. */
struct pool_frame {
    struct sl__held_frame held;
    struct frame_pool *pool;
    struct pool_frame *next_free;
    uint8_t *room; ///< pixels that the pool owns, for sources that have none of their own
    size_t room_bytes;
};

typedef void (*pool_empty_fn)(struct pool_frame *frame);

/**
 * @param frame_bytes  size of the struct that begins with a pool_frame; the rest is zero at first
 * @param empty        lets go of what the source put into a frame, on the thread that let go last; may be NULL
 */
int frame_pool_create(struct frame_pool **pool, size_t frame_bytes, pool_empty_fn empty, struct sl_error *why);

/** Wait for a free frame, the one last used first. Its reference count is 1. 0, or -ECANCELED after interrupt. */
int frame_pool_take(struct frame_pool *pool, struct pool_frame **frame);

/** Room for that many bytes of pixels in a frame; keeps what is large enough already. 0 or -ENOMEM. */
int pool_frame_room(struct pool_frame *frame, size_t bytes, struct sl_error *why);

void frame_pool_interrupt(struct frame_pool *pool);
bool frame_pool_interrupted(struct frame_pool *pool);

/** The source is done with it. Takes NULL and a pointer to NULL; leaves NULL behind. */
void frame_pool_close(struct frame_pool **pool);

#endif
