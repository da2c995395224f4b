/* TFLite's C library, with one call that fails. */
#include <tensorflow/lite/c/c_api.h>

#include "shim.h"

typedef struct xnnpack_opts xnnpack_opts;
TfLiteDelegate *TfLiteXNNPackDelegateCreate(const xnnpack_opts *opts);
void TfLiteXNNPackDelegateDelete(TfLiteDelegate *delegate);
TfLiteInterpreterOptions *TfLiteInterpreterOptionsCreate(void);

/* What makes an object and may give none. */
#define MAKES(type, name, parameters, arguments) \
    EXPORT type name parameters                  \
    {                                            \
        if (shim_fails())                        \
            return NULL;                         \
        shim_alive++;                            \
        return REAL(name) arguments;             \
    }

MAKES(TfLiteModel *, TfLiteModelCreate, (const void *bytes, size_t size), (bytes, size))
DELETES(TfLiteModelDelete, TfLiteModel *)
MAKES(TfLiteInterpreterOptions *, TfLiteInterpreterOptionsCreate, (void), ())
DELETES(TfLiteInterpreterOptionsDelete, TfLiteInterpreterOptions *)
MAKES(TfLiteInterpreter *, TfLiteInterpreterCreate, (const TfLiteModel *model, const TfLiteInterpreterOptions *opts),
      (model, opts))
DELETES(TfLiteInterpreterDelete, TfLiteInterpreter *)
MAKES(TfLiteDelegate *, TfLiteXNNPackDelegateCreate, (const xnnpack_opts *opts), (opts))
DELETES(TfLiteXNNPackDelegateDelete, TfLiteDelegate *)
GIVES(TfLiteStatus, kTfLiteError, TfLiteInterpreterAllocateTensors, (TfLiteInterpreter *interpreter), (interpreter))
GIVES(TfLiteStatus, kTfLiteError, TfLiteInterpreterInvoke, (TfLiteInterpreter *interpreter), (interpreter))
GIVES(TfLiteTensor *, NULL, TfLiteInterpreterGetInputTensor, (const TfLiteInterpreter *interpreter, int32_t index),
      (interpreter, index))
GIVES(const TfLiteTensor *, NULL, TfLiteInterpreterGetOutputTensor,
      (const TfLiteInterpreter *interpreter, int32_t index), (interpreter, index))
GIVES(TfLiteType, kTfLiteInt32, TfLiteTensorType, (const TfLiteTensor *tensor), (tensor))
GIVES(int32_t, 7, TfLiteTensorNumDims, (const TfLiteTensor *tensor), (tensor))
GIVES(int32_t, 5, TfLiteTensorDim, (const TfLiteTensor *tensor, int32_t index), (tensor, index))
GIVES(size_t, 5, TfLiteTensorByteSize, (const TfLiteTensor *tensor), (tensor))
GIVES(int32_t, 9, TfLiteInterpreterGetInputTensorCount, (const TfLiteInterpreter *interpreter), (interpreter))
GIVES(int32_t, 9, TfLiteInterpreterGetOutputTensorCount, (const TfLiteInterpreter *interpreter), (interpreter))
GIVES(void *, NULL, TfLiteTensorData, (const TfLiteTensor *tensor), (tensor))
PASSES(const char *, TfLiteVersion, (void), ())
PASSES(void, TfLiteInterpreterOptionsSetNumThreads, (TfLiteInterpreterOptions * opts, int32_t threads), (opts, threads))
PASSES(void, TfLiteInterpreterOptionsAddDelegate, (TfLiteInterpreterOptions * opts, TfLiteDelegate *delegate),
       (opts, delegate))
PASSES(void, TfLiteInterpreterOptionsSetErrorReporter,
       (TfLiteInterpreterOptions * opts, void (*reporter)(void *, const char *, va_list), void *arg),
       (opts, reporter, arg))
