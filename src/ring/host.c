/* The thread "sl-ring": listens, welcomes readers, notices when they go. */
#include "ring/publisher.h"

#include "base/clock.h"
#include "ring/turns.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define HELLO_PATIENCE_NS INT64_C(2000000000) ///< who connects and says nothing is sent away after it
#define TICK_MS 50                            ///< how often overdrawn and silent readers are looked for

static bool is_allowed(const struct sl_ring *ring, struct ring_peer who)
{
    return who.uid >= 0 && (who.uid == (int64_t)geteuid() || who.uid == 0 || who.uid == ring->opts.allow_uid ||
                            who.gid == ring->opts.allow_gid);
}

static void count_readers(struct sl_ring *ring)
{
    atomic_store(&ring_segment_header(&ring->segment)->readers, (uint32_t)ring_members_welcomed(&ring->members));
}

static void accept_one(struct sl_ring *ring)
{
    int fd = accept4(ring->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    ring->deaf = fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS);
    if (fd < 0)
        return;
    enum ring_answer answer = RING_WELCOME;
    if (!is_allowed(ring, ring_peer_of(fd)))
        answer = RING_NOT_ALLOWED;
    else if (!ring_members_add(&ring->members, fd, sl__clock_ns()))
        answer = RING_FULL;
    if (answer == RING_WELCOME)
        return;
    ring_welcome_send(fd, answer, 0, NULL);
    close(fd);
}

/* What it had not taken goes to others of its group. */
static void part(struct sl_ring *ring, struct ring_member *member)
{
    struct ring_header *header = ring_segment_header(&ring->segment);
    bool given = ring_turns_leave(&ring->members, member, &ring->segment);
    ring_member_remove(member);
    if (!given)
        return;
    atomic_fetch_add(&header->wake, 1);
    ring_members_wake(&ring->members, &header->wake);
}

static int welcome(struct sl_ring *ring, struct ring_member *member)
{
    int place = (int)(member - ring->members.member);
    member->weight = ring_turns_weight(ring->name, ring_peer_of(member->socket).pid, place);
    return ring_member_welcome(&ring->members, member, &ring->segment, ring->generation, ring->sequence + 1);
}

/* Something can be read of it: its hello, or its end. A welcomed reader has nothing more to say. */
static void hear(struct sl_ring *ring, struct ring_member *member)
{
    struct ring_hello hello;
    int heard = ring_hello_receive(member->socket, &hello);
    if (heard == 0)
        return;
    if (heard == 1 && !member->welcomed) {
        member->hello = hello;
        heard = welcome(ring, member);
    } else if (heard == 1) {
        heard = -EPROTO;
    }
    if (heard < 0)
        part(ring, member);
    count_readers(ring);
}

void ring_hand_round(struct sl_ring *ring)
{
    for (int i = 0; i < ring->members.count; i++)
        if (ring->members.member[i].welcomed && welcome(ring, &ring->members.member[i]) < 0)
            part(ring, &ring->members.member[i]);
    count_readers(ring);
}

static void send_away(struct sl_ring *ring)
{
    int64_t now = sl__clock_ns();
    ring_members_held(&ring->members, ring->segment.shape.unit_count, ring->segment.shape.held_max);
    for (int i = 0; i < ring->members.count; i++) {
        struct ring_member *member = &ring->members.member[i];
        bool silent = member->socket >= 0 && !member->welcomed && now - member->since_ns > HELLO_PATIENCE_NS;
        if (silent || member->overdrawn)
            part(ring, member);
    }
    count_readers(ring);
}

static int list_descriptors(struct sl_ring *ring, struct pollfd *fds, int *place)
{
    int count = 0;
    fds[count++] = (struct pollfd){.fd = ring->quit, .events = POLLIN};
    fds[count++] = (struct pollfd){.fd = ring->listener, .events = ring->deaf ? 0 : POLLIN};
    ring->deaf = false;
    for (int i = 0; i < ring->members.count; i++) {
        if (ring->members.member[i].socket < 0)
            continue;
        place[count] = i;
        fds[count++] = (struct pollfd){.fd = ring->members.member[i].socket, .events = POLLIN};
    }
    return count;
}

void ring_host(void *arg)
{
    struct sl_ring *ring = arg;
    struct pollfd fds[SL_RING_READERS_MAX + 2];
    int place[SL_RING_READERS_MAX + 2];
    for (;;) {
        pthread_mutex_lock(&ring->mutex);
        int count = list_descriptors(ring, fds, place);
        pthread_mutex_unlock(&ring->mutex);
        int ready = poll(fds, (nfds_t)count, count > 2 || !fds[1].events ? TICK_MS : -1);
        if (fds[0].revents)
            return;
        pthread_mutex_lock(&ring->mutex);
        for (int i = 2; i < count && ready > 0; i++)
            if (fds[i].revents && ring->members.member[place[i]].socket == fds[i].fd)
                hear(ring, &ring->members.member[place[i]]);
        if (ready > 0 && fds[1].revents)
            accept_one(ring);
        send_away(ring);
        pthread_mutex_unlock(&ring->mutex);
    }
}
