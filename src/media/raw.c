/* Raw frames from a descriptor: no header, one tightly packed frame after the other. */
#include "media/pool.h"
#include "media/sources.h"
#include "base/clock.h"
#include "base/error.h"

#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

struct raw_source {
    struct sl__source source;
    struct source_spec spec;
    struct frame_pool *pool;
    size_t frame_bytes;
    uint64_t number;
    int fd;
    int wake_fd; ///< eventfd; readable after interrupt
};

/* Wait for something to read. 1, or -ECANCELED after interrupt. */
static int raw_wait(const struct raw_source *raw, struct sl_error *why)
{
    struct pollfd fds[2] = {{.fd = raw->fd, .events = POLLIN}, {.fd = raw->wake_fd, .events = POLLIN}};
    while (poll(fds, 2, -1) < 0)
        if (errno != EINTR)
            return sl__error_set(why, -EIO, "%s: waiting for standard input: %s", raw->spec.text, strerror(errno));
    return fds[1].revents ? -ECANCELED : 1;
}

/* Fill a frame's bytes. @return how many came before the end, or a negative errno. */
static ssize_t raw_fill(const struct raw_source *raw, uint8_t *bytes, struct sl_error *why)
{
    size_t size = 0;
    while (size < raw->frame_bytes) {
        int err = raw_wait(raw, why);
        if (err < 0)
            return err;
        ssize_t got = read(raw->fd, bytes + size, raw->frame_bytes - size);
        if (got == 0)
            break;
        if (got < 0 && errno != EINTR && errno != EAGAIN)
            return sl__error_set(why, -EIO, "%s: reading standard input: %s", raw->spec.text, strerror(errno));
        size += got > 0 ? (size_t)got : 0;
    }
    return (ssize_t)size;
}

static int raw_end(const struct raw_source *raw, size_t size, struct sl_error *why)
{
    if (size > 0)
        return sl__error_set(why, -EPROTO, "%s: standard input ends inside frame %llu, after %zu of its %zu bytes",
                             raw->spec.text, (unsigned long long)raw->number, size, raw->frame_bytes);
    if (raw->number == 0)
        return sl__error_set(why, -ENODATA, "%s: standard input is empty; expected frames of %zu bytes", raw->spec.text,
                             raw->frame_bytes);
    return 0;
}

static int raw_next(struct sl__source *source, struct sl__held_frame **frame, struct sl_error *why)
{
    struct raw_source *raw = (struct raw_source *)source;
    struct pool_frame *slot;
    int err = frame_pool_take(raw->pool, &slot);
    if (err < 0)
        return err;
    struct sl__held_frame *held = &slot->held;
    ssize_t size = (err = pool_frame_room(slot, raw->frame_bytes, why)) < 0 ? err : raw_fill(raw, slot->room, why);
    if (size >= 0 && (size_t)size == raw->frame_bytes)
        err = sl_frame_init(&held->frame, raw->spec.pixels, raw->spec.width_px, raw->spec.height_px, slot->room, 0, why);
    else
        err = size < 0 ? (int)size : raw_end(raw, (size_t)size, why);
    if (err < 0 || (size_t)size < raw->frame_bytes) {
        sl__frame_unref(&held);
        return err;
    }
    held->frame.capture_ns = sl__clock_ns();
    held->frame.pts_ns = source_rate_ns(raw->spec.rate, raw->number);
    held->frame.number = raw->number++;
    *frame = held;
    return 1;
}

static void raw_interrupt(struct sl__source *source)
{
    struct raw_source *raw = (struct raw_source *)source;
    uint64_t one = 1;
    frame_pool_interrupt(raw->pool);
    if (write(raw->wake_fd, &one, sizeof(one)) < 0)
        return; /* only when the counter is full, and then it is readable anyway */
}

static void raw_close(struct sl__source *source)
{
    struct raw_source *raw = (struct raw_source *)source;
    frame_pool_close(&raw->pool);
    if (raw->wake_fd >= 0)
        close(raw->wake_fd);
    free(raw);
}

static const struct sl__source_ops raw_ops = {raw_next, raw_interrupt, raw_close};

/* Standard input may be a file; then its length is known. */
static int64_t raw_length(const struct raw_source *raw)
{
    struct stat st;
    off_t at = lseek(raw->fd, 0, SEEK_CUR);
    if (fstat(raw->fd, &st) < 0 || !S_ISREG(st.st_mode) || at < 0 || at > st.st_size)
        return -1;
    return (int64_t)((uint64_t)(st.st_size - at) / raw->frame_bytes);
}

int raw_source_open(struct sl__source **source, const struct source_spec *spec, int fd, struct sl_error *why)
{
    struct raw_source *raw = calloc(1, sizeof(*raw));
    if (!raw)
        return sl__error_set(why, -ENOMEM, "%s: no memory for a source", spec->text);
    raw->spec = *spec;
    raw->fd = fd;
    raw->frame_bytes = sl_frame_bytes(spec->pixels, spec->width_px, spec->height_px);
    raw->wake_fd = eventfd(0, EFD_CLOEXEC);
    int err = raw->wake_fd < 0 ? sl__error_set(why, -errno, "%s: no eventfd: %s", spec->text, strerror(errno))
                               : frame_pool_create(&raw->pool, sizeof(struct pool_frame), NULL, why);
    if (err < 0) {
        raw_close(&raw->source);
        return err;
    }
    raw->source.ops = &raw_ops;
    raw->source.length_frames = raw_length(raw);
    snprintf(raw->source.name, sizeof(raw->source.name), "%s", spec->name);
    *source = &raw->source;
    return 0;
}
