/*
 * The runtime folder. A name is a socket there; a socket that nobody answers on is what a killed publisher left, and whoever
 * meets it removes it. Binding and sweeping happen under a lock on the folder, so that no newcomer's socket is swept.
 */
#include "ring/folder.h"

#include "base/error.h"
#include "ring/wire.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define SUFFIX ".ring"
#define BACKLOG 64
#define LOCK_TRIES 500 ///< of a millisecond: somebody else may open a shared folder, and must not hold us up for ever

int ring_name_check(const char *name, struct sl_error *why)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    size_t length = name ? strlen(name) : 0;
    char all[sizeof(letters) + 3];
    snprintf(all, sizeof(all), "%s._-", letters);
    if (length >= 1 && length <= SL_RING_NAME_MAX && strchr(letters, name[0]) && strspn(name, all) == length)
        return 0;
    return sl__error_set(why, -EINVAL, "'%.80s' is no name for shared frames; it takes 1 to %d letters, digits, '.', '_' or '-', "
                         "a letter or digit first", name ? name : "", SL_RING_NAME_MAX);
}

int sl_ring_runtime_dir(const char *wanted, char *path, size_t size)
{
    const char *set = wanted && *wanted ? wanted : getenv("SIGHTLINE_RUNTIME_DIR");
    const char *user = getenv("XDG_RUNTIME_DIR"), *temporary = getenv("TMPDIR");
    int length;
    if (set && *set)
        length = snprintf(path, size, "%s", set);
    else if (user && *user)
        length = snprintf(path, size, "%s/sightline", user);
    else
        length = snprintf(path, size, "%s/sightline-%u", temporary && *temporary ? temporary : "/tmp", (unsigned)getuid());
    return length >= 0 && (size_t)length < size ? 0 : -ENAMETOOLONG;
}

int ring_folder_make(const char *path, bool shared, struct sl_error *why)
{
    struct stat about;
    if (mkdir(path, shared ? 0755 : 0700) < 0 && errno != EEXIST)
        return sl__error_set(why, -EIO, "the folder %.150s for shared frames could not be made: %s", path, strerror(errno));
    if (lstat(path, &about) < 0 || !S_ISDIR(about.st_mode))
        return sl__error_set(why, -EACCES, "%.150s should be the folder of shared frames, and is something else", path);
    if (about.st_uid != geteuid() || (about.st_mode & 0022))
        return sl__error_set(why, -EACCES, "the folder %.150s is not ours alone to write in; shared frames need one that is "
                             "(SIGHTLINE_RUNTIME_DIR names another)", path);
    if (shared && (about.st_mode & 0055) != 0055)
        return sl__error_set(why, -EACCES, "the folder %.150s is closed to other users, so nobody could be allowed to attach; "
                             "chmod 755 opens it", path);
    return 0;
}

static int make_address(struct sockaddr_un *address, const char *folder, const char *name, struct sl_error *why)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int length = snprintf(address->sun_path, sizeof(address->sun_path), "%s/%s" SUFFIX, folder, name);
    if (length > 0 && (size_t)length < sizeof(address->sun_path))
        return 0;
    return sl__error_set(why, -EINVAL, "%.120s/%.60s is too long for a socket; a shorter runtime folder is needed", folder, name);
}

/* Held while names come and go. @return a descriptor to close, or -1: then nothing is swept */
static int lock_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int i = 0; fd >= 0 && i < LOCK_TRIES; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return fd;
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

static int new_socket(int flags, struct sl_error *why)
{
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | flags, 0);
    return fd >= 0 ? fd : sl__error_set(why, -EIO, "no socket for shared frames: %s", strerror(errno));
}

/* Does somebody listen there? The connection is given up at once; a publisher takes that for a reader who left. */
static bool answered(const struct sockaddr_un *address)
{
    int fd = new_socket(SOCK_NONBLOCK, NULL);
    bool yes = fd >= 0 && (connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 || errno == EAGAIN);
    if (fd >= 0)
        close(fd);
    return yes;
}

static int bind_name(int fd, const struct sockaddr_un *address, const char *name, bool shared, struct sl_error *why)
{
    struct stat about;
    if (lstat(address->sun_path, &about) == 0) {
        if (!S_ISSOCK(about.st_mode))
            return sl__error_set(why, -EBUSY, "%.100s is there, and is no socket", address->sun_path);
        if (answered(address))
            return sl__error_set(why, -EBUSY, "frames are shared as '%s' already, by another process", name);
        unlink(address->sun_path);
    }
    bool bound = bind(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;
    if (bound && chmod(address->sun_path, shared ? 0666 : 0600) == 0 && listen(fd, BACKLOG) == 0)
        return 0;
    int err = errno;
    if (bound)
        unlink(address->sun_path);
    return sl__error_set(why, -EIO, "%.100s: %s", address->sun_path, strerror(err));
}

int ring_folder_listen(const char *folder, const char *name, bool shared, struct sl_error *why)
{
    struct sockaddr_un address;
    int err = make_address(&address, folder, name, why);
    int fd = err < 0 ? err : new_socket(SOCK_NONBLOCK, why);
    if (fd < 0)
        return fd;
    int lock = lock_folder(folder);
    err = bind_name(fd, &address, name, shared, why);
    if (lock >= 0)
        close(lock);
    if (err == 0)
        return fd;
    close(fd);
    return err;
}

static void sweep(const char *folder, const struct sockaddr_un *address)
{
    int lock = lock_folder(folder);
    if (lock < 0)
        return;
    if (!answered(address))
        unlink(address->sun_path);
    close(lock);
}

bool ring_folder_is_named(const char *wanted)
{
    const char *set = getenv("SIGHTLINE_RUNTIME_DIR");
    return (wanted && *wanted) || (set && *set);
}

/* A folder in a place where anybody may make one is not to be taken for our own. */
static bool is_trusted(int fd, const char *folder, bool named)
{
    struct stat about;
    int64_t uid = ring_peer_of(fd).uid;
    return uid == (int64_t)geteuid() || uid == 0 || (named && stat(folder, &about) == 0 && uid == (int64_t)about.st_uid);
}

static int connect_failed(int err, const char *folder, const char *name, const struct sockaddr_un *address, struct sl_error *why)
{
    if (err == ECONNREFUSED)
        sweep(folder, address);
    if (err == ECONNREFUSED || err == ENOENT)
        return sl__error_set(why, -ENOENT, "nobody shares frames as '%s' (looked in %.120s)", name, folder);
    if (err == EACCES || err == EPERM)
        return sl__error_set(why, -EACCES, "frames shared as '%s' are not for this user", name);
    if (err == EAGAIN)
        return sl__error_set(why, -ETIMEDOUT, "the publisher of '%s' does not answer", name);
    return sl__error_set(why, -EIO, "%.100s: %s", address->sun_path, strerror(err));
}

int ring_folder_connect(const char *folder, const char *name, bool named, struct sl_error *why)
{
    struct sockaddr_un address;
    int err = make_address(&address, folder, name, why);
    int fd = err < 0 ? err : new_socket(SOCK_NONBLOCK, why); /* a publisher that is stopped must not stop us */
    if (fd < 0)
        return fd;
    err = connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 ? errno : 0;
    if (!err && is_trusted(fd, folder, named))
        return fd;
    close(fd);
    return err ? connect_failed(err, folder, name, &address, why)
               : sl__error_set(why, -EACCES, "'%s' is shared by somebody else than the owner of %.120s", name, folder);
}

void ring_folder_unlist(const char *folder, const char *name, int listener)
{
    struct sockaddr_un address;
    if (make_address(&address, folder, name, NULL) < 0)
        return;
    int lock = lock_folder(folder);
    close(listener); /* whoever answers now is somebody else */
    if (!answered(&address))
        unlink(address.sun_path);
    if (lock >= 0)
        close(lock);
}

/* The name in "NAME.ring", if it is one and somebody answers there. */
static bool listed(const char *folder, const char *file, char *name)
{
    struct sockaddr_un address;
    size_t length = strlen(file);
    if (length <= strlen(SUFFIX) || strcmp(file + length - strlen(SUFFIX), SUFFIX) || length - strlen(SUFFIX) > SL_RING_NAME_MAX)
        return false;
    memcpy(name, file, length - strlen(SUFFIX));
    name[length - strlen(SUFFIX)] = '\0';
    if (ring_name_check(name, NULL) < 0 || make_address(&address, folder, name, NULL) < 0)
        return false;
    if (answered(&address))
        return true;
    sweep(folder, &address);
    return false;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

int sl_ring_list(const char *runtime_dir, char (*names)[SL_RING_NAME_MAX + 1], int cap, struct sl_error *why)
{
    char folder[256];
    int count = 0;
    if (sl_ring_runtime_dir(runtime_dir, folder, sizeof(folder)) < 0)
        return sl__error_set(why, -EINVAL, "the name of the runtime folder is too long");
    DIR *dir = opendir(folder);
    if (!dir && errno != ENOENT)
        return sl__error_set(why, -EIO, "%.150s: %s", folder, strerror(errno));
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        char name[SL_RING_NAME_MAX + 1];
        if (!listed(folder, entry->d_name, name))
            continue;
        if (count < cap)
            memcpy(names[count], name, sizeof(name));
        count++;
    }
    if (dir)
        closedir(dir);
    qsort(names, (size_t)(count < cap ? count : cap), sizeof(*names), by_name);
    return count;
}
