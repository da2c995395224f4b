/* Video through GStreamer: what comes out of files, pipelines and live sources. */
#include "base/clock.h"
#include "base/thread.h"
#include "clips.h"
#include "kernel/convert.h"
#include "outcome.h"
#include "tap.h"

static struct outcome outcome;
static struct sl_error why;

#define NEED(element)                         \
    do {                                      \
        if (!element_is_there(element))       \
            SKIP("no %s installed", element); \
    } while (0)

static struct sl__source *opened(const char *text)
{
    struct sl__source *source = NULL;
    CHECK_INT(sl__source_open(&source, text, &why), 0);
    if (!source)
        printf("# %s\n", why.text);
    return source;
}

static void a_file_gives_every_frame_with_its_time(void)
{
    static const struct {
        const char *name, *encoder;
    } rows[] = {
        {"a.mp4", "x264enc ! mp4mux"},          {"a.mkv", "x264enc bframes=2 ! matroskamux"},
        {"a.webm", "vp8enc deadline=1 ! webmmux"}, {"a.ts", "x264enc ! mpegtsmux"},
        {"a.avi", "jpegenc ! avimux"},          {"b.mkv", "matroskamux"},
    };
    NEED("x264enc");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *path = temporary_path(rows[i].name);
        if (!clip_make("videotestsrc num-buffers=50 ! video/x-raw,width=386,height=290,framerate=25/1,format=I420 ! %s ! "
                       "filesink location=%s", rows[i].encoder, path))
            SKIP("cannot make %s", rows[i].name);
        source_read(&outcome, path, false);
        CHECK_INT(outcome.open_result, 0);
        CHECK_INT(outcome.end_result, 0);
        CHECK_INT(outcome.frames, 50);
        CHECK(outcome.numbered && outcome.times_rise);
        CHECK_INT(outcome.last.width_px, 386);
        CHECK_INT(outcome.last.height_px, 290);
        CHECK_INT((outcome.last.pts_ns - outcome.first_pts_ns + 500000) / 1000000, 49 * 40);
        CHECK(outcome.first_pts_ns >= 0 && outcome.first_pts_ns <= 80000000);
        if (outcome.frames != 50)
            printf("# %s: %s\n", rows[i].name, outcome.why.text);
    }
}

static void the_length_is_estimated(void)
{
    NEED("x264enc");
    const char *path = temporary_path("length.mp4");
    CHECK(clip_make("videotestsrc num-buffers=77 ! video/x-raw,width=64,height=48,framerate=30000/1001 ! x264enc ! mp4mux ! "
                    "filesink location=%s", path));
    source_read(&outcome, path, false);
    CHECK_INT(outcome.length_frames, 77);
    CHECK_INT(outcome.frames, 77);
}

static void sound_beside_the_pictures_does_no_harm(void)
{
    NEED("x264enc");
    NEED("vorbisenc");
    const char *path = temporary_path("sound.mkv");
    CHECK(clip_make("videotestsrc num-buffers=40 ! video/x-raw,width=64,height=48 ! x264enc ! queue max-size-time=0 ! "
                    "matroskamux name=m ! filesink location=%s audiotestsrc num-buffers=60 ! audioconvert ! vorbisenc ! "
                    "queue max-size-time=0 ! m.", path));
    source_read(&outcome, path, false);
    CHECK_INT(outcome.end_result, 0);
    CHECK_INT(outcome.frames, 40);
}

/* --- formats --- */

struct format_row {
    const char *caps;
    enum sl_pixels pixels;
    enum sl_colour colour;
};

static const struct format_row format_rows[] = {
    {"I420,colorimetry=bt601", SL_PIXELS_I420, SL_COLOUR_BT601},
    {"I420,colorimetry=bt709", SL_PIXELS_I420, SL_COLOUR_BT709},
    {"I420,colorimetry=1:4:0:0", SL_PIXELS_I420, SL_COLOUR_BT601_FULL},
    {"YV12,colorimetry=bt601", SL_PIXELS_I420, SL_COLOUR_BT601},
    {"NV12,colorimetry=bt601", SL_PIXELS_NV12, SL_COLOUR_BT601},
    {"NV12,colorimetry=1:3:0:0", SL_PIXELS_NV12, SL_COLOUR_BT709_FULL},
    {"RGB", SL_PIXELS_RGB24, SL_COLOUR_BT601_FULL},
    {"BGR", SL_PIXELS_BGR24, SL_COLOUR_BT601_FULL},
    {"RGBA", SL_PIXELS_RGBA32, SL_COLOUR_BT601_FULL},
    {"RGBx", SL_PIXELS_RGBA32, SL_COLOUR_BT601_FULL},
    {"GRAY8", SL_PIXELS_GRAY8, SL_COLOUR_COUNT},
};

static void formats_are_taken_as_they_are(void)
{
    for (size_t i = 0; i < sizeof(format_rows) / sizeof(format_rows[0]); i++) {
        char text[200];
        snprintf(text, sizeof(text), "gst:videotestsrc num-buffers=2 ! video/x-raw,width=385,height=289,format=%s",
                 format_rows[i].caps);
        source_read(&outcome, text, false);
        CHECK_INT(outcome.end_result, 0);
        CHECK_INT(outcome.frames, 2);
        CHECK_INT(outcome.last.width_px, 385);
        CHECK_INT(outcome.last.height_px, 289);
        CHECK_INT(outcome.last.pixels, format_rows[i].pixels);
        if (format_rows[i].pixels == SL_PIXELS_I420 || format_rows[i].pixels == SL_PIXELS_NV12)
            CHECK_INT(outcome.last.colour, format_rows[i].colour);
    }
}

static void other_formats_are_converted(void)
{
    static const char *const formats[] = {"Y42B", "Y444", "YUY2", "I420_10LE", "P010_10LE", "GRAY16_LE", "ARGB", "RGB16"};
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        char text[200];
        snprintf(text, sizeof(text), "gst:videotestsrc num-buffers=2 ! video/x-raw,width=385,height=289,format=%s", formats[i]);
        source_read(&outcome, text, false);
        CHECK_INT(outcome.frames, 2);
        CHECK_INT(outcome.end_result, 0);
    }
}

/* A frame as RGB by the kernel. */
static void rgb_read(const char *text, uint8_t *rgb, int32_t width)
{
    struct sl__source *source = opened(text);
    struct sl__held_frame *held = NULL;
    if (!source)
        return;
    CHECK_INT(source->ops->next(source, &held, &why), 1);
    const struct sl_frame *frame = &held->frame;
    struct sl__raster raster = {.kind = frame->pixels == SL_PIXELS_I420   ? SL_RASTER_I420
                                        : frame->pixels == SL_PIXELS_NV12 ? SL_RASTER_NV12
                                                                          : SL_RASTER_RGB24,
                                .yuv = SL_YUV_BT601, .width = frame->width_px, .height = frame->height_px,
                                .plane = {frame->plane[0], frame->plane[1], frame->plane[2]},
                                .stride = {frame->stride_bytes[0], frame->stride_bytes[1], frame->stride_bytes[2]}};
    CHECK_INT(frame->width_px, width);
    sl__convert_to_rgb(&raster, rgb, width * 3);
    sl__frame_unref(&held);
    sl__source_close(&source);
}

/* Colour bars in three formats without a codec between: the same colours to two levels, edges between bars left out. */
static void planes_and_strides_are_read_rightly(void)
{
    enum { WIDTH = 385, HEIGHT = 289 };
    static uint8_t rgb[3][WIDTH * HEIGHT * 3];
    static const char *const formats[3] = {"RGB", "I420,colorimetry=bt601", "NV12,colorimetry=bt601"};
    for (int i = 0; i < 3; i++) {
        char text[200];
        snprintf(text, sizeof(text), "gst:videotestsrc pattern=smpte75 num-buffers=1 ! video/x-raw,width=%d,height=%d,format=%s",
                 WIDTH, HEIGHT, formats[i]);
        rgb_read(text, rgb[i], WIDTH);
    }
    CHECK(memcmp(rgb[1], rgb[2], sizeof(rgb[1])) == 0);
    int differing = 0;
    for (int y = 4; y < 180; y += 7)
        for (int x = 2; x < WIDTH; x += 5)
            for (int c = 0; c < 3; c++) {
                int near_edge = x % 55 < 3 || x % 55 > 51;
                differing += !near_edge && abs(rgb[0][(y * WIDTH + x) * 3 + c] - rgb[1][(y * WIDTH + x) * 3 + c]) > 2;
            }
    CHECK_INT(differing, 0);
}

static void decoded_odd_sizes_keep_their_last_column(void)
{
    NEED("vp8enc");
    const char *path = temporary_path("odd.webm");
    CHECK(clip_make("videotestsrc pattern=white num-buffers=3 ! video/x-raw,width=385,height=289 ! vp8enc deadline=1 ! "
                    "webmmux ! filesink location=%s", path));
    struct sl__source *source = opened(path);
    struct sl__held_frame *held = NULL;
    CHECK_INT(source->ops->next(source, &held, &why), 1);
    CHECK_INT(held->frame.width_px, 385);
    CHECK_INT(held->frame.height_px, 289);
    CHECK_INT(sl_frame_check(&held->frame, &why), 0);
    CHECK(held->frame.plane[0][288 * held->frame.stride_bytes[0] + 384] > 225);
    sl__frame_unref(&held);
    sl__source_close(&source);
}

/* The matrix in the track header turns by 90 degrees (ISO 14496-12, 8.3.2): a = d = 0, b = 1, c = -1. */
static void a_turned_video_comes_upright(void)
{
    static const uint8_t matrix[] = {0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0};
    NEED("x264enc");
    const char *path = temporary_path("turned.mp4");
    CHECK(clip_make("videotestsrc num-buffers=3 ! video/x-raw,width=64,height=48 ! x264enc ! mp4mux ! filesink location=%s",
                    path));
    uint8_t *data = NULL;
    size_t size = 0;
    CHECK_INT(sl__file_read(path, 1 << 20, &data, &size, &why), 0);
    uint8_t *header = memmem(data, size, "tkhd", 4);
    CHECK(header != NULL);
    if (header)
        memcpy(header + 44, matrix, sizeof(matrix));
    source_read(&outcome, file_write("turned.mp4", data, size), false);
    free(data);
    CHECK_INT(outcome.frames, 3);
    CHECK_INT(outcome.last.width_px, 48);
    CHECK_INT(outcome.last.height_px, 64);
}

/* 40 pictures woven from fields in pairs: 20 frames, as the file has them. */
static void interlaced_video_gives_whole_frames(void)
{
    NEED("x264enc");
    const char *path = temporary_path("interlaced.mkv");
    if (!clip_make("videotestsrc num-buffers=40 ! video/x-raw,width=64,height=48,format=I420,framerate=50/1 ! interlace "
                   "field-pattern=1:1 ! x264enc interlaced=true ! h264parse ! matroskamux ! filesink location=%s", path))
        SKIP("cannot make interlaced video");
    source_read(&outcome, path, false);
    CHECK_INT(outcome.end_result, 0);
    CHECK_INT(outcome.frames, 20);
    CHECK_INT(outcome.last.height_px, 48);
}

static void a_size_that_changes_is_followed(void)
{
    source_read(&outcome, "gst:concat name=c videotestsrc num-buffers=2 ! video/x-raw,width=64,height=48 ! c. "
                          "videotestsrc num-buffers=3 ! video/x-raw,width=33,height=21 ! c. c.", false);
    CHECK_INT(outcome.frames, 5);
    CHECK_INT(outcome.last.width_px, 33);
    CHECK_INT(outcome.last.height_px, 21);
}

static void other_pictures_come_through_gstreamer(void)
{
    static const uint8_t bmp[] = {'B', 'M', 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0,
                                  0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                  255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0};
    NEED("gdkpixbufdec");
    file_write("x.bmp", bmp, sizeof(bmp));
    char text[400];
    snprintf(text, sizeof(text), "images:%s@5", temporary_path("x.bm*"));
    struct sl__source *source = opened(text);
    struct sl__held_frame *held = NULL;
    CHECK_INT(source->ops->next(source, &held, &why), 1);
    CHECK_INT(held->frame.width_px, 2);
    CHECK_INT(held->frame.height_px, 2);
    CHECK_INT(held->frame.plane[0][0], 255); /* bottom-up: the upper row is red */
    CHECK_INT(held->frame.plane[0][2], 0);
    sl__source_close(&source);
    CHECK_INT(held->frame.plane[0][0], 255);
    sl__frame_unref(&held);
}

/* --- waiting, live --- */

static void a_file_waits_for_its_reader(void)
{
    struct sl__source *source = opened("gst:videotestsrc num-buffers=30 ! video/x-raw,width=64,height=48,framerate=1000/1");
    struct sl__held_frame *held = NULL;
    int frames = 0;
    CHECK(!source->live);
    while (source->ops->next(source, &held, &why) > 0) {
        CHECK_INT(held->frame.number, frames);
        frames++;
        if (frames % 10 == 0)
            usleep(20000);
        sl__frame_unref(&held);
    }
    CHECK_INT(frames, 30);
    CHECK_INT(source->lost, 0);
    sl__source_close(&source);
}

static void a_live_source_gives_the_newest_frame_and_counts_the_others(void)
{
    struct sl__source *source = opened("gst:videotestsrc is-live=true ! video/x-raw,width=64,height=48,framerate=100/1");
    struct sl__held_frame *held = NULL;
    CHECK(source->live);
    CHECK_INT(source->ops->next(source, &held, &why), 1);
    int64_t first_ns = held->frame.pts_ns, last_ns = first_ns, received = 1, dropped = 0, before = held->frame.dropped;
    sl__frame_unref(&held);
    for (int i = 0; i < 5; i++) {
        usleep(60000);
        CHECK_INT(source->ops->next(source, &held, &why), 1);
        received++;
        dropped += held->frame.dropped;
        last_ns = held->frame.pts_ns;
        CHECK_INT(held->frame.number, received - 1);
        sl__frame_unref(&held);
    }
    CHECK_INT((last_ns - first_ns + 5000000) / 10000000, received - 1 + dropped); /* frames come every 10 ms */
    CHECK(last_ns - first_ns >= 150000000); /* of 300 ms that passed; the next five frames would be 50 ms */
    CHECK_INT(source->lost, before + dropped);
    sl__source_close(&source);
}

static void interrupt_later(void *arg)
{
    struct sl__source *source = arg;
    usleep(50000);
    source->ops->interrupt(source);
}

static void interrupt_ends_the_wait_for_a_frame(void)
{
    struct sl__source *source = opened("gst:videotestsrc is-live=true ! video/x-raw,framerate=1/10");
    struct sl__thread thread = {0};
    struct sl__held_frame *held = NULL;
    int err = 0;
    CHECK_INT(sl__thread_start(&thread, "later", interrupt_later, source, &why), 0);
    for (int i = 0; i < 3 && (err = source->ops->next(source, &held, &why)) > 0; i++)
        sl__frame_unref(&held);
    CHECK_INT(err, -ECANCELED);
    CHECK_INT(source->ops->next(source, &held, &why), -ECANCELED);
    sl__thread_join(&thread);
    sl__source_close(&source);
}

static void a_source_can_be_closed_at_any_time(void)
{
    for (int i = 0; i < 20; i++) {
        struct sl__source *source = opened("gst:videotestsrc ! video/x-raw,width=64,height=48,framerate=1000/1");
        struct sl__held_frame *held[SL_SOURCE_FRAMES] = {NULL};
        uint8_t pixel[SL_SOURCE_FRAMES] = {0};
        for (int k = 0; k < i % (SL_SOURCE_FRAMES + 1); k++) {
            CHECK_INT(source->ops->next(source, &held[k], &why), 1);
            pixel[k] = held[k]->frame.plane[0][47 * held[k]->frame.stride_bytes[0]];
        }
        sl__source_close(&source);
        for (int k = 0; k < SL_SOURCE_FRAMES; k++) {
            CHECK(!held[k] || held[k]->frame.plane[0][47 * held[k]->frame.stride_bytes[0]] == pixel[k]);
            sl__frame_unref(&held[k]);
        }
    }
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    if (!element_is_there("videotestsrc") || !element_is_there("videoflip")) {
        printf("1..0 # SKIP GStreamer's base and good plug-ins are not installed\n");
        return 0;
    }
    RUN(a_file_gives_every_frame_with_its_time);
    RUN(the_length_is_estimated);
    RUN(sound_beside_the_pictures_does_no_harm);
    RUN(formats_are_taken_as_they_are);
    RUN(other_formats_are_converted);
    RUN(planes_and_strides_are_read_rightly);
    RUN(decoded_odd_sizes_keep_their_last_column);
    RUN(a_turned_video_comes_upright);
    RUN(interlaced_video_gives_whole_frames);
    RUN(a_size_that_changes_is_followed);
    RUN(other_pictures_come_through_gstreamer);
    RUN(a_file_waits_for_its_reader);
    RUN(a_live_source_gives_the_newest_frame_and_counts_the_others);
    RUN(interrupt_ends_the_wait_for_a_frame);
    RUN(a_source_can_be_closed_at_any_time);
    temporary_remove();
    return TAP_END();
}
