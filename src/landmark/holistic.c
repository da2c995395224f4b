/*
 * Whole people: first everybody's body (people.c), then hands and faces where the bodies say (person_parts.c).
 * Source: mediapipe v0.10.21, holistic_landmark_cpu.pbtxt.
 */
#include "base/clock.h"
#include "base/error.h"
#include "landmark/holistic_opts.h"
#include "landmark/holistic_state.h"

#include <stdlib.h>
#include <string.h>

/* Loading of the models of hands and face on a thread of its own, beside those of the body: start-up counts. */
struct parts_load {
    struct sl_holistic *holistic;
    const struct sl_engine_opts *engine;
    struct sl_error why;
    int err;
};

static void parts_load_run(void *arg)
{
    struct parts_load *load = arg;
    load->err = sl__person_parts_init(&load->holistic->parts, load->holistic->opts.refine_face_landmarks, load->engine,
                                      &load->why);
}

/*
 * An engine's threads go on spinning for some 20 ms after a model ran, in case there is more to do. So the body's models get
 * only those threads beside which hands and faces find a CPU of their own: with 2 or 3 none but the caller's.
 */
static struct sl_holistic_opts body_opts(const struct sl_holistic_opts *opts)
{
    struct sl_holistic_opts body = *opts;
    body.engine.threads = opts->engine.threads - sl__person_parts_threads(opts->engine.threads) + 1;
    return body;
}

static int load_models(struct sl_holistic *holistic, const struct sl_holistic_opts *opts, struct sl_error *why)
{
    struct parts_load load = {.holistic = holistic, .engine = &opts->engine};
    struct sl_holistic_opts body = body_opts(opts);
    struct sl__thread thread = {0};
    if (sl__thread_start(&thread, "sl-load", parts_load_run, &load, NULL) < 0)
        parts_load_run(&load);
    int err = sl__people_init(&holistic->people, &body, why);
    sl__thread_join(&thread);
    if (!err && load.err < 0)
        err = sl__error_set(why, load.err, "%s", load.why.text);
    return err;
}

int sl_holistic_create(struct sl_holistic **out, const struct sl_holistic_opts *opts, struct sl_error *why)
{
    struct sl_holistic_opts defaults = sl_holistic_opts_default();
    if (!out)
        return sl__error_set(why, -EINVAL, "no place for the new holistic object");
    *out = NULL;
    if (!opts)
        opts = &defaults;
    int err = sl__holistic_opts_check(opts, why);
    if (err < 0)
        return err;
    struct sl_holistic *holistic = calloc(1, sizeof(*holistic));
    if (!holistic)
        return sl__error_set(why, -ENOMEM, "no memory for a holistic object");
    holistic->opts = *opts;
    holistic->opts.engine.model_dir = holistic->opts.engine.cache_dir = NULL; /* borrowed for this call only */
    err = load_models(holistic, opts, why);
    if (err < 0) {
        sl_holistic_destroy(&holistic);
        return err;
    }
    *out = holistic;
    return 0;
}

void sl_holistic_destroy(struct sl_holistic **holistic)
{
    struct sl_holistic *closing = holistic ? *holistic : NULL;
    if (!closing)
        return;
    *holistic = NULL;
    sl__person_parts_finish(&closing->parts);
    sl__people_finish(&closing->people);
    free(closing);
}

void sl_holistic_reset(struct sl_holistic *holistic)
{
    if (holistic)
        sl__people_reset(&holistic->people);
}

const float *sl_holistic_mask(const struct sl_holistic *holistic, int person, int32_t *width_px, int32_t *height_px)
{
    bool known = holistic && person >= 0 && person < holistic->people.found_count;
    const struct sl__pose_mask *mask = known ? &holistic->people.found[person]->track.mask : NULL;
    bool drawn = mask && holistic->opts.enable_segmentation && mask->current;
    if (width_px)
        *width_px = drawn ? mask->width_px : 0;
    if (height_px)
        *height_px = drawn ? mask->height_px : 0;
    return drawn ? mask->current : NULL;
}

/* Bodies, then their parts. @return people, or the failure */
static int look(struct sl_holistic *holistic, const struct sl_frame *frame)
{
    struct sl_person *person[SL_PEOPLE_MAX];
    int count = sl__people_look(&holistic->people, frame);
    holistic->cost.model_ns = holistic->people.model_ns;
    if (count <= 0)
        return count;
    for (int i = 0; i < count; i++)
        person[i] = &holistic->people.found[i]->person;
    int64_t parts_ns;
    int err = sl__person_parts_run(&holistic->parts, frame, person, count, &parts_ns);
    holistic->cost.model_ns += parts_ns;
    for (int i = 0; i < count; i++)
        person[i]->face.id = person[i]->has_face ? person[i]->id : 0;
    return err < 0 ? err : count;
}

int sl_holistic_process(struct sl_holistic *holistic, const struct sl_frame *frame, struct sl_person *found, int cap,
                        struct sl_error *why)
{
    int err = holistic ? sl_frame_check(frame, why) : sl__error_set(why, -EINVAL, "no holistic object");
    if (err < 0)
        return err;
    if (!found || cap < 1)
        return sl__error_set(why, -EINVAL, "room for %d people; it takes room for at least one", found ? cap : 0);
    int64_t start = sl__clock_ns();
    int count = look(holistic, frame);
    if (count < 0)
        sl__people_lose(&holistic->people);
    for (int i = 0; i < count && i < cap; i++)
        found[i] = holistic->people.found[i]->person;
    holistic->cost.total_ns = sl__clock_ns() - start;
    if (count == -ENOMEM)
        return sl__error_set(why, count, "no memory for a mask of %dx%d pixels", frame->width_px, frame->height_px);
    if (count < 0)
        return sl__error_set(why, count, "the engine failed while it computed a body, hand or face model");
    return count < cap ? count : cap;
}
