/*
 * Rectangles of formula-made pictures against what OpenCV 4.11 recorded (tools/golden/warp.py). No engine is involved:
 * padding, matrix and tensor are equal in all bits on every CPU, tolerance 0.
 */
#include "kernel/warp_kernels.h"
#include "tap.h"

#include <inttypes.h>
#include <stdlib.h>

enum { PICTURE_BYTES_MAX = 1921 * 1081 * 3, TENSOR_FLOATS_MAX = 3 * 256 * 256 };

struct golden {
    char kind[8], border[10];
    struct sl__roi roi;
    int keep;
    struct sl__raster raster;
    struct sl__warp warp;
    float padding[4];
    double matrix[9];
    uint64_t hash;
};

static uint8_t pixels[PICTURE_BYTES_MAX];
static float tensor[TENSOR_FLOATS_MAX];
static const char *file_name;

static bool parse(const char *line, struct golden *g)
{
    double *m = g->matrix;
    return sscanf(line,
                  "%7s %" SCNd32 " %" SCNd32 " %f %f %f %f %f %d %d %d %9s %f %f "
                  "%f %f %f %f %lf %lf %lf %lf %lf %lf %lf %lf %lf %" SCNx64,
                  g->kind, &g->raster.width, &g->raster.height, &g->roi.cx, &g->roi.cy, &g->roi.w, &g->roi.h, &g->roi.rotation,
                  &g->keep, &g->warp.tensor_w, &g->warp.tensor_h, g->border, &g->warp.low, &g->warp.high,
                  &g->padding[0], &g->padding[1], &g->padding[2], &g->padding[3],
                  &m[0], &m[1], &m[2], &m[3], &m[4], &m[5], &m[6], &m[7], &m[8], &g->hash) == 28;
}

/* The same formula as in tools/golden/warp.py. */
static void draw_picture(struct sl__raster *raster, const char *kind)
{
    static const struct { const char *name; enum sl__raster_kind kind; int bytes; } kinds[] = {
        { "rgb24", SL_RASTER_RGB24, 3 }, { "bgr24", SL_RASTER_BGR24, 3 }, { "rgba32", SL_RASTER_RGBA32, 4 },
        { "gray8", SL_RASTER_GRAY8, 1 },
    };
    int at = 0;
    while (strcmp(kinds[at].name, kind))
        at++;
    uint8_t *out = pixels;
    for (int y = 0; y < raster->height; y++)
        for (int x = 0; x < raster->width; x++)
            for (int k = 0; k < kinds[at].bytes; k++)
                *out++ = (uint8_t)(7 * x + 13 * y + 29 * k + ((x * y) >> 3) + 3 * ((x ^ y) & 31));
    raster->kind = kinds[at].kind;
    raster->plane[0] = pixels;
    raster->stride[0] = raster->width * kinds[at].bytes;
}

static uint64_t hash_of(const float *values, size_t count)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < count; i++) {
        uint32_t word;
        memcpy(&word, &values[i], sizeof(word));
        hash = (hash ^ word) * 0x100000001b3u;
    }
    return hash;
}

static void check_line(const char *line)
{
    struct golden g = { .raster.height = 0 };
    if (!parse(line, &g)) {
        TAP_FAIL("not a record: %s", line);
        return;
    }
    draw_picture(&g.raster, g.kind);
    g.warp.border = strcmp(g.border, "zero") ? SL_BORDER_REPLICATE : SL_BORDER_ZERO;
    struct sl__padding padding = { 0 };
    if (g.keep)
        sl__roi_pad(&g.roi, g.warp.tensor_w, g.warp.tensor_h, &padding);
    CHECK_BITS(&padding.left, g.padding, 4);
    CHECK_INT(sl__warp_matrix(&g.roi, g.warp.tensor_w, g.warp.tensor_h, g.warp.m), 0);
    if (memcmp(g.matrix, g.warp.m, sizeof(g.matrix)))
        TAP_FAIL("matrix differs from that of %s", line);
    for (const struct sl__warp_kernel *kernel = sl__warp_kernels; kernel->name; kernel++) {
        if (!kernel->usable())
            continue;
        kernel->run(&g.warp, &g.raster, tensor);
        const uint64_t hash = hash_of(tensor, 3 * (size_t)g.warp.tensor_w * (size_t)g.warp.tensor_h);
        if (hash != g.hash)
            TAP_FAIL("%s: tensor %016" PRIx64 " differs from that of %s", kernel->name, hash, line);
    }
}

static void rectangles_give_the_tensors_of_opencv(void)
{
    FILE *file = fopen(file_name, "r");
    CHECK(file);
    if (!file)
        return;
    char line[512];
    int count = 0;
    while (fgets(line, sizeof(line), file)) {
        if (line[0] == '#')
            continue;
        check_line(line);
        count++;
    }
    fclose(file);
    CHECK(count >= 39);
    printf("# %d records\n", count);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: check_warp FILE [TEST]\n");
        return 2;
    }
    file_name = argv[1];
    TAP_BEGIN(argc - 1, argv + 1);
    RUN(rectangles_give_the_tensors_of_opencv);
    return TAP_END();
}
