/* Who may look at shared frames, and what a reader can do to them. Other users are children that change their uid. */
#include "ring/folder.h"
#include "ring/segment.h"
#include "ring/wire.h"
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SOMEBODY 64321 ///< users and groups that nobody has
#define ANYBODY 64322

static char folder[64];
static struct sl_error why;

#define NEEDS_ROOT                                             \
    do {                                                       \
        if (geteuid() != 0)                                    \
            SKIP("another user can be tried by root alone");   \
    } while (0)

static struct sl_ring *publisher(const char *name, int64_t allow_uid, int64_t allow_gid)
{
    struct sl_ring_opts opts = sl_ring_opts_default(SL_PIXELS_GRAY8, 4, 4);
    struct sl_ring *ring = NULL;
    opts.allow_uid = allow_uid;
    opts.allow_gid = allow_gid;
    if (sl_ring_create(&ring, name, &opts, &why) < 0)
        TAP_FAIL("%s", why.text);
    return ring;
}

static bool become(uid_t uid, gid_t gid)
{
    return setgroups(0, NULL) == 0 && setgid(gid) == 0 && setuid(uid) == 0;
}

/* Attach and take one frame as that user. @return what failed first (a positive errno), 0: nothing */
static int attach_as(const char *name, uid_t uid, gid_t gid)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        struct sl_ring_reader *reader = NULL;
        struct sl_ring_frame seen;
        int err = become(uid, gid) ? sl_ring_attach(&reader, name, NULL, NULL) : -ENOTSUP;
        if (err == 0)
            err = sl_ring_take(reader, &seen, 1000, NULL) == 1 && seen.frame.plane[0][15] == 77 ? 0 : -EIO;
        _exit(-err);
    }
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

static void publish(struct sl_ring *ring)
{
    struct sl_ring_loan loan;
    CHECK_INT(sl_ring_loan(ring, &loan), 0);
    memset(loan.plane[0], 77, 16);
    CHECK_INT(sl_ring_publish(ring, &loan), 0);
}

static void another_user_cannot_attach(void)
{
    NEEDS_ROOT;
    struct sl_ring *ring = publisher("mine", -1, -1);
    publish(ring);
    CHECK_INT(attach_as("mine", 0, 0), 0);
    CHECK_INT(chmod(folder, 0700), 0);
    CHECK_INT(attach_as("mine", SOMEBODY, SOMEBODY), EACCES);
    CHECK_INT(chmod(folder, 0755), 0);
    CHECK_INT(attach_as("mine", SOMEBODY, SOMEBODY), EACCES);
    sl_ring_destroy(&ring);
}

static void who_is_allowed_attaches_and_others_do_not(void)
{
    NEEDS_ROOT;
    CHECK_INT(chmod(folder, 0755), 0);
    struct sl_ring *user = publisher("user", SOMEBODY, -1), *group = publisher("group", -1, SOMEBODY);
    publish(user);
    publish(group);
    CHECK_INT(attach_as("user", SOMEBODY, ANYBODY), 0);
    CHECK_INT(attach_as("user", ANYBODY, SOMEBODY), EACCES);
    CHECK_INT(attach_as("group", ANYBODY, SOMEBODY), 0);
    CHECK_INT(attach_as("group", SOMEBODY, ANYBODY), EACCES);
    sl_ring_destroy(&user);
    sl_ring_destroy(&group);
}

static void a_folder_closed_to_others_is_named(void)
{
    struct sl_ring_opts opts = sl_ring_opts_default(SL_PIXELS_GRAY8, 4, 4);
    struct sl_ring *ring = NULL;
    opts.allow_uid = SOMEBODY;
    CHECK_INT(chmod(folder, 0700), 0);
    CHECK_INT(sl_ring_create(&ring, "closed", &opts, &why), -EACCES);
    CHECK_HAS(why.text, "closed to other users");
    CHECK_INT(chmod(folder, 0777), 0);
    CHECK_INT(sl_ring_create(&ring, "open", &opts, &why), -EACCES);
    CHECK_HAS(why.text, "not ours alone");
    CHECK_INT(chmod(folder, 0755), 0);
}

/* Publish as another user where our own folder would be; until the pipe is closed. */
static void publish_as_another(const char *own, int ready, int until)
{
    struct sl_ring_opts opts = sl_ring_opts_default(SL_PIXELS_GRAY8, 4, 4);
    struct sl_ring *ring = NULL;
    char byte = 'x';
    opts.runtime_dir = own;
    if (!become(SOMEBODY, SOMEBODY) || sl_ring_create(&ring, "trap", &opts, NULL) < 0 || write(ready, &byte, 1) != 1)
        _exit(1);
    _exit(read(until, &byte, 1) == 0 ? 0 : 1);
}

static void frames_of_a_stranger_in_our_place_are_refused(void)
{
    NEEDS_ROOT;
    char own[128], place[96], byte;
    int ready[2], until[2];
    struct sl_ring_reader_opts named = {.runtime_dir = own};
    struct sl_ring_reader *reader = NULL;
    snprintf(place, sizeof(place), "%s/tmp", folder);
    snprintf(own, sizeof(own), "%s/sightline-0", place);
    CHECK(mkdir(place, 01777) == 0 && chmod(place, 01777) == 0 && pipe(ready) == 0 && pipe(until) == 0);
    pid_t child = fork();
    if (child == 0) {
        close(until[1]);
        publish_as_another(own, ready[1], until[0]);
    }
    close(ready[1]);
    CHECK_INT(read(ready[0], &byte, 1), 1);
    unsetenv("SIGHTLINE_RUNTIME_DIR");
    unsetenv("XDG_RUNTIME_DIR");
    setenv("TMPDIR", place, 1);
    CHECK_INT(sl_ring_attach(&reader, "trap", NULL, &why), -EACCES);
    CHECK_HAS(why.text, "somebody else");
    CHECK_INT(sl_ring_attach(&reader, "trap", &named, &why), 0);
    sl_ring_detach(&reader);
    unsetenv("TMPDIR");
    setenv("SIGHTLINE_RUNTIME_DIR", folder, 1);
    close(until[1]);
    waitpid(child, NULL, 0);
    char names[1][SL_RING_NAME_MAX + 1];
    CHECK_INT(sl_ring_list(own, names, 1, &why), 0); /* sweeps */
    CHECK(rmdir(own) == 0 && rmdir(place) == 0);
}

/* What a reader gets can be mapped for reading, and nothing else. */
static void a_reader_cannot_write_or_shrink_what_it_gets(void)
{
    struct sl_ring *ring = publisher("sealed", -1, -1);
    struct ring_welcome welcome;
    struct ring_gifts gifts;
    int fd = ring_folder_connect(folder, "sealed", true, &why);
    CHECK(fd >= 0);
    CHECK_INT(ring_hello_send(fd, SL_RING_NEWEST, SL_RING_TURNS, NULL), 0);
    CHECK_INT(ring_welcome_receive(fd, 2000, &welcome, &gifts), 1);
    CHECK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, gifts.segment, 0) == MAP_FAILED);
    void *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, gifts.segment, 0);
    CHECK(page != MAP_FAILED && mprotect(page, 4096, PROT_READ | PROT_WRITE) < 0);
    munmap(page, 4096);
    CHECK(pwrite(gifts.segment, "x", 1, 0) < 0 && ftruncate(gifts.segment, 0) < 0 && ftruncate(gifts.segment, 1 << 30) < 0);
    CHECK(fallocate(gifts.segment, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096) < 0);
    CHECK(ftruncate(gifts.claims, 0) < 0 && ftruncate(gifts.claims, 8192) < 0);
    close(gifts.segment);
    close(gifts.claims);
    close(fd);
    sl_ring_destroy(&ring);
}

/* A publisher that sends something else than it should. */
static void unsealed_and_short_memory_is_refused(void)
{
    struct ring_segment segment;
    int plain = memfd_create("plain", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    CHECK(plain >= 0 && ftruncate(plain, 65536) == 0);
    CHECK_INT(ring_segment_open(&segment, dup(plain), &why), -EPROTO);
    CHECK_HAS(why.text, "no sealed memory");
    CHECK(fcntl(plain, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | 0x10 | F_SEAL_SEAL) == 0);
    CHECK_INT(ring_segment_open(&segment, dup(plain), &why), -EPROTO);
    CHECK_HAS(why.text, "holes");
    close(plain);
    CHECK_INT(ring_segment_open(&segment, open("/dev/null", O_RDONLY | O_CLOEXEC), &why), -EPROTO);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    snprintf(folder, sizeof(folder), "/tmp/sl-ring-XXXXXX");
    if (!mkdtemp(folder) || setenv("SIGHTLINE_RUNTIME_DIR", folder, 1) < 0)
        return 99;
    RUN(another_user_cannot_attach);
    RUN(who_is_allowed_attaches_and_others_do_not);
    RUN(a_folder_closed_to_others_is_named);
    RUN(frames_of_a_stranger_in_our_place_are_refused);
    RUN(a_reader_cannot_write_or_shrink_what_it_gets);
    RUN(unsealed_and_short_memory_is_refused);
    rmdir(folder);
    return TAP_END();
}
