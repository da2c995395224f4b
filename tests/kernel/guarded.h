/* Memory with a forbidden page before and behind it: one byte read or written outside ends the program. */
#ifndef SL_TESTS_GUARDED_H
#define SL_TESTS_GUARDED_H

#include <stddef.h>
#include <stdint.h>

struct guarded {
    uint8_t *pages;
    size_t room; ///< bytes between the forbidden pages
};

enum guarded_place { GUARDED_START, GUARDED_END }; ///< the first byte after, or the last byte before a forbidden page

/** Exits when there is no memory. */
void guarded_init(struct guarded *guarded, size_t room);
void guarded_finish(struct guarded *guarded);
uint8_t *guarded_at(const struct guarded *guarded, size_t size, enum guarded_place place);

#endif
