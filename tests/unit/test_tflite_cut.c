/* Reading and cutting .tflite graphs, on a file made by hand; and damage to that file, byte by byte. */
#include "infer/flatbuffer.h"
#include "infer/tflite_cut.h"
#include "tap.h"
#include "tiny_tflite.h"

#include <errno.h>
#include <stdlib.h>

static struct tiny tiny;
static struct sl__graph graph;
static struct sl_error why;

static int parse(int flags)
{
    tiny_build(&tiny, flags);
    return sl__graph_parse(&graph, tiny.bytes, tiny.size, "tiny", &why);
}

static void a_graph_is_read_whole(void)
{
    CHECK_INT(parse(TINY_SIDE), 0);
    CHECK(tiny.size < 2048);
    CHECK_INT(graph.tensors, TINY_TENSORS);
    CHECK_INT(graph.operators, 5);
    CHECK_INT(graph.inputs, 1);
    CHECK_INT(graph.outputs, 3);
    CHECK_INT(graph.output[2], TINY_OUT_C);
    CHECK_INT(graph.operator[1].code, SL_OPERATOR_MEAN);
    CHECK_INT(graph.operator[1].input[1], TINY_AXES);
    CHECK_INT(graph.operator[4].code, SL_OPERATOR_CUSTOM);
    CHECK(graph.operator[4].custom_bytes == 4 && !memcmp(graph.operator[4].custom, "Side", 4));
    CHECK_INT(graph.tensor[TINY_MEAN].producer, 1);
    CHECK_INT(graph.tensor[TINY_IMAGE].producer, -1);
    CHECK_INT(graph.tensor[TINY_IMAGE].shape.rank, 4);
    CHECK_INT(sl__shape_count(&graph.tensor[TINY_IMAGE].shape), 12);
    CHECK_INT(graph.tensor[TINY_AXES].data_bytes, 8);
    CHECK_INT(sl__graph_find(&graph, "out_b"), TINY_OUT_B);
    CHECK_INT(sl__graph_find(&graph, "out"), -ENOENT);
    sl__graph_finish(&graph);
}

/* Cut, and read the result again into the global graph. */
static int cut(int flags, const struct sl__cut *wanted)
{
    if (parse(flags) < 0)
        return -EIO;
    int err = sl__tflite_cut(tiny.bytes, &graph, wanted, "tiny", &why);
    sl__graph_finish(&graph);
    if (err == 0)
        err = sl__graph_parse(&graph, tiny.bytes, tiny.size, "tiny", &why);
    return err;
}

static void a_cut_keeps_only_what_the_output_needs(void)
{
    const struct sl__cut wanted = {.inputs = 1, .input = {TINY_IMAGE}, .outputs = 1, .output = {TINY_OUT_B}};
    CHECK_INT(cut(TINY_SIDE, &wanted), 0);
    CHECK_INT(graph.operators, 3);
    CHECK_INT(graph.operator[2].output[0], TINY_OUT_B);
    CHECK_INT(graph.outputs, 1);
    sl__graph_finish(&graph);
}

static void a_cut_may_begin_in_the_middle(void)
{
    const struct sl__cut wanted = {.inputs = 1, .input = {TINY_MEAN}, .outputs = 2, .output = {TINY_OUT_B, TINY_OUT_A}};
    CHECK_INT(cut(0, &wanted), 0);
    CHECK_INT(graph.operators, 2);
    CHECK_INT(graph.input[0], TINY_MEAN);
    CHECK_INT(graph.output[0], TINY_OUT_B);
    CHECK_INT(graph.output[1], TINY_OUT_A);
    CHECK_INT(graph.tensor[TINY_MEAN].producer, -1);
    sl__graph_finish(&graph);
}

static void a_cut_may_end_in_the_middle(void)
{
    const struct sl__cut wanted = {.inputs = 1, .input = {TINY_IMAGE}, .outputs = 1, .output = {TINY_SUM}};
    CHECK_INT(cut(TINY_SIDE, &wanted), 0);
    CHECK_INT(graph.operators, 1);
    CHECK_INT(graph.operator[0].output[0], TINY_SUM);
    sl__graph_finish(&graph);
}

static void a_cut_is_undone(void)
{
    const struct sl__cut wanted = {.inputs = 1, .input = {TINY_MEAN}, .outputs = 1, .output = {TINY_OUT_A}};
    struct sl__cut_undo undo;
    struct tiny before;
    CHECK_INT(parse(TINY_SIDE), 0);
    before = tiny;
    CHECK_INT(sl__cut_save(&undo, &graph), 0);
    CHECK_INT(sl__tflite_cut(tiny.bytes, &graph, &wanted, "tiny", &why), 0);
    CHECK(memcmp(&before, &tiny, sizeof(tiny)) != 0);
    sl__cut_restore(&undo, tiny.bytes, &graph);
    CHECK(memcmp(&before, &tiny, sizeof(tiny)) == 0);
    sl__cut_undo_finish(&undo);
    sl__graph_finish(&graph);
}

static void impossible_cuts_are_refused_and_change_nothing(void)
{
    static const struct sl__cut refused[] = {
        {.inputs = 1, .input = {TINY_MEAN}, .outputs = 1, .output = {TINY_OUT_C}},                 /* needs the image */
        {.inputs = 2, .input = {TINY_MEAN, TINY_IMAGE}, .outputs = 1, .output = {TINY_OUT_C}},     /* file has one */
        {.inputs = 1, .input = {TINY_IMAGE}, .outputs = 4, .output = {2, 3, 4, 5}},                /* file has three */
        {.inputs = 1, .input = {TINY_TENSORS}, .outputs = 1, .output = {TINY_OUT_A}},              /* no such tensor */
        {.inputs = 1, .input = {TINY_IMAGE}, .outputs = 1, .output = {-1}},
        {.inputs = 1, .input = {TINY_IMAGE}, .outputs = 1, .output = {TINY_AXES}},                 /* a constant */
        {.inputs = 0, .outputs = 1, .output = {TINY_OUT_A}},
    };
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        struct tiny before;
        CHECK_INT(parse(TINY_SIDE), 0);
        before = tiny;
        why.text[0] = '\0';
        CHECK_INT(sl__tflite_cut(tiny.bytes, &graph, &refused[i], "tiny", &why), -EINVAL);
        CHECK_HAS(why.text, "tiny: ");
        CHECK(memcmp(&before, &tiny, sizeof(tiny)) == 0);
        sl__graph_finish(&graph);
    }
}

static void what_is_no_model_is_refused(void)
{
    static const uint8_t text[] = "This is a text file that somebody named hand.tflite.\n";
    CHECK_INT(sl__graph_parse(&graph, text, sizeof(text), "hand.tflite", &why), -EPROTO);
    CHECK_HAS(why.text, "hand.tflite: not a .tflite file");
    CHECK_INT(sl__graph_parse(&graph, text, 0, "hand.tflite", &why), -EPROTO);
    CHECK(graph.tensor == NULL && graph.operator == NULL);
}

static void a_file_cut_short_is_refused(void)
{
    tiny_build(&tiny, TINY_SIDE);
    for (uint32_t size = 0; size < tiny.size; size++) {
        uint8_t *exact = malloc(size + 1u); /* so that a sanitizer sees the end */
        memcpy(exact, tiny.bytes, size);
        int err = sl__graph_parse(&graph, exact, size, "tiny", &why);
        CHECK(err == -EPROTO || size + 8 > tiny.size); /* the last words are the buffer that holds the axes */
        if (err == 0)
            sl__graph_finish(&graph);
        free(exact);
    }
}

/* Whatever one byte becomes: refused, or a graph whose every number is in range and which can be cut or is refused. */
static void damage_never_leads_outside(void)
{
    static const uint8_t values[] = {0x00, 0x01, 0x7f, 0x80, 0xff, 0x04};
    const struct sl__cut wanted = {.inputs = 1, .input = {TINY_MEAN}, .outputs = 2, .output = {TINY_OUT_A, TINY_OUT_B}};
    int read = 0;
    for (uint32_t at = 0; at < 6 * (uint32_t)sizeof(tiny.bytes); at++) {
        tiny_build(&tiny, 0);
        if (at / 6 >= tiny.size)
            break;
        tiny.bytes[at / 6] = values[at % 6];
        if (sl__graph_parse(&graph, tiny.bytes, tiny.size, "tiny", NULL) < 0)
            continue;
        read++;
        for (int o = 0; o < graph.operators; o++)
            for (int i = 0; i < graph.operator[o].inputs; i++)
                CHECK(graph.operator[o].input[i] >= -1 && graph.operator[o].input[i] < graph.tensors);
        int err = sl__tflite_cut(tiny.bytes, &graph, &wanted, "tiny", NULL);
        CHECK(err == 0 || err == -EINVAL || err == -EPROTO);
        sl__graph_finish(&graph);
    }
    CHECK(read > 100);
}

static void operators_in_a_circle_are_refused(void)
{
    tiny_build(&tiny, 0);
    CHECK_INT(sl__graph_parse(&graph, tiny.bytes, tiny.size, "tiny", &why), 0);
    uint32_t field = graph.operator[0].at + 8; /* its inputs: follow them, then let it read what the third one writes */
    sl__graph_finish(&graph);
    uint32_t list = field + sl__flat_get_u32(tiny.bytes + field);
    tiny_u32(&tiny, list + 4, TINY_OUT_A);
    CHECK_INT(sl__graph_parse(&graph, tiny.bytes, tiny.size, "tiny", &why), -EPROTO);
    CHECK_HAS(why.text, "operator 0");
}

static void vectors_that_lie_over_each_other_are_found_out(void)
{
    const struct sl__cut wanted = {.inputs = 1, .input = {TINY_SUM}, .outputs = 1, .output = {TINY_OUT_A}};
    CHECK_INT(parse(0), 0);
    uint32_t outputs = graph.outputs_at, inputs = graph.inputs_at, slot = 0;
    sl__graph_finish(&graph);
    for (uint32_t at = 8; at + 4 < tiny.size && !slot; at += 4) /* the offset that leads to the outputs */
        if (at < inputs && at + sl__flat_get_u32(tiny.bytes + at) == outputs)
            slot = at;
    CHECK(slot != 0);
    tiny_u32(&tiny, slot, inputs - slot); /* inputs and outputs are now one vector: one tensor, the image */
    CHECK_INT(sl__graph_parse(&graph, tiny.bytes, tiny.size, "tiny", &why), 0);
    struct tiny before = tiny;
    CHECK_INT(sl__tflite_cut(tiny.bytes, &graph, &wanted, "tiny", &why), -EPROTO);
    CHECK_HAS(why.text, "overlap");
    CHECK(memcmp(&before, &tiny, sizeof(tiny)) == 0);
    sl__graph_finish(&graph);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_graph_is_read_whole);
    RUN(a_cut_keeps_only_what_the_output_needs);
    RUN(a_cut_may_begin_in_the_middle);
    RUN(a_cut_may_end_in_the_middle);
    RUN(a_cut_is_undone);
    RUN(impossible_cuts_are_refused_and_change_nothing);
    RUN(what_is_no_model_is_refused);
    RUN(a_file_cut_short_is_refused);
    RUN(damage_never_leads_outside);
    RUN(operators_in_a_circle_are_refused);
    RUN(vectors_that_lie_over_each_other_are_found_out);
    return TAP_END();
}
