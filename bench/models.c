/*
 * Times each model of the table alone, beside the arithmetic limit of this machine: JSON on standard output.
 *
 *     bench-models [RUNS]
 *
 * The limit is twice the multiply-adds of the convolutions and fully connected layers between the row's inputs and outputs, over
 * the peak of one core's f32 units, which is measured here: as many independent fused multiply-adds as the registers take.
 */
#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "infer/model.h"
#include "infer/precision.h"
#include "infer/tflite_cut.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONV_2D = 3, DEPTHWISE_CONV_2D = 4, FULLY_CONNECTED = 9 };

#define PEAK_CHAINS 12
#define PEAK_ROUNDS 2000000
#define RUNS_MAX 10000

typedef float lanes8 __attribute__((vector_size(32)));
typedef float lanes16 __attribute__((vector_size(64)));

/* Multiply-adds are independent across the chains and dependent along each, so the units stay full. */
#define PEAK_BODY(lanes)                                      \
    PEAK_FUSE                                                 \
    lanes sum[PEAK_CHAINS], a = {0}, b = {0};                 \
    a = a + 0.999f + seed;                                    \
    b = b + 1e-3f + seed;                                     \
    for (int c = 0; c < PEAK_CHAINS; c++)                     \
        sum[c] = b + (float)c;                                \
    for (int i = 0; i < PEAK_ROUNDS; i++) {                   \
        _Pragma("GCC unroll 12") for (int c = 0; c < PEAK_CHAINS; c++) \
            sum[c] = sum[c] * a + b;                          \
    }                                                         \
    for (int c = 1; c < PEAK_CHAINS; c++)                     \
        sum[0] += sum[c];                                     \
    return sum[0][0] + sum[0][1];

/* The rest of the project must not fuse; here it is the point. */
#ifdef __clang__
#define PEAK_FUSE _Pragma("clang fp contract(fast)")
#define PEAK_OPTIMIZE
#define PEAK_TARGET(name) __attribute__((target(name)))
#else
#define PEAK_FUSE
#define PEAK_OPTIMIZE __attribute__((optimize("O3,fast-math")))
#define PEAK_TARGET(name) __attribute__((target(name), optimize("O3,fast-math")))
#endif

#if defined(__x86_64__)
PEAK_TARGET("avx512f") static float peak_avx512(float seed) { PEAK_BODY(lanes16) }
PEAK_TARGET("avx2,fma") static float peak_avx2(float seed) { PEAK_BODY(lanes8) }

static float peak_run(float seed, int *lanes)
{
    __builtin_cpu_init();
    *lanes = __builtin_cpu_supports("avx512f") ? 16 : 8;
    return *lanes == 16 ? peak_avx512(seed) : peak_avx2(seed);
}
#else
PEAK_OPTIMIZE static float peak_run(float seed, int *lanes)
{
    *lanes = 8;
    PEAK_BODY(lanes8)
}
#endif

/* Of one core, in billions of floating-point operations a second; the best of some tries. */
static double peak_gflops(void)
{
    double best = 0;
    volatile float keep = 0;
    for (int i = 0; i < 7; i++) {
        int lanes;
        int64_t start = sl__clock_ns();
        keep = keep + peak_run(0.0f, &lanes);
        double rate = 2.0 * lanes * PEAK_CHAINS * (double)PEAK_ROUNDS / (double)(sl__clock_ns() - start);
        best = rate > best ? rate : best;
    }
    return best;
}

/* Multiply-adds of one operator: elements written, times what goes into each. */
static double operator_macs(const struct sl__graph *graph, const struct sl__graph_operator *op)
{
    if (op->code != CONV_2D && op->code != DEPTHWISE_CONV_2D && op->code != FULLY_CONNECTED)
        return 0;
    const struct sl__shape *weights = &graph->tensor[op->input[1]].shape, *out = &graph->tensor[op->output[0]].shape;
    double written = (double)sl__shape_count(out), inputs = 1;
    if (op->code == DEPTHWISE_CONV_2D)
        inputs = (double)weights->dim[1] * weights->dim[2];
    else
        for (int i = 1; i < weights->rank; i++)
            inputs *= weights->dim[i];
    return written * inputs;
}

/* Millions of multiply-adds between the row's inputs and outputs; negative when the file cannot be read. */
static double row_mmac(const struct sl__model_row *row)
{
    char folder[PATH_MAX], path[PATH_MAX];
    uint8_t *bytes = NULL;
    size_t size;
    struct sl__graph graph;
    struct sl__cut cut = {.inputs = row->inputs, .outputs = row->outputs};
    double macs = -1;
    if (sl__model_folder(NULL, folder, sizeof(folder), NULL) < 0 ||
        snprintf(path, sizeof(path), "%s/%s", folder, row->file) >= (int)sizeof(path) ||
        sl__file_read(path, SL_MODEL_BYTES_MAX, &bytes, &size, NULL) < 0)
        return -1;
    if (sl__graph_parse(&graph, bytes, size, row->file, NULL) == 0) {
        bool *keep = calloc((size_t)graph.operators, sizeof(*keep));
        for (int i = 0; i < row->inputs; i++)
            cut.input[i] = sl__graph_find(&graph, row->input[i].name);
        for (int i = 0; i < row->outputs; i++)
            cut.output[i] = sl__graph_find(&graph, row->output[i].name);
        if (keep && sl__graph_between(&graph, &cut, keep, row->file, NULL) == 0) {
            macs = 0;
            for (int i = 0; i < graph.operators; i++)
                macs += keep[i] ? operator_macs(&graph, &graph.operator[i]) : 0;
        }
        free(keep);
        sl__graph_finish(&graph);
    }
    free(bytes);
    return macs / 1e6;
}

static int by_time(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* p50 of one run in milliseconds; negative when it cannot be loaded. */
static double time_row(enum sl__model_id id, const struct sl_engine_opts *opts, int runs)
{
    static int64_t times[RUNS_MAX];
    struct sl__model *model;
    if (sl__model_open(&model, id, opts, NULL) < 0)
        return -1;
    for (size_t k = 0; k < sl__shape_count(&model->input_shape[0]); k++)
        model->input[0][k] = 0.5f + 0.4f * sinf((float)k * 0.01f);
    for (int i = -5; i < runs; i++) {
        int64_t start = sl__clock_ns();
        sl__model_run(model);
        if (i >= 0)
            times[i] = sl__clock_ns() - start;
    }
    sl__model_close(&model);
    qsort(times, (size_t)runs, sizeof(times[0]), by_time);
    return (double)times[runs / 2] / 1e6;
}

int main(int argc, char **argv)
{
    static const struct sl_engine_opts engines[] = {
        {.engine = SL_ENGINE_TFLITE, .threads = 1},
        {.engine = SL_ENGINE_OPENVINO, .threads = 1, .cache_dir = ""},
        {.engine = SL_ENGINE_OPENVINO, .precision = SL_PRECISION_BF16, .threads = 1, .cache_dir = ""},
    };
    int runs = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 100;
    runs = runs < 1 ? 1 : runs > RUNS_MAX ? RUNS_MAX : runs;
    double peak = peak_gflops();
    printf("{\"peak_gflops\":%.1f,\"models\":[", peak);
    for (int id = 0; id < SL_MODEL_COUNT; id++) {
        const struct sl__model_row *row = sl__model_row((enum sl__model_id)id);
        double mmac = row_mmac(row);
        printf("%s\n{\"name\":\"%s\",\"output\":\"%s\",\"mmac\":%.1f,\"limit_ms\":%.3f,\"ms\":[", id ? "," : "", row->name,
               row->output[row->outputs - 1].name, mmac, 2e6 * mmac / peak / 1e6);
        for (size_t e = 0; e < sizeof(engines) / sizeof(engines[0]); e++) {
            bool possible = engines[e].precision != SL_PRECISION_BF16 || sl__cpu_has_bf16();
            printf("%s%.3f", e ? "," : "", possible ? time_row((enum sl__model_id)id, &engines[e], runs) : -1.0);
        }
        printf("]}");
        fflush(stdout);
    }
    printf("\n]}\n");
    return 0;
}
