/* Overlay video: read back, with the right frames, times and colours. */
#include "clips.h"
#include "outcome.h"
#include "tap.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static struct outcome outcome;
static struct sl_error why;

static uint8_t pixels[640 * 480 * 3];

/* A grey picture with a bright left half; darker with every frame. */
static void frame_make(struct sl_frame *frame, int32_t width, int32_t height, int number)
{
    for (int32_t y = 0; y < height; y++)
        for (int32_t x = 0; x < width; x++)
            memset(pixels + (y * width + x) * 3, x < width / 2 ? 220 - number : 40, 3);
    CHECK_INT(sl_frame_init(frame, SL_PIXELS_RGB24, width, height, pixels, 0, &why), 0);
}

static int frame_write(struct sl__sink *sink, int32_t width, int32_t height, int number, int64_t pts_ns)
{
    struct sl_frame frame;
    struct sl__event event = {.stream = "t", .frame = (uint64_t)number, .pts_ns = pts_ns, .width_px = width, .height_px = height};
    frame_make(&frame, width, height, number);
    return sink->ops->write(sink, &frame, &event, &why);
}

/* Open or leave the test: an encoder may be missing. */
static struct sl__sink *opened(const char *path, double fps)
{
    struct sl__sink *sink = NULL;
    int err = sl__overlay_open(&sink, path, fps, &why);
    CHECK(err == 0 || err == -ENOTSUP);
    return sink;
}

static const char *const endings[] = {"o.mp4", "o.mkv", "o.webm"};

static void the_video_has_every_frame_and_its_times(void)
{
    for (size_t i = 0; i < 3; i++) {
        const char *path = temporary_path(endings[i]);
        struct sl__sink *sink = opened(path, 25);
        if (!sink)
            SKIP("%.150s", why.text);
        for (int n = 0; n < 50; n++)
            CHECK_INT(frame_write(sink, 160, 120, n, n * 40000000ll), 0);
        CHECK_INT(sl__sink_close(&sink, &why), 0);
        source_read(&outcome, path, false);
        CHECK_INT(outcome.end_result, 0);
        CHECK_INT(outcome.frames, 50);
        CHECK_INT(outcome.length_frames, 50);
        CHECK(outcome.times_rise);
        CHECK_INT((outcome.last.pts_ns - outcome.first_pts_ns + 500000) / 1000000, 49 * 40);
        CHECK_INT(outcome.last.width_px, 160);
        CHECK_INT(outcome.last.height_px, 120);
    }
}

/* Uneven times, a late start, a repeated and a backward step. */
static void times_are_kept_and_go_forward(void)
{
    static const int given_ms[] = {500, 533, 700, 700, 650, 1500}, expected_ms[] = {0, 33, 200, 201, 202, 1000};
    const char *path = temporary_path("times.mp4");
    struct sl__sink *sink = opened(path, 0);
    if (!sink)
        SKIP("%.150s", why.text);
    for (int n = 0; n < 6; n++)
        CHECK_INT(frame_write(sink, 64, 64, n, given_ms[n] * 1000000ll), 0);
    CHECK_INT(sl__sink_close(&sink, &why), 0);
    struct sl__source *source = NULL;
    struct sl__held_frame *held = NULL;
    CHECK_INT(sl__source_open(&source, path, &why), 0);
    for (int n = 0; n < 6; n++) {
        CHECK_INT(source->ops->next(source, &held, &why), 1);
        CHECK_INT((held->frame.pts_ns + 500000) / 1000000, expected_ms[n]);
        sl__frame_unref(&held);
    }
    CHECK_INT(source->ops->next(source, &held, &why), 0);
    sl__source_close(&source);
}

static void odd_sizes_are_padded_for_h264_and_kept_for_vp8(void)
{
    for (size_t i = 0; i < 3; i++) {
        const char *path = temporary_path(endings[i]);
        struct sl__sink *sink = opened(path, 30);
        if (!sink)
            SKIP("%.150s", why.text);
        for (int n = 0; n < 3; n++)
            CHECK_INT(frame_write(sink, 385, 289, n, n * 33333333ll), 0);
        CHECK_INT(sl__sink_close(&sink, &why), 0);
        source_read(&outcome, path, false);
        CHECK_INT(outcome.frames, 3);
        CHECK_INT(outcome.last.width_px, i == 2 ? 385 : 386);
        CHECK_INT(outcome.last.height_px, i == 2 ? 289 : 290);
    }
}

/* Luma of the two halves, to 6 levels: coded with loss. */
static void the_picture_is_what_was_written(void)
{
    for (size_t i = 0; i < 3; i++) {
        const char *path = temporary_path(endings[i]);
        struct sl__sink *sink = opened(path, 30);
        if (!sink)
            SKIP("%.150s", why.text);
        CHECK_INT(frame_write(sink, 160, 120, 0, 0), 0);
        CHECK_INT(sl__sink_close(&sink, &why), 0);
        struct sl__source *source = NULL;
        struct sl__held_frame *held = NULL;
        CHECK_INT(sl__source_open(&source, path, &why), 0);
        CHECK_INT(source->ops->next(source, &held, &why), 1);
        const uint8_t *row = held->frame.plane[0] + 60 * held->frame.stride_bytes[0];
        CHECK_INT(held->frame.pixels, SL_PIXELS_I420);
        CHECK(abs(row[30] - (16 + 220 * 219 / 255)) <= 6);
        CHECK(abs(row[130] - (16 + 40 * 219 / 255)) <= 6);
        sl__frame_unref(&held);
        sl__source_close(&source);
    }
}

static void yuv_frames_are_written_too(void)
{
    const char *path = temporary_path("yuv.mkv");
    struct sl__sink *sink = opened(path, 30);
    if (!sink)
        SKIP("%.150s", why.text);
    struct sl_frame frame;
    struct sl__event event = {.stream = "t"};
    memset(pixels, 180, 100 * 80);
    memset(pixels + 100 * 80, 128, 100 * 40);
    CHECK_INT(sl_frame_init(&frame, SL_PIXELS_NV12, 100, 80, pixels, 0, &why), 0);
    CHECK_INT(sink->ops->write(sink, &frame, &event, &why), 0);
    CHECK_INT(sl__sink_close(&sink, &why), 0);
    source_read(&outcome, path, false);
    CHECK_INT(outcome.frames, 1);
}

static void what_was_found_is_painted(void)
{
    const char *path = temporary_path("painted.mp4");
    struct sl__sink *sink = opened(path, 30);
    if (!sink)
        SKIP("%.150s", why.text);
    struct sl_frame frame;
    struct sl__event event = {.stream = "t", .has_hands = true, .hand_count = 1};
    for (int i = 0; i < 21; i++) {
        event.hands[0].image[i][0] = 0.75f;
        event.hands[0].image[i][1] = 0.2f + 0.03f * (float)i;
    }
    frame_make(&frame, 160, 120, 0);
    CHECK_INT(sink->ops->write(sink, &frame, &event, &why), 0);
    CHECK_INT(sl__sink_close(&sink, &why), 0);
    struct sl__source *source = NULL;
    struct sl__held_frame *held = NULL;
    CHECK_INT(sl__source_open(&source, path, &why), 0);
    CHECK_INT(source->ops->next(source, &held, &why), 1);
    CHECK(held->frame.plane[0][60 * held->frame.stride_bytes[0] + 120] > 70); /* 50 without paint */
    sl__frame_unref(&held);
    sl__source_close(&source);
}

static void a_size_that_changes_is_refused_and_the_video_stays_good(void)
{
    const char *path = temporary_path("change.mp4");
    struct sl__sink *sink = opened(path, 30);
    if (!sink)
        SKIP("%.150s", why.text);
    CHECK_INT(frame_write(sink, 64, 48, 0, 0), 0);
    CHECK_INT(frame_write(sink, 48, 64, 1, 33000000), -EINVAL);
    CHECK_HAS(why.text, "the frames changed from 64x48 to 48x64 pixels");
    CHECK_INT(sl__sink_close(&sink, &why), 0);
    source_read(&outcome, path, false);
    CHECK_INT(outcome.frames, 1);
}

static void wrong_targets_are_refused_at_once(void)
{
    struct sl__sink *sink = NULL;
    int err = sl__overlay_open(&sink, "/nowhere/x.mp4", 30, &why);
    if (err == -ENOTSUP)
        SKIP("%.150s", why.text);
    CHECK_INT(err, -ENOENT);
    CHECK_TEXT(why.text, "/nowhere/x.mp4: its folder does not exist");
    CHECK_INT(sl__overlay_open(&sink, temporary_path("x.avi"), 30, &why), -EINVAL);
    CHECK_HAS(why.text, "takes *.mp4, *.mkv or *.webm");
    mkdir(temporary_path("folder.mp4"), 0755);
    CHECK_INT(sl__overlay_open(&sink, temporary_path("folder.mp4"), 30, &why), -EINVAL);
    CHECK_HAS(why.text, "it is a folder");
}

static void a_video_without_frames_leaves_no_file(void)
{
    const char *path = temporary_path("none.mp4");
    struct sl__sink *sink = opened(path, 30);
    if (!sink)
        SKIP("%.150s", why.text);
    CHECK_INT(access(path, F_OK), 0);
    CHECK_INT(sl__sink_close(&sink, &why), 0);
    CHECK(access(path, F_OK) < 0);
}

/* /dev/full is a disk that is always full. */
static void a_full_disk_is_told(void)
{
    const char *path = temporary_path("full.mkv");
    if (symlink("/dev/full", path) < 0 || access(path, W_OK) < 0)
        SKIP("no /dev/full");
    struct sl__sink *sink = opened(path, 30);
    if (!sink)
        SKIP("%.150s", why.text);
    int err = 0;
    for (int n = 0; n < 300 && err == 0; n++)
        err = frame_write(sink, 640, 480, n % 200, n * 33333333ll);
    int closed = sl__sink_close(&sink, &why);
    CHECK_INT(err < 0 ? err : closed, -ENOSPC);
    CHECK(err < 0 ? closed == 0 : true); /* told once */
    CHECK_HAS(why.text, "full.mkv: no space left on the device");
}

/* The process dies in the middle: what was encoded by then can be read. */
static void a_killed_process_leaves_a_video_that_plays(void)
{
    for (size_t i = 0; i < 3; i++) {
        const char *path = temporary_path(endings[i]);
        struct sl__sink *sink = opened(path, 30);
        if (!sink)
            SKIP("%.150s", why.text);
        sl__sink_close(&sink, &why);
        pid_t child = fork();
        if (child == 0) {
            execl("/proc/self/exe", "test_overlay", "--write-and-die", path, (char *)NULL);
            _exit(127);
        }
        int status = 0;
        waitpid(child, &status, 0);
        CHECK(WIFSIGNALED(status));
        source_read(&outcome, path, false);
        CHECK(outcome.frames >= 20);
        CHECK_INT(outcome.last.width_px, 320);
    }
}

static int write_and_die(const char *path)
{
    struct sl__sink *sink = opened(path, 30);
    for (int n = 0; n < 50; n++) {
        struct sl_frame frame;
        struct sl__event event = {.stream = "t", .pts_ns = n * 100000000ll};
        for (size_t i = 0; i < 320 * 240 * 3; i++) /* much to encode: files are written in blocks */
            pixels[i] = (uint8_t)(i * i * (size_t)n >> 8);
        sl_frame_init(&frame, SL_PIXELS_RGB24, 320, 240, pixels, 0, &why);
        if (sink->ops->write(sink, &frame, &event, &why) < 0)
            return 1;
    }
    kill(getpid(), SIGKILL);
    return 1;
}

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[1], "--write-and-die"))
        return write_and_die(argv[2]);
    TAP_BEGIN(argc, argv);
    if (!element_is_there("filesink") || !element_is_there("videoconvert")) {
        printf("1..0 # SKIP GStreamer's base plug-ins are not installed\n");
        return 0;
    }
    RUN(the_video_has_every_frame_and_its_times);
    RUN(times_are_kept_and_go_forward);
    RUN(odd_sizes_are_padded_for_h264_and_kept_for_vp8);
    RUN(the_picture_is_what_was_written);
    RUN(yuv_frames_are_written_too);
    RUN(what_was_found_is_painted);
    RUN(a_size_that_changes_is_refused_and_the_video_stays_good);
    RUN(wrong_targets_are_refused_at_once);
    RUN(a_video_without_frames_leaves_no_file);
    RUN(a_full_disk_is_told);
    RUN(a_killed_process_leaves_a_video_that_plays);
    temporary_remove();
    return TAP_END();
}
