/* The model table, and opening models that are missing or damaged. No engine and no real model takes part. */
#include "infer/model.h"
#include "tap.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/sightline-models-XXXXXX";
static struct sl_engine_opts opts = {.engine = SL_ENGINE_TFLITE, .threads = 1, .model_dir = folder};
static struct sl_error why;

static void write_file(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    CHECK(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void every_row_is_whole(void)
{
    for (int id = 0; id < SL_MODEL_COUNT; id++) {
        const struct sl__model_row *row = sl__model_row(id);
        CHECK(row->name && row->file && strstr(row->file, row->name));
        CHECK_INT(strlen(row->sha256), 64);
        CHECK_INT(strspn(row->sha256, "0123456789abcdef"), 64);
        CHECK(row->inputs >= 1 && row->inputs <= SL_MODEL_TENSORS_MAX);
        CHECK(row->outputs >= 1 && row->outputs <= SL_MODEL_TENSORS_MAX);
        for (int i = 0; i < row->outputs; i++) {
            CHECK(row->output[i].name && row->output[i].shape.rank >= 1);
            CHECK(sl__shape_count(&row->output[i].shape) > 0);
        }
    }
    CHECK_INT(sl__shape_count(&sl__model_row(SL_MODEL_HAND_FULL)->input[0].shape), 224 * 224 * 3);
    CHECK_INT(sl__shape_count(&sl__model_row(SL_MODEL_PALM_FULL)->output[0].shape), 2016 * 18);
}

static void engines_have_names(void)
{
    CHECK_TEXT(sl_engine_name(SL_ENGINE_TFLITE), "tflite");
    CHECK_TEXT(sl_engine_name(SL_ENGINE_OPENVINO), "openvino");
    CHECK_TEXT(sl_engine_name(SL_ENGINE_FAKE), "fake");
    CHECK_TEXT(sl_engine_name(SL_ENGINE_COUNT), "none");
    CHECK(sl__engine(SL_ENGINE_COUNT, &why) == NULL);
    CHECK_HAS(why.text, "engine");
}

/* -ENOTSUP where the build lacks the engine; else what the test expects. */
static int open_hand(void)
{
    struct sl__model *model = NULL;
    why.text[0] = '\0';
    int err = sl__model_open(&model, SL_MODEL_HAND_FULL, &opts, &why);
    CHECK(err < 0 && model == NULL && why.text[0]);
    sl__model_close(&model);
    return err;
}

static void a_missing_folder_is_named(void)
{
    struct sl_engine_opts wrong = opts;
    char path[64];
    wrong.model_dir = "/nowhere/models";
    CHECK_INT(sl__model_folder(&wrong, path, sizeof(path), &why), -ENOENT);
    CHECK_HAS(why.text, "/nowhere/models");
    CHECK_INT(sl__model_folder(&opts, path, sizeof(path), &why), 0);
    CHECK_TEXT(path, folder);
    CHECK_INT(sl__model_folder(&opts, path, 4, &why), -ENOENT);
}

static void the_environment_names_a_folder(void)
{
    char path[64], *before = getenv("SIGHTLINE_MODELS"), *kept = before ? strdup(before) : NULL;
    setenv("SIGHTLINE_MODELS", folder, 1);
    CHECK_INT(sl__model_folder(NULL, path, sizeof(path), &why), 0);
    CHECK_TEXT(path, folder);
    setenv("SIGHTLINE_MODELS", "/nowhere/models", 1);
    CHECK_INT(sl__model_folder(NULL, path, sizeof(path), &why), -ENOENT);
    CHECK_HAS(why.text, "/nowhere/models");
    if (kept)
        setenv("SIGHTLINE_MODELS", kept, 1);
    else
        unsetenv("SIGHTLINE_MODELS");
    free(kept);
}

static void a_missing_file_is_named_with_the_remedy(void)
{
    int err = open_hand();
    if (err == -ENOTSUP)
        SKIP("this build has no tflite engine");
    CHECK_INT(err, -ENOENT);
    CHECK_HAS(why.text, "hand_landmark_full.tflite");
    CHECK_HAS(why.text, "make setup");
}

static void a_file_of_another_content_is_refused(void)
{
    write_file("hand_landmark_full.tflite", "a text file\n");
    int err = open_hand();
    if (err == -ENOTSUP)
        SKIP("this build has no tflite engine");
    CHECK_INT(err, -EPROTO);
    CHECK_HAS(why.text, "hand_landmark_full.tflite");
    CHECK_HAS(why.text, "11c272b891e1"); /* what was expected */
}

static void an_empty_file_is_refused(void)
{
    write_file("hand_landmark_full.tflite", "");
    int err = open_hand();
    if (err == -ENOTSUP)
        SKIP("this build has no tflite engine");
    CHECK_INT(err, -EPROTO);
}

static void a_huge_file_is_refused(void)
{
    char path[256];
    write_file("hand_landmark_full.tflite", "");
    snprintf(path, sizeof(path), "%s/hand_landmark_full.tflite", folder);
    CHECK_INT(truncate(path, (off_t)SL_MODEL_BYTES_MAX + 1), 0);
    int err = open_hand();
    if (err == -ENOTSUP)
        SKIP("this build has no tflite engine");
    CHECK_INT(err, -E2BIG);
}

int main(int argc, char **argv)
{
    if (!mkdtemp(folder))
        return 1;
    TAP_BEGIN(argc, argv);
    RUN(every_row_is_whole);
    RUN(engines_have_names);
    RUN(a_missing_folder_is_named);
    RUN(the_environment_names_a_folder);
    RUN(a_missing_file_is_named_with_the_remedy);
    RUN(a_file_of_another_content_is_refused);
    RUN(an_empty_file_is_refused);
    RUN(a_huge_file_is_refused);
    char path[256];
    snprintf(path, sizeof(path), "%s/hand_landmark_full.tflite", folder);
    unlink(path);
    rmdir(folder);
    return TAP_END();
}
