#ifndef SL_TESTS_BENCH_H
#define SL_TESTS_BENCH_H

/** Prints a table: each kernel on each case, microseconds. */
int bench_kernels(void);

#endif
