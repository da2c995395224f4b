/* One line at a time to standard error or to a hook. A line is built on the stack, so logging never allocates. */
#include "base/log.h"

#include "base/clock.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 1024
#define LIMITED_BURST 5
#define LIMITED_EVERY_NS SL_NS_PER_S

static const char *const level_names[] = {"error", "warning", "info", "debug"};

static _Atomic int log_level = SL_LOG_WARNING;
static sl__log_fn log_hook;
static void *log_hook_arg;

void sl__log_set_level(enum sl__log_level level)
{
    atomic_store_explicit(&log_level, (int)level, memory_order_relaxed);
}

enum sl__log_level sl__log_get_level(void)
{
    return (enum sl__log_level)atomic_load_explicit(&log_level, memory_order_relaxed);
}

void sl__log_set_hook(sl__log_fn fn, void *arg)
{
    log_hook = fn;
    log_hook_arg = arg;
}

static void line_append(char *line, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void line_append_v(char *line, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

static void line_append_v(char *line, const char *format, va_list args)
{
    size_t used = strlen(line);
    vsnprintf(line + used, LINE_MAX_BYTES - used, format, args);
}

static void line_append(char *line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    line_append_v(line, format, args);
    va_end(args);
}

/* One write() for line and line break, so that lines of several threads do not mix. */
static void line_send(enum sl__log_level level, char *line)
{
    sl__utf8_clean(line); /* sentences quote names from outside: a line break in one must not look like a line of ours */
    if (log_hook) {
        log_hook(level, line, log_hook_arg);
        return;
    }
    size_t size = strlen(line);
    line[size] = '\n';
    /* Nobody can be told that standard error is gone. */
    if (write(STDERR_FILENO, line, size + 1) < 0)
        return;
}

static void log_send(enum sl__log_level level, const char *module, uint32_t held_back, const char *format, va_list args)
    __attribute__((format(printf, 4, 0)));

static void log_send(enum sl__log_level level, const char *module, uint32_t held_back, const char *format, va_list args)
{
    char line[LINE_MAX_BYTES + 1] = ""; /* the last byte is for the line break */
    line_append(line, "sightline: %s: %s: ", level_names[level], module);
    line_append_v(line, format, args);
    if (held_back)
        line_append(line, " (%u more of these were held back)", held_back);
    line_send(level, line);
}

void sl__log(enum sl__log_level level, const char *module, const char *format, ...)
{
    if (level > sl__log_get_level())
        return;
    va_list args;
    va_start(args, format);
    log_send(level, module, 0, format, args);
    va_end(args);
}

/*
 * May the site speak now? allowed_ns is the time up to which its lines are paid for: each line costs a second, and it
 * may be in debt for as many lines as the burst has.
 */
static bool site_pay(struct sl__log_site *site, int64_t now_ns)
{
    int64_t paid_ns = atomic_load_explicit(&site->allowed_ns, memory_order_relaxed);
    int64_t next_ns;
    do {
        if (paid_ns - now_ns > (LIMITED_BURST - 1) * LIMITED_EVERY_NS)
            return false;
        next_ns = (paid_ns > now_ns ? paid_ns : now_ns) + LIMITED_EVERY_NS;
    } while (!atomic_compare_exchange_weak_explicit(&site->allowed_ns, &paid_ns, next_ns, memory_order_relaxed,
                                                    memory_order_relaxed));
    return true;
}

void sl__log_limited(struct sl__log_site *site, enum sl__log_level level, const char *module, const char *format, ...)
{
    if (level > sl__log_get_level())
        return;
    if (!site_pay(site, sl__clock_ns())) {
        atomic_fetch_add_explicit(&site->held_back, 1, memory_order_relaxed);
        return;
    }
    uint32_t held_back = atomic_exchange_explicit(&site->held_back, 0, memory_order_relaxed);
    va_list args;
    va_start(args, format);
    log_send(level, module, held_back, format, args);
    va_end(args);
}
