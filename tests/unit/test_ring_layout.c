/* doc/ring-layout.md says where every byte lies; this holds its tables against the structures. */
#include "ring/layout.h"
#include "tap.h"

#include <stddef.h>
#include <stdlib.h>

struct field {
    const char *part, *name;
    size_t offset, bytes;
    bool seen;
};

#define FIELD(part, type, name) {part, #name, offsetof(struct type, name), sizeof(((struct type *)0)->name), false}
#define HEADER(name) FIELD("header", ring_header, name)
#define ROW(name) FIELD("row", ring_slot, name)
#define CLAIMS(name) FIELD("claims", ring_claims, name)
#define HELLO(name) FIELD("hello", ring_hello, name)
#define WELCOME(name) FIELD("welcome", ring_welcome, name)

static struct field fields[] = {
    HEADER(magic), HEADER(version), HEADER(header_bytes), HEADER(total_bytes), HEADER(generation), HEADER(slot_count),
    HEADER(batch), HEADER(table_offset), HEADER(table_row_bytes), HEADER(data_offset), HEADER(unit_stride_bytes),
    HEADER(frame_bytes), HEADER(pixels), HEADER(colour), HEADER(width_px), HEADER(height_px), HEADER(stride_bytes),
    HEADER(held_max), HEADER(plane_offset), HEADER(publisher_pid), HEADER(wake), HEADER(closed), HEADER(newest),
    HEADER(newest_batch), HEADER(published), HEADER(dropped), HEADER(copied_bytes), HEADER(readers),
    ROW(sequence), ROW(number), ROW(pts_ns), ROW(capture_ns), ROW(dropped), ROW(valid), ROW(for_whom),
    CLAIMS(magic), CLAIMS(version), CLAIMS(place), CLAIMS(held), CLAIMS(cursor), CLAIMS(taken), CLAIMS(skipped),
    CLAIMS(policy), CLAIMS(asleep), CLAIMS(wants_note), CLAIMS(behind), CLAIMS(lost), CLAIMS(done),
    HELLO(magic), HELLO(version), HELLO(policy), HELLO(share), HELLO(group), HELLO(unused),
    WELCOME(magic), WELCOME(version), WELCOME(answer), WELCOME(generation),
};
#define FIELDS (sizeof(fields) / sizeof(fields[0]))

static struct field *find(const char *part, const char *name)
{
    for (size_t i = 0; i < FIELDS; i++)
        if (!strcmp(fields[i].part, part) && !strcmp(fields[i].name, name))
            return &fields[i];
    return NULL;
}

/* "| 0 | 8 | bytes | `magic` | ... |" below a heading that ends in "(`header`)" */
static void read_line(const char *line, char part[32])
{
    const char *open = strstr(line, "(`");
    unsigned long offset, bytes;
    char name[64];
    if (line[0] == '#' && (!open || sscanf(open, "(`%31[a-z]`)", part) != 1))
        part[0] = '\0';
    if (sscanf(line, "| %lu | %lu | %*[^|] | `%63[a-z_]`", &offset, &bytes, name) != 3)
        return;
    struct field *field = find(part, name);
    if (!field) {
        TAP_FAIL("%s.%s stands in the document alone", part, name);
        return;
    }
    if (field->offset != offset || field->bytes != bytes)
        TAP_FAIL("%s.%s: %zu bytes at %zu, the document says %lu at %lu", part, name, field->bytes, field->offset, bytes, offset);
    field->seen = true;
}

static void the_document_has_every_field_where_it_is(void)
{
    char path[512], line[512], part[32] = "";
    const char *source = getenv("SIGHTLINE_TEST_SOURCE");
    snprintf(path, sizeof(path), "%s/doc/ring-layout.md", source ? source : ".");
    FILE *file = fopen(path, "re");
    CHECK(file != NULL);
    while (file && fgets(line, sizeof(line), file))
        read_line(line, part);
    if (file)
        fclose(file);
    for (size_t i = 0; i < FIELDS; i++)
        if (!fields[i].seen)
            TAP_FAIL("%s.%s is not in the document: %zu bytes at %zu", fields[i].part, fields[i].name, fields[i].bytes,
                     fields[i].offset);
}

/* What programs in other languages were written against; a change of these needs a new version. */
static void sizes_and_constants_of_version_1_stay(void)
{
    CHECK_INT(RING_VERSION, 1);
    CHECK(!memcmp(RING_MAGIC, "SLRING\r\n", 8) && !memcmp(RING_CLAIMS_MAGIC, "SLCLAIM\n", 8));
    CHECK_INT(sizeof(struct ring_header), 384);
    CHECK_INT(sizeof(struct ring_slot), 128);
    CHECK_INT(sizeof(struct ring_claims), 704);
    CHECK_INT(sizeof(struct ring_hello), 88);
    CHECK_INT(sizeof(struct ring_welcome), 24);
    CHECK_INT(RING_SLOT_BITS, 16);
    CHECK_INT(RING_UNITS_MAX, 64);
    CHECK(RING_RETIRING == UINT64_C(0x8000000000000000));
    CHECK_INT(SL_RING_NEWEST, 0);
    CHECK_INT(SL_RING_EVERY, 1);
    CHECK_INT(SL_RING_TURNS, 0);
    CHECK_INT(SL_RING_STREAM, 1);
    CHECK_INT(RING_NOTE, 3);
    CHECK_INT(SL_PIXELS_RGB24, 1);
    CHECK_INT(SL_PIXELS_BGR24, 2);
    CHECK_INT(SL_PIXELS_RGBA32, 3);
    CHECK_INT(SL_PIXELS_GRAY8, 4);
    CHECK_INT(SL_PIXELS_I420, 5);
    CHECK_INT(SL_PIXELS_NV12, 6);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(the_document_has_every_field_where_it_is);
    RUN(sizes_and_constants_of_version_1_stay);
    return TAP_END();
}
