/* JPEG by libjpeg-turbo with its defaults (slow integer transform, smooth chroma), as OpenCV and Pillow use it. */
#include "media/picture.h"
#include "base/error.h"
#include "base/log.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

/* A few bytes can ask for very many passes over a large picture. */
#define SCANS_MAX 500

struct jpeg {
    struct jpeg_decompress_struct info; ///< first: libjpeg hands it back
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf failed;
    bool cut; ///< data ended inside the picture
    char message[JMSG_LENGTH_MAX];
};

static void on_error(j_common_ptr info)
{
    struct jpeg *jpeg = (struct jpeg *)info;
    info->err->format_message(info, jpeg->message);
    longjmp(jpeg->failed, 1);
}

/* Level -1 is a warning: the data is damaged, and libjpeg goes on with grey. */
static void on_message(j_common_ptr info, int level)
{
    struct jpeg *jpeg = (struct jpeg *)info;
    if (level >= 0)
        return;
    if (info->err->num_warnings++ == 0)
        info->err->format_message(info, jpeg->message);
    if (info->err->msg_code == JWRN_HIT_MARKER && jpeg->info.input_iMCU_row == 0 && jpeg->info.input_scan_number <= 1)
        jpeg->cut = true;
}

static void on_progress(j_common_ptr info)
{
    struct jpeg *jpeg = (struct jpeg *)info;
    if (jpeg->info.input_scan_number <= SCANS_MAX)
        return;
    snprintf(jpeg->message, sizeof(jpeg->message), "more than %d scans", SCANS_MAX);
    longjmp(jpeg->failed, 1);
}

static int orientation_find(const struct jpeg_decompress_struct *info)
{
    for (const struct jpeg_marker_struct *marker = info->marker_list; marker; marker = marker->next)
        if (marker->marker == JPEG_APP0 + 1 && marker->data_length > 6 && !memcmp(marker->data, "Exif\0", 6))
            return exif_orientation(marker->data + 6, marker->data_length - 6);
    return 1;
}

/* Print colours to RGB in place, as OpenCV 4 does it (modules/imgcodecs/src/utils.cpp, CMYK to BGR): no profile. */
static void cmyk_to_rgb(uint8_t *row, int32_t count)
{
    for (int32_t x = 0; x < count; x++) {
        int k = row[4 * x + 3];
        for (int c = 0; c < 3; c++)
            row[3 * x + c] = (uint8_t)(k - ((255 - row[4 * x + c]) * k >> 8));
    }
}

static void rows_read(struct jpeg *jpeg, const struct upright *upright, uint8_t *rgb)
{
    struct jpeg_decompress_struct *info = &jpeg->info;
    int32_t width = (int32_t)info->output_width;
    size_t bytes = (size_t)width * (size_t)info->output_components;
    JSAMPARRAY row = info->mem->alloc_sarray((j_common_ptr)info, JPOOL_IMAGE, (JDIMENSION)bytes, 1);
    while (info->output_scanline < info->output_height) {
        int32_t y = (int32_t)info->output_scanline;
        jpeg_read_scanlines(info, row, 1);
        if (info->out_color_space == JCS_CMYK)
            cmyk_to_rgb(row[0], width);
        upright_row(upright, rgb, row[0], width, y);
    }
}

/* All that may jump out. */
static int jpeg_read(struct jpeg *jpeg, struct pool_frame *frame, const uint8_t *data, size_t size, const char *name,
                     struct sl_error *why)
{
    struct jpeg_decompress_struct *info = &jpeg->info;
    struct upright upright;
    if (setjmp(jpeg->failed))
        return sl__error_set(why, -EPROTO, "%s is not a picture that can be read: %s", name, jpeg->message);
    jpeg_create_decompress(info);
    jpeg->progress.progress_monitor = on_progress;
    info->progress = &jpeg->progress;
    jpeg_mem_src(info, data, (unsigned long)size);
    jpeg_save_markers(info, JPEG_APP0 + 1, 0xffff);
    jpeg_read_header(info, TRUE);
    upright_plan(&upright, orientation_find(info), (int32_t)info->image_width, (int32_t)info->image_height);
    int err = picture_frame(frame, (uint32_t)upright.width_px, (uint32_t)upright.height_px, name, why);
    if (err < 0)
        return err;
    info->out_color_space = info->num_components == 4 ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(info);
    rows_read(jpeg, &upright, frame->room);
    jpeg_finish_decompress(info);
    if (jpeg->cut)
        return sl__error_set(why, -EPROTO, "%s is not a picture that can be read: it ends before its first rows", name);
    return 0;
}

int jpeg_decode(struct pool_frame *frame, const uint8_t *data, size_t size, const char *name, struct sl_error *why)
{
    struct jpeg jpeg = {.cut = false};
    jpeg.info.err = jpeg_std_error(&jpeg.errors);
    jpeg.errors.error_exit = on_error;
    jpeg.errors.emit_message = on_message;
    int err = jpeg_read(&jpeg, frame, data, size, name, why);
    if (err == 0 && jpeg.errors.num_warnings > 0)
        SL_LOG_LIMITED(SL_LOG_WARNING, "media", "%s is damaged, parts of it may be grey: %s", name, jpeg.message);
    jpeg_destroy_decompress(&jpeg.info);
    return err;
}
