/* What is read from landmarks without a model: gestures of hands; head pose, gaze and mood of faces. */
#ifndef SL_PIPELINE_READING_H
#define SL_PIPELINE_READING_H

#include "pipeline/pipeline.h"

/** Read what is wanted from all hands and faces of the event into it. Allocates nothing. */
void readings_run(const struct sl__pipeline_opts *opts, struct sl__event *event);

#endif
