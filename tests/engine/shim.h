/*
 * A stand-in library before a real one ($SHIM_REAL): every function passes its arguments on, and the one whose number the
 * test has written to shim_fail_at refuses instead. shim_alive counts what was made and not yet deleted.
 */
#ifndef SL_TESTS_ENGINE_SHIM_H
#define SL_TESTS_ENGINE_SHIM_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>

#define EXPORT __attribute__((visibility("default")))

EXPORT int shim_calls, shim_fail_at, shim_alive;

static inline void *shim_real(const char *name)
{
    static void *handle;
    if (!handle)
        handle = dlopen(getenv("SHIM_REAL"), RTLD_NOW | RTLD_LOCAL);
    return handle ? dlsym(handle, name) : NULL;
}

static inline bool shim_fails(void)
{
    return ++shim_calls == shim_fail_at;
}

#define REAL(name) ((__typeof__(&name))shim_real(#name))

/** A function that may refuse, and what it gives then. */
#define GIVES(type, refusal, name, parameters, arguments)             \
    EXPORT type name parameters                                       \
    {                                                                 \
        return shim_fails() ? (refusal) : REAL(name) arguments;       \
    }

/** One that cannot fail. */
#define PASSES(type, name, parameters, arguments) \
    EXPORT type name parameters                   \
    {                                             \
        return REAL(name) arguments;              \
    }

/** One that ends the life of an object. */
#define DELETES(name, type)       \
    EXPORT void name(type object) \
    {                             \
        shim_alive--;             \
        REAL(name)(object);       \
    }

#endif
