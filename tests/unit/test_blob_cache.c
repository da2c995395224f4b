/* The compiled-model cache, with plain bytes as entries. */
#include "base/file.h"
#include "infer/blob_cache.h"
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char top[] = "/tmp/sightline-cache-XXXXXX";
static char dir[64];
static const uint8_t entry[] = "compiled model";

static void put(const struct sl__blob_cache *cache)
{
    char path[PATH_MAX];
    CHECK_INT(sl__blob_cache_begin(cache, path, sizeof(path)), 0);
    int fd = open(path, O_WRONLY | O_TRUNC);
    CHECK(fd >= 0 && sl__fd_write_all(fd, entry, sizeof(entry)) == 0);
    close(fd);
    CHECK_INT(sl__blob_cache_keep(cache, path), 0);
    CHECK(access(path, F_OK) < 0);
}

static int get(const struct sl__blob_cache *cache)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    int err = sl__blob_cache_read(cache, &bytes, &size);
    if (err == 0)
        CHECK(size == sizeof(entry) && !memcmp(bytes, entry, size));
    else
        CHECK(bytes == NULL);
    free(bytes);
    return err;
}

static void an_entry_comes_back(void)
{
    struct sl__blob_cache cache;
    struct stat about;
    sl__blob_cache_init(&cache, dir, "hand", "one");
    CHECK_INT(get(&cache), -ENOENT);
    put(&cache);
    CHECK_INT(get(&cache), 0);
    CHECK(stat(dir, &about) == 0 && (about.st_mode & 0777) == 0700);
    CHECK_HAS(cache.path, "/hand-");
    unlink(cache.path);
}

static void another_key_is_another_entry(void)
{
    struct sl__blob_cache one, two;
    sl__blob_cache_init(&one, dir, "hand", "one");
    sl__blob_cache_init(&two, dir, "hand", "two");
    put(&one);
    CHECK_INT(get(&two), -ENOENT);
    CHECK(strcmp(one.path, two.path) != 0);
    unlink(one.path);
}

static void a_damaged_entry_is_no_entry(void)
{
    struct sl__blob_cache cache;
    struct stat about;
    sl__blob_cache_init(&cache, dir, "hand", "one");
    put(&cache);
    CHECK_INT(stat(cache.path, &about), 0);
    for (off_t at = 0; at < about.st_size; at++) {
        int fd = open(cache.path, O_RDWR);
        uint8_t byte = 0;
        CHECK(pread(fd, &byte, 1, at) == 1);
        byte ^= 1;
        CHECK(pwrite(fd, &byte, 1, at) == 1);
        CHECK_INT(get(&cache), -ENOENT);
        byte ^= 1;
        CHECK(pwrite(fd, &byte, 1, at) == 1);
        close(fd);
    }
    CHECK_INT(get(&cache), 0);
    for (off_t size = about.st_size - 1; size >= 0; size--) {
        CHECK_INT(truncate(cache.path, size), 0);
        CHECK_INT(get(&cache), -ENOENT);
    }
    unlink(cache.path);
}

static void a_folder_that_others_may_write_to_is_not_used(void)
{
    struct sl__blob_cache cache;
    char path[PATH_MAX];
    CHECK_INT(chmod(dir, 0777), 0);
    sl__blob_cache_init(&cache, dir, "hand", "one");
    CHECK_INT(get(&cache), -ENOENT);
    CHECK_INT(sl__blob_cache_begin(&cache, path, sizeof(path)), -ENOENT);
    CHECK_INT(chmod(dir, 0700), 0);
}

static void without_a_folder_there_is_no_cache(void)
{
    static const char *const folders[] = {"", "/proc/nowhere", "/dev/null", "/dev/null/below"};
    char path[PATH_MAX], *long_path = malloc(8192);
    struct sl__blob_cache cache;
    memset(long_path, 'x', 8191);
    long_path[0] = '/';
    long_path[8191] = '\0';
    for (int i = 0; i < 5; i++) {
        sl__blob_cache_init(&cache, i < 4 ? folders[i] : long_path, "hand", "one");
        CHECK_INT(get(&cache), -ENOENT);
        CHECK_INT(sl__blob_cache_begin(&cache, path, sizeof(path)), -ENOENT);
    }
    free(long_path);
}

static void the_users_cache_folder_is_the_default(void)
{
    struct sl__blob_cache cache;
    setenv("XDG_CACHE_HOME", top, 1);
    sl__blob_cache_init(&cache, NULL, "hand", "one");
    CHECK(!strncmp(cache.path, top, strlen(top)));
    CHECK_HAS(cache.path, "/sightline/openvino/hand-");
    rmdir(cache.folder);
    *strrchr(cache.folder, '/') = '\0';
    rmdir(cache.folder);
    unsetenv("XDG_CACHE_HOME");
    unsetenv("HOME");
    sl__blob_cache_init(&cache, NULL, "hand", "one");
    CHECK_INT(get(&cache), -ENOENT);
}

int main(int argc, char **argv)
{
    if (!mkdtemp(top))
        return 1;
    snprintf(dir, sizeof(dir), "%s/made/here", top);
    TAP_BEGIN(argc, argv);
    RUN(an_entry_comes_back);
    RUN(another_key_is_another_entry);
    RUN(a_damaged_entry_is_no_entry);
    RUN(a_folder_that_others_may_write_to_is_not_used);
    RUN(without_a_folder_there_is_no_cache);
    RUN(the_users_cache_folder_is_the_default);
    rmdir(dir);
    *strrchr(dir, '/') = '\0';
    rmdir(dir);
    rmdir(top);
    return TAP_END();
}
