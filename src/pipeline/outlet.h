/* A sink as several streams see it: one writes at a time, and after a failure nobody does. */
#ifndef SL_PIPELINE_OUTLET_H
#define SL_PIPELINE_OUTLET_H

#include "event/sink.h"
#include <pthread.h>

struct outlet {
    struct sl__sink *sink;
    pthread_mutex_t mutex;
    bool failed;
    struct outlet *next; ///< of the pipeline's list
};

/** The outlet of that sink in the list, made and added when it is not there. 0 or -ENOMEM. */
int outlet_find(struct outlet **list, struct sl__sink *sink, struct outlet **outlet);

/** 0, also when the sink failed before; or its failure. The lock is held across the sink's write: that is its purpose. */
int outlet_write(struct outlet *outlet, const struct sl_frame *frame, const struct sl__event *event, struct sl_error *why);

void outlet_free_all(struct outlet **list);

#endif
