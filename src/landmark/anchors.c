/* Anchor centres. */
#include "landmark/anchors.h"

#include <stddef.h>

int sl__anchors_make(int input_px, const struct sl__anchor_group *groups, int group_count, struct sl__point *anchors)
{
    int count = 0;
    for (int g = 0; g < group_count; g++) {
        int cells = (input_px + groups[g].stride_px - 1) / groups[g].stride_px;
        if (!anchors) {
            count += cells * cells * groups[g].per_cell;
            continue;
        }
        for (int cell = 0; cell < cells * cells; cell++) {
            struct sl__point centre = {((float)(cell % cells) + 0.5f) / (float)cells,
                                       ((float)(cell / cells) + 0.5f) / (float)cells};
            for (int i = 0; i < groups[g].per_cell; i++)
                anchors[count++] = centre;
        }
    }
    return count;
}
