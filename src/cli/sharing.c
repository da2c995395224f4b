/* The loop of a shared source: its frames into slots, at their time; and again from the start when a live one drops. */
#include "cli/sharing.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "cli/command.h"
#include "cli/say.h"
#include "kernel/convert.h"
#include "kernel/raster.h"
#include "ring/loan.h"

#include <stdio.h>
#include <string.h>

#define STEP_NS (50 * SL_NS_PER_MS)          ///< how soon a wish to end is heard
#define PAUSE_FIRST_NS (500 * SL_NS_PER_MS)  ///< before a source is opened again; doubled each time
#define PAUSE_LAST_NS (30 * SL_NS_PER_S)
#define PATIENCE_FAST_MS 10000               ///< a file at full speed has time for readers of every frame

static const enum sl_pixels pixels_of[] = {
    [FORMAT_BGR24] = SL_PIXELS_BGR24, [FORMAT_RGB24] = SL_PIXELS_RGB24,   [FORMAT_NV12] = SL_PIXELS_NV12,
    [FORMAT_I420] = SL_PIXELS_I420,   [FORMAT_RGBA32] = SL_PIXELS_RGBA32, [FORMAT_GRAY8] = SL_PIXELS_GRAY8};

/* ---- into the ring ---- */

static bool is_packed(enum sl_pixels pixels)
{
    return pixels == SL_PIXELS_BGR24 || pixels == SL_PIXELS_RGB24;
}

/* The ring's format for this frame, or why there is none. */
static int choose_pixels(const struct sharing *sharing, const struct sl_frame *frame, struct sl_error *why)
{
    enum sl_pixels wanted = sharing->settings->format == FORMAT_SOURCE ? frame->pixels : pixels_of[sharing->settings->format];
    if (wanted != frame->pixels && !is_packed(wanted))
        return sl__error_set(why, -ENOTSUP,
                             "%s: frames of this source are %s and cannot be shared as %s; bgr24, rgb24 and source can be had",
                             sharing->spec.name, sl_pixels_name(frame->pixels), sl_pixels_name(wanted));
    return (int)wanted;
}

static void wait_for_readers(struct sharing *sharing)
{
    struct sl_ring_stat stat;
    for (;;) {
        sl_ring_stat(sharing->ring, &stat);
        if (stat.readers >= sharing->settings->readers || atomic_load(&sharing->stopping))
            return;
        nanosleep(&(struct timespec){.tv_nsec = STEP_NS / 10}, NULL);
    }
}

static int make_ring(struct sharing *sharing, const struct sl_frame *frame, enum sl_pixels pixels, struct sl_error *why)
{
    struct sl_ring_opts opts = sl_ring_opts_default(pixels, frame->width_px, frame->height_px);
    opts.colour = frame->colour;
    opts.slots = sharing->settings->slots;
    if (sharing->settings->fast && !sharing->live)
        opts.patience_ms = PATIENCE_FAST_MS;
    int err = sl_ring_create(&sharing->ring, sharing->spec.name, &opts, why);
    if (err < 0)
        return err;
    sl__log(SL_LOG_INFO, "share", "%s: %dx%d %s%s", sharing->spec.name, frame->width_px, frame->height_px,
            sl_pixels_name(pixels), sharing->live ? ", live" : "");
    return 0;
}

/* The ring of that format and size, made or changed. */
static int fit_ring(struct sharing *sharing, const struct sl_frame *frame, struct sl_error *why)
{
    int chosen = choose_pixels(sharing, frame, why), err;
    enum sl_pixels pixels = (enum sl_pixels)chosen;
    if (chosen < 0)
        return chosen;
    if (sharing->ring && pixels == sharing->pixels && frame->width_px == sharing->width_px &&
        frame->height_px == sharing->height_px)
        return 0;
    if (sharing->ring)
        err = sl_ring_reformat(sharing->ring, pixels, frame->colour, frame->width_px, frame->height_px, why);
    else
        err = make_ring(sharing, frame, pixels, why);
    sharing->pixels = pixels;
    sharing->width_px = frame->width_px;
    sharing->height_px = frame->height_px;
    return err;
}

/* The frame was made in the slot that we lent. */
static int publish_loan(struct sharing *sharing, const struct sl_frame *frame)
{
    sharing->is_lent = false;
    sharing->loan.pts_ns = frame->pts_ns;
    sharing->loan.capture_ns = frame->capture_ns;
    sharing->loan.dropped = frame->dropped;
    return sl_ring_publish(sharing->ring, &sharing->loan);
}

/* The ring counts the frames for which readers left no slot. One that comes while the next is made in a slot is counted here. */
static int put_or_drop(struct sharing *sharing, int err)
{
    sharing->lost += err == -EBUSY;
    return err == -EAGAIN || err == -EBUSY ? 0 : err;
}

/* Into a slot, converted on the way where need be. */
static int put(struct sharing *sharing, const struct sl_frame *frame)
{
    if (sharing->is_lent && frame->plane[0] == sharing->loan.plane[0])
        return publish_loan(sharing, frame);
    if (frame->pixels == sharing->pixels && !frame->chroma_x && !frame->chroma_y) {
        return put_or_drop(sharing, sl_ring_write(sharing->ring, frame, &sharing->why));
    }
    if (!is_packed(sharing->pixels))
        return sl__error_set(&sharing->why, -ENOTSUP,
                             "%s: frames that begin inside a pair of chroma pixels can be shared as bgr24 and rgb24 only",
                             sharing->spec.name);
    struct sl_ring_loan loan;
    int err = sl_ring_loan(sharing->ring, &loan);
    if (err < 0)
        return put_or_drop(sharing, err);
    struct sl__raster raster = sl__raster_of(frame);
    if (sharing->pixels == SL_PIXELS_BGR24)
        sl__convert_to_bgr(&raster, loan.plane[0], loan.stride_bytes[0]);
    else
        sl__convert_to_rgb(&raster, loan.plane[0], loan.stride_bytes[0]);
    loan.pts_ns = frame->pts_ns;
    loan.capture_ns = frame->capture_ns;
    loan.dropped = frame->dropped;
    return sl_ring_publish(sharing->ring, &loan);
}

static int put_frame(struct sharing *sharing, const struct sl_frame *frame)
{
    pthread_mutex_lock(&sharing->ring_lock);
    int err = fit_ring(sharing, frame, &sharing->why);
    pthread_mutex_unlock(&sharing->ring_lock);
    if (err < 0)
        return err;
    if (!sharing->is_awaited)
        wait_for_readers(sharing);
    sharing->is_awaited = true;
    pthread_mutex_lock(&sharing->ring_lock);
    err = put(sharing, frame);
    pthread_mutex_unlock(&sharing->ring_lock);
    return err;
}

/* ---- slots for the source to make its frames in ---- */

/* The ring is made with the first frame that somebody wants to make: so not even that one is copied. */
static bool lend_slot(struct sharing *sharing, const struct sl_frame *like, struct sl__lent_frame *lent)
{
    int format = sharing->settings->format;
    bool fits = format == FORMAT_SOURCE || pixels_of[format] == like->pixels;
    if (!fits || sharing->is_lent || (!sharing->ring && fit_ring(sharing, like, NULL) < 0))
        return false;
    if (like->pixels != sharing->pixels || like->width_px != sharing->width_px || like->height_px != sharing->height_px ||
        sl__ring_try_loan(sharing->ring, &sharing->loan) < 0)
        return false;
    sharing->is_lent = true;
    lent->token = ++sharing->loans;
    for (int i = 0; i < SL_FRAME_PLANES_MAX; i++) {
        lent->plane[i] = sharing->loan.plane[i];
        lent->stride_bytes[i] = sharing->loan.stride_bytes[i];
    }
    return true;
}

static bool lend(void *arg, const struct sl_frame *like, struct sl__lent_frame *lent)
{
    struct sharing *sharing = arg;
    pthread_mutex_lock(&sharing->ring_lock);
    bool lends = lend_slot(sharing, like, lent);
    pthread_mutex_unlock(&sharing->ring_lock);
    return lends;
}

/* A frame that was made in a slot and never reached us. */
static void take_back(void *arg, uint64_t token)
{
    struct sharing *sharing = arg;
    pthread_mutex_lock(&sharing->ring_lock);
    if (sharing->is_lent && token == sharing->loans) {
        sl_ring_cancel(sharing->ring, &sharing->loan);
        sharing->is_lent = false;
    }
    pthread_mutex_unlock(&sharing->ring_lock);
}

/* ---- into the framebuffer ---- */

static int put_framebuffer(struct sharing *sharing, const struct sl_frame *frame)
{
    uint8_t *bgr;
    if (!sharing->framebuffer)
        return 0;
    int err = sl__framebuffer_begin(sharing->framebuffer, frame->width_px, frame->height_px, &bgr, &sharing->why);
    if (err < 0)
        return err;
    struct sl__raster raster = sl__raster_of(frame);
    sl__convert_to_bgr(&raster, bgr, 3 * frame->width_px);
    sl__framebuffer_end(sharing->framebuffer);
    return 0;
}

/* ---- time ---- */

static void rest(const struct sharing *sharing, int64_t until_ns)
{
    int64_t left_ns;
    while ((left_ns = until_ns - sl__clock_ns()) > 0 && !atomic_load(&sharing->stopping))
        nanosleep(&(struct timespec){.tv_nsec = left_ns < STEP_NS ? left_ns : STEP_NS}, NULL);
}

/* A file's frames come when they are due, as a camera's do. */
static void keep_time(struct sharing *sharing, const struct sl_frame *frame)
{
    if (sharing->live || sharing->settings->fast)
        return;
    if (!sharing->began_ns) {
        sharing->began_ns = sl__clock_ns();
        sharing->first_pts_ns = frame->pts_ns;
    }
    rest(sharing, sharing->began_ns + frame->pts_ns - sharing->first_pts_ns);
}

/* A source that was away begins at 0 again; for readers its time goes on. */
static void shift_time(struct sharing *sharing, struct sl_frame *frame)
{
    int64_t now_ns = sl__clock_ns();
    if (sharing->is_back)
        sharing->shift_ns = sharing->last_pts_ns + (now_ns - sharing->last_ns) - frame->pts_ns;
    frame->pts_ns += sharing->shift_ns;
    sharing->last_pts_ns = frame->pts_ns;
    sharing->last_ns = now_ns;
}

/* ---- the source ---- */

static void close_source(struct sharing *sharing)
{
    pthread_mutex_lock(&sharing->lock);
    struct sl__source *source = sharing->source;
    sharing->source = NULL;
    pthread_mutex_unlock(&sharing->lock);
    sharing->lost += source ? source->lost : 0;
    sl__source_close(&source);
}

static int open_source(struct sharing *sharing, struct sl_error *why)
{
    struct sl__source *source = NULL;
    int err = sl__source_open_as(&source, sharing->spec.source, &sharing->wish, why);
    if (err < 0)
        return err;
    pthread_mutex_lock(&sharing->lock);
    sharing->source = source;
    pthread_mutex_unlock(&sharing->lock);
    return 0;
}

static void frame_came(struct sharing *sharing)
{
    sharing->pause_ns = PAUSE_FIRST_NS;
    sharing->told.text[0] = '\0';
    if (sharing->is_back)
        sl__log(SL_LOG_INFO, "share", "%s: frames come again", sharing->spec.name);
    sharing->is_back = false;
}

static int next_frame(struct sharing *sharing, struct sl__held_frame **held)
{
    atomic_store(&sharing->asked_ns, sl__clock_ns());
    int got = sharing->source->ops->next(sharing->source, held, &sharing->why);
    atomic_store(&sharing->asked_ns, 0);
    return got;
}

/* 0 at the source's end or ours, or a negative errno. */
static int share_until_end(struct sharing *sharing)
{
    struct sl__held_frame *held = NULL;
    int got = 0;
    while (!atomic_load(&sharing->stopping) && (got = next_frame(sharing, &held)) == 1) {
        struct sl_frame frame = held->frame;
        keep_time(sharing, &frame);
        shift_time(sharing, &frame);
        int err = put_frame(sharing, &frame);
        err = err < 0 ? err : put_framebuffer(sharing, &frame);
        sl__frame_unref(&held);
        if (err < 0) {
            sharing->fatal = true;
            return err;
        }
        frame_came(sharing);
    }
    if (got == -ECANCELED && atomic_exchange(&sharing->stalled, false))
        return sl__error_set(&sharing->why, -ETIMEDOUT, "%s: no frame for %d s", sharing->spec.source,
                             sharing->settings->stall_s);
    return got == -ECANCELED ? 0 : got;
}

/* Once for each trouble, not for each attempt. */
static void tell(struct sharing *sharing)
{
    if (!strcmp(sharing->told.text, sharing->why.text))
        return;
    sharing->told = sharing->why;
    sl__log(SL_LOG_WARNING, "share", "%s: %s; trying again", sharing->spec.name, sharing->why.text);
}

/* Until the source is open again, or it is time to end. */
static bool reopen(struct sharing *sharing)
{
    int err = sharing->err;
    if (err == 0)
        sl__error_set(&sharing->why, 0, "%s ended", sharing->spec.source);
    for (;;) {
        tell(sharing);
        close_source(sharing);
        rest(sharing, sl__clock_ns() + sharing->pause_ns);
        sharing->pause_ns = sharing->pause_ns * 2 < PAUSE_LAST_NS ? sharing->pause_ns * 2 : PAUSE_LAST_NS;
        if (atomic_load(&sharing->stopping))
            return false;
        if (open_source(sharing, &sharing->why) == 0)
            break;
    }
    sharing->reopened++;
    sharing->is_back = sharing->last_ns != 0;
    return true;
}

static void share_loop(void *arg)
{
    struct sharing *sharing = arg;
    bool again;
    do {
        sharing->err = share_until_end(sharing);
        again = sharing->live && sharing->settings->retry && !sharing->fatal && !atomic_load(&sharing->stopping);
    } while (again && reopen(sharing));
    if (again)
        sharing->err = 0; /* we were told to end while the source was away */
    atomic_store(&sharing->ended, true);
}

/* ---- by main ---- */

int sharing_open(struct sharing *sharing, const struct share_settings *settings, const struct sl__source_wish *wish,
                 struct sl_error *why)
{
    sharing->settings = settings;
    sharing->wish = *wish;
    sharing->pause_ns = PAUSE_FIRST_NS;
    sharing->lender = (struct sl__source_lender){lend, take_back, sharing};
    sharing->wish.lender = &sharing->lender;
    pthread_mutex_init(&sharing->lock, NULL);
    pthread_mutex_init(&sharing->ring_lock, NULL);
    int err = open_source(sharing, why);
    if (err < 0)
        return err;
    sharing->live = sharing->source->live;
    return settings->framebuffer ? sl__framebuffer_create(&sharing->framebuffer, NULL, why) : 0;
}

int sharing_start(struct sharing *sharing, struct sl_error *why)
{
    return sl__thread_start(&sharing->thread, "sl-share", share_loop, sharing, why);
}

static void interrupt_source(struct sharing *sharing)
{
    pthread_mutex_lock(&sharing->lock);
    if (sharing->source)
        sharing->source->ops->interrupt(sharing->source);
    pthread_mutex_unlock(&sharing->lock);
}

bool sharing_look(struct sharing *sharing)
{
    int64_t asked_ns = atomic_load(&sharing->asked_ns), stall_ns = sharing->settings->stall_s * SL_NS_PER_S;
    if (atomic_load(&sharing->ended)) {
        if (sharing->err < 0 && !sharing->said)
            say_failure(&sharing->why);
        sharing->said = true;
        return true;
    }
    bool late = sharing->live && stall_ns && asked_ns && sl__clock_ns() - asked_ns > stall_ns;
    if (late && !atomic_exchange(&sharing->stalled, true))
        interrupt_source(sharing);
    return false;
}

static void print_summary(const struct sharing *sharing)
{
    struct sl_ring_stat stat;
    sl_ring_stat(sharing->ring, &stat);
    fprintf(stderr, "%s: %llu frames shared, %llu without a free slot, %llu lost by the source", sharing->spec.name,
            (unsigned long long)stat.published, (unsigned long long)stat.dropped, (unsigned long long)sharing->lost);
    if (sharing->live)
        fprintf(stderr, ", opened again %llu times", (unsigned long long)sharing->reopened);
    fputc('\n', stderr);
}

int sharing_stop(struct sharing *sharing)
{
    if (!sharing->settings)
        return CODE_DONE;
    atomic_store(&sharing->stopping, true);
    interrupt_source(sharing);
    sl__thread_join(&sharing->thread);
    sharing_look(sharing);
    close_source(sharing);
    if (sharing->ring && !sharing->settings->quiet)
        print_summary(sharing);
    sl__framebuffer_destroy(&sharing->framebuffer);
    sl_ring_destroy(&sharing->ring);
    pthread_mutex_destroy(&sharing->lock);
    pthread_mutex_destroy(&sharing->ring_lock);
    return sharing->err < 0 ? CODE_FAILED : CODE_DONE;
}
