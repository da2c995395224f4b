/*
 * Each frame has two stages. First the regions followed from the frame before are looked at and, while a place is free, the
 * detector searches the whole picture, side by side if there is a second thread. Then the regions that it adds are looked at.
 * Models keep no state, so who does what when changes nothing in the result, which lists detected things before followed
 * ones, as the original does. Source: mediapipe v0.10.21, hand_landmark_tracking_cpu.pbtxt, face_landmark_front_cpu.pbtxt.
 */
#include "landmark/follow.h"

#include "base/clock.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

#define ASSOCIATION_OVERLAP 0.5f /* min_similarity_threshold of both graphs */

/* Loading of the detector's model on its own thread: start-up counts. */
struct detector_load {
    struct sl__follow *follow;
    const struct sl_engine_opts *engine;
    struct sl_error why;
    int err;
};

static void detector_load_run(void *arg)
{
    struct detector_load *load = arg;
    const struct sl__follow_setup *setup = &load->follow->setup;
    load->err = sl__detector_init(&load->follow->detector, setup->detector, setup->complexity, setup->detection_threshold,
                                  load->engine, &load->why);
}

static int load_models(struct sl__follow *follow, int lookers, const struct sl_engine_opts *engine, struct sl_error *why)
{
    struct detector_load load = {.follow = follow, .engine = engine};
    struct sl__thread thread = {0};
    int err = 0;
    if (sl__thread_start(&thread, "sl-load", detector_load_run, &load, NULL) < 0)
        detector_load_run(&load);
    for (int i = 0; i < lookers && !err; i++)
        err = follow->kind->load(follow->owner, i, engine, why);
    sl__thread_join(&thread);
    if (!err && load.err < 0)
        err = sl__error_set(why, load.err, "%s", load.why.text);
    return err;
}

static int make_room(struct sl__follow *follow, struct sl_error *why)
{
    size_t places = 2 * (size_t)follow->setup.wanted; /* no more than wanted - 1 are followed while it is searched */
    follow->things = calloc(places, follow->kind->thing_bytes);
    if (!follow->things)
        return sl__error_set(why, -ENOMEM, "no memory for %zu places", places);
    for (size_t i = 0; i < places; i++)
        follow->job[i].thing = (char *)follow->things + i * follow->kind->thing_bytes;
    return 0;
}

int sl__follow_init(struct sl__follow *follow, const struct sl__follow_kind *kind, void *owner,
                    const struct sl__follow_setup *setup, const struct sl_engine_opts *engine, struct sl_error *why)
{
    /* With two models to run at the same time each gets its threads; otherwise the engine gets them all. */
    bool beside = engine->threads > 1 && setup->wanted > 1 && !setup->search_always;
    struct sl_engine_opts part = *engine;
    if (beside)
        part.threads = engine->threads / 2;
    follow->kind = kind;
    follow->owner = owner;
    follow->setup = *setup;
    int err = make_room(follow, why);
    if (!err)
        err = load_models(follow, beside ? SL_FOLLOW_LOOKERS_MAX : 1, &part, why);
    if (!err && beside)
        err = sl__helper_create(&follow->helper, kind->thread_name, why);
    return err;
}

void sl__follow_finish(struct sl__follow *follow)
{
    sl__helper_destroy(&follow->helper);
    sl__detector_finish(&follow->detector);
    free(follow->things);
    follow->things = NULL;
}

void sl__follow_reset(struct sl__follow *follow)
{
    follow->tracked_count = 0;
    sl__identities_reset(&follow->identities);
}

static void detect(struct sl__follow *follow)
{
    if (follow->detections == 0)
        follow->detections = sl__detector_run(&follow->detector, follow->detection, follow->setup.wanted);
}

/* Take jobs until none is left, with a set of models of one's own. Which of them does a job changes nothing in its result. */
static void take_jobs(struct sl__follow *follow, int looker)
{
    int64_t sum_ns = 0;
    int i;
    while ((i = atomic_fetch_add(&follow->next_job, 1)) < follow->job_end) {
        struct sl__follow_job *job = &follow->job[i];
        int64_t model_ns = 0;
        job->result = follow->kind->look(follow->owner, looker, follow->frame, &job->rect, job->thing, &model_ns);
        sum_ns += model_ns;
    }
    follow->looker_ns[looker] = sum_ns;
}

static void help(void *arg)
{
    take_jobs(arg, 1);
}

/*
 * Look at jobs first..end-1, and search if that is due. With a helper that takes jobs meanwhile the search begins at once, in
 * the thread that is awake: it is the longest piece of work. Alone, the jobs come first: both crops then read the picture one
 * after the other, before a model's weights push it out of the caches.
 */
static void run_stage(struct sl__follow *follow, int first, int end, bool search)
{
    bool helped = follow->helper && end > first && (search || end - first > 1);
    atomic_store(&follow->next_job, first);
    follow->job_end = end;
    if (helped)
        sl__helper_submit(follow->helper, help, follow);
    if (search)
        follow->detections = sl__detector_crop(&follow->detector, follow->frame, NULL);
    if (search && helped)
        detect(follow);
    take_jobs(follow, 0);
    if (search && !helped)
        detect(follow);
    if (helped)
        sl__helper_wait(follow->helper);
    follow->cost.model_ns += follow->looker_ns[0] + (search ? follow->detector.model_ns : 0) +
                             (helped ? follow->looker_ns[1] : 0);
}

/* Regions followed from the frame before become the first jobs. Overlapping ones: the later wins. */
static int add_tracked_jobs(struct sl__follow *follow)
{
    struct sl__rect list[SL_FOLLOW_MAX];
    int count = sl__rects_associate(list, 0, follow->tracked, follow->tracked_count, ASSOCIATION_OVERLAP);
    for (int i = 0; i < count; i++)
        follow->job[i].rect = list[i];
    return count;
}

/* Detections that no followed region replaces become the jobs after them. @return the new end */
static int add_detected_jobs(struct sl__follow *follow, int tracked_jobs)
{
    struct sl__rect detected[SL_FOLLOW_WANTED_MAX], list[SL_FOLLOW_MAX];
    const struct sl_frame *frame = follow->frame;
    for (int i = 0; i < follow->detections; i++)
        detected[i] = follow->kind->detected_roi(&follow->detection[i], frame->width_px, frame->height_px);
    int count = sl__rects_associate(list, 0, detected, follow->detections, ASSOCIATION_OVERLAP);
    count = sl__rects_associate(list, count, follow->tracked, follow->tracked_count, ASSOCIATION_OVERLAP);
    int added = count - tracked_jobs; /* followed regions are last in the list, and all of them survive there too */
    for (int i = 0; i < added; i++)
        follow->job[tracked_jobs + i].rect = list[i];
    return tracked_jobs + added;
}

/* Both stages. @return the end of the jobs; *tracked_jobs of them are of followed regions */
static int look(struct sl__follow *follow, int *tracked_jobs)
{
    bool search = follow->tracked_count < follow->setup.wanted;
    follow->detections = 0;
    *tracked_jobs = add_tracked_jobs(follow);
    run_stage(follow, 0, *tracked_jobs, search);
    if (follow->detections <= 0)
        return *tracked_jobs;
    int end = add_detected_jobs(follow, *tracked_jobs);
    run_stage(follow, *tracked_jobs, end, false);
    return end;
}

static bool any_failed(const struct sl__follow *follow, int end)
{
    if (follow->detections < 0)
        return true;
    for (int i = 0; i < end; i++)
        if (follow->job[i].result < 0)
            return true;
    return false;
}

/* With limit: followed things stay, and the best detections (they come first) take the places that are left. */
static void limit(struct sl__follow *follow, int end)
{
    int free_places = follow->setup.wanted;
    for (int i = 0; i < end; i++)
        if (follow->job[i].result > 0 && --free_places < 0)
            follow->job[i].result = 0;
}

static int collect(struct sl__follow *follow, int first, int end, int count)
{
    for (int i = first; i < end; i++)
        if (follow->job[i].result > 0)
            follow->found[count++] = &follow->job[i];
    return count;
}

/* The regions for the next frame, and who is who. */
static void keep(struct sl__follow *follow, int count)
{
    const struct sl_frame *frame = follow->frame;
    struct sl__rect box[SL_FOLLOW_MAX];
    for (int i = 0; i < count; i++) {
        const void *thing = follow->found[i]->thing;
        follow->tracked[i] = follow->kind->next_roi(thing, frame->width_px, frame->height_px);
        box[i] = follow->kind->box(thing);
    }
    follow->tracked_count = count;
    sl__identities_assign(&follow->identities, box, count, frame->pts_ns, follow->id);
}

int sl__follow_run(struct sl__follow *follow, const struct sl_frame *frame)
{
    int64_t start = sl__clock_ns();
    follow->frame = frame;
    follow->cost.model_ns = 0;
    if (follow->setup.search_always)
        follow->tracked_count = 0;
    int tracked_jobs = 0, end = look(follow, &tracked_jobs), count = 0;
    bool failed = any_failed(follow, end);
    follow->tracked_count = 0;
    if (!failed) {
        if (follow->setup.limit)
            limit(follow, end);
        count = collect(follow, tracked_jobs, end, 0);
        count = collect(follow, 0, tracked_jobs, count);
        keep(follow, count);
    }
    follow->frame = NULL;
    follow->cost.total_ns = sl__clock_ns() - start;
    return failed ? -EIO : count;
}

const void *sl__follow_found(const struct sl__follow *follow, int i, int *id)
{
    *id = follow->id[i];
    return follow->found[i]->thing;
}
