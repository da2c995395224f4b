/* Names as sockets in the runtime folder. */
#ifndef SL_RING_FOLDER_H
#define SL_RING_FOLDER_H

#include <sightline/ring.h>
#include <stdbool.h>
#include <sys/types.h>

/** Letters, digits, '.', '_', '-', the first a letter or a digit, SL_RING_NAME_MAX at most. 0 or -EINVAL. */
int ring_name_check(const char *name, struct sl_error *why);

/** Make the folder if need be; it must be ours, and closed to others unless @p shared. 0, -EACCES, -EIO. */
int ring_folder_make(const char *path, bool shared, struct sl_error *why);

/**
 * Listen under the name; a dead publisher's leftover is replaced. @p shared: others may connect (and are asked who they are).
 * @return a descriptor, non-blocking; -EBUSY a living publisher has the name; -EIO
 */
int ring_folder_listen(const char *folder, const char *name, bool shared, struct sl_error *why);

/**
 * Connect to the name's publisher. It must be of this user or root, or else the owner of a folder that was @p named on purpose.
 * @return a descriptor; -ENOENT nobody is there (leftovers are swept); -EACCES; -ETIMEDOUT it does not accept; -EIO
 */
int ring_folder_connect(const char *folder, const char *name, bool named, struct sl_error *why);

/** Was the folder named by the caller or by SIGHTLINE_RUNTIME_DIR? */
bool ring_folder_is_named(const char *wanted);

/** Take the name away, if the socket there is still ours. */
void ring_folder_unlist(const char *folder, const char *name, int listener);

#endif
