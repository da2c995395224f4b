/*
 * Live words and rows of any content: each take ends, and what it gives lies inside the memory. The first byte picks policy, group and
 * batches; the rest goes over the segment from `wake` on and over the table, byte by byte, again and again.
 */
#include "fuzz.h"
#include "ring/reader.h"

#define SLOTS 6
#define TABLE RING_PAGE_BYTES
#define DATA (2 * RING_PAGE_BYTES)
#define FRAME 16

static unsigned read_all(const uint8_t *pixels, uint64_t bytes)
{
    unsigned sum = 0;
    for (uint64_t i = 0; i < bytes; i++)
        sum += pixels[i];
    return sum;
}

static volatile unsigned kept; ///< so that the reading is not left out

static unsigned take_some(struct sl_ring_reader *reader, bool by_batch)
{
    unsigned sum = 0;
    for (int i = 0; i < 12; i++) {
        struct sl_ring_frame seen;
        struct sl_ring_batch batch;
        int took = by_batch ? sl_ring_take_batch(reader, &batch, 0, NULL) : sl_ring_take(reader, &seen, 0, NULL);
        if (took != 1)
            continue;
        sum += by_batch ? read_all(batch.pixels, (uint64_t)batch.count * batch.frame_bytes) : read_all(seen.frame.plane[0], FRAME);
        if (i % 3 && by_batch)
            sl_ring_release_batch(reader, &batch);
        else if (i % 3)
            sl_ring_release(reader, &seen);
    }
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t origin;
    if (size < 2)
        return 0;
    int batch = data[0] & 4 ? 2 : 1;
    struct ring_claims claims = {.place = 3};
    struct sl_ring_reader reader = {.socket = -1, .bell = -1, .timer = -1, .gone = true, .mutex = PTHREAD_MUTEX_INITIALIZER};
    struct view view = {.claims = &claims, .place = 3, .cursor = data[0] & 1};
    struct ring_shape *shape = &view.segment.shape;
    uint64_t bytes = DATA + SLOTS * FRAME;
    *shape = (struct ring_shape){.total_bytes = bytes, .data_offset = DATA, .unit_stride_bytes = (uint64_t)batch * FRAME,
                                 .frame_bytes = FRAME, .slot_count = SLOTS, .unit_count = (uint32_t)(SLOTS / batch),
                                 .batch = (uint32_t)batch, .table_offset = TABLE, .held_max = 1};
    REQUIRE(sl_frame_init(&shape->frame, SL_PIXELS_GRAY8, 4, 4, &origin, 0, NULL) == 0);
    shape->frame.plane[0] = NULL;
    view.segment.base = aligned_alloc(RING_PAGE_BYTES, (size_t)DATA);
    view.segment.base = realloc(view.segment.base, bytes); /* of exactly its size: a sanitizer sees one byte too far */
    REQUIRE(view.segment.base && (uintptr_t)view.segment.base % 16 == 0);
    memset(view.segment.base, 0, bytes);
    for (uint64_t i = 0; i + 192 < DATA; i++)
        view.segment.base[192 + i] = i < 160 || i >= TABLE - 192 ? data[1 + i % (size - 1)] : 0;
    reader.opts.policy = (enum sl_ring_policy)(data[0] & 1);
    reader.group[0] = data[0] & 2 ? 'g' : '\0';
    reader.view = &view;
    kept = take_some(&reader, data[0] & 8);
    free(view.segment.base);
    return 0;
}
