/*
 * Allocations that can be made to fail and are counted. The linker leads malloc and its kin, free and pthread_create to
 * wraps.c (-Wl,--wrap, see meson.build); this reaches into the archive and the test, not into other libraries.
 *
 *     unsigned long before = faults_allocations();
 *     ... a hundred frames ...
 *     CHECK_INT(faults_allocations() - before, 0);
 */
#ifndef SL_TESTS_WRAPS_H
#define SL_TESTS_WRAPS_H

#include <stdbool.h>

/** Let the n-th allocation from now fail (1: the next), and with @p onward all after it; 0: none. */
void faults_arm(unsigned n, bool onward);

/** How many allocations failed since faults_arm(); none fails any more. */
unsigned faults_disarm(void);

/** Allocations so far, and blocks allocated and not freed yet. All threads; not those inside other libraries. */
unsigned long faults_allocations(void);
long faults_live(void);

/** Did a thread fail to start since faults_arm()? Operations may do without one, or refuse with -EAGAIN. */
bool faults_hit_thread(void);

#endif
