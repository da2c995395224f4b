/* Signals that ask the program to end. Our threads block them; in whichever other one they arrive, the same is done. */
#ifndef SL_CLI_INTERRUPT_H
#define SL_CLI_INTERRUPT_H

#include <stdbool.h>

/**
 * Hear SIGINT, SIGTERM and SIGHUP (those that were not ignored at start), ignore SIGPIPE and SIGXFSZ. Until
 * interrupt_hold() a signal ends the program at once, with CODE_INTERRUPTED.
 */
void interrupt_init(void);

/** From now on the first signal is only noted; the second ends the program at once. */
void interrupt_hold(void);

bool interrupt_came(void);

#endif
