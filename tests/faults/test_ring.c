/* Shared frames: no memory, no thread, no descriptor left. Each is a sentence or does not matter, and nothing stays behind. */
#include <sightline/ring.h>

#include "faults.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static int publish(struct sl_ring *ring)
{
    struct sl_ring_loan loan;
    int err = sl_ring_loan(ring, &loan);
    return err < 0 ? err : sl_ring_publish(ring, &loan);
}

static int take(struct sl_ring_reader *reader, struct sl_error *why)
{
    struct sl_ring_frame seen;
    int took = sl_ring_take(reader, &seen, 2000, why);
    sl_ring_release(reader, &seen);
    return took == 0 ? sl__error_set(why, -ETIMEDOUT, "no frame came") : took < 0 ? took : 0;
}

/* Publish, read, change the format, read again. */
static int operation(void *arg, struct sl_error *why)
{
    (void)arg;
    struct sl_ring_opts opts = sl_ring_opts_default(SL_PIXELS_GRAY8, 4, 4);
    struct sl_ring *ring = NULL;
    struct sl_ring_reader *reader = NULL;
    int err = sl_ring_create(&ring, "faults", &opts, why);
    if (err == 0)
        err = sl_ring_attach(&reader, "faults", NULL, why);
    if (err == 0)
        err = publish(ring);
    if (err == 0)
        err = take(reader, why);
    if (err == 0)
        err = sl_ring_reformat(ring, SL_PIXELS_BGR24, SL_COLOUR_BT601, 5, 5, why);
    if (err == 0)
        err = publish(ring);
    if (err == 0)
        err = take(reader, why);
    sl_ring_detach(&reader);
    sl_ring_destroy(&ring);
    return err;
}

static void publisher_and_reader_without_memory(void)
{
    faults_each(operation, NULL, FAULTS_SENTENCE);
}

static int count_in(const char *path)
{
    DIR *dir = opendir(path);
    int count = 0;
    while (dir && readdir(dir))
        count++;
    if (dir)
        closedir(dir);
    return count;
}

static void publisher_and_reader_without_descriptors(void)
{
    struct rlimit before, limit;
    CHECK_INT(getrlimit(RLIMIT_NOFILE, &before), 0);
    int open_before = count_in("/proc/self/fd") - 3, failed = 0, err = -1; /* less "." and ".." and the folder itself */
    for (int more = 0; more < 40 && err < 0 && tap_good; more++) {
        struct sl_error why = {""};
        limit = (struct rlimit){(rlim_t)(open_before + more), before.rlim_max};
        CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
        err = operation(NULL, &why);
        CHECK_INT(setrlimit(RLIMIT_NOFILE, &before), 0);
        if (err < 0 && !why.text[0])
            TAP_FAIL("%d descriptors: %s without a sentence", more, sl_error_name(err));
        failed += err < 0;
        CHECK_INT(count_in("/proc/self/fd") - 3, open_before);
    }
    CHECK_INT(err, 0);
    CHECK(failed > 3);
}

static void nothing_is_left_in_the_folder(void)
{
    CHECK_INT(count_in(getenv("SIGHTLINE_RUNTIME_DIR")), 2);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    char folder[] = "/tmp/sl-ring-XXXXXX";
    if (!mkdtemp(folder) || setenv("SIGHTLINE_RUNTIME_DIR", folder, 1) < 0)
        return 99;
    RUN(publisher_and_reader_without_memory);
    RUN(publisher_and_reader_without_descriptors);
    RUN(nothing_is_left_in_the_folder);
    rmdir(folder);
    return TAP_END();
}
