/* The engines of this build; which of them are linked in is meson's choice. */
#ifndef SL_INFER_ENGINE_H
#define SL_INFER_ENGINE_H

#include "infer/model.h"

extern const struct sl__engine_ops sl__engine_tflite;
extern const struct sl__engine_ops sl__engine_openvino;
extern const struct sl__engine_ops sl__engine_fake;

#endif
