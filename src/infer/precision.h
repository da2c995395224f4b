/* What this CPU computes fast. */
#ifndef SL_INFER_PRECISION_H
#define SL_INFER_PRECISION_H

#include <stdbool.h>

/** Does the CPU multiply bf16 numbers in hardware? Reads the system's list of CPU features; false when there is none. */
bool sl__cpu_has_bf16(void);

#endif
