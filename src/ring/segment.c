/* Making, checking and mapping the shared bytes. */
#include "ring/segment.h"

#include "base/error.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEALS_WANTED (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)
#define SEAL_FUTURE_WRITE 0x0010 /* F_SEAL_FUTURE_WRITE, Linux 5.1; older C libraries lack the name */
#define SEGMENT_BYTES_MAX (UINT64_C(1) << 36)
#define MEMORY_KEPT_BYTES (UINT64_C(64) << 20) ///< left to others when a segment is made

static uint64_t round_up(uint64_t value, uint64_t unit)
{
    return (value + unit - 1) / unit * unit;
}

struct ring_header *ring_segment_header(const struct ring_segment *segment)
{
    return (struct ring_header *)segment->base;
}

struct ring_slot *ring_segment_slot(const struct ring_segment *segment, int slot)
{
    return (struct ring_slot *)(segment->base + segment->shape.table_offset) + slot;
}

uint8_t *ring_segment_pixels(const struct ring_segment *segment, int slot)
{
    const struct ring_shape *shape = &segment->shape;
    uint64_t unit = (uint32_t)slot / shape->batch, index = (uint32_t)slot % shape->batch;
    return segment->base + shape->data_offset + unit * shape->unit_stride_bytes + index * shape->frame_bytes;
}

/* Frames of a unit follow each other without a gap; each unit begins on a page of its own. */
static int shape_of_opts(struct ring_shape *shape, const struct sl_ring_opts *opts, struct sl_error *why)
{
    static const uint8_t anywhere;
    memset(shape, 0, sizeof(*shape));
    int err = sl_frame_init(&shape->frame, opts->pixels, opts->width_px, opts->height_px, &anywhere, 0, why);
    if (err < 0)
        return err;
    for (int i = 0; i < SL_FRAME_PLANES_MAX; i++)
        if (shape->frame.plane[i])
            shape->frame.plane[i] = (const uint8_t *)(uintptr_t)(shape->frame.plane[i] - &anywhere);
    shape->frame.colour = opts->colour;
    shape->frame_bytes = sl_frame_bytes(opts->pixels, opts->width_px, opts->height_px);
    shape->slot_count = (uint32_t)opts->slots;
    shape->batch = (uint32_t)opts->batch;
    shape->unit_count = shape->slot_count / shape->batch;
    shape->unit_stride_bytes = round_up(shape->frame_bytes * shape->batch, RING_PAGE_BYTES);
    shape->held_max = (uint32_t)opts->held_max;
    shape->table_offset = RING_PAGE_BYTES;
    shape->data_offset = round_up(RING_PAGE_BYTES + shape->slot_count * RING_SLOT_BYTES, RING_PAGE_BYTES);
    shape->total_bytes = round_up(shape->data_offset + shape->unit_count * shape->unit_stride_bytes, RING_PAGE_BYTES);
    if (shape->total_bytes > SEGMENT_BYTES_MAX)
        return sl__error_set(why, -EINVAL, "%d slots of %" PRIu64 " bytes are more than a ring takes", opts->slots,
                             shape->frame_bytes);
    return 0;
}

/* What the system could give away now; nothing is promised, but a plain shortage is seen before it kills anybody. */
static uint64_t available_bytes(void)
{
    FILE *file = fopen("/proc/meminfo", "re");
    char line[128];
    uint64_t kilobytes = UINT64_MAX >> 11;
    while (file && fgets(line, sizeof(line), file))
        if (sscanf(line, "MemAvailable: %" SCNu64, &kilobytes) == 1)
            break;
    if (file)
        fclose(file);
    return kilobytes << 10;
}

/* Every page is there from now on: a shortage shows here, as an error, and never as SIGBUS in a reader. */
static int reserve(int fd, uint64_t bytes, struct sl_error *why)
{
    uint64_t available = available_bytes();
    int err = available < bytes || available - bytes < MEMORY_KEPT_BYTES ? ENOMEM : 0;
    if (!err)
        err = posix_fallocate(fd, 0, (off_t)bytes);
    if (!err)
        return 0;
    if (err == ENOMEM || err == ENOSPC)
        return sl__error_set(why, -ENOMEM, "shared frames of %" PRIu64 " MB do not fit into the %" PRIu64 " MB of memory that "
                             "are free; take fewer slots or a smaller size", bytes >> 20, available >> 20);
    return sl__error_set(why, -EIO, "shared frames of %" PRIu64 " MB: %s", bytes >> 20, strerror(err));
}

static void fill_header(struct ring_header *header, const struct ring_shape *shape, uint64_t generation)
{
    memcpy(header->magic, RING_MAGIC, sizeof(header->magic) - 1);
    header->version = RING_VERSION;
    header->header_bytes = RING_PAGE_BYTES;
    header->total_bytes = shape->total_bytes;
    header->generation = generation;
    header->slot_count = shape->slot_count;
    header->batch = shape->batch;
    header->table_offset = shape->table_offset;
    header->table_row_bytes = RING_SLOT_BYTES;
    header->data_offset = shape->data_offset;
    header->unit_stride_bytes = shape->unit_stride_bytes;
    header->frame_bytes = shape->frame_bytes;
    header->pixels = (uint32_t)shape->frame.pixels;
    header->colour = (uint32_t)shape->frame.colour;
    header->width_px = shape->frame.width_px;
    header->height_px = shape->frame.height_px;
    header->held_max = shape->held_max;
    for (int i = 0; i < SL_FRAME_PLANES_MAX; i++) {
        header->stride_bytes[i] = shape->frame.stride_bytes[i];
        header->plane_offset[i] = (uint64_t)(uintptr_t)shape->frame.plane[i];
    }
    header->publisher_pid = getpid();
}

static int map_and_seal(struct ring_segment *segment, uint64_t generation, struct sl_error *why)
{
    void *base = mmap(NULL, segment->shape.total_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, segment->fd, 0);
    if (base == MAP_FAILED)
        return sl__error_set(why, -ENOMEM, "shared frames could not be mapped: %s", strerror(errno));
    segment->base = base;
    fill_header(base, &segment->shape, generation);
    if (fcntl(segment->fd, F_ADD_SEALS, SEALS_WANTED | SEAL_FUTURE_WRITE) < 0)
        return sl__error_set(why, -EIO, "shared frames could not be sealed (%s); Linux 5.1 or newer is needed",
                             strerror(errno));
    return 0;
}

int ring_segment_create(struct ring_segment *segment, const struct sl_ring_opts *opts, uint64_t generation,
                        struct sl_error *why)
{
    *segment = (struct ring_segment){.fd = -1};
    int err = shape_of_opts(&segment->shape, opts, why);
    if (err < 0)
        return err;
    segment->fd = memfd_create("sightline-ring", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (segment->fd < 0)
        return sl__error_set(why, -EIO, "no shared memory: %s", strerror(errno));
    err = reserve(segment->fd, segment->shape.total_bytes, why);
    if (err == 0)
        err = map_and_seal(segment, generation, why);
    if (err < 0)
        ring_segment_finish(segment);
    return err;
}

void ring_segment_finish(struct ring_segment *segment)
{
    if (segment->base)
        munmap(segment->base, segment->shape.total_bytes);
    if (segment->fd >= 0)
        close(segment->fd);
    *segment = (struct ring_segment){.fd = -1};
}

/* The planes that this format has must lie inside one frame, with rows as long as the format's. */
static int parse_frame(struct ring_shape *shape, const struct ring_header *header, struct sl_error *why)
{
    static const uint8_t anywhere;
    struct sl_frame expected;
    int err = sl_frame_init(&expected, (enum sl_pixels)header->pixels, header->width_px, header->height_px, &anywhere, 0, why);
    if (err < 0 || header->colour >= SL_COLOUR_COUNT)
        return sl__error_set(why, -EPROTO, "the publisher's frames are of an unknown kind");
    bool same = header->frame_bytes == sl_frame_bytes(expected.pixels, expected.width_px, expected.height_px);
    for (int i = 0; i < SL_FRAME_PLANES_MAX; i++) {
        uint64_t offset = expected.plane[i] ? (uint64_t)(expected.plane[i] - &anywhere) : 0;
        same = same && header->plane_offset[i] == offset && header->stride_bytes[i] == expected.stride_bytes[i];
        expected.plane[i] = (const uint8_t *)(uintptr_t)offset;
    }
    if (!same)
        return sl__error_set(why, -EPROTO, "the publisher's frames do not lie as this version expects");
    expected.colour = (enum sl_colour)header->colour;
    shape->frame = expected;
    return 0;
}

int ring_shape_parse(struct ring_shape *shape, const struct ring_header *header, uint64_t bytes, struct sl_error *why)
{
    memset(shape, 0, sizeof(*shape));
    if (memcmp(header->magic, RING_MAGIC, sizeof(header->magic) - 1) || header->version != RING_VERSION)
        return sl__error_set(why, -EPROTO, "the publisher's memory is not a ring of version %u", RING_VERSION);
    if (header->header_bytes != RING_PAGE_BYTES || header->table_row_bytes != RING_SLOT_BYTES ||
        header->table_offset != RING_PAGE_BYTES || header->total_bytes != bytes || bytes > SEGMENT_BYTES_MAX)
        return sl__error_set(why, -EPROTO, "the publisher's ring says %" PRIu64 " bytes and has %" PRIu64,
                             header->total_bytes, bytes);
    uint64_t table_end = RING_PAGE_BYTES + (uint64_t)header->slot_count * RING_SLOT_BYTES;
    bool good = header->batch >= 1 && header->batch <= SL_RING_BATCH_MAX && header->slot_count % header->batch == 0;
    uint32_t units = good ? header->slot_count / header->batch : 0;
    good = good && units >= 3 && units <= RING_UNITS_MAX && header->held_max >= 1 && header->held_max < units &&
           header->data_offset >= table_end && header->data_offset <= bytes && header->data_offset % RING_PAGE_BYTES == 0 &&
           header->frame_bytes >= 1 && header->frame_bytes <= bytes / header->batch &&
           header->unit_stride_bytes >= header->frame_bytes * header->batch &&
           header->unit_stride_bytes <= (bytes - header->data_offset) / units;
    if (!good)
        return sl__error_set(why, -EPROTO, "the publisher's ring has slots that do not fit into it");
    shape->total_bytes = bytes;
    shape->data_offset = header->data_offset;
    shape->unit_stride_bytes = header->unit_stride_bytes;
    shape->frame_bytes = header->frame_bytes;
    shape->slot_count = header->slot_count;
    shape->unit_count = units;
    shape->batch = header->batch;
    shape->table_offset = header->table_offset;
    shape->held_max = header->held_max;
    return parse_frame(shape, header, why);
}

/* A memory that may still shrink, or get holes, would let the publisher kill its readers. */
static int sealed_size(int fd, int wanted, uint64_t *bytes, struct sl_error *why)
{
    struct stat about;
    int seals = fcntl(fd, F_GET_SEALS);
    if (fstat(fd, &about) < 0 || seals < 0 || (seals & wanted) != wanted)
        return sl__error_set(why, -EPROTO, "what the publisher sent is no sealed memory");
    *bytes = (uint64_t)about.st_size;
    if (*bytes < RING_PAGE_BYTES || *bytes > SEGMENT_BYTES_MAX || (uint64_t)about.st_blocks * 512 < *bytes)
        return sl__error_set(why, -EPROTO, "the publisher's memory has %" PRIu64 " bytes, or holes; a ring has neither", *bytes);
    return 0;
}

int ring_segment_open(struct ring_segment *segment, int fd, struct sl_error *why)
{
    uint64_t bytes = 0;
    *segment = (struct ring_segment){.fd = fd};
    int err = sealed_size(fd, SEALS_WANTED | SEAL_FUTURE_WRITE, &bytes, why);
    if (err == 0) {
        void *base = mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0);
        if (base == MAP_FAILED)
            err = sl__error_set(why, -ENOMEM, "shared frames could not be mapped: %s", strerror(errno));
        else
            segment->base = base;
    }
    if (err == 0) {
        struct ring_header header; /* each number is read once: the other side may be writing */
        memcpy(&header, segment->base, sizeof(header));
        err = ring_shape_parse(&segment->shape, &header, bytes, why);
        segment->shape.total_bytes = bytes;
    }
    if (err < 0)
        ring_segment_finish(segment);
    return err;
}

int ring_claims_create(struct ring_claims **claims, uint32_t place, int *fd)
{
    *claims = NULL;
    *fd = memfd_create("sightline-claims", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (*fd < 0)
        return -errno;
    int err = -posix_fallocate(*fd, 0, RING_PAGE_BYTES);
    void *page = err ? MAP_FAILED : mmap(NULL, RING_PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0);
    if (page == MAP_FAILED || fcntl(*fd, F_ADD_SEALS, SEALS_WANTED) < 0) {
        err = err ? err : -errno;
        if (page != MAP_FAILED)
            munmap(page, RING_PAGE_BYTES);
        close(*fd);
        *fd = -1;
        return err;
    }
    *claims = page;
    (*claims)->place = place;
    memcpy((*claims)->magic, RING_CLAIMS_MAGIC, sizeof((*claims)->magic));
    (*claims)->version = RING_VERSION;
    return 0;
}

int ring_claims_open(struct ring_claims **claims, int fd, struct sl_error *why)
{
    uint64_t bytes = 0;
    *claims = NULL;
    int err = sealed_size(fd, SEALS_WANTED, &bytes, why);
    void *page = err ? MAP_FAILED : mmap(NULL, RING_PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (page == MAP_FAILED && err == 0)
        err = sl__error_set(why, -ENOMEM, "the page of claims could not be mapped: %s", strerror(errno));
    close(fd);
    if (err < 0)
        return err;
    *claims = page;
    if (!memcmp((*claims)->magic, RING_CLAIMS_MAGIC, sizeof((*claims)->magic)) && (*claims)->version == RING_VERSION &&
        (*claims)->place < SL_RING_READERS_MAX)
        return 0;
    ring_claims_finish(claims);
    return sl__error_set(why, -EPROTO, "what the publisher sent is no page of claims of version %u", RING_VERSION);
}

void ring_claims_finish(struct ring_claims **claims)
{
    if (*claims)
        munmap(*claims, RING_PAGE_BYTES);
    *claims = NULL;
}

void ring_segment_stat(const struct ring_segment *segment, struct sl_ring_stat *stat)
{
    const struct ring_header *header = ring_segment_header(segment);
    uint64_t newest = atomic_load(&header->newest);
    stat->publisher_pid = header->publisher_pid;
    stat->pixels = segment->shape.frame.pixels;
    stat->width_px = segment->shape.frame.width_px;
    stat->height_px = segment->shape.frame.height_px;
    stat->slots = (int)segment->shape.slot_count;
    stat->batch = (int)segment->shape.batch;
    stat->readers = (int)atomic_load(&header->readers);
    stat->published = atomic_load(&header->published);
    stat->dropped = atomic_load(&header->dropped);
    stat->copied_bytes = atomic_load(&header->copied_bytes);
    stat->memory_bytes = segment->shape.total_bytes;
    stat->generation = header->generation;
    uint32_t slot = newest & ((1u << RING_SLOT_BITS) - 1);
    if (newest && slot < segment->shape.slot_count)
        stat->newest_capture_ns = atomic_load_explicit(&ring_segment_slot(segment, (int)slot)->capture_ns, memory_order_relaxed);
}
