/* The filters. States are floats and the arithmetic is double, as in the original: each conversion rounds. */
#include "landmark/one_euro.h"

#include <math.h>
#include <string.h>

#define FIRST_RATE_HZ 30.0 /* frequency of the graphs; the first value passes whatever it is */

static float low_pass_one(float value, float last, float alpha)
{
    return (float)((double)(alpha * value) + (1.0 - (double)alpha) * (double)last);
}

void sl__low_pass_run(struct sl__low_pass *filter, float *values, int count, float alpha)
{
    for (int i = 0; i < count && filter->started; i++)
        values[i] = low_pass_one(values[i], filter->value[i], alpha);
    memcpy(filter->value, values, (size_t)count * sizeof(*values));
    filter->started = true;
}

void sl__one_euro_init(struct sl__one_euro *filter, float min_cutoff, float beta, float derivate_cutoff)
{
    memset(filter, 0, sizeof(*filter));
    filter->min_cutoff = (double)min_cutoff;
    filter->beta = (double)beta;
    filter->derivate_cutoff = (double)derivate_cutoff;
    filter->rate_hz = FIRST_RATE_HZ;
}

static float alpha_of(double cutoff, double rate_hz)
{
    double period = 1.0 / rate_hz, tau = 1.0 / (2 * M_PI * cutoff);
    return (float)(1.0 / (1.0 + tau / period));
}

/* False when no time has passed. The difference is taken unsigned: any two times have one. */
static bool advance_clock(struct sl__one_euro *filter, int64_t now_ns)
{
    if (filter->started && now_ns <= filter->last_ns)
        return false;
    if (filter->started)
        filter->rate_hz = 1.0 / ((double)((uint64_t)now_ns - (uint64_t)filter->last_ns) * 1e-9);
    filter->last_ns = now_ns;
    return true;
}

void sl__one_euro_run(struct sl__one_euro *filter, float *values, int count, float value_scale, int64_t now_ns)
{
    float speed[SL_FILTER_VALUES_MAX] = {0};
    if (!advance_clock(filter, now_ns))
        return;
    for (int i = 0; i < count && filter->started; i++)
        speed[i] = (float)(((double)values[i] - (double)filter->raw[i]) * (double)value_scale * filter->rate_hz);
    sl__low_pass_run(&filter->speed, speed, count, alpha_of(filter->derivate_cutoff, filter->rate_hz));
    memcpy(filter->raw, values, (size_t)count * sizeof(*values));
    for (int i = 0; i < count && filter->started; i++) {
        double cutoff = filter->min_cutoff + filter->beta * fabs((double)speed[i]);
        values[i] = low_pass_one(values[i], filter->value[i], alpha_of(cutoff, filter->rate_hz));
    }
    memcpy(filter->value, values, (size_t)count * sizeof(*values));
    filter->started = true;
}
