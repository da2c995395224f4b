/*
 * Times the hands analyser on one picture, again and again: JSON on standard output.
 *
 *     bench-hands PICTURE [--wanted 2] [--threads 1] [--engine tflite] [--precision f32] [--complexity 1] [--frames 300]
 *
 * "rest" is what a call takes besides the models (one thread only: with two they overlap).
 */
#include "base/error.h"
#include "base/options.h"
#include "frame/source.h"
#include "landmark/hands_state.h"
#include "media/media.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WARM_UP_FRAMES 10
#define FRAMES_MAX 100000

struct settings {
    int wanted, threads, engine, precision, complexity, frames;
};

static const char *const engines[] = {"tflite", "openvino", NULL};
static const char *const precisions[] = {"f32", "bf16", NULL};

static const struct sl__option rows[] = {
    {"wanted", SL_OPT_INT, offsetof(struct settings, wanted), .def = 2, .min = 1, .max = SL_HANDS_WANTED_MAX,
     .sentence = "hands wanted"},
    {"threads", SL_OPT_INT, offsetof(struct settings, threads), .def = 1, .min = 1, .max = SL_THREADS_MAX,
     .sentence = "threads"},
    {"engine", SL_OPT_ENUM, offsetof(struct settings, engine), .choices = engines, .sentence = "engine"},
    {"precision", SL_OPT_ENUM, offsetof(struct settings, precision), .choices = precisions, .sentence = "precision"},
    {"complexity", SL_OPT_INT, offsetof(struct settings, complexity), .def = 1, .min = 0, .max = 1, .sentence = "model"},
    {"frames", SL_OPT_INT, offsetof(struct settings, frames), .def = 300, .min = 1, .max = FRAMES_MAX,
     .sentence = "frames timed"},
};
static const struct sl__options table = {"bench-hands", "Timing of hands", rows, sizeof(rows) / sizeof(rows[0])};

static int compare_ns(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static double percentile_ms(const int64_t *sorted, int count, double part)
{
    return (double)sorted[(int)((double)(count - 1) * part)] / 1e6;
}

/* Times in nanoseconds, total and without the models. @return hands in the last frame or a negative errno */
static int measure(struct sl_hands *hands, const struct sl_frame *frame, int frames, int64_t *total, int64_t *rest,
                   struct sl_error *why)
{
    static struct sl_hand found[SL_HANDS_MAX];
    int count = 0;
    for (int i = -WARM_UP_FRAMES; i < frames; i++) {
        count = sl_hands_process(hands, frame, found, SL_HANDS_MAX, why);
        if (count < 0)
            return count;
        if (i < 0)
            continue;
        total[i] = hands->follow.cost.total_ns;
        rest[i] = hands->follow.cost.total_ns - hands->follow.cost.model_ns;
    }
    return count;
}

static int report(const struct settings *s, int count, int64_t *total, int64_t *rest)
{
    qsort(total, (size_t)s->frames, sizeof(*total), compare_ns);
    qsort(rest, (size_t)s->frames, sizeof(*rest), compare_ns);
    printf("{\"engine\":\"%s\",\"precision\":\"%s\",\"wanted\":%d,\"found\":%d,\"threads\":%d,\"complexity\":%d,"
           "\"frames\":%d,\"p50_ms\":%.3f,\"p95_ms\":%.3f,\"rest_p50_ms\":%.3f}\n",
           engines[s->engine], precisions[s->precision], s->wanted, count, s->threads, s->complexity, s->frames,
           percentile_ms(total, s->frames, 0.5), percentile_ms(total, s->frames, 0.95),
           percentile_ms(rest, s->frames, 0.5));
    return 0;
}

static int bench(const struct settings *s, const struct sl_frame *frame, struct sl_error *why)
{
    struct sl_hands_opts opts = sl_hands_opts_default();
    opts.max_num_hands = s->wanted;
    opts.model_complexity = s->complexity;
    opts.engine.engine = (enum sl_engine)s->engine;
    opts.engine.precision = (enum sl_precision)s->precision;
    opts.engine.threads = s->threads;
    struct sl_hands *hands = NULL;
    int64_t *times = calloc((size_t)s->frames * 2, sizeof(*times));
    int err = times ? sl_hands_create(&hands, &opts, why) : sl__error_set(why, -ENOMEM, "no memory for times");
    if (!err)
        err = measure(hands, frame, s->frames, times, times + s->frames, why);
    if (err >= 0)
        err = report(s, err, times, times + s->frames);
    sl_hands_destroy(&hands);
    free(times);
    return err;
}

static int parse(struct settings *settings, int argc, char **argv, struct sl_error *why)
{
    int err = sl__options_init(&table, settings);
    if (argc < 2 || argc % 2)
        err = sl__error_set(why, -EINVAL, "usage: bench-hands PICTURE [--option value]...");
    for (int i = 2; i + 1 < argc && !err; i += 2)
        err = sl__options_set(&table, settings, strncmp(argv[i], "--", 2) ? argv[i] : argv[i] + 2, argv[i + 1], "bench-hands",
                              why);
    return err;
}

int main(int argc, char **argv)
{
    struct settings settings;
    struct sl_error why = {""};
    struct sl__source *source = NULL;
    struct sl__held_frame *held = NULL;
    int err = parse(&settings, argc, argv, &why);
    if (!err)
        err = sl__source_open(&source, argv[1], &why);
    if (!err)
        err = source->ops->next(source, &held, &why) == 1 ? 0 : -EIO;
    if (!err)
        err = bench(&settings, &held->frame, &why);
    if (err < 0)
        fprintf(stderr, "bench-hands: %s\n", why.text);
    sl__frame_unref(&held);
    sl__source_close(&source);
    return err < 0 ? 1 : 0;
}
