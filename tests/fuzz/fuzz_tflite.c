/*
 * A model file of any content: it is refused, or read into a graph that can be walked and cut. A cut that succeeds must
 * leave a file that reads as what was asked for; one that fails must leave the bytes alone. The first two bytes choose the cut.
 */
#include "fuzz.h"
#include "infer/tflite_cut.h"
#include "infer/tflite_mean.h"

#include <errno.h>

/* Every index of the graph is in range; a sanitizer sees the rest. */
static void walk(const struct sl__graph *graph)
{
    for (int o = 0; o < graph->operators; o++) {
        for (int i = 0; i < graph->operator[o].inputs; i++)
            REQUIRE(graph->operator[o].input[i] >= -1 && graph->operator[o].input[i] < graph->tensors);
        for (int i = 0; i < graph->operator[o].outputs; i++)
            REQUIRE(graph->tensor[graph->operator[o].output[i]].producer == o);
    }
    for (int i = 0; i < graph->tensors; i++) {
        const struct sl__graph_tensor *tensor = &graph->tensor[i];
        REQUIRE(tensor->producer < graph->operators && tensor->shape.rank <= SL_TENSOR_DIMS_MAX);
        REQUIRE(!tensor->data || (tensor->data >= graph->bytes &&
                                  tensor->data_bytes <= graph->size - (size_t)(tensor->data - graph->bytes)));
    }
}

static void cut(uint8_t *bytes, const struct sl__graph *graph, uint8_t from, uint8_t to)
{
    struct sl__cut wanted = {.inputs = 1, .input = {from}, .outputs = 1, .output = {to}};
    struct sl__graph after;
    uint8_t *before = malloc(graph->size + 1);
    if (!before)
        return;
    memcpy(before, bytes, graph->size);
    if (sl__tflite_cut(bytes, graph, &wanted, "fuzz", NULL) < 0) {
        REQUIRE(!memcmp(before, bytes, graph->size));
    } else {
        REQUIRE(sl__graph_parse(&after, bytes, graph->size, "fuzz", NULL) == 0);
        REQUIRE(after.inputs == 1 && after.input[0] == from && after.outputs == 1 && after.output[0] == to);
        REQUIRE(after.operators <= graph->operators);
        sl__graph_finish(&after);
    }
    free(before);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sl__graph graph;
    struct sl__mean mean;
    if (size < 2 || size > 65536)
        return 0;
    uint8_t *bytes = malloc(size > 2 ? size - 2 : 1); /* no larger, so that reading past the end is seen */
    if (!bytes)
        return 0;
    memcpy(bytes, data + 2, size - 2);
    if (sl__graph_parse(&graph, bytes, size - 2, "fuzz", NULL) == 0) {
        walk(&graph);
        int err = sl__mean_find(&graph, &mean);
        REQUIRE(err == 0 || err == -ENOENT || err == -ENOMEM);
        REQUIRE(err < 0 || (mean.cells > 0 && mean.channels > 0));
        cut(bytes, &graph, data[0], data[1]);
        sl__graph_finish(&graph);
    }
    free(bytes);
    return 0;
}
