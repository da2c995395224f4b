/* From a region of a frame to a tensor: every pixel format gives what its RGB form gives, and strange regions are refused. */
#include "kernel/convert.h"
#include "landmark/crop.h"
#include "tap.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

enum { WIDTH = 97, HEIGHT = 61, SIDE = 48, FLOATS = 3 * SIDE * SIDE };

static uint8_t pixels[WIDTH * HEIGHT * 4 + 4096];
static uint8_t rgb[WIDTH * HEIGHT * 3];
static float of_frame[FLOATS], of_rgb[FLOATS];
static struct sl__padding padding;

static const struct sl__crop letterboxed = {SIDE, 0.0f, 1.0f, true, SL_BORDER_ZERO};
static const struct sl__crop stretched = {SIDE, -1.0f, 1.0f, false, SL_BORDER_REPLICATE};
static const struct sl__rect turned = {0.45f, 0.6f, 0.7f, 0.9f, 0.8f};

/* The frame's pixels as RGB by the whole-picture conversion. */
static void convert(const struct sl_frame *frame, struct sl_frame *converted)
{
    static const enum sl__raster_kind kinds[SL_PIXELS_COUNT] = {
        [SL_PIXELS_RGB24] = SL_RASTER_RGB24,   [SL_PIXELS_BGR24] = SL_RASTER_BGR24, [SL_PIXELS_RGBA32] = SL_RASTER_RGBA32,
        [SL_PIXELS_GRAY8] = SL_RASTER_GRAY8,   [SL_PIXELS_I420] = SL_RASTER_I420,   [SL_PIXELS_NV12] = SL_RASTER_NV12,
    };
    struct sl__raster raster = {
        .kind = kinds[frame->pixels],
        .yuv = (enum sl__yuv_kind)frame->colour,
        .width = frame->width_px,
        .height = frame->height_px,
        .plane = {frame->plane[0], frame->plane[1], frame->plane[2]},
        .stride = {frame->stride_bytes[0], frame->stride_bytes[1], frame->stride_bytes[2]},
        .chroma_x = frame->chroma_x,
        .chroma_y = frame->chroma_y,
    };
    sl__convert_to_rgb(&raster, rgb, frame->width_px * 3);
    CHECK_INT(sl_frame_init(converted, SL_PIXELS_RGB24, frame->width_px, frame->height_px, rgb, 0, NULL), 0);
}

static void check_frame(const struct sl_frame *frame)
{
    struct sl_frame converted;
    convert(frame, &converted);
    CHECK_INT(sl__crop_run(&letterboxed, frame, NULL, of_frame, &padding), 0);
    CHECK_INT(sl__crop_run(&letterboxed, &converted, NULL, of_rgb, &padding), 0);
    CHECK_BITS(of_frame, of_rgb, FLOATS);
    CHECK_INT(sl__crop_run(&stretched, frame, &turned, of_frame, &padding), 0);
    CHECK_INT(sl__crop_run(&stretched, &converted, &turned, of_rgb, &padding), 0);
    CHECK_BITS(of_frame, of_rgb, FLOATS);
}

static void every_format_gives_what_its_rgb_form_gives(void)
{
    for (int kind = SL_PIXELS_RGB24; kind < SL_PIXELS_COUNT; kind++)
        for (int colour = 0; colour < SL_COLOUR_COUNT; colour++) {
            struct sl_frame frame, part;
            CHECK_INT(sl_frame_init(&frame, (enum sl_pixels)kind, WIDTH, HEIGHT, pixels, 0, NULL), 0);
            frame.colour = (enum sl_colour)colour;
            check_frame(&frame);
            CHECK_INT(sl_frame_crop(&part, &frame, 3, 5, WIDTH - 9, HEIGHT - 12, NULL), 0);
            check_frame(&part);
        }
}

/* sl_frame_check() looks at the colour only where it means something; so must we. */
static void the_colour_of_an_rgb_frame_does_not_matter(void)
{
    struct sl_frame frame, strange;
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, WIDTH, HEIGHT, pixels, 0, NULL), 0);
    strange = frame;
    strange.colour = (enum sl_colour)1000000;
    CHECK_INT(sl_frame_check(&strange, NULL), 0);
    CHECK_INT(sl__crop_run(&letterboxed, &frame, &turned, of_rgb, &padding), 0);
    CHECK_INT(sl__crop_run(&letterboxed, &strange, &turned, of_frame, &padding), 0);
    CHECK_BITS(of_frame, of_rgb, FLOATS);
}

static void a_region_without_size_is_refused(void)
{
    static const struct sl__rect strange[] = {
        {0.5f, 0.5f, 0.0f, 0.0f, 0.0f},    {0.5f, 0.5f, -0.1f, 0.1f, 0.0f}, {NAN, 0.5f, 0.1f, 0.1f, 0.0f},
        {0.5f, 0.5f, 0.1f, 0.1f, NAN},     {0.5f, INFINITY, 0.1f, 0.1f, 0.0f}, {0.5f, 0.5f, 0.1f, NAN, 0.0f},
        {0.5f, 0.5f, 3e38f, 3e38f, 1.0f},
    };
    struct sl_frame frame;
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, WIDTH, HEIGHT, pixels, 0, NULL), 0);
    for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++) {
        CHECK_INT(sl__crop_run(&letterboxed, &frame, &strange[i], of_frame, &padding), -EINVAL);
        CHECK_INT(sl__crop_run(&stretched, &frame, &strange[i], of_frame, &padding), -EINVAL);
    }
}

static void what_lies_outside_is_black_or_the_edge(void)
{
    static const struct sl__rect far = {-5.0f, 9.0f, 0.2f, 0.2f, 0.3f};
    struct sl_frame frame;
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_RGB24, WIDTH, HEIGHT, pixels, 0, NULL), 0);
    CHECK_INT(sl__crop_run(&letterboxed, &frame, &far, of_frame, &padding), 0);
    CHECK_INT(sl__crop_run(&stretched, &frame, &far, of_rgb, &padding), 0);
    const uint8_t *corner = frame.plane[0] + (ptrdiff_t)(HEIGHT - 1) * frame.stride_bytes[0];
    for (int i = 0; i < FLOATS; i++) {
        CHECK(of_frame[i] == 0.0f);
        CHECK(fabsf(of_rgb[i] - ((float)corner[i % 3] / 127.5f - 1.0f)) < 1e-6f);
    }
}

int main(int argc, char **argv)
{
    unsigned seed = 5;
    for (size_t i = 0; i < sizeof(pixels); i++)
        pixels[i] = (uint8_t)rand_r(&seed);
    TAP_BEGIN(argc, argv);
    RUN(every_format_gives_what_its_rgb_form_gives);
    RUN(the_colour_of_an_rgb_frame_does_not_matter);
    RUN(a_region_without_size_is_refused);
    RUN(what_lies_outside_is_black_or_the_edge);
    return TAP_END();
}
