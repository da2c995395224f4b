/* What MediaPipe found in a photo and what it painted of that: tests/golden/draw/make_people.py writes it, this reads it. */
#ifndef SL_TESTS_UNIT_DRAW_TAPE_H
#define SL_TESTS_UNIT_DRAW_TAPE_H

#include "draw/draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Takes the rows of one kind of thing into the person; counts the points of each. */
struct tape {
    struct sl_person person;
    struct sl_detection detection;
    int face, body, left, right, points; /* rows so far */
    int painted;
};

static FILE *tape_open(const char *name)
{
    char path[1024];
    const char *source = getenv("SIGHTLINE_TEST_SOURCE");
    snprintf(path, sizeof(path), "%s/tests/golden/draw/%s", source ? source : ".", name);
    return fopen(path, "r");
}

/* @return whether the row was one of what was found */
static bool tape_found(struct tape *tape, const char *kind, const char *row)
{
    struct sl_detection *d = &tape->detection;
    float x = 0, y = 0, more = 0;
    sscanf(row, "%*s %f %f %f", &x, &y, &more);
    if (!strcmp(kind, "face") && tape->face < SL_FACE_POINTS_MAX)
        memcpy(tape->person.face.image[tape->face++], (float[2]){x, y}, 2 * sizeof(float));
    else if (!strcmp(kind, "left") && tape->left < SL_HAND_POINTS)
        memcpy(tape->person.left_hand[tape->left++], (float[2]){x, y}, 2 * sizeof(float));
    else if (!strcmp(kind, "right") && tape->right < SL_HAND_POINTS)
        memcpy(tape->person.right_hand[tape->right++], (float[2]){x, y}, 2 * sizeof(float));
    else if (!strcmp(kind, "point") && tape->points < SL_DETECTION_POINTS)
        memcpy(d->point[tape->points++], (float[2]){x, y}, 2 * sizeof(float));
    else if (!strcmp(kind, "detection"))
        sscanf(row, "%*s %f %f %f %f %f", &d->score, &d->xmin, &d->ymin, &d->width, &d->height);
    else if (!strcmp(kind, "body") && tape->body < SL_POSE_POINTS) {
        tape->person.body.visibility[tape->body] = more;
        memcpy(tape->person.body.image[tape->body++], (float[2]){x, y}, 2 * sizeof(float));
    } else
        return false;
    return true;
}

/* Paints the row as MediaPipe did. @return whether it was one of those */
static bool tape_paint(const struct sl_canvas *canvas, const char *kind, const char *row)
{
    int n[8] = {0}, count = sscanf(row, "%*s %d %d %d %d %d %d %d %d", &n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &n[6], &n[7]);
    int colours = !strcmp(kind, "circle") ? 4 : 5;
    const uint8_t colour[3] = {(uint8_t)n[colours], (uint8_t)n[colours + 1], (uint8_t)n[colours + 2]};
    if (count != colours + 3)
        return false;
    if (!strcmp(kind, "line"))
        return !sl_draw_line(canvas, n[0], n[1], n[2], n[3], colour, n[4]);
    if (!strcmp(kind, "circle"))
        return !sl_draw_circle(canvas, n[0], n[1], n[2], colour, n[3]);
    return !strcmp(kind, "rectangle") && !sl_draw_rectangle(canvas, n[0], n[1], n[2], n[3], colour, n[4]);
}

/* @param canvas gets MediaPipe's picture; NULL for none. @return whether every row was understood */
static bool tape_read(struct tape *tape, const char *name, const struct sl_canvas *canvas)
{
    char row[256], kind[16];
    bool good = true;
    FILE *file = tape_open(name);
    memset(tape, 0, sizeof(*tape));
    while (file && good && fgets(row, sizeof(row), file)) {
        bool known = sscanf(row, "%15s", kind) == 1 && tape_found(tape, kind, row);
        if (!known && canvas) {
            good = tape_paint(canvas, kind, row);
            tape->painted++;
        }
    }
    if (file)
        fclose(file);
    tape->person.face.points = tape->face;
    tape->person.has_face = tape->face > 0;
    tape->person.has_left_hand = tape->left > 0;
    tape->person.has_right_hand = tape->right > 0;
    return file && good;
}

#endif
