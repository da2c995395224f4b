/* Rounding to decimals as Python's round(x, n) does it: the nearest decimal number to the double, ties to even. */
#ifndef SL_LANDMARK_DECIMALS_H
#define SL_LANDMARK_DECIMALS_H

/** @param decimals  0..9. NAN and infinities stay. Any thread, whatever the language's decimal point. Allocates nothing. */
double sl__round_decimals(double x, int decimals);

#endif
