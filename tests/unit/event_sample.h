/* Three events: nothing found; one hand; two hands with a bad name, extreme numbers and values that are not finite. */
#ifndef SL_TESTS_EVENT_SAMPLE_H
#define SL_TESTS_EVENT_SAMPLE_H

#include "event/event.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>

#define SAMPLE_EVENTS 3

static inline float sample_value(int event, int hand, int index, int world)
{
    if (event == 2 && hand == 1 && index < 3)
        return (const float[3]){NAN, INFINITY, -INFINITY}[index];
    return (float)(((event * 131 + hand * 63 + index) * 37 + world * 11) % 1000 - 100) / 999.0f;
}

static inline void sample_hand(struct sl_hand *hand, int event, int number)
{
    hand->id = number ? 7 : 0;
    hand->side = number ? SL_SIDE_RIGHT : SL_SIDE_LEFT;
    hand->score = (float)(90 + number) / 97.0f;
    for (int i = 0; i < 3 * SL_HAND_POINTS; i++) {
        hand->image[i / 3][i % 3] = sample_value(event, number, i, 0);
        hand->world[i / 3][i % 3] = sample_value(event, number, i, 1);
    }
}

/* As tests/golden/event/make.py has them. */
static inline void sample_event(struct sl__event *event, int number)
{
    memset(event, 0, sizeof(*event));
    *event = (struct sl__event){.stream = "cam0", .capture_ns = 1, .width_px = 640, .height_px = 480, .has_hands = true};
    event->frame = (uint64_t)number;
    event->hand_count = number;
    event->landmark_cost_ns = 12000000;
    if (number == 1) {
        event->pts_ns = 33333333;
        event->capture_ns = 123456789012345;
        event->landmark_cost_ns = 7100000;
    }
    if (number == 2) {
        event->stream = "a \"b\", \\ \x01\n\t\xc3\xa9\xf0\x9f\x96\x90\xff\xf0\x9f/";
        event->frame = UINT64_MAX;
        event->pts_ns = -400500000;
        event->capture_ns = INT64_MIN;
        event->width_px = 16384, event->height_px = 1;
        event->dropped = UINT32_MAX;
        event->landmark_cost_ns = 0;
    }
    for (int i = 0; i < number; i++)
        sample_hand(&event->hands[i], number, i);
    event->hand_reading[1].has_gesture = number == 2;
    event->hand_reading[1].gesture = (struct sl_gesture){.kind = SL_GESTURE_VICTORY, .score = 0.9f};
}

/* A file of the source tree or any other, with a NUL at its end; NULL if it cannot be read. The caller frees. */
static inline char *sample_read(const char *folder, const char *name, size_t *size)
{
    char path[1024];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    char *text = file ? calloc(1, 1 << 20) : NULL;
    *size = text ? fread(text, 1, (1 << 20) - 1, file) : 0;
    if (file)
        fclose(file);
    return text;
}

#endif
