/* Shared frames as a source, and the framebuffer. */
#include "faults.h"
#include "media/media.h"
#include "ring/framebuffer.h"

#include <sightline/ring.h>
#include <stdlib.h>
#include <unistd.h>

static struct sl__source no_source;

/* A frame for a reader that has just come. */
static int publish(struct sl_ring *ring, struct sl_error *why)
{
    struct sl_ring_loan loan;
    int err = sl_ring_loan(ring, &loan);
    err = err < 0 ? err : sl_ring_publish(ring, &loan);
    return err < 0 ? sl__error_set(why, err, "nothing could be published") : 0;
}

static int source_operation(void *arg, struct sl_error *why)
{
    const struct sl__source_wish wish = {.every_frame = true};
    struct sl__source *source = &no_source;
    struct sl__held_frame *held = NULL;
    int err = sl__source_open_as(&source, "ring:faults", &wish, why);
    CHECK((err < 0) == !source);
    if (err < 0)
        return err;
    source->every_frame = true;
    err = publish(arg, why);
    int got = err < 0 ? err : source->ops->next(source, &held, why);
    CHECK((got == 1) == (held != NULL));
    sl__frame_unref(&held);
    sl__source_close(&source);
    return got < 0 ? got : 0;
}

static void shared_frames_as_a_source(void)
{
    struct sl_ring_opts opts = sl_ring_opts_default(SL_PIXELS_GRAY8, 4, 4);
    struct sl_ring *ring = NULL;
    struct sl_error why = {""};
    if (sl_ring_create(&ring, "faults", &opts, &why) < 0) {
        TAP_FAIL("%s", why.text);
        return;
    }
    faults_each(source_operation, ring, FAULTS_SENTENCE);
    sl_ring_destroy(&ring);
}

static int framebuffer_operation(void *arg, struct sl_error *why)
{
    struct sl__framebuffer *framebuffer = NULL;
    uint8_t *bgr;
    int err = sl__framebuffer_create(&framebuffer, arg, why);
    if (err == 0)
        err = sl__framebuffer_begin(framebuffer, 3, 3, &bgr, why);
    if (err == 0)
        sl__framebuffer_end(framebuffer);
    sl__framebuffer_destroy(&framebuffer);
    CHECK(!framebuffer);
    return err;
}

static void a_framebuffer(void)
{
    char name[64];
    snprintf(name, sizeof(name), "/sightline-faults-%ld", (long)getpid());
    faults_each(framebuffer_operation, name, FAULTS_SENTENCE);
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/sightline-faults-XXXXXX";
    TAP_BEGIN(argc, argv);
    if (mkdtemp(folder))
        setenv("SIGHTLINE_RUNTIME_DIR", folder, 1);
    RUN(shared_frames_as_a_source);
    RUN(a_framebuffer);
    char lock[80];
    snprintf(lock, sizeof(lock), "%s/.lock", folder);
    unlink(lock);
    rmdir(folder);
    return TAP_END();
}
