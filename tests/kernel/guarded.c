#include "guarded.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t page(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

void guarded_init(struct guarded *guarded, size_t room)
{
    room = (room + page() - 1) / page() * page();
    uint8_t *pages = mmap(NULL, room + 2 * page(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED || mprotect(pages + page(), room, PROT_READ | PROT_WRITE) != 0) {
        fprintf(stderr, "no memory for %zu guarded bytes\n", room);
        exit(1);
    }
    *guarded = (struct guarded){ pages, room };
}

void guarded_finish(struct guarded *guarded)
{
    munmap(guarded->pages, guarded->room + 2 * page());
    *guarded = (struct guarded){ 0 };
}

uint8_t *guarded_at(const struct guarded *guarded, size_t size, enum guarded_place place)
{
    if (size > guarded->room) {
        fprintf(stderr, "%zu bytes asked of %zu guarded ones\n", size, guarded->room);
        exit(1);
    }
    return guarded->pages + page() + (place == GUARDED_END ? guarded->room - size : 0);
}
