/* What is read from landmarks over a whole video: lists that grow. */
#include "faults.h"
#include "landmark/gaze_times.h"
#include "landmark/mood_sum.h"

enum { MANY = 300 };

static int times_operation(void *arg, struct sl_error *why)
{
    (void)arg, (void)why;
    struct sl__gaze_times times = {0};
    int err = 0;
    for (int i = 0; i < MANY && err >= 0; i++) {
        int before = times.count;
        err = sl__gaze_times_add(&times, 2.0 * i);
        CHECK_INT(times.count, before + (err > 0));
    }
    sl__gaze_times_finish(&times);
    return err;
}

static void a_time_that_finds_no_room_leaves_the_list_as_it_was(void)
{
    faults_each(times_operation, NULL, FAULTS_CODE);
}

static int moods_operation(void *arg, struct sl_error *why)
{
    (void)arg, (void)why;
    const struct sl_mood happy = {SL_MOOD_HAPPY, 100.0f};
    struct sl__mood_sum sum = {0};
    int err = 0, added = 0;
    for (int i = 0; i < MANY && err >= 0; i++) {
        err = sl__mood_sum_add(&sum, &happy, 5.0 * i);
        added += err == 0;
        CHECK_INT(sum.blocks, added);
        CHECK_INT(sum.count[SL_MOOD_HAPPY], added);
    }
    sl__mood_sum_finish(&sum);
    return err;
}

static void a_mood_that_finds_no_room_is_not_counted(void)
{
    faults_each(moods_operation, NULL, FAULTS_CODE);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_time_that_finds_no_room_leaves_the_list_as_it_was);
    RUN(a_mood_that_finds_no_room_is_not_counted);
    return TAP_END();
}
