/* Drawing "clip  [#####     ]  512/1000 frames  98.3 fps  0:05 left" over itself. */
#include "cli/progress.h"

#include "base/clock.h"
#include "base/log.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BAR_MAX 40
#define LINE_BYTES 256

/* Log lines come from any thread. */
static pthread_mutex_t terminal = PTHREAD_MUTEX_INITIALIZER;

static void clear_locked(struct progress *progress)
{
    if (progress->drawn)
        fputs("\r\033[K", stderr);
    progress->drawn = false;
}

static void log_past_bar(enum sl__log_level level, const char *line, void *arg)
{
    (void)level;
    pthread_mutex_lock(&terminal);
    clear_locked(arg);
    fprintf(stderr, "%s\n", line);
    pthread_mutex_unlock(&terminal);
}

void progress_begin(struct progress *progress, bool wanted)
{
    *progress = (struct progress){.shown = wanted && isatty(STDERR_FILENO), .began_ns = sl__clock_ns()};
    if (progress->shown)
        sl__log_set_hook(log_past_bar, progress);
}

/* Frames done and expected over all streams. @return false when the length of one is not known */
static bool add_up(struct sl__pipeline *pipeline, int64_t limit, uint64_t *done, uint64_t *total)
{
    *done = *total = 0;
    for (int i = 0; i < sl__pipeline_streams(pipeline); i++) {
        struct sl__stream_stats stats;
        sl__pipeline_stats(pipeline, i, &stats);
        int64_t length = stats.length_frames;
        if (limit && (length < 0 || length > limit))
            length = limit;
        if (length < 0)
            return false;
        uint64_t seen = stats.frames + (limit ? 0 : stats.dropped);
        *done += seen;
        *total += stats.ended || seen > (uint64_t)length ? seen : (uint64_t)length;
    }
    return *total > 0;
}

static int terminal_columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static void format_left(char *text, size_t size, int64_t left_s)
{
    if (left_s >= 3600)
        snprintf(text, size, "%" PRId64 ":%02" PRId64 ":%02" PRId64, left_s / 3600, left_s / 60 % 60, left_s % 60);
    else
        snprintf(text, size, "%" PRId64 ":%02" PRId64, left_s / 60, left_s % 60);
}

void progress_draw(struct progress *progress, struct sl__pipeline *pipeline, int64_t limit)
{
    uint64_t done, total;
    if (!progress->shown || !add_up(pipeline, limit, &done, &total))
        return;
    double took_s = (double)(sl__clock_ns() - progress->began_ns) / SL_NS_PER_S;
    double fps = took_s > 0 ? (double)done / took_s : 0;
    char facts[LINE_BYTES], left[32] = "-:--", bar[BAR_MAX + 1];
    if (fps > 0)
        format_left(left, sizeof(left), (int64_t)((double)(total - done) / fps + 0.5));
    snprintf(facts, sizeof(facts), "%" PRIu64 "/%" PRIu64 " frames  %.1f fps  %s left", done, total, fps, left);
    int room = terminal_columns() - (int)strlen(facts) - 5;
    int width = room < 0 ? 0 : room > BAR_MAX ? BAR_MAX : room;
    int full = (int)((uint64_t)width * done / total);
    memset(bar, '#', (size_t)full);
    memset(bar + full, ' ', (size_t)(width - full));
    bar[width] = '\0';
    pthread_mutex_lock(&terminal);
    fprintf(stderr, "\r[%s]  %s\033[K", bar, facts);
    fflush(stderr);
    progress->drawn = true;
    pthread_mutex_unlock(&terminal);
}

void progress_clear(struct progress *progress)
{
    pthread_mutex_lock(&terminal);
    clear_locked(progress);
    pthread_mutex_unlock(&terminal);
}

void progress_end(struct progress *progress)
{
    progress_clear(progress);
    sl__log_set_hook(NULL, NULL);
}
