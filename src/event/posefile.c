/* The sink that writes .pose files: one stream, people in places of their own. */
#include "event/posefile.h"

#include "base/error.h"
#include "event/format.h"
#include "event/sink.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE_UNKNOWN 30.0f /* what a file with one frame says */

struct pose_sink {
    struct sl__sink sink;
    struct pose_store store;
    struct pose_frame frame;
    struct sl__buffer head;
    uint64_t count; /* frames written */
    int64_t first_ns, last_ns;
    char stream[SL_EVENT_NAME_BYTES];
};

/* Frames per second from the first frame to the last, so that frame i stands at its time on the whole. */
static float rate_of(const struct pose_sink *self)
{
    int64_t time_ns = self->last_ns - self->first_ns;
    if (self->count < 2 || time_ns <= 0)
        return RATE_UNKNOWN;
    return (float)((double)(self->count - 1) * 1e9 / (double)time_ns);
}

static int write_head(struct pose_sink *self, struct sl_error *why)
{
    const struct pose_frame *frame = &self->frame;
    sl__buffer_clear(&self->head);
    int err = pose_head(&self->head, frame->width_px, frame->height_px, frame->face_points, frame->people);
    if (err < 0)
        return sl__error_set(why, err, "%s: no memory for an output", self->sink.target);
    size_t points = (size_t)frame->people * POSE_PERSON_POINTS(frame->face_points);
    return pose_store_head(&self->store, &self->head, points, why);
}

/* The first frame says how large the picture is and whose it is. */
static int begin(struct pose_sink *self, const struct sl__event *event, struct sl_error *why)
{
    bool any = event->has_people || event->has_pose || event->has_faces || event->has_hands;
    if (event->has_detections && !any)
        return sl__error_set(why, -EINVAL, "%s: boxes do not go into a .pose file; it takes holistic, pose, face mesh and "
                             "hands", self->sink.target);
    snprintf(self->stream, sizeof(self->stream), "%s", event->stream ? event->stream : "");
    self->frame.width_px = event->width_px, self->frame.height_px = event->height_px;
    self->first_ns = self->last_ns = event->pts_ns;
    int err = write_head(self, why);
    return err ? err : pose_store_rate(&self->store, RATE_UNKNOWN, why);
}

static int sink_write(struct sl__sink *sink, const struct sl_frame *frame, const struct sl__event *event, struct sl_error *why)
{
    struct pose_sink *self = (struct pose_sink *)sink;
    const char *stream = event->stream ? event->stream : "";
    (void)frame;
    if (self->count && strncmp(self->stream, stream, sizeof(self->stream) - 1))
        return sl__error_set(why, -EINVAL, "%s: takes the frames of one stream, but after %s came %s", sink->target,
                             self->stream, stream);
    int err = self->count ? 0 : begin(self, event, why);
    if (err < 0)
        return err;
    pose_frame_fill(&self->frame, event);
    err = pose_store_append(&self->store, &self->frame, why);
    if (err < 0)
        return err;
    self->count++;
    self->last_ns = event->pts_ns;
    return self->count == 2 ? pose_store_rate(&self->store, rate_of(self), why) : 0;
}

static int sink_close(struct sl__sink *sink, struct sl_error *why)
{
    struct pose_sink *self = (struct pose_sink *)sink;
    int err = self->count ? pose_store_rate(&self->store, rate_of(self), why) : 0;
    int closed = pose_store_close(&self->store, err ? NULL : why);
    sl__buffer_finish(&self->head);
    free(self->frame.data);
    free(self->frame.confidence);
    free(self);
    return err ? err : closed;
}

static const struct sl__sink_ops pose_sink_ops = {.write = sink_write, .close = sink_close};

static int sink_prepare(struct pose_sink *self, const char *path, struct sl_error *why)
{
    struct pose_frame *frame = &self->frame;
    size_t points = (size_t)frame->people * POSE_PERSON_POINTS(frame->face_points);
    frame->data = calloc(points, 3 * sizeof(float));
    frame->confidence = calloc(points, sizeof(float));
    if (!frame->data || !frame->confidence || sl__buffer_init(&self->head, POSE_HEAD_ROOM, POSE_HEAD_ROOM) < 0)
        return sl__error_set(why, -ENOMEM, "%s: no memory for an output", path);
    int err = pose_store_open(&self->store, path, why);
    return err ? err : write_head(self, why);
}

int sl__posefile_open(struct sl__sink **sink, const char *path, const struct sl__posefile_opts *opts, struct sl_error *why)
{
    *sink = NULL;
    if (opts->people < 1 || opts->people > SL_PEOPLE_MAX)
        return sl__error_set(why, -EINVAL, "%s: a .pose output is for 1 to %d people, not %d", path, SL_PEOPLE_MAX,
                             opts->people);
    struct pose_sink *self = calloc(1, sizeof(*self));
    if (!self)
        return sl__error_set(why, -ENOMEM, "%s: no memory for an output", path);
    self->sink.ops = &pose_sink_ops;
    self->store.fd = -1;
    self->frame.people = opts->people;
    self->frame.face_points = opts->irises ? SL_FACE_POINTS_MAX : SL_FACE_POINTS;
    snprintf(self->sink.target, sizeof(self->sink.target), "%s", path);
    int err = sink_prepare(self, path, why);
    if (err < 0) {
        sink_close(&self->sink, NULL);
        return err;
    }
    *sink = &self->sink;
    return 0;
}
