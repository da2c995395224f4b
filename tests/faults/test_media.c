/* Sources: pictures, a list of pictures, a GIF video, raw frames, GStreamer; and the overlay video. */
#include "base/file.h"
#include "faults.h"
#include "media/media.h"

#include <stdlib.h>
#include <unistd.h>

#define FRAMES 3

/* What the caller's pointer has before: a failed open must take it away. */
static struct sl__source no_source;
static struct sl__sink no_sink;

static int source_operation(void *arg, struct sl_error *why)
{
    struct sl__source *source = &no_source;
    int err = sl__source_open(&source, arg, why);
    CHECK((err < 0) == !source);
    if (err < 0)
        return err;
    int got = 1;
    for (int i = 0; i < FRAMES && got == 1; i++) {
        struct sl__held_frame *frame = NULL;
        got = source->ops->next(source, &frame, why);
        CHECK((got == 1) == (frame != NULL));
        sl__frame_unref(&frame);
    }
    sl__source_close(&source);
    return got < 0 ? got : 0;
}

static void open_file(const char *form, const char *name)
{
    const char *folder = getenv("SIGHTLINE_TEST_MEDIA");
    char text[4096];
    struct sl_error why = {""};
    snprintf(text, sizeof(text), "%s%s/%s", form, folder ? folder : "", name);
    if (!folder || source_operation(text, &why) < 0)
        SKIP("%.150s", folder ? why.text : "SIGHTLINE_TEST_MEDIA is not set");
    faults_each(source_operation, text, FAULTS_SENTENCE);
}

static void a_picture(void)
{
    open_file("", "fullcurl.jpg");
}

static void pictures_in_name_order(void)
{
    open_file("images:", "*curl.jpg");
}

static void a_gif_video(void)
{
    open_file("", "fingers-lq.gif");
}

/* Raw frames come from standard input, which stands at the beginning of the file again for each run. */
static int raw_operation(void *arg, struct sl_error *why)
{
    lseek(STDIN_FILENO, 0, SEEK_SET);
    return source_operation(arg, why);
}

static void raw_frames(void)
{
    char path[] = "/tmp/sightline-faults-XXXXXX", text[] = "raw:16x16:gray8@30";
    static const char pixels[16 * 16 * FRAMES];
    int fd = mkstemp(path), before = dup(STDIN_FILENO);
    CHECK_INT(sl__fd_write_all(fd, pixels, sizeof(pixels)), 0);
    dup2(fd, STDIN_FILENO);
    faults_each(raw_operation, text, FAULTS_SENTENCE);
    dup2(before, STDIN_FILENO);
    close(before);
    close(fd);
    unlink(path);
}

/* Our part of it; what GStreamer allocates does not fail. */
static void a_gstreamer_pipeline(void)
{
    char text[] = "gst:videotestsrc num-buffers=3 ! video/x-raw,width=32,height=16";
    struct sl_error why = {""};
    if (source_operation(text, &why) < 0)
        SKIP("%.150s", why.text);
    faults_each(source_operation, text, FAULTS_SENTENCE);
}

static int overlay_operation(void *arg, struct sl_error *why)
{
    static uint8_t pixels[64 * 48 * 3];
    struct sl__event event = {.stream = "cam0", .width_px = 64, .height_px = 48};
    struct sl_frame frame;
    struct sl__sink *sink = &no_sink;
    int err = sl__overlay_open(&sink, arg, 0, why);
    CHECK((err < 0) == !sink);
    if (err < 0)
        return err;
    sl_frame_init(&frame, SL_PIXELS_RGB24, 64, 48, pixels, 0, NULL);
    for (int i = 0; i < FRAMES && err == 0; i++) {
        frame.pts_ns = event.pts_ns = i * 40000000LL;
        event.frame = frame.number = (uint64_t)i;
        err = sink->ops->write(sink, &frame, &event, why);
    }
    int closed = sl__sink_close(&sink, why);
    return err < 0 ? err : closed;
}

static void an_overlay_video(void)
{
    char path[] = "/tmp/sightline-faults-XXXXXX.mkv";
    struct sl_error why = {""};
    close(mkstemps(path, 4));
    int err = overlay_operation(path, &why);
    if (err == 0)
        faults_each(overlay_operation, path, FAULTS_SENTENCE);
    unlink(path);
    if (err < 0)
        SKIP("%.150s", why.text);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_picture);
    RUN(pictures_in_name_order);
    RUN(a_gif_video);
    RUN(raw_frames);
    RUN(a_gstreamer_pipeline);
    RUN(an_overlay_video);
    return TAP_END();
}
