/*
 * OpenVINO's C library, found and opened at run time. Once opened it stays for the life of the process.
 * This header belongs to the openvino engine's own files, which include <openvino/c/openvino.h> before it.
 */
#ifndef SL_INFER_OPENVINO_LIBRARY_H
#define SL_INFER_OPENVINO_LIBRARY_H

#include <sightline/error.h>

#define OPENVINO_SYMBOLS(X)                       \
    X(ov_get_openvino_version)                    \
    X(ov_version_free)                            \
    X(ov_get_last_err_msg)                        \
    X(ov_free)                                    \
    X(ov_core_create)                             \
    X(ov_core_free)                               \
    X(ov_core_set_property)                       \
    X(ov_core_get_property)                       \
    X(ov_core_read_model)                         \
    X(ov_core_compile_model)                      \
    X(ov_core_import_model)                       \
    X(ov_model_free)                              \
    X(ov_compiled_model_free)                     \
    X(ov_compiled_model_export_model)             \
    X(ov_compiled_model_input_by_name)            \
    X(ov_compiled_model_output_by_name)           \
    X(ov_compiled_model_create_infer_request)     \
    X(ov_const_port_get_shape)                    \
    X(ov_port_get_element_type)                   \
    X(ov_output_const_port_free)                  \
    X(ov_shape_free)                              \
    X(ov_tensor_create_from_host_ptr)             \
    X(ov_tensor_free)                             \
    X(ov_infer_request_set_tensor_by_const_port)  \
    X(ov_infer_request_infer)                     \
    X(ov_infer_request_free)

/** The library's functions under their own names, and what it calls itself. */
struct openvino_library {
#define FIELD(name) __typeof__(&name) name;
    OPENVINO_SYMBOLS(FIELD)
#undef FIELD
    char version[64];
};

/** 0, -ENOENT (no library found) or -EPROTO (a library that lacks what is needed), with a sentence. Any thread. */
int openvino_library_get(const struct openvino_library **library, struct sl_error *why);

#endif
