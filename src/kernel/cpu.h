/* Which kernels this CPU can run; asked once, when the best of them is chosen. */
#ifndef SL_KERNEL_CPU_H
#define SL_KERNEL_CPU_H

#include <stdbool.h>

/** Of plain C. */
static inline bool sl__cpu_any(void)
{
    return true;
}

#ifdef __x86_64__
/** Of src/kernel/x86: those files are compiled for both. */
static inline bool sl__cpu_has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
#endif

#endif
