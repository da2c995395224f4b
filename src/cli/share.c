/* `sightline share`: frames of sources for other processes. */
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "cli/command.h"
#include "cli/flags.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/say.h"
#include "cli/sharing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STREAMS_MAX 64
#define TICK_NS 100000000 ///< how often signals are looked at

static const char *const formats[] = {
    [FORMAT_BGR24] = "bgr24",   [FORMAT_RGB24] = "rgb24", [FORMAT_NV12] = "nv12",     [FORMAT_I420] = "i420",
    [FORMAT_RGBA32] = "rgba32", [FORMAT_GRAY8] = "gray8", [FORMAT_SOURCE] = "source", NULL};

#define AT(field) offsetof(struct share_settings, field)
static const struct sl__option share_rows[] = {
    {"format", SL_OPT_ENUM, AT(format), FORMAT_BGR24, .choices = formats,
     .sentence = "how pixels lie; source: as they come, without conversion"},
    {"size", SL_OPT_TEXT, AT(size), .value_name = "WxH",
     .sentence = "scale to this many pixels, stretched where shapes differ"},
    {"fps", SL_OPT_FLOAT, AT(fps), 0, 0, 1000,
     .sentence = "frames a second, left out or repeated as need be; 0: as they come"},
    {"slots", SL_OPT_INT, AT(slots), 8, 3, SL_RING_SLOTS_MAX,
     .sentence = "frames kept; more let more readers hold more of them at a time"},
    {"readers", SL_OPT_INT, AT(readers), 0, 0, SL_RING_READERS_MAX,
     .sentence = "wait for so many readers before the first frame"},
    {"fast", SL_OPT_BOOL, AT(fast), 0, .sentence = "share files as fast as they can be read, not in their own time"},
    {"framebuffer", SL_OPT_BOOL, AT(framebuffer), 0,
     .sentence = "write the memory that readers of Raspberry.Ninja's --framebuffer look at, too"},
    {"retry", SL_OPT_BOOL, AT(retry), 1, .sentence = "open live sources again when they end, fail or stall"},
    {"stall_s", SL_OPT_INT, AT(stall_s), 10, 0, 3600,
     .sentence = "seconds without a frame after which a live source has stalled; 0: never"},
    {"quiet", SL_OPT_BOOL, AT(quiet), 0, .sentence = "no closing summary"},
    {"verbose", SL_OPT_BOOL, AT(verbose), 0, .sentence = "say more on standard error"},
};
#undef AT
const struct sl__options share_options = {"share", "Options of sharing", share_rows, sizeof(share_rows) / sizeof(share_rows[0]),
                                          .flags = true};

/** All that the command line says. */
struct share {
    struct share_settings settings;
    struct sl__source_wish wish;
    struct sharing sharing[STREAMS_MAX];
    int streams;
    const char *config;
    bool help;
};

static void watch(struct share *share)
{
    for (;;) {
        int ended = 0;
        for (int i = 0; i < share->streams; i++)
            ended += sharing_look(&share->sharing[i]);
        if (ended == share->streams || interrupt_came())
            return;
        nanosleep(&(struct timespec){.tv_nsec = TICK_NS}, NULL);
    }
}

static int go(struct share *share)
{
    struct sl_error why = {""};
    int err = 0, code = CODE_DONE;
    sl__log_set_level(share->settings.verbose ? SL_LOG_INFO : SL_LOG_WARNING);
    for (int i = 0; i < share->streams && err == 0; i++)
        err = sharing_open(&share->sharing[i], &share->settings, &share->wish, &why);
    interrupt_hold();
    for (int i = 0; i < share->streams && err == 0; i++)
        err = sharing_start(&share->sharing[i], &why);
    if (err == 0)
        watch(share);
    else
        code = say_by_code(err, "share", &why);
    for (int i = 0; i < share->streams; i++) {
        int one = sharing_stop(&share->sharing[i]);
        code = code ? code : one;
    }
    return code == CODE_DONE && interrupt_came() ? CODE_INTERRUPTED : code;
}

static int read_stream(struct share *share, const char *text, struct sl_error *why)
{
    if (share->streams == STREAMS_MAX)
        return sl__error_set(why, -EINVAL, "%.60s: up to %d sources are taken", text, STREAMS_MAX);
    struct stream_spec *spec = &share->sharing[share->streams].spec;
    int err = stream_parse(spec, text, why);
    if (err == 0 && !spec->name[0])
        err = sl__error_set(why, -EINVAL, "%.80s: expected NAME=SOURCE; readers find the frames by the name", text);
    for (int k = 0; k < share->streams && err == 0; k++)
        if (!strcmp(spec->name, share->sharing[k].spec.name))
            err = sl__error_set(why, -EINVAL, "two sources are named %s; each stream needs a name of its own", spec->name);
    share->streams++;
    return err;
}

static int read_size(struct share *share, struct sl_error *why)
{
    const char *size = share->settings.size;
    int width, height, end = 0;
    if (!size || !*size)
        return 0;
    if (sscanf(size, "%5dx%5d%n", &width, &height, &end) != 2 || size[end] || width < 1 || height < 1 ||
        width > SL_FRAME_SIDE_MAX || height > SL_FRAME_SIDE_MAX)
        return sl__error_set(why, -EINVAL, "--size is \"%.40s\"; expected WxH, 1x1 to %dx%d", size, SL_FRAME_SIDE_MAX,
                             SL_FRAME_SIDE_MAX);
    share->wish.width_px = width;
    share->wish.height_px = height;
    return 0;
}

/* bgr24 and rgb24 are made here, from whatever comes, with the colours that the analysers would see. */
static int resolve(struct share *share, struct sl_error *why)
{
    static const enum sl_pixels asked[] = {[FORMAT_NV12] = SL_PIXELS_NV12, [FORMAT_I420] = SL_PIXELS_I420,
                                           [FORMAT_RGBA32] = SL_PIXELS_RGBA32, [FORMAT_GRAY8] = SL_PIXELS_GRAY8,
                                           [FORMAT_SOURCE] = SL_PIXELS_NONE};
    share->wish.pixels = asked[share->settings.format];
    share->wish.fps = (double)share->settings.fps;
    if (share->streams == 0)
        return sl__error_set(why, -EINVAL, "nothing to share; expected NAME=SOURCE");
    if (share->settings.framebuffer && share->streams > 1)
        return sl__error_set(why, -EINVAL, "--framebuffer takes one source, but %d are given; its readers know one name only",
                             share->streams);
    return read_size(share, why);
}

static int read_given(struct share *share, const struct given *given, int count, struct sl_error *why)
{
    const struct sl__options_binding bindings[] = {{&share_options, &share->settings}, {NULL, NULL}};
    int err = 0;
    for (int i = 0; i < count && err == 0; i++) {
        if (given[i].kind == GIVEN_OPERAND)
            err = read_stream(share, given[i].value, why);
        else if (given[i].kind == GIVEN_OWN && given[i].value)
            share->config = given[i].value;
        else if (given[i].kind == GIVEN_OWN)
            share->help = true;
    }
    if (err < 0 || share->help)
        return err;
    err = settings_read(bindings, share->config, why);
    if (err < 0)
        return err == -ENOMEM ? err : -EINVAL; /* a wrong file is wrong usage */
    for (int i = 0; i < count && err == 0; i++)
        err = flags_apply(&given[i], bindings, "share", why);
    return err < 0 ? err : resolve(share, why);
}

static int read_words(struct share *share, int argc, char **argv, struct sl_error *why)
{
    static const struct sl__options *const tables[] = {&share_options, NULL};
    static const struct flag_alias aliases[] = {
        {"-q", &share_options, "quiet=true"}, {"-v", &share_options, "verbose=true"}, {NULL}};
    static const char *const bare[] = {"--help", "-h", NULL}, *const valued[] = {"--config", NULL};
    static const struct flag_grammar grammar = {.tables = tables, .aliases = aliases, .bare = bare, .valued = valued};
    struct given *given = calloc((size_t)argc * 2, sizeof(*given));
    if (!given)
        return sl__error_set(why, -ENOMEM, "no memory for the command line");
    int count = flags_read(&grammar, argc, argv, given, why);
    int err = count < 0 ? count : read_given(share, given, count, why);
    free(given);
    return err;
}

static int share_main(int argc, char **argv)
{
    struct sl_error why = {""};
    struct share *share = calloc(1, sizeof(*share));
    int code, err = !share || sl__options_init(&share_options, &share->settings) < 0
                        ? sl__error_set(&why, -ENOMEM, "no memory for the command line")
                        : read_words(share, argc, argv, &why);
    if (err < 0)
        code = say_by_code(err, "share", &why);
    else
        code = share->help ? help_print(&command_share) : go(share);
    if (share)
        sl__options_finish(&share_options, &share->settings);
    free(share);
    return code;
}

static const struct doc_row stream_rows[] = {
    {"NAME=SOURCE", "the frames of this source, for readers of this name; sources as of run"},
    {NULL, NULL},
};

static const struct doc_row flag_rows[] = {
    {"--config FILE", "read settings from this file; otherwise $SIGHTLINE_CONFIG or sightline.conf in $XDG_CONFIG_HOME"},
    {"-q, -v", "short for --quiet and --verbose"},
    {NULL, NULL},
};

static const struct doc_row exit_rows[] = {
    {"0", "every source came to its end"},
    {"1", "a source failed"},
    {"2", "wrong usage"},
    {"130", "interrupted"},
    {NULL, NULL},
};

static const struct doc_part parts[] = {
    {"Streams", stream_rows, NULL},
    {"Options", flag_rows, NULL},
    {NULL, NULL, &share_options},
    {"Exit status", exit_rows, NULL},
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
