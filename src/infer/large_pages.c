/* Advice on large pages, by way of /proc/self/maps. */
#include "infer/large_pages.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define LARGE_PAGE_BYTES ((uintptr_t)2 << 20)

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25 /* Linux 6.1; Debian 12's headers may be older than the kernel that runs */
#endif

/* One line of proc(5)'s maps: "begin-end rw-p offset device 0" without a name, or with "[heap]". */
static int parse_line(const char *line, struct sl__memory_range *range)
{
    char rights[5], name[8] = "";
    unsigned long inode;
    if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s %*x %*s %lu %7s", &range->begin, &range->end, rights, &inode, name) < 4)
        return 0;
    return !strcmp(rights, "rw-p") && inode == 0 && (!name[0] || !strcmp(name, "[heap]"));
}

void sl__memory_map_read(struct sl__memory_map *map)
{
    char line[512];
    map->count = 0;
    FILE *file = fopen("/proc/self/maps", "re");
    if (!file)
        return;
    while (map->count < SL_MEMORY_RANGES_MAX && fgets(line, sizeof(line), file))
        map->count += parse_line(line, &map->range[map->count]);
    fclose(file);
}

static void advise(uintptr_t begin, uintptr_t end)
{
    begin = (begin + LARGE_PAGE_BYTES - 1) & ~(LARGE_PAGE_BYTES - 1);
    end &= ~(LARGE_PAGE_BYTES - 1);
    if (begin >= end)
        return;
    if (madvise((void *)begin, end - begin, MADV_HUGEPAGE) == 0)
        madvise((void *)begin, end - begin, MADV_COLLAPSE); /* at once; otherwise the kernel does it some time later */
}

static int was_there(const struct sl__memory_range *range, const struct sl__memory_map *before)
{
    for (int i = 0; i < before->count; i++)
        if (before->range[i].begin == range->begin && before->range[i].end == range->end)
            return 1;
    return 0;
}

void sl__large_pages_advise(const struct sl__memory_map *before)
{
    struct sl__memory_map now;
    sl__memory_map_read(&now);
    for (int i = 0; i < now.count; i++)
        if (!was_there(&now.range[i], before))
            advise(now.range[i].begin, now.range[i].end);
}
