/*
 * MEAN over the cells of a feature map, as newer XNNPACK computes it. TFLite 2.9.0 adds the cells in another order, and
 * tracking amplifies the last bit to pixels; so a graph with such a MEAN runs in two parts with this sum in between.
 */
#ifndef SL_INFER_TFLITE_MEAN_H
#define SL_INFER_TFLITE_MEAN_H

#include "infer/tflite_cut.h"

struct sl__mean {
    int32_t cells_tensor, mean_tensor;
    int cells, channels;
};

/**
 * The one MEAN over height and width of a [1][height][width][channels] tensor, through which all outputs of the graph
 * depend on its inputs. 0 or -ENOENT when the graph has no such operator, without a sentence; -ENOMEM.
 */
int sl__mean_find(const struct sl__graph *graph, struct sl__mean *mean);

/** mean[channels] of in[cells][channels]: row after row into one accumulator per channel, times float(1/cells). */
void sl__mean_cells(const float *in, int cells, int channels, float *mean);

#endif
