/*
 * Analysers as a table: the worker runs those that are wanted and knows none by name. With threads to spare they look at a
 * frame side by side; each writes a part of the event that no other touches, so who runs when changes nothing in it.
 */
#ifndef SL_PIPELINE_STAGE_H
#define SL_PIPELINE_STAGE_H

#include "base/thread.h"
#include "pipeline/pipeline.h"
#include <stdatomic.h>

/** One kind of analyser. */
struct stage {
    const char *name;
    const char *finds; ///< what it counts: "bodies"
    bool (*wanted)(const struct sl__pipeline_opts *opts);
    /** @param engine  this analyser's share of the stream's engine */
    int (*create)(void **state, const struct sl__pipeline_opts *opts, const struct sl_engine_opts *engine,
                  struct sl_error *why);
    /**
     * Look at one frame and write into the event what was found: only the analyser's own fields.
     * @return how many were found, or a negative errno, which ends the stream
     */
    int (*run)(void *state, const struct sl_frame *frame, struct sl__event *event, struct sl_error *why);
    void (*destroy)(void *state);
};

extern const struct stage stage_hands, stage_pose, stage_face_mesh, stage_face_detection, stage_holistic;

/** An analyser of one stream. */
struct stage_slot {
    const struct stage *stage;
    void *state;
    int threads;      ///< its share
    int found;        ///< in the last frame; negative: it failed
    int64_t cost_ns;  ///< of the last frame
    struct sl_error why;
};

/** The analysers of one stream. */
struct stages {
    int count;
    struct stage_slot slot[SL_PIPELINE_STAGES_MAX];
    struct sl__helper *helper[SL_PIPELINE_STAGES_MAX - 1];
    int helpers;
    const struct sl_frame *frame; ///< of the run in progress, as what follows
    struct sl__event *event;
    atomic_int next;              ///< slot to be taken next
};

/** Load what is wanted, all at the same time. Finish it in any case. 0 or the first failure in the table's order. */
int stages_init(struct stages *stages, const struct sl__pipeline_opts *opts, struct sl_error *why);

/** Look at one frame with all of them. 0 or the first failure. Allocates nothing. */
int stages_run(struct stages *stages, const struct sl_frame *frame, struct sl__event *event, struct sl_error *why);
void stages_finish(struct stages *stages);

#endif
