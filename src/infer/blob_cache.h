/*
 * Compiled models on disk, so that a later start skips compiling. An entry is the engine's own bytes and a trailer with
 * their sha256: an entry that is not whole is no entry. Nothing here is an error to the caller: without a usable folder
 * there is simply nothing cached.
 */
#ifndef SL_INFER_BLOB_CACHE_H
#define SL_INFER_BLOB_CACHE_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#define SL_BLOB_BYTES_MAX (256u << 20)

struct sl__blob_cache {
    char folder[PATH_MAX]; ///< empty: no cache
    char path[PATH_MAX];   ///< of this entry
};

/**
 * The place of one entry. The folder is made (0700) when it is missing.
 * @param dir    "": none; NULL: sightline/openvino in the user's cache folder ($XDG_CACHE_HOME, else ~/.cache)
 * @param label  begins the file's name
 * @param key    everything the entry depends on, as text; its hash ends the name
 */
void sl__blob_cache_init(struct sl__blob_cache *cache, const char *dir, const char *label, const char *key);

/** The entry's bytes, which the caller frees. 0 or -ENOENT. */
int sl__blob_cache_read(const struct sl__blob_cache *cache, uint8_t **bytes, size_t *size);

/** A name beside the entry for the engine to write to; then keep() seals it and puts it in place, or drop() removes it. */
int sl__blob_cache_begin(const struct sl__blob_cache *cache, char *path, size_t size); ///< 0 or -ENOENT
int sl__blob_cache_keep(const struct sl__blob_cache *cache, const char *path);         ///< 0 or a negative errno
void sl__blob_cache_drop(const char *path);

#endif
