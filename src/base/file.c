/* Files read whole, descriptors written whole, and the folder this code was loaded from. */
#include "base/file.h"

#include "base/error.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The codes of open() and read() that callers tell apart; the rest is trouble with the device. */
static int file_code(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return -ENOENT;
    case EACCES:
    case EPERM:
        return -EACCES;
    case EISDIR:
    case ENAMETOOLONG:
    case ELOOP:
        return -EINVAL;
    case ENOMEM:
        return -ENOMEM;
    default:
        return -EIO;
    }
}

/* Up to size bytes from where the descriptor stands. Bytes read or a negative errno. */
static ssize_t fd_read_up_to(int fd, uint8_t *data, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t count = read(fd, data + done, size - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return -errno;
        if (count == 0)
            break;
        done += (size_t)count;
    }
    return (ssize_t)done;
}

static int file_read_open(int fd, const char *path, size_t max_bytes, uint8_t **data, size_t *size, struct sl_error *why)
{
    struct stat info;
    if (fstat(fd, &info) < 0)
        return sl__error_set(why, file_code(errno), "%s: cannot be examined: %s", path, strerror(errno));
    if (!S_ISREG(info.st_mode))
        return sl__error_set(why, -EINVAL, "%s: is %s; expected a file", path,
                             S_ISDIR(info.st_mode) ? "a folder" : "not a regular file");
    if ((uint64_t)info.st_size > max_bytes)
        return sl__error_set(why, -E2BIG, "%s: is %lld bytes long; the limit is %zu", path, (long long)info.st_size,
                             max_bytes);
    size_t wanted = (size_t)info.st_size;
    uint8_t *bytes = malloc(wanted + 1);
    if (!bytes)
        return sl__error_set(why, -ENOMEM, "%s: no memory for its %zu bytes", path, wanted);
    ssize_t count = fd_read_up_to(fd, bytes, wanted);
    if (count < 0) {
        free(bytes);
        return sl__error_set(why, file_code((int)-count), "%s: cannot be read: %s", path, strerror((int)-count));
    }
    bytes[count] = '\0';
    *data = bytes;
    *size = (size_t)count;
    return 0;
}

int sl__file_read(const char *path, size_t max_bytes, uint8_t **data, size_t *size, struct sl_error *why)
{
    *data = NULL;
    *size = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe without a writer must not hold us up */
    if (fd < 0)
        return sl__error_set(why, file_code(errno), "%s: cannot be opened: %s", path, strerror(errno));
    int err = file_read_open(fd, path, max_bytes, data, size, why);
    close(fd);
    return err;
}

int sl__fd_write_all(int fd, const void *data, size_t size)
{
    const uint8_t *bytes = data;
    while (size > 0) {
        ssize_t count = write(fd, bytes, size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            /* A pipe that someone else made non-blocking. */
            struct pollfd ready = {.fd = fd, .events = POLLOUT};
            if (poll(&ready, 1, -1) < 0 && errno != EINTR)
                return -errno;
            continue;
        }
        if (count < 0)
            return -errno;
        bytes += count;
        size -= (size_t)count;
    }
    return 0;
}

/* Path of the file this code was loaded from, symbolic links resolved. */
static int own_path(char path[PATH_MAX])
{
    Dl_info info;
    struct link_map *map = NULL;
    if (!dladdr1((const void *)(uintptr_t)own_path, &info, (void **)&map, RTLD_DL_LINKMAP) || !map)
        return -ENOENT;
    /* The program itself has no name in the list; argv[0] need not lead to it, /proc does. */
    const char *name = map->l_name && map->l_name[0] ? map->l_name : "/proc/self/exe";
    return realpath(name, path) ? 0 : -ENOENT;
}

int sl__own_folder(char *path, size_t size)
{
    char own[PATH_MAX];
    int err = own_path(own);
    if (err < 0)
        return err;
    char *slash = strrchr(own, '/');
    if (!slash)
        return -ENOENT;
    size_t length = slash == own ? 1 : (size_t)(slash - own); /* the root keeps its slash */
    if (length >= size)
        return -ENOENT;
    memcpy(path, own, length);
    path[length] = '\0';
    return 0;
}
