/* Log: levels, the form of a line, and the budget of a call site. */
#include "base/log.h"
#include "tap.h"

#include <unistd.h>

static char seen[2048];
static int seen_count;

static void remember(enum sl__log_level level, const char *line, void *arg)
{
    (void)level;
    (void)arg;
    seen_count++;
    snprintf(seen, sizeof(seen), "%s", line);
}

static void hear(void)
{
    seen_count = 0;
    seen[0] = '\0';
    sl__log_set_level(SL_LOG_WARNING);
    sl__log_set_hook(remember, NULL);
}

static void a_line_names_level_and_module(void)
{
    hear();
    sl__log(SL_LOG_WARNING, "media", "frame %d is damaged", 7);
    CHECK_TEXT(seen, "sightline: warning: media: frame 7 is damaged");
    sl__log(SL_LOG_ERROR, "cli", "a\nb");
    CHECK_TEXT(seen, "sightline: error: cli: a?b");
}

static void lines_above_the_level_are_dropped(void)
{
    hear();
    sl__log(SL_LOG_INFO, "media", "hello");
    CHECK_INT(seen_count, 0);
    sl__log_set_level(SL_LOG_DEBUG);
    CHECK_INT(sl__log_get_level(), SL_LOG_DEBUG);
    sl__log(SL_LOG_DEBUG, "media", "hello");
    CHECK_INT(seen_count, 1);
}

static void a_long_line_is_cut(void)
{
    hear();
    char text[3000];
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    sl__log(SL_LOG_ERROR, "cli", "%s", text);
    CHECK_INT(strlen(seen), 1023);
}

static void a_call_site_speaks_five_times_and_then_counts(void)
{
    hear();
    struct sl__log_site site = {0};
    for (int i = 0; i < 50; i++)
        sl__log_limited(&site, SL_LOG_WARNING, "media", "frame %d is damaged", i);
    CHECK_INT(seen_count, 5);
    CHECK_INT(site.held_back, 45);
    site.allowed_ns = 0; /* as after a long silence */
    sl__log_limited(&site, SL_LOG_WARNING, "media", "frame 50 is damaged");
    CHECK_TEXT(seen, "sightline: warning: media: frame 50 is damaged (45 more of these were held back)");
    CHECK_INT(site.held_back, 0);
}

static void each_call_site_has_a_budget_of_its_own(void)
{
    hear();
    for (int i = 0; i < 10; i++)
        SL_LOG_LIMITED(SL_LOG_WARNING, "media", "one");
    for (int i = 0; i < 10; i++)
        SL_LOG_LIMITED(SL_LOG_WARNING, "media", "two");
    CHECK_INT(seen_count, 10);
}

static void without_a_hook_lines_go_to_standard_error(void)
{
    int ends[2], before = dup(STDERR_FILENO);
    CHECK_INT(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    sl__log_set_hook(NULL, NULL);
    sl__log(SL_LOG_ERROR, "cli", "one");
    sl__log(SL_LOG_ERROR, "cli", "two");
    dup2(before, STDERR_FILENO);
    close(ends[1]);
    char text[200] = "";
    CHECK(read(ends[0], text, sizeof(text) - 1) > 0);
    CHECK_TEXT(text, "sightline: error: cli: one\nsightline: error: cli: two\n");
    close(ends[0]);
    close(before);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_line_names_level_and_module);
    RUN(lines_above_the_level_are_dropped);
    RUN(a_long_line_is_cut);
    RUN(a_call_site_speaks_five_times_and_then_counts);
    RUN(each_call_site_has_a_budget_of_its_own);
    RUN(without_a_hook_lines_go_to_standard_error);
    return TAP_END();
}
