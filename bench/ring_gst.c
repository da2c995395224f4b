/*
 * GStreamer's own way to share frames: appsrc ! shmsink in one process, shmsrc ! appsink in another.
 *
 *     bench-ring-gst TITLE BYTES FRAMES SOCKET
 *
 * From just before the push to the return from the pull. A buffer may arrive in parts; the last byte's arrival counts.
 */
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct desk {
    _Atomic int64_t sent_ns;
    _Atomic uint64_t answered;
    int64_t took_ns[];
};

static int64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static GstElement *start(const char *text, const char *name, GstElement **app)
{
    GstElement *pipeline = gst_parse_launch(text, NULL);
    if (!pipeline)
        exit(1);
    *app = gst_bin_get_by_name(GST_BIN(pipeline), name);
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    return pipeline;
}

static void reader_main(struct desk *desk, const char *socket, gsize bytes, int frames)
{
    char text[512];
    GstElement *sink;
    gst_init(NULL, NULL);
    snprintf(text, sizeof(text), "shmsrc socket-path=%s is-live=true ! appsink name=app sync=false", socket);
    start(text, "app", &sink);
    atomic_store(&desk->answered, 1);
    for (int i = 0; i < frames; i++) {
        for (gsize got = 0; got < bytes;) {
            GstSample *sample = gst_app_sink_pull_sample(GST_APP_SINK(sink));
            GstMapInfo map;
            if (!sample || !gst_buffer_map(gst_sample_get_buffer(sample), &map, GST_MAP_READ))
                exit(1);
            desk->took_ns[i] = now_ns() - atomic_load(&desk->sent_ns);
            volatile guint8 sum = 0;
            for (gsize k = 0; k < map.size; k += 64)
                sum = (guint8)(sum + map.data[k]);
            got += map.size;
            gst_buffer_unmap(gst_sample_get_buffer(sample), &map);
            gst_sample_unref(sample);
        }
        atomic_store(&desk->answered, (uint64_t)i + 2);
    }
    exit(0);
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void push(GstElement *source, gsize bytes, int i, struct desk *desk)
{
    GstBuffer *buffer = gst_buffer_new_allocate(NULL, bytes, NULL);
    gst_buffer_memset(buffer, 0, (guint8)i, bytes);
    atomic_store(&desk->sent_ns, now_ns());
    gst_app_src_push_buffer(GST_APP_SRC(source), buffer);
}

int main(int argc, char **argv)
{
    if (argc < 5)
        return 2;
    gsize bytes = (gsize)strtoll(argv[2], NULL, 10);
    int frames = (int)strtol(argv[3], NULL, 10);
    char text[512];
    GstElement *source;
    struct desk *desk = mmap(NULL, sizeof(*desk) + sizeof(int64_t) * (size_t)frames, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        while (access(argv[4], F_OK) < 0)
            usleep(1000);
        usleep(100000);
        reader_main(desk, argv[4], bytes, frames);
    }
    gst_init(NULL, NULL);
    snprintf(text, sizeof(text), "appsrc name=app ! shmsink socket-path=%s shm-size=%zu wait-for-connection=true sync=false", argv[4],
             (size_t)bytes * 4 + 65536);
    start(text, "app", &source);
    alarm(120);
    for (int i = 0; i < frames; i++) {
        while (atomic_load(&desk->answered) < (uint64_t)i + 1)
            usleep(50);
        usleep(i ? 60 : 500000);
        push(source, bytes, i, desk);
    }
    waitpid(child, NULL, 0);
    int from = frames / 10, count = frames - from;
    qsort(desk->took_ns + from, (size_t)count, sizeof(int64_t), by_value);
    const int64_t *took = desk->took_ns + from;
    printf("{\"case\": \"%s\", \"side\": \"GStreamer shmsink/shmsrc\", \"frames\": %d, \"p50_us\": %.2f, \"p99_us\": %.2f, "
           "\"p999_us\": %.2f}\n", argv[1], count, (double)took[count / 2] / 1e3, (double)took[(int)(count * 0.99)] / 1e3,
           (double)took[(int)(count * 0.999)] / 1e3);
    return 0;
}
