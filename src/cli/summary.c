/*
 * One row for each stream: frames, dropped, frames a second, milliseconds a frame by stage; below it one for each analyser: in how
 * many frames it found what it looks for, and its own time.
 */
#include "cli/summary.h"

#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static double per_frame_ms(int64_t sum_ns, uint64_t frames)
{
    return frames ? (double)sum_ns / SL_NS_PER_MS / (double)frames : 0;
}

static void print_row(const struct sl__stream_stats *stats, int name_width)
{
    fprintf(stderr, "%-*s %8" PRIu64 " %8" PRIu64, name_width, stats->stream, stats->frames, stats->dropped);
    int64_t span_ns = stats->last_ns - stats->first_ns;
    if (stats->frames > 1 && span_ns > 0)
        fprintf(stderr, " %8.1f", (double)(stats->frames - 1) * SL_NS_PER_S / (double)span_ns);
    else
        fprintf(stderr, " %8s", "-");
    fprintf(stderr, " %8.2f", per_frame_ms(stats->wait_ns, stats->frames));
    if (stats->stages)
        fprintf(stderr, " %11.2f", per_frame_ms(stats->landmark_ns, stats->frames));
    fprintf(stderr, " %9.2f\n", per_frame_ms(stats->sink_ns, stats->frames));
    for (int i = 0; i < stats->stages; i++) {
        const struct sl__stage_stats *stage = &stats->stage[i];
        fprintf(stderr, "  %s: %" PRIu64 " frames with %s, %.2f ms\n", stage->name, stage->with, stage->finds,
                per_frame_ms(stage->cost_ns, stats->frames));
    }
}

void summary_print(struct sl__pipeline *pipeline)
{
    struct sl__stream_stats stats;
    int name_width = (int)strlen("stream");
    for (int i = 0; i < sl__pipeline_streams(pipeline); i++) {
        sl__pipeline_stats(pipeline, i, &stats);
        int width = (int)strlen(stats.stream);
        name_width = width > name_width ? width : name_width;
    }
    fprintf(stderr, "%-*s   frames  dropped      fps  wait ms%s output ms\n", name_width, "stream",
            stats.stages ? " landmark ms" : "");
    for (int i = 0; i < sl__pipeline_streams(pipeline); i++) {
        sl__pipeline_stats(pipeline, i, &stats);
        print_row(&stats, name_width);
    }
}
