/* A free list under a mutex. */
#include "media/pool.h"
#include "base/error.h"
#include "frame/source.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct frame_pool {
    pthread_mutex_t lock;
    pthread_cond_t came_back;
    struct pool_frame *frames[SL_SOURCE_FRAMES];
    struct pool_frame *first_free; ///< a stack: the frame last used is the warmest, and unused ones never touch memory
    int users;                     ///< the source and each frame that is out
    bool interrupted;
    pool_empty_fn empty;
};

static void pool_destroy(struct frame_pool *pool)
{
    for (int i = 0; i < SL_SOURCE_FRAMES; i++) {
        if (pool->frames[i])
            free(pool->frames[i]->room);
        free(pool->frames[i]);
    }
    pthread_cond_destroy(&pool->came_back);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

/* Called with the lock held; lets go of it. */
static void pool_leave(struct frame_pool *pool)
{
    int users = --pool->users;
    pthread_mutex_unlock(&pool->lock);
    if (users == 0)
        pool_destroy(pool);
}

static void frame_recycle(struct sl__held_frame *held)
{
    struct pool_frame *frame = held->owner;
    struct frame_pool *pool = frame->pool;
    if (pool->empty)
        pool->empty(frame);
    pthread_mutex_lock(&pool->lock);
    frame->next_free = pool->first_free;
    pool->first_free = frame;
    pthread_cond_signal(&pool->came_back);
    pool_leave(pool);
}

int frame_pool_create(struct frame_pool **out, size_t frame_bytes, pool_empty_fn empty, struct sl_error *why)
{
    struct frame_pool *pool = calloc(1, sizeof(*pool));
    if (!pool)
        return sl__error_set(why, -ENOMEM, "no memory for the frames of a source");
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->came_back, NULL);
    pool->users = 1;
    pool->empty = empty;
    for (int i = 0; i < SL_SOURCE_FRAMES; i++) {
        struct pool_frame *frame = pool->frames[i] = calloc(1, frame_bytes);
        if (!frame) {
            pool_destroy(pool);
            return sl__error_set(why, -ENOMEM, "no memory for the frames of a source");
        }
        frame->pool = pool;
        frame->held.recycle = frame_recycle;
        frame->held.owner = frame;
        frame->next_free = pool->first_free;
        pool->first_free = frame;
    }
    *out = pool;
    return 0;
}

int frame_pool_take(struct frame_pool *pool, struct pool_frame **frame)
{
    int err = -ECANCELED;
    pthread_mutex_lock(&pool->lock);
    while (!pool->first_free && !pool->interrupted)
        pthread_cond_wait(&pool->came_back, &pool->lock);
    if (!pool->interrupted) {
        *frame = pool->first_free;
        pool->first_free = (*frame)->next_free;
        pool->users++;
        atomic_store_explicit(&(*frame)->held.refs, 1, memory_order_relaxed);
        err = 0;
    }
    pthread_mutex_unlock(&pool->lock);
    return err;
}

int pool_frame_room(struct pool_frame *frame, size_t bytes, struct sl_error *why)
{
    if (bytes <= frame->room_bytes)
        return 0;
    free(frame->room);
    frame->room_bytes = 0;
    frame->room = malloc(bytes);
    if (!frame->room)
        return sl__error_set(why, -ENOMEM, "no memory for a picture of %zu bytes", bytes);
    frame->room_bytes = bytes;
    return 0;
}

void frame_pool_interrupt(struct frame_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->interrupted = true;
    pthread_cond_broadcast(&pool->came_back);
    pthread_mutex_unlock(&pool->lock);
}

bool frame_pool_interrupted(struct frame_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    bool interrupted = pool->interrupted;
    pthread_mutex_unlock(&pool->lock);
    return interrupted;
}

void frame_pool_close(struct frame_pool **pool)
{
    struct frame_pool *closing = pool ? *pool : NULL;
    if (!closing)
        return;
    *pool = NULL;
    pthread_mutex_lock(&closing->lock);
    pool_leave(closing);
}
