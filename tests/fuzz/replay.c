/*
 * Feeds a corpus folder to a fuzz target without libFuzzer: each file as it is, cut off, and with bytes changed. The
 * changes come from a fixed seed, so a failure can be had again. A broken promise aborts; the file's name stands before.
 *
 *     replay_NAME FOLDER
 */
#include "fuzz.h"

#include <dirent.h>
#include <stdlib.h>

#define FILE_MAX_BYTES (1 << 20)
#define CUTS 256    ///< lengths tried; all of them when the file is no longer
#define CHANGES 512 ///< files with one byte changed

static uint32_t random_state;

/* xorshift32: Marsaglia, "Xorshift RNGs", 2003. */
static uint32_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state;
}

/* In a block of exactly its size: a sanitizer then sees one byte too far. */
static void feed(const uint8_t *bytes, size_t size)
{
    uint8_t *block = malloc(size ? size : 1);
    if (!block)
        abort();
    memcpy(block, bytes, size);
    LLVMFuzzerTestOneInput(block, size);
    free(block);
}

static void feed_cuts(const uint8_t *bytes, size_t size)
{
    size_t step = size / CUTS + 1;
    for (size_t length = 0; length < size; length += step)
        feed(bytes, length);
}

static void feed_changes(uint8_t *bytes, size_t size)
{
    random_state = 2463534242u;
    for (int i = 0; i < CHANGES && size; i++) {
        size_t at = random_next() % size;
        uint8_t before = bytes[at];
        bytes[at] = (uint8_t)(random_next() % 3 ? before ^ 1u << random_next() % 8 : random_next());
        feed(bytes, size);
        bytes[at] = before;
    }
}

static void replay(const char *path)
{
    uint8_t *bytes = malloc(FILE_MAX_BYTES);
    FILE *file = fopen(path, "rb");
    REQUIRE(bytes && file);
    size_t size = fread(bytes, 1, FILE_MAX_BYTES, file);
    REQUIRE(!ferror(file) && size < FILE_MAX_BYTES);
    fclose(file);
    feed(bytes, size);
    feed_cuts(bytes, size);
    feed_changes(bytes, size);
    free(bytes);
}

static int is_seed(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    struct dirent **seeds;
    int count = argc == 2 ? scandir(argv[1], &seeds, is_seed, alphasort) : -1;
    if (count <= 0) {
        printf("Bail out! no corpus in %s\n", argc == 2 ? argv[1] : "(no folder given)");
        return 1;
    }
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof(path), "%s/%s", argv[1], seeds[i]->d_name);
        printf("# %s\n", seeds[i]->d_name); /* stands there when the next line never comes */
        replay(path);
        printf("ok %d - %s\n", i + 1, seeds[i]->d_name);
        free(seeds[i]);
    }
    free(seeds);
    printf("1..%d\n", count);
    return 0;
}
