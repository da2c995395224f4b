/* Frames of the sample media, for tests that need real hands. Missing media or readers skip the test by name. */
#ifndef SL_TESTS_MEDIA_FRAMES_H
#define SL_TESTS_MEDIA_FRAMES_H

#include "media/media.h"
#include "tap.h"

#include <errno.h>
#include <stdlib.h>

#define MEDIA_FRAMES_MAX 64

struct media_frames {
    int count;
    struct sl_error absent; ///< why there are none
    struct sl_frame frame[MEDIA_FRAMES_MAX];
    uint8_t *pixels[MEDIA_FRAMES_MAX];
};

static inline void media_frames_free(struct media_frames *all)
{
    for (int i = 0; i < all->count; i++)
        free(all->pixels[i]);
    all->count = 0;
}

/* A packed RGB24 copy. */
static inline int media_frame_keep(struct media_frames *all, const struct sl_frame *frame, struct sl_error *why)
{
    size_t row = (size_t)frame->width_px * 3;
    uint8_t *pixels = frame->pixels == SL_PIXELS_RGB24 ? malloc(row * (size_t)frame->height_px) : NULL;
    if (!pixels)
        return -EINVAL;
    for (int y = 0; y < frame->height_px; y++)
        memcpy(pixels + row * (size_t)y, frame->plane[0] + (ptrdiff_t)y * frame->stride_bytes[0], row);
    all->pixels[all->count] = pixels;
    return sl_frame_init(&all->frame[all->count++], SL_PIXELS_RGB24, frame->width_px, frame->height_px, pixels, 0, why);
}

/* All frames of a file of the sample media; NULL, or why there are none. A file that is there and cannot be read fails. */
static inline const char *media_frames_read(struct media_frames *all, const char *name)
{
    char path[512];
    const char *folder = getenv("SIGHTLINE_TEST_MEDIA");
    struct sl__source *source = NULL;
    struct sl__held_frame *held = NULL;
    all->count = 0;
    all->absent.text[0] = '\0';
    snprintf(path, sizeof(path), "%s/%s", folder ? folder : "", name);
    int got = 0, err = sl__source_open(&source, path, &all->absent);
    if (err < 0 && err != -ENOENT && err != -ENOTSUP)
        TAP_FAIL("%s", all->absent.text);
    if (err < 0)
        return all->absent.text;
    while (err == 0 && all->count < MEDIA_FRAMES_MAX && (got = source->ops->next(source, &held, &all->absent)) > 0) {
        err = media_frame_keep(all, &held->frame, &all->absent);
        sl__frame_unref(&held);
    }
    sl__source_close(&source);
    if (all->count > 0 && got == 0 && err == 0)
        return NULL;
    TAP_FAIL("%s: %d RGB frames, then %d: %s", path, all->count, got, all->absent.text);
    return "the sample media cannot be read";
}

#endif
