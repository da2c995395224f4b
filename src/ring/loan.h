/* Loans for those who have another way to share a frame. */
#ifndef SL_RING_LOAN_H
#define SL_RING_LOAN_H

#include <sightline/ring.h>

/** As sl_ring_loan(), but a failure is no dropped frame: the caller brings it later, with sl_ring_write(). */
int sl__ring_try_loan(struct sl_ring *ring, struct sl_ring_loan *loan);

#endif
