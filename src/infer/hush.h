/*
 * Engine libraries print to standard error ("INFO: Created TensorFlow Lite XNNPACK delegate for CPU.") and export no
 * switch for it. Between begin and end what *this thread* prints through the C library's stderr is dropped; the lines
 * of all other threads pass. The descriptor itself is never touched.
 */
#ifndef SL_INFER_HUSH_H
#define SL_INFER_HUSH_H

#include <pthread.h>
#include <stdio.h>

struct sl__hush {
    FILE *real, *quiet;
    pthread_t thread;
};

/** One at a time in the process: the caller holds a lock of its own around both. */
void sl__hush_begin(struct sl__hush *hush);
void sl__hush_end(struct sl__hush *hush);

#endif
