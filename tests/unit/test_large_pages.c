/* Large pages: what was mapped meanwhile is found; advice changes no byte and needs nothing of the kernel. */
#include "infer/large_pages.h"
#include "tap.h"

#include <stdlib.h>
#include <sys/mman.h>

#define BLOCK_BYTES ((size_t)9 << 20)

static bool covers(const struct sl__memory_map *map, const void *block, size_t size)
{
    for (int i = 0; i < map->count; i++)
        if (map->range[i].begin <= (uintptr_t)block && map->range[i].end >= (uintptr_t)block + size)
            return true;
    return false;
}

static void a_mapping_is_seen_while_it_is_there(void)
{
    struct sl__memory_map map;
    void *block = mmap(NULL, BLOCK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(block != MAP_FAILED);
    sl__memory_map_read(&map);
    CHECK(covers(&map, block, BLOCK_BYTES));
    munmap(block, BLOCK_BYTES);
    sl__memory_map_read(&map);
    CHECK(!covers(&map, block, BLOCK_BYTES));
}

static void memory_that_nobody_may_write_is_left_out(void)
{
    struct sl__memory_map map;
    void *block = mmap(NULL, BLOCK_BYTES, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    sl__memory_map_read(&map);
    CHECK(!covers(&map, block, BLOCK_BYTES));
    munmap(block, BLOCK_BYTES);
}

static void advice_changes_no_byte(void)
{
    struct sl__memory_map before;
    sl__memory_map_read(&before);
    unsigned char *block = mmap(NULL, BLOCK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (size_t i = 0; i < BLOCK_BYTES; i++)
        block[i] = (unsigned char)(i * 31 >> 3);
    sl__large_pages_advise(&before);
    size_t wrong = 0;
    for (size_t i = 0; i < BLOCK_BYTES; i++)
        wrong += block[i] != (unsigned char)(i * 31 >> 3);
    CHECK_INT(wrong, 0);
    munmap(block, BLOCK_BYTES);
}

static void more_pieces_than_there_is_room_for_are_no_harm(void)
{
    static struct sl__memory_map map;
    static void *piece[2 * SL_MEMORY_RANGES_MAX];
    int count = 0;
    for (; count < 2 * SL_MEMORY_RANGES_MAX; count++) /* rights in turns, so that neighbours do not become one piece */
        piece[count] = mmap(NULL, 4096, count % 2 ? PROT_READ : PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    sl__memory_map_read(&map);
    CHECK(map.count <= SL_MEMORY_RANGES_MAX);
    sl__large_pages_advise(&map);
    while (count-- > 0)
        munmap(piece[count], 4096);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_mapping_is_seen_while_it_is_there);
    RUN(memory_that_nobody_may_write_is_left_out);
    RUN(advice_changes_no_byte);
    RUN(more_pieces_than_there_is_room_for_are_no_harm);
    return TAP_END();
}
