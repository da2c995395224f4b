/*
 * Times the painting of one 1280x720 frame: a refined face some 250 pixels high, a body and two hands. JSON on standard output;
 * CPU time of the one thread, so that other programs on the machine disturb little.
 *
 *     bench-draw [FRAMES]    100 frames each
 */
#include "../tests/unit/draw_tape.h"

#include <time.h>

enum { WIDTH = 1280, HEIGHT = 720, FRAMES_MAX = 10000 };

static uint8_t pixels[WIDTH * HEIGHT * 3];
static const struct sl_canvas canvas = {pixels, WIDTH, HEIGHT, 3 * WIDTH};
static struct sl__event event;
static struct tape face, body;

static int64_t cpu_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* The photo's face, 2.5 times as large, in the frame's middle; its body as high as the frame. */
static int event_make(void)
{
    if (!tape_read(&face, "face.txt", NULL) || !tape_read(&body, "body.txt", NULL))
        return -1;
    event.face_count = 1;
    event.faces[0] = face.person.face;
    for (int i = 0; i < face.face; i++) {
        float *point = event.faces[0].image[i];
        point[0] = 0.5f + (point[0] - 0.43f) * 2.5f * 512 / WIDTH;
        point[1] = 0.5f + (point[1] - 0.25f) * 2.5f * 512 / HEIGHT;
    }
    event.has_body = true;
    event.body = body.person.body;
    event.hand_count = 2;
    for (int i = 0; i < SL_HAND_POINTS; i++)
        for (int h = 0; h < 2; h++) { /* fingers upright, 200 pixels high */
            event.hands[h].image[i][0] = 0.1f + 0.6f * (float)h + 0.03f * (float)((i + 3) / 4);
            event.hands[h].image[i][1] = i ? 0.75f - 0.06f * (float)((i - 1) % 4) : 0.88f;
        }
    return 0;
}

static int compare_ns(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void measure(const char *what, bool faces, bool others, int frames)
{
    static int64_t times[FRAMES_MAX];
    event.has_faces = faces;
    event.has_pose = event.has_hands = others;
    for (int i = 0; i < frames; i++) {
        memset(pixels, 99, sizeof(pixels));
        int64_t start = cpu_ns();
        sl__draw_event(&canvas, &event);
        times[i] = cpu_ns() - start;
    }
    qsort(times, (size_t)frames, sizeof(*times), compare_ns);
    printf("{\"painted\":\"%s\",\"frames\":%d,\"p50_ms\":%.3f,\"p95_ms\":%.3f}\n", what, frames,
           (double)times[frames / 2] / 1e6, (double)times[frames * 95 / 100] / 1e6);
}

int main(int argc, char **argv)
{
    long asked = argc > 1 ? strtol(argv[1], NULL, 10) : 100;
    int frames = (int)(asked < 1 ? 1 : asked > FRAMES_MAX ? FRAMES_MAX : asked);
    if (event_make() < 0) {
        fprintf(stderr, "bench-draw: tests/golden/draw is not here; run it in the source folder\n");
        return 1;
    }
    measure("face, body, two hands", true, true, frames);
    measure("face", true, false, frames);
    measure("body, two hands", false, true, frames);
    return 0;
}
