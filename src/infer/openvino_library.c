/* Finding and opening OpenVINO's C library. */
#include <openvino/c/openvino.h>

#include "base/error.h"
#include "infer/openvino_library.h"
#include "infer/places.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPENVINO_PATTERN "libopenvino_c.so*"

static struct {
    pthread_mutex_t lock;
    bool ready;
    struct openvino_library functions;
} shared = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* The folder in SIGHTLINE_OPENVINO, else the known folders, else the system's own search. */
static void *library_open(char *path, size_t size, struct sl_error *why)
{
    const char *folder = getenv("SIGHTLINE_OPENVINO");
    if (folder && folder[0]) {
        if (sl__places_find_in(folder, OPENVINO_PATTERN, path, size) < 0) {
            sl__error_set(why, -ENOENT, "SIGHTLINE_OPENVINO: there is no " OPENVINO_PATTERN " in %s", folder);
            return NULL;
        }
    } else if (sl__places_find(sl__places_openvino, OPENVINO_PATTERN, path, size) < 0) {
        snprintf(path, size, "libopenvino_c.so");
    }
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle)
        return handle;
    if (strchr(path, '/'))
        sl__error_set(why, -ENOENT, "OpenVINO's library does not open: %s", dlerror());
    else
        sl__error_set(why, -ENOENT, "OpenVINO's library " OPENVINO_PATTERN " was not found; make setup fetches it, or "
                      "SIGHTLINE_OPENVINO names its folder");
    return NULL;
}

static int library_bind(void *handle, const char *path, struct openvino_library *functions, struct sl_error *why)
{
#define BIND(name)                                                                                       \
    if (!(functions->name = (__typeof__(&name))dlsym(handle, #name)))                                    \
        return sl__error_set(why, -EPROTO, "%s lacks %s: OpenVINO's C library was expected", path, #name);
    OPENVINO_SYMBOLS(BIND)
#undef BIND
    ov_version_t version = {0};
    if (functions->ov_get_openvino_version(&version) == OK) {
        snprintf(functions->version, sizeof(functions->version), "%s", version.buildNumber);
        functions->ov_version_free(&version);
    }
    return 0;
}

static int library_load(struct sl_error *why)
{
    char path[PATH_MAX];
    void *handle = library_open(path, sizeof(path), why);
    if (!handle)
        return -ENOENT;
    int err = library_bind(handle, path, &shared.functions, why);
    shared.ready = err == 0;
    return err;
}

int openvino_library_get(const struct openvino_library **library, struct sl_error *why)
{
    pthread_mutex_lock(&shared.lock);
    int err = shared.ready ? 0 : library_load(why);
    pthread_mutex_unlock(&shared.lock);
    *library = &shared.functions;
    return err;
}
