/*
 * Smoothing over time: the low-pass and the one-euro filter, for a row of numbers that share a clock. Each number is filtered
 * alone. Sources: mediapipe v0.10.21, low_pass_filter.cc, one_euro_filter.cc (after Casiez, Roussel and Vogel, 2012).
 */
#ifndef SL_LANDMARK_ONE_EURO_H
#define SL_LANDMARK_ONE_EURO_H

#include <stdbool.h>
#include <stdint.h>

#define SL_FILTER_VALUES_MAX 99 ///< 33 points of x, y, z

/** All zero: nothing seen yet. */
struct sl__low_pass {
    bool started;
    float value[SL_FILTER_VALUES_MAX]; ///< last output
};

/** @param alpha  0..1: how much of the new value. The first values go through as they are. In place. */
void sl__low_pass_run(struct sl__low_pass *filter, float *values, int count, float alpha);

struct sl__one_euro {
    double min_cutoff, beta, derivate_cutoff; ///< float32 constants, widened
    double rate_hz;                           ///< of the last two times
    bool started;
    int64_t last_ns;
    float raw[SL_FILTER_VALUES_MAX];   ///< last input
    float value[SL_FILTER_VALUES_MAX]; ///< last output
    struct sl__low_pass speed;
};

/** As nothing had been seen. */
void sl__one_euro_init(struct sl__one_euro *filter, float min_cutoff, float beta, float derivate_cutoff);

/**
 * @param values       in place; unchanged, and not taken in, when @p now_ns has not grown since the last call
 * @param count        the same in each call
 * @param value_scale  brings differences of values to the measure that beta is meant for
 * @param now_ns       only differences count. The original takes a time of 0 for no time; here it is one like any other
 */
void sl__one_euro_run(struct sl__one_euro *filter, float *values, int count, float value_scale, int64_t now_ns);

#endif
