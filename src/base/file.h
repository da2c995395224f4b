/* Whole files and paths, with limits. */
#ifndef SL_BASE_FILE_H
#define SL_BASE_FILE_H

#include <sightline/error.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Read a regular file whole into memory that the caller frees. One NUL follows the bytes (not counted in @p size).
 * @return 0, -ENOENT, -EACCES, -E2BIG (above @p max_bytes), -EINVAL (a folder, a pipe), -EIO, -ENOMEM, with a sentence
 *         that names the path; @p data is NULL on failure
 */
int sl__file_read(const char *path, size_t max_bytes, uint8_t **data, size_t *size, struct sl_error *why);

/** Write a whole buffer to a descriptor, going on after short writes and EINTR. 0 or a negative errno. */
int sl__fd_write_all(int fd, const void *data, size_t size);

/** SHA-256 (FIPS 180-4) of a block. */
void sl__sha256(const void *data, size_t size, uint8_t digest[32]);

/** Folder of the file that holds this code (library or program), without the trailing slash. 0 or -ENOENT. */
int sl__own_folder(char *path, size_t size);

#endif
