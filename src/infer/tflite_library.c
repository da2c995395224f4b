/* Finding and opening the TFLite C library. */
#include <tensorflow/lite/c/c_api.h>

#include "base/error.h"
#include "infer/hush.h"
#include "infer/places.h"
#include "infer/tflite_library.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define TFLITE_FILE "libtensorflowlite_c.so"

static struct {
    pthread_mutex_t lock;
    bool ready;
    struct tflite_library functions;
} shared = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* SIGHTLINE_TFLITE, else the known folders, else the system's own search. */
static void *library_open(char *path, size_t size, struct sl_error *why)
{
    const char *set = getenv("SIGHTLINE_TFLITE");
    if (set && set[0])
        snprintf(path, size, "%s", set);
    else if (sl__places_find(sl__places_tflite, TFLITE_FILE, path, size) < 0)
        snprintf(path, size, "%s", TFLITE_FILE);
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle)
        return handle;
    if (strchr(path, '/'))
        sl__error_set(why, -ENOENT, "TFLite's library does not open: %s", dlerror());
    else
        sl__error_set(why, -ENOENT, "TFLite's library " TFLITE_FILE " was not found; make setup fetches it, or "
                      "SIGHTLINE_TFLITE names another one");
    return NULL;
}

static int library_bind(void *handle, const char *path, struct tflite_library *functions, struct sl_error *why)
{
#define BIND(name)                                                                                          \
    if (!(functions->name = (__typeof__(&name))dlsym(handle, #name)))                                       \
        return sl__error_set(why, -EPROTO, "%s lacks %s: a TFLite C library with XNNPACK was expected", path, #name);
    TFLITE_SYMBOLS(BIND)
#undef BIND
    return 0;
}

/* The first XNNPACK delegate of a process announces itself on standard error. Make it here, where nobody listens. */
static void library_wake(const struct tflite_library *functions)
{
    struct sl__hush hush;
    const struct tflite_xnnpack_opts opts = {.threads = 1};
    sl__hush_begin(&hush);
    TfLiteDelegate *delegate = functions->TfLiteXNNPackDelegateCreate(&opts);
    if (delegate)
        functions->TfLiteXNNPackDelegateDelete(delegate);
    sl__hush_end(&hush);
}

static int library_load(struct sl_error *why)
{
    char path[PATH_MAX];
    void *handle = library_open(path, sizeof(path), why);
    if (!handle)
        return -ENOENT;
    int err = library_bind(handle, path, &shared.functions, why);
    if (err < 0) {
        dlclose(handle);
        return err;
    }
    library_wake(&shared.functions);
    shared.ready = true;
    return 0;
}

int tflite_library_get(const struct tflite_library **library, struct sl_error *why)
{
    pthread_mutex_lock(&shared.lock);
    int err = shared.ready ? 0 : library_load(why);
    pthread_mutex_unlock(&shared.lock);
    *library = &shared.functions;
    return err;
}
