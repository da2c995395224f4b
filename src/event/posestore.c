/* A .pose file on disk: growing by doubling, whole at any moment. */
#include "event/posefile.h"

#include "base/error.h"
#include "event/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_ROOM 64 /* frames */

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the file has the numbers of this machine");

static off_t data_at(const struct pose_store *store, uint32_t frame)
{
    return store->start + (off_t)frame * 3 * (off_t)store->confidence_bytes;
}

/* With so much room for data before it. */
static off_t confidence_at(const struct pose_store *store, uint32_t room, uint32_t frame)
{
    return data_at(store, room) + (off_t)frame * (off_t)store->confidence_bytes;
}

static int refuse(const struct pose_store *store, int os, struct sl_error *why)
{
    return os ? out_error_set(store->name, os, why) : 0;
}

int pose_store_open(struct pose_store *store, const char *path, struct sl_error *why)
{
    store->fd = -1;
    snprintf(store->name, sizeof(store->name), "%s", path);
    if (!*path || !strcmp(path, "-"))
        return sl__error_set(why, -EINVAL, "a .pose output needs a file name: its end changes its beginning");
    store->fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
    if (store->fd < 0)
        return out_error_set(store->name, errno, why);
    struct stat status;
    if (fstat(store->fd, &status) < 0)
        return out_error_set(store->name, errno, why);
    if (!S_ISREG(status.st_mode))
        return sl__error_set(why, -EINVAL, "%s: a .pose output needs a plain file: its end changes its beginning", path);
    return 0;
}

/* One of the body's first numbers; all have four bytes. */
static int write_number(struct pose_store *store, off_t before_data, const void *number)
{
    return out_write_at(store->fd, number, 4, store->start - before_data);
}

static int write_frame_count(struct pose_store *store, uint32_t count)
{
    return write_number(store, 6, &count);
}

int pose_store_rate(struct pose_store *store, float fps, struct sl_error *why)
{
    return refuse(store, write_number(store, POSE_BODY_START, &fps), why);
}

/* Room for so many frames behind a head that says so. */
int pose_store_head(struct pose_store *store, const struct sl__buffer *head, size_t points, struct sl_error *why)
{
    store->start = (off_t)head->size;
    store->confidence_bytes = points * sizeof(float);
    int os = out_write_at(store->fd, head->data, head->size, 0);
    if (os == 0 && store->room)
        os = write_frame_count(store, store->room);
    return refuse(store, os, why);
}

static int read_at(int fd, char *data, size_t size, off_t offset)
{
    while (size) {
        ssize_t now = pread(fd, data, size, offset);
        if (now == 0 || (now < 0 && errno != EINTR))
            return now ? errno : EIO;
        if (now > 0)
            data += now, size -= (size_t)now, offset += now;
    }
    return 0;
}

/* Forwards from the beginning, so the two may overlap when `to` is the lower one. */
static int copy_range(struct pose_store *store, off_t to, off_t from, size_t size)
{
    int os = 0;
    for (size_t done = 0, part; done < size && os == 0; done += part) {
        part = size - done < sizeof(store->copy) ? size - done : sizeof(store->copy);
        os = read_at(store->fd, store->copy, part, from + (off_t)done);
        os = os ? os : out_write_at(store->fd, store->copy, part, to + (off_t)done);
    }
    return os;
}

static int clear_range(struct pose_store *store, off_t at, size_t size)
{
    int os = 0;
    memset(store->copy, 0, sizeof(store->copy));
    for (size_t done = 0, part; done < size && os == 0; done += part) {
        part = size - done < sizeof(store->copy) ? size - done : sizeof(store->copy);
        os = out_write_at(store->fd, store->copy, part, at + (off_t)done);
    }
    return os;
}

/* The confidences first, then the number that makes them count, so that whoever reads meanwhile finds the one or the other. */
static int grow(struct pose_store *store)
{
    uint32_t room = store->room ? 2 * store->room : FIRST_ROOM;
    off_t from = confidence_at(store, store->room, 0), to = confidence_at(store, room, 0);
    size_t used = store->frames * store->confidence_bytes;
    if (room < store->room)
        return EFBIG;
    int os = ftruncate(store->fd, confidence_at(store, room, room)) < 0 ? errno : 0;
    os = os ? os : copy_range(store, to, from, used);
    os = os ? os : write_frame_count(store, room);
    if (os)
        return os;
    store->room = room;
    return clear_range(store, from, used);
}

int pose_store_append(struct pose_store *store, const struct pose_frame *frame, struct sl_error *why)
{
    uint32_t number = store->frames;
    int os = number == store->room ? grow(store) : 0;
    os = os ? os : out_write_at(store->fd, frame->data, 3 * store->confidence_bytes, data_at(store, number));
    os = os ? os
            : out_write_at(store->fd, frame->confidence, store->confidence_bytes, confidence_at(store, store->room, number));
    store->frames += os == 0;
    return refuse(store, os, why);
}

/* Only the frames that were written. */
static int trim(struct pose_store *store)
{
    size_t used = store->frames * store->confidence_bytes;
    off_t from = confidence_at(store, store->room, 0), to = confidence_at(store, store->frames, 0);
    int os = to == from ? 0 : copy_range(store, to, from, used);
    os = os ? os : write_frame_count(store, store->frames);
    return os ? os : ftruncate(store->fd, to + (off_t)used) < 0 ? errno : 0;
}

int pose_store_close(struct pose_store *store, struct sl_error *why)
{
    if (store->fd < 0)
        return 0;
    int os = store->room ? trim(store) : 0;
    if (close(store->fd) < 0 && errno != EINTR && os == 0)
        os = errno;
    store->fd = -1;
    return refuse(store, os, why);
}
