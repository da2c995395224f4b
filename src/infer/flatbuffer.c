/* Bounds-checked reading of FlatBuffers tables and vectors. */
#include "infer/flatbuffer.h"

#include <errno.h>
#include <stdbool.h>

#define FLAT_BYTES_MAX 0x7fffffffu

uint32_t sl__flat_get_u32(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

void sl__flat_put_u32(uint8_t *bytes, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(value >> 8 * i);
}

static uint32_t get_u16(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8;
}

static bool inside(const struct sl__flat *flat, uint64_t at, uint64_t bytes)
{
    return at <= flat->size && bytes <= flat->size - at;
}

/* Follow the unsigned offset that stands at a checked position. */
static int follow(const struct sl__flat *flat, uint32_t at, uint64_t *target)
{
    *target = (uint64_t)at + sl__flat_get_u32(flat->bytes + at);
    return inside(flat, *target, 4) ? 0 : -EPROTO;
}

/* A table begins with the signed distance back to its vtable: u16 bytes of the vtable, u16 bytes of the table, fields. */
static int table_at(const struct sl__flat *flat, uint64_t at, struct sl__flat_table *table)
{
    int64_t vtable = (int64_t)at - (int32_t)sl__flat_get_u32(flat->bytes + at);
    if (vtable < 0 || !inside(flat, (uint64_t)vtable, 4))
        return -EPROTO;
    uint32_t vtable_bytes = get_u16(flat->bytes + vtable);
    table->at = (uint32_t)at;
    table->bytes = get_u16(flat->bytes + vtable + 2);
    table->vtable = (uint32_t)vtable + 4;
    table->fields = vtable_bytes < 4 ? 0 : (vtable_bytes - 4) / 2;
    if (vtable_bytes < 4 || table->bytes < 4)
        return -EPROTO;
    return inside(flat, (uint64_t)vtable, vtable_bytes) && inside(flat, at, table->bytes) ? 0 : -EPROTO;
}

int sl__flat_root(const struct sl__flat *flat, struct sl__flat_table *root)
{
    uint64_t at;
    if (flat->size < 8 || flat->size > FLAT_BYTES_MAX || follow(flat, 0, &at) < 0)
        return -EPROTO;
    return table_at(flat, at, root);
}

/* Position of a field with room for its bytes, 0 when the table lacks it, -EPROTO. */
static int field_at(const struct sl__flat *flat, const struct sl__flat_table *table, int field, uint32_t bytes,
                    uint32_t *at)
{
    *at = 0;
    if ((uint32_t)field >= table->fields)
        return 0;
    uint32_t offset = get_u16(flat->bytes + table->vtable + 2 * (uint32_t)field);
    if (!offset)
        return 0;
    if (offset > table->bytes || bytes > table->bytes - offset)
        return -EPROTO;
    *at = table->at + offset;
    return 0;
}

int sl__flat_u8(const struct sl__flat *flat, const struct sl__flat_table *table, int field, uint8_t missing,
                uint8_t *value)
{
    uint32_t at;
    int err = field_at(flat, table, field, 1, &at);
    *value = err == 0 && at ? flat->bytes[at] : missing;
    return err;
}

int sl__flat_u32(const struct sl__flat *flat, const struct sl__flat_table *table, int field, uint32_t missing,
                 uint32_t *value)
{
    uint32_t at;
    int err = field_at(flat, table, field, 4, &at);
    *value = err == 0 && at ? sl__flat_get_u32(flat->bytes + at) : missing;
    return err;
}

int sl__flat_vector(const struct sl__flat *flat, const struct sl__flat_table *table, int field, uint32_t element_bytes,
                    uint32_t max, struct sl__flat_vector *vector)
{
    uint32_t at;
    uint64_t head;
    *vector = (struct sl__flat_vector){0};
    int err = field_at(flat, table, field, 4, &at);
    if (err < 0 || !at)
        return err;
    if (follow(flat, at, &head) < 0)
        return -EPROTO;
    uint32_t count = sl__flat_get_u32(flat->bytes + head);
    if (!inside(flat, head + 4, (uint64_t)count * element_bytes))
        return -EPROTO;
    if (count > max)
        return -E2BIG;
    *vector = (struct sl__flat_vector){.head = (uint32_t)head, .first = (uint32_t)head + 4, .count = count};
    return 0;
}

uint32_t sl__flat_element_u32(const struct sl__flat *flat, const struct sl__flat_vector *vector, uint32_t index)
{
    return sl__flat_get_u32(flat->bytes + vector->first + 4 * index);
}

int sl__flat_element_table(const struct sl__flat *flat, const struct sl__flat_vector *vector, uint32_t index,
                           struct sl__flat_table *table)
{
    uint64_t at;
    if (follow(flat, vector->first + 4 * index, &at) < 0)
        return -EPROTO;
    return table_at(flat, at, table);
}
