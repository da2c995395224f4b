/*
 * Rectangles of formula-made pictures against what OpenCV 4.11 recorded (tools/golden/warp.py). No engine is involved:
 * tensors and padding are equal in all bits on every CPU, tolerance 0. The matrix takes tensor corners to the recorded
 * corners within 1e-5 of their size (its last bits may differ from OpenCV's without changing a pixel).
 */
#include "kernel/warp_kernels.h"
#include "tap.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

enum { PICTURE_BYTES_MAX = 1921 * 1081 * 3, TENSOR_FLOATS_MAX = 3 * 256 * 256 };

struct golden {
    char kind[8], border[10];
    struct sl__roi roi;
    int keep;
    struct sl__raster raster;
    struct sl__warp warp;
    float padding[4], corner[4][2];
    uint64_t hash;
};

static uint8_t pixels[PICTURE_BYTES_MAX];
static float tensor[TENSOR_FLOATS_MAX];
static const char *file_name;

static bool parse(const char *line, struct golden *golden)
{
    struct golden *g = golden;
    float *c = g->corner[0];
    return sscanf(line,
                  "%7s %" SCNd32 " %" SCNd32 " %f %f %f %f %f %d %d %d %9s %f %f "
                  "%f %f %f %f %f %f %f %f %f %f %f %f %" SCNx64,
                  g->kind, &g->raster.width, &g->raster.height, &g->roi.cx, &g->roi.cy, &g->roi.w, &g->roi.h, &g->roi.rotation,
                  &g->keep, &g->warp.tensor_w, &g->warp.tensor_h, g->border, &g->warp.low, &g->warp.high, &g->padding[0],
                  &g->padding[1], &g->padding[2], &g->padding[3], &c[0], &c[1], &c[2], &c[3], &c[4], &c[5], &c[6], &c[7],
                  &g->hash) == 27;
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

static void check_corners(const struct golden *g, const char *line)
{
    const double u[4] = { 0, 0, g->warp.tensor_w, g->warp.tensor_w }, v[4] = { g->warp.tensor_h, 0, 0, g->warp.tensor_h };
    const double *m = g->warp.m;
    for (int i = 0; i < 4; i++) {
        const double w = m[6] * u[i] + m[7] * v[i] + m[8];
        const double x = (m[0] * u[i] + m[1] * v[i] + m[2]) / w, y = (m[3] * u[i] + m[4] * v[i] + m[5]) / w;
        if (!(fabs(x - g->corner[i][0]) <= 1e-5 * (1 + fabs(x)) && fabs(y - g->corner[i][1]) <= 1e-5 * (1 + fabs(y))))
            TAP_FAIL("corner %d is at %.9g %.9g: %s", i, x, y, line);
    }
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
    check_corners(&g, line);
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
