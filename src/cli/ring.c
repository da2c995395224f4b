/* `sightline ring`: which frames are shared now, and how they fare. */
#include "base/clock.h"
#include "base/error.h"
#include "cli/command.h"
#include "cli/flags.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/say.h"
#include "kernel/convert.h"
#include "kernel/raster.h"

#include <limits.h>
#include <sightline/ring.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NAMES_MAX 256
#define LOOK_MS 100   ///< how soon signals are heard
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
    printf("%-20s %-8s %11s %7s %8s %12s %9s %9s\n", "name", "format", "size", "fps", "readers", "frames", "dropped", "age ms");
    for (int i = 0; i < count && i < NAMES_MAX; i++) {
        struct sl_ring_stat stat;
        double fps;
        if (look(names[i], &stat, &fps, NULL) < 0)
            continue; /* it ended meanwhile */
        char size[24], age[24] = "-";
        if (stat.newest_capture_ns)
            snprintf(age, sizeof(age), "%.1f", (double)(sl__clock_ns() - stat.newest_capture_ns) / 1e6);
        snprintf(size, sizeof(size), "%dx%d", stat.width_px, stat.height_px);
        printf("%-20s %-8s %11s %7.1f %8d %12llu %9llu %9s\n", names[i], sl_pixels_name(stat.pixels), size, fps, stat.readers,
               (unsigned long long)stat.published, (unsigned long long)stat.dropped, age);
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

/* ---- dump ---- */

static int write_ppm(const struct sl_frame *frame, const char *path, uint8_t *rgb, struct sl_error *why)
{
    struct sl__raster raster = sl__raster_of(frame);
    size_t size = 3 * (size_t)frame->width_px * (size_t)frame->height_px;
    sl__convert_to_rgb(&raster, rgb, 3 * frame->width_px);
    FILE *file = fopen(path, "wbe");
    if (!file)
        return sl__error_set(why, -EIO, "%s: %s", path, strerror(errno));
    bool good = fprintf(file, "P6\n%d %d\n255\n", frame->width_px, frame->height_px) > 0 && fwrite(rgb, 1, size, file) == size;
    good = fclose(file) == 0 && good;
    return good ? 0 : sl__error_set(why, -EIO, "%s: writing failed", path);
}

static int dump_frame(const struct sl_ring_frame *seen, const char *name, const char *folder, struct sl_error *why)
{
    char path[PATH_MAX];
    uint8_t *rgb = malloc(3 * (size_t)seen->frame.width_px * (size_t)seen->frame.height_px);
    if (!rgb)
        return sl__error_set(why, -ENOMEM, "no memory for a picture");
    snprintf(path, sizeof(path), "%s/%s-%06llu.ppm", folder, name, (unsigned long long)seen->frame.number);
    int err = write_ppm(&seen->frame, path, rgb, why);
    free(rgb);
    if (err == 0)
        printf("%s\n", path);
    return err;
}

/* The next frames, as they come. */
static int dump(const char *name, int count, const char *folder, struct sl_error *why)
{
    struct sl_ring_reader_opts opts = sl_ring_reader_opts_default();
    struct sl_ring_reader *reader = NULL;
    struct sl_ring_frame seen;
    opts.policy = SL_RING_EVERY;
    int err = sl_ring_attach(&reader, name, &opts, why), got;
    interrupt_hold();
    while (count > 0 && err == 0 && !interrupt_came()) {
        got = sl_ring_take(reader, &seen, LOOK_MS, why);
        if (got == 1) {
            err = dump_frame(&seen, name, folder, why);
            sl_ring_release(reader, &seen);
            count--;
        } else if (got < 0 && got != -ESTALE) {
            err = got;
        }
    }
    sl_ring_detach(&reader);
    if (err < 0)
        return say_failure(why);
    return interrupt_came() ? CODE_INTERRUPTED : CODE_DONE;
}

/* ---- the command ---- */

/** What the command line says. */
struct ring_words {
    const char *action, *name, *folder;
    int frames;
    bool dumps; ///< a flag of dump is given
    bool help;
};

static int read_word(struct ring_words *words, const struct given *given, struct sl_error *why)
{
    char rest;
    if (given->kind == GIVEN_OWN && !given->value) {
        words->help = true;
    } else if (given->kind == GIVEN_OWN) {
        words->dumps = true;
        if (!strcmp(given->name, "--to"))
            words->folder = given->value;
        else if (sscanf(given->value, "%9d%c", &words->frames, &rest) != 1 || words->frames < 1)
            return sl__error_set(why, -EINVAL, "-n is \"%.40s\"; it takes 1 to 999999999", given->value);
    } else if (!words->action) {
        words->action = given->value;
    } else if (!words->name) {
        words->name = given->value;
    } else {
        return sl__error_set(why, -EINVAL, "ring takes an action and a name, but %.60s follows", given->value);
    }
    return 0;
}

static int read_words(struct ring_words *words, int argc, char **argv, struct sl_error *why)
{
    static const char *const bare[] = {"--help", "-h", NULL}, *const valued[] = {"-n", "--to", NULL};
    static const struct flag_grammar grammar = {.bare = bare, .valued = valued};
    struct given *given = calloc((size_t)argc * 2, sizeof(*given));
    if (!given)
        return sl__error_set(why, -ENOMEM, "no memory for the command line");
    int count = flags_read(&grammar, argc, argv, given, why);
    int err = count < 0 ? count : 0;
    for (int i = 0; i < count && err == 0; i++)
        err = read_word(words, &given[i], why);
    free(given);
    return err;
}

static int ring_main(int argc, char **argv)
{
    struct ring_words words = {.folder = ".", .frames = 1};
    struct sl_error why = {""};
    int err = read_words(&words, argc, argv, &why);
    if (err < 0)
        return say_by_code(err, "ring", &why);
    if (words.help)
        return help_print(&command_ring);
    const char *action = words.action ? words.action : "";
    if (!strcmp(action, "ls") && !words.name && !words.dumps)
        return list(&why);
    if (!strcmp(action, "stat") && words.name && !words.dumps)
        return stat_one(words.name, &why);
    if (!strcmp(action, "dump") && words.name)
        return dump(words.name, words.frames, words.folder, &why);
    sl__error_set(&why, -EINVAL, *action ? "ring %.60s: expected ls, stat NAME, or dump NAME [-n N] [--to DIR]"
                                         : "ring needs an action: ls, stat NAME, or dump NAME", action);
    return say_usage("ring", &why);
}

static const struct doc_row action_rows[] = {
    {"ls", "all that is shared now: format, size, frames a second, readers, drops, age of the newest frame"},
    {"stat NAME", "the same and more of one"},
    {"dump NAME", "write the next frames as pictures: NAME-000042.ppm"},
    {NULL, NULL},
};

static const struct doc_row flag_rows[] = {
    {"-n N", "how many frames; default 1"},
    {"--to DIR", "the folder they go to; default: this one"},
    {NULL, NULL},
};

static const struct doc_part parts[] = {
    {"Actions", action_rows, NULL},
    {"Options of dump", flag_rows, NULL},
    {NULL, NULL, NULL},
};

const struct command command_ring = {
    .name = "ring",
    .summary = "list and look at what is shared",
    .synopsis = "ls | stat NAME | dump NAME [-n N] [--to DIR]",
    .about = "Tells which frames processes of this user share now (sightline share), and how\n"
             "they fare. What killed publishers left behind is swept.\n",
    .parts = parts,
    .main = ring_main,
};
