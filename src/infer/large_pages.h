/*
 * Large pages for what an engine allocates. A model's weights are read whole in every run, tens of megabytes; in pages of 4 KiB the
 * processor spends 2 % of its time on looking them up. The engines allocate by themselves, so what they allocated is found as
 * what was mapped anew while a model loaded. It is advice: where the kernel does not follow it, nothing is lost.
 */
#ifndef SL_INFER_LARGE_PAGES_H
#define SL_INFER_LARGE_PAGES_H

#include <stdint.h>

#define SL_MEMORY_RANGES_MAX 512

struct sl__memory_range {
    uintptr_t begin, end;
};

/** Writable anonymous memory of this process, by address; at most the first SL_MEMORY_RANGES_MAX pieces. */
struct sl__memory_map {
    int count;
    struct sl__memory_range range[SL_MEMORY_RANGES_MAX];
};

/** Before loading. Any thread. Allocates nothing of ours. */
void sl__memory_map_read(struct sl__memory_map *map);

/**
 * After loading: every piece that is new or has grown since @p before, whole, so that the engine's small structures beside its
 * weights come along. What other threads mapped meanwhile is advised too.
 */
void sl__large_pages_advise(const struct sl__memory_map *before);

#endif
