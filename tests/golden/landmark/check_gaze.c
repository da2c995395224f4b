/*
 * Where real faces look (gaze.txt) against what a person sees: the direction has to be equal. Only the corners of the eyes,
 * the irises and the head's pose count, so only these are recorded.
 */
#include "tap.h"

#include <sightline/gaze.h>

static const int points[] = {33, 133, 362, 263, 468, 473};
enum { POINTS = sizeof(points) / sizeof(points[0]) };

static const char *file_name;

struct real {
    char name[40], direction[16];
    int width_px, height_px;
    struct sl_face face;
    struct sl_head_pose head;
};

static bool read_face(FILE *file, struct real *one)
{
    if (fscanf(file, "%39s %15s %d %d", one->name, one->direction, &one->width_px, &one->height_px) != 4)
        return false;
    for (int i = 0; i < POINTS; i++)
        if (fscanf(file, "%f %f", &one->face.image[points[i]][0], &one->face.image[points[i]][1]) != 2)
            return false;
    for (int i = 0; i < 16; i++)
        if (fscanf(file, "%f", &one->head.matrix[i]) != 1)
            return false;
    one->face.points = SL_FACE_POINTS_MAX;
    return true;
}

static void check_face(const struct real *one)
{
    struct sl_gaze gaze;
    CHECK_INT(sl_gaze_of(&one->face, &one->head, one->width_px, one->height_px, SL_GAZE_BOTH_EYES, &gaze), 1);
    printf("# %-20s %-7s yaw %5.1f pitch %5.1f\n", one->name, sl_gaze_direction_name(gaze.direction), (double)gaze.yaw,
           (double)gaze.pitch);
    if (strcmp(sl_gaze_direction_name(gaze.direction), one->direction))
        TAP_FAIL("%s: expected %s, found %s", one->name, one->direction, sl_gaze_direction_name(gaze.direction));
}

static void real_faces_look_where_a_person_sees_them_look(void)
{
    static struct real one;
    int count = 0, c = 0;
    FILE *file = fopen(file_name, "r");
    while (file && c != EOF) {
        char word[8] = "";
        if (fscanf(file, "%7s", word) == 1 && !strcmp(word, "face") && read_face(file, &one)) {
            check_face(&one);
            count++;
        }
        for (c = fgetc(file); c != EOF && c != '\n';)
            c = fgetc(file);
    }
    if (file)
        fclose(file);
    CHECK_INT(count, 13);
}

int main(int argc, char **argv)
{
    file_name = argc > 1 ? argv[1] : "gaze.txt";
    TAP_BEGIN(argc - 1, argv + 1);
    RUN(real_faces_look_where_a_person_sees_them_look);
    return TAP_END();
}
