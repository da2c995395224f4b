#include "conversion.h"

int gst_convert_start(const struct sl_frame *frame)
{
    (void)frame;
    return -1;
}

void gst_convert(const struct sl_frame *frame, uint8_t *rgb)
{
    (void)frame, (void)rgb;
}

void gst_convert_stop(void)
{
}
