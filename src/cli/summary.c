/* One row for each stream: frames, frames with hands, dropped, frames a second, and milliseconds a frame by stage. */
#include "cli/summary.h"

#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static double per_frame_ms(int64_t sum_ns, uint64_t frames)
{
    return frames ? (double)sum_ns / SL_NS_PER_MS / (double)frames : 0;
}

static void print_row(const struct sl__stream_stats *stats, int name_width, bool hands)
{
    fprintf(stderr, "%-*s %8" PRIu64, name_width, stats->stream, stats->frames);
    if (hands)
        fprintf(stderr, " %10" PRIu64, stats->with_hands);
    fprintf(stderr, " %8" PRIu64, stats->dropped);
    int64_t span_ns = stats->last_ns - stats->first_ns;
    if (stats->frames > 1 && span_ns > 0)
        fprintf(stderr, " %8.1f", (double)(stats->frames - 1) * SL_NS_PER_S / (double)span_ns);
    else
        fprintf(stderr, " %8s", "-");
    fprintf(stderr, " %8.2f", per_frame_ms(stats->wait_ns, stats->frames));
    if (hands)
        fprintf(stderr, " %11.2f", per_frame_ms(stats->landmark_ns, stats->frames));
    fprintf(stderr, " %9.2f\n", per_frame_ms(stats->sink_ns, stats->frames));
}

void summary_print(struct sl__pipeline *pipeline, bool hands)
{
    struct sl__stream_stats stats;
    int name_width = (int)strlen("stream");
    for (int i = 0; i < sl__pipeline_streams(pipeline); i++) {
        sl__pipeline_stats(pipeline, i, &stats);
        int width = (int)strlen(stats.stream);
        name_width = width > name_width ? width : name_width;
    }
    fprintf(stderr, "%-*s   frames%s  dropped      fps  wait ms%s output ms\n", name_width, "stream",
            hands ? " with hands" : "", hands ? " landmark ms" : "");
    for (int i = 0; i < sl__pipeline_streams(pipeline); i++) {
        sl__pipeline_stats(pipeline, i, &stats);
        print_row(&stats, name_width, hands);
    }
}
