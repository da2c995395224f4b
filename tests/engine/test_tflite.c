/*
 * The exact engine with the real models. What it computes is compared with itself taken apart (cut graphs, the MEAN
 * done again here), so no number is stored and nothing depends on the CPU. Equality with the original is the parity
 * suite's matter.
 */
#include "infer/tflite_mean.h"
#include "picture.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

static const struct sl_engine_opts opts = {.engine = SL_ENGINE_TFLITE, .threads = 1};
static struct sl_error why;
static const char *absent; ///< why the real models cannot be used here, NULL: they can

#define NEED_MODELS()               \
    do {                            \
        if (absent)                 \
            SKIP("%.150s", absent);     \
    } while (0)

static struct sl__model *open_row(const struct sl__model_row *row)
{
    struct sl__model *model = NULL;
    int err = sl__model_open_row(&model, row, &opts, &why);
    if (err < 0)
        TAP_FAIL("%s: %s", row->name, why.text);
    return model;
}

/* Before anything has opened the library: it stays open for the life of the process. */
static void a_missing_library_is_named(void)
{
    const char *set = getenv("SIGHTLINE_TFLITE");
    char *kept = set ? strdup(set) : NULL;
    struct sl__model *model = NULL;
    setenv("SIGHTLINE_TFLITE", "/nowhere/libtensorflowlite_c.so", 1);
    int missing = sl__model_open(&model, SL_MODEL_PALM_LITE, &opts, &why);
    struct sl_error first = why;
    setenv("SIGHTLINE_TFLITE", "libm.so.6", 1);
    int wrong = sl__model_open(&model, SL_MODEL_PALM_LITE, &opts, &why);
    if (kept)
        setenv("SIGHTLINE_TFLITE", kept, 1);
    else
        unsetenv("SIGHTLINE_TFLITE");
    free(kept);
    if (missing == -ENOTSUP || !strstr(first.text, "TFLite"))
        SKIP("%.150s", first.text);
    CHECK_INT(missing, -ENOENT);
    CHECK_HAS(first.text, "/nowhere/libtensorflowlite_c.so");
    CHECK_INT(wrong, -EPROTO);
    CHECK_HAS(why.text, "libm.so.6 lacks TfLite");
    CHECK(model == NULL);
}

/* The first to open the library. */
static void loading_prints_nothing(void)
{
    char path[] = "/tmp/sightline-quiet-XXXXXX", text[256] = "";
    int file = mkstemp(path), kept = dup(STDERR_FILENO);
    CHECK(file >= 0 && kept >= 0);
    dup2(file, STDERR_FILENO);
    absent = model_absent(SL_MODEL_HAND_LITE, &opts);
    fprintf(stderr, "still heard\n");
    dup2(kept, STDERR_FILENO);
    close(kept);
    CHECK(pread(file, text, sizeof(text) - 1, 0) >= 0);
    CHECK_TEXT(text, "still heard\n");
    close(file);
    unlink(path);
    NEED_MODELS();
}

static void every_model_of_the_table_runs(void)
{
    NEED_MODELS();
    for (int id = 0; id < SL_MODEL_COUNT; id++) {
        struct sl__model *model = open_row(sl__model_row(id));
        if (!model)
            continue;
        picture_fill(model, (unsigned)id);
        CHECK_INT(sl__model_run(model), 0);
        for (int i = 0; i < model->outputs; i++)
            for (size_t k = 0; k < sl__shape_count(&model->output_shape[i]); k++)
                CHECK(isfinite(model->output[i][k]));
        sl__model_close(&model);
    }
}

static void a_hand_is_seen_in_the_picture(void)
{
    NEED_MODELS();
    struct sl__model *model = open_row(sl__model_row(SL_MODEL_HAND_FULL));
    for (unsigned seed = 0; model && seed < 5; seed++) {
        picture_fill(model, seed);
        CHECK_INT(sl__model_run(model), 0);
        printf("# presence %.3f, wrist at %.0f, %.0f, middle finger's tip at %.0f, %.0f\n", model->output[1][0],
               model->output[0][0], model->output[0][1], model->output[0][12 * 3], model->output[0][12 * 3 + 1]);
        CHECK(model->output[1][0] > 0.5f);
        CHECK(model->output[0][12 * 3 + 1] < 80.0f && model->output[0][1] > 150.0f);
    }
    sl__model_close(&model);
}

/* Some outputs in another order, against all in the table's order. */
static void a_cut_model_gives_the_same_numbers(void)
{
    NEED_MODELS();
    const struct sl__model_row *row = sl__model_row(SL_MODEL_HAND_FULL);
    struct sl__model_row few = *row;
    few.outputs = 2;
    few.output[0] = row->output[3];
    few.output[1] = row->output[0];
    struct sl__model *whole = open_row(row), *cut = open_row(&few);
    if (whole && cut) {
        picture_fill(whole, 1);
        picture_fill(cut, 1);
        CHECK_INT(sl__model_run(whole), 0);
        CHECK_INT(sl__model_run(cut), 0);
        CHECK_BITS(cut->output[0], whole->output[3], 63);
        CHECK_BITS(cut->output[1], whole->output[0], 63);
    }
    sl__model_close(&whole);
    sl__model_close(&cut);
}

/* The pose model has an expensive output that is rarely wanted: without it, the others stay as they are. */
static void an_output_can_be_left_out(void)
{
    NEED_MODELS();
    static const struct sl__model_row with = {
        "pose_landmark_full", "pose_landmark_full.tflite",
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f", 1, 3,
        {{"input_1", {4, {1, 256, 256, 3}}}},
        {{"Identity", {2, {1, 195}}}, {"Identity_2", {4, {1, 256, 256, 1}}}, {"Identity_4", {2, {1, 117}}}}};
    struct sl__model_row without = with;
    without.outputs = 2;
    without.output[1] = with.output[2];
    struct sl__model *whole = NULL, *cut = NULL;
    if (sl__model_open_row(&whole, &with, &opts, &why) == -ENOENT)
        SKIP("%.150s", why.text);
    cut = open_row(&without);
    if (whole && cut) {
        picture_fill(whole, 2);
        picture_fill(cut, 2);
        CHECK_INT(sl__model_run(whole), 0);
        CHECK_INT(sl__model_run(cut), 0);
        CHECK_BITS(cut->output[0], whole->output[0], 195);
        CHECK_BITS(cut->output[1], whole->output[2], 117);
    }
    sl__model_close(&whole);
    sl__model_close(&cut);
}

/* The hand model with its MEAN as a wall: its own parts as models, and the sum once more, cell by cell. */
struct apart {
    struct sl__model_row body, heads;
    char cells_name[128], mean_name[128];
    int cells, channels;
};

static void name_of(const struct sl__graph *graph, int32_t tensor, char *name, size_t size)
{
    snprintf(name, size, "%.*s", (int)graph->tensor[tensor].name_bytes, graph->tensor[tensor].name);
}

static int take_apart(const struct sl__model_row *row, struct apart *apart)
{
    char folder[4096], path[8192];
    uint8_t *bytes;
    size_t size;
    struct sl__graph graph;
    struct sl__mean mean;
    CHECK_INT(sl__model_folder(&opts, folder, sizeof(folder), &why), 0);
    snprintf(path, sizeof(path), "%s/%s", folder, row->file);
    if (sl__file_read(path, SL_MODEL_BYTES_MAX, &bytes, &size, &why) < 0)
        return -1;
    int err = sl__graph_parse(&graph, bytes, size, row->name, &why);
    CHECK_INT(err, 0);
    if (err == 0) {
        err = sl__mean_find(&graph, &mean);
        CHECK_INT(err, 0);
        name_of(&graph, mean.cells_tensor, apart->cells_name, sizeof(apart->cells_name));
        name_of(&graph, mean.mean_tensor, apart->mean_name, sizeof(apart->mean_name));
        apart->cells = mean.cells;
        apart->channels = mean.channels;
        apart->body = apart->heads = *row;
        apart->body.outputs = 1;
        apart->body.output[0] = (struct sl__model_tensor){apart->cells_name, graph.tensor[mean.cells_tensor].shape};
        apart->heads.input[0] = (struct sl__model_tensor){apart->mean_name, graph.tensor[mean.mean_tensor].shape};
        sl__graph_finish(&graph);
    }
    free(bytes);
    return err;
}

static void the_mean_is_summed_row_after_row(void)
{
    NEED_MODELS();
    static const enum sl__model_id ids[] = {SL_MODEL_HAND_LITE, SL_MODEL_HAND_FULL};
    for (int k = 0; k < 2; k++) {
        const struct sl__model_row *row = sl__model_row(ids[k]);
        struct apart apart;
        if (take_apart(row, &apart) < 0)
            continue;
        CHECK_INT(apart.cells, 49);
        CHECK_INT(apart.channels, k ? 1152 : 672);
        struct sl__model *whole = open_row(row), *body = open_row(&apart.body), *heads = open_row(&apart.heads);
        for (unsigned seed = 0; whole && body && heads && seed < 4; seed++) {
            picture_fill(whole, seed);
            picture_fill(body, seed);
            CHECK_INT(sl__model_run(whole), 0);
            CHECK_INT(sl__model_run(body), 0);
            for (int c = 0; c < apart.channels; c++) {
                volatile float sum = 0.0f;
                for (int cell = 0; cell < 49; cell++)
                    sum += body->output[0][cell * apart.channels + c];
                heads->input[0][c] = sum * (float)(1.0 / 49.0);
            }
            CHECK_INT(sl__model_run(heads), 0);
            for (int i = 0; i < 4; i++)
                CHECK_BITS(whole->output[i], heads->output[i], sl__shape_count(&row->output[i].shape));
        }
        sl__model_close(&whole);
        sl__model_close(&body);
        sl__model_close(&heads);
    }
}

static void threads_do_not_change_the_numbers(void)
{
    NEED_MODELS();
    struct sl_engine_opts two = opts;
    two.threads = 2;
    struct sl__model *a = open_row(sl__model_row(SL_MODEL_HAND_FULL)), *b = NULL;
    CHECK_INT(sl__model_open(&b, SL_MODEL_HAND_FULL, &two, &why), 0);
    if (a && b) {
        picture_fill(a, 3);
        picture_fill(b, 3);
        CHECK_INT(sl__model_run(a), 0);
        CHECK_INT(sl__model_run(b), 0);
        for (int i = 0; i < 4; i++)
            CHECK_BITS(a->output[i], b->output[i], sl__shape_count(&a->output_shape[i]));
    }
    sl__model_close(&a);
    sl__model_close(&b);
}

static void *open_and_run(void *arg)
{
    struct sl__model **model = arg;
    *model = open_row(sl__model_row(SL_MODEL_HAND_LITE));
    if (*model) {
        picture_fill(*model, 5);
        sl__model_run(*model);
    }
    return NULL;
}

static void models_open_side_by_side(void)
{
    NEED_MODELS();
    pthread_t thread[3];
    struct sl__model *model[3] = {0};
    for (int i = 0; i < 3; i++)
        CHECK_INT(pthread_create(&thread[i], NULL, open_and_run, &model[i]), 0);
    for (int i = 0; i < 3; i++)
        pthread_join(thread[i], NULL);
    CHECK(model[0] && model[1] && model[2]);
    for (int i = 1; i < 3 && model[0] && model[i]; i++)
        CHECK_BITS(model[i]->output[0], model[0]->output[0], 63);
    for (int i = 0; i < 3; i++)
        sl__model_close(&model[i]);
}

static void a_flipped_byte_is_found(void)
{
    NEED_MODELS();
    const struct sl__model_row *row = sl__model_row(SL_MODEL_HAND_LITE);
    char folder[4096], path[8192], copy[] = "/tmp/sightline-flipped-XXXXXX";
    uint8_t *bytes;
    size_t size;
    CHECK_INT(sl__model_folder(&opts, folder, sizeof(folder), &why), 0);
    snprintf(path, sizeof(path), "%s/%s", folder, row->file);
    CHECK(mkdtemp(copy) != NULL);
    if (sl__file_read(path, SL_MODEL_BYTES_MAX, &bytes, &size, &why) < 0)
        SKIP("%.150s", why.text);
    bytes[size / 2] ^= 0x10;
    snprintf(path, sizeof(path), "%s/%s", copy, row->file);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    CHECK(fd >= 0 && sl__fd_write_all(fd, bytes, size) == 0 && close(fd) == 0);
    free(bytes);
    struct sl_engine_opts damaged = opts;
    damaged.model_dir = copy;
    struct sl__model *model = NULL;
    CHECK_INT(sl__model_open(&model, SL_MODEL_HAND_LITE, &damaged, &why), -EPROTO);
    CHECK_HAS(why.text, row->file);
    CHECK_HAS(why.text, "damaged");
    CHECK(model == NULL);
    unlink(path);
    rmdir(copy);
}

static void bf16_is_refused(void)
{
    NEED_MODELS();
    struct sl_engine_opts bf16 = opts;
    struct sl__model *model = NULL;
    bf16.precision = SL_PRECISION_BF16;
    CHECK_INT(sl__model_open(&model, SL_MODEL_HAND_LITE, &bf16, &why), -ENOTSUP);
    CHECK_HAS(why.text, "openvino");
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_missing_library_is_named);
    RUN(loading_prints_nothing);
    RUN(every_model_of_the_table_runs);
    RUN(a_hand_is_seen_in_the_picture);
    RUN(a_cut_model_gives_the_same_numbers);
    RUN(an_output_can_be_left_out);
    RUN(the_mean_is_summed_row_after_row);
    RUN(threads_do_not_change_the_numbers);
    RUN(models_open_side_by_side);
    RUN(a_flipped_byte_is_found);
    RUN(bf16_is_refused);
    return TAP_END();
}
