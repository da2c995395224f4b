/* A whole picture from NV12 to RGB24 by the converter that GStreamer's videoconvert uses. */
#ifndef SL_BENCH_CONVERSION_H
#define SL_BENCH_CONVERSION_H

#include <sightline/frame.h>

/** On one thread. @return 0, or -1 without GStreamer. @p frame has no gaps */
int gst_convert_start(const struct sl_frame *frame);

/** @param rgb rows of 3 * width bytes */
void gst_convert(const struct sl_frame *frame, uint8_t *rgb);

void gst_convert_stop(void);

#endif
