/* Analysers, and readings of what they found. The loops below know none by name; gaze alone has a wish of its own. */
#include "cli/analysers.h"

#include "cli/settings.h"

#include <stdio.h>
#include <string.h>

struct analyser {
    const struct sl__options *table; ///< its name is the flag's, its rows are the keys
    size_t wanted;                   ///< place in struct sl__pipeline_opts: a bool
    size_t settings;                 ///< place there of what the table fills
    size_t needs;                    ///< place there of the bool of what it reads, unless holistic gives that; 0: none
};

#define OPTS(field) offsetof(struct sl__pipeline_opts, field)
static const struct analyser table[] = {
    {&hands_options, OPTS(hands), OPTS(hands_opts), 0},
    {&pose_options, OPTS(pose), OPTS(pose_opts), 0},
    {&face_mesh_options, OPTS(face_mesh), OPTS(face_mesh_opts), 0},
    {&face_detection_options, OPTS(face_detection), OPTS(face_detection_opts), 0},
    {&holistic_options, OPTS(holistic), OPTS(holistic_opts), 0},
    {&gestures_options, OPTS(gestures), 0, OPTS(hands)},
    {&head_pose_options, OPTS(head_pose), 0, OPTS(face_mesh)},
    {&gaze_options, OPTS(gaze), OPTS(gaze_opts), OPTS(face_mesh)},
    {&mood_options, OPTS(mood), 0, OPTS(face_mesh)},
};
#define ANALYSERS (sizeof(table) / sizeof(table[0]))
_Static_assert(ANALYSERS <= ANALYSERS_MAX, "room for their bindings");

const struct doc_row analyser_rows[] = {
    {"--hands[=KEY=VALUE,...]", "hands: 21 landmarks, world landmarks, left or right"},
    {"--pose[=KEY=VALUE,...]", "the body: 33 landmarks with visibility, world landmarks"},
    {"--face-mesh[=KEY=VALUE,...]", "faces: 468 landmarks, refined 478 with irises"},
    {"--face-detection[=KEY=VALUE,...]", "faces as boxes with six key points"},
    {"--holistic[=KEY=VALUE,...]", "whole people: body, both hands and face of each"},
    {"--gestures", "what each hand shows: Thumb_Up, Victory, ...; runs --hands unless --holistic runs"},
    {"--head-pose", "where each head is and which way it faces; runs --face-mesh unless --holistic runs"},
    {"--gaze[=KEY=VALUE,...]", "where eyes look, how open and how far they are; runs --face-mesh likewise, with irises"},
    {"--mood", "happy, sad, ... by the rule of google-mediapipe-gst; runs --face-mesh likewise"},
    {NULL, NULL},
};

static bool *wanted(struct sl__pipeline_opts *opts, size_t place)
{
    return (bool *)((char *)opts + place);
}

static void *settings_of(struct sl__pipeline_opts *opts, const struct analyser *analyser)
{
    return (char *)opts + analyser->settings;
}

int analysers_init(struct sl__pipeline_opts *opts)
{
    int err = 0;
    for (size_t i = 0; i < ANALYSERS && err == 0; i++)
        err = sl__options_init(table[i].table, settings_of(opts, &table[i]));
    return err;
}

void analysers_finish(struct sl__pipeline_opts *opts)
{
    for (size_t i = 0; i < ANALYSERS; i++)
        sl__options_finish(table[i].table, settings_of(opts, &table[i]));
}

int analysers_bind(struct sl__pipeline_opts *opts, struct sl__options_binding *bindings)
{
    for (size_t i = 0; i < ANALYSERS; i++)
        bindings[i] = (struct sl__options_binding){table[i].table, settings_of(opts, &table[i])};
    return (int)ANALYSERS;
}

void analysers_ask(struct sl__pipeline_opts *opts, const struct given *given)
{
    for (size_t i = 0; i < ANALYSERS && given->kind == GIVEN_LIST; i++)
        if (given->table == table[i].table)
            *wanted(opts, table[i].wanted) = true;
}

/* Irises come with refinement. */
static bool refine_for_gaze(struct sl__pipeline_opts *opts)
{
    bool mesh = opts->face_mesh && !opts->face_mesh_opts.refine_landmarks;
    bool holistic = opts->holistic && !opts->holistic_opts.refine_face_landmarks;
    if (mesh)
        opts->face_mesh_opts.refine_landmarks = 1;
    if (holistic)
        opts->holistic_opts.refine_face_landmarks = 1;
    return mesh || holistic;
}

bool analysers_complete(struct sl__pipeline_opts *opts)
{
    for (size_t i = 0; i < ANALYSERS; i++)
        if (*wanted(opts, table[i].wanted) && table[i].needs && !opts->holistic)
            *wanted(opts, table[i].needs) = true;
    return opts->gaze && refine_for_gaze(opts);
}

void analysers_name(const struct sl__pipeline_opts *opts, char *names, size_t size)
{
    size_t used = 0;
    names[0] = '\0';
    for (size_t i = 0; i < ANALYSERS && used < size; i++)
        if (*(const bool *)((const char *)opts + table[i].wanted))
            used += (size_t)snprintf(names + used, size - used, "%s%s", used ? ", " : "", table[i].table->name);
    for (char *c = names; *c; c++)
        *c = *c == '_' ? '-' : *c;
}
