/* GStreamer buffers in memory that somebody lends, a frame at a time: what is decoded or converted lands where it is wanted. */
#ifndef SL_MEDIA_RING_POOL_H
#define SL_MEDIA_RING_POOL_H

#include "media/media.h"

#include <gst/gst.h>

/**
 * Offer lent memory to whoever asks what frames should be made in, if that element lets go of each frame when it has given it: an
 * element that keeps frames, as decoders keep reference pictures, would see them change. @p sink is the pad that is asked.
 */
void ring_pool_propose(GstPad *sink, GstQuery *query, const struct sl__source_lender *lender);

#endif
