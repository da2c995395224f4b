/* What the two files of the overlay share. */
#ifndef SL_MEDIA_OVERLAY_H
#define SL_MEDIA_OVERLAY_H

#include <sightline/error.h>
#include <stdbool.h>

/** How a file of some ending is made on this machine: elements and their settings. */
struct overlay_format {
    const char *encoder, *encoder_rest;
    const char *container, *container_settings;
    bool even; ///< width and height must be even
};

/** 0, -EINVAL no video ending, -ENOTSUP no encoder installed. GStreamer is started. */
int overlay_format_find(struct overlay_format *format, const char *path, struct sl_error *why);

#endif
