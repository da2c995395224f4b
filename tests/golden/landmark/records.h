/*
 * Reading of recorded stages: lines of a word and what follows it, floats as the hexadecimal digits of their bits, # for
 * comments. The program's first argument is the file.
 */
#ifndef SL_TESTS_RECORDS_H
#define SL_TESTS_RECORDS_H

#include "tap.h"

#include <inttypes.h>
#include <stdlib.h>

enum { FLOATS_MAX = 1434, LINE_BYTES = 16384 }; /* the points of a refined face */

static const char *file_name;

/* The record that comes next: a line's first word and what follows it. No word: the end. */
static FILE *file;
static char line[LINE_BYTES], word[16];
static const char *rest;

static inline void advance(void)
{
    int used = 0;
    do {
        word[0] = '\0';
        if (!fgets(line, sizeof(line), file) || sscanf(line, "%15s%n", word, &used) != 1)
            return;
    } while (word[0] == '#');
    rest = line + used;
}

/* Begin with the first record; false when there is no file. */
static inline bool begin(void)
{
    if (file)
        fclose(file);
    file = fopen(file_name, "r");
    if (!file)
        TAP_FAIL("%s cannot be read", file_name);
    else
        advance();
    return file != NULL;
}

static inline bool at(const char *wanted)
{
    return !strcmp(word, wanted);
}

/* Go on to the next record of that kind. */
static inline bool find(const char *wanted)
{
    while (word[0] && !at(wanted))
        advance();
    return at(wanted);
}

/* Numbers in decimal, taken off the record. */
static inline int take_int(void)
{
    char *end;
    int value = (int)strtol(rest, &end, 10);
    rest = end;
    return value;
}

/* Floats from the hexadecimal digits of their bits, taken off the record. */
static inline void take_floats(float *values, int count)
{
    for (int i = 0; i < count; i++) {
        char *end;
        uint32_t bits = (uint32_t)strtoul(rest, &end, 16);
        if (end == rest) {
            TAP_FAIL("%d numbers expected, found %d: %.60s", count, i, line);
            return;
        }
        memcpy(&values[i], &bits, sizeof(bits));
        rest = end;
    }
}

/* The record must be of that kind and have these numbers. */
static inline void expect(const char *wanted, const float *found, int count)
{
    float expected[FLOATS_MAX] = {0};
    if (!at(wanted)) {
        TAP_FAIL("one %s too many; MediaPipe goes on with: %.40s", wanted, line);
        return;
    }
    take_floats(expected, count);
    CHECK_BITS(found, expected, count);
    advance();
}

#endif
