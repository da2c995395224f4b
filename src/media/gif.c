/* GIF as a video, by giflib: frames are painted one over the other as FFmpeg's decoder does it, and play once. */
#include "media/pool.h"
#include "media/sources.h"
#include "base/clock.h"
#include "base/error.h"

#include <gif_lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HUNDREDTH_NS (10 * SL_NS_PER_MS)
#define ROW_MAX 65535 ///< pixels; widths in the file have 16 bits

struct gif {
    struct sl__source source;
    struct source_spec spec;
    struct frame_pool *pool;
    GifFileType *file;
    int32_t width_px, height_px;
    uint8_t *canvas, *before; ///< RGB: what is shown, and what was there before a frame that takes itself back
    GifPixelType *row;
    GraphicsControlBlock control; ///< of the next image
    GifImageDesc shown;           ///< the image last painted, to be disposed of before the next
    int shown_disposal;
    uint8_t shown_ground[3];
    uint64_t number;
    int64_t pts_ns;
};

static int gif_refuse(const struct gif *gif, int number, struct sl_error *why)
{
    const char *reason = GifErrorString(number);
    if (gif->number > 0)
        return sl__error_set(why, -EIO, "%s: broken after frame %llu: %s", gif->spec.text,
                             (unsigned long long)gif->number - 1, reason ? reason : "unknown reason");
    return sl__error_set(why, -EPROTO, "%s is not a video or picture that can be read: %s", gif->spec.text,
                         reason ? reason : "unknown reason");
}

static int gif_failure(const struct gif *gif, struct sl_error *why)
{
    return gif_refuse(gif, gif->file->Error, why);
}

/* The part of an image that lies on the canvas. */
static GifImageDesc image_clip(const struct gif *gif, const GifImageDesc *image)
{
    GifImageDesc part = *image;
    part.Left = part.Left < gif->width_px ? part.Left : gif->width_px;
    part.Top = part.Top < gif->height_px ? part.Top : gif->height_px;
    part.Width = part.Width < gif->width_px - part.Left ? part.Width : gif->width_px - part.Left;
    part.Height = part.Height < gif->height_px - part.Top ? part.Height : gif->height_px - part.Top;
    return part;
}

static void area_fill(struct gif *gif, const GifImageDesc *area, const uint8_t colour[3])
{
    for (int y = area->Top; y < area->Top + area->Height; y++)
        for (int x = area->Left; x < area->Left + area->Width; x++)
            memcpy(gif->canvas + ((size_t)y * (size_t)gif->width_px + (size_t)x) * 3, colour, 3);
}

/* What shows where nothing is painted: white under transparency, else the file's own background. */
static void ground_find(const struct gif *gif, uint8_t colour[3])
{
    const ColorMapObject *map = gif->file->SColorMap;
    memset(colour, 255, 3);
    if (gif->control.TransparentColor != NO_TRANSPARENT_COLOR || !map || gif->file->SBackGroundColor >= map->ColorCount)
        return;
    const GifColorType *ground = &map->Colors[gif->file->SBackGroundColor];
    colour[0] = ground->Red;
    colour[1] = ground->Green;
    colour[2] = ground->Blue;
}

/* Before an image is painted: undo the one before as it wished, and keep what this one may want back. */
static void canvas_prepare(struct gif *gif, const GifImageDesc *area)
{
    size_t bytes = (size_t)gif->width_px * (size_t)gif->height_px * 3;
    uint8_t ground[3];
    ground_find(gif, ground);
    if (gif->number == 0)
        area_fill(gif, &(GifImageDesc){.Width = gif->width_px, .Height = gif->height_px}, ground);
    else if (gif->shown_disposal == DISPOSE_BACKGROUND)
        area_fill(gif, &gif->shown, gif->shown_ground);
    else if (gif->shown_disposal == DISPOSE_PREVIOUS)
        memcpy(gif->canvas, gif->before, bytes);
    if (gif->control.DisposalMode == DISPOSE_PREVIOUS)
        memcpy(gif->before, gif->canvas, bytes);
    gif->shown = *area;
    gif->shown_disposal = gif->control.DisposalMode;
    memcpy(gif->shown_ground, ground, 3);
}

static void row_paint(struct gif *gif, const GifImageDesc *area, const ColorMapObject *map, int y)
{
    uint8_t *to = gif->canvas + ((size_t)y * (size_t)gif->width_px + (size_t)area->Left) * 3;
    for (int x = 0; x < area->Width; x++, to += 3) {
        int index = gif->row[x];
        if (index == gif->control.TransparentColor || index >= map->ColorCount)
            continue;
        to[0] = map->Colors[index].Red;
        to[1] = map->Colors[index].Green;
        to[2] = map->Colors[index].Blue;
    }
}

/* Rows of an interlaced image come in four rounds (GIF89a, appendix E). */
static int image_paint(struct gif *gif, struct sl_error *why)
{
    static const int firsts[] = {0, 4, 2, 1}, steps[] = {8, 8, 4, 2};
    const GifImageDesc *image = &gif->file->Image;
    const ColorMapObject *map = image->ColorMap ? image->ColorMap : gif->file->SColorMap;
    GifImageDesc area = image_clip(gif, image);
    if (!map)
        return gif_refuse(gif, D_GIF_ERR_NO_COLOR_MAP, why);
    canvas_prepare(gif, &area);
    for (int round = 0; round < (image->Interlace ? 4 : 1); round++)
        for (int y = firsts[round]; y < image->Height; y += image->Interlace ? steps[round] : 1) {
            if (DGifGetLine(gif->file, gif->row, image->Width) == GIF_ERROR)
                return gif_failure(gif, why);
            if (y < area.Height)
                row_paint(gif, &area, map, area.Top + y);
        }
    return 0;
}

static int extension_read(GifFileType *file, GraphicsControlBlock *control)
{
    int code;
    GifByteType *block;
    if (DGifGetExtension(file, &code, &block) == GIF_ERROR)
        return GIF_ERROR;
    if (code == GRAPHICS_EXT_FUNC_CODE && block)
        DGifExtensionToGCB(block[0], block + 1, control);
    while (block)
        if (DGifGetExtensionNext(file, &block) == GIF_ERROR)
            return GIF_ERROR;
    return GIF_OK;
}

/* Up to the next image. 1, 0 at the end, or the failure as a GIF_ERROR is told by -1. */
static int image_find(GifFileType *file, GraphicsControlBlock *control)
{
    GifRecordType type = UNDEFINED_RECORD_TYPE;
    *control = (GraphicsControlBlock){.TransparentColor = NO_TRANSPARENT_COLOR};
    while (DGifGetRecordType(file, &type) != GIF_ERROR) {
        if (type == TERMINATE_RECORD_TYPE)
            return 0;
        if (type == EXTENSION_RECORD_TYPE && extension_read(file, control) == GIF_ERROR)
            return -1;
        if (type != IMAGE_DESC_RECORD_TYPE)
            continue;
        if (DGifGetImageDesc(file) == GIF_ERROR)
            return -1;
        /* giflib keeps a list of all images, which nobody needs here and which would grow. */
        GifFreeSavedImages(file);
        file->SavedImages = NULL;
        file->ImageCount = 0;
        return 1;
    }
    return -1;
}

/* Browsers and FFmpeg take delays below 2/100 s for 10/100 s. */
static int64_t delay_ns(const GraphicsControlBlock *control)
{
    return (control->DelayTime < 2 ? 10 : control->DelayTime) * HUNDREDTH_NS;
}

static int gif_next(struct sl__source *source, struct sl__held_frame **frame, struct sl_error *why)
{
    struct gif *gif = (struct gif *)source;
    struct pool_frame *slot;
    int err = frame_pool_take(gif->pool, &slot);
    if (err < 0)
        return err;
    struct sl__held_frame *held = &slot->held;
    size_t bytes = (size_t)gif->width_px * (size_t)gif->height_px * 3;
    int found = image_find(gif->file, &gif->control);
    err = found < 0 ? gif_failure(gif, why) : found > 0 ? image_paint(gif, why) : 0;
    if (err == 0 && found == 0 && gif->number == 0)
        err = sl__error_set(why, -ENODATA, "%s has no video frames", gif->spec.text);
    if (err == 0)
        err = pool_frame_room(slot, bytes, why);
    if (err < 0 || found == 0) {
        sl__frame_unref(&held);
        return err;
    }
    memcpy(slot->room, gif->canvas, bytes);
    sl_frame_init(&held->frame, SL_PIXELS_RGB24, gif->width_px, gif->height_px, slot->room, 0, NULL);
    held->frame.capture_ns = sl__clock_ns();
    held->frame.pts_ns = gif->pts_ns;
    held->frame.number = gif->number++;
    gif->pts_ns += delay_ns(&gif->control);
    *frame = held;
    return 1;
}

static void gif_interrupt(struct sl__source *source)
{
    frame_pool_interrupt(((struct gif *)source)->pool);
}

static void gif_close(struct sl__source *source)
{
    struct gif *gif = (struct gif *)source;
    if (gif->file)
        DGifCloseFile(gif->file, NULL);
    frame_pool_close(&gif->pool);
    free(gif->canvas);
    free(gif->before);
    free(gif->row);
    free(gif);
}

static const struct sl__source_ops gif_ops = {gif_next, gif_interrupt, gif_close};

/* Count the images without decoding them; -1 when the file is damaged. */
static int64_t images_count(const char *path)
{
    int number, found;
    int64_t count = 0;
    GraphicsControlBlock control;
    GifFileType *file = DGifOpenFileName(path, &number);
    while (file && (found = image_find(file, &control)) != 0) {
        int code_size;
        GifByteType *block = NULL;
        int result = found > 0 ? DGifGetCode(file, &code_size, &block) : GIF_ERROR;
        while (result != GIF_ERROR && block)
            result = DGifGetCodeNext(file, &block);
        count = result == GIF_ERROR ? -1 : count + 1;
        if (count < 0)
            break;
    }
    if (file)
        DGifCloseFile(file, NULL);
    return file ? count : -1;
}

static int file_open(struct gif *gif, struct sl_error *why)
{
    int number = 0;
    gif->file = DGifOpenFileName(gif->spec.body, &number);
    if (!gif->file)
        return gif_refuse(gif, number, why);
    gif->width_px = gif->file->SWidth;
    gif->height_px = gif->file->SHeight;
    if (gif->width_px < 1 || gif->height_px < 1 || gif->width_px > SL_FRAME_SIDE_MAX || gif->height_px > SL_FRAME_SIDE_MAX)
        return sl__error_set(why, -E2BIG, "%s has %dx%d pixels; 1 to %d a side are taken", gif->spec.text,
                             (int)gif->width_px, (int)gif->height_px, SL_FRAME_SIDE_MAX);
    size_t bytes = (size_t)gif->width_px * (size_t)gif->height_px * 3;
    gif->canvas = calloc(1, bytes);
    gif->before = calloc(1, bytes);
    gif->row = calloc(1, ROW_MAX);
    return gif->canvas && gif->before && gif->row
               ? 0
               : sl__error_set(why, -ENOMEM, "%s: no memory for %zu bytes of picture", gif->spec.text, bytes);
}

int gif_source_open(struct sl__source **source, const struct source_spec *spec, struct sl_error *why)
{
    struct gif *gif = calloc(1, sizeof(*gif));
    if (!gif)
        return sl__error_set(why, -ENOMEM, "%s: no memory for a source", spec->text);
    gif->spec = *spec;
    gif->source.ops = &gif_ops;
    snprintf(gif->source.name, sizeof(gif->source.name), "%s", spec->name);
    int err = frame_pool_create(&gif->pool, sizeof(struct pool_frame), NULL, why);
    if (err == 0)
        err = file_open(gif, why);
    if (err < 0) {
        gif_close(&gif->source);
        return err;
    }
    gif->source.length_frames = images_count(spec->body);
    *source = &gif->source;
    return 0;
}
