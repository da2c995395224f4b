/* Range checks of options. */
#include "landmark/opts_check.h"

#include "base/error.h"

int sl__check_int(const char *name, int value, int low, int high, struct sl_error *why)
{
    if (value >= low && value <= high)
        return 0;
    return sl__error_set(why, -EINVAL, "%s is %d; it takes %d to %d", name, value, low, high);
}

int sl__check_part(const char *name, float value, struct sl_error *why)
{
    if (value >= 0.0f && value <= 1.0f)
        return 0;
    return sl__error_set(why, -EINVAL, "%s is %g; it takes a number from 0 to 1", name, (double)value);
}
