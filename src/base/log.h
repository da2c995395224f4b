/* Log lines on standard error (or a hook): level, module, sentence. Not for the frame path, debug excepted. */
#ifndef SL_BASE_LOG_H
#define SL_BASE_LOG_H

#include <stdint.h>

enum sl__log_level { SL_LOG_ERROR, SL_LOG_WARNING, SL_LOG_INFO, SL_LOG_DEBUG };

typedef void (*sl__log_fn)(enum sl__log_level level, const char *line, void *arg);

/** Lines above @p level are dropped; SL_LOG_WARNING at start. Any thread. */
void sl__log_set_level(enum sl__log_level level);
enum sl__log_level sl__log_get_level(void);

/** Lines go to @p fn instead of standard error; NULL: back. Set before threads start. */
void sl__log_set_hook(sl__log_fn fn, void *arg);

/** "sightline: warning: media: the sentence" */
void sl__log(enum sl__log_level level, const char *module, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** One call site's budget: a burst of 5, then one line a second; what was held back is counted in the next line. */
struct sl__log_site {
    _Atomic int64_t allowed_ns;
    _Atomic uint32_t held_back;
};

void sl__log_limited(struct sl__log_site *site, enum sl__log_level level, const char *module, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#define SL_LOG_LIMITED(level, module, ...)                         \
    do {                                                           \
        static struct sl__log_site sl__site;                       \
        sl__log_limited(&sl__site, (level), (module), __VA_ARGS__); \
    } while (0)

#endif
