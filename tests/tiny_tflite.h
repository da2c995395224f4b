/*
 * A .tflite file made by hand, below 1 KiB, for tests of what reads such files. The graph:
 *
 *     image [1,2,2,3] --ADD--> sum [1,2,2,3] --MEAN over 1,2--> mean [1,3] --LOGISTIC--> "out_a" [1,3]
 *                                                                   \-------NEG-------> "out_b" [1,3]
 *     image --custom "Side"--> "out_c" [1,2,2,3]                 (only with TINY_SIDE)
 */
#ifndef SL_TESTS_TINY_TFLITE_H
#define SL_TESTS_TINY_TFLITE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { TINY_IMAGE, TINY_AXES, TINY_SUM, TINY_MEAN, TINY_OUT_A, TINY_OUT_B, TINY_OUT_C, TINY_TENSORS };
enum { TINY_SIDE = 1 };

struct tiny {
    uint8_t bytes[2048];
    uint32_t size;
};

static inline void tiny_u32(struct tiny *t, uint32_t at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        t->bytes[at + (uint32_t)i] = (uint8_t)(value >> 8 * i);
}

static inline uint32_t tiny_room(struct tiny *t, uint32_t bytes)
{
    uint32_t at = t->size;
    t->size += (bytes + 3) / 4 * 4;
    return at;
}

/* The offset in the slot now leads to the end of what is written so far. */
static inline void tiny_point(struct tiny *t, uint32_t slot)
{
    tiny_u32(t, slot, t->size - slot);
}

/* A table of 4-byte fields, its vtable before it; fields not in the mask are absent. Gives the place of field 0. */
static inline uint32_t tiny_table(struct tiny *t, uint32_t slot, int fields, uint32_t mask)
{
    uint32_t vtable = tiny_room(t, 4 + 2 * (uint32_t)fields);
    t->bytes[vtable] = (uint8_t)(4 + 2 * fields);
    t->bytes[vtable + 2] = (uint8_t)(4 + 4 * fields);
    for (int i = 0; i < fields; i++)
        t->bytes[vtable + 4 + 2 * (uint32_t)i] = mask >> i & 1 ? (uint8_t)(4 + 4 * i) : 0;
    tiny_point(t, slot);
    uint32_t table = tiny_room(t, 4 + 4 * (uint32_t)fields);
    tiny_u32(t, table, table - vtable);
    return table + 4;
}

/* A vector of 4-byte elements; gives the place of the first. */
static inline uint32_t tiny_vector(struct tiny *t, uint32_t slot, uint32_t count)
{
    tiny_point(t, slot);
    uint32_t at = tiny_room(t, 4 + 4 * count);
    tiny_u32(t, at, count);
    return at + 4;
}

static inline void tiny_ints(struct tiny *t, uint32_t slot, const int32_t *value, uint32_t count)
{
    uint32_t first = tiny_vector(t, slot, count);
    for (uint32_t i = 0; i < count; i++)
        tiny_u32(t, first + 4 * i, (uint32_t)value[i]);
}

static inline void tiny_text(struct tiny *t, uint32_t slot, const char *text)
{
    tiny_point(t, slot);
    uint32_t at = tiny_room(t, 4 + (uint32_t)strlen(text) + 1);
    tiny_u32(t, at, (uint32_t)strlen(text));
    memcpy(t->bytes + at + 4, text, strlen(text));
}

struct tiny_operator {
    int code;
    int32_t in[2], out;
    int ins;
};

static inline void tiny_operators(struct tiny *t, uint32_t slot, int count)
{
    static const struct tiny_operator operators[] = {
        {0, {TINY_IMAGE, TINY_IMAGE}, TINY_SUM, 2},
        {1, {TINY_SUM, TINY_AXES}, TINY_MEAN, 2},
        {2, {TINY_MEAN}, TINY_OUT_A, 1},
        {3, {TINY_MEAN}, TINY_OUT_B, 1},
        {4, {TINY_IMAGE}, TINY_OUT_C, 1},
    };
    uint32_t first = tiny_vector(t, slot, (uint32_t)count);
    for (int i = 0; i < count; i++) {
        uint32_t field = tiny_table(t, first + 4 * (uint32_t)i, 3, 7);
        tiny_u32(t, field, (uint32_t)operators[i].code);
        tiny_ints(t, field + 4, operators[i].in, (uint32_t)operators[i].ins);
        tiny_ints(t, field + 8, &operators[i].out, 1);
    }
}

static inline void tiny_tensors(struct tiny *t, uint32_t slot)
{
    static const struct {
        const char *name;
        int32_t shape[4], rank, buffer;
        uint32_t type;
    } tensors[TINY_TENSORS] = {
        {"image", {1, 2, 2, 3}, 4, 0, 0}, {"axes", {2}, 1, 1, 2},     {"sum", {1, 2, 2, 3}, 4, 0, 0},
        {"mean", {1, 3}, 2, 0, 0},        {"out_a", {1, 3}, 2, 0, 0}, {"out_b", {1, 3}, 2, 0, 0},
        {"out_c", {1, 2, 2, 3}, 4, 0, 0},
    };
    uint32_t first = tiny_vector(t, slot, TINY_TENSORS);
    for (uint32_t i = 0; i < TINY_TENSORS; i++) {
        uint32_t field = tiny_table(t, first + 4 * i, 4, 15);
        tiny_ints(t, field, tensors[i].shape, (uint32_t)tensors[i].rank);
        tiny_u32(t, field + 4, tensors[i].type);
        tiny_u32(t, field + 8, (uint32_t)tensors[i].buffer);
        tiny_text(t, field + 12, tensors[i].name);
    }
}

/* ADD, MEAN, LOGISTIC, NEG and a custom operator (schema.fbs of tensorflow v2.9.0). */
static inline void tiny_codes(struct tiny *t, uint32_t slot)
{
    static const uint8_t codes[] = {0, 40, 14, 59, 32};
    uint32_t first = tiny_vector(t, slot, 5);
    for (uint32_t i = 0; i < 5; i++) {
        uint32_t field = tiny_table(t, first + 4 * i, 4, codes[i] == 32 ? 15 : 13);
        tiny_u32(t, field, codes[i]);
        tiny_u32(t, field + 8, 1); /* version */
        tiny_u32(t, field + 12, codes[i]);
        if (codes[i] == 32)
            tiny_text(t, field + 4, "Side");
    }
}

static inline void tiny_buffers(struct tiny *t, uint32_t slot)
{
    static const int32_t axes[] = {1, 2};
    uint32_t first = tiny_vector(t, slot, 2);
    tiny_table(t, first, 1, 0);
    uint32_t field = tiny_table(t, first + 4, 1, 1);
    tiny_ints(t, field, axes, 2);
    tiny_u32(t, t->size - 12, 8); /* counted in bytes */
}

static inline void tiny_build(struct tiny *t, int flags)
{
    static const int32_t in[] = {TINY_IMAGE}, out[] = {TINY_OUT_A, TINY_OUT_B, TINY_OUT_C};
    bool side = flags & TINY_SIDE;
    memset(t, 0, sizeof(*t));
    tiny_room(t, 8);
    memcpy(t->bytes + 4, "TFL3", 4);
    uint32_t model = tiny_table(t, 0, 5, 1 | 2 | 4 | 16);
    tiny_u32(t, model, 3); /* version of the schema */
    tiny_codes(t, model + 4);
    uint32_t subgraphs = tiny_vector(t, model + 8, 1);
    uint32_t subgraph = tiny_table(t, subgraphs, 4, 15);
    tiny_tensors(t, subgraph);
    tiny_ints(t, subgraph + 4, in, 1);
    tiny_ints(t, subgraph + 8, out, side ? 3 : 2);
    tiny_operators(t, subgraph + 12, side ? 5 : 4);
    tiny_buffers(t, model + 16);
}

#endif
