/* From the bytes of a .tflite file to a checked graph. */
#include "infer/tflite_graph.h"

#include "base/error.h"
#include "infer/flatbuffer.h"

#include <stdlib.h>
#include <string.h>

/* Fields of the schema's tables, by number. */
enum { MODEL_OPERATOR_CODES = 1, MODEL_SUBGRAPHS = 2, MODEL_BUFFERS = 4 };
enum { SUBGRAPH_TENSORS = 0, SUBGRAPH_INPUTS = 1, SUBGRAPH_OUTPUTS = 2, SUBGRAPH_OPERATORS = 3 };
enum { TENSOR_SHAPE = 0, TENSOR_TYPE = 1, TENSOR_BUFFER = 2, TENSOR_NAME = 3, TENSOR_VARIABLE = 5 };
enum { BUFFER_DATA = 0 };
enum { CODE_OLD = 0, CODE_CUSTOM = 1, CODE_NEW = 3 };
enum { OPERATOR_CODE = 0, OPERATOR_INPUTS = 1, OPERATOR_OUTPUTS = 2 };

#define GRAPH_DIMS_MAX 16
#define GRAPH_ENDS_MAX 256
#define GRAPH_TEXT_MAX 4096

/* What the parser holds while it reads; the graph keeps only what is asked for later. */
struct parser {
    struct sl__flat flat;
    struct sl__flat_vector codes, buffers, tensors, operators, inputs, outputs;
    struct sl__graph *graph;
    const char *part; ///< being read, for the sentence
    uint32_t index;
};

/* Open the file's frame: one sub-graph and the six vectors. */
static int parse_frame(struct parser *p)
{
    struct sl__flat_table model, subgraph;
    struct sl__flat_vector subgraphs;
    p->part = "header";
    if (p->flat.size < 8 || memcmp(p->flat.bytes + 4, "TFL3", 4) || sl__flat_root(&p->flat, &model) < 0)
        return -EPROTO;
    p->part = "sub-graph";
    if (sl__flat_vector(&p->flat, &model, MODEL_SUBGRAPHS, 4, 1, &subgraphs) < 0 || subgraphs.count != 1 ||
        sl__flat_element_table(&p->flat, &subgraphs, 0, &subgraph) < 0)
        return -EPROTO;
    p->part = "list";
    const struct {
        const struct sl__flat_table *table;
        int field;
        uint32_t max;
        struct sl__flat_vector *vector;
    } lists[] = {
        {&model, MODEL_OPERATOR_CODES, SL_GRAPH_OPERATORS_MAX, &p->codes},
        {&model, MODEL_BUFFERS, 4 * SL_GRAPH_TENSORS_MAX, &p->buffers},
        {&subgraph, SUBGRAPH_TENSORS, SL_GRAPH_TENSORS_MAX, &p->tensors},
        {&subgraph, SUBGRAPH_INPUTS, GRAPH_ENDS_MAX, &p->inputs},
        {&subgraph, SUBGRAPH_OUTPUTS, GRAPH_ENDS_MAX, &p->outputs},
        {&subgraph, SUBGRAPH_OPERATORS, SL_GRAPH_OPERATORS_MAX, &p->operators},
    };
    for (p->index = 0; p->index < sizeof(lists) / sizeof(lists[0]); p->index++) {
        int err = sl__flat_vector(&p->flat, lists[p->index].table, lists[p->index].field, 4, lists[p->index].max,
                                  lists[p->index].vector);
        if (err < 0)
            return err;
    }
    return 0;
}

/* A constant's bytes: buffer 0 and empty buffers mean that the tensor is computed. */
static int parse_buffer(struct parser *p, uint32_t index, struct sl__graph_tensor *tensor)
{
    struct sl__flat_table buffer;
    struct sl__flat_vector data;
    if (index >= p->buffers.count || sl__flat_element_table(&p->flat, &p->buffers, index, &buffer) < 0 ||
        sl__flat_vector(&p->flat, &buffer, BUFFER_DATA, 1, UINT32_MAX, &data) < 0)
        return -EPROTO;
    tensor->data = index && data.count ? p->flat.bytes + data.first : NULL;
    tensor->data_bytes = tensor->data ? data.count : 0;
    return 0;
}

static int parse_tensor(struct parser *p, struct sl__graph_tensor *tensor)
{
    struct sl__flat_table table;
    struct sl__flat_vector shape, name;
    uint32_t buffer;
    if (sl__flat_element_table(&p->flat, &p->tensors, p->index, &table) < 0 ||
        sl__flat_vector(&p->flat, &table, TENSOR_SHAPE, 4, GRAPH_DIMS_MAX, &shape) < 0 ||
        sl__flat_vector(&p->flat, &table, TENSOR_NAME, 1, GRAPH_TEXT_MAX, &name) < 0 ||
        sl__flat_u8(&p->flat, &table, TENSOR_TYPE, 0, &tensor->type) < 0 ||
        sl__flat_u32(&p->flat, &table, TENSOR_BUFFER, 0, &buffer) < 0)
        return -EPROTO;
    tensor->producer = -1;
    tensor->name = (const char *)p->flat.bytes + name.first;
    tensor->name_bytes = name.count;
    tensor->shape.rank = shape.count > SL_TENSOR_DIMS_MAX ? -1 : (int)shape.count;
    for (uint32_t i = 0; i < shape.count && i < SL_TENSOR_DIMS_MAX; i++)
        tensor->shape.dim[i] = (int32_t)sl__flat_element_u32(&p->flat, &shape, i);
    return parse_buffer(p, buffer, tensor);
}

static int parse_tensors(struct parser *p)
{
    p->part = "tensor";
    p->graph->tensors = (int)p->tensors.count;
    p->graph->tensor = calloc(p->tensors.count + 1u, sizeof(*p->graph->tensor));
    if (!p->graph->tensor)
        return -ENOMEM;
    for (p->index = 0; p->index < p->tensors.count; p->index++) {
        int err = parse_tensor(p, &p->graph->tensor[p->index]);
        if (err < 0)
            return err;
    }
    return 0;
}

/* A list of tensors; -1 is allowed where the schema has optional inputs. */
static int parse_links(const struct parser *p, const struct sl__flat_vector *vector, int32_t least, int32_t *link)
{
    for (uint32_t i = 0; i < vector->count; i++) {
        link[i] = (int32_t)sl__flat_element_u32(&p->flat, vector, i);
        if (link[i] < least || link[i] >= p->graph->tensors)
            return -EPROTO;
    }
    return 0;
}

static int parse_ends(struct parser *p)
{
    struct sl__graph *graph = p->graph;
    p->part = "input or output list";
    p->index = 0;
    graph->inputs = (int)p->inputs.count;
    graph->outputs = (int)p->outputs.count;
    graph->inputs_at = p->inputs.head;
    graph->outputs_at = p->outputs.head;
    graph->input = calloc(p->inputs.count + p->outputs.count + 1u, sizeof(*graph->input));
    if (!graph->input)
        return -ENOMEM;
    graph->output = graph->input + graph->inputs;
    return parse_links(p, &p->inputs, 0, graph->input) < 0 || parse_links(p, &p->outputs, 0, graph->output) < 0
               ? -EPROTO : 0;
}

/* Codes up to 127 stand in an old one-byte field, later ones in a new field; the greater of the two counts. */
static int parse_code(const struct parser *p, const struct sl__flat_table *table, struct sl__graph_operator *operator)
{
    struct sl__flat_table code;
    struct sl__flat_vector custom;
    uint32_t index, wide;
    uint8_t old;
    if (sl__flat_u32(&p->flat, table, OPERATOR_CODE, 0, &index) < 0 || index >= p->codes.count ||
        sl__flat_element_table(&p->flat, &p->codes, index, &code) < 0 ||
        sl__flat_u8(&p->flat, &code, CODE_OLD, 0, &old) < 0 || sl__flat_u32(&p->flat, &code, CODE_NEW, 0, &wide) < 0 ||
        sl__flat_vector(&p->flat, &code, CODE_CUSTOM, 1, GRAPH_TEXT_MAX, &custom) < 0 || wide > INT32_MAX || old > 127)
        return -EPROTO;
    operator->code = (int32_t)(wide > old ? wide : old);
    operator->custom = custom.head ? (const char *)p->flat.bytes + custom.first : NULL;
    operator->custom_bytes = custom.count;
    return 0;
}

/* What an operator reads must exist by then, and each tensor has one writer: so no order or loop can fool the walks. */
static int check_order(struct sl__graph *graph, const struct sl__graph_operator *operator, int32_t self,
                       const bool *given)
{
    for (int i = 0; i < operator->inputs; i++) {
        int32_t t = operator->input[i];
        if (t >= 0 && graph->tensor[t].producer < 0 && !graph->tensor[t].data && !given[t])
            return -EPROTO;
    }
    for (int i = 0; i < operator->outputs; i++) {
        struct sl__graph_tensor *tensor = &graph->tensor[operator->output[i]];
        if (tensor->producer >= 0 || tensor->data || given[operator->output[i]])
            return -EPROTO;
        tensor->producer = self;
    }
    return 0;
}

/* Operator p->index, its links taken from the pool. */
static int parse_operator(struct parser *p, struct sl__graph_operator *operator, uint32_t *links)
{
    struct sl__flat_table table;
    struct sl__flat_vector in, out;
    if (sl__flat_element_table(&p->flat, &p->operators, p->index, &table) < 0 ||
        sl__flat_vector(&p->flat, &table, OPERATOR_INPUTS, 4, SL_GRAPH_TENSORS_MAX, &in) < 0 ||
        sl__flat_vector(&p->flat, &table, OPERATOR_OUTPUTS, 4, SL_GRAPH_TENSORS_MAX, &out) < 0 ||
        parse_code(p, &table, operator) < 0)
        return -EPROTO;
    operator->at = table.at;
    operator->inputs = (int)in.count;
    operator->outputs = (int)out.count;
    *links += in.count + out.count;
    return *links > SL_GRAPH_LINKS_MAX ? -E2BIG : 0;
}

/* The same operator once more, now that the pool is there. */
static int fill_operator(struct parser *p, struct sl__graph_operator *operator, int32_t *link)
{
    struct sl__flat_table table;
    struct sl__flat_vector in, out;
    if (sl__flat_element_table(&p->flat, &p->operators, p->index, &table) < 0 ||
        sl__flat_vector(&p->flat, &table, OPERATOR_INPUTS, 4, SL_GRAPH_TENSORS_MAX, &in) < 0 ||
        sl__flat_vector(&p->flat, &table, OPERATOR_OUTPUTS, 4, SL_GRAPH_TENSORS_MAX, &out) < 0)
        return -EPROTO;
    operator->input = link;
    operator->output = link + in.count;
    return parse_links(p, &in, -1, link) < 0 || parse_links(p, &out, 0, link + in.count) < 0 ? -EPROTO : 0;
}

/* Tensors that nobody in the graph has to write: its inputs, and variables (state of recurrent models). */
static int mark_given(struct parser *p, bool *given)
{
    for (int i = 0; i < p->graph->inputs; i++)
        given[p->graph->input[i]] = true;
    for (uint32_t i = 0; i < p->tensors.count; i++) {
        struct sl__flat_table table;
        uint8_t variable;
        if (sl__flat_element_table(&p->flat, &p->tensors, i, &table) < 0 ||
            sl__flat_u8(&p->flat, &table, TENSOR_VARIABLE, 0, &variable) < 0)
            return -EPROTO;
        given[i] |= variable != 0;
    }
    return 0;
}

static int link_operators(struct parser *p, const bool *given)
{
    int32_t *link = p->graph->link;
    for (p->index = 0; p->index < p->operators.count; p->index++) {
        struct sl__graph_operator *operator = &p->graph->operator[p->index];
        if (fill_operator(p, operator, link) < 0 || check_order(p->graph, operator, (int32_t)p->index, given) < 0)
            return -EPROTO;
        link += operator->inputs + operator->outputs;
    }
    return 0;
}

static int parse_operators(struct parser *p)
{
    struct sl__graph *graph = p->graph;
    uint32_t links = 0;
    p->part = "operator";
    graph->operators = (int)p->operators.count;
    graph->operators_at = p->operators.head;
    graph->operator = calloc(p->operators.count + 1u, sizeof(*graph->operator));
    if (!graph->operator)
        return -ENOMEM;
    for (p->index = 0; p->index < p->operators.count; p->index++) {
        int err = parse_operator(p, &graph->operator[p->index], &links);
        if (err < 0)
            return err;
    }
    bool *given = calloc(p->tensors.count + 1u, sizeof(*given));
    graph->link = calloc(links + 1u, sizeof(*graph->link));
    int err = !given || !graph->link ? -ENOMEM : mark_given(p, given);
    if (err == 0)
        err = link_operators(p, given);
    free(given);
    return err;
}

int sl__graph_parse(struct sl__graph *graph, const uint8_t *bytes, size_t size, const char *name, struct sl_error *why)
{
    struct parser p = {.flat = {bytes, size}, .graph = graph};
    *graph = (struct sl__graph){.bytes = bytes, .size = size};
    int err = parse_frame(&p);
    if (err == 0)
        err = parse_tensors(&p);
    if (err == 0)
        err = parse_ends(&p);
    if (err == 0)
        err = parse_operators(&p);
    if (err == 0)
        return 0;
    sl__graph_finish(graph);
    if (err == -ENOMEM)
        return sl__error_set(why, err, "%s: no memory for its graph", name);
    return sl__error_set(why, -EPROTO, "%s: not a .tflite file, or damaged: %s %u %s", name, p.part, (unsigned)p.index,
                         err == -E2BIG ? "is larger than any model's" : "does not hold together");
}

void sl__graph_finish(struct sl__graph *graph)
{
    free(graph->tensor);
    free(graph->operator);
    free(graph->input);
    free(graph->link);
    *graph = (struct sl__graph){0};
}

int32_t sl__graph_find(const struct sl__graph *graph, const char *name)
{
    size_t bytes = strlen(name);
    for (int32_t i = 0; i < graph->tensors; i++)
        if (graph->tensor[i].name_bytes == bytes && !memcmp(graph->tensor[i].name, name, bytes))
            return i;
    return -ENOENT;
}
