/*
 * What a .tflite file says about its one graph: tensors, operators and how they hang together. The file is untrusted
 * bytes; after sl__graph_parse() every index in here is good. The graph points into the file's bytes.
 *
 * Source of field numbers and codes: tensorflow v2.9.0, tensorflow/lite/schema/schema.fbs.
 */
#ifndef SL_INFER_TFLITE_GRAPH_H
#define SL_INFER_TFLITE_GRAPH_H

#include "infer/model.h"
#include <stdbool.h>

#define SL_GRAPH_TENSORS_MAX 16384
#define SL_GRAPH_OPERATORS_MAX 16384
#define SL_GRAPH_LINKS_MAX (1 << 18) ///< inputs and outputs of all operators together

/** BuiltinOperator codes that the project asks for by name. */
enum { SL_OPERATOR_CUSTOM = 32, SL_OPERATOR_MEAN = 40 };

/** TensorType codes. */
enum { SL_TENSOR_FLOAT32 = 0, SL_TENSOR_FLOAT16 = 1, SL_TENSOR_INT32 = 2 };

struct sl__graph_tensor {
    struct sl__shape shape; ///< rank 0 for a scalar, -1 above SL_TENSOR_DIMS_MAX
    uint8_t type;
    int32_t producer;     ///< operator that writes it; -1: none (input, constant, variable)
    const char *name;     ///< name_bytes long, not terminated
    uint32_t name_bytes;
    const uint8_t *data;  ///< constants: the value's bytes in the file; else NULL
    uint32_t data_bytes;
};

struct sl__graph_operator {
    int32_t code;            ///< BuiltinOperator
    const char *custom;      ///< SL_OPERATOR_CUSTOM: its name, custom_bytes long, not terminated
    uint32_t custom_bytes;
    const int32_t *input;    ///< tensors; -1: an optional input left out
    const int32_t *output;   ///< tensors
    int inputs, outputs;
    uint32_t at;             ///< position of its table in the file
};

struct sl__graph {
    const uint8_t *bytes;
    size_t size;
    int tensors, operators, inputs, outputs;
    struct sl__graph_tensor *tensor;
    struct sl__graph_operator *operator; ///< in the order of execution: what one reads was written before
    int32_t *input, *output;             ///< tensors
    int32_t *link;                       ///< memory behind the operators' lists
    uint32_t inputs_at, outputs_at, operators_at; ///< positions of the count words of the file's three vectors
};

/**
 * Read the graph of a file.
 * @param name  of the model, for the sentence
 * @return 0, -EPROTO (not a .tflite file, damaged, or above the limits here) or -ENOMEM, with a sentence; on failure
 *         there is nothing to finish
 */
int sl__graph_parse(struct sl__graph *graph, const uint8_t *bytes, size_t size, const char *name, struct sl_error *why);
void sl__graph_finish(struct sl__graph *graph);

/** The tensor of that name, or -ENOENT. */
int32_t sl__graph_find(const struct sl__graph *graph, const char *name);

#endif
