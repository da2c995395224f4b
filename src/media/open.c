/* Which kind of source a text means, and what can be said before it is opened. */
#include "media/media.h"
#include "media/grammar.h"
#include "media/picture.h"
#include "media/sources.h"
#include "base/error.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a file's first bytes say. A pipe is left alone: what is read from it is gone. */
static enum picture_kind file_kind(const char *path, const struct stat *st)
{
    uint8_t head[PICTURE_HEAD_BYTES];
    int fd = S_ISREG(st->st_mode) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t size = fd >= 0 ? read(fd, head, sizeof(head)) : 0;
    if (fd >= 0)
        close(fd);
    return size > 0 ? picture_kind_of(head, (size_t)size) : PICTURE_NONE;
}

/* Many pictures one after the other in one file also begin like a picture. */
static bool is_motion_jpeg(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && (!strcasecmp(dot, ".mjpg") || !strcasecmp(dot, ".mjpeg"));
}

static bool is_remade(const struct sl__source_wish *wish)
{
    return wish->width_px || wish->fps > 0;
}

/* A path is looked at first: what is plainly wrong with it needs no decoder to say. */
static int file_open(struct sl__source **source, const struct source_spec *spec, const struct sl__source_wish *wish,
                     struct sl_error *why)
{
    struct stat st;
    if (stat(spec->body, &st) < 0)
        return errno == ENOENT || errno == ENOTDIR
                   ? sl__error_set(why, -ENOENT, "%s: no such file", spec->text)
                   : sl__error_set(why, errno == EACCES ? -EACCES : -EIO, "%s: %s", spec->text, strerror(errno));
    if (S_ISDIR(st.st_mode))
        return sl__error_set(why, -EPROTO, "%s is a folder; images:'%s/*.jpg' takes the pictures in it", spec->text,
                             spec->text);
    if (access(spec->body, R_OK) < 0)
        return sl__error_set(why, -EACCES, "%s: not permitted to read it", spec->text);
    if (!S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode))
        return sl__error_set(why, -EPROTO, "%s is not a video or picture that can be read: it is not a file", spec->text);
    if (S_ISREG(st.st_mode) && st.st_size == 0)
        return sl__error_set(why, -EPROTO, "%s is not a video or picture that can be read: it is empty", spec->text);
    enum picture_kind kind = wish->pixels || is_remade(wish) ? PICTURE_NONE : file_kind(spec->body, &st);
    if (kind == PICTURE_GIF)
        return gif_source_open(source, spec, why);
    if (picture_decodes(kind) && !is_motion_jpeg(spec->body))
        return stills_source_open(source, spec, why);
    return gst_source_open(source, spec, wish, why);
}

static int camera_open(struct sl__source **source, const struct source_spec *spec, const struct sl__source_wish *wish,
                       struct sl_error *why)
{
    struct stat st;
    if (stat(spec->body, &st) < 0 || !S_ISCHR(st.st_mode))
        return sl__error_set(why, -ENOENT, "%s: no such camera", spec->text);
    if (access(spec->body, R_OK | W_OK) < 0)
        return sl__error_set(why, -EACCES, "%s: not permitted to use this camera; its users are in group video", spec->text);
    return gst_source_open(source, spec, wish, why);
}

static int spec_open(struct sl__source **source, const struct source_spec *spec, const struct sl__source_wish *wish,
                     struct sl_error *why)
{
    bool fixed = spec->form == SOURCE_RAW || spec->form == SOURCE_IMAGES || spec->form == SOURCE_RING;
    if (fixed && is_remade(wish))
        return sl__error_set(why, -ENOTSUP, "%s: frames of this kind of source come in their own size and rate only", spec->text);
    switch (spec->form) {
    case SOURCE_FILE: return file_open(source, spec, wish, why);
    case SOURCE_CAMERA: return camera_open(source, spec, wish, why);
    case SOURCE_RAW: return raw_source_open(source, spec, STDIN_FILENO, why);
    case SOURCE_RING: return ring_source_open(source, spec, wish, why);
    case SOURCE_IMAGES: return stills_source_open(source, spec, why);
    case SOURCE_URI:
    case SOURCE_PIPELINE: break;
    }
    return gst_source_open(source, spec, wish, why);
}

int sl__source_open(struct sl__source **source, const char *text, struct sl_error *why)
{
    static const struct sl__source_wish none;
    return sl__source_open_as(source, text, &none, why);
}

int sl__source_open_as(struct sl__source **source, const char *text, const struct sl__source_wish *wish, struct sl_error *why)
{
    *source = NULL;
    struct source_spec *spec = malloc(sizeof(*spec));
    if (!spec)
        return sl__error_set(why, -ENOMEM, "%s: no memory for a source", text);
    int err = source_parse(spec, text, why);
    if (err == 0)
        err = spec_open(source, spec, wish, why);
    free(spec);
    return err;
}
