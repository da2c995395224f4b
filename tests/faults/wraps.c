/*
 * The wrapped functions. Blocks handed out are kept in a table by address, so that free() of a block from elsewhere (the
 * C library's own) does not count.
 */
#include "wraps.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCKS_MAX 65536 /* a power of two; far above what an operation holds at a time */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct {
    unsigned n, seen, failed; /* n: 0 when not armed */
    bool onward, thread;
    unsigned long allocations;
    long live;
    void *block[BLOCKS_MAX]; /* open addressing; GONE keeps a chain together */
} faults;

static char gone;
#define GONE ((void *)&gone)

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
int __real_posix_memalign(void **block, size_t align, size_t size);
void __real_free(void *block);
int __real_pthread_create(pthread_t *id, const pthread_attr_t *attr, void *(*fn)(void *), void *arg);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_aligned_alloc(size_t align, size_t size);
int __wrap_posix_memalign(void **block, size_t align, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t size);
void __wrap_free(void *block);
int __wrap_pthread_create(pthread_t *id, const pthread_attr_t *attr, void *(*fn)(void *), void *arg);

static size_t place_of(const void *block)
{
    return (size_t)((uintptr_t)block / 16 * 2654435761u) % BLOCKS_MAX;
}

static void *keep(void *block)
{
    if (!block)
        return NULL;
    pthread_mutex_lock(&mutex);
    size_t place = place_of(block);
    while (faults.block[place] && faults.block[place] != GONE)
        place = (place + 1) % BLOCKS_MAX;
    faults.block[place] = block;
    faults.live++;
    pthread_mutex_unlock(&mutex);
    return block;
}

static void forget(void *block)
{
    pthread_mutex_lock(&mutex);
    size_t place = place_of(block);
    while (faults.block[place] && faults.block[place] != block)
        place = (place + 1) % BLOCKS_MAX;
    if (faults.block[place]) {
        faults.block[place] = GONE;
        faults.live--;
    }
    pthread_mutex_unlock(&mutex);
}

/* Is it this call's turn to fail? */
static bool strikes(bool thread)
{
    pthread_mutex_lock(&mutex);
    faults.allocations += !thread;
    faults.seen++;
    bool hit = faults.n && (faults.onward ? faults.seen >= faults.n : faults.seen == faults.n);
    faults.failed += hit;
    faults.thread |= hit && thread;
    pthread_mutex_unlock(&mutex);
    if (hit)
        errno = thread ? EAGAIN : ENOMEM;
    return hit;
}

void faults_arm(unsigned n, bool onward)
{
    pthread_mutex_lock(&mutex);
    faults.n = n;
    faults.onward = onward;
    faults.seen = faults.failed = 0;
    faults.thread = false;
    pthread_mutex_unlock(&mutex);
}

unsigned faults_disarm(void)
{
    pthread_mutex_lock(&mutex);
    faults.n = 0;
    unsigned failed = faults.failed;
    pthread_mutex_unlock(&mutex);
    return failed;
}

unsigned long faults_allocations(void)
{
    pthread_mutex_lock(&mutex);
    unsigned long allocations = faults.allocations;
    pthread_mutex_unlock(&mutex);
    return allocations;
}

long faults_live(void)
{
    pthread_mutex_lock(&mutex);
    long live = faults.live;
    pthread_mutex_unlock(&mutex);
    return live;
}

bool faults_hit_thread(void)
{
    pthread_mutex_lock(&mutex);
    bool thread = faults.thread;
    pthread_mutex_unlock(&mutex);
    return thread;
}

void *__wrap_malloc(size_t size)
{
    return strikes(false) ? NULL : keep(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return strikes(false) ? NULL : keep(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size)
{
    if (strikes(false))
        return NULL;
    /* Forgotten first: once freed, the address may be another thread's. */
    if (block)
        forget(block);
    void *moved = __real_realloc(block, size);
    keep(moved ? moved : block); /* what could not be moved stays (nobody here asks for no bytes at all) */
    return moved;
}

void *__wrap_aligned_alloc(size_t align, size_t size)
{
    return strikes(false) ? NULL : keep(__real_aligned_alloc(align, size));
}

int __wrap_posix_memalign(void **block, size_t align, size_t size)
{
    if (strikes(false))
        return ENOMEM;
    int err = __real_posix_memalign(block, align, size);
    if (!err)
        keep(*block);
    return err;
}

char *__wrap_strndup(const char *text, size_t size)
{
    size_t length = strnlen(text, size);
    char *copy = __wrap_malloc(length + 1);
    if (!copy)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *__wrap_strdup(const char *text)
{
    return __wrap_strndup(text, strlen(text));
}

void __wrap_free(void *block)
{
    if (block)
        forget(block);
    __real_free(block);
}

int __wrap_pthread_create(pthread_t *id, const pthread_attr_t *attr, void *(*fn)(void *), void *arg)
{
    return strikes(true) ? EAGAIN : __real_pthread_create(id, attr, fn, arg);
}
