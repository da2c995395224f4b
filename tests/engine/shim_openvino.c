/* OpenVINO's C library, with one call that fails. */
#include <openvino/c/openvino.h>

#include "shim.h"

#include <stdarg.h>

const char *ov_get_last_err_msg(void);

/* What makes an object through its last parameter. */
#define MAKES(name, parameters, arguments)              \
    EXPORT ov_status_e name parameters                  \
    {                                                   \
        ov_status_e status = GENERAL_ERROR;             \
        if (!shim_fails())                              \
            status = REAL(name) arguments;              \
        shim_alive += status == OK;                     \
        return status;                                  \
    }
#define ASKS(name, parameters, arguments) GIVES(ov_status_e, GENERAL_ERROR, name, parameters, arguments)

MAKES(ov_core_create, (ov_core_t * *core), (core))
DELETES(ov_core_free, ov_core_t *)
MAKES(ov_core_read_model, (const ov_core_t *core, const char *path, const char *weights, ov_model_t **model),
      (core, path, weights, model))
DELETES(ov_model_free, ov_model_t *)
MAKES(ov_core_compile_model,
      (const ov_core_t *core, const ov_model_t *model, const char *device, const size_t count,
       ov_compiled_model_t **compiled, ...),
      (core, model, device, 0 * count, compiled))
MAKES(ov_core_import_model,
      (const ov_core_t *core, const char *bytes, const size_t size, const char *device, ov_compiled_model_t **compiled),
      (core, bytes, size, device, compiled))
DELETES(ov_compiled_model_free, ov_compiled_model_t *)
MAKES(ov_compiled_model_input_by_name,
      (const ov_compiled_model_t *compiled, const char *name, ov_output_const_port_t **port), (compiled, name, port))
MAKES(ov_compiled_model_output_by_name,
      (const ov_compiled_model_t *compiled, const char *name, ov_output_const_port_t **port), (compiled, name, port))
DELETES(ov_output_const_port_free, ov_output_const_port_t *)
MAKES(ov_compiled_model_create_infer_request, (const ov_compiled_model_t *compiled, ov_infer_request_t **request),
      (compiled, request))
DELETES(ov_infer_request_free, ov_infer_request_t *)
MAKES(ov_tensor_create_from_host_ptr,
      (const ov_element_type_e type, const ov_shape_t shape, void *memory, ov_tensor_t **tensor),
      (type, shape, memory, tensor))
DELETES(ov_tensor_free, ov_tensor_t *)
MAKES(ov_const_port_get_shape, (const ov_output_const_port_t *port, ov_shape_t *shape), (port, shape))
ASKS(ov_compiled_model_export_model, (const ov_compiled_model_t *compiled, const char *path), (compiled, path))
ASKS(ov_port_get_element_type, (const ov_output_const_port_t *port, ov_element_type_e *type), (port, type))
ASKS(ov_infer_request_set_tensor_by_const_port,
     (ov_infer_request_t * request, const ov_output_const_port_t *port, const ov_tensor_t *tensor),
     (request, port, tensor))
ASKS(ov_infer_request_infer, (ov_infer_request_t * request), (request))
ASKS(ov_core_get_property, (const ov_core_t *core, const char *device, const char *key, char **value),
     (core, device, key, value))
ASKS(ov_get_openvino_version, (ov_version_t * version), (version))
PASSES(void, ov_version_free, (ov_version_t * version), (version))
PASSES(void, ov_free, (const char *text), (text))
PASSES(const char *, ov_get_last_err_msg, (void), ())

EXPORT ov_status_e ov_shape_free(ov_shape_t *shape)
{
    shim_alive--;
    return REAL(ov_shape_free)(shape);
}

/* One key and one text, as the engine gives them. */
EXPORT ov_status_e ov_core_set_property(const ov_core_t *core, const char *device, ...)
{
    va_list args;
    va_start(args, device);
    const char *key = va_arg(args, const char *), *value = va_arg(args, const char *);
    va_end(args);
    return shim_fails() ? GENERAL_ERROR : REAL(ov_core_set_property)(core, device, key, value);
}
