/* Random events through the three text sinks, and the same numbers as plain bits for check_random.py.  write_random FOLDER */
#include "event/sink.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVENTS 300

static uint32_t dice(void)
{
    static uint64_t state = 42;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 32);
}

/* Half like landmarks, half any bits at all; now and then not finite. */
static float random_float(void)
{
    uint32_t bits = dice();
    float value;
    memcpy(&value, &bits, sizeof(value));
    return dice() % 2 ? value : ((float)(int32_t)bits / 2147483648.0f);
}

static void random_event(struct sl__event *event, int number)
{
    *event = (struct sl__event){.stream = "ab,\"c\"", .frame = (uint64_t)number, .width_px = 640, .height_px = 480};
    event->pts_ns = (int64_t)dice() * 1000;
    event->capture_ns = (int64_t)(dice() >> 1) * dice();
    event->dropped = dice() % 3;
    event->has_hands = true;
    event->hand_count = number == 7 ? SL_HANDS_MAX : (int)(dice() % 4);
    event->landmark_cost_ns = (int64_t)(dice() % 20000) * 1000;
    for (int h = 0; h < event->hand_count; h++) {
        struct sl_hand *hand = &event->hands[h];
        hand->side = dice() % 2 ? SL_SIDE_RIGHT : SL_SIDE_LEFT;
        hand->score = random_float();
        for (int i = 0; i < 3 * SL_HAND_POINTS; i++) {
            hand->image[i / 3][i % 3] = random_float();
            hand->world[i / 3][i % 3] = random_float();
        }
    }
}

static uint32_t bits_of(float value)
{
    uint32_t bits;
    value = isfinite(value) ? value : 0.0f;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

/* frame pts_us capture dropped cost_us, then for each hand: side score, 63 and 63 numbers as bits. */
static void write_truth(FILE *file, const struct sl__event *event)
{
    fprintf(file, "%" PRIu64 " %" PRId64 " %" PRId64 " %u %" PRId64, event->frame, event->pts_ns / 1000, event->capture_ns,
            event->dropped, event->landmark_cost_ns / 1000);
    for (int h = 0; h < event->hand_count; h++) {
        const struct sl_hand *hand = &event->hands[h];
        fprintf(file, " %s %x", hand->side == SL_SIDE_LEFT ? "Left" : "Right", bits_of(hand->score));
        for (int i = 0; i < 6 * SL_HAND_POINTS; i++) {
            int k = i % (3 * SL_HAND_POINTS);
            fprintf(file, " %x", bits_of(i == k ? hand->image[k / 3][k % 3] : hand->world[k / 3][k % 3]));
        }
    }
    fprintf(file, "\n");
}

int main(int argc, char **argv)
{
    static int (*const opens[])(struct sl__sink **, const char *, struct sl_error *) = {sl__ndjson_open, sl__csv_open,
                                                                                      sl__keypoints_open};
    static const char *const names[] = {"random.ndjson", "random.csv", "random.json", "truth.txt"};
    static struct sl__event event;
    struct sl__sink *sinks[3];
    struct sl_error why;
    char path[1024];
    for (int i = 0; argc == 2 && i < 3; i++) {
        snprintf(path, sizeof(path), "%s/%s", argv[1], names[i]);
        if (opens[i](&sinks[i], path, &why) < 0)
            return fprintf(stderr, "%s\n", why.text), 1;
    }
    snprintf(path, sizeof(path), "%s/%s", argc == 2 ? argv[1] : "", names[3]);
    FILE *truth = argc == 2 ? fopen(path, "w") : NULL;
    for (int n = 0; truth && n < EVENTS; n++) {
        random_event(&event, n);
        write_truth(truth, &event);
        for (int i = 0; i < 3; i++)
            if (sinks[i]->ops->write(sinks[i], NULL, &event, &why) < 0)
                return fprintf(stderr, "%s\n", why.text), 1;
    }
    int bad = !truth || fclose(truth);
    for (int i = 0; argc == 2 && i < 3; i++)
        bad |= sl__sink_close(&sinks[i], &why) < 0;
    return bad;
}
