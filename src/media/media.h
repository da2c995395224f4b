/* Video and pictures in and out. GStreamer stays behind this header; raw frames and JPEG pictures need none. */
#ifndef SL_MEDIA_MEDIA_H
#define SL_MEDIA_MEDIA_H

#include "event/sink.h"
#include "frame/source.h"

/**
 * Open a source by the grammar of doc/sources.md: PATH, images:GLOB[@FPS], URI, /dev/videoN, gst:DESCRIPTION,
 * raw:WxH:FORMAT@FPS. The stream's name is made from it (sl__source.name); the caller may change it.
 *
 * @return 0, -EINVAL the text is not of the grammar (a usage error), -ENOENT nothing there, -ENOTSUP this build lacks
 *         what it takes, -EPROTO not a video or picture, -EIO; with a sentence that names the source
 */
int sl__source_open(struct sl__source **source, const char *text, struct sl_error *why);

/** Memory for one frame. */
struct sl__lent_frame {
    uint8_t *plane[SL_FRAME_PLANES_MAX];
    int32_t stride_bytes[SL_FRAME_PLANES_MAX];
    uint64_t token; ///< the lender's own mark
};

/** Somebody with memory that frames may be made in. Called on the source's threads, also while it opens. */
struct sl__source_lender {
    /** Memory for the next frame of this kind (format, colour, size of @p like). false: none now, it will have to be copied. */
    bool (*lend)(void *arg, const struct sl_frame *like, struct sl__lent_frame *lent);
    void (*take_back)(void *arg, uint64_t token); ///< nobody holds the frame made in it any more
    void *arg;
};

/** What frames should be like. All zero: as they come. */
struct sl__source_wish {
    enum sl_pixels pixels;       ///< sources that GStreamer reads give them; others keep theirs. NONE: theirs
    int32_t width_px, height_px; ///< both or none; stretched where the shapes differ
    double fps;                  ///< frames are left out or repeated; 0: theirs
    bool every_frame;            ///< shared frames (ring:NAME) are asked for without a gap from the first one on
    const struct sl__source_lender *lender; ///< NULL: none. The next frame is made when the one before was let go of
};

/** The same by wish. -ENOTSUP besides: a size or a rate that this kind of source cannot give (raw:, images:, ring:). */
int sl__source_open_as(struct sl__source **source, const char *text, const struct sl__source_wish *wish, struct sl_error *why);

/**
 * Overlay video: *.mp4, *.mkv, *.webm. The encoder starts with the first frame (its size is the video's).
 * @p fps_hint  frames a second when the times of the frames do not tell; 0: 30
 */
int sl__overlay_open(struct sl__sink **sink, const char *path, double fps_hint, struct sl_error *why);

#endif
