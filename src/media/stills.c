/* Picture files as a source: one frame each, in the order of their names. */
#include "media/picture.h"
#include "media/sources.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stills {
    struct sl__source source;
    struct frame_pool *pool;
    struct source_rate rate;
    char **paths;
    size_t count, at;
    struct sl__held_frame *first; ///< decoded at open, so that what is wrong with it is told there
};

/* Decoded here. 1 with a frame, or a negative errno. */
static int picture_load(struct stills *stills, const char *path, const uint8_t *data, size_t size,
                        struct sl__held_frame **frame, struct sl_error *why)
{
    struct pool_frame *slot;
    int err = frame_pool_take(stills->pool, &slot);
    if (err < 0)
        return err;
    struct sl__held_frame *held = &slot->held;
    err = picture_decode(slot, data, size, path, why);
    if (err < 0)
        sl__frame_unref(&held);
    *frame = held;
    return err < 0 ? err : 1;
}

/* Other kinds through GStreamer: the first frame of a source that lives as long as that takes. */
static int foreign_load(const char *path, struct sl__held_frame **frame, struct sl_error *why)
{
    struct source_spec spec = {.form = SOURCE_FILE};
    struct sl__source *source = NULL;
    snprintf(spec.text, sizeof(spec.text), "%s", path);
    snprintf(spec.body, sizeof(spec.body), "%s", path);
    static const struct sl__source_wish as_it_comes;
    int err = gst_source_open(&source, &spec, &as_it_comes, why);
    if (err == 0)
        err = source->ops->next(source, frame, why);
    sl__source_close(&source);
    return err == 0 ? sl__error_set(why, -ENODATA, "%s has no picture", path) : err;
}

static int path_load(struct stills *stills, const char *path, struct sl__held_frame **frame, struct sl_error *why)
{
    uint8_t *data = NULL;
    size_t size = 0;
    int err = sl__file_read(path, PICTURE_FILE_MAX, &data, &size, why);
    if (err < 0)
        return err;
    if (size == 0)
        err = sl__error_set(why, -EPROTO, "%s is not a picture that can be read: it is empty", path);
    else if (picture_decodes(picture_kind_of(data, size)))
        err = picture_load(stills, path, data, size, frame, why);
    else
        err = foreign_load(path, frame, why);
    free(data);
    return err;
}

static int stills_load(struct stills *stills, struct sl__held_frame **frame, struct sl_error *why)
{
    int err = path_load(stills, stills->paths[stills->at], frame, why);
    if (err < 0)
        return err;
    struct sl_frame *picture = &(*frame)->frame;
    picture->capture_ns = sl__clock_ns();
    picture->pts_ns = source_rate_ns(stills->rate, stills->at);
    picture->number = stills->at++;
    picture->dropped = 0;
    return 1;
}

static int stills_next(struct sl__source *source, struct sl__held_frame **frame, struct sl_error *why)
{
    struct stills *stills = (struct stills *)source;
    if (frame_pool_interrupted(stills->pool))
        return -ECANCELED;
    if (stills->first) {
        *frame = stills->first;
        stills->first = NULL;
        return 1;
    }
    return stills->at < stills->count ? stills_load(stills, frame, why) : 0;
}

static void stills_interrupt(struct sl__source *source)
{
    frame_pool_interrupt(((struct stills *)source)->pool);
}

static void stills_close(struct sl__source *source)
{
    struct stills *stills = (struct stills *)source;
    sl__frame_unref(&stills->first);
    frame_pool_close(&stills->pool);
    for (size_t i = 0; i < stills->count; i++)
        free(stills->paths[i]);
    free(stills->paths);
    free(stills);
}

static const struct sl__source_ops stills_ops = {stills_next, stills_interrupt, stills_close};

static int path_compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The files that a pattern matches, in the order of their bytes whatever the locale; folders are left out. */
static int paths_find(struct stills *stills, const struct source_spec *spec, struct sl_error *why)
{
    glob_t found = {0};
    int result = glob(spec->body, GLOB_NOSORT | GLOB_MARK | GLOB_BRACE | GLOB_TILDE, NULL, &found);
    stills->paths = result == 0 ? calloc(found.gl_pathc, sizeof(*stills->paths)) : NULL;
    bool enough = result != GLOB_NOSPACE && (result != 0 || stills->paths);
    for (size_t i = 0; enough && result == 0 && i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i];
        if (path[strlen(path) - 1] == '/')
            continue;
        enough = (stills->paths[stills->count] = strdup(path)) != NULL;
        stills->count += enough;
    }
    globfree(&found);
    if (!enough)
        return sl__error_set(why, -ENOMEM, "%s: no memory for the names of its files", spec->text);
    if (stills->count == 0)
        return sl__error_set(why, -ENOENT, "%s: no file matches", spec->text);
    qsort(stills->paths, stills->count, sizeof(*stills->paths), path_compare);
    return 0;
}

/* The one file of a source that is a picture. */
static int path_keep(struct stills *stills, const struct source_spec *spec, struct sl_error *why)
{
    stills->paths = calloc(1, sizeof(*stills->paths));
    if (!stills->paths || !(stills->paths[0] = strdup(spec->body)))
        return sl__error_set(why, -ENOMEM, "%s: no memory for its name", spec->text);
    stills->count = 1;
    return 0;
}

int stills_source_open(struct sl__source **source, const struct source_spec *spec, struct sl_error *why)
{
    struct stills *stills = calloc(1, sizeof(*stills));
    if (!stills)
        return sl__error_set(why, -ENOMEM, "%s: no memory for a source", spec->text);
    stills->source.ops = &stills_ops;
    stills->rate = spec->form == SOURCE_IMAGES ? spec->rate : (struct source_rate){30, 1};
    snprintf(stills->source.name, sizeof(stills->source.name), "%s", spec->name);
    int err = frame_pool_create(&stills->pool, sizeof(struct pool_frame), NULL, why);
    if (err == 0)
        err = spec->form == SOURCE_IMAGES ? paths_find(stills, spec, why) : path_keep(stills, spec, why);
    if (err == 0)
        err = stills_load(stills, &stills->first, why);
    if (err < 0) {
        stills_close(&stills->source);
        return err;
    }
    stills->source.length_frames = (int64_t)stills->count;
    *source = &stills->source;
    return 0;
}
