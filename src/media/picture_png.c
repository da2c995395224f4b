/* PNG by libpng: 8 bits a colour, alpha left out, as OpenCV reads it. */
#include "media/picture.h"
#include "base/error.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct png {
    png_structp reader;
    png_infop info;
    const uint8_t *data;
    size_t size, at;
    char message[128];
};

static void on_error(png_structp reader, png_const_charp message)
{
    struct png *png = png_get_error_ptr(reader);
    snprintf(png->message, sizeof(png->message), "%s", message);
    png_longjmp(reader, 1);
}

static void on_warning(png_structp reader, png_const_charp message)
{
    (void)reader, (void)message;
}

static void bytes_read(png_structp reader, png_bytep to, size_t size)
{
    struct png *png = png_get_io_ptr(reader);
    if (size > png->size - png->at)
        png_error(reader, "it ends too early");
    memcpy(to, png->data + png->at, size);
    png->at += size;
}

/* Whatever it is, rows of RGB come out. 16 bits are cut to their upper 8. */
static int passes_prepare(struct png *png)
{
    png_set_strip_16(png->reader);
    png_set_expand(png->reader);
    png_set_strip_alpha(png->reader);
    png_set_gray_to_rgb(png->reader);
    int passes = png_set_interlace_handling(png->reader);
    png_read_update_info(png->reader, png->info);
    return passes;
}

/* Which way up, by its eXIf chunk: before the pixels or after them. */
static int orientation_find(struct png *png)
{
    png_uint_32 size = 0;
    png_bytep tiff = NULL;
    if (png_get_eXIf_1(png->reader, png->info, &size, &tiff) == 0)
        return 1;
    return exif_orientation(tiff, size);
}

/* Rarely needed, so through a second picture. */
static int picture_turn(struct pool_frame *frame, int orientation, const char *name, struct sl_error *why)
{
    int32_t width = frame->held.frame.width_px, height = frame->held.frame.height_px;
    size_t row_bytes = (size_t)width * 3, bytes = row_bytes * (size_t)height;
    struct upright upright;
    upright_plan(&upright, orientation, width, height);
    uint8_t *stored = malloc(bytes);
    if (!stored)
        return sl__error_set(why, -ENOMEM, "%s: no memory to turn it", name);
    memcpy(stored, frame->room, bytes);
    for (int32_t y = 0; y < height; y++)
        upright_row(&upright, frame->room, stored + row_bytes * (size_t)y, width, y);
    free(stored);
    return picture_frame(frame, (uint32_t)upright.width_px, (uint32_t)upright.height_px, name, why);
}

/* All that may jump out. */
static int png_read(struct png *png, struct pool_frame *frame, const char *name, struct sl_error *why)
{
    if (setjmp(png_jmpbuf(png->reader)))
        return sl__error_set(why, -EPROTO, "%s is not a picture that can be read: %s", name, png->message);
    png_set_read_fn(png->reader, png, bytes_read);
    png_set_user_limits(png->reader, SL_FRAME_SIDE_MAX, SL_FRAME_SIDE_MAX);
    png_read_info(png->reader, png->info);
    uint32_t width = png_get_image_width(png->reader, png->info), height = png_get_image_height(png->reader, png->info);
    int err = picture_frame(frame, width, height, name, why);
    if (err < 0)
        return err;
    int passes = passes_prepare(png);
    if (png_get_rowbytes(png->reader, png->info) != (size_t)width * 3)
        png_error(png->reader, "its colours are of an unknown kind");
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < height; y++)
            png_read_row(png->reader, frame->room + (size_t)y * width * 3, NULL);
    png_read_end(png->reader, png->info);
    int orientation = orientation_find(png);
    return orientation == 1 ? 0 : picture_turn(frame, orientation, name, why);
}

int png_decode(struct pool_frame *frame, const uint8_t *data, size_t size, const char *name, struct sl_error *why)
{
    struct png png = {.data = data, .size = size};
    png.reader = png_create_read_struct(PNG_LIBPNG_VER_STRING, &png, on_error, on_warning);
    png.info = png.reader ? png_create_info_struct(png.reader) : NULL;
    int err = png.info ? png_read(&png, frame, name, why) : sl__error_set(why, -ENOMEM, "%s: no memory to decode it", name);
    png_destroy_read_struct(&png.reader, &png.info, NULL);
    return err;
}
