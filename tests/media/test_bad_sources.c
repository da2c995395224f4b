/* Sources that cannot be read, or not to the end: each a code and one sentence that names it; nothing printed. */
#include "clips.h"
#include "outcome.h"
#include "tap.h"

#include <sys/stat.h>

static struct outcome outcome;

/* Opened or not, this is how it ends. */
static void ends_with(const char *text, int code, const char *part)
{
    source_read(&outcome, text, false);
    CHECK_INT(outcome.open_result < 0 ? outcome.open_result : outcome.end_result, code);
    CHECK_HAS(outcome.why.text, part);
    CHECK(strstr(outcome.why.text, text) || strlen(text) > 150);
}

static void a_missing_file_is_told(void)
{
    ends_with("/nowhere/clip.mp4", -ENOENT, "/nowhere/clip.mp4: no such file");
    ends_with("/dev/null/clip.mp4", -ENOENT, "no such file");
    source_read(&outcome, "file:///nowhere/clip.mp4", false);
    CHECK_INT(outcome.open_result, -ENOENT);
}

static void what_is_no_video_is_told(void)
{
    ends_with(file_write("text.mp4", "a line of text\n", 15), -EPROTO, "is not a video or picture that can be read");
    ends_with(file_write("empty.mp4", "", 0), -EPROTO, "it is empty");
    ends_with(file_write("empty.jpg", "", 0), -EPROTO, "it is empty");
    ends_with(file_write("one.mp4", "\0", 1), -EPROTO, "is not a video or picture that can be read");
    ends_with("/tmp", -EPROTO, "is a folder");
    ends_with("/dev/null", -EPROTO, "it is not a file");
}

static void noise_is_told(void)
{
    static uint8_t noise[65536];
    uint32_t state = 1;
    for (size_t i = 0; i < sizeof(noise); i++)
        noise[i] = (uint8_t)((state = state * 1664525u + 1013904223u) >> 24);
    source_read(&outcome, file_write("noise.mp4", noise, sizeof(noise)), false);
    CHECK(outcome.open_result < 0);
    CHECK_HAS(outcome.why.text, "noise.mp4");
}

static void a_file_that_may_not_be_read_is_told(void)
{
    if (geteuid() == 0)
        SKIP("root may read everything");
    const char *path = file_write("secret.mp4", "x", 1);
    chmod(path, 0);
    ends_with(path, -EACCES, "not permitted to read it");
}

static void a_camera_that_is_not_there_is_told(void)
{
    ends_with("/dev/video719", -ENOENT, "/dev/video719: no such camera");
}

static void an_address_where_nobody_answers_is_told(void)
{
    if (element_is_there("souphttpsrc"))
        ends_with("http://127.0.0.1:1/x.mp4", -EIO, "does not answer");
    if (element_is_there("rtspsrc"))
        ends_with("rtsp://127.0.0.1:1/x", -EIO, "Failed to connect");
    ends_with("nosuch://x/y", -ENOTSUP, "needs a GStreamer plug-in that is not installed");
}

static void sound_alone_is_no_video(void)
{
    const char *path = temporary_path("sound.mkv");
    if (!clip_make("audiotestsrc num-buffers=20 ! audioconvert ! vorbisenc ! matroskamux ! filesink location=%s", path))
        SKIP("no vorbisenc installed");
    ends_with(path, -ENODATA, "has no video frames");
    path = temporary_path("sound.wav");
    CHECK(clip_make("audiotestsrc num-buffers=20 ! wavenc ! filesink location=%s", path));
    ends_with(path, -ENODATA, "has no video frames");
}

static void a_source_that_ends_at_once_is_told(void)
{
    ends_with("gst:videotestsrc num-buffers=0", -ENODATA, "has no video frames");
}

static void a_wrong_pipeline_is_told(void)
{
    ends_with("gst:nosuchelement", -EINVAL, "no element \"nosuchelement\"");
    ends_with("gst:videotestsrc ! fakesink", -EINVAL, "could not link");
    ends_with("gst:videotestsrc !", -EINVAL, "gst:videotestsrc !");
    ends_with("gst:videotestsrc nosuch=1", -EINVAL, "no property \"nosuch\"");
    ends_with("gst:audiotestsrc", -EINVAL, "could not link");
    ends_with("gst:filesrc location=/nowhere ! decodebin", -ENOENT, "No such file");
}

static size_t file_load(const char *path, uint8_t **data)
{
    struct sl_error why;
    size_t size = 0;
    CHECK_INT(sl__file_read(path, 1 << 24, data, &size, &why), 0);
    return size;
}

/* Frames before the cut come out, then an end or a sentence; cut at any length, no crash and no hang. */
static void a_truncated_video_gives_what_it_has(void)
{
    static const struct {
        const char *name, *muxer;
        bool streams; ///< readable from its beginning without its end
        bool length;  ///< states its length there, so that the cut is noticed
    } rows[] = {{"t.mkv", "matroskamux", true, true}, {"t.ts", "mpegtsmux", true, false}, {"t.mp4", "mp4mux", false, false},
                {"f.mp4", "mp4mux faststart=true", true, true}};
    if (!element_is_there("x264enc"))
        SKIP("no x264enc installed");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *path = temporary_path(rows[i].name);
        uint8_t *data = NULL;
        CHECK(clip_make("videotestsrc pattern=snow num-buffers=60 ! video/x-raw,width=128,height=96,format=I420 ! x264enc "
                        "key-int-max=10 ! %s ! filesink location=%s", rows[i].muxer, path));
        size_t size = file_load(path, &data);
        for (size_t part = 1; part <= 9; part += 2) {
            path = file_write("cut", data, size * part / 10);
            source_read(&outcome, path, false);
            int err = outcome.open_result < 0 ? outcome.open_result : outcome.end_result;
            CHECK(err == 0 || err == -EPROTO || err == -EIO || err == -ENODATA);
            CHECK(err == 0 || strstr(outcome.why.text, path));
            CHECK(outcome.frames < 60);
            if (rows[i].length && part >= 3 && part <= 7)
                CHECK_INT(err, -EIO);
            if (rows[i].streams && part >= 3)
                CHECK(outcome.frames >= (int)(60 * part / 10) - 20);
        }
        free(data);
    }
}

static void a_damaged_video_does_no_harm(void)
{
    if (!element_is_there("x264enc"))
        SKIP("no x264enc installed");
    const char *path = temporary_path("d.mkv");
    uint8_t *data = NULL;
    CHECK(clip_make("videotestsrc num-buffers=30 ! video/x-raw,width=128,height=96,format=I420 ! x264enc ! matroskamux ! "
                    "filesink location=%s", path));
    size_t size = file_load(path, &data);
    for (size_t at = size / 3; at < size; at += size / 50)
        data[at] ^= 0x55;
    source_read(&outcome, file_write("damaged.mkv", data, size), false);
    CHECK(outcome.frames <= 31);
    CHECK(outcome.open_result == 0 || outcome.why.text[0]);
    free(data);
}

/* The same many times: descriptors and threads come back (memory: the leak sanitizer). */
static void failures_leave_nothing_behind(void)
{
    const char *path = file_write("text.mp4", "a line of text\n", 15);
    source_read(&outcome, path, false);
    int before = dup(0);
    close(before);
    for (int i = 0; i < 20; i++) {
        source_read(&outcome, path, false);
        source_read(&outcome, "gst:videotestsrc num-buffers=3", false);
        CHECK_INT(outcome.frames, 3);
    }
    int after = dup(0);
    close(after);
    CHECK_INT(after, before);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    setenv("GIO_USE_PROXY_RESOLVER", "dummy", 1); /* addresses here are of this machine */
    if (!element_is_there("videotestsrc") || !element_is_there("videoflip")) {
        printf("1..0 # SKIP GStreamer's base and good plug-ins are not installed\n");
        return 0;
    }
    RUN(a_missing_file_is_told);
    RUN(what_is_no_video_is_told);
    RUN(noise_is_told);
    RUN(a_file_that_may_not_be_read_is_told);
    RUN(a_camera_that_is_not_there_is_told);
    RUN(an_address_where_nobody_answers_is_told);
    RUN(sound_alone_is_no_video);
    RUN(a_source_that_ends_at_once_is_told);
    RUN(a_wrong_pipeline_is_told);
    RUN(a_truncated_video_gives_what_it_has);
    RUN(a_damaged_video_does_no_harm);
    RUN(failures_leave_nothing_behind);
    temporary_remove();
    return TAP_END();
}
