/*
 * Cutting a .tflite graph to the part between chosen inputs and chosen outputs, inside the file's own bytes: three
 * vectors of the sub-graph's table are edited (inputs, outputs, operators), nothing moves, tensor numbers stay. Engines
 * then see a smaller model: pose without its segmentation, the hand models before and after their MEAN, the attention
 * face model between its custom operators. What is kept computes the same numbers.
 */
#ifndef SL_INFER_TFLITE_CUT_H
#define SL_INFER_TFLITE_CUT_H

#include "infer/tflite_graph.h"

/** Tensors of the graph, by number; find them by name or by walking the graph, never by a number known beforehand. */
struct sl__cut {
    int inputs, outputs;
    int32_t input[SL_MODEL_TENSORS_MAX], output[SL_MODEL_TENSORS_MAX];
};

/**
 * Cut the graph in @p bytes, which sl__graph_parse() has read into @p graph; outputs appear in the cut's order. The
 * graph still describes the file before the cut.
 * @return 0; -EINVAL: an output that the inputs do not determine, a tensor number that does not exist, or more inputs or
 *         outputs than the file has (its vectors can only shrink); -EPROTO: the file's parts overlap, so that
 *         cutting it changed something else; -ENOMEM. After a failure the bytes are as before.
 */
int sl__tflite_cut(uint8_t *bytes, const struct sl__graph *graph, const struct sl__cut *cut, const char *name,
                   struct sl_error *why);

/** What a cut overwrote, so that the same bytes can be cut otherwise later. Bounded by the three vectors' size. */
struct sl__cut_undo {
    uint8_t *saved;
    size_t size;
};
int sl__cut_save(struct sl__cut_undo *undo, const struct sl__graph *graph);                  ///< 0 or -ENOMEM
void sl__cut_restore(const struct sl__cut_undo *undo, uint8_t *bytes, const struct sl__graph *graph);
void sl__cut_undo_finish(struct sl__cut_undo *undo);

/** The operators that the outputs need when the inputs are given: keep[operators]. 0, -EINVAL, with a sentence. */
int sl__graph_between(const struct sl__graph *graph, const struct sl__cut *cut, bool *keep, const char *name,
                      struct sl_error *why);

#endif
