/* Sources that need no GStreamer: pictures, a list of pictures, a GIF film, raw frames. */
#include "base/file.h"
#include "faults.h"
#include "media/media.h"

#include <stdlib.h>
#include <unistd.h>

#define FRAMES 3

static int source_operation(void *arg, struct sl_error *why)
{
    struct sl__source *source;
    int err = sl__source_open(&source, arg, why);
    CHECK((err < 0) == !source);
    if (err < 0)
        return err;
    int got = 1;
    for (int i = 0; i < FRAMES && got == 1; i++) {
        struct sl__held_frame *frame = NULL;
        got = source->ops->next(source, &frame, why);
        CHECK((got == 1) == (frame != NULL));
        sl__frame_unref(&frame);
    }
    sl__source_close(&source);
    return got < 0 ? got : 0;
}

static void open_file(const char *form, const char *name)
{
    const char *folder = getenv("SIGHTLINE_TEST_MEDIA");
    char text[4096];
    struct sl_error why = {""};
    snprintf(text, sizeof(text), "%s%s/%s", form, folder ? folder : "", name);
    if (!folder || source_operation(text, &why) < 0)
        SKIP("%.150s", folder ? why.text : "SIGHTLINE_TEST_MEDIA is not set");
    faults_each(source_operation, text, FAULTS_SENTENCE);
}

static void a_picture(void)
{
    open_file("", "fullcurl.jpg");
}

static void pictures_in_name_order(void)
{
    open_file("images:", "*curl.jpg");
}

static void a_gif_film(void)
{
    open_file("", "fingers-lq.gif");
}

/* Raw frames come from standard input, which stands at the beginning of the file again for each run. */
static int raw_operation(void *arg, struct sl_error *why)
{
    lseek(STDIN_FILENO, 0, SEEK_SET);
    return source_operation(arg, why);
}

static void raw_frames(void)
{
    char path[] = "/tmp/sightline-faults-XXXXXX", text[] = "raw:16x16:gray8@30";
    static const char pixels[16 * 16 * FRAMES];
    int fd = mkstemp(path), before = dup(STDIN_FILENO);
    CHECK_INT(sl__fd_write_all(fd, pixels, sizeof(pixels)), 0);
    dup2(fd, STDIN_FILENO);
    faults_each(raw_operation, text, FAULTS_SENTENCE);
    dup2(before, STDIN_FILENO);
    close(before);
    close(fd);
    unlink(path);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_picture);
    RUN(pictures_in_name_order);
    RUN(a_gif_film);
    RUN(raw_frames);
    return TAP_END();
}
