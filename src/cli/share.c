/* `sightline share`: frames of sources for other processes. */
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/thread.h"
#include "cli/command.h"
#include "cli/flags.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/say.h"
#include "cli/streams.h"
#include "kernel/convert.h"
#include "kernel/raster.h"
#include "media/media.h"

#include <sightline/ring.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STREAMS_MAX 64
#define TICK_NS 100000000 ///< how often signals are looked at

enum share_format { FORMAT_BGR24, FORMAT_RGB24, FORMAT_SOURCE };
static const char *const formats[] = {
    [FORMAT_BGR24] = "bgr24", [FORMAT_RGB24] = "rgb24", [FORMAT_SOURCE] = "source", NULL};

struct share_settings {
    int format;
    int slots;
    bool fast, quiet;
};

#define AT(field) offsetof(struct share_settings, field)
static const struct sl__option share_rows[] = {
    {"format", SL_OPT_ENUM, AT(format), FORMAT_BGR24, .choices = formats,
     .sentence = "how pixels lie; source: as they come, without conversion"},
    {"slots", SL_OPT_INT, AT(slots), 8, 3, SL_RING_SLOTS_MAX,
     .sentence = "frames kept; more let more readers hold more of them at a time"},
    {"fast", SL_OPT_BOOL, AT(fast), 0, .sentence = "share files as fast as they can be read, not in their own time"},
    {"quiet", SL_OPT_BOOL, AT(quiet), 0, .sentence = "no closing summary"},
};
#undef AT
const struct sl__options share_options = {"share", "Options of sharing", share_rows, sizeof(share_rows) / sizeof(share_rows[0]),
                                          .flags = true};

/** One source on its way into one ring. */
struct sharing {
    const struct share_settings *settings;
    struct stream_spec spec;
    struct sl__source *source;
    struct sl_ring *ring;        ///< made with the first frame; the thread's until it is joined
    enum sl_pixels pixels;       ///< of the ring
    int32_t width_px, height_px;
    int64_t began_ns, first_pts_ns;
    struct sl__thread thread;
    atomic_bool ended;
    atomic_bool stopping;
    int err;
    struct sl_error why;
};

static enum sl_pixels pixels_wanted(const struct sharing *sharing, const struct sl_frame *frame)
{
    if (sharing->settings->format == FORMAT_SOURCE)
        return frame->pixels;
    return sharing->settings->format == FORMAT_RGB24 ? SL_PIXELS_RGB24 : SL_PIXELS_BGR24;
}

/* The ring of that format and size, made or changed. */
static int fit_ring(struct sharing *sharing, const struct sl_frame *frame)
{
    enum sl_pixels pixels = pixels_wanted(sharing, frame);
    if (sharing->ring && pixels == sharing->pixels && frame->width_px == sharing->width_px &&
        frame->height_px == sharing->height_px)
        return 0;
    int err;
    if (sharing->ring) {
        err = sl_ring_reformat(sharing->ring, pixels, frame->colour, frame->width_px, frame->height_px, &sharing->why);
    } else {
        struct sl_ring_opts opts = sl_ring_opts_default(pixels, frame->width_px, frame->height_px);
        opts.colour = frame->colour;
        opts.slots = sharing->settings->slots;
        err = sl_ring_create(&sharing->ring, sharing->spec.name, &opts, &sharing->why);
    }
    sharing->pixels = pixels;
    sharing->width_px = frame->width_px;
    sharing->height_px = frame->height_px;
    return err;
}

/* Into a slot, converted on the way where need be. A frame for which there is no slot is counted by the ring. */
static int put(struct sharing *sharing, const struct sl_frame *frame)
{
    if (frame->pixels == sharing->pixels && !frame->chroma_x && !frame->chroma_y) {
        int err = sl_ring_write(sharing->ring, frame, &sharing->why);
        return err == -EAGAIN ? 0 : err;
    }
    struct sl_ring_loan loan;
    int err = sl_ring_loan(sharing->ring, &loan);
    if (err < 0)
        return err == -EAGAIN ? 0 : err;
    struct sl__raster raster = sl__raster_of(frame);
    if (sharing->pixels == SL_PIXELS_BGR24)
        sl__convert_to_bgr(&raster, loan.plane[0], loan.stride_bytes[0]);
    else
        sl__convert_to_rgb(&raster, loan.plane[0], loan.stride_bytes[0]);
    loan.pts_ns = frame->pts_ns;
    loan.capture_ns = frame->capture_ns;
    loan.dropped = frame->dropped;
    return sl_ring_publish(sharing->ring, &loan);
}

/* A file's frames come when they are due, as a camera's do. */
static void keep_time(struct sharing *sharing, const struct sl_frame *frame)
{
    if (sharing->source->live || sharing->settings->fast)
        return;
    if (!sharing->began_ns) {
        sharing->began_ns = sl__clock_ns();
        sharing->first_pts_ns = frame->pts_ns;
    }
    int64_t due_ns = sharing->began_ns + frame->pts_ns - sharing->first_pts_ns, left_ns;
    while ((left_ns = due_ns - sl__clock_ns()) > 0 && !atomic_load(&sharing->stopping))
        nanosleep(&(struct timespec){.tv_nsec = left_ns < TICK_NS ? left_ns : TICK_NS}, NULL);
}

static void share_loop(void *arg)
{
    struct sharing *sharing = arg;
    struct sl__held_frame *held = NULL;
    int got = 0;
    while (!atomic_load(&sharing->stopping) && (got = sharing->source->ops->next(sharing->source, &held, &sharing->why)) == 1) {
        keep_time(sharing, &held->frame);
        int err = fit_ring(sharing, &held->frame);
        if (err == 0)
            err = put(sharing, &held->frame);
        sl__frame_unref(&held);
        if (err < 0) {
            got = err;
            break;
        }
    }
    sharing->err = got < 0 && got != -ECANCELED ? got : 0;
    atomic_store(&sharing->ended, true);
}

static int start_all(struct sharing *sharings, int count, struct sl_error *why)
{
    int err = 0;
    for (int i = 0; i < count && err == 0; i++)
        err = sl__source_open(&sharings[i].source, sharings[i].spec.source, why);
    interrupt_hold();
    for (int i = 0; i < count && err == 0; i++)
        err = sl__thread_start(&sharings[i].thread, "sl-share", share_loop, &sharings[i], why);
    return err;
}

static void watch(struct sharing *sharings, int count)
{
    for (;;) {
        int ended = 0;
        for (int i = 0; i < count; i++)
            ended += atomic_load(&sharings[i].ended);
        if (ended == count || interrupt_came())
            return;
        nanosleep(&(struct timespec){.tv_nsec = TICK_NS}, NULL);
    }
}

/* End one stream, and tell what became of it. */
static int stop_one(struct sharing *sharing)
{
    struct sl_ring_stat stat;
    atomic_store(&sharing->stopping, true);
    if (sharing->source && sharing->thread.running)
        sharing->source->ops->interrupt(sharing->source);
    sl__thread_join(&sharing->thread);
    int code = sharing->err < 0 ? say_failure(&sharing->why) : CODE_DONE;
    sl_ring_stat(sharing->ring, &stat);
    if (sharing->ring && !sharing->settings->quiet)
        fprintf(stderr, "%s: %llu frames shared, %llu without a free slot, %llu lost by the source\n", sharing->spec.name,
                (unsigned long long)stat.published, (unsigned long long)stat.dropped,
                (unsigned long long)sharing->source->lost);
    sl_ring_destroy(&sharing->ring);
    sl__source_close(&sharing->source);
    return code;
}

static int share(struct sharing *sharings, int count)
{
    struct sl_error why = {""};
    int err = start_all(sharings, count, &why), code = CODE_DONE;
    if (err == 0)
        watch(sharings, count);
    else
        code = say_by_code(err, "share", &why);
    for (int i = 0; i < count; i++) {
        int one = stop_one(&sharings[i]);
        code = code ? code : one;
    }
    return code == CODE_DONE && interrupt_came() ? CODE_INTERRUPTED : code;
}

/* Names are given, or are those that the sources would have in a run. */
static int read_streams(struct sharing *sharings, const struct given *given, int count, struct sl_error *why)
{
    int streams = 0;
    for (int i = 0; i < count; i++) {
        if (given[i].kind != GIVEN_OPERAND)
            continue;
        if (streams == STREAMS_MAX)
            return sl__error_set(why, -EINVAL, "%.60s: up to %d sources are taken", given[i].value, STREAMS_MAX);
        struct stream_spec *spec = &sharings[streams].spec;
        int err = stream_parse(spec, given[i].value, why);
        if (err == 0 && !spec->name[0])
            err = sl__error_set(why, -EINVAL, "%.80s: expected NAME=SOURCE; readers find the frames by the name", given[i].value);
        for (int k = 0; k < streams && err == 0; k++)
            if (!strcmp(spec->name, sharings[k].spec.name))
                err = sl__error_set(why, -EINVAL, "two sources are named %s; each stream needs a name of its own", spec->name);
        if (err < 0)
            return err;
        streams++;
    }
    return streams ? streams : sl__error_set(why, -EINVAL, "nothing to share; expected NAME=SOURCE");
}

static int share_main(int argc, char **argv)
{
    static const struct sl__options *const tables[] = {&share_options, NULL};
    static const struct flag_alias aliases[] = {{"-q", &share_options, "quiet=true"}, {NULL}};
    static const char *const bare[] = {"--help", "-h", NULL};
    static const struct flag_grammar grammar = {.tables = tables, .aliases = aliases, .bare = bare};
    struct share_settings settings = {0};
    const struct sl__options_binding bindings[] = {{&share_options, &settings}, {NULL, NULL}};
    struct sl_error why = {""};
    struct given *given = calloc((size_t)argc * 2, sizeof(*given));
    struct sharing *sharings = calloc(STREAMS_MAX, sizeof(*sharings));
    int count = !given || !sharings || sl__options_init(&share_options, &settings) < 0
                    ? sl__error_set(&why, -ENOMEM, "no memory for the command line")
                    : flags_read(&grammar, argc, argv, given, &why);
    bool help = false;
    int err = count < 0 ? count : 0;
    for (int i = 0; i < count && err == 0; i++) {
        help = help || given[i].kind == GIVEN_OWN;
        err = flags_apply(&given[i], bindings, "share", &why);
    }
    int streams = err < 0 || help ? err : read_streams(sharings, given, count, &why);
    for (int i = 0; i < streams; i++)
        sharings[i].settings = &settings;
    int code = help ? help_print(&command_share) : streams < 0 ? say_by_code(streams, "share", &why) : share(sharings, streams);
    sl__options_finish(&share_options, &settings);
    free(sharings);
    free(given);
    return code;
}

static const struct doc_row stream_rows[] = {
    {"NAME=SOURCE", "the frames of this source, for readers of this name; sources as of run"},
    {NULL, NULL},
};

static const struct doc_part parts[] = {
    {"Streams", stream_rows, NULL},
    {NULL, NULL, &share_options},
    {NULL, NULL, NULL},
};

const struct command command_share = {
    .name = "share",
    .summary = "give the frames of sources to other processes",
    .synopsis = "[OPTION]... NAME=SOURCE...",
    .about = "Decodes each source once and puts its frames where any number of other\n"
             "processes look at them without a copy: sightline run ring:NAME, programs in C,\n"
             "Python and GStreamer. The newest frame wins unless a reader asks for every one.\n",
    .parts = parts,
    .main = share_main,
};
