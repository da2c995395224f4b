/* A packet of any content is no hello and no welcome, or a good one; no descriptor is left over. The first byte picks how many come. */
#include "fuzz.h"
#include "ring/wire.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

static void send_with_descriptors(int fd, const uint8_t *data, size_t size, int count)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(8 * sizeof(int))];
    } control = {0};
    struct iovec bytes = {(void *)(uintptr_t)data, size};
    struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1};
    int fds[8];
    for (int i = 0; i < 8; i++)
        fds[i] = fd;
    if (count) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE((size_t)count * sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
        memcpy(CMSG_DATA(header), fds, (size_t)count * sizeof(int));
    }
    REQUIRE(sendmsg(fd, &message, MSG_NOSIGNAL) == (ssize_t)size);
}

/* The lowest descriptor that is free. */
static int free_descriptor(void)
{
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(fd);
    return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ring_hello hello;
    struct ring_welcome welcome;
    struct ring_gifts gifts;
    int fds[2], count = size ? data[0] % 9 : 0;
    if (size < 2 || size > 4096)
        return 0;
    REQUIRE(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) == 0);
    int before = free_descriptor();
    send_with_descriptors(fds[0], data + 1, size - 1, 0);
    if (ring_hello_receive(fds[1], &hello) == 1)
        REQUIRE(size - 1 == sizeof(hello) && hello.policy <= 1 && hello.share <= 1 && strlen(hello.group) <= SL_RING_NAME_MAX);
    send_with_descriptors(fds[0], data + 1, size - 1, count);
    int heard = ring_welcome_receive(fds[1], 0, &welcome, &gifts);
    if (heard == 1 && welcome.answer == RING_WELCOME) {
        REQUIRE(count == 2 && gifts.segment >= 0 && gifts.claims >= 0);
        close(gifts.segment);
        close(gifts.claims);
    } else {
        REQUIRE(gifts.segment == -1 && gifts.claims == -1);
    }
    REQUIRE(free_descriptor() == before);
    close(fds[0]);
    close(fds[1]);
    return 0;
}
