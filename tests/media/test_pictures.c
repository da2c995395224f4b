/*
 * Picture files and GIF videos, without GStreamer: every pixel equal to what OpenCV 4.11 (bundled libjpeg-turbo 3, libpng and
 * FFmpeg) reads from the same bytes. Tolerance: none.
 */
#include "media/picture.h"
#include "picture_cases.h"
#include "outcome.h"
#include "tap.h"

static struct outcome outcome;

static enum picture_kind kind_of(const struct picture_case *picture)
{
    return picture_kind_of((const uint8_t *)picture->bytes, picture->size);
}

static const char *picture_write(const struct picture_case *picture, size_t size)
{
    static const char *const endings[] = {".bin", ".jpg", ".png", ".gif"};
    char name[80];
    snprintf(name, sizeof(name), "%s%s", picture->name, endings[kind_of(picture)]);
    return file_write(name, picture->bytes, size);
}

static void kind_is_read_like_opencv(enum picture_kind kind)
{
    for (size_t i = 0; i < sizeof(picture_cases) / sizeof(picture_cases[0]); i++) {
        const struct picture_case *picture = &picture_cases[i];
        if (kind_of(picture) != kind)
            continue;
        source_read(&outcome, picture_write(picture, picture->size), true);
        CHECK_INT(outcome.open_result, 0);
        CHECK_INT(outcome.end_result, 0);
        CHECK_INT(outcome.frames, picture->frames);
        CHECK_INT(outcome.length_frames, picture->frames);
        CHECK_INT(outcome.last.width_px, picture->width_px);
        CHECK_INT(outcome.last.height_px, picture->height_px);
        if (strcmp(hex_of(outcome.sha256), picture->sha256))
            TAP_FAIL("%s: pixels differ from OpenCV's", picture->name);
    }
}

static void jpeg_pictures_have_opencvs_bits(void)
{
    if (!picture_decodes(PICTURE_JPEG))
        SKIP("built without libjpeg");
    kind_is_read_like_opencv(PICTURE_JPEG);
}

static void png_pictures_have_opencvs_bits(void)
{
    if (!picture_decodes(PICTURE_PNG))
        SKIP("built without libpng");
    kind_is_read_like_opencv(PICTURE_PNG);
}

static bool gif_is_built(void)
{
    source_read(&outcome, file_write("probe.gif", "GIF89a", 6), false);
    return outcome.open_result != -ENOTSUP;
}

static void gif_videos_have_ffmpegs_bits(void)
{
    if (!gif_is_built())
        SKIP("built without giflib");
    kind_is_read_like_opencv(PICTURE_GIF);
}

/* The sample media that set-up fetches; recorded with cv2.imread() and with imageio.mimread(), which agree. */
static void sample_media_has_the_recorded_bits(void)
{
    static const struct {
        const char *file;
        int frames;
        const char *sha256;
    } rows[] = {
        {"fullcurl.jpg", 1, "95b08aa991b23c229b88837e89738c180a78f493947468fa27cf3ca7f3bc2573"},
        {"halfcurl.jpg", 1, "5478d251c4139e7738d0cda736f3669e19f7ef1075102d5d62879699d13d99af"},
        {"nocurl.jpg", 1, "238e2ac3e6b1eb0ba89d4247d38b0752b48f8183647abbf98759df0fe1430c85"},
        {"fingers-lq.gif", 43, "37ef5c4275975bd5bc44fd6b7bba40f752337930477374ce4453af23980fa177"},
    };
    const char *folder = getenv("SIGHTLINE_TEST_MEDIA");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char path[512];
        snprintf(path, sizeof(path), "%s/%s", folder ? folder : ".", rows[i].file);
        if (access(path, R_OK) < 0)
            SKIP("%s is not there; make sets it up", rows[i].file);
        if (!picture_decodes(PICTURE_JPEG) || !gif_is_built())
            SKIP("built without libjpeg or giflib");
        source_read(&outcome, path, true);
        CHECK_INT(outcome.frames, rows[i].frames);
        CHECK_TEXT(hex_of(outcome.sha256), rows[i].sha256);
        CHECK(outcome.numbered && outcome.times_rise);
    }
    CHECK_INT(outcome.last.pts_ns, 4200000000); /* 43 frames of 100 ms */
}

/* Whatever a file is cut down to, the answer is a picture or a sentence. */
static void a_cut_file_is_a_picture_or_a_sentence(void)
{
    for (size_t i = 0; i < sizeof(picture_cases) / sizeof(picture_cases[0]); i++) {
        const struct picture_case *picture = &picture_cases[i];
        if (kind_of(picture) != PICTURE_GIF && !picture_decodes(kind_of(picture)))
            continue;
        for (size_t size = 12; size < picture->size; size += 1 + picture->size / 40) {
            const char *path = picture_write(picture, size);
            source_read(&outcome, path, false);
            int err = outcome.open_result < 0 ? outcome.open_result : outcome.end_result;
            if (err == -ENOTSUP)
                SKIP("built without giflib");
            CHECK(err == 0 || err == -EPROTO || err == -EIO || err == -ENODATA);
            CHECK(err == 0 || strstr(outcome.why.text, path));
            CHECK(outcome.frames <= picture->frames);
        }
    }
}

/* A byte changed anywhere: no crash (the sanitizers watch), and a sentence when it is refused. */
static void a_changed_byte_does_no_harm(void)
{
    static uint8_t bytes[4096];
    for (size_t i = 0; i < sizeof(picture_cases) / sizeof(picture_cases[0]); i++) {
        const struct picture_case *picture = &picture_cases[i];
        if (picture->size > sizeof(bytes) || (kind_of(picture) != PICTURE_GIF && !picture_decodes(kind_of(picture))))
            continue;
        for (size_t at = 12; at < picture->size; at += 1 + picture->size / 60) {
            memcpy(bytes, picture->bytes, picture->size);
            bytes[at] ^= (uint8_t)(1 + at % 255);
            source_read(&outcome, file_write("changed", bytes, picture->size), false);
            CHECK(outcome.open_result == 0 || outcome.why.text[0]);
        }
    }
}

static void a_picture_larger_than_a_frame_is_refused_before_it_is_decoded(void)
{
    if (!picture_decodes(PICTURE_PNG))
        SKIP("built without libpng");
    static uint8_t bytes[2048];
    for (size_t i = 0; i < sizeof(picture_cases) / sizeof(picture_cases[0]); i++) {
        if (strcmp(picture_cases[i].name, "jpeg_444"))
            continue;
        memcpy(bytes, picture_cases[i].bytes, picture_cases[i].size);
        for (size_t at = 2; at + 9 < picture_cases[i].size; at++)
            if (bytes[at] == 0xff && bytes[at + 1] == 0xc0) /* SOF0: length, precision, height, width */
                memset(bytes + at + 5, 0xf0, 4);
        source_read(&outcome, file_write("large.jpg", bytes, picture_cases[i].size), false);
        CHECK_INT(outcome.open_result, -E2BIG);
        CHECK_HAS(outcome.why.text, "61680x61680");
    }
}

static void pictures_come_in_the_order_of_their_names(void)
{
    if (!picture_decodes(PICTURE_PNG) || !picture_decodes(PICTURE_JPEG))
        SKIP("built without libpng or libjpeg");
    const struct picture_case *upright = &picture_cases[0], *turned = NULL;
    for (size_t i = 0; i < sizeof(picture_cases) / sizeof(picture_cases[0]); i++)
        if (!strcmp(picture_cases[i].name, "png_turned_6"))
            turned = &picture_cases[i];
    static const char *const names[] = {"list-10", "list-9", "list-B", "list-a"};
    for (int i = 3; i >= 0; i--) /* the order of making them is another */
        file_write(names[i], i == 1 ? turned->bytes : upright->bytes, i == 1 ? turned->size : upright->size);
    char text[400];
    snprintf(text, sizeof(text), "images:%s@10", temporary_path("list-*"));
    struct sl__source *source = NULL;
    struct sl__held_frame *held = NULL;
    CHECK_INT(sl__source_open(&source, text, &outcome.why), 0);
    CHECK_INT(source->length_frames, 4);
    for (int i = 0; i < 4; i++) {
        CHECK_INT(source->ops->next(source, &held, &outcome.why), 1);
        CHECK_INT(held->frame.width_px, i == 1 ? 13 : 19);
        CHECK_INT(held->frame.pts_ns, i * 100000000ll);
        CHECK_INT(held->frame.number, i);
        sl__frame_unref(&held);
    }
    CHECK_INT(source->ops->next(source, &held, &outcome.why), 0);
    sl__source_close(&source);
}

static void a_pattern_without_files_is_told(void)
{
    source_read(&outcome, "images:/nowhere/*.png", false);
    CHECK_INT(outcome.open_result, -ENOENT);
    CHECK_TEXT(outcome.why.text, "images:/nowhere/*.png: no file matches");
}

static void a_damaged_picture_ends_a_list_after_those_before_it(void)
{
    if (!picture_decodes(PICTURE_JPEG))
        SKIP("built without libjpeg");
    file_write("some-1", picture_cases[0].bytes, picture_cases[0].size);
    file_write("some-2", picture_cases[0].bytes, 100);
    char text[400];
    snprintf(text, sizeof(text), "images:%s", temporary_path("some-*"));
    source_read(&outcome, text, false);
    CHECK_INT(outcome.frames, 1);
    CHECK_INT(outcome.end_result, -EPROTO);
    CHECK_HAS(outcome.why.text, "some-2 is not a picture that can be read");
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(jpeg_pictures_have_opencvs_bits);
    RUN(png_pictures_have_opencvs_bits);
    RUN(gif_videos_have_ffmpegs_bits);
    RUN(sample_media_has_the_recorded_bits);
    RUN(a_cut_file_is_a_picture_or_a_sentence);
    RUN(a_changed_byte_does_no_harm);
    RUN(a_picture_larger_than_a_frame_is_refused_before_it_is_decoded);
    RUN(pictures_come_in_the_order_of_their_names);
    RUN(a_pattern_without_files_is_told);
    RUN(a_damaged_picture_ends_a_list_after_those_before_it);
    temporary_remove();
    return TAP_END();
}
