/* Frames from one thread to another. A frame is let go outside the lock: its source's code runs then. */
#include "pipeline/handover.h"

#include <string.h>

void handover_init(struct handover *handover)
{
    memset(handover, 0, sizeof(*handover));
    pthread_mutex_init(&handover->mutex, NULL);
    pthread_cond_init(&handover->changed, NULL);
}

void handover_finish(struct handover *handover)
{
    for (; handover->count; handover->count--) {
        sl__frame_unref(&handover->frame[handover->first]);
        handover->first = (handover->first + 1) % HANDOVER_FRAMES;
    }
    pthread_cond_destroy(&handover->changed);
    pthread_mutex_destroy(&handover->mutex);
}

void handover_set_newest_only(struct handover *handover, bool newest_only)
{
    pthread_mutex_lock(&handover->mutex);
    handover->newest_only = newest_only;
    pthread_mutex_unlock(&handover->mutex);
}

/* Out of the ring, or NULL. With the lock. */
static struct sl__held_frame *take_first(struct handover *handover)
{
    if (!handover->count)
        return NULL;
    struct sl__held_frame *frame = handover->frame[handover->first];
    handover->frame[handover->first] = NULL;
    handover->first = (handover->first + 1) % HANDOVER_FRAMES;
    handover->count--;
    return frame;
}

bool handover_push(struct handover *handover, struct sl__held_frame *frame)
{
    struct sl__held_frame *replaced = NULL;
    pthread_mutex_lock(&handover->mutex);
    while (!handover->newest_only && handover->count == HANDOVER_FRAMES && !handover->stopped)
        pthread_cond_wait(&handover->changed, &handover->mutex);
    bool stopped = handover->stopped;
    if (stopped) {
        replaced = frame;
    } else {
        if (handover->newest_only && (replaced = take_first(handover))) {
            handover->dropped += 1 + replaced->frame.dropped;
            handover->dropped_total++;
        }
        handover->frame[(handover->first + handover->count++) % HANDOVER_FRAMES] = frame;
        pthread_cond_broadcast(&handover->changed);
    }
    pthread_mutex_unlock(&handover->mutex);
    sl__frame_unref(&replaced);
    return !stopped;
}

void handover_end(struct handover *handover, int code, const struct sl_error *why)
{
    pthread_mutex_lock(&handover->mutex);
    handover->ended = true;
    handover->code = code;
    handover->why = *why;
    pthread_cond_broadcast(&handover->changed);
    pthread_mutex_unlock(&handover->mutex);
}

int handover_pop(struct handover *handover, struct sl__held_frame **frame, uint32_t *dropped, struct sl_error *why)
{
    int got = 0;
    pthread_mutex_lock(&handover->mutex);
    while (!handover->count && !handover->ended && !handover->stopped)
        pthread_cond_wait(&handover->changed, &handover->mutex);
    if (!handover->stopped && (*frame = take_first(handover))) {
        *dropped = handover->dropped + (*frame)->frame.dropped;
        handover->dropped = 0;
        got = 1;
        pthread_cond_broadcast(&handover->changed);
    } else if (!handover->stopped) {
        *why = handover->why;
        got = handover->code;
    }
    pthread_mutex_unlock(&handover->mutex);
    return got;
}

void handover_stop(struct handover *handover)
{
    pthread_mutex_lock(&handover->mutex);
    handover->stopped = true;
    pthread_cond_broadcast(&handover->changed);
    pthread_mutex_unlock(&handover->mutex);
}

uint64_t handover_dropped(struct handover *handover)
{
    pthread_mutex_lock(&handover->mutex);
    uint64_t dropped = handover->dropped_total;
    pthread_mutex_unlock(&handover->mutex);
    return dropped;
}
