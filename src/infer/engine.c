/* The engines as a table: name, and the vtable where this build has it. */
#include "infer/engine.h"

#include "base/error.h"

#include <stddef.h>

struct engine_row {
    const char *name;
    const struct sl__engine_ops *ops; ///< NULL: not in this build
    const char *option;               ///< of the build
};

static const struct engine_row engines[SL_ENGINE_COUNT] = {
#ifdef SL_HAVE_TFLITE
    [SL_ENGINE_TFLITE] = {"tflite", &sl__engine_tflite, "tflite"},
#else
    [SL_ENGINE_TFLITE] = {"tflite", NULL, "tflite"},
#endif
#ifdef SL_HAVE_OPENVINO
    [SL_ENGINE_OPENVINO] = {"openvino", &sl__engine_openvino, "openvino"},
#else
    [SL_ENGINE_OPENVINO] = {"openvino", NULL, "openvino"},
#endif
    [SL_ENGINE_FAKE] = {"fake", &sl__engine_fake, NULL},
};

const char *sl_engine_name(enum sl_engine engine)
{
    return (unsigned)engine < SL_ENGINE_COUNT ? engines[engine].name : "none";
}

const struct sl__engine_ops *sl__engine(enum sl_engine engine, struct sl_error *why)
{
    if ((unsigned)engine >= SL_ENGINE_COUNT) {
        sl__error_set(why, -ENOTSUP, "there is no engine number %d", (int)engine);
        return NULL;
    }
    const struct engine_row *row = &engines[engine];
    if (!row->ops)
        sl__error_set(why, -ENOTSUP, "this build has no %s engine: run make setup, then meson setup --reconfigure "
                      "-D%s=enabled build", row->name, row->option);
    return row->ops;
}
