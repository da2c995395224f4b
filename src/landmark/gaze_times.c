/* Times of looking away, at least a second apart. */
#include "landmark/gaze_times.h"
#include "landmark/decimals.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_near(const struct sl__gaze_times *times, double seconds)
{
    if (times->count == 0 || seconds - times->latest > 1.0)
        return false;
    if (seconds >= times->latest)
        return true;
    for (int i = 0; i < times->count; i++)
        if (!(fabs(seconds - times->kept[i]) > 1.0))
            return true;
    return false;
}

static int grow(struct sl__gaze_times *times)
{
    int room = times->room ? 2 * times->room : 64;
    double *kept = realloc(times->kept, (size_t)room * sizeof(*kept));
    if (!kept)
        return -ENOMEM;
    times->kept = kept;
    times->room = room;
    return 0;
}

int sl__gaze_times_add(struct sl__gaze_times *times, double seconds)
{
    double at = sl__round_decimals(sl__round_decimals(seconds, 3), 2);
    if (!isfinite(at) || is_near(times, at))
        return 0;
    if (times->count == times->room && grow(times) < 0)
        return -ENOMEM;
    times->kept[times->count++] = at;
    times->latest = times->count == 1 ? at : fmax(times->latest, at);
    return 1;
}

void sl__gaze_times_finish(struct sl__gaze_times *times)
{
    free(times->kept);
    memset(times, 0, sizeof(*times));
}
