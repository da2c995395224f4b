/* A byte buffer that grows up to a maximum it is born with. */
#ifndef SL_BASE_BUFFER_H
#define SL_BASE_BUFFER_H

#include <stddef.h>

struct sl__buffer {
    char *data;
    size_t size; ///< bytes used
    size_t room; ///< bytes allocated
    size_t max;  ///< bytes it may ever hold
};

/** @p room bytes are allocated at once, so that a buffer of the right size never grows later. 0 or -ENOMEM, -EINVAL. */
int sl__buffer_init(struct sl__buffer *buffer, size_t room, size_t max);
void sl__buffer_finish(struct sl__buffer *buffer);
void sl__buffer_clear(struct sl__buffer *buffer);

/** 0, -E2BIG past the maximum, -ENOMEM; on failure nothing was added. */
int sl__buffer_append(struct sl__buffer *buffer, const void *bytes, size_t size);
/** Once more what stands @p at there: @p size bytes of its own. */
int sl__buffer_repeat(struct sl__buffer *buffer, size_t at, size_t size);
int sl__buffer_text(struct sl__buffer *buffer, const char *text);
int sl__buffer_printf(struct sl__buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
