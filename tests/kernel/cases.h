/* Random pictures and warps for the kernels, all from one seed. */
#ifndef SL_TESTS_CASES_H
#define SL_TESTS_CASES_H

#include "guarded.h"
#include "kernel/warp.h"

#include <stdbool.h>

struct dice {
    uint64_t state;
};

uint32_t dice_roll(struct dice *dice);
int dice_between(struct dice *dice, int low, int high);      ///< both included
double dice_real(struct dice *dice, double low, double high);

enum { PLANES = 3, PICTURE_SIDE_MAX = 400 };

/** Where the planes of one random picture live, each with its own forbidden pages. */
struct studio {
    struct guarded plane[PLANES];
};

void studio_init(struct studio *studio);
void studio_finish(struct studio *studio);

extern const char *const kind_names[SL_RASTER_KINDS];

/** Random size, stride, chroma phase and place; the last row ends with its last pixel. Every byte is random. */
struct sl__raster studio_picture(struct studio *studio, struct dice *dice, enum sl__raster_kind kind);

/** A rectangle inside, across, around or far from the picture; any size and rotation; any tensor. */
struct sl__warp random_warp(struct dice *dice, const struct sl__raster *raster);

/** A matrix no rectangle gives: strong perspective, division by zero, overflow, NaN. */
void spoil_matrix(struct dice *dice, struct sl__warp *warp);

/** For messages: everything that makes the case, as one line. */
const char *case_text(const struct sl__warp *warp, const struct sl__raster *raster);

#endif
