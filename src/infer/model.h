/*
 * One model behind one small vtable. Inputs and outputs are f32 and of fixed shape. An engine's own memory serves as
 * input and output where it can, so nothing is copied: write into sl__model_input(), run, read sl__model_output().
 */
#ifndef SL_INFER_MODEL_H
#define SL_INFER_MODEL_H

#include <sightline/engine.h>
#include <sightline/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SL_MODEL_TENSORS_MAX 8
#define SL_TENSOR_DIMS_MAX 4
#define SL_MODEL_BYTES_MAX (64u << 20)

struct sl__shape {
    int rank;                          ///< 1..SL_TENSOR_DIMS_MAX
    int32_t dim[SL_TENSOR_DIMS_MAX];
};

size_t sl__shape_count(const struct sl__shape *shape); ///< elements

struct sl__model;
struct sl__model_row;

/**
 * What an engine is. load() gets a .tflite whose inputs and outputs are the row's, in the row's order; the engine may edit the
 * bytes. The fake engine gets none.
 */
struct sl__engine_ops {
    const char *name;
    bool keeps_bytes; ///< the bytes stay where they are until close(); else they go after load()
    int (*load)(struct sl__model **model, uint8_t *bytes, size_t size, const struct sl__model_row *row,
                const struct sl_engine_opts *opts, struct sl_error *why);
    int (*run)(struct sl__model *model); ///< 0 or -EIO; one thread at a time; allocates nothing of ours
    void (*close)(struct sl__model *model);
};

/** First member of each engine's own struct; filled in by load(). */
struct sl__model {
    const struct sl__engine_ops *ops;
    const struct sl__model_row *row;
    int inputs, outputs;
    struct sl__shape input_shape[SL_MODEL_TENSORS_MAX], output_shape[SL_MODEL_TENSORS_MAX];
    float *input[SL_MODEL_TENSORS_MAX];         ///< write before run()
    const float *output[SL_MODEL_TENSORS_MAX];  ///< good after run() until the next
    uint8_t *bytes;                             ///< the file, where the engine keeps it; sl__model_close() frees it
};

/** The models that the project knows. */
enum sl__model_id {
    SL_MODEL_PALM_LITE, SL_MODEL_PALM_FULL, SL_MODEL_HAND_LITE, SL_MODEL_HAND_FULL,
    SL_MODEL_POSE_DETECTION,
    SL_MODEL_POSE_LITE, SL_MODEL_POSE_FULL, SL_MODEL_POSE_HEAVY,                ///< without segmentation
    SL_MODEL_POSE_LITE_MASK, SL_MODEL_POSE_FULL_MASK, SL_MODEL_POSE_HEAVY_MASK, ///< with it
    SL_MODEL_FACE_SHORT, SL_MODEL_FACE_FULL, SL_MODEL_FACE_MESH,
    SL_MODEL_FACE_TRUNK, SL_MODEL_FACE_LIPS, SL_MODEL_FACE_LEFT_EYE, SL_MODEL_FACE_RIGHT_EYE, ///< the attention model
    SL_MODEL_HAND_RECROP,
    SL_MODEL_COUNT
};

struct sl__model_tensor {
    const char *name; ///< in the file
    struct sl__shape shape;
};

/** A model's file and what is wanted of it: the graph is cut to these inputs and outputs, so outputs may be left out. */
struct sl__model_row {
    const char *name;   ///< "palm_detection_full"
    const char *file;   ///< "palm_detection_full.tflite"
    const char *sha256; ///< 64 hexadecimal digits
    int inputs, outputs;
    struct sl__model_tensor input[SL_MODEL_TENSORS_MAX], output[SL_MODEL_TENSORS_MAX];
    const char *optional_set; ///< set-up brings the file when this set is asked for: "pose"; NULL: always
};

const struct sl__model_row *sl__model_row(enum sl__model_id id);

/**
 * Find the file, check its sha256, cut its graph to the table's inputs and outputs, load it into the engine.
 * Outputs come in the table's order whatever the file's order is.
 * @return 0, -ENOENT (file or engine library missing), -EPROTO (damaged), -ENOTSUP (engine not in this build),
 *         -ENOMEM, -EIO, each with a sentence. Any thread; two models may be opened at the same time.
 */
int sl__model_open(struct sl__model **model, enum sl__model_id id, const struct sl_engine_opts *opts,
                   struct sl_error *why);
int sl__model_run(struct sl__model *model);
void sl__model_close(struct sl__model **model);

/** Where model files are looked for with these options. 0 or -ENOENT with a sentence that names the places tried. */
int sl__model_folder(const struct sl_engine_opts *opts, char *path, size_t size, struct sl_error *why);

/** The same for a row of the caller's own. */
int sl__model_open_row(struct sl__model **model, const struct sl__model_row *row, const struct sl_engine_opts *opts,
                       struct sl_error *why);

/** The engine's table entry, NULL and -ENOTSUP with a sentence when this build lacks it. */
const struct sl__engine_ops *sl__engine(enum sl_engine engine, struct sl_error *why);

#endif
