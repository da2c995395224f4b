/* The compiled-model cache. */
#include "infer/blob_cache.h"

#include "base/file.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint8_t trailer_mark[8] = {'S', 'L', 'B', 'L', 'O', 'B', '0', '1'};

struct trailer {
    uint8_t sha256[32];
    uint8_t mark[8];
};

static int join(char *path, size_t size, const char *folder, const char *name)
{
    int length = snprintf(path, size, "%s/%s", folder, name);
    return length > 0 && (size_t)length < size ? 0 : -ENOENT;
}

/* The user's folder for things that may be deleted (XDG base directory specification). */
static int default_folder(char *path, size_t size)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache && cache[0] == '/')
        return join(path, size, cache, "sightline/openvino");
    return home && home[0] == '/' ? join(path, size, home, ".cache/sightline/openvino") : -ENOENT;
}

static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    mkdir(path, 0700);
}

/* The engine trusts what it imports: so the folder must be this user's, and nobody else may write there. */
static bool is_ours(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode) && about.st_uid == geteuid() &&
           !(about.st_mode & (S_IWGRP | S_IWOTH));
}

void sl__blob_cache_init(struct sl__blob_cache *cache, const char *dir, const char *label, const char *key)
{
    uint8_t digest[32];
    char name[128];
    *cache = (struct sl__blob_cache){0};
    if (dir && !dir[0])
        return;
    int length = dir ? snprintf(cache->folder, sizeof(cache->folder), "%s", dir) : 0;
    if (length >= (int)sizeof(cache->folder) || (!dir && default_folder(cache->folder, sizeof(cache->folder)) < 0)) {
        cache->folder[0] = '\0';
        return;
    }
    make_folders(cache->folder);
    sl__sha256(key, strlen(key), digest);
    length = snprintf(name, sizeof(name), "%s-", label);
    for (int i = 0; i < 10 && length > 0 && length < (int)sizeof(name) - 32; i++)
        length += snprintf(name + length, sizeof(name) - (size_t)length, "%02x", digest[i]);
    snprintf(name + length, sizeof(name) - (size_t)length, ".blob");
    if (is_ours(cache->folder) && join(cache->path, sizeof(cache->path), cache->folder, name) == 0)
        return;
    if (dir)
        sl__log(SL_LOG_WARNING, "infer", "compiled models are not kept: %s is not a folder of this user alone", dir);
    cache->folder[0] = '\0';
}

int sl__blob_cache_read(const struct sl__blob_cache *cache, uint8_t **bytes, size_t *size)
{
    struct trailer trailer;
    uint8_t digest[32];
    if (!cache->folder[0] || sl__file_read(cache->path, SL_BLOB_BYTES_MAX, bytes, size, NULL) < 0)
        return -ENOENT;
    bool whole = *size > sizeof(trailer);
    if (whole) {
        *size -= sizeof(trailer);
        memcpy(&trailer, *bytes + *size, sizeof(trailer));
        sl__sha256(*bytes, *size, digest);
        whole = !memcmp(trailer.mark, trailer_mark, sizeof(trailer_mark)) &&
                !memcmp(trailer.sha256, digest, sizeof(digest));
    }
    if (whole)
        return 0;
    free(*bytes);
    *bytes = NULL;
    return -ENOENT;
}

int sl__blob_cache_begin(const struct sl__blob_cache *cache, char *path, size_t size)
{
    if (!cache->folder[0] || join(path, size, cache->folder, "new-XXXXXX") < 0)
        return -ENOENT;
    int fd = mkstemp(path);
    if (fd < 0)
        return -ENOENT;
    close(fd);
    return 0;
}

static int append_trailer(const char *path)
{
    uint8_t *bytes;
    size_t size;
    struct trailer trailer;
    int err = sl__file_read(path, SL_BLOB_BYTES_MAX, &bytes, &size, NULL);
    if (err < 0)
        return err;
    sl__sha256(bytes, size, trailer.sha256);
    memcpy(trailer.mark, trailer_mark, sizeof(trailer_mark));
    free(bytes);
    int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    err = sl__fd_write_all(fd, &trailer, sizeof(trailer));
    return close(fd) < 0 && err == 0 ? -errno : err;
}

int sl__blob_cache_keep(const struct sl__blob_cache *cache, const char *path)
{
    int err = append_trailer(path);
    if (err == 0 && rename(path, cache->path) < 0)
        err = -errno;
    if (err < 0)
        unlink(path);
    return err;
}

void sl__blob_cache_drop(const char *path)
{
    unlink(path);
}
