/*
 * Hands in pictures: MediaPipe's legacy pipeline. Source: mediapipe v0.10.21, hand_landmark_tracking_cpu.pbtxt.
 *
 * Each frame has two stages. First the regions followed from the frame before are looked at and, while a place is free, the
 * palm detector searches the whole picture, side by side if there is a second thread. Then the regions that it adds are looked
 * at. Models keep no state, so who does what when changes nothing in the result, which lists detected hands before
 * followed ones, as the original does.
 */
#include "base/clock.h"
#include "base/error.h"
#include "landmark/hand_roi.h"
#include "landmark/hands_opts.h"
#include "landmark/hands_state.h"

#include <stdlib.h>
#include <string.h>

#define ASSOCIATION_OVERLAP 0.5f /* min_similarity_threshold of the graph */

static const struct sl__detector_kind palm_kind = {
    .model = {SL_MODEL_PALM_LITE, SL_MODEL_PALM_FULL},
    .crop = {192, 0.0f, 1.0f, true, SL_BORDER_ZERO},
    .groups = {{8, 2}, {16, 6}},
    .group_count = 2,
    .keypoints = 7,
};

static const enum sl__model_id hand_models[2] = {SL_MODEL_HAND_LITE, SL_MODEL_HAND_FULL};

/* Loading of the palm model on its own thread: start-up counts. */
struct palm_load {
    struct sl_hands *hands;
    const struct sl_engine_opts *engine;
    struct sl_error why;
    int err;
};

static void palm_load_run(void *arg)
{
    struct palm_load *load = arg;
    struct sl_hands *hands = load->hands;
    load->err = sl__detector_init(&hands->palms, &palm_kind, hands->opts.model_complexity,
                                  hands->opts.min_detection_confidence, load->engine, &load->why);
}

static int load_landmarkers(struct sl_hands *hands, const struct sl_engine_opts *engine, struct sl_error *why)
{
    for (int i = 0; i < hands->landmarker_count; i++) {
        int err = sl__model_open(&hands->landmarker[i].model, hand_models[hands->opts.model_complexity], engine, why);
        if (err < 0)
            return err;
    }
    return 0;
}

static int load_models(struct sl_hands *hands, const struct sl_engine_opts *engine, struct sl_error *why)
{
    struct palm_load load = {.hands = hands, .engine = engine};
    struct sl__thread thread = {0};
    if (sl__thread_start(&thread, "sl-load", palm_load_run, &load, NULL) < 0)
        palm_load_run(&load);
    int err = load_landmarkers(hands, engine, why);
    sl__thread_join(&thread);
    if (!err && load.err < 0)
        err = sl__error_set(why, load.err, "%s", load.why.text);
    return err;
}

int sl_hands_create(struct sl_hands **out, const struct sl_hands_opts *opts, struct sl_error *why)
{
    struct sl_hands_opts defaults = sl_hands_opts_default();
    if (!out)
        return sl__error_set(why, -EINVAL, "no place for the new hands object");
    *out = NULL;
    if (!opts)
        opts = &defaults;
    int err = sl__hands_opts_check(opts, why);
    if (err < 0)
        return err;
    struct sl_hands *hands = calloc(1, sizeof(*hands));
    if (!hands)
        return sl__error_set(why, -ENOMEM, "no memory for a hands object");
    hands->opts = *opts;
    hands->opts.engine.model_dir = hands->opts.engine.cache_dir = NULL; /* borrowed for this call only */

    /* With two models to run at the same time each gets one thread; otherwise the engine gets them all. */
    struct sl_engine_opts engine = opts->engine;
    bool beside = engine.threads > 1 && opts->max_num_hands > 1 && !opts->static_image_mode;
    hands->landmarker_count = beside ? 2 : 1;
    if (beside)
        engine.threads = engine.threads / 2;
    err = load_models(hands, &engine, why);
    if (!err && beside)
        err = sl__helper_create(&hands->helper, "sl-hands", why);
    if (err < 0) {
        sl_hands_destroy(&hands);
        return err;
    }
    *out = hands;
    return 0;
}

void sl_hands_destroy(struct sl_hands **hands)
{
    struct sl_hands *closing = hands ? *hands : NULL;
    if (!closing)
        return;
    *hands = NULL;
    sl__helper_destroy(&closing->helper);
    for (int i = 0; i < SL_HANDS_LANDMARKERS_MAX; i++)
        sl__model_close(&closing->landmarker[i].model);
    sl__detector_finish(&closing->palms);
    free(closing);
}

void sl_hands_reset(struct sl_hands *hands)
{
    if (!hands)
        return;
    hands->tracked_count = 0;
    sl__identities_reset(&hands->identities);
}

static void detect_palms(struct sl_hands *hands)
{
    if (hands->palm_count == 0)
        hands->palm_count = sl__detector_run(&hands->palms, hands->palm, hands->opts.max_num_hands);
}

/* Take jobs until none is left, with a landmarker of one's own. Which of them does a job changes nothing in its result. */
static void take_jobs(struct sl_hands *hands, struct sl__hand_landmarker *landmarker)
{
    int64_t sum_ns = 0;
    int i;
    while ((i = atomic_fetch_add(&hands->next_job, 1)) < hands->job_end) {
        struct sl__hand_job *job = &hands->job[i];
        job->result = sl__hand_landmarker_run(landmarker, hands->frame, &job->rect, hands->opts.min_tracking_confidence,
                                              &job->hand);
        sum_ns += landmarker->model_ns;
    }
    landmarker->model_ns = sum_ns;
}

static void help(void *arg)
{
    struct sl_hands *hands = arg;
    take_jobs(hands, &hands->landmarker[1]);
}

/*
 * Look at jobs first..end-1, and search for palms if that is due. With a helper that takes jobs meanwhile the search begins at once,
 * in the thread that is awake: it is the longest piece of work. Alone, the jobs come first: both crops then read the
 * picture one after the other, before a model's weights push it out of the caches.
 */
static void run_stage(struct sl_hands *hands, int first, int end, bool search)
{
    bool helped = hands->helper && end > first && (search || end - first > 1);
    atomic_store(&hands->next_job, first);
    hands->job_end = end;
    if (helped)
        sl__helper_submit(hands->helper, help, hands);
    if (search)
        hands->palm_count = sl__detector_crop(&hands->palms, hands->frame, NULL);
    if (search && helped)
        detect_palms(hands);
    take_jobs(hands, &hands->landmarker[0]);
    if (search && !helped)
        detect_palms(hands);
    if (helped)
        sl__helper_wait(hands->helper);
    hands->cost.model_ns += hands->landmarker[0].model_ns + (search ? hands->palms.model_ns : 0) +
                            (helped ? hands->landmarker[1].model_ns : 0);
}

/* Regions followed from the frame before become the first jobs. Overlapping ones: the later wins. */
static int add_tracked_jobs(struct sl_hands *hands)
{
    struct sl__rect list[SL_HANDS_MAX];
    int count = sl__rects_associate(list, 0, hands->tracked, hands->tracked_count, ASSOCIATION_OVERLAP);
    for (int i = 0; i < count; i++)
        hands->job[i].rect = list[i];
    return count;
}

/* Detections that no followed region replaces become the jobs after them. @return the new end */
static int add_detected_jobs(struct sl_hands *hands, int tracked_jobs)
{
    struct sl__rect detected[SL_HANDS_WANTED_MAX], list[SL_HANDS_MAX];
    for (int i = 0; i < hands->palm_count; i++)
        detected[i] = sl__hand_palm_roi(&hands->palm[i], hands->frame->width_px, hands->frame->height_px);
    int count = sl__rects_associate(list, 0, detected, hands->palm_count, ASSOCIATION_OVERLAP);
    count = sl__rects_associate(list, count, hands->tracked, hands->tracked_count, ASSOCIATION_OVERLAP);
    int added = count - tracked_jobs; /* followed regions are last in the list, and all of them survive there too */
    for (int i = 0; i < added; i++)
        hands->job[tracked_jobs + i].rect = list[i];
    return tracked_jobs + added;
}

/* Regions of all hands that were found, for the next frame; and the report, as far as there is room. */
static int collect(struct sl_hands *hands, int first, int end, struct sl_hand *found, int count, int cap)
{
    for (int i = first; i < end; i++) {
        const struct sl__hand_job *job = &hands->job[i];
        if (job->result <= 0)
            continue;
        hands->tracked[hands->tracked_count++] =
            sl__hand_next_roi(job->hand.image, hands->frame->width_px, hands->frame->height_px);
        if (count < cap)
            found[count++] = job->hand;
    }
    return count;
}

/* With limit_hands: followed hands stay, and the best detections (they come first) take the places that are left. */
static void limit_hands(struct sl_hands *hands, int end)
{
    int free_places = hands->opts.max_num_hands;
    for (int i = 0; i < end; i++)
        if (hands->job[i].result > 0 && --free_places < 0)
            hands->job[i].result = 0;
}

/* Who is who, by the boxes of the landmarks. */
static void number_hands(struct sl_hands *hands, int end)
{
    struct sl__rect box[SL_HANDS_MAX] = {{0}};
    int id[SL_HANDS_MAX], count = 0;
    for (int i = 0; i < end; i++)
        if (hands->job[i].result > 0)
            box[count++] = sl__rect_around(hands->job[i].hand.image, SL_HAND_POINTS);
    sl__identities_assign(&hands->identities, box, count, hands->frame->pts_ns, id);
    for (int i = end - 1; i >= 0; i--)
        if (hands->job[i].result > 0)
            hands->job[i].hand.id = id[--count];
}

static bool any_failed(const struct sl_hands *hands, int end)
{
    if (hands->palm_count < 0)
        return true;
    for (int i = 0; i < end; i++)
        if (hands->job[i].result < 0)
            return true;
    return false;
}

/* Both stages. @return the end of the jobs; *tracked_jobs of them are of followed regions */
static int look(struct sl_hands *hands, int *tracked_jobs)
{
    bool search = hands->tracked_count < hands->opts.max_num_hands;
    hands->palm_count = 0;
    *tracked_jobs = add_tracked_jobs(hands);
    run_stage(hands, 0, *tracked_jobs, search);
    if (hands->palm_count <= 0)
        return *tracked_jobs;
    int end = add_detected_jobs(hands, *tracked_jobs);
    run_stage(hands, *tracked_jobs, end, false);
    return end;
}

int sl_hands_process(struct sl_hands *hands, const struct sl_frame *frame, struct sl_hand *found, int cap,
                     struct sl_error *why)
{
    int err = hands ? sl_frame_check(frame, why) : sl__error_set(why, -EINVAL, "no hands object");
    if (err < 0)
        return err;
    if (!found || cap < 1)
        return sl__error_set(why, -EINVAL, "room for %d hands; it takes room for at least one", found ? cap : 0);
    int64_t start = sl__clock_ns();
    hands->frame = frame;
    hands->cost.model_ns = 0;
    if (hands->opts.static_image_mode)
        hands->tracked_count = 0;
    int tracked_jobs = 0, end = look(hands, &tracked_jobs), count = 0;
    bool failed = any_failed(hands, end);
    hands->tracked_count = 0;
    if (!failed) {
        if (hands->opts.limit_hands)
            limit_hands(hands, end);
        number_hands(hands, end);
        count = collect(hands, tracked_jobs, end, found, 0, cap);
        count = collect(hands, 0, tracked_jobs, found, count, cap);
    }
    hands->frame = NULL;
    hands->cost.total_ns = sl__clock_ns() - start;
    return failed ? sl__error_set(why, -EIO, "the engine failed while it computed a hand model") : count;
}
