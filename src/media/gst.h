/* What the files of this module that use GStreamer share. Never included by the others. */
#ifndef SL_MEDIA_GST_H
#define SL_MEDIA_GST_H

#include "media/grammar.h"
#include "media/media.h"
#include "media/pool.h"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <gst/video/video.h>

/** Initialise GStreamer once; its warnings become debug lines instead of text on standard error. */
int media_gst_start(struct sl_error *why);

/** What the bus told about a pipeline that failed; the first failure wins. */
struct gst_trouble {
    int code;          ///< 0: none
    char reason[160];  ///< a clause without the pipeline's name
    char missing[128]; ///< what plug-in is missing, with the Debian package; empty: none
};

/** Take in a message of the bus. @return true when it is a failure. */
bool gst_trouble_note(struct gst_trouble *trouble, GstMessage *message);

/** Elements of a source: something that gives video, and the sink where it comes out. */
struct gst_chain {
    GstElement *pipeline; ///< owned
    GstElement *head;     ///< first element after the decoder; owned; NULL for gst:
    GstAppSink *sink;     ///< owned
};

int gst_chain_make(struct gst_chain *chain, const struct source_spec *spec, const struct sl__source_wish *wish,
                   struct sl_error *why);

/** Does any thread of it still bring data on? */
bool gst_chain_runs(const struct gst_chain *chain);

/** Stop it and let go. Takes half-made chains. */
void gst_chain_finish(struct gst_chain *chain);

/** The nearest of ours. */
enum sl_colour gst_colour_of(const GstVideoColorimetry *colorimetry);

/** A frame of a source with the sample whose memory it shows. */
struct gst_slot {
    struct pool_frame base;
    GstSample *sample;
    GstVideoFrame video;
};

/**
 * Show a sample's pixels in a frame, without copying. Takes the sample over, also on failure.
 * @param name  of the source, for the sentence
 */
int gst_slot_fill(struct gst_slot *slot, GstSample *sample, const GstVideoInfo *info, const char *name,
                  struct sl_error *why);
void gst_slot_empty(struct pool_frame *frame);

#endif
