/* Cutting a .tflite graph in place. */
#include "infer/tflite_cut.h"

#include "base/error.h"
#include "infer/flatbuffer.h"

#include <stdlib.h>
#include <string.h>

/* The tensors of the cut exist, and the file's vectors have room for them. */
static int check_cut(const struct sl__graph *graph, const struct sl__cut *cut, const char *name, struct sl_error *why)
{
    if (cut->inputs < 1 || cut->inputs > graph->inputs || cut->outputs < 1 || cut->outputs > graph->outputs ||
        cut->inputs > SL_MODEL_TENSORS_MAX || cut->outputs > SL_MODEL_TENSORS_MAX)
        return sl__error_set(why, -EINVAL, "%s: %d inputs and %d outputs asked for, the file has %d and %d", name,
                             cut->inputs, cut->outputs, graph->inputs, graph->outputs);
    for (int i = 0; i < cut->inputs + cut->outputs; i++) {
        int32_t tensor = i < cut->inputs ? cut->input[i] : cut->output[i - cut->inputs];
        if (tensor < 0 || tensor >= graph->tensors)
            return sl__error_set(why, -EINVAL, "%s: tensor %d asked for, the file has %d", name, (int)tensor,
                                 graph->tensors);
    }
    return 0;
}

static bool is_cut_input(const struct sl__cut *cut, int32_t tensor)
{
    for (int i = 0; i < cut->inputs; i++)
        if (cut->input[i] == tensor)
            return true;
    return false;
}

static bool is_graph_input(const struct sl__graph *graph, int32_t tensor)
{
    for (int i = 0; i < graph->inputs; i++)
        if (graph->input[i] == tensor)
            return true;
    return false;
}

/* One pass from the last operator to the first suffices: operators stand in the order of execution. */
static void walk_back(const struct sl__graph *graph, const struct sl__cut *cut, bool *keep, bool *needed)
{
    for (int o = graph->operators - 1; o >= 0; o--) {
        const struct sl__graph_operator *operator = &graph->operator[o];
        keep[o] = false;
        for (int i = 0; i < operator->outputs; i++)
            keep[o] |= needed[operator->output[i]] && !is_cut_input(cut, operator->output[i]);
        for (int i = 0; keep[o] && i < operator->inputs; i++)
            if (operator->input[i] >= 0)
                needed[operator->input[i]] = true;
    }
}

int sl__graph_between(const struct sl__graph *graph, const struct sl__cut *cut, bool *keep, const char *name,
                      struct sl_error *why)
{
    int err = check_cut(graph, cut, name, why);
    if (err < 0)
        return err;
    bool *needed = calloc((size_t)graph->tensors + 1, sizeof(*needed));
    if (!needed)
        return sl__error_set(why, -ENOMEM, "%s: no memory to cut its graph", name);
    for (int i = 0; i < cut->outputs; i++)
        needed[cut->output[i]] = true;
    walk_back(graph, cut, keep, needed);
    for (int i = 0; i < graph->inputs && err == 0; i++)
        if (needed[graph->input[i]] && !is_cut_input(cut, graph->input[i]))
            err = sl__error_set(why, -EINVAL, "%s: the outputs asked for also need its input %d", name, i);
    for (int i = 0; i < cut->outputs && err == 0; i++) {
        int32_t t = cut->output[i];
        if (graph->tensor[t].producer < 0 && !is_graph_input(graph, t))
            err = sl__error_set(why, -EINVAL, "%s: output tensor %d is not computed by the graph", name, (int)t);
    }
    free(needed);
    return err;
}

/* Shrink the operators vector: each entry is an offset relative to its own place, so it is made anew for its new slot. */
static int write_operators(uint8_t *bytes, const struct sl__graph *graph, const bool *keep)
{
    uint32_t kept = 0;
    for (int o = 0; o < graph->operators; o++) {
        if (!keep[o])
            continue;
        uint32_t slot = graph->operators_at + 4 + 4 * kept++;
        if (graph->operator[o].at < slot)
            return -EPROTO;
        sl__flat_put_u32(bytes + slot, graph->operator[o].at - slot);
    }
    if (graph->operators)
        sl__flat_put_u32(bytes + graph->operators_at, kept);
    return 0;
}

static void write_tensors(uint8_t *bytes, uint32_t at, const int32_t *tensor, int count)
{
    sl__flat_put_u32(bytes + at, (uint32_t)count);
    for (int i = 0; i < count; i++)
        sl__flat_put_u32(bytes + at + 4 + 4 * i, (uint32_t)tensor[i]);
}

static bool same_tensors(const int32_t *a, int a_count, const int32_t *b, int b_count)
{
    return a_count == b_count && !memcmp(a, b, (size_t)a_count * sizeof(*a));
}

/* In a hostile file the vectors may lie over other parts. Read back, the cut file must be what was meant. */
static bool is_as_meant(const struct sl__graph *before, const struct sl__graph *after, const struct sl__cut *cut,
                        const bool *keep)
{
    int next = 0;
    if (!same_tensors(after->input, after->inputs, cut->input, cut->inputs) ||
        !same_tensors(after->output, after->outputs, cut->output, cut->outputs))
        return false;
    for (int o = 0; o < before->operators; o++) {
        if (!keep[o])
            continue;
        if (next == after->operators)
            return false;
        const struct sl__graph_operator *a = &before->operator[o], *b = &after->operator[next++];
        if (a->at != b->at || a->code != b->code || !same_tensors(a->input, a->inputs, b->input, b->inputs) ||
            !same_tensors(a->output, a->outputs, b->output, b->outputs))
            return false;
    }
    return next == after->operators;
}

static int cut_and_check(uint8_t *bytes, const struct sl__graph *graph, const struct sl__cut *cut, const bool *keep,
                         const char *name, struct sl_error *why)
{
    struct sl__graph after;
    write_tensors(bytes, graph->inputs_at, cut->input, cut->inputs);
    write_tensors(bytes, graph->outputs_at, cut->output, cut->outputs);
    int err = write_operators(bytes, graph, keep);
    if (err == 0)
        err = sl__graph_parse(&after, bytes, graph->size, name, NULL);
    if (err == -ENOMEM)
        return sl__error_set(why, err, "%s: no memory to cut its graph", name);
    bool good = err == 0 && is_as_meant(graph, &after, cut, keep);
    if (err == 0)
        sl__graph_finish(&after);
    return good ? 0 : sl__error_set(why, -EPROTO, "%s: damaged: parts of the file overlap", name);
}

int sl__tflite_cut(uint8_t *bytes, const struct sl__graph *graph, const struct sl__cut *cut, const char *name,
                   struct sl_error *why)
{
    struct sl__cut_undo undo = {0};
    bool *keep = calloc((size_t)graph->operators + 1, sizeof(*keep));
    int err = keep ? sl__graph_between(graph, cut, keep, name, why) : -ENOMEM;
    if (err == 0)
        err = sl__cut_save(&undo, graph);
    if (!keep || err == -ENOMEM)
        err = sl__error_set(why, -ENOMEM, "%s: no memory to cut its graph", name);
    if (err == 0) {
        err = cut_and_check(bytes, graph, cut, keep, name, why);
        if (err < 0)
            sl__cut_restore(&undo, bytes, graph);
    }
    sl__cut_undo_finish(&undo);
    free(keep);
    return err;
}

/* The three vectors, as spans of the file. */
static size_t vector_span(const struct sl__graph *graph, int which, uint32_t *at)
{
    const uint32_t starts[] = {graph->inputs_at, graph->outputs_at, graph->operators_at};
    const int counts[] = {graph->inputs, graph->outputs, graph->operators};
    *at = starts[which];
    return counts[which] ? 4 + 4 * (size_t)counts[which] : 0;
}

int sl__cut_save(struct sl__cut_undo *undo, const struct sl__graph *graph)
{
    uint32_t at;
    undo->size = 0;
    for (int i = 0; i < 3; i++)
        undo->size += vector_span(graph, i, &at);
    undo->saved = malloc(undo->size + 1);
    if (!undo->saved)
        return -ENOMEM;
    uint8_t *to = undo->saved;
    for (int i = 0; i < 3; i++) {
        size_t size = vector_span(graph, i, &at);
        memcpy(to, graph->bytes + at, size);
        to += size;
    }
    return 0;
}

void sl__cut_restore(const struct sl__cut_undo *undo, uint8_t *bytes, const struct sl__graph *graph)
{
    const uint8_t *from = undo->saved;
    for (int i = 0; i < 3; i++) {
        uint32_t at;
        size_t size = vector_span(graph, i, &at);
        memcpy(bytes + at, from, size);
        from += size;
    }
}

void sl__cut_undo_finish(struct sl__cut_undo *undo)
{
    free(undo->saved);
    *undo = (struct sl__cut_undo){0};
}
