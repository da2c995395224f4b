/* A header of any content is refused, or every frame that it promises lies inside the memory. */
#include "fuzz.h"
#include "ring/segment.h"

static uint64_t plane_end(const struct ring_shape *shape, int plane)
{
    int rows = plane ? (shape->frame.height_px + 1) / 2 : shape->frame.height_px;
    return (uint64_t)(uintptr_t)shape->frame.plane[plane] + (uint64_t)rows * (uint64_t)shape->frame.stride_bytes[plane];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ring_header header = {{0}};
    struct ring_shape shape;
    memcpy(&header, data, size < sizeof(header) ? size : sizeof(header));
    uint64_t bytes = header.total_bytes;
    if (ring_shape_parse(&shape, &header, bytes, NULL) < 0)
        return 0;
    REQUIRE(shape.unit_count >= 3 && shape.unit_count <= RING_UNITS_MAX && shape.unit_count * shape.batch == shape.slot_count);
    REQUIRE(shape.table_offset + (uint64_t)shape.slot_count * sizeof(struct ring_slot) <= shape.data_offset);
    REQUIRE(shape.frame_bytes * shape.batch <= shape.unit_stride_bytes);
    REQUIRE(shape.data_offset + shape.unit_count * shape.unit_stride_bytes <= bytes);
    for (int i = 0; i < SL_FRAME_PLANES_MAX; i++)
        REQUIRE(plane_end(&shape, i) <= shape.frame_bytes);
    return 0;
}
