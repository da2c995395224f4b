/* `sightline ring`: which frames are shared now, and how they fare. */
#include "base/clock.h"
#include "base/error.h"
#include "cli/command.h"
#include "cli/flags.h"
#include "cli/help.h"
#include "cli/say.h"

#include <sightline/ring.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NAMES_MAX 256
#define RATE_NS 500000000 ///< how long frames are counted to tell their rate

/* What the ring says now, and how many frames a second came in half a second. */
static int look(const char *name, struct sl_ring_stat *stat, double *fps, struct sl_error *why)
{
    struct sl_ring_reader *reader = NULL;
    struct sl_ring_stat before;
    int err = sl_ring_attach(&reader, name, NULL, why);
    if (err < 0)
        return err;
    sl_ring_reader_stat(reader, &before);
    int64_t start = sl__clock_ns();
    nanosleep(&(struct timespec){.tv_nsec = RATE_NS}, NULL);
    sl_ring_reader_stat(reader, stat);
    *fps = (double)(stat->published - before.published) * 1e9 / (double)(sl__clock_ns() - start);
    stat->readers -= stat->readers > 0; /* ourselves */
    sl_ring_detach(&reader);
    return 0;
}

static int list(struct sl_error *why)
{
    static char names[NAMES_MAX][SL_RING_NAME_MAX + 1];
    int count = sl_ring_list(NULL, names, NAMES_MAX, why);
    if (count < 0)
        return say_failure(why);
    printf("%-20s %-8s %11s %7s %8s %12s %9s\n", "name", "format", "size", "fps", "readers", "frames", "dropped");
    for (int i = 0; i < count && i < NAMES_MAX; i++) {
        struct sl_ring_stat stat;
        double fps;
        if (look(names[i], &stat, &fps, NULL) < 0)
            continue; /* it ended meanwhile */
        char size[24];
        snprintf(size, sizeof(size), "%dx%d", stat.width_px, stat.height_px);
        printf("%-20s %-8s %11s %7.1f %8d %12llu %9llu\n", names[i], sl_pixels_name(stat.pixels), size, fps, stat.readers,
               (unsigned long long)stat.published, (unsigned long long)stat.dropped);
    }
    return CODE_DONE;
}

static int stat_one(const char *name, struct sl_error *why)
{
    struct sl_ring_stat stat;
    double fps;
    if (look(name, &stat, &fps, why) < 0)
        return say_failure(why);
    printf("name            %s\npublisher       %lld\nformat          %s\nsize            %dx%d\n", name,
           (long long)stat.publisher_pid, sl_pixels_name(stat.pixels), stat.width_px, stat.height_px);
    printf("slots           %d in batches of %d\nmemory          %.1f MB\ngeneration      %llu\n", stat.slots, stat.batch,
           (double)stat.memory_bytes / 1e6, (unsigned long long)stat.generation);
    printf("frames          %llu\nframes a second %.1f\ndropped         %llu\nbytes copied    %llu\nreaders         %d\n",
           (unsigned long long)stat.published, fps, (unsigned long long)stat.dropped,
           (unsigned long long)stat.copied_bytes, stat.readers);
    if (stat.newest_capture_ns)
        printf("newest frame    %.1f ms old\n", (double)(sl__clock_ns() - stat.newest_capture_ns) / 1e6);
    return CODE_DONE;
}

static int ring_main(int argc, char **argv)
{
    static const char *const bare[] = {"--help", "-h", NULL};
    static const struct flag_grammar grammar = {.bare = bare};
    struct sl_error why = {""};
    struct given given[8];
    const char *word[2] = {NULL, NULL};
    int words = 0;
    int count = argc > 4 ? sl__error_set(&why, -EINVAL, "ring takes an action and a name") : flags_read(&grammar, argc, argv, given, &why);
    for (int i = 0; i < count; i++) {
        if (given[i].kind == GIVEN_OWN)
            return help_print(&command_ring);
        if (words < 2)
            word[words] = given[i].value;
        words++;
    }
    if (count < 0)
        return say_usage("ring", &why);
    if (words == 1 && !strcmp(word[0], "ls"))
        return list(&why);
    if (words == 2 && !strcmp(word[0], "stat"))
        return stat_one(word[1], &why);
    sl__error_set(&why, -EINVAL, words ? "ring %.60s: expected ls, or stat NAME" : "ring needs an action: ls, or stat NAME",
                  word[0] ? word[0] : "");
    return say_usage("ring", &why);
}

static const struct doc_row action_rows[] = {
    {"ls", "all that is shared now: format, size, frames a second, readers, drops"},
    {"stat NAME", "the same and more of one"},
    {NULL, NULL},
};

static const struct doc_part parts[] = {
    {"Actions", action_rows, NULL},
    {NULL, NULL, NULL},
};

const struct command command_ring = {
    .name = "ring",
    .summary = "list what is shared",
    .synopsis = "ls | stat NAME",
    .about = "Tells which frames processes of this user share now (sightline share), and how\n"
             "they fare. What killed publishers left behind is swept.\n",
    .parts = parts,
    .main = ring_main,
};
