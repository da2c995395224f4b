/*
 * The fast engine with the real models. Its numbers are compared with the exact engine's on the same input: 1e-2 px of
 * the 224 px crop at f32 (measured: about 1e-4). The error at bf16 is printed, for people.
 */
#include "picture.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

static char cache[] = "/tmp/sightline-blobs-XXXXXX";
static const struct sl_engine_opts exact = {.engine = SL_ENGINE_TFLITE, .threads = 1};
static struct sl_engine_opts fast = {.engine = SL_ENGINE_OPENVINO, .threads = 1, .cache_dir = cache};
static struct sl_error why;
static const char *absent; ///< why the engine cannot be used here, NULL: it can

#define NEED_ENGINE()               \
    do {                            \
        if (absent)                 \
            SKIP("%.150s", absent);     \
    } while (0)

static struct sl__model *open_as(enum sl__model_id id, const struct sl_engine_opts *opts)
{
    struct sl__model *model = NULL;
    if (sl__model_open(&model, id, opts, &why) < 0)
        TAP_FAIL("%s: %s", sl__model_row(id)->name, why.text);
    return model;
}

static void a_missing_library_is_named(void)
{
    const char *set = getenv("SIGHTLINE_OPENVINO");
    char *kept = set ? strdup(set) : NULL;
    struct sl__model *model = NULL;
    setenv("SIGHTLINE_OPENVINO", "/nowhere/openvino", 1);
    int err = sl__model_open(&model, SL_MODEL_PALM_LITE, &fast, &why);
    if (kept)
        setenv("SIGHTLINE_OPENVINO", kept, 1);
    else
        unsetenv("SIGHTLINE_OPENVINO");
    free(kept);
    CHECK(err < 0 && model == NULL);
    if (err == -ENOTSUP || !strstr(why.text, "OPENVINO"))
        SKIP("%.150s", why.text);
    CHECK_INT(err, -ENOENT);
    CHECK_HAS(why.text, "/nowhere/openvino");
}

static void f32_is_close_to_the_exact_engine(void)
{
    NEED_ENGINE();
    const char *no_exact = model_absent(SL_MODEL_HAND_FULL, &exact);
    if (no_exact)
        SKIP("%.150s", no_exact);
    for (int id = 0; id < SL_MODEL_COUNT; id++) {
        struct sl__model *a = open_as(id, &exact), *b = open_as(id, &fast);
        float worst[SL_MODEL_TENSORS_MAX] = {0};
        for (unsigned seed = 0; a && b && seed < 5; seed++) {
            picture_fill(a, seed);
            picture_fill(b, seed);
            CHECK_INT(sl__model_run(a), 0);
            CHECK_INT(sl__model_run(b), 0);
            for (int i = 0; i < a->outputs; i++)
                worst[i] = fmaxf(worst[i], output_error(a, b, i));
        }
        CHECK(worst[0] <= 1e-2f && worst[1] <= 1e-2f);
        CHECK(worst[0] > 0.0f); /* two engines, not one */
        printf("# %s, f32 against tflite: %.2g, %.2g\n", sl__model_row(id)->name, worst[0], worst[1]);
        sl__model_close(&a);
        sl__model_close(&b);
    }
}

static void bf16_is_measured_or_refused(void)
{
    NEED_ENGINE();
    struct sl_engine_opts bf16 = fast;
    bf16.precision = SL_PRECISION_BF16;
    struct sl__model *a = open_as(SL_MODEL_HAND_FULL, &fast), *b = NULL;
    int err = sl__model_open(&b, SL_MODEL_HAND_FULL, &bf16, &why);
    if (err == -ENOTSUP) {
        CHECK_HAS(why.text, "bf16");
        sl__model_close(&a);
        SKIP("%.150s", why.text);
    }
    CHECK_INT(err, 0);
    float worst = 0.0f;
    for (unsigned seed = 0; a && b && seed < 5; seed++) {
        picture_fill(a, seed);
        picture_fill(b, seed);
        CHECK_INT(sl__model_run(a), 0);
        CHECK_INT(sl__model_run(b), 0);
        worst = fmaxf(worst, output_error(a, b, 0));
    }
    printf("# hand_landmark_full, bf16 against f32: %.2g px of 224\n", worst);
    CHECK(worst > 1e-3f && worst < 20.0f);
    sl__model_close(&a);
    sl__model_close(&b);
}

/* Run a freshly opened hand model; its landmarks. */
static void landmarks(float *found)
{
    struct sl__model *model = open_as(SL_MODEL_HAND_LITE, &fast);
    memset(found, 0, 63 * sizeof(*found));
    if (!model)
        return;
    picture_fill(model, 7);
    CHECK_INT(sl__model_run(model), 0);
    memcpy(found, model->output[0], 63 * sizeof(*found));
    sl__model_close(&model);
}

static int cached_entry(char *path, size_t size)
{
    char pattern[256];
    glob_t found = {0};
    snprintf(pattern, sizeof(pattern), "%s/hand_landmark_lite-*.blob", cache);
    int count = glob(pattern, 0, NULL, &found) == 0 ? (int)found.gl_pathc : 0;
    if (count)
        snprintf(path, size, "%s", found.gl_pathv[0]);
    globfree(&found);
    return count;
}

static void empty_cache(void)
{
    char path[256];
    while (cached_entry(path, sizeof(path)) > 0)
        unlink(path);
}

static void a_cached_model_gives_the_same_bits(void)
{
    NEED_ENGINE();
    float cold[63], cached[63];
    char path[256];
    empty_cache();
    landmarks(cold);
    CHECK_INT(cached_entry(path, sizeof(path)), 1);
    landmarks(cached);
    CHECK_BITS(cached, cold, 63);
}

static void a_damaged_entry_is_made_again(void)
{
    NEED_ENGINE();
    float before[63], after[63];
    char path[256];
    struct stat first, second;
    landmarks(before);
    CHECK_INT(cached_entry(path, sizeof(path)), 1);
    int fd = open(path, O_RDWR);
    CHECK(fd >= 0 && fstat(fd, &first) == 0);
    CHECK_INT(pwrite(fd, "damaged", 7, first.st_size / 2), 7);
    close(fd);
    landmarks(after);
    CHECK_BITS(after, before, 63);
    CHECK(stat(path, &second) == 0 && second.st_ino != first.st_ino);
    CHECK_INT(truncate(path, 100), 0);
    landmarks(after);
    CHECK_BITS(after, before, 63);
}

static void a_cache_that_cannot_be_written_is_no_error(void)
{
    NEED_ENGINE();
    struct sl_engine_opts opts = fast;
    static const char *const folders[] = {"/proc/nowhere/blobs", "", "/dev/null"};
    for (int i = 0; i < 3; i++) {
        opts.cache_dir = folders[i];
        struct sl__model *model = open_as(SL_MODEL_HAND_LITE, &opts);
        CHECK(model && sl__model_run(model) == 0);
        sl__model_close(&model);
    }
}

static void a_cut_model_gives_the_same_numbers(void)
{
    NEED_ENGINE();
    const struct sl__model_row *row = sl__model_row(SL_MODEL_HAND_LITE);
    struct sl__model_row few = *row;
    few.outputs = 2;
    few.output[0] = row->output[3];
    few.output[1] = row->output[0];
    struct sl__model *whole = open_as(SL_MODEL_HAND_LITE, &fast), *cut = NULL;
    CHECK_INT(sl__model_open_row(&cut, &few, &fast, &why), 0);
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
    empty_cache();
}

int main(int argc, char **argv)
{
    if (!mkdtemp(cache))
        return 1;
    TAP_BEGIN(argc, argv);
    RUN(a_missing_library_is_named);
    absent = model_absent(SL_MODEL_HAND_FULL, &fast);
    RUN(f32_is_close_to_the_exact_engine);
    RUN(bf16_is_measured_or_refused);
    RUN(a_cached_model_gives_the_same_bits);
    RUN(a_damaged_entry_is_made_again);
    RUN(a_cache_that_cannot_be_written_is_no_error);
    RUN(a_cut_model_gives_the_same_numbers);
    remove_folder(cache);
    return TAP_END();
}
