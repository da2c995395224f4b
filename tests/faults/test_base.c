/* The base: options, buffer, files, the helper thread. */
#include "base/buffer.h"
#include "base/file.h"
#include "base/thread.h"
#include "faults.h"
#include "unit/options_sample.h"

#include <stdlib.h>
#include <unistd.h>

static int options_operation(void *arg, struct sl_error *why)
{
    (void)arg;
    struct settings settings;
    const struct sl__options_binding bindings[] = {{&sample_table, &settings}, {0}};
    static const char text[] = "hands.max_num_hands = 3\nhands.model_dir = /a\nhands.model_dir = /b\n";
    int err = sl__options_init(&sample_table, &settings);
    if (err < 0)
        return err;
    err = sl__options_read_text(bindings, text, sizeof(text) - 1, "a.conf", why);
    if (err == 0)
        err = sl__options_set_list(&sample_table, &settings, "smooth=off,label=x", "--hands", why);
    if (err == 0)
        CHECK(settings.max_num_hands == 3 && !settings.smooth && !strcmp(settings.model_dir, "/b"));
    sl__options_finish(&sample_table, &settings);
    return err;
}

static void options_into_settings(void)
{
    faults_each(options_operation, NULL, FAULTS_CODE); /* their defaults are set without a sentence */
}

/* Whatever fails, the setting is the old one or the new one. */
static int setting_operation(void *arg, struct sl_error *why)
{
    struct settings *settings = arg;
    int err = sl__options_set(&sample_table, settings, "label", "new", "--hands", why);
    CHECK_TEXT(settings->label, err < 0 ? "a # b" : "new");
    return err;
}

static void a_refused_setting_keeps_what_it_had(void)
{
    struct settings settings;
    struct sl_error why = {""};
    CHECK_INT(sl__options_init(&sample_table, &settings), 0);
    faults_arm(1, false);
    CHECK_INT(setting_operation(&settings, &why), -ENOMEM);
    CHECK_INT(faults_disarm(), 1);
    CHECK_TEXT(why.text, "--hands: no memory for label");
    CHECK_INT(setting_operation(&settings, &why), 0);
    sl__options_finish(&sample_table, &settings);
}

static int pages_operation(void *arg, struct sl_error *why)
{
    (void)arg, (void)why;
    struct sl__buffer out;
    int err = sl__buffer_init(&out, 16, 100000);
    if (err == 0)
        err = sl__options_help(&sample_table, &out);
    if (err == 0)
        err = sl__options_sample(&sample_table, &out);
    if (err == 0)
        err = sl__options_man(&sample_table, &out);
    sl__buffer_finish(&out);
    return err;
}

static void options_as_text(void)
{
    faults_each(pages_operation, NULL, FAULTS_CODE);
}

static int file_operation(void *arg, struct sl_error *why)
{
    uint8_t *data;
    size_t size;
    int err = sl__file_read(arg, 1000, &data, &size, why);
    CHECK((err < 0) == !data);
    free(data);
    return err;
}

static void a_file_read_whole(void)
{
    char path[] = "/tmp/sightline-faults-XXXXXX";
    int fd = mkstemp(path);
    CHECK_INT(sl__fd_write_all(fd, "abc", 3), 0);
    close(fd);
    faults_each(file_operation, path, FAULTS_SENTENCE);
    unlink(path);
}

static void add_one(void *arg)
{
    ++*(int *)arg;
}

static int helper_operation(void *arg, struct sl_error *why)
{
    (void)arg;
    struct sl__helper *helper;
    int sum = 0, err = sl__helper_create(&helper, "sl-helper", why);
    CHECK((err < 0) == !helper);
    if (err < 0)
        return err;
    for (int i = 0; i < 10; i++) {
        sl__helper_submit(helper, add_one, &sum);
        sl__helper_wait(helper);
    }
    sl__helper_destroy(&helper);
    CHECK_INT(sum, 10);
    return 0;
}

static void a_helper_thread(void)
{
    faults_each(helper_operation, NULL, FAULTS_SENTENCE);
}

static void jobs_of_a_helper_allocate_nothing(void)
{
    struct sl__helper *helper;
    int sum = 0;
    CHECK_INT(sl__helper_create(&helper, "sl-helper", NULL), 0);
    unsigned long before = faults_allocations();
    for (int i = 0; i < 100; i++) {
        sl__helper_submit(helper, add_one, &sum);
        sl__helper_wait(helper);
    }
    CHECK_INT(faults_allocations() - before, 0);
    sl__helper_destroy(&helper);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(options_into_settings);
    RUN(a_refused_setting_keeps_what_it_had);
    RUN(options_as_text);
    RUN(a_file_read_whole);
    RUN(a_helper_thread);
    RUN(jobs_of_a_helper_allocate_nothing);
    return TAP_END();
}
