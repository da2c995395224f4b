/* An EXIF block of any content gives an orientation of 1 to 8, and every row of a picture turned by it stays inside. */
#include "fuzz.h"
#include "media/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { WIDTH = 5, HEIGHT = 3 };
    uint8_t rgb[WIDTH * HEIGHT * 3] = {0}, row[WIDTH * 3];
    struct upright upright;
    int orientation = exif_orientation(data, size);
    REQUIRE(orientation >= 1 && orientation <= 8);
    memset(row, 255, sizeof(row));
    upright_plan(&upright, orientation, WIDTH, HEIGHT);
    for (int32_t y = 0; y < HEIGHT; y++)
        upright_row(&upright, rgb, row, WIDTH, y);
    for (int i = 0; i < WIDTH * HEIGHT * 3; i++)
        REQUIRE(rgb[i] == 255);
    return 0;
}
