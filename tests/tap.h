/*
 * A small test harness: each test is a function, each expectation a CHECK macro that does not depend on NDEBUG.
 * Output is TAP, which meson reads; one test point per function.
 *
 *     static void a_crop_of_odd_corner_keeps_chroma(void) { CHECK_INT(crop.chroma_x, 1); }
 *     int main(int argc, char **argv) { TAP_BEGIN(argc, argv); RUN(a_crop_of_odd_corner_keeps_chroma); return TAP_END(); }
 */
#ifndef SL_TESTS_TAP_H
#define SL_TESTS_TAP_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_number, tap_failed;
static bool tap_good;
static char tap_skip[160];
static const char *tap_only;

#define TAP_BEGIN(argc, argv) (tap_only = (argc) > 1 ? (argv)[1] : NULL, setvbuf(stdout, NULL, _IOLBF, 0))

#define RUN(test)                                                                                       \
    do {                                                                                                \
        if (tap_only && strcmp(tap_only, #test))                                                        \
            break;                                                                                      \
        tap_good = true;                                                                                \
        tap_skip[0] = '\0';                                                                             \
        test();                                                                                         \
        tap_failed += !tap_good;                                                                        \
        printf("%sok %d - %s%s%s\n", tap_good ? "" : "not ", ++tap_number, #test,                       \
               tap_skip[0] ? " # SKIP " : "", tap_skip);                                                \
    } while (0)

#define TAP_END() (printf("1..%d\n", tap_number), tap_failed ? 1 : 0)

/** Leave a test that needs something this machine lacks; names it. */
#define SKIP(...)                                                  \
    do {                                                           \
        snprintf(tap_skip, sizeof(tap_skip), __VA_ARGS__);         \
        return;                                                    \
    } while (0)

#define TAP_FAIL(...)                                                   \
    (tap_good = false, printf("# %s:%d: ", __FILE__, __LINE__), printf(__VA_ARGS__), printf("\n"), (void)0)

#define CHECK(condition)                                \
    do {                                                \
        if (!(condition))                               \
            TAP_FAIL("expected %s", #condition);        \
    } while (0)

#define CHECK_INT(found, expected)                                                                      \
    do {                                                                                                \
        long long tap_f = (long long)(found), tap_e = (long long)(expected);                            \
        if (tap_f != tap_e)                                                                             \
            TAP_FAIL("%s: expected %lld, found %lld", #found, tap_e, tap_f);                            \
    } while (0)

#define CHECK_TEXT(found, expected)                                                                     \
    do {                                                                                                \
        const char *tap_f = (found), *tap_e = (expected);                                               \
        if (!tap_f || strcmp(tap_f, tap_e))                                                             \
            TAP_FAIL("%s: expected \"%s\", found \"%s\"", #found, tap_e, tap_f ? tap_f : "(null)");     \
    } while (0)

/** The found text contains the expected part. */
#define CHECK_HAS(found, part)                                                                          \
    do {                                                                                                \
        const char *tap_f = (found), *tap_e = (part);                                                   \
        if (!tap_f || !strstr(tap_f, tap_e))                                                            \
            TAP_FAIL("%s: expected ...%s..., found \"%s\"", #found, tap_e, tap_f ? tap_f : "(null)");   \
    } while (0)

/** Bitwise equality of float arrays; prints the first difference. */
#define CHECK_BITS(found, expected, count)                                                              \
    do {                                                                                                \
        const float *tap_f = (found), *tap_e = (expected);                                              \
        for (size_t tap_i = 0; tap_i < (size_t)(count); tap_i++)                                        \
            if (memcmp(&tap_f[tap_i], &tap_e[tap_i], sizeof(float))) {                                  \
                TAP_FAIL("%s[%zu]: expected %.9g, found %.9g", #found, tap_i, tap_e[tap_i], tap_f[tap_i]); \
                break;                                                                                  \
            }                                                                                           \
    } while (0)

#endif
