/* Finding models and engine libraries. */
#include "infer/places.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* In a prefix the program lies in bin/, the library in lib/ or lib/TRIPLET/; in a build folder both lie in build/, and
 * programs of the tests one folder deeper. */
const char *const sl__places_models[] = {
    "../share/sightline/models", "../../share/sightline/models", "../.deps/models", "../../.deps/models", NULL};
const char *const sl__places_tflite[] = {
    "../lib/sightline", "sightline", "../sightline", "../.deps/tflite/lib", "../../.deps/tflite/lib", NULL};
const char *const sl__places_openvino[] = {
    "../lib/sightline", "sightline", "../sightline", "../.deps/openvino/lib", "../../.deps/openvino/lib", NULL};

static bool is_file(DIR *dir, const char *name)
{
    struct stat about;
    return fstatat(dirfd(dir), name, &about, 0) == 0 && S_ISREG(about.st_mode);
}

/* The last file in the folder, in order of names, that fits the pattern. */
static int last_match(const char *folder, const char *pattern, char *name, size_t size)
{
    DIR *dir = opendir(folder);
    name[0] = '\0';
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (fnmatch(pattern, entry->d_name, FNM_PERIOD) == 0 && strcmp(entry->d_name, name) > 0 &&
            is_file(dir, entry->d_name))
            snprintf(name, size, "%s", entry->d_name);
    if (dir)
        closedir(dir);
    return name[0] ? 0 : -ENOENT;
}

int sl__places_find_in(const char *folder, const char *pattern, char *path, size_t size)
{
    char name[NAME_MAX + 1];
    if (strchr(pattern, '*')) {
        if (last_match(folder, pattern, name, sizeof(name)) < 0)
            return -ENOENT;
        pattern = name;
    }
    int length = snprintf(path, size, "%s%s%s", folder, pattern[0] ? "/" : "", pattern);
    return length > 0 && (size_t)length < size && access(path, F_OK) == 0 ? 0 : -ENOENT;
}

int sl__places_find(const char *const *places, const char *pattern, char *path, size_t size)
{
    char own[PATH_MAX], folder[PATH_MAX];
    if (sl__own_folder(own, sizeof(own)) < 0)
        return -ENOENT;
    for (int i = 0; places[i]; i++) {
        int length = snprintf(folder, sizeof(folder), "%s/%s", own, places[i]);
        if (length > 0 && length < (int)sizeof(folder) && sl__places_find_in(folder, pattern, path, size) == 0)
            return 0;
    }
    return -ENOENT;
}
