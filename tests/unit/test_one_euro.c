/* The filters against what their equations give in closed form; their very bits stand in the golden suite. */
#include "landmark/one_euro.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>

#define STEP_NS 33333000LL
#define RATE_HZ (1e9 / (double)STEP_NS)

/* alpha of a low-pass with that cutoff, at the rate of the tests. */
static double alpha_of(double cutoff_hz)
{
    double turns = 2 * M_PI * cutoff_hz / RATE_HZ;
    return turns / (turns + 1.0);
}

static void check_near(const char *what, double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        TAP_FAIL("%s: expected %.9g, found %.9g", what, expected, found);
}

static void the_first_values_pass(void)
{
    struct sl__low_pass low = {0};
    struct sl__one_euro one;
    float a[3] = {1.0f, -2.5f, 1e9f}, b[3] = {1.0f, -2.5f, 1e9f};
    const float same[3] = {1.0f, -2.5f, 1e9f};
    sl__one_euro_init(&one, 0.05f, 80.0f, 1.0f);
    sl__low_pass_run(&low, a, 3, 0.1f);
    sl__one_euro_run(&one, b, 3, 0.01f, 77);
    CHECK_BITS(a, same, 3);
    CHECK_BITS(b, same, 3);
}

/* After a step from 0 to 1 a low-pass has come to 1 - (1 - alpha)^n. Tolerance: n roundings of a float below 1. */
static void a_step_is_approached_exponentially(void)
{
    struct sl__low_pass low = {0};
    sl__low_pass_run(&low, (float[1]){0.0f}, 1, 0.1f);
    for (int n = 1; n <= 60; n++) {
        float value[1] = {1.0f};
        sl__low_pass_run(&low, value, 1, 0.1f);
        check_near("step", (double)value[0], 1.0 - pow(0.9, n), n * 1e-7);
    }
}

static void without_beta_it_is_a_low_pass_of_the_smallest_cutoff(void)
{
    struct sl__one_euro one;
    sl__one_euro_init(&one, 2.0f, 0.0f, 1.0f);
    sl__one_euro_run(&one, (float[1]){0.0f}, 1, 1.0f, STEP_NS);
    for (int n = 1; n <= 60; n++) {
        float value[1] = {1.0f};
        sl__one_euro_run(&one, value, 1, 1.0f, (n + 1) * STEP_NS);
        check_near("step", (double)value[0], 1.0 - pow(1.0 - alpha_of(2.0), n), n * 1e-7);
    }
}

/* Behind steady movement a low-pass lags by (1 - alpha) / alpha steps; the cutoff has grown by beta times the scaled speed. */
static void fast_movement_is_followed_closer(void)
{
    static const double speeds[] = {0.0, 0.5, 3.0, 40.0}; /* per second */
    for (size_t i = 0; i < sizeof(speeds) / sizeof(speeds[0]); i++) {
        struct sl__one_euro one;
        float value[1] = {0.0f};
        double step = speeds[i] / RATE_HZ, last = 0.0, scale = 0.25;
        sl__one_euro_init(&one, 0.5f, 4.0f, 1.0f);
        for (int n = 1; n <= 600; n++) {
            last = step * n;
            value[0] = (float)last;
            sl__one_euro_run(&one, value, 1, (float)scale, n * STEP_NS);
        }
        double alpha = alpha_of(0.5 + 4.0 * speeds[i] * scale), lag = step * (1.0 - alpha) / alpha;
        check_near("lag", last - (double)value[0], lag, 1e-3 * lag + 1e-4);
    }
}

static void each_number_is_filtered_alone(void)
{
    struct sl__one_euro together, alone[3];
    unsigned seed = 5;
    sl__one_euro_init(&together, 0.1f, 40.0f, 1.0f);
    for (int i = 0; i < 3; i++)
        sl__one_euro_init(&alone[i], 0.1f, 40.0f, 1.0f);
    for (int n = 1; n <= 20; n++) {
        float all[3], each[3];
        for (int i = 0; i < 3; i++) {
            all[i] = each[i] = (float)(rand_r(&seed) % 1000) * 0.01f;
            sl__one_euro_run(&alone[i], &each[i], 1, 0.5f, n * STEP_NS);
        }
        sl__one_euro_run(&together, all, 3, 0.5f, n * STEP_NS);
        CHECK_BITS(all, each, 3);
    }
}

static void play(int64_t start_ns, float *values, int count)
{
    struct sl__one_euro one;
    sl__one_euro_init(&one, 0.05f, 80.0f, 1.0f);
    for (int n = 0; n < count; n++)
        sl__one_euro_run(&one, &values[n], 1, 0.01f, start_ns + n * STEP_NS + n % 3 * 1000003);
}

/* MediaPipe takes 0 for no time and so filters the second frame of a stream that begins at 0 with a rate of 30 Hz. */
static void it_does_not_matter_when_a_stream_begins(void)
{
    static const int64_t starts[] = {STEP_NS, 1, -STEP_NS, -7 * STEP_NS, INT64_MIN, 1000000000000000000};
    float expected[12], found[12];
    for (int n = 0; n < 12; n++)
        expected[n] = (float)(n * n % 7);
    memcpy(found, expected, sizeof(found));
    play(0, expected, 12);
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        for (int n = 0; n < 12; n++)
            found[n] = (float)(n * n % 7);
        play(starts[i], found, 12);
        CHECK_BITS(found, expected, 12);
    }
}

static void a_time_that_does_not_grow_is_passed_over(void)
{
    struct sl__one_euro one, other;
    sl__one_euro_init(&one, 0.05f, 80.0f, 1.0f);
    for (int n = 1; n <= 3; n++)
        sl__one_euro_run(&one, (float[1]){(float)n}, 1, 1.0f, n * STEP_NS);
    other = one;
    float still[1] = {100.0f}, a[1] = {3.5f}, b[1] = {3.5f};
    sl__one_euro_run(&one, still, 1, 1.0f, 3 * STEP_NS);
    CHECK(still[0] == 100.0f);
    sl__one_euro_run(&one, still, 1, 1.0f, STEP_NS);
    CHECK(still[0] == 100.0f);
    sl__one_euro_run(&one, a, 1, 1.0f, 4 * STEP_NS);
    sl__one_euro_run(&other, b, 1, 1.0f, 4 * STEP_NS);
    CHECK_BITS(a, b, 1);
    CHECK(a[0] != 3.5f);
}

static void the_longest_time_there_is_counts_as_long(void)
{
    struct sl__one_euro one;
    float value[1] = {1.0f};
    sl__one_euro_init(&one, 0.05f, 80.0f, 1.0f);
    sl__one_euro_run(&one, (float[1]){0.0f}, 1, 1.0f, INT64_MIN);
    sl__one_euro_run(&one, value, 1, 1.0f, INT64_MAX);
    check_near("after 584 years", (double)value[0], 1.0, 1e-6);
}

static void init_forgets(void)
{
    struct sl__one_euro one;
    float value[1] = {9.0f};
    sl__one_euro_init(&one, 0.05f, 80.0f, 1.0f);
    sl__one_euro_run(&one, (float[1]){0.0f}, 1, 1.0f, 5 * STEP_NS);
    sl__one_euro_init(&one, 0.05f, 80.0f, 1.0f);
    sl__one_euro_run(&one, value, 1, 1.0f, STEP_NS);
    CHECK(value[0] == 9.0f);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(the_first_values_pass);
    RUN(a_step_is_approached_exponentially);
    RUN(without_beta_it_is_a_low_pass_of_the_smallest_cutoff);
    RUN(fast_movement_is_followed_closer);
    RUN(each_number_is_filtered_alone);
    RUN(it_does_not_matter_when_a_stream_begins);
    RUN(a_time_that_does_not_grow_is_passed_over);
    RUN(the_longest_time_there_is_counts_as_long);
    RUN(init_forgets);
    return TAP_END();
}
