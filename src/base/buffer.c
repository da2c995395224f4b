/* The bounded byte buffer. */
#include "base/buffer.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int sl__buffer_init(struct sl__buffer *buffer, size_t room, size_t max)
{
    memset(buffer, 0, sizeof(*buffer));
    if (room > max)
        return -EINVAL;
    buffer->max = max;
    if (room && !(buffer->data = malloc(room)))
        return -ENOMEM;
    buffer->room = room;
    return 0;
}

void sl__buffer_finish(struct sl__buffer *buffer)
{
    free(buffer->data);
    memset(buffer, 0, sizeof(*buffer));
}

void sl__buffer_clear(struct sl__buffer *buffer)
{
    buffer->size = 0;
}

/* Room for size more bytes. Doubles, so that appending is linear in all. */
static int buffer_reserve(struct sl__buffer *buffer, size_t size)
{
    if (size > buffer->max - buffer->size)
        return -E2BIG;
    size_t wanted = buffer->size + size;
    if (wanted <= buffer->room)
        return 0;
    size_t room = buffer->room ? buffer->room : 256;
    while (room < wanted)
        room = room > buffer->max / 2 ? buffer->max : room * 2;
    char *data = realloc(buffer->data, room);
    if (!data)
        return -ENOMEM;
    buffer->data = data;
    buffer->room = room;
    return 0;
}

int sl__buffer_append(struct sl__buffer *buffer, const void *bytes, size_t size)
{
    int err = buffer_reserve(buffer, size);
    if (err < 0)
        return err;
    if (size)
        memcpy(buffer->data + buffer->size, bytes, size);
    buffer->size += size;
    return 0;
}

int sl__buffer_repeat(struct sl__buffer *buffer, size_t at, size_t size)
{
    if (at > buffer->size || size > buffer->size - at)
        return -EINVAL;
    int err = buffer_reserve(buffer, size);
    if (err < 0)
        return err;
    if (size)
        memcpy(buffer->data + buffer->size, buffer->data + at, size);
    buffer->size += size;
    return 0;
}

int sl__buffer_text(struct sl__buffer *buffer, const char *text)
{
    return sl__buffer_append(buffer, text, strlen(text));
}

int sl__buffer_printf(struct sl__buffer *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        return -EINVAL;
    int err = buffer_reserve(buffer, (size_t)length + 1); /* vsnprintf also writes a NUL */
    if (err < 0)
        return err;
    va_start(args, format);
    vsnprintf(buffer->data + buffer->size, (size_t)length + 1, format, args);
    va_end(args);
    buffer->size += (size_t)length;
    return 0;
}
