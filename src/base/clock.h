/* The one clock of the core: CLOCK_MONOTONIC in nanoseconds. */
#ifndef SL_BASE_CLOCK_H
#define SL_BASE_CLOCK_H

#include <stdint.h>

#define SL_NS_PER_MS 1000000LL
#define SL_NS_PER_S 1000000000LL

int64_t sl__clock_ns(void);

#endif
