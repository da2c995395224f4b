/* Pictures that are decoded here, without GStreamer: the bits that OpenCV and Pillow give, and no start-up time. */
#ifndef SL_MEDIA_PICTURE_H
#define SL_MEDIA_PICTURE_H

#include "media/pool.h"

#include <stddef.h>
#include <stdint.h>

#define PICTURE_FILE_MAX ((size_t)1 << 30) ///< bytes of a picture file
#define PICTURE_PIXELS_MAX (1 << 28)       ///< width times height: 805 MB as RGB

enum picture_kind { PICTURE_NONE, PICTURE_JPEG, PICTURE_PNG, PICTURE_GIF };

#define PICTURE_HEAD_BYTES 16

/** By the first bytes of a file. */
enum picture_kind picture_kind_of(const uint8_t *head, size_t size);

/** Can this build decode it without GStreamer? GIF: as a video, by gif_source_open(). */
bool picture_decodes(enum picture_kind kind);

/**
 * Decode a whole JPEG or PNG file into a frame of the pool, RGB24, turned upright as its EXIF tag says. The frame gets room
 * as it needs; times and number stay 0.
 * @param name  of the file, for sentences
 * @return 0, -EPROTO not readable, -E2BIG, -ENOMEM
 */
int picture_decode(struct pool_frame *frame, const uint8_t *data, size_t size, const char *name, struct sl_error *why);

/** Room and description for an RGB24 picture of that size. 0, -E2BIG, -ENOMEM */
int picture_frame(struct pool_frame *frame, uint32_t width_px, uint32_t height_px, const char *name, struct sl_error *why);

int jpeg_decode(struct pool_frame *frame, const uint8_t *data, size_t size, const char *name, struct sl_error *why);
int png_decode(struct pool_frame *frame, const uint8_t *data, size_t size, const char *name, struct sl_error *why);

/** Orientation 1..8 of a block in TIFF form (what follows "Exif\0\0"); 1 for anything that is not understood. */
int exif_orientation(const uint8_t *tiff, size_t size);

/** How the rows of a stored picture lie in the upright one. */
struct upright {
    int32_t width_px, height_px;      ///< of the upright picture
    ptrdiff_t first_bytes;            ///< where the stored picture's first pixel goes
    ptrdiff_t column_bytes, row_bytes;///< from there to the next stored pixel, and to the next stored row
};

/** @param orientation  1..8, as EXIF 2.3 gives it in tag 0x0112 */
void upright_plan(struct upright *upright, int orientation, int32_t width_px, int32_t height_px);

/** Put stored row @p y, of @p count RGB pixels, where it belongs. */
void upright_row(const struct upright *upright, uint8_t *rgb, const uint8_t *row, int32_t count, int32_t y);

#endif
