/*
 * Following things (hands, faces) from frame to frame as MediaPipe does: where they were in the frame before is looked at
 * again, and while a place is free a detector searches the whole picture. What a thing is, its kind says.
 *
 *     sl__follow_init(&follow, &kind, owner, &setup, &engine, &why);
 *     int count = sl__follow_run(&follow, &frame);
 *     for (int i = 0; i < count; i++)
 *         use(sl__follow_found(&follow, i, &id));
 *     sl__follow_finish(&follow);
 */
#ifndef SL_LANDMARK_FOLLOW_H
#define SL_LANDMARK_FOLLOW_H

#include "base/thread.h"
#include "landmark/detector.h"
#include "landmark/identity.h"
#include <sightline/engine.h>
#include <stdatomic.h>

#define SL_FOLLOW_WANTED_MAX 32
#define SL_FOLLOW_MAX (2 * SL_FOLLOW_WANTED_MAX) ///< those followed and as many detections
#define SL_FOLLOW_LOOKERS_MAX 2                  ///< sets of models; two threads look at the same time, each with its own

/** Of hands and of faces. @p owner is sl__follow_init()'s. */
struct sl__follow_kind {
    const char *thread_name; ///< of the second thread
    size_t thing_bytes;

    /** The models of looker 0 or 1; the owner closes them after sl__follow_finish(), loaded or not. */
    int (*load)(void *owner, int looker, const struct sl_engine_opts *engine, struct sl_error *why);

    /** Look at a region. @return 1 and *thing, 0, or -EIO. @param[out] model_ns  time of the models */
    int (*look)(void *owner, int looker, const struct sl_frame *frame, const struct sl__rect *rect, void *thing,
                int64_t *model_ns);

    struct sl__rect (*detected_roi)(const struct sl__detection *detection, int width_px, int height_px);
    struct sl__rect (*next_roi)(const void *thing, int width_px, int height_px);
    struct sl__rect (*box)(const void *thing); ///< around its points, to tell who is who
};

struct sl__follow_setup {
    const struct sl__detector_kind *detector;
    int complexity;            ///< of the detector's models
    float detection_threshold;
    int wanted;                ///< 1..SL_FOLLOW_WANTED_MAX; the places
    bool search_always;        ///< forget each frame: static_image_mode
    bool limit;                ///< never more than wanted
};

struct sl__follow_job {
    struct sl__rect rect; ///< the region to look at
    int result;           ///< of look()
    void *thing;
};

struct sl__follow_cost {
    int64_t total_ns, model_ns; ///< of the last run; with two threads the models' times add up
};

struct sl__follow {
    const struct sl__follow_kind *kind;
    void *owner;
    struct sl__follow_setup setup;
    struct sl__detector detector;
    struct sl__helper *helper; ///< NULL: everything in the caller's thread
    void *things;              ///< room for what the jobs find

    struct sl__rect tracked[SL_FOLLOW_MAX]; ///< regions from the frame before
    int tracked_count;
    struct sl__identities identities;

    /* Of the frame in work. */
    const struct sl_frame *frame;
    struct sl__detection detection[SL_FOLLOW_WANTED_MAX];
    int detections; ///< or a negative errno
    struct sl__follow_job job[SL_FOLLOW_MAX];
    atomic_int next_job; ///< the first that nobody has taken
    int job_end;
    int64_t looker_ns[SL_FOLLOW_LOOKERS_MAX];

    /* Of the last frame. */
    const struct sl__follow_job *found[SL_FOLLOW_MAX];
    int id[SL_FOLLOW_MAX];
    struct sl__follow_cost cost;
};

/**
 * Load all models, the detector's beside the others, and make everything that frames will need.
 * @param follow  all zero. Finish it in any case
 * @param engine  with 2 threads or more, several places and no search_always, two models run at the same time, with half of the
 *                threads each
 * @return 0, the error of a model, -ENOMEM, -EAGAIN
 */
int sl__follow_init(struct sl__follow *follow, const struct sl__follow_kind *kind, void *owner,
                    const struct sl__follow_setup *setup, const struct sl_engine_opts *engine, struct sl_error *why);
void sl__follow_finish(struct sl__follow *follow);

/** Forget the things of the frame before. */
void sl__follow_reset(struct sl__follow *follow);

/**
 * @param frame  checked
 * @return how many things were found, or -EIO: an engine failed; the next run searches the whole picture. Allocates nothing.
 */
int sl__follow_run(struct sl__follow *follow, const struct sl_frame *frame);

/** Thing number @p i of the last run, in MediaPipe's order: newly detected ones first. Good until the next run. */
const void *sl__follow_found(const struct sl__follow *follow, int i, int *id);

#endif
