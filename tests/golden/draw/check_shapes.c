/* Draws the shapes of shapes.txt and compares with the sums of OpenCV's pixels. Tolerance: none.  check_shapes SHAPES */
#include <sightline/draw.h>

#include "tap.h"

#include <inttypes.h>

enum { SIDE_MAX = 64, GROUND = 40 };

static const char *path;
static const uint8_t colour[3] = {10, 200, 90};

struct shape {
    char kind[16];
    int32_t width, height, number[4], thickness;
    uint32_t sum;
};

static bool shape_read(FILE *file, struct shape *s)
{
    return fscanf(file, "%15s %" SCNd32 " %" SCNd32 " %" SCNd32 " %" SCNd32 " %" SCNd32 " %" SCNd32 " %" SCNd32 " %" SCNx32,
                  s->kind, &s->width, &s->height, &s->number[0], &s->number[1], &s->number[2], &s->number[3], &s->thickness,
                  &s->sum) == 9 && s->width > 0 && s->width <= SIDE_MAX && s->height > 0 && s->height <= SIDE_MAX;
}

static int shape_draw(const struct sl_canvas *canvas, const struct shape *s)
{
    const int32_t *n = s->number;
    if (!strcmp(s->kind, "line"))
        return sl_draw_line(canvas, n[0], n[1], n[2], n[3], colour, s->thickness);
    if (!strcmp(s->kind, "arrow"))
        return sl_draw_arrow(canvas, n[0], n[1], n[2], n[3], colour, s->thickness, 0.1);
    if (!strcmp(s->kind, "circle"))
        return sl_draw_circle(canvas, n[0], n[1], n[2], colour, s->thickness);
    return sl_draw_rectangle(canvas, n[0], n[1], n[2], n[3], colour, s->thickness);
}

static void check_kind(const char *kind)
{
    static uint8_t pixels[SIDE_MAX * SIDE_MAX * 3];
    struct shape shape;
    int drawn = 0;
    FILE *file = fopen(path, "r");
    while (file && tap_good && shape_read(file, &shape)) {
        if (strcmp(shape.kind, kind))
            continue;
        const size_t size = (size_t)shape.width * (size_t)shape.height * 3;
        memset(pixels, GROUND, size);
        CHECK_INT(shape_draw(&(struct sl_canvas){pixels, shape.width, shape.height, 3 * shape.width}, &shape), 0);
        uint32_t sum = 2166136261u;
        for (size_t i = 0; i < size; i++)
            sum = (sum ^ pixels[i]) * 16777619u;
        if (sum != shape.sum)
            TAP_FAIL("%s %" PRId32 ",%" PRId32 " %" PRId32 ",%" PRId32 " thickness %" PRId32 " on %" PRId32 "x%" PRId32
                     ": expected the sum %08" PRIx32 ", found %08" PRIx32, kind, shape.number[0], shape.number[1],
                     shape.number[2], shape.number[3], shape.thickness, shape.width, shape.height, shape.sum, sum);
        drawn++;
    }
    CHECK(drawn >= 100);
    if (file)
        fclose(file);
}

static void lines_are_opencvs(void) { check_kind("line"); }
static void arrows_are_opencvs(void) { check_kind("arrow"); }
static void circles_are_opencvs(void) { check_kind("circle"); }
static void rectangles_are_opencvs(void) { check_kind("rectangle"); }

int main(int argc, char **argv)
{
    path = argc > 1 ? argv[1] : "shapes.txt";
    TAP_BEGIN(argc - 1, argv + 1);
    RUN(lines_are_opencvs);
    RUN(arrows_are_opencvs);
    RUN(circles_are_opencvs);
    RUN(rectangles_are_opencvs);
    return TAP_END();
}
