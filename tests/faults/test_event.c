/* The file sinks: made, written to, closed. Events allocate nothing. */
#include "event/sink.h"
#include "faults.h"
#include "unit/event_parts.h"

#include <unistd.h>

typedef int (*open_fn)(struct sl__sink **sink, const char *path, struct sl_error *why);

struct output {
    open_fn open;
    char path[64];
    struct sl__event event;
};

static const char output_stream[] = "cam0"; /* keypoints take one */

static struct output output_make(open_fn open)
{
    struct output output = {.open = open, .path = "/tmp/sightline-faults-XXXXXX"};
    close(mkstemp(output.path));
    sample_event(&output.event, 2);
    output.event.stream = output_stream;
    return output;
}

static int sink_operation(void *arg, struct sl_error *why)
{
    struct output *output = arg;
    struct sl__sink *sink;
    int err = output->open(&sink, output->path, why);
    CHECK((err < 0) == !sink);
    if (err < 0)
        return err;
    for (int i = 0; i < 3 && err == 0; i++)
        err = sink->ops->write(sink, NULL, &output->event, why);
    int closed = sl__sink_close(&sink, why);
    return err < 0 ? err : closed;
}

static int posefile_open(struct sl__sink **sink, const char *path, struct sl_error *why)
{
    return sl__posefile_open(sink, path, &(struct sl__posefile_opts){.people = 2, .irises = true}, why);
}

static const open_fn opens[] = {sl__ndjson_open, sl__csv_open, sl__keypoints_open, posefile_open};

static void each_sink(void)
{
    for (size_t i = 0; i < sizeof(opens) / sizeof(opens[0]); i++) {
        struct output output = output_make(opens[i]);
        faults_each(sink_operation, &output, FAULTS_SENTENCE);
        unlink(output.path);
    }
}

static void a_hundred_events_allocate_nothing(void)
{
    static struct sl__event parts[PARTS_EVENTS];
    for (int n = 0; n < PARTS_EVENTS; n++)
        parts_event(&parts[n], n), parts[n].stream = output_stream;
    for (size_t i = 0; i < sizeof(opens) / sizeof(opens[0]); i++) {
        struct output output = output_make(opens[i]);
        struct sl__sink *sink;
        CHECK_INT(output.open(&sink, output.path, NULL), 0);
        unsigned long before = faults_allocations();
        for (int n = 0; n < 100; n++) {
            CHECK_INT(sink->ops->write(sink, NULL, &parts[n % PARTS_EVENTS], NULL), 0);
            CHECK_INT(sink->ops->write(sink, NULL, &output.event, NULL), 0);
        }
        CHECK_INT(faults_allocations() - before, 0);
        CHECK_INT(sl__sink_close(&sink, NULL), 0);
        unlink(output.path);
    }
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(each_sink);
    RUN(a_hundred_events_allocate_nothing);
    return TAP_END();
}
