/* A stand-in for stderr that forgets what one thread says. */
#include "infer/hush.h"

#include <unistd.h>

#ifdef __GLIBC__

static ssize_t hush_write(void *cookie, const char *text, size_t size)
{
    const struct sl__hush *hush = cookie;
    if (pthread_equal(hush->thread, pthread_self()))
        return (ssize_t)size;
    return write(STDERR_FILENO, text, size);
}

/* glibc documents stderr as a variable that programs may assign. */
void sl__hush_begin(struct sl__hush *hush)
{
    hush->real = stderr;
    hush->thread = pthread_self();
    hush->quiet = fopencookie(hush, "w", (cookie_io_functions_t){.write = hush_write});
    if (!hush->quiet)
        return;
    setvbuf(hush->quiet, NULL, _IONBF, 0);
    __atomic_store_n(&stderr, hush->quiet, __ATOMIC_SEQ_CST);
}

/* The stand-in is not freed: another thread may have picked it up a moment ago. It happens once per engine. */
void sl__hush_end(struct sl__hush *hush)
{
    if (hush->quiet)
        __atomic_store_n(&stderr, hush->real, __ATOMIC_SEQ_CST);
}

#else

void sl__hush_begin(struct sl__hush *hush)
{
    hush->quiet = NULL;
}

void sl__hush_end(struct sl__hush *hush)
{
    (void)hush;
}

#endif
