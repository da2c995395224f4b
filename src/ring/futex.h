/* Sleeping on a word of shared memory; waiting works on memory that is mapped read-only. */
#ifndef SL_RING_FUTEX_H
#define SL_RING_FUTEX_H

#include <linux/futex.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static inline void ring_futex_wake(_Atomic uint32_t *word)
{
    syscall(SYS_futex, (uint32_t *)word, FUTEX_WAKE, 0x7fffffff, NULL, NULL, 0);
}

/** Sleep while the word has this value, until woken or the time is over. Returns early for any reason. */
static inline void ring_futex_wait(const _Atomic uint32_t *word, uint32_t value, int64_t timeout_ns)
{
    struct timespec time = {.tv_sec = timeout_ns / 1000000000, .tv_nsec = timeout_ns % 1000000000};
    syscall(SYS_futex, (const uint32_t *)word, FUTEX_WAIT, value, &time, NULL, 0);
}

#endif
