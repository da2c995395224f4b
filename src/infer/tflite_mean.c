/* The hand landmark models' MEAN. */
#include "infer/tflite_mean.h"

#include "infer/flatbuffer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The axes are a constant of two int32: 1 and 2. */
static bool is_over_cells(const struct sl__graph *graph, const struct sl__graph_operator *operator)
{
    if (operator->code != SL_OPERATOR_MEAN || operator->inputs != 2 || operator->outputs != 1 ||
        operator->input[0] < 0 || operator->input[1] < 0)
        return false;
    const struct sl__graph_tensor *in = &graph->tensor[operator->input[0]], *axes = &graph->tensor[operator->input[1]];
    const struct sl__graph_tensor *out = &graph->tensor[operator->output[0]];
    if (in->type != SL_TENSOR_FLOAT32 || out->type != SL_TENSOR_FLOAT32 || in->shape.rank != 4 ||
        in->shape.dim[0] != 1 || axes->type != SL_TENSOR_INT32 || axes->data_bytes != 8)
        return false;
    for (int i = 1; i < 4; i++)
        if (in->shape.dim[i] < 1 || in->shape.dim[i] > 65536)
            return false;
    uint32_t first = sl__flat_get_u32(axes->data), second = sl__flat_get_u32(axes->data + 4);
    return ((first == 1 && second == 2) || (first == 2 && second == 1)) && out->shape.rank >= 1 &&
           sl__shape_count(&out->shape) == (size_t)in->shape.dim[3];
}

/* Nothing but the mean and constants feeds the outputs. */
static int is_the_only_way(const struct sl__graph *graph, int32_t mean)
{
    struct sl__cut cut = {.inputs = 1, .input = {mean}, .outputs = graph->outputs};
    if (graph->outputs > SL_MODEL_TENSORS_MAX)
        return -ENOENT;
    memcpy(cut.output, graph->output, (size_t)graph->outputs * sizeof(cut.output[0]));
    bool *keep = calloc((size_t)graph->operators + 1, sizeof(*keep));
    int err = keep ? sl__graph_between(graph, &cut, keep, "", NULL) : -ENOMEM;
    free(keep);
    return err == -EINVAL ? -ENOENT : err;
}

int sl__mean_find(const struct sl__graph *graph, struct sl__mean *mean)
{
    const struct sl__graph_operator *found = NULL;
    for (int i = 0; i < graph->operators; i++) {
        if (!is_over_cells(graph, &graph->operator[i]))
            continue;
        if (found)
            return -ENOENT;
        found = &graph->operator[i];
    }
    if (!found)
        return -ENOENT;
    const int32_t *dim = graph->tensor[found->input[0]].shape.dim;
    *mean = (struct sl__mean){.cells_tensor = found->input[0], .mean_tensor = found->output[0],
                              .cells = dim[1] * dim[2], .channels = dim[3]};
    return is_the_only_way(graph, mean->mean_tensor);
}

void sl__mean_cells(const float *restrict in, int cells, int channels, float *restrict mean)
{
    memset(mean, 0, (size_t)channels * sizeof(*mean));
    for (int i = 0; i < cells; i++)
        for (int c = 0; c < channels; c++)
            mean[c] += in[(size_t)i * (size_t)channels + (size_t)c];
    const float scale = 1.0f / (float)cells;
    for (int c = 0; c < channels; c++)
        mean[c] *= scale;
}
