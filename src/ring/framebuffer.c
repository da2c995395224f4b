/* One block of memory under a name that others may remove at any time: Python readers do, when they end. */
#include "ring/framebuffer.h"

#include "base/error.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER_BYTES 5
#define BASE 255 ///< of the two digits of width and height, and of the counter
#define SIDE_MAX (BASE * BASE + BASE - 1)

struct sl__framebuffer {
    char name[64];
    int fd; ///< -1: none
    uint8_t *base;
    size_t size;
    int wake; ///< socket
    int32_t width_px, height_px;
    uint8_t counter; ///< of the next picture
};

static void unmap(struct sl__framebuffer *framebuffer)
{
    if (framebuffer->base)
        munmap(framebuffer->base, framebuffer->size);
    if (framebuffer->fd >= 0)
        close(framebuffer->fd);
    framebuffer->base = NULL;
    framebuffer->fd = -1;
}

/* Room for 1080p at least; one that is larger stays as it is, for those who have it mapped. */
static int make_room(struct sl__framebuffer *framebuffer, struct sl_error *why)
{
    struct stat st;
    if (fstat(framebuffer->fd, &st) < 0)
        return sl__error_set(why, -EIO, "/dev/shm%s: %s", framebuffer->name, strerror(errno));
    framebuffer->size = st.st_size > SL__FRAMEBUFFER_BYTES ? (size_t)st.st_size : SL__FRAMEBUFFER_BYTES;
    int err = posix_fallocate(framebuffer->fd, 0, (off_t)framebuffer->size);
    if (err)
        return sl__error_set(why, -ENOMEM, "/dev/shm%s: no memory for %zu bytes: %s", framebuffer->name, framebuffer->size,
                             strerror(err));
    void *base = mmap(NULL, framebuffer->size, PROT_READ | PROT_WRITE, MAP_SHARED, framebuffer->fd, 0);
    if (base == MAP_FAILED)
        return sl__error_set(why, -ENOMEM, "/dev/shm%s: %s", framebuffer->name, strerror(errno));
    framebuffer->base = base;
    return 0;
}

static int map(struct sl__framebuffer *framebuffer, struct sl_error *why)
{
    framebuffer->fd = shm_open(framebuffer->name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (framebuffer->fd < 0)
        return sl__error_set(why, errno == EACCES ? -EACCES : -EIO, "/dev/shm%s: %s", framebuffer->name,
                             errno == EACCES ? "it belongs to another user" : strerror(errno));
    int err = 0;
    if (flock(framebuffer->fd, LOCK_EX | LOCK_NB) < 0)
        err = sl__error_set(why, -EBUSY, "/dev/shm%s: another sightline writes it; its readers know one name only",
                            framebuffer->name);
    if (err == 0)
        err = make_room(framebuffer, why);
    if (err < 0) {
        unmap(framebuffer);
        return err;
    }
    /* The counter of a stale one goes on, so that its readers see a change. */
    bool used = framebuffer->base[0] || framebuffer->base[1];
    framebuffer->counter = used ? (uint8_t)((framebuffer->base[4] % BASE + 1) % BASE) : framebuffer->counter;
    return 0;
}

int sl__framebuffer_create(struct sl__framebuffer **out, const char *name, struct sl_error *why)
{
    struct sl__framebuffer *framebuffer = calloc(1, sizeof(*framebuffer));
    *out = NULL;
    if (!framebuffer)
        return sl__error_set(why, -ENOMEM, "no memory for a framebuffer");
    snprintf(framebuffer->name, sizeof(framebuffer->name), "%s", name ? name : SL__FRAMEBUFFER_NAME);
    framebuffer->fd = -1;
    framebuffer->wake = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); /* without one nobody is woken */
    int err = map(framebuffer, why);
    if (err < 0)
        sl__framebuffer_destroy(&framebuffer);
    *out = framebuffer;
    return err;
}

/* Is the memory that we write still what the name leads to? */
static bool is_listed(const struct sl__framebuffer *framebuffer)
{
    struct stat st;
    return framebuffer->fd >= 0 && fstat(framebuffer->fd, &st) == 0 && st.st_nlink > 0;
}

int sl__framebuffer_begin(struct sl__framebuffer *framebuffer, int32_t width_px, int32_t height_px, uint8_t **bgr,
                          struct sl_error *why)
{
    if (!is_listed(framebuffer)) {
        unmap(framebuffer);
        framebuffer->counter = 0;
        int err = map(framebuffer, why);
        if (err < 0)
            return err;
    }
    uint64_t bytes = 3 * (uint64_t)width_px * (uint64_t)height_px;
    if (width_px < 1 || height_px < 1 || width_px > SIDE_MAX || height_px > SIDE_MAX || bytes > framebuffer->size - HEADER_BYTES)
        return sl__error_set(why, -E2BIG, "a picture of %dx%d does not fit the framebuffer; it takes as many pixels as 1920x1080, "
                             "and --size makes it so", width_px, height_px);
    framebuffer->width_px = width_px;
    framebuffer->height_px = height_px;
    *bgr = framebuffer->base + HEADER_BYTES;
    return 0;
}

static void put_byte(struct sl__framebuffer *framebuffer, int at, int value)
{
    atomic_store_explicit((_Atomic uint8_t *)&framebuffer->base[at], (uint8_t)value, memory_order_release);
}

void sl__framebuffer_end(struct sl__framebuffer *framebuffer)
{
    static const char update[] = "update";
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(SL__FRAMEBUFFER_PORT)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    put_byte(framebuffer, 0, framebuffer->width_px / BASE);
    put_byte(framebuffer, 1, framebuffer->width_px % BASE);
    put_byte(framebuffer, 2, framebuffer->height_px / BASE);
    put_byte(framebuffer, 3, framebuffer->height_px % BASE);
    put_byte(framebuffer, 4, framebuffer->counter);
    framebuffer->counter = (uint8_t)((framebuffer->counter + 1) % BASE);
    if (framebuffer->wake >= 0 &&
        sendto(framebuffer->wake, update, sizeof(update) - 1, 0, (const struct sockaddr *)&to, sizeof(to)) < 0)
        return; /* nobody has to listen */
}

void sl__framebuffer_destroy(struct sl__framebuffer **out)
{
    struct sl__framebuffer *framebuffer = out ? *out : NULL;
    if (!framebuffer)
        return;
    *out = NULL;
    if (framebuffer->base && is_listed(framebuffer))
        shm_unlink(framebuffer->name);
    unmap(framebuffer);
    if (framebuffer->wake >= 0)
        close(framebuffer->wake);
    free(framebuffer);
}
