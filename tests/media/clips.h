/* Clips that tests make for themselves. */
#ifndef SL_TESTS_MEDIA_CLIPS_H
#define SL_TESTS_MEDIA_CLIPS_H

#include <stdbool.h>

/** Run a pipeline to its end. @return false when this machine lacks an element or it fails. */
bool clip_make(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Is that element there? */
bool element_is_there(const char *name);

#endif
