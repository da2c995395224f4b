/* Packets of the hand-over. SOCK_SEQPACKET keeps their bounds, so each is whole or is not there. */
#include "ring/wire.h"

#include "ring/folder.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define GIFTS 2

int ring_hello_send(int fd, enum sl_ring_policy policy, enum sl_ring_share share, const char *group)
{
    struct ring_hello hello = {.version = RING_VERSION, .policy = (uint32_t)policy, .share = (uint32_t)share};
    snprintf(hello.group, sizeof(hello.group), "%s", group ? group : "");
    memcpy(hello.magic, RING_MAGIC, sizeof(hello.magic) - 1);
    return send(fd, &hello, sizeof(hello), MSG_NOSIGNAL) == sizeof(hello) ? 0 : -ECONNRESET;
}

int ring_hello_receive(int fd, struct ring_hello *hello)
{
    ssize_t size = recv(fd, hello, sizeof(*hello), MSG_DONTWAIT | MSG_TRUNC);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (size <= 0)
        return -ECONNRESET;
    bool good = size == sizeof(*hello) && !memcmp(hello->magic, RING_MAGIC, sizeof(hello->magic) - 1) &&
                hello->version == RING_VERSION && hello->policy <= SL_RING_EVERY && hello->share <= SL_RING_STREAM &&
                memchr(hello->group, '\0', sizeof(hello->group)) && (!hello->group[0] || ring_name_check(hello->group, NULL) == 0);
    return good ? 1 : -EPROTO;
}

int ring_welcome_send(int fd, enum ring_answer answer, uint64_t generation, const struct ring_gifts *gifts)
{
    struct ring_welcome welcome = {.version = RING_VERSION, .answer = (uint32_t)answer, .generation = generation};
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(GIFTS * sizeof(int))];
    } control = {0};
    struct iovec bytes = {&welcome, sizeof(welcome)};
    struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1};
    memcpy(welcome.magic, RING_MAGIC, sizeof(welcome.magic) - 1);
    if (answer == RING_WELCOME) {
        int fds[GIFTS] = {gifts->segment, gifts->claims};
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof(control.bytes);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(fds));
        memcpy(CMSG_DATA(header), fds, sizeof(fds));
    }
    return sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == sizeof(welcome) ? 0 : -ECONNRESET;
}

static void close_all(const int *fds, int count)
{
    for (int i = 0; i < count; i++)
        close(fds[i]);
}

/* The descriptors in a message; more than expected are closed at once. @return how many there were */
static int take_descriptors(struct msghdr *message, int fds[GIFTS])
{
    int count = 0;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header; header = CMSG_NXTHDR(message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            continue;
        int here = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        for (int i = 0; i < here; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(header) + (size_t)i * sizeof(fd), sizeof(fd));
            if (count < GIFTS)
                fds[count] = fd;
            else
                close(fd);
            count++;
        }
    }
    return count;
}

int ring_welcome_receive(int fd, int timeout_ms, struct ring_welcome *welcome, struct ring_gifts *gifts)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(2 * GIFTS * sizeof(int))];
    } control;
    struct iovec bytes = {welcome, sizeof(*welcome)};
    struct msghdr message = {
        .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof(control.bytes)};
    int fds[GIFTS];
    *gifts = (struct ring_gifts){-1, -1};
    if (timeout_ms && poll(&ready, 1, timeout_ms) <= 0)
        return 0;
    ssize_t size = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (size <= 0)
        return -ECONNRESET;
    int count = take_descriptors(&message, fds);
    bool good = size == sizeof(*welcome) && !memcmp(welcome->magic, RING_MAGIC, sizeof(welcome->magic) - 1) &&
                welcome->version == RING_VERSION && !(message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) &&
                count == (welcome->answer == RING_WELCOME ? GIFTS : 0);
    if (!good) {
        close_all(fds, count < GIFTS ? count : GIFTS);
        return -EPROTO;
    }
    if (count)
        *gifts = (struct ring_gifts){fds[0], fds[1]};
    return 1;
}

struct ring_peer ring_peer_of(int fd)
{
    struct ucred who;
    socklen_t size = sizeof(who);
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) < 0)
        return (struct ring_peer){-1, -1, -1};
    return (struct ring_peer){who.pid, who.uid, who.gid};
}
