/* Finding and opening the TFLite C library: one of two builds, by CPU. */
#include <tensorflow/lite/c/c_api.h>

#include "base/error.h"
#include "base/log.h"
#include "infer/hush.h"
#include "infer/places.h"
#include "infer/tflite_library.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TFLITE_FILE "libtensorflowlite_c.so"
#define TFLITE_FILE_NEWER "libtensorflowlite_c-2.17.1.so"

static struct {
    pthread_mutex_t lock;
    bool ready;
    struct tflite_library functions;
} shared = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Without AVX-512 the matrix kernel of our build of 2.9.0 keeps a sum in memory instead of in a register: it takes nearly twice
 * the time of the newer one, whose landmarks are the same in every bit (doc/engines.md). */
static bool newer_is_faster(void)
{
#if defined(__x86_64__)
    return !__builtin_cpu_supports("avx512f");
#else
    return false;
#endif
}

/* The one of set-up's two files that suits this CPU, else the other one, in the folder, or (NULL) in the known folders; where there
 * is neither, what the system finds. */
static void *open_either(const char *folder, char *path, size_t size)
{
    const bool newer = newer_is_faster();
    const char *const files[] = {newer ? TFLITE_FILE_NEWER : TFLITE_FILE, newer ? TFLITE_FILE : TFLITE_FILE_NEWER};
    bool found = false;
    for (int i = 0; i < 2; i++) {
        char place[PATH_MAX];
        if ((folder ? sl__places_find_in(folder, files[i], place, sizeof(place)) :
                      sl__places_find(sl__places_tflite, files[i], place, sizeof(place))) < 0)
            continue;
        found = true;
        snprintf(path, size, "%s", place);
        void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        if (handle)
            return handle;
    }
    if (found)
        return NULL;
    snprintf(path, size, "%s%s" TFLITE_FILE, folder ? folder : "", folder ? "/" : "");
    return dlopen(path, RTLD_NOW | RTLD_LOCAL);
}

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* What SIGHTLINE_TFLITE names, a library or a folder of set-up's, else the known folders, else the system's own search. */
static void *library_open(char *path, size_t size, struct sl_error *why)
{
    const char *set = getenv("SIGHTLINE_TFLITE");
    void *handle;
    if (set && set[0] && !is_folder(set)) {
        snprintf(path, size, "%s", set);
        handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    } else {
        handle = open_either(set && set[0] ? set : NULL, path, size);
    }
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
    sl__log(SL_LOG_INFO, "infer", "TFLite %s with XNNPACK: %s", shared.functions.TfLiteVersion(), path);
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
