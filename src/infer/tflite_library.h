/*
 * The TFLite C library, found and opened at run time: the one of set-up's two builds that is faster on this CPU, or what
 * SIGHTLINE_TFLITE names. Once opened it stays for the life of the process.
 * This header belongs to the tflite engine's own files, which include <tensorflow/lite/c/c_api.h> before it.
 */
#ifndef SL_INFER_TFLITE_LIBRARY_H
#define SL_INFER_TFLITE_LIBRARY_H

#include <sightline/error.h>
#include <stdint.h>

/* The package brings no header for the XNNPACK delegate. Declared after tensorflow v2.9.0,
 * tensorflow/lite/delegates/xnnpack/xnnpack_delegate.h. Later versions put more fields behind (and between) these, all of
 * which mean "off" when zero; the thread count is the first in all of them. So the room is more than any needs. */
struct tflite_xnnpack_opts {
    int32_t threads;
    char zero[508];
};

TfLiteDelegate *TfLiteXNNPackDelegateCreate(const struct tflite_xnnpack_opts *opts);
void TfLiteXNNPackDelegateDelete(TfLiteDelegate *delegate);

#define TFLITE_SYMBOLS(X)                        \
    X(TfLiteVersion)                             \
    X(TfLiteModelCreate)                         \
    X(TfLiteModelDelete)                         \
    X(TfLiteInterpreterOptionsCreate)            \
    X(TfLiteInterpreterOptionsDelete)            \
    X(TfLiteInterpreterOptionsSetNumThreads)     \
    X(TfLiteInterpreterOptionsAddDelegate)       \
    X(TfLiteInterpreterOptionsSetErrorReporter)  \
    X(TfLiteInterpreterCreate)                   \
    X(TfLiteInterpreterDelete)                   \
    X(TfLiteInterpreterAllocateTensors)          \
    X(TfLiteInterpreterInvoke)                   \
    X(TfLiteInterpreterGetInputTensorCount)      \
    X(TfLiteInterpreterGetInputTensor)           \
    X(TfLiteInterpreterGetOutputTensorCount)     \
    X(TfLiteInterpreterGetOutputTensor)          \
    X(TfLiteTensorType)                          \
    X(TfLiteTensorNumDims)                       \
    X(TfLiteTensorDim)                           \
    X(TfLiteTensorByteSize)                      \
    X(TfLiteTensorData)                          \
    X(TfLiteXNNPackDelegateCreate)               \
    X(TfLiteXNNPackDelegateDelete)

/** The library's functions under their own names. */
struct tflite_library {
#define FIELD(name) __typeof__(&name) name;
    TFLITE_SYMBOLS(FIELD)
#undef FIELD
};

/** 0, -ENOENT (no library found) or -EPROTO (a library that lacks what is needed), with a sentence. Any thread. */
int tflite_library_get(const struct tflite_library **library, struct sl_error *why);

#endif
