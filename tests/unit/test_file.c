/* Files and SHA-256. */
#include "base/file.h"

#include "base/error.h"
#include "base/sha256.h"
#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];

static void path_in_folder(char path[128], const char *name)
{
    snprintf(path, 128, "%s/%s", folder, name);
}

static void file_put(const char *path, const char *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CHECK(fd >= 0);
    CHECK_INT(sl__fd_write_all(fd, bytes, size), 0);
    close(fd);
}

static void a_file_is_read_whole(void)
{
    char path[128];
    path_in_folder(path, "a");
    file_put(path, "one\0two", 7);
    uint8_t *data;
    size_t size;
    CHECK_INT(sl__file_read(path, 7, &data, &size, NULL), 0);
    CHECK_INT(size, 7);
    CHECK(data && memcmp(data, "one\0two", 8) == 0); /* with the NUL after it */
    free(data);
    file_put(path, "", 0);
    CHECK_INT(sl__file_read(path, 0, &data, &size, NULL), 0);
    CHECK_INT(size, 0);
    free(data);
    unlink(path);
}

static void refused(const char *path, size_t max_bytes, int code, const char *part)
{
    struct sl_error why = {""};
    uint8_t *data = (uint8_t *)folder;
    size_t size;
    CHECK_INT(sl__file_read(path, max_bytes, &data, &size, &why), code);
    CHECK(!data);
    CHECK_HAS(why.text, path);
    CHECK_HAS(why.text, part);
}

static void what_cannot_be_read_is_named(void)
{
    char path[128];
    path_in_folder(path, "missing");
    refused(path, 100, -ENOENT, "No such file");
    refused(folder, 100, -EINVAL, "is a folder; expected a file");
    path_in_folder(path, "long");
    file_put(path, "12345678", 8);
    refused(path, 7, -E2BIG, "is 8 bytes long; the limit is 7");
    if (geteuid() != 0) { /* root may read everything */
        chmod(path, 0);
        refused(path, 100, -EACCES, "denied");
    }
    unlink(path);
}

static void a_pipe_is_refused_without_waiting_for_its_writer(void)
{
    char path[128];
    path_in_folder(path, "pipe");
    CHECK_INT(mkfifo(path, 0600), 0);
    refused(path, 100, -EINVAL, "is not a regular file");
    unlink(path);
}

static void writing_goes_on_after_short_writes(void)
{
    int ends[2];
    CHECK_INT(pipe2(ends, O_NONBLOCK), 0);
    size_t size = 300000; /* several times what a pipe holds */
    char *sent = malloc(size), *came = malloc(size);
    for (size_t i = 0; i < size; i++)
        sent[i] = (char)(i * 7);
    pid_t child = fork();
    if (child == 0)
        _exit(sl__fd_write_all(ends[1], sent, size) == 0 ? 0 : 1);
    close(ends[1]);
    fcntl(ends[0], F_SETFL, 0);
    size_t done = 0;
    for (ssize_t count; done < size && (count = read(ends[0], came + done, size - done)) > 0;)
        done += (size_t)count;
    CHECK_INT(done, size);
    CHECK(memcmp(sent, came, size) == 0);
    int status = -1;
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK_INT(status, 0);
    close(ends[0]);
    free(sent);
    free(came);
}

static void writing_to_nothing_is_an_error(void)
{
    CHECK_INT(sl__fd_write_all(-1, "x", 1), -EBADF);
    int full = open("/dev/full", O_WRONLY);
    if (full < 0)
        SKIP("no /dev/full here");
    CHECK_INT(sl__fd_write_all(full, "x", 1), -ENOSPC);
    close(full);
}

static void the_own_folder_holds_this_program(void)
{
    char path[4096], program[4096] = "";
    CHECK_INT(sl__own_folder(path, sizeof(path)), 0);
    CHECK(readlink("/proc/self/exe", program, sizeof(program) - 1) > 0);
    char *slash = strrchr(program, '/');
    if (slash)
        *slash = '\0';
    CHECK_TEXT(path, program);
    CHECK_INT(sl__own_folder(path, strlen(program)), -ENOENT); /* no room for the NUL */
}

static void hex_of(enum sl__sha256_way way, const void *data, size_t size, char hex[65])
{
    uint8_t digest[32];
    sl__sha256_by(way, data, size, digest);
    for (int i = 0; i < 32; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

/* NIST, "Examples with Intermediate Values", SHA-256, and FIPS 180-2 appendix B.3; the empty message from NIST's CAVP. */
static void check_vectors(enum sl__sha256_way way)
{
    static const char *const rows[][2] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    char hex[65];
    for (size_t i = 0; i < 3; i++) {
        hex_of(way, rows[i][0], strlen(rows[i][0]), hex);
        CHECK_TEXT(hex, rows[i][1]);
    }
    char *million = malloc(1000000);
    memset(million, 'a', 1000000);
    hex_of(way, million, 1000000, hex);
    CHECK_TEXT(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
}

static void sha256_gives_the_published_digests(void)
{
    check_vectors(SL_SHA256_PLAIN);
}

static void sha256_by_instructions_gives_the_same(void)
{
    if (sl__sha256_best() == SL_SHA256_PLAIN)
        SKIP("this CPU has no SHA instructions");
    check_vectors(sl__sha256_best());
    uint8_t bytes[300], plain[32], fast[32];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)(i * i + 3 * i);
    for (size_t size = 0; size < sizeof(bytes) - 3; size++) { /* every length around the block edges, unaligned too */
        sl__sha256_by(SL_SHA256_PLAIN, bytes + size % 4, size, plain);
        sl__sha256_by(sl__sha256_best(), bytes + size % 4, size, fast);
        CHECK(memcmp(plain, fast, 32) == 0);
    }
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    snprintf(folder, sizeof(folder), "/tmp/sightline-test-XXXXXX");
    CHECK(mkdtemp(folder));
    RUN(a_file_is_read_whole);
    RUN(what_cannot_be_read_is_named);
    RUN(a_pipe_is_refused_without_waiting_for_its_writer);
    RUN(writing_goes_on_after_short_writes);
    RUN(writing_to_nothing_is_an_error);
    RUN(the_own_folder_holds_this_program);
    RUN(sha256_gives_the_published_digests);
    RUN(sha256_by_instructions_gives_the_same);
    rmdir(folder);
    return TAP_END();
}
