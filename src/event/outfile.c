/* Writing records whole or not at all, and saying what stood in the way. */
#include "event/outfile.h"

#include "base/error.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the system says, as our code and words. */
static const struct os_error {
    int os, code;
    const char *text;
} os_errors[] = {
    {ENOSPC, -ENOSPC, "no space left on the device"},
    {EDQUOT, -ENOSPC, "the disk quota is used up"},
    {EFBIG, -E2BIG, "the file may not grow any further (ulimit -f)"},
    {EPIPE, -EPIPE, "nobody reads it any more"},
    {ENOENT, -ENOENT, "its folder does not exist"},
    {ENOTDIR, -ENOENT, "its folder does not exist"},
    {EISDIR, -EINVAL, "it is a folder, a file is needed"},
    {ENAMETOOLONG, -EINVAL, "the name is too long"},
    {EACCES, -EACCES, "no permission to write it"},
    {EPERM, -EACCES, "no permission to write it"},
    {EROFS, -EACCES, "the file system is read-only"},
    {ETXTBSY, -EBUSY, "it is a program that runs"},
    {ENXIO, -EIO, "nothing is behind that device"},
};

int out_error_set(const char *name, int os, struct sl_error *why)
{
    for (size_t i = 0; i < sizeof(os_errors) / sizeof(os_errors[0]); i++)
        if (os_errors[i].os == os)
            return sl__error_set(why, os_errors[i].code, "%s: %s", name, os_errors[i].text);
    return sl__error_set(why, -EIO, "%s: writing failed (errno %d)", name, os);
}

int out_file_open(struct out_file *file, const char *path, bool has_tail, struct sl_error *why)
{
    *file = (struct out_file){.fd = -1};
    bool standard = !strcmp(path, "-");
    snprintf(file->name, sizeof(file->name), "%s", standard ? "standard output" : path);
    if (!*path)
        return sl__error_set(why, -EINVAL, "an output needs a file name, or - for standard output");
    int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY | (has_tail ? 0 : O_APPEND);
    file->fd = standard ? STDOUT_FILENO : open(path, flags, 0666);
    if (file->fd < 0)
        return out_error_set(file->name, errno, why);
    struct stat status;
    file->rewrites = has_tail && !standard && fstat(file->fd, &status) == 0 && S_ISREG(status.st_mode);
    return 0;
}

/* Write all, going on after interruptions, also on a pipe that somebody made non-blocking. 0 or an errno; *done bytes went out. */
static int write_all(int fd, const char *data, size_t size, size_t *done)
{
    for (*done = 0; *done < size;) {
        ssize_t now = write(fd, data + *done, size - *done);
        if (now > 0)
            *done += (size_t)now;
        else if (now == 0)
            return EIO;
        else if (errno == EAGAIN)
            poll(&(struct pollfd){.fd = fd, .events = POLLOUT}, 1, -1);
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

int out_write_at(int fd, const void *data, size_t size, off_t offset)
{
    const char *at = data;
    while (size) {
        ssize_t now = pwrite(fd, at, size, offset);
        if (now == 0 || (now < 0 && errno != EINTR))
            return now ? errno : EIO;
        if (now > 0)
            at += now, size -= (size_t)now, offset += now;
    }
    return 0;
}

/* Cut off the part of a record at the end of a file, if it still is the end; a pipe does not give it back. */
static bool take_back(int fd, size_t part)
{
    struct stat status;
    if (part == 0)
        return true;
    off_t end = lseek(fd, 0, SEEK_CUR);
    if (end < (off_t)part || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) || status.st_size != end)
        return false;
    return ftruncate(fd, end - (off_t)part) == 0 && lseek(fd, end - (off_t)part, SEEK_SET) >= 0;
}

static int append_stream(struct out_file *file, const char *data, size_t size, struct sl_error *why)
{
    size_t done;
    if (file->broken)
        return sl__error_set(why, -EIO, "%s: broke off in an earlier record", file->name);
    int os = write_all(file->fd, data, size, &done);
    if (os == 0)
        return 0;
    file->broken = !take_back(file->fd, done);
    return out_error_set(file->name, os, why);
}

/* The bytes of a tail are allocated when it is overwritten, so putting it back after a failure needs no space. */
static int append_rewriting(struct out_file *file, const char *data, size_t size, size_t tail_size, struct sl_error *why)
{
    size_t record_size = size - tail_size;
    int os = out_write_at(file->fd, data, size, file->size);
    if (os == 0) {
        file->size += (off_t)record_size;
        return 0;
    }
    if (file->size == 0)
        tail_size = 0;
    if (out_write_at(file->fd, data + record_size, tail_size, file->size) ||
        ftruncate(file->fd, file->size + (off_t)tail_size) < 0)
        file->broken = true;
    return out_error_set(file->name, os, why);
}

int out_file_append(struct out_file *file, const char *data, size_t size, size_t tail_size, struct sl_error *why)
{
    if (file->rewrites)
        return append_rewriting(file, data, size, tail_size, why);
    return append_stream(file, data, size - tail_size, why);
}

int out_file_close(struct out_file *file, const char *tail, struct sl_error *why)
{
    if (file->fd < 0)
        return 0;
    int err = 0;
    if (tail && !file->rewrites && !file->broken)
        err = append_stream(file, tail, strlen(tail), why);
    if (file->fd != STDOUT_FILENO && close(file->fd) < 0 && errno != EINTR && err == 0)
        err = out_error_set(file->name, errno, why);
    file->fd = -1;
    return err;
}
