/*
 * Reading a FlatBuffers file that may be damaged or hostile: every offset is checked before it is followed, every number
 * is read byte-wise (nothing is assumed about alignment), and nothing recurses. Positions are bytes from the file's
 * start; files above 2 GiB are refused.
 */
#ifndef SL_INFER_FLATBUFFER_H
#define SL_INFER_FLATBUFFER_H

#include <stddef.h>
#include <stdint.h>

struct sl__flat {
    const uint8_t *bytes;
    size_t size;
};

/** A table whose own bytes and vtable lie inside the file. */
struct sl__flat_table {
    uint32_t at;     ///< of the table
    uint32_t bytes;  ///< of the table, from the vtable
    uint32_t vtable; ///< position of the first field's entry
    uint32_t fields; ///< entries in the vtable
};

/** A vector that lies inside the file; absent ones have count 0 and head 0. */
struct sl__flat_vector {
    uint32_t head;  ///< position of the count word
    uint32_t first; ///< position of the first element
    uint32_t count;
};

/** Each gives 0 or -EPROTO when something points or reaches outside the file. */
int sl__flat_root(const struct sl__flat *flat, struct sl__flat_table *root);

/** A number in the table; @p missing when the table does not carry it. */
int sl__flat_u8(const struct sl__flat *flat, const struct sl__flat_table *table, int field, uint8_t missing,
                uint8_t *value);
int sl__flat_u32(const struct sl__flat *flat, const struct sl__flat_table *table, int field, uint32_t missing,
                 uint32_t *value);

/** A vector (or string, with element_bytes 1) in the table; -E2BIG above @p max elements. */
int sl__flat_vector(const struct sl__flat *flat, const struct sl__flat_table *table, int field, uint32_t element_bytes,
                    uint32_t max, struct sl__flat_vector *vector);

/** Elements of a vector from above; @p index < count. */
uint32_t sl__flat_element_u32(const struct sl__flat *flat, const struct sl__flat_vector *vector, uint32_t index);
int sl__flat_element_table(const struct sl__flat *flat, const struct sl__flat_vector *vector, uint32_t index,
                           struct sl__flat_table *table);

/** Little-endian numbers at a position known to be inside. */
uint32_t sl__flat_get_u32(const uint8_t *bytes);
void sl__flat_put_u32(uint8_t *bytes, uint32_t value);

#endif
