/* The monotonic clock. */
#include "base/clock.h"

#include <time.h>

int64_t sl__clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * SL_NS_PER_S + now.tv_nsec;
}
