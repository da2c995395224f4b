/* Reading sources to their end, in temporary folders. */
#ifndef SL_TESTS_MEDIA_OUTCOME_H
#define SL_TESTS_MEDIA_OUTCOME_H

#include "base/file.h"
#include "media/media.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/** What came out of a source. */
struct outcome {
    int open_result, end_result; ///< of sl__source_open() and of the last next()
    struct sl_error why;
    int frames;
    bool numbered, times_rise;   ///< numbers count from 0; pts grows
    struct sl_frame last;        ///< its pixels are gone
    int64_t first_pts_ns, length_frames;
    uint8_t sha256[32];          ///< of all RGB24 frames, tightly packed
};

static const char *temporary_path(const char *name)
{
    static char folder[200], path[4][300];
    static int turn;
    if (!folder[0]) {
        const char *base = getenv("TMPDIR");
        snprintf(folder, sizeof(folder), "%s/sightline-media-XXXXXX", base ? base : "/tmp");
        if (!mkdtemp(folder))
            exit(1);
    }
    char *text = path[turn++ % 4];
    snprintf(text, sizeof(path[0]), "%s%s%s", folder, *name ? "/" : "", name);
    return text;
}

static inline const char *file_write(const char *name, const void *data, size_t size)
{
    const char *path = temporary_path(name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0 || sl__fd_write_all(fd, data, size) < 0)
        exit(1);
    close(fd);
    return path;
}

/** Folder and all in it. */
static inline void temporary_remove(void)
{
    char command[400];
    snprintf(command, sizeof(command), "rm -rf '%s'", temporary_path(""));
    FILE *shell = popen(command, "r");
    if (shell)
        pclose(shell);
}

static inline size_t rows_pack(const struct sl_frame *frame, uint8_t *to)
{
    size_t bytes = (size_t)frame->width_px * 3;
    for (int32_t y = 0; y < frame->height_px; y++)
        memcpy(to + bytes * (size_t)y, frame->plane[0] + (ptrdiff_t)frame->stride_bytes[0] * y, bytes);
    return bytes * (size_t)frame->height_px;
}

/** @param hashes  keep the pixels of RGB24 frames for the digest */
static inline void source_read(struct outcome *outcome, const char *text, bool hashes)
{
    struct sl__source *source = NULL;
    struct sl__held_frame *held = NULL;
    uint8_t *all = NULL;
    size_t size = 0;
    *outcome = (struct outcome){.numbered = true, .times_rise = true};
    outcome->open_result = sl__source_open(&source, text, &outcome->why);
    while (outcome->open_result == 0 && (outcome->end_result = source->ops->next(source, &held, &outcome->why)) > 0) {
        const struct sl_frame *frame = &held->frame;
        outcome->numbered = outcome->numbered && frame->number == (uint64_t)outcome->frames;
        if (outcome->frames++ == 0)
            outcome->first_pts_ns = frame->pts_ns;
        else
            outcome->times_rise = outcome->times_rise && frame->pts_ns > outcome->last.pts_ns;
        if (hashes && frame->pixels == SL_PIXELS_RGB24) {
            all = realloc(all, size + (size_t)frame->width_px * 3 * (size_t)frame->height_px);
            size += rows_pack(frame, all + size);
        }
        outcome->last = *frame;
        outcome->length_frames = source->length_frames;
        sl__frame_unref(&held);
    }
    sl__sha256(all, size, outcome->sha256);
    free(all);
    sl__source_close(&source);
}

static inline const char *hex_of(const uint8_t digest[32])
{
    static char text[65];
    for (int i = 0; i < 32; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    return text;
}

#endif
