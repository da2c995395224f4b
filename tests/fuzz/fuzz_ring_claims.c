/*
 * Claim pages of any content: the publisher goes on, and uses no slot that does not exist. The input is what three readers write,
 * one round after another: which reader, then 120 bytes from `held` on, 8 of `done`.
 */
#include "fuzz.h"
#include "ring/publisher.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#define READERS 3
#define ROUND_BYTES 129

static struct sl_ring ring;
static int others[READERS];

static void start(void)
{
    struct sl_ring_opts opts = sl_ring_opts_default(SL_PIXELS_GRAY8, 4, 4);
    opts.slots = 8;
    opts.batch = 2;
    opts.held_max = 1;
    opts.patience_ms = 0;
    ring = (struct sl_ring){.opts = opts, .loaned = -1, .unit = -1, .generation = 1};
    REQUIRE(ring_segment_create(&ring.segment, &opts, 1, NULL) == 0);
    pthread_mutex_init(&ring.mutex, NULL);
    ring_members_init(&ring.members);
    for (int i = 0; i < READERS; i++) {
        int fds[2];
        REQUIRE(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds) == 0);
        struct ring_member *member = ring_members_add(&ring.members, fds[0], 0);
        member->hello.policy = (uint32_t)(i > 0);
        member->hello.group[0] = i == 2 ? 'g' : '\0';
        REQUIRE(ring_member_welcome(&ring.members, member, &ring.segment, 1, 1) == 0);
        others[i] = fds[1];
    }
}

static void end(void)
{
    for (int i = 0; i < READERS; i++)
        close(others[i]);
    ring_members_finish(&ring.members);
    ring_segment_finish(&ring.segment);
    pthread_mutex_destroy(&ring.mutex);
}

static void scribble(const uint8_t *round)
{
    struct ring_member *member = &ring.members.member[round[0] % READERS];
    uint8_t *page = (uint8_t *)member->claims;
    memcpy(page + offsetof(struct ring_claims, held), round + 1, 120);
    memcpy(page + offsetof(struct ring_claims, done) + round[0] / READERS % 8 * 8, round + 121, 8);
    member->overdrawn = member->overdrawn && round[1] & 1; /* else nothing of it would be looked at again */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sl_ring_loan loan;
    start();
    for (size_t at = 0; at + ROUND_BYTES <= size && at < 64 * ROUND_BYTES; at += ROUND_BYTES) {
        scribble(data + at);
        int err = sl_ring_loan(&ring, &loan);
        REQUIRE(err == 0 || err == -EAGAIN);
        if (err < 0)
            continue;
        REQUIRE(loan.slot >= 0 && loan.slot < 8);
        memset(loan.plane[0], 1, 16);
        REQUIRE(sl_ring_publish(&ring, &loan) == 0);
    }
    end();
    return 0;
}
