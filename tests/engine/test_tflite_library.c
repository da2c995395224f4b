/*
 * Which of set-up's two builds of TFLite is opened, and what is opened when one is missing or damaged. A process keeps the first
 * that it opens, so each case is a process of its own, with links to the real files in a folder of the test's.
 */
#include <tensorflow/lite/c/c_api.h>

#include "infer/tflite_library.h"
#include "picture.h"

#include <sys/wait.h>

#define OLDER "libtensorflowlite_c.so"
#define NEWER "libtensorflowlite_c-2.17.1.so"

static char real[4000], folder[] = "/tmp/sightline-tflite-XXXXXX";

/* Independent of how the library asks: the kernel's own list. */
static bool cpu_has_avx512f(void)
{
    char line[8192];
    bool found = false;
    FILE *file = fopen("/proc/cpuinfo", "re");
    while (file && !found && fgets(line, sizeof(line), file))
        found = !strncmp(line, "flags", 5) && strstr(line, " avx512f ");
    if (file)
        fclose(file);
    return found;
}

static const char *both_are_here(void)
{
    char path[4200];
    snprintf(path, sizeof(path), "%s/" OLDER, real);
    if (access(path, R_OK) < 0)
        return "TFLite's library is not here";
    snprintf(path, sizeof(path), "%s/" NEWER, real);
    return access(path, R_OK) < 0 ? "set-up has only one build of TFLite for this CPU" : NULL;
}

static void give(const char *name)
{
    char from[4200], to[4200];
    snprintf(from, sizeof(from), "%s/%s", real, name);
    snprintf(to, sizeof(to), "%s/%s", folder, name);
    CHECK_INT(symlink(from, to), 0);
}

static void give_damaged(const char *name)
{
    char path[4200];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    CHECK(file && fputs("not a library", file) >= 0 && fclose(file) == 0);
}

static void take_all(void)
{
    const char *const names[] = {OLDER, NEWER};
    for (int i = 0; i < 2; i++) {
        char path[4200];
        snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        unlink(path);
    }
}

/* The version of what a new process opens, else its sentence. */
static const char *opened(const char *variable)
{
    static char said[512];
    int ends[2];
    memset(said, 0, sizeof(said));
    fflush(stdout);
    if (pipe(ends) < 0)
        return "no pipe";
    pid_t child = fork();
    if (child == 0) {
        const struct tflite_library *lib;
        struct sl_error why = {0};
        setenv("SIGHTLINE_TFLITE", variable, 1);
        int err = tflite_library_get(&lib, &why);
        dprintf(ends[1], "%s", err < 0 ? why.text : lib->TfLiteVersion());
        _exit(0);
    }
    close(ends[1]);
    CHECK(child > 0 && read(ends[0], said, sizeof(said) - 1) > 0 && waitpid(child, NULL, 0) == child);
    close(ends[0]);
    return said;
}

static void the_build_that_suits_the_cpu_is_opened(void)
{
    const char *absent = both_are_here();
    if (absent)
        SKIP("%s", absent);
    give(OLDER);
    give(NEWER);
    CHECK_TEXT(opened(folder), cpu_has_avx512f() ? "2.9.0" : "2.17.1");
    take_all();
}

static void one_build_alone_serves_any_cpu(void)
{
    const char *absent = both_are_here();
    if (absent)
        SKIP("%s", absent);
    give(OLDER);
    CHECK_TEXT(opened(folder), "2.9.0");
    take_all();
    give(NEWER);
    CHECK_TEXT(opened(folder), "2.17.1");
    take_all();
}

static void a_damaged_build_leaves_the_other_one(void)
{
    const char *absent = both_are_here();
    if (absent)
        SKIP("%s", absent);
    give(OLDER);
    give_damaged(NEWER);
    CHECK_TEXT(opened(folder), "2.9.0");
    take_all();
    give(NEWER);
    give_damaged(OLDER);
    CHECK_TEXT(opened(folder), "2.17.1");
    take_all();
}

static void a_named_file_is_taken_whatever_the_cpu(void)
{
    const char *absent = both_are_here();
    char path[4200];
    if (absent)
        SKIP("%s", absent);
    snprintf(path, sizeof(path), "%s/" OLDER, real);
    CHECK_TEXT(opened(path), "2.9.0");
    snprintf(path, sizeof(path), "%s/" NEWER, real);
    CHECK_TEXT(opened(path), "2.17.1");
}

static void an_empty_folder_is_named(void)
{
    CHECK_HAS(opened(folder), folder);
    CHECK_HAS(opened(folder), "does not open");
    give_damaged(OLDER);
    give_damaged(NEWER);
    CHECK_HAS(opened(folder), "libtensorflowlite_c");
    take_all();
}

int main(int argc, char **argv)
{
    const char *set = getenv("SIGHTLINE_TFLITE");
    snprintf(real, sizeof(real), "%s", set ? set : "");
    if (!mkdtemp(folder))
        return 1;
    TAP_BEGIN(argc, argv);
    RUN(the_build_that_suits_the_cpu_is_opened);
    RUN(one_build_alone_serves_any_cpu);
    RUN(a_damaged_build_leaves_the_other_one);
    RUN(a_named_file_is_taken_whatever_the_cpu);
    RUN(an_empty_folder_is_named);
    rmdir(folder);
    return TAP_END();
}
