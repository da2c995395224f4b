/* Finding the MEAN in a graph, and its sum. */
#include "infer/tflite_mean.h"
#include "tap.h"
#include "tiny_tflite.h"

#include <errno.h>
#include <stdlib.h>

static int find(int flags, struct sl__mean *mean)
{
    struct tiny tiny;
    struct sl__graph graph;
    tiny_build(&tiny, flags);
    CHECK_INT(sl__graph_parse(&graph, tiny.bytes, tiny.size, "tiny", NULL), 0);
    int err = sl__mean_find(&graph, mean);
    sl__graph_finish(&graph);
    return err;
}

static void the_mean_before_all_outputs_is_found(void)
{
    struct sl__mean mean;
    CHECK_INT(find(0, &mean), 0);
    CHECK_INT(mean.cells_tensor, TINY_SUM);
    CHECK_INT(mean.mean_tensor, TINY_MEAN);
    CHECK_INT(mean.cells, 4);
    CHECK_INT(mean.channels, 3);
}

static void a_mean_that_an_output_goes_around_is_left_alone(void)
{
    struct sl__mean mean;
    CHECK_INT(find(TINY_SIDE, &mean), -ENOENT);
}

/* Numbers of very different size, so that another order or a wider accumulator gives other bits. */
static void cells_are_added_one_after_the_other(void)
{
    enum { CELLS = 49, CHANNELS = 37 };
    static float in[CELLS * CHANNELS], mean[CHANNELS], backwards[CHANNELS];
    int differs = 0;
    srand(3);
    for (int i = 0; i < CELLS * CHANNELS; i++)
        in[i] = (float)(rand() - RAND_MAX / 2) / (float)(1 << rand() % 30);
    sl__mean_cells(in, CELLS, CHANNELS, mean);
    for (int c = 0; c < CHANNELS; c++) {
        volatile float sum = 0.0f, back = 0.0f;
        for (int i = 0; i < CELLS; i++)
            sum += in[i * CHANNELS + c];
        for (int i = CELLS - 1; i >= 0; i--)
            back += in[i * CHANNELS + c];
        float expected = sum * (float)(1.0 / CELLS);
        CHECK_BITS(&mean[c], &expected, 1);
        backwards[c] = back * (float)(1.0 / CELLS);
        differs += backwards[c] != mean[c];
    }
    CHECK(differs > CHANNELS / 2);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(the_mean_before_all_outputs_is_found);
    RUN(a_mean_that_an_output_goes_around_is_left_alone);
    RUN(cells_are_added_one_after_the_other);
    return TAP_END();
}
