/* Raw frames: whole frames in every format, short ends, pipes that are slow, and interruption. */
#include "media/sources.h"
#include "tap.h"

#include "base/thread.h"

#include <errno.h>
#include <unistd.h>

static struct sl_error why;

static struct sl__source *raw_open(const char *text, int fd)
{
    static struct source_spec spec;
    struct sl__source *source = NULL;
    CHECK_INT(source_parse(&spec, text, &why), 0);
    CHECK_INT(raw_source_open(&source, &spec, fd, &why), 0);
    return source;
}

/* A pipe that holds count bytes 0, 1, 2, ... and is then closed. */
static int pipe_with(size_t count)
{
    int ends[2];
    uint8_t bytes[4096];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)i;
    CHECK_INT(pipe(ends), 0);
    CHECK_INT(write(ends[1], bytes, count), (long long)count);
    close(ends[1]);
    return ends[0];
}

static void frames_are_as_long_as_their_format_says(void)
{
    static const struct {
        const char *format;
        int bytes; ///< of 5x3 pixels
    } rows[] = {{"rgb24", 45}, {"bgr24", 45}, {"rgba32", 60}, {"gray8", 15}, {"i420", 27}, {"nv12", 27}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[64];
        snprintf(text, sizeof(text), "raw:5x3:%s@25", rows[i].format);
        int fd = pipe_with((size_t)rows[i].bytes * 2);
        struct sl__source *source = raw_open(text, fd);
        struct sl__held_frame *first = NULL, *second = NULL, *none = NULL;
        CHECK_INT(source->ops->next(source, &first, &why), 1);
        CHECK_INT(source->ops->next(source, &second, &why), 1);
        CHECK_INT(source->ops->next(source, &none, &why), 0);
        CHECK_INT(first->frame.plane[0][0], 0);
        CHECK_INT(second->frame.plane[0][0], rows[i].bytes);
        CHECK_INT(second->frame.pts_ns, 40000000);
        CHECK_INT(second->frame.number, 1);
        CHECK_INT(sl_frame_check(&second->frame, &why), 0);
        CHECK(second->frame.capture_ns >= first->frame.capture_ns && first->frame.capture_ns > 0);
        sl__frame_unref(&first);
        sl__source_close(&source);
        CHECK_INT(second->frame.plane[0][0], rows[i].bytes); /* frames still held stay good */
        sl__frame_unref(&second);
        close(fd);
    }
}

static void a_short_last_frame_is_an_error_after_all_whole_ones(void)
{
    int fd = pipe_with(13);
    struct sl__source *source = raw_open("raw:2x2:rgb24", fd);
    struct sl__held_frame *frame = NULL;
    CHECK_INT(source->ops->next(source, &frame, &why), 1);
    sl__frame_unref(&frame);
    CHECK_INT(source->ops->next(source, &frame, &why), -EPROTO);
    CHECK_TEXT(why.text, "raw:2x2:rgb24: standard input ends inside frame 1, after 1 of its 12 bytes");
    sl__source_close(&source);
    close(fd);
}

static void an_empty_input_is_told(void)
{
    int fd = pipe_with(0);
    struct sl__source *source = raw_open("raw:2x2:rgb24", fd);
    struct sl__held_frame *frame = NULL;
    CHECK_INT(source->ops->next(source, &frame, &why), -ENODATA);
    CHECK_HAS(why.text, "standard input is empty");
    CHECK_INT(source->length_frames, -1);
    sl__source_close(&source);
    close(fd);
}

static void an_input_that_cannot_be_read_is_told(void)
{
    struct sl__source *source = raw_open("raw:2x2:rgb24", 999);
    struct sl__held_frame *frame = NULL;
    CHECK_INT(source->ops->next(source, &frame, &why), -EIO);
    CHECK_HAS(why.text, "reading standard input");
    sl__source_close(&source);
}

static void the_length_of_a_file_is_known(void)
{
    FILE *file = tmpfile();
    for (int i = 0; i < 12 * 3 + 5; i++)
        fputc(i, file);
    rewind(file);
    struct sl__source *source = raw_open("raw:2x2:rgb24", fileno(file));
    CHECK_INT(source->length_frames, 3);
    CHECK(!source->live);
    CHECK_TEXT(source->name, "raw");
    sl__source_close(&source);
    fclose(file);
}

struct later {
    struct sl__source *source;
    struct sl__held_frame *frame; ///< let go later, when there is one
    int fd;                       ///< written to, when there is one
};

static void interrupt_later(void *arg)
{
    struct later *later = arg;
    usleep(30000);
    later->source->ops->interrupt(later->source);
}

static void interrupt_wakes_a_source_that_waits_for_input(void)
{
    int ends[2];
    CHECK_INT(pipe(ends), 0);
    struct sl__source *source = raw_open("raw:2x2:rgb24", ends[0]);
    struct sl__thread thread = {0};
    struct later later = {.source = source};
    struct sl__held_frame *frame = NULL;
    CHECK_INT(sl__thread_start(&thread, "later", interrupt_later, &later, &why), 0);
    CHECK_INT(source->ops->next(source, &frame, &why), -ECANCELED);
    CHECK_INT(source->ops->next(source, &frame, &why), -ECANCELED);
    sl__thread_join(&thread);
    sl__source_close(&source);
    close(ends[0]);
    close(ends[1]);
}

static void interrupt_wakes_a_source_whose_frames_are_all_held(void)
{
    int fd = pipe_with(12 * (SL_SOURCE_FRAMES + 1));
    struct sl__source *source = raw_open("raw:2x2:rgb24", fd);
    struct sl__held_frame *held[SL_SOURCE_FRAMES] = {NULL}, *frame = NULL;
    for (int i = 0; i < SL_SOURCE_FRAMES; i++)
        CHECK_INT(source->ops->next(source, &held[i], &why), 1);
    struct sl__thread thread = {0};
    struct later later = {.source = source};
    CHECK_INT(sl__thread_start(&thread, "later", interrupt_later, &later, &why), 0);
    CHECK_INT(source->ops->next(source, &frame, &why), -ECANCELED);
    sl__thread_join(&thread);
    for (int i = 0; i < SL_SOURCE_FRAMES; i++)
        sl__frame_unref(&held[i]);
    sl__source_close(&source);
    close(fd);
}

static void let_go_later(void *arg)
{
    struct later *later = arg;
    usleep(30000);
    sl__frame_unref(&later->frame);
}

static void a_source_waits_for_a_frame_to_come_back(void)
{
    int fd = pipe_with(12 * (SL_SOURCE_FRAMES + 1));
    struct sl__source *source = raw_open("raw:2x2:rgb24", fd);
    struct sl__held_frame *held[SL_SOURCE_FRAMES] = {NULL}, *frame = NULL;
    for (int i = 0; i < SL_SOURCE_FRAMES; i++)
        CHECK_INT(source->ops->next(source, &held[i], &why), 1);
    struct sl__thread thread = {0};
    struct later later = {.frame = held[2]};
    CHECK_INT(sl__thread_start(&thread, "later", let_go_later, &later, &why), 0);
    CHECK_INT(source->ops->next(source, &frame, &why), 1);
    CHECK(frame == held[2]);
    CHECK_INT(frame->frame.number, SL_SOURCE_FRAMES);
    held[2] = NULL;
    sl__thread_join(&thread);
    for (int i = 0; i < SL_SOURCE_FRAMES; i++)
        sl__frame_unref(&held[i]);
    sl__frame_unref(&frame);
    sl__source_close(&source);
    close(fd);
}

static void write_in_pieces(void *arg)
{
    const struct later *later = arg;
    for (int i = 0; i < 12; i++) {
        usleep(2000);
        CHECK_INT(write(later->fd, &"abcdefghijkl"[i], 1), 1);
    }
    close(later->fd);
}

static void a_frame_may_come_in_pieces(void)
{
    int ends[2];
    CHECK_INT(pipe(ends), 0);
    struct sl__source *source = raw_open("raw:2x2:rgb24", ends[0]);
    struct sl__thread thread = {0};
    struct later later = {.fd = ends[1]};
    struct sl__held_frame *frame = NULL;
    CHECK_INT(sl__thread_start(&thread, "later", write_in_pieces, &later, &why), 0);
    CHECK_INT(source->ops->next(source, &frame, &why), 1);
    CHECK(memcmp(frame->frame.plane[0], "abcdefghijkl", 12) == 0);
    sl__frame_unref(&frame);
    CHECK_INT(source->ops->next(source, &frame, &why), 0);
    sl__thread_join(&thread);
    sl__source_close(&source);
    close(ends[0]);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(frames_are_as_long_as_their_format_says);
    RUN(a_short_last_frame_is_an_error_after_all_whole_ones);
    RUN(an_empty_input_is_told);
    RUN(an_input_that_cannot_be_read_is_told);
    RUN(the_length_of_a_file_is_known);
    RUN(interrupt_wakes_a_source_that_waits_for_input);
    RUN(interrupt_wakes_a_source_whose_frames_are_all_held);
    RUN(a_source_waits_for_a_frame_to_come_back);
    RUN(a_frame_may_come_in_pieces);
    return TAP_END();
}
