/* The text sinks: what stands in the file at any moment, when the space runs out, and when nobody reads. */
#include "event/sink.h"

#include "event_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef int (*open_fn)(struct sl__sink **sink, const char *path, struct sl_error *why);

static char folder[64];
static struct sl__event event;

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static int write_sample(struct sl__sink *sink, int number, struct sl_error *why)
{
    sample_event(&event, number);
    return sink->ops->write(sink, NULL, &event, why);
}

/* The file holds exactly this much text: the first `lines` lines of a golden, then `end`. */
static void check_file(const char *name, const char *golden_name, int lines, const char *end)
{
    char source[900];
    size_t size, golden_size;
    snprintf(source, sizeof(source), "%s/tests/golden/event", getenv("SIGHTLINE_TEST_SOURCE"));
    char *text = sample_read(folder, name, &size), *golden = sample_read(source, golden_name, &golden_size);
    size_t keep = 0;
    for (; golden && lines > 0 && keep < golden_size; keep++)
        lines -= golden[keep] == '\n';
    CHECK(text && golden && golden_size > 0);
    CHECK_INT(size, keep + strlen(end));
    CHECK(text && golden && size >= keep && !memcmp(text, golden, keep));
    if (text && size >= keep)
        CHECK_TEXT(text + keep, end);
    free(text);
    free(golden);
}

static void a_line_is_in_the_file_when_write_returns(void)
{
    struct sl__sink *sink;
    CHECK_INT(sl__ndjson_open(&sink, path_of("a.ndjson"), NULL), 0);
    check_file("a.ndjson", "three.ndjson", 0, "");
    for (int i = 0; i < SAMPLE_EVENTS; i++) {
        CHECK_INT(write_sample(sink, i, NULL), 0);
        check_file("a.ndjson", "three.ndjson", i + 1, "");
    }
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    CHECK(sink == NULL);
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    check_file("a.ndjson", "three.ndjson", SAMPLE_EVENTS, "");
}

static void a_csv_file_starts_with_its_columns(void)
{
    struct sl__sink *sink;
    CHECK_INT(sl__csv_open(&sink, path_of("a.csv"), NULL), 0);
    for (int i = 0; i < SAMPLE_EVENTS; i++)
        CHECK_INT(write_sample(sink, i, NULL), 0);
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    check_file("a.csv", "three.csv", 100, "");
    CHECK_INT(sl__csv_open(&sink, path_of("a.csv"), NULL), 0);
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    check_file("a.csv", "three.csv", 1, "");
}

/* The first event decides, also for those in which only the hands ran. */
static void a_csv_file_takes_the_table_that_fits_the_analysers(void)
{
    struct sl__sink *sink;
    CHECK_INT(sl__csv_open(&sink, path_of("a.csv"), NULL), 0);
    for (int i = 0; i < PARTS_EVENTS; i++) {
        parts_event(&event, i);
        CHECK_INT(sink->ops->write(sink, NULL, &event, NULL), 0);
    }
    check_file("a.csv", "parts.csv", 100000, "");
    CHECK_INT(write_sample(sink, 0, NULL), 0);
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    check_file("a.csv", "parts.csv", 100000, "cam0,0,0.0,,,,,,,,,,,,,,,,\n");
}

static void the_keypoints_array_is_closed_at_any_time(void)
{
    struct sl__sink *sink;
    CHECK_INT(sl__keypoints_open(&sink, path_of("a.json"), NULL), 0);
    check_file("a.json", "three.json", 0, "[\n]\n");
    CHECK_INT(write_sample(sink, 0, NULL), 0);
    check_file("a.json", "three.json", 0, "[{\"frame\":0,\"keypoints\":[]}\n]\n");
    CHECK_INT(write_sample(sink, 1, NULL), 0);
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    size_t size, golden_size;
    char source[900];
    snprintf(source, sizeof(source), "%s/tests/golden/event", getenv("SIGHTLINE_TEST_SOURCE"));
    char *text = sample_read(folder, "a.json", &size), *golden = sample_read(source, "three.json", &golden_size);
    CHECK(text && golden && size > 10 && !memcmp(text, golden, size - 3) && !strcmp(text + size - 3, "\n]\n"));
    free(text);
    free(golden);
}

static void a_keypoints_file_takes_one_stream(void)
{
    struct sl__sink *sink;
    struct sl_error why;
    CHECK_INT(sl__keypoints_open(&sink, path_of("b.json"), NULL), 0);
    CHECK_INT(write_sample(sink, 0, NULL), 0);
    sample_event(&event, 1);
    event.stream = "cam1";
    CHECK_INT(sink->ops->write(sink, NULL, &event, &why), -EINVAL);
    CHECK_HAS(why.text, "b.json: takes the frames of one stream, but after cam0 came cam1");
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    check_file("b.json", "three.json", 0, "[{\"frame\":0,\"keypoints\":[]}\n]\n");
}

/* A limit on the file's size cuts a record in two, as a full disk does. */
static void check_full(open_fn open_sink, const char *name, const char *golden, int lines, const char *end)
{
    struct sl__sink *sink;
    struct sl_error why = {""};
    struct rlimit before, limit;
    CHECK_INT(open_sink(&sink, path_of(name), NULL), 0);
    CHECK_INT(write_sample(sink, 0, NULL), 0);
    struct stat status;
    CHECK_INT(stat(path_of(name), &status), 0);
    getrlimit(RLIMIT_FSIZE, &before);
    limit = before;
    limit.rlim_cur = (rlim_t)status.st_size + 500;
    CHECK_INT(setrlimit(RLIMIT_FSIZE, &limit), 0);
    int err = write_sample(sink, 1, &why), again = write_sample(sink, 1, NULL);
    setrlimit(RLIMIT_FSIZE, &before);
    CHECK_INT(err, -E2BIG);
    CHECK_INT(again, -E2BIG);
    CHECK_HAS(why.text, name);
    check_file(name, golden, lines, end);
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    check_file(name, golden, lines, end);
}

static void a_record_that_does_not_fit_leaves_no_part_of_it(void)
{
    check_full(sl__ndjson_open, "full.ndjson", "three.ndjson", 1, "");
    check_full(sl__csv_open, "full.csv", "three.csv", 2, "");
    check_full(sl__keypoints_open, "full.json", "three.json", 0, "[{\"frame\":0,\"keypoints\":[]}\n]\n");
}

static void writing_goes_on_when_there_is_space_again(void)
{
    struct sl__sink *sink;
    struct rlimit before, limit;
    CHECK_INT(sl__ndjson_open(&sink, path_of("again.ndjson"), NULL), 0);
    CHECK_INT(write_sample(sink, 0, NULL), 0);
    getrlimit(RLIMIT_FSIZE, &before);
    limit = before;
    limit.rlim_cur = 1000;
    setrlimit(RLIMIT_FSIZE, &limit);
    int err = write_sample(sink, 1, NULL);
    setrlimit(RLIMIT_FSIZE, &before);
    CHECK_INT(err, -E2BIG);
    CHECK_INT(write_sample(sink, 1, NULL), 0);
    CHECK_INT(sl__sink_close(&sink, NULL), 0);
    check_file("again.ndjson", "three.ndjson", 2, "");
}

static void a_full_device_is_said_in_a_sentence(void)
{
    struct sl__sink *sink;
    struct sl_error why;
    if (access("/dev/full", W_OK))
        SKIP("/dev/full is missing");
    CHECK_INT(sl__ndjson_open(&sink, "/dev/full", &why), 0);
    CHECK_INT(write_sample(sink, 0, &why), -ENOSPC);
    CHECK_TEXT(why.text, "/dev/full: no space left on the device");
    CHECK_INT(sl__sink_close(&sink, &why), 0);
    CHECK_INT(sl__csv_open(&sink, "/dev/full", NULL), 0);
    CHECK_INT(write_sample(sink, 0, &why), -ENOSPC);
    CHECK_INT(sl__sink_close(&sink, &why), -ENOSPC); /* not even its columns */
    CHECK_INT(sl__keypoints_open(&sink, "/dev/full", &why), -ENOSPC);
    CHECK(sink == NULL);
}

static void a_file_that_cannot_be_made_is_said_in_a_sentence(void)
{
    struct sl__sink *sink;
    struct sl_error why;
    CHECK_INT(sl__ndjson_open(&sink, path_of("nowhere/a.ndjson"), &why), -ENOENT);
    CHECK_HAS(why.text, "nowhere/a.ndjson: its folder does not exist");
    CHECK(sink == NULL);
    CHECK_INT(sl__csv_open(&sink, folder, &why), -EINVAL);
    CHECK_HAS(why.text, "it is a folder");
    CHECK_INT(sl__ndjson_open(&sink, "", &why), -EINVAL);
    CHECK_HAS(why.text, "needs a file name");
}

/* Runs one event through a sink on a standard output that is something else for the moment. */
static int through_stdout(open_fn open_sink, int fd, int number, struct sl_error *why)
{
    struct sl__sink *sink;
    fflush(stdout);
    int kept = dup(STDOUT_FILENO);
    dup2(fd, STDOUT_FILENO);
    int err = open_sink(&sink, "-", why);
    if (err == 0) {
        err = write_sample(sink, number, why);
        int close_err = sl__sink_close(&sink, err ? NULL : why);
        err = err ? err : close_err;
    }
    dup2(kept, STDOUT_FILENO);
    close(kept);
    return err;
}

static void a_minus_is_standard_output(void)
{
    char text[4096] = "";
    int ends[2];
    CHECK_INT(pipe(ends), 0);
    CHECK_INT(through_stdout(sl__keypoints_open, ends[1], 0, NULL), 0);
    CHECK(read(ends[0], text, sizeof(text) - 1) > 0);
    CHECK_TEXT(text, "[{\"frame\":0,\"keypoints\":[]}\n]\n");
    close(ends[0]);
    close(ends[1]);
}

static void a_reader_that_went_away_is_said_in_a_sentence(void)
{
    struct sl_error why;
    int ends[2];
    CHECK_INT(pipe(ends), 0);
    close(ends[0]);
    CHECK_INT(through_stdout(sl__ndjson_open, ends[1], 1, &why), -EPIPE);
    CHECK_TEXT(why.text, "standard output: nobody reads it any more");
    close(ends[1]);
}

/* "> file" on a full disk: what stood there before stays, the part of a line goes. */
static void standard_output_into_a_file_keeps_whole_lines(void)
{
    struct rlimit before, limit;
    int fd = open(path_of("redirected.ndjson"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CHECK(fd >= 0 && write(fd, "{}\n", 3) == 3);
    getrlimit(RLIMIT_FSIZE, &before);
    limit = before;
    limit.rlim_cur = 500;
    setrlimit(RLIMIT_FSIZE, &limit);
    int err = through_stdout(sl__ndjson_open, fd, 1, NULL);
    setrlimit(RLIMIT_FSIZE, &before);
    CHECK_INT(err, -E2BIG);
    check_file("redirected.ndjson", "three.ndjson", 0, "{}\n");
    close(fd);
}

static void tidy(void)
{
    static const char *const names[] = {"a.ndjson", "a.csv", "a.json", "b.json", "full.ndjson", "full.csv", "full.json",
                                        "again.ndjson", "redirected.ndjson"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        unlink(path_of(names[i]));
    rmdir(folder);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    const char *temporary = getenv("TMPDIR");
    snprintf(folder, sizeof(folder), "%.40s/sl-sink-XXXXXX", temporary ? temporary : "/tmp");
    if (!mkdtemp(folder) || !getenv("SIGHTLINE_TEST_SOURCE"))
        return 99;
    RUN(a_line_is_in_the_file_when_write_returns);
    RUN(a_csv_file_starts_with_its_columns);
    RUN(a_csv_file_takes_the_table_that_fits_the_analysers);
    RUN(the_keypoints_array_is_closed_at_any_time);
    RUN(a_keypoints_file_takes_one_stream);
    RUN(a_record_that_does_not_fit_leaves_no_part_of_it);
    RUN(writing_goes_on_when_there_is_space_again);
    RUN(a_full_device_is_said_in_a_sentence);
    RUN(a_file_that_cannot_be_made_is_said_in_a_sentence);
    RUN(a_minus_is_standard_output);
    RUN(a_reader_that_went_away_is_said_in_a_sentence);
    RUN(standard_output_into_a_file_keeps_whole_lines);
    tidy();
    return TAP_END();
}
