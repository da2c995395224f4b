/* What goes over the socket: a hello from the reader, a welcome with descriptors from the publisher. */
#ifndef SL_RING_WIRE_H
#define SL_RING_WIRE_H

#include "ring/layout.h"
#include <stdbool.h>

/** The two descriptors of a welcome: segment, claim page. -1: none. */
struct ring_gifts {
    int segment, claims;
};

/** @param group  NULL or a checked name */
int ring_hello_send(int fd, enum sl_ring_policy policy, enum sl_ring_share share, const char *group);
/** 1 a good one, 0 nothing there yet, -EPROTO, -ECONNRESET. Does not wait. */
int ring_hello_receive(int fd, struct ring_hello *hello);

int ring_welcome_send(int fd, enum ring_answer answer, uint64_t generation, const struct ring_gifts *gifts); ///< does not wait
/** 1 a good one (the descriptors are the caller's), 0 none within the time, -EPROTO, -ECONNRESET the publisher is gone. A time
 *  of 0 costs one system call. */
int ring_welcome_receive(int fd, int timeout_ms, struct ring_welcome *welcome, struct ring_gifts *gifts);

/** Who is on the other side: -1 when that cannot be told. */
struct ring_peer {
    int64_t pid, uid, gid;
};
struct ring_peer ring_peer_of(int fd);

#endif
