/* What goes over the socket: a hello from the reader, a welcome with descriptors from the publisher. */
#ifndef SL_RING_WIRE_H
#define SL_RING_WIRE_H

#include "ring/layout.h"
#include <stdbool.h>

enum ring_answer { RING_WELCOME = 0, RING_FULL, RING_NOT_ALLOWED };

struct ring_hello {
    uint8_t magic[8];
    uint32_t version;
    uint32_t policy; ///< enum sl_ring_policy
};

struct ring_welcome {
    uint8_t magic[8];
    uint32_t version;
    uint32_t answer;     ///< enum ring_answer; descriptors come with RING_WELCOME alone
    uint64_t generation;
};

/** The three descriptors of a welcome: segment, claim page, event. -1: none. */
struct ring_gifts {
    int segment, claims, event;
};

int ring_hello_send(int fd, enum sl_ring_policy policy);
/** 1 a good one, 0 nothing there yet, -EPROTO, -ECONNRESET. Does not wait. */
int ring_hello_receive(int fd, struct ring_hello *hello);

int ring_welcome_send(int fd, enum ring_answer answer, uint64_t generation, const struct ring_gifts *gifts); ///< does not wait
/** 1 a good one (the descriptors are the caller's), 0 none within the time, -EPROTO, -ECONNRESET the publisher is gone */
int ring_welcome_receive(int fd, int timeout_ms, struct ring_welcome *welcome, struct ring_gifts *gifts);

/** Has the other side gone? Does not wait and takes nothing out. */
bool ring_peer_gone(int fd);

#endif
