/* A table with every kind of option, for the tests of options, their fuzz targets and the faults suite. */
#ifndef SL_TESTS_OPTIONS_SAMPLE_H
#define SL_TESTS_OPTIONS_SAMPLE_H

#include "base/options.h"

struct settings {
    int max_num_hands;
    float min_detection_confidence;
    bool static_image_mode, smooth;
    int engine, mirrored;
    char *model_dir;
    char *label;
};

static const char *const sample_engines[] = {"tflite", "openvino", "fake", NULL};

#define FIELD(name) offsetof(struct settings, name)
static const struct sl__option sample_rows[] = {
    {.key = "max_num_hands", .kind = SL_OPT_INT, .offset = FIELD(max_num_hands), .def = 2, .min = 1, .max = 32,
     .sentence = "hands to follow at most"},
    {.key = "min_detection_confidence", .kind = SL_OPT_FLOAT, .offset = FIELD(min_detection_confidence), .def = 0.5,
     .min = 0, .max = 1, .sentence = "how sure the palm model must be before a hand is looked at; less finds more hands"
                                     " and more of what is none"},
    {.key = "static_image_mode", .kind = SL_OPT_BOOL, .offset = FIELD(static_image_mode),
     .sentence = "search every picture anew"},
    {.key = "smooth", .kind = SL_OPT_BOOL, .offset = FIELD(smooth), .def = 1, .sentence = "calm the landmarks"},
    {.key = "mirrored", .kind = SL_OPT_SWITCH, .offset = FIELD(mirrored), .def = 1, .sentence = "as in a selfie"},
    {.key = "engine", .kind = SL_OPT_ENUM, .offset = FIELD(engine), .def = 1, .choices = sample_engines,
     .sentence = "what computes the models"},
    {.key = "model_dir", .kind = SL_OPT_TEXT, .offset = FIELD(model_dir), .value_name = "DIR",
     .sentence = "folder of the models"},
    {.key = "label", .kind = SL_OPT_TEXT, .offset = FIELD(label), .def_text = "a # b", .sentence = ".hidden\\n name's-end"},
};
#undef FIELD

static const struct sl__options sample_table = {
    .name = "hands", .title = "Hands", .rows = sample_rows, .count = sizeof(sample_rows) / sizeof(sample_rows[0])};

/** Whatever was read, this holds. */
static inline bool settings_in_range(const struct settings *settings)
{
    return settings->max_num_hands >= 1 && settings->max_num_hands <= 32 && settings->min_detection_confidence >= 0
        && settings->min_detection_confidence <= 1 && settings->engine >= 0 && settings->engine <= 2
        && (settings->mirrored == 0 || settings->mirrored == 1) && settings->label;
}

#endif
