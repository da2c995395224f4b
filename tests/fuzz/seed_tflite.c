/* Writes the starting corpus of fuzz_tflite into a folder: two models made by hand, each with a cut that succeeds. */
#include "tiny_tflite.h"

#include <stdio.h>

static int write_seed(const char *folder, int flags, const uint8_t cut[2])
{
    struct tiny tiny;
    char path[4096];
    tiny_build(&tiny, flags);
    snprintf(path, sizeof(path), "%s/tiny-%d", folder, flags);
    FILE *file = fopen(path, "wb");
    if (!file)
        return -1;
    bool good = fwrite(cut, 1, 2, file) == 2 && fwrite(tiny.bytes, 1, tiny.size, file) == tiny.size;
    return fclose(file) == 0 && good ? 0 : -1;
}

int main(int argc, char **argv)
{
    static const uint8_t heads[2] = {TINY_MEAN, TINY_OUT_A}, side[2] = {TINY_IMAGE, TINY_OUT_C};
    if (argc != 2 || write_seed(argv[1], 0, heads) < 0 || write_seed(argv[1], TINY_SIDE, side) < 0) {
        fprintf(stderr, "usage: seed_tflite FOLDER\n");
        return 1;
    }
    return 0;
}
