/*
 * A file or pipe that grows by whole records. After a failed write a regular file holds the records before it and nothing
 * of the one that failed. Records go out at once, so that `tail -f` and a crash see all that was done.
 */
#ifndef SL_EVENT_OUTFILE_H
#define SL_EVENT_OUTFILE_H

#include <sightline/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct out_file {
    int fd;         ///< -1: not open
    bool rewrites;  ///< a regular file whose tail is overwritten by the next record
    bool broken;    ///< part of a record went out and could not be taken back
    off_t size;     ///< of the records without the tail, when it rewrites
    char name[512]; ///< for sentences
};

/**
 * Make or empty the file; "-" is standard output.
 * @param has_tail  records will come with a tail
 * @return 0, -EINVAL (no name, a folder), -ENOENT, -EACCES, -ENOSPC, -EIO with a sentence that names the path
 */
int out_file_open(struct out_file *file, const char *path, bool has_tail, struct sl_error *why);

/**
 * Append a record. The last @p tail_size bytes are what would have to follow if it were the last one: a regular file gets
 * them too, until the next record; a pipe does not. 0 or -ENOSPC, -EPIPE, -EIO ...
 */
int out_file_append(struct out_file *file, const char *data, size_t size, size_t tail_size, struct sl_error *why);

/** Write the tail where it does not stand yet and close. Takes a file that is not open. */
int out_file_close(struct out_file *file, const char *tail, struct sl_error *why);

/** The sentence and our code for what the system said about an output. */
int out_error_set(const char *name, int os, struct sl_error *why);

/** All bytes at their place in a plain file: 0 or an errno. */
int out_write_at(int fd, const void *data, size_t size, off_t offset);

#endif
