/* Sinks shared by streams. */
#include "pipeline/outlet.h"

#include <errno.h>
#include <stdlib.h>

int outlet_find(struct outlet **list, struct sl__sink *sink, struct outlet **found)
{
    for (struct outlet *outlet = *list; outlet; outlet = outlet->next) {
        if (outlet->sink == sink) {
            *found = outlet;
            return 0;
        }
    }
    struct outlet *outlet = calloc(1, sizeof(*outlet));
    if (!outlet)
        return -ENOMEM;
    outlet->sink = sink;
    pthread_mutex_init(&outlet->mutex, NULL);
    outlet->next = *list;
    *list = *found = outlet;
    return 0;
}

int outlet_write(struct outlet *outlet, const struct sl_frame *frame, const struct sl__event *event, struct sl_error *why)
{
    int err = 0;
    pthread_mutex_lock(&outlet->mutex);
    if (!outlet->failed) {
        err = outlet->sink->ops->write(outlet->sink, frame, event, why);
        outlet->failed = err < 0;
    }
    pthread_mutex_unlock(&outlet->mutex);
    return err;
}

void outlet_free_all(struct outlet **list)
{
    while (*list) {
        struct outlet *outlet = *list;
        *list = outlet->next;
        pthread_mutex_destroy(&outlet->mutex);
        free(outlet);
    }
}
