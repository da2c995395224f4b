/* The sink behind NDJSON, CSV and keypoints: formats an event into a buffer made at open, and appends it to a file. */
#include "event/textsink.h"

#include "base/error.h"
#include "event/format.h"
#include "event/outfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text_sink {
    struct sl__sink sink;
    const struct text_form *form;
    struct out_file file;
    struct sl__buffer text; /* of the event in work */
    bool any;               /* an event was written */
    char stream[SL_EVENT_NAME_BYTES];
};

/* The text in the buffer, with the tail behind it. */
static int sink_append(struct text_sink *self, struct sl_error *why)
{
    size_t tail_size = self->form->tail ? strlen(self->form->tail) : 0;
    int err = sl__buffer_append(&self->text, self->form->tail, tail_size);
    if (err < 0)
        return sl__error_set(why, err, "%s: too large for one record", self->sink.target);
    return out_file_append(&self->file, self->text.data, self->text.size, tail_size, why);
}

/* Write what stands before the first event of a form; it is ours from now on. */
static int sink_begin(struct text_sink *self, const struct text_form *form, struct sl_error *why)
{
    const struct text_form *undecided = self->form;
    self->form = form;
    if (!form->header)
        return 0;
    sl__buffer_clear(&self->text);
    int err = form->header(&self->text);
    err = err ? sl__error_set(why, err, "%s: no memory for an output", self->sink.target) : sink_append(self, why);
    if (err < 0)
        self->form = undecided;
    return err;
}

static int sink_write(struct sl__sink *sink, const struct sl_frame *frame, const struct sl__event *event,
                      struct sl_error *why)
{
    struct text_sink *self = (struct text_sink *)sink;
    const char *stream = event->stream ? event->stream : "";
    (void)frame;
    int err = self->form->choose ? sink_begin(self, self->form->choose(event), why) : 0;
    if (err < 0)
        return err;
    const struct text_form *form = self->form;
    if (form->one_stream && self->any && strncmp(self->stream, stream, sizeof(self->stream) - 1))
        return sl__error_set(why, -EINVAL, "%s: takes the frames of one stream, but after %s came %s", sink->target,
                             self->stream, stream);
    sl__buffer_clear(&self->text);
    err = self->any && form->between ? sl__buffer_text(&self->text, form->between) : 0;
    err = err ? err : form->event(event, &self->text);
    if (err < 0)
        return sl__error_set(why, err, "%s: frame %llu is too large for one record", sink->target,
                             (unsigned long long)event->frame);
    err = sink_append(self, why);
    if (err == 0 && !self->any) {
        self->any = true;
        snprintf(self->stream, sizeof(self->stream), "%s", stream);
    }
    return err;
}

static int sink_close(struct sl__sink *sink, struct sl_error *why)
{
    struct text_sink *self = (struct text_sink *)sink;
    bool undecided = self->form->choose && self->file.fd >= 0;
    int err = undecided ? sink_begin(self, self->form->choose(NULL), why) : 0;
    int closed = out_file_close(&self->file, self->form->tail, err ? NULL : why);
    sl__buffer_finish(&self->text);
    free(self);
    return err ? err : closed;
}

static const struct sl__sink_ops text_sink_ops = {.write = sink_write, .close = sink_close};

/*
 * The buffer takes any event's JSON without growing; it grows a few times in all for a stream's name beyond
 * SL_EVENT_NAME_BYTES, and for a table whose rows are longer than JSON's points.
 */
static int sink_prepare(struct text_sink *self, const char *path, struct sl_error *why)
{
    if (sl__buffer_init(&self->text, SL_EVENT_TEXT_ROOM, 16 * SL_EVENT_TEXT_ROOM) < 0)
        return sl__error_set(why, -ENOMEM, "%s: no memory for an output", path);
    int err = out_file_open(&self->file, path, self->form->tail != NULL, why);
    return err < 0 || self->form->choose ? err : sink_begin(self, self->form, why);
}

int text_sink_open(struct sl__sink **sink, const struct text_form *form, const char *path, struct sl_error *why)
{
    *sink = NULL;
    struct text_sink *self = calloc(1, sizeof(*self));
    if (!self)
        return sl__error_set(why, -ENOMEM, "%s: no memory for an output", path);
    self->sink.ops = &text_sink_ops;
    self->form = form;
    self->file.fd = -1;
    snprintf(self->sink.target, sizeof(self->sink.target), "%s", path);
    int err = sink_prepare(self, path, why);
    if (err < 0) {
        sink_close(&self->sink, NULL);
        return err;
    }
    *sink = &self->sink;
    return 0;
}
