/* What the user wrote as a source, taken apart. Looks at no file and opens nothing. */
#ifndef SL_MEDIA_GRAMMAR_H
#define SL_MEDIA_GRAMMAR_H

#include <sightline/error.h>
#include <sightline/frame.h>

#define SOURCE_TEXT_MAX 4096 ///< bytes of a source with its NUL

enum source_form {
    SOURCE_FILE,     ///< PATH, file://
    SOURCE_IMAGES,   ///< images:GLOB[@FPS]
    SOURCE_URI,      ///< SCHEME://
    SOURCE_CAMERA,   ///< /dev/videoN
    SOURCE_PIPELINE, ///< gst:DESCRIPTION
    SOURCE_RAW,      ///< raw:WxH:FORMAT[@FPS]
    SOURCE_RING      ///< ring:NAME
};

/** Frames a second as a fraction: 1..1000000 over 1..9000, 0.001 to 1000 in all. */
struct source_rate {
    int32_t num, den;
};

struct source_spec {
    enum source_form form;
    char text[SOURCE_TEXT_MAX]; ///< as the user wrote it, for sentences
    char body[SOURCE_TEXT_MAX]; ///< path, glob, URI or description; empty for raw:
    char name[64];              ///< of the stream
    struct source_rate rate;    ///< images:, raw:
    enum sl_pixels pixels;      ///< raw:
    int32_t width_px, height_px;
};

/** 0, -EINVAL not of the grammar, -ENOTSUP a form this version does not have; with a sentence. */
int source_parse(struct source_spec *spec, const char *text, struct sl_error *why);

/** Time of the n-th frame, from 0. Exact, without the sum of rounded steps. */
int64_t source_rate_ns(struct source_rate rate, uint64_t n);

#endif
