/*
 * A mask drawn into pictures against what OpenCV 4.11 recorded (tools/golden/mask.py). Integer positions, exact weights, four
 * products summed in one order: equal in all bits on every CPU, tolerance 0.
 */
#include "kernel/mask_kernels.h"
#include "tap.h"

#include <inttypes.h>
#include <stdlib.h>

enum { SIDE = 256, PADDED = SL_MASK_PADDED(SIDE), PIXELS_MAX = 1921 * 541 };

static float mask[PADDED * PADDED], picture[PIXELS_MAX];
static const char *file_name;

/* The same formula as in tools/golden/mask.py. */
static void make_mask(void)
{
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            mask[(y + 1) * PADDED + x + 1] = (float)((double)((37 * x + 101 * y + ((x * y) >> 2)) & 4095) / 4095);
}

static uint64_t hash_of(const float *values, int count)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (int i = 0; i < count; i++) {
        uint32_t word;
        memcpy(&word, &values[i], sizeof(word));
        hash = (hash ^ word) * 0x100000001b3u;
    }
    return hash;
}

static void check_line(const char *line)
{
    struct sl__mask_warp warp = {.mask = mask, .side = SIDE};
    uint32_t bits[6];
    int pixels;
    uint64_t hash;
    if (sscanf(line, "%d %d %" SCNx32 " %" SCNx32 " %" SCNx32 " %" SCNx32 " %" SCNx32 " %" SCNx32 " %d %" SCNx64, &warp.width,
               &warp.height, &bits[0], &bits[1], &bits[2], &bits[3], &bits[4], &bits[5], &pixels, &hash) != 10) {
        TAP_FAIL("not a record: %s", line);
        return;
    }
    for (int i = 0; i < 6; i++) {
        float value;
        memcpy(&value, &bits[i], sizeof(value));
        warp.m[i] = (double)value;
    }
    for (const struct sl__mask_kernel *kernel = sl__mask_kernels; kernel->name; kernel++) {
        if (!kernel->usable())
            continue;
        int touched = 0, count = warp.width * warp.height;
        sl__mask_warp_with(kernel, &warp, picture);
        for (int i = 0; i < count; i++)
            touched += picture[i] != 0.0f;
        if (touched != pixels || hash_of(picture, count) != hash)
            TAP_FAIL("%s: %d pixels, hash %016" PRIx64 "; expected %s", kernel->name, touched, hash_of(picture, count), line);
    }
}

static void masks_are_drawn_as_by_opencv(void)
{
    FILE *file = fopen(file_name, "r");
    char line[256];
    int count = 0;
    CHECK(file);
    make_mask();
    while (file && fgets(line, sizeof(line), file)) {
        if (line[0] == '#')
            continue;
        check_line(line);
        count++;
    }
    if (file)
        fclose(file);
    CHECK_INT(count, 17);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    file_name = argv[1];
    TAP_BEGIN(argc - 1, argv + 1);
    RUN(masks_are_drawn_as_by_opencv);
    return TAP_END();
}
