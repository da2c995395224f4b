/* Outputs by the shape of their name. */
#include "cli/target.h"

#include "base/error.h"
#include "media/media.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char placeholder[] = "{stream}";

struct target_form {
    const char *prefix, *suffix; ///< "": any
    bool one_stream;             ///< takes the results of one source
    int (*open)(struct sl__sink **sink, const char *path, struct sl_error *why);
    bool (*fed)(const struct sl__pipeline_opts *opts); ///< does any analyser give what it writes? NULL: it takes all
    const char *needs;                                 ///< then: which do
    /** In place of open: for a form that must know which results will come. */
    int (*open_for)(struct sl__sink **sink, const char *path, const struct sl__pipeline_opts *opts, struct sl_error *why);
};

static int overlay_open(struct sl__sink **sink, const char *path, struct sl_error *why)
{
    return sl__overlay_open(sink, path, 0, why);
}

/* Room for as many people as were asked for; without holistic, for as many as faces and pairs of hands. */
static int posefile_open(struct sl__sink **sink, const char *path, const struct sl__pipeline_opts *opts, struct sl_error *why)
{
    int faces = opts->face_mesh ? opts->face_mesh_opts.max_num_faces : 1;
    int pairs = opts->hands ? (opts->hands_opts.max_num_hands + 1) / 2 : 1;
    int people = opts->holistic ? opts->holistic_opts.max_people : faces > pairs ? faces : pairs;
    struct sl__posefile_opts room = {
        .people = people < SL_PEOPLE_MAX ? people : SL_PEOPLE_MAX,
        .irises = opts->holistic ? opts->holistic_opts.refine_face_landmarks
                                 : opts->face_mesh && opts->face_mesh_opts.refine_landmarks,
    };
    return sl__posefile_open(sink, path, &room, why);
}

static bool hands_run(const struct sl__pipeline_opts *opts)
{
    return opts->hands || opts->holistic;
}

static bool landmarks_run(const struct sl__pipeline_opts *opts)
{
    return hands_run(opts) || opts->pose || opts->face_mesh;
}

static const struct target_form forms[] = {
    {"keypoints:", "", true, sl__keypoints_open, hands_run, "--hands or --holistic"},
    {"", ".ndjson", false, sl__ndjson_open},
    {"", ".csv", false, sl__csv_open},
    {"", ".pose", true, NULL, landmarks_run, "--holistic, --pose, --face-mesh or --hands", posefile_open},
    {"", ".mp4", true, overlay_open},
    {"", ".mkv", true, overlay_open},
    {"", ".webm", true, overlay_open},
};
static const struct target_form standard_output = {"", "", false, sl__ndjson_open};

const struct doc_row target_rows[] = {
    {"-", "events as NDJSON to standard output (the default)"},
    {"FILE.ndjson", "events, one JSON object a line"},
    {"FILE.csv", "one row for each hand, or for each point of anything"},
    {"FILE.pose", "a file of the Python package pose-format; takes an analyser of landmarks"},
    {"keypoints:FILE.json", "one JSON array with the hands of each frame; takes --hands or --holistic"},
    {"FILE.mp4 .mkv .webm", "the video with landmarks drawn in"},
    {NULL, NULL},
};

static bool has_form(const char *text, const struct target_form *form)
{
    size_t size = strlen(text), prefix = strlen(form->prefix), suffix = strlen(form->suffix);
    return size > prefix + suffix && !strncmp(text, form->prefix, prefix) && !strcmp(text + size - suffix, form->suffix);
}

int target_parse(struct target *target, const char *text, struct sl_error *why)
{
    *target = (struct target){.text = text, .path = text, .per_stream = strstr(text, placeholder) != NULL};
    if (!strcmp(text, "-"))
        target->form = &standard_output;
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]) && !target->form; i++)
        if (has_form(text, &forms[i]))
            target->form = &forms[i];
    if (!target->form)
        return sl__error_set(why, -EINVAL, "--out is \"%.60s\"; it takes - (standard output), FILE.ndjson, FILE.csv, "
                             "FILE.pose, keypoints:FILE.json, FILE.mp4, FILE.mkv or FILE.webm", text);
    target->path += strlen(target->form->prefix);
    return 0;
}

int target_check_streams(const struct target *target, int streams, struct sl_error *why)
{
    if (streams == 1 || !target->form->one_stream || target->per_stream)
        return 0;
    return sl__error_set(why, -EINVAL, "--out %.60s takes one source, but %d are given; put %s into its name, and each "
                         "source gets a file of its own", target->text, streams, placeholder);
}

int target_check_fed(const struct target *target, const struct sl__pipeline_opts *opts, struct sl_error *why)
{
    if (!target->form->fed || target->form->fed(opts))
        return 0;
    return sl__error_set(why, -EINVAL, "--out %.60s writes landmarks, but no analyser gives them; it takes %s", target->text,
                         target->form->needs);
}

bool target_is_file(const struct target *target, const char *path)
{
    struct stat out, in;
    return target->form != &standard_output && stat(target->path, &out) == 0 && S_ISREG(out.st_mode) &&
           stat(path, &in) == 0 && out.st_dev == in.st_dev && out.st_ino == in.st_ino;
}

int target_open(const struct target *target, const char *stream, const struct sl__pipeline_opts *opts, struct sl__sink **sink,
                struct sl_error *why)
{
    char path[PATH_MAX];
    const char *rest = target->path;
    size_t used = 0;
    for (const char *found; used < sizeof(path) && (found = strstr(rest, placeholder)); rest = found + strlen(placeholder))
        used += (size_t)snprintf(path + used, sizeof(path) - used, "%.*s%s", (int)(found - rest), rest, stream);
    if (used < sizeof(path))
        used += (size_t)snprintf(path + used, sizeof(path) - used, "%s", rest);
    if (used >= sizeof(path))
        return sl__error_set(why, -EINVAL, "--out %.60s: the name is too long", target->text);
    return target->form->open_for ? target->form->open_for(sink, path, opts, why) : target->form->open(sink, path, why);
}
