/* The grammar of sources (doc/sources.md), as a table of prefixes. */
#include "media/grammar.h"
#include "base/clock.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sightline/ring.h>
#include <stdio.h>
#include <string.h>

#define RATE_NUM_MAX 1000000
#define RATE_DEN_MAX 9000

int64_t source_rate_ns(struct source_rate rate, uint64_t n)
{
    uint64_t num = (uint64_t)rate.num, whole = (uint64_t)rate.den * SL_NS_PER_S;
    return (int64_t)(n / num * whole + n % num * whole / num);
}

/* Digits up to `end`; -1 when there are none, anything else, or more than `max`. */
static int64_t number_parse(const char *text, const char *end, int64_t max)
{
    int64_t value = text < end ? 0 : -1;
    for (; text < end && value >= 0; text++)
        value = *text >= '0' && *text <= '9' && value <= max / 10 ? value * 10 + (*text - '0') : -1;
    return value <= max ? value : -1;
}

/* "29.97": digits, a point, one to three digits. */
static bool decimal_parse(const char *text, const char *point, const char *end, int64_t *num, int64_t *den)
{
    int64_t whole = number_parse(text, point, 1000), part = number_parse(point + 1, end, 999);
    *den = 1;
    for (const char *digit = point + 1; digit < end && *den < 1000; digit++)
        *den *= 10;
    *num = whole * *den + part;
    return whole >= 0 && part >= 0 && end - point <= 4;
}

static bool rate_parse(struct source_rate *rate, const char *text)
{
    const char *end = text + strlen(text), *slash = strchr(text, '/'), *point = strchr(text, '.');
    int64_t num = -1, den = 1;
    if (slash) {
        num = number_parse(text, slash, RATE_NUM_MAX);
        den = number_parse(slash + 1, end, RATE_DEN_MAX);
    } else if (point) {
        if (!decimal_parse(text, point, end, &num, &den))
            return false;
    } else {
        num = number_parse(text, end, 1000);
    }
    if (num < 1 || den < 1 || num > 1000 * den || num * 1000 < den)
        return false;
    *rate = (struct source_rate){(int32_t)num, (int32_t)den};
    return true;
}

static int rate_refuse(const struct source_spec *spec, const char *text, struct sl_error *why)
{
    return sl__error_set(why, -EINVAL, "%s: '%s' is not a frame rate; it takes 0.001 to 1000, as 30, 29.97 or 30000/1001",
                         spec->text, text);
}

/* The stream's name: what stands between the last '/' and the last '.' after it, in harmless characters. */
static void name_set(struct source_spec *spec, const char *text, const char *otherwise)
{
    size_t length = strcspn(text, "?#"), start = length;
    while (start > 0 && text[start - 1] != '/')
        start--;
    bool host = start >= 3 && !strncmp(text + start - 3, "://", 3);
    const char *base = text + start, *dot = NULL;
    for (const char *c = base + 1; c < text + length; c++)
        if (*c == '.' && !host)
            dot = c;
    size_t size = (size_t)((dot ? dot : text + length) - base);
    if (size == 0 || start == length) {
        base = otherwise;
        size = strlen(otherwise);
    }
    if (size > sizeof(spec->name) - 1)
        size = sizeof(spec->name) - 1;
    for (size_t i = 0; i < size; i++) {
        char c = base[i];
        bool harmless = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
        spec->name[i] = harmless ? c : '_';
    }
    spec->name[size] = '\0';
}

static int file_parse(struct source_spec *spec, const char *body, struct sl_error *why)
{
    (void)why;
    spec->form = SOURCE_FILE;
    memmove(spec->body, body, strlen(body) + 1);
    name_set(spec, spec->body, "file");
    return 0;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* file://[localhost]/path with %XX, to the path (RFC 8089). */
static int file_uri_parse(struct source_spec *spec, const char *body, struct sl_error *why)
{
    char *out = spec->body;
    if (!strncmp(body, "localhost/", 10))
        body += 9;
    if (*body != '/')
        return sl__error_set(why, -EINVAL, "%s: a file:// address takes a whole path: file:///folder/clip.mp4", spec->text);
    for (; *body; body++) {
        int high = *body == '%' ? hex_digit(body[1]) : 0, low = *body == '%' && high >= 0 ? hex_digit(body[2]) : 0;
        if (high < 0 || low < 0 || (*body == '%' && high == 0 && low == 0))
            return sl__error_set(why, -EINVAL, "%s: '%%' takes two hexadecimal digits that are not 00", spec->text);
        *out++ = *body == '%' ? (char)(high * 16 + low) : *body;
        body += *body == '%' ? 2 : 0;
    }
    *out = '\0';
    spec->form = SOURCE_FILE;
    name_set(spec, spec->body, "file");
    return 0;
}

static int images_parse(struct source_spec *spec, const char *body, struct sl_error *why)
{
    spec->form = SOURCE_IMAGES;
    spec->rate = (struct source_rate){30, 1};
    memmove(spec->body, body, strlen(body) + 1);
    char *at = strrchr(spec->body, '@');
    /* "a@2x.png" is a name; "*.png@25" has a rate. */
    if (at && at[1] && strspn(at + 1, "0123456789./") == strlen(at + 1)) {
        if (!rate_parse(&spec->rate, at + 1))
            return rate_refuse(spec, at + 1, why);
        *at = '\0';
    }
    if (!spec->body[0])
        return sl__error_set(why, -EINVAL, "%s: no pattern; expected images:GLOB[@FPS], as images:'clip/*.jpg@25'",
                             spec->text);
    name_set(spec, "", "images");
    return 0;
}

static int pipeline_parse(struct source_spec *spec, const char *body, struct sl_error *why)
{
    spec->form = SOURCE_PIPELINE;
    memmove(spec->body, body, strlen(body) + 1);
    if (strspn(body, " \t\n") == strlen(body))
        return sl__error_set(why, -EINVAL, "%s: no pipeline; expected gst:DESCRIPTION, as gst:videotestsrc", spec->text);
    name_set(spec, "", "gst");
    return 0;
}

static int raw_parse(struct source_spec *spec, const char *body, struct sl_error *why)
{
    static const char expected[] = "expected raw:WxH:FORMAT[@FPS], as raw:640x480:rgb24@30";
    const char *cross = strchr(body, 'x'), *colon = strchr(body, ':');
    if (!cross || !colon || cross > colon)
        return sl__error_set(why, -EINVAL, "%s: %s", spec->text, expected);
    int64_t width = number_parse(body, cross, SL_FRAME_SIDE_MAX), height = number_parse(cross + 1, colon, SL_FRAME_SIDE_MAX);
    if (width < 1 || height < 1)
        return sl__error_set(why, -EINVAL, "%s: the size takes 1x1 to %dx%d; %s", spec->text, SL_FRAME_SIDE_MAX,
                             SL_FRAME_SIDE_MAX, expected);
    char format[16] = "";
    const char *at = strchr(colon, '@');
    size_t length = at ? (size_t)(at - colon - 1) : strlen(colon + 1);
    if (length < sizeof(format))
        memcpy(format, colon + 1, length);
    spec->pixels = sl_pixels_from_name(format);
    if (spec->pixels == SL_PIXELS_NONE)
        return sl__error_set(why, -EINVAL, "%s: the format takes rgb24, bgr24, rgba32, gray8, i420 or nv12; %s", spec->text,
                             expected);
    spec->rate = (struct source_rate){30, 1};
    if (at && !rate_parse(&spec->rate, at + 1))
        return rate_refuse(spec, at + 1, why);
    spec->form = SOURCE_RAW;
    spec->width_px = (int32_t)width;
    spec->height_px = (int32_t)height;
    name_set(spec, "", "raw");
    return 0;
}

static int ring_parse(struct source_spec *spec, const char *body, struct sl_error *why)
{
    if (!*body)
        return sl__error_set(why, -EINVAL, "%s: expected ring:NAME, the name of shared frames", spec->text);
    spec->form = SOURCE_RING;
    if (strlen(body) > SL_RING_NAME_MAX)
        return sl__error_set(why, -EINVAL, "%.80s: a name of shared frames has up to %d characters", spec->text, SL_RING_NAME_MAX);
    snprintf(spec->body, sizeof(spec->body), "%s", body);
    name_set(spec, body, "ring");
    return 0;
}

static int absent_parse(struct source_spec *spec, const char *body, struct sl_error *why)
{
    return sl__error_set(why, -ENOTSUP, "%s: this version of Sightline has no %.*s sources", spec->text,
                         (int)(body - spec->text), spec->text);
}

static const struct form_row {
    const char *prefix;
    int (*parse)(struct source_spec *spec, const char *body, struct sl_error *why);
} form_rows[] = {
    {"images:", images_parse}, {"gst:", pipeline_parse}, {"raw:", raw_parse},
    {"ring:", ring_parse},   {"vdo:", absent_parse},   {"file://", file_uri_parse},
};

/* A scheme and "://" (RFC 3986). */
static bool is_uri(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
    return length > 1 && !strncmp(text + length, "://", 3);
}

static bool is_camera(const char *text)
{
    static const char prefix[] = "/dev/video";
    size_t size = sizeof(prefix) - 1;
    return !strncmp(text, prefix, size) && number_parse(text + size, text + strlen(text), 999999) >= 0;
}

int source_parse(struct source_spec *spec, const char *text, struct sl_error *why)
{
    size_t size = text ? strlen(text) + 1 : 0;
    memset(spec, 0, sizeof(*spec));
    if (size <= 1)
        return sl__error_set(why, -EINVAL, "an empty source; expected a file, an address, a camera, images:, gst: or raw:");
    if (size > sizeof(spec->text))
        return sl__error_set(why, -EINVAL, "a source of %zu bytes; at most %d are taken", size - 1, SOURCE_TEXT_MAX - 1);
    memcpy(spec->text, text, size);

    for (size_t i = 0; i < sizeof(form_rows) / sizeof(form_rows[0]); i++) {
        size_t length = strlen(form_rows[i].prefix);
        if (!strncmp(spec->text, form_rows[i].prefix, length))
            return form_rows[i].parse(spec, spec->text + length, why);
    }
    int err = file_parse(spec, spec->text, why);
    if (is_camera(text))
        spec->form = SOURCE_CAMERA;
    else if (is_uri(text))
        spec->form = SOURCE_URI;
    return err;
}
