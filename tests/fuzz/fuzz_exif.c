/* An EXIF block of any content gives an orientation of 1 to 8, and every row of a picture turned by it stays inside. */
#include "media/picture.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { WIDTH = 5, HEIGHT = 3 };
    uint8_t *block = malloc(size ? size : 1), *rgb = calloc(WIDTH * HEIGHT, 3), row[WIDTH * 3];
    struct upright upright;
    if (!block || !rgb)
        abort();
    if (size)
        memcpy(block, data, size);
    int orientation = exif_orientation(block, size);
    if (orientation < 1 || orientation > 8)
        abort();
    memset(row, 255, sizeof(row));
    upright_plan(&upright, orientation, WIDTH, HEIGHT);
    for (int32_t y = 0; y < HEIGHT; y++)
        upright_row(&upright, rgb, row, WIDTH, y);
    for (int i = 0; i < WIDTH * HEIGHT * 3; i++)
        if (rgb[i] != 255)
            abort();
    free(block);
    free(rgb);
    return 0;
}
