/* Which program computes the models, and how. The same options serve every analyser. */
#ifndef SIGHTLINE_ENGINE_H
#define SIGHTLINE_ENGINE_H

#include <sightline/api.h>

SL_BEGIN_DECLS

enum sl_engine {
    SL_ENGINE_TFLITE = 0, ///< exact: the bits of MediaPipe on the same machine
    SL_ENGINE_OPENVINO,   ///< fastest
    SL_ENGINE_FAKE,       ///< no model at all: plays back a script; for tests
    SL_ENGINE_COUNT
};

enum sl_precision {
    SL_PRECISION_F32 = 0,
    SL_PRECISION_BF16, ///< OpenVINO on a CPU that has it; about 1 px in the 224 px hand crop
    SL_PRECISION_COUNT
};

#define SL_THREADS_MAX 64

struct sl_engine_opts {
    enum sl_engine engine;       ///< SL_ENGINE_TFLITE
    enum sl_precision precision; ///< SL_PRECISION_F32
    int threads;                 ///< 1..SL_THREADS_MAX; 1
    const char *model_dir;       ///< folder of the .tflite files; NULL: SIGHTLINE_MODELS, else where set-up put them
    const char *cache_dir;       ///< OpenVINO's compiled models; NULL: the user's cache folder; "": none
};

/** "tflite", "openvino", "fake"; "none" for anything else. */
SL_API const char *sl_engine_name(enum sl_engine engine);

SL_END_DECLS

#endif
