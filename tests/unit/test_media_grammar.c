/* The grammar of sources: what each form means, and what is refused with which words. */
#include "media/grammar.h"
#include "tap.h"

#include <errno.h>
#include <stdlib.h>

static struct source_spec spec;
static struct sl_error why;

static void every_form_is_known_by_its_beginning(void)
{
    static const struct {
        const char *text;
        enum source_form form;
        const char *body, *name;
    } rows[] = {
        {"clip.mp4", SOURCE_FILE, "clip.mp4", "clip"},
        {"/a b/c.d.mkv", SOURCE_FILE, "/a b/c.d.mkv", "c.d"},
        {"./raw:1x1:rgb24", SOURCE_FILE, "./raw:1x1:rgb24", "raw_1x1_rgb24"},
        {".hidden", SOURCE_FILE, ".hidden", ".hidden"},
        {"folder/", SOURCE_FILE, "folder/", "file"},
        {"file:///a%20b/c.png", SOURCE_FILE, "/a b/c.png", "c"},
        {"file://localhost/x.png", SOURCE_FILE, "/x.png", "x"},
        {"http://host/p/clip.mp4?x=a/b.c#d", SOURCE_URI, "http://host/p/clip.mp4?x=a/b.c#d", "clip"},
        {"rtsp://user:pw@10.0.0.1:554/cam1", SOURCE_URI, "rtsp://user:pw@10.0.0.1:554/cam1", "cam1"},
        {"udp://10.0.0.1", SOURCE_URI, "udp://10.0.0.1", "10.0.0.1"},
        {"srt://:7001", SOURCE_URI, "srt://:7001", "_7001"},
        {"/dev/video0", SOURCE_CAMERA, "/dev/video0", "video0"},
        {"/dev/video12", SOURCE_CAMERA, "/dev/video12", "video12"},
        {"/dev/videos", SOURCE_FILE, "/dev/videos", "videos"},
        {"gst:videotestsrc ! x", SOURCE_PIPELINE, "videotestsrc ! x", "gst"},
        {"images:a/*.png", SOURCE_IMAGES, "a/*.png", "images"},
        {"images:a@2x/*.png@25", SOURCE_IMAGES, "a@2x/*.png", "images"},
        {"images:a@2x.png", SOURCE_IMAGES, "a@2x.png", "images"},
        {"C:\\clip.mp4", SOURCE_FILE, "C:\\clip.mp4", "C__clip"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CHECK_INT(source_parse(&spec, rows[i].text, &why), 0);
        CHECK_INT(spec.form, rows[i].form);
        CHECK_TEXT(spec.body, rows[i].body);
        CHECK_TEXT(spec.name, rows[i].name);
        CHECK_TEXT(spec.text, rows[i].text);
    }
}

static void raw_tells_size_format_and_rate(void)
{
    CHECK_INT(source_parse(&spec, "raw:640x480:nv12@29.97", &why), 0);
    CHECK_INT(spec.form, SOURCE_RAW);
    CHECK_INT(spec.width_px, 640);
    CHECK_INT(spec.height_px, 480);
    CHECK_INT(spec.pixels, SL_PIXELS_NV12);
    CHECK_INT(spec.rate.num, 2997);
    CHECK_INT(spec.rate.den, 100);
    CHECK_INT(source_parse(&spec, "raw:1x16384:i420", &why), 0);
    CHECK_INT(spec.rate.num, 30);
    CHECK_INT(spec.rate.den, 1);
    CHECK_INT(source_parse(&spec, "raw:1x1:gray8@30000/1001", &why), 0);
    CHECK_INT(spec.rate.num, 30000);
    CHECK_INT(spec.rate.den, 1001);
}

static void what_is_not_of_the_grammar_is_refused_with_what_was_expected(void)
{
    static const struct {
        const char *text, *part;
        int code;
    } rows[] = {
        {"", "empty source", -EINVAL},
        {"raw:", "expected raw:WxH:FORMAT[@FPS]", -EINVAL},
        {"raw:640:rgb24", "expected raw:WxH", -EINVAL},
        {"raw:640x480", "expected raw:WxH", -EINVAL},
        {"raw:0x480:rgb24", "1x1 to 16384x16384", -EINVAL},
        {"raw:-1x480:rgb24", "1x1 to 16384x16384", -EINVAL},
        {"raw:640x16385:rgb24", "1x1 to 16384x16384", -EINVAL},
        {"raw:18446744073709551617x1:rgb24", "1x1 to 16384x16384", -EINVAL},
        {"raw:640x480:rgb", "the format takes rgb24", -EINVAL},
        {"raw:640x480:averyveryverylongformatname", "the format takes rgb24", -EINVAL},
        {"raw:640x480:rgb24@0", "'0' is not a frame rate", -EINVAL},
        {"raw:640x480:rgb24@1000.5", "is not a frame rate", -EINVAL},
        {"raw:640x480:rgb24@", "is not a frame rate", -EINVAL},
        {"raw:640x480:rgb24@30/0", "is not a frame rate", -EINVAL},
        {"raw:640x480:rgb24@1/9000", "is not a frame rate", -EINVAL},
        {"raw:640x480:rgb24@1.2345", "is not a frame rate", -EINVAL},
        {"raw:640x480:rgb24@30fps", "'30fps' is not a frame rate", -EINVAL},
        {"images:", "no pattern", -EINVAL},
        {"images:@30", "no pattern", -EINVAL},
        {"images:*.png@0", "is not a frame rate", -EINVAL},
        {"gst:", "no pipeline", -EINVAL},
        {"gst:  ", "no pipeline", -EINVAL},
        {"file://host/x", "takes a whole path", -EINVAL},
        {"file:///a%2", "two hexadecimal digits", -EINVAL},
        {"file:///a%", "two hexadecimal digits", -EINVAL},
        {"file:///a%00b", "two hexadecimal digits", -EINVAL},
        {"ring:", "expected ring:NAME", -EINVAL},
        {"vdo:abc?room=x", "has no vdo: sources", -ENOTSUP},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CHECK_INT(source_parse(&spec, rows[i].text, &why), rows[i].code);
        CHECK_HAS(why.text, rows[i].part);
    }
}

static void a_source_that_is_too_long_is_refused(void)
{
    static char text[SOURCE_TEXT_MAX + 1];
    memset(text, 'a', SOURCE_TEXT_MAX);
    CHECK_INT(source_parse(&spec, text, &why), -EINVAL);
    CHECK_HAS(why.text, "at most 4095");
    text[SOURCE_TEXT_MAX - 1] = '\0';
    CHECK_INT(source_parse(&spec, text, &why), 0);
    CHECK_INT(strlen(spec.name), sizeof(spec.name) - 1);
}

static void times_do_not_drift(void)
{
    struct source_rate ntsc = {30000, 1001}, fastest = {1000000, 1000}, odd = {1000000, 9000};
    CHECK_INT(source_rate_ns(ntsc, 1), 33366666);
    CHECK_INT(source_rate_ns(ntsc, 30000ull * 1000000), 1001ll * 1000000 * 1000000000);
    CHECK_INT(source_rate_ns(fastest, 999999999), 999999999000000);
    CHECK_INT(source_rate_ns(odd, 999999), 8999991000000);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(every_form_is_known_by_its_beginning);
    RUN(raw_tells_size_format_and_rate);
    RUN(what_is_not_of_the_grammar_is_refused_with_what_was_expected);
    RUN(a_source_that_is_too_long_is_refused);
    RUN(times_do_not_drift);
    return TAP_END();
}
