/*
 * The shared picture of Raspberry.Ninja (publish.py --framebuffer, v23.1.0), for readers that know it: a POSIX shared memory of a
 * fixed name, five bytes of header, BGR rows without a gap from byte 5 on, and a datagram to wake one listener.
 *
 *     byte 0, 1   width / 255, width % 255       byte 2, 3   height / 255, height % 255       byte 4   frames % 255
 *
 * One picture without a lock: readers may see one that is half new. Shared frames (sightline/ring.h) have no such gap.
 */
#ifndef SL_RING_FRAMEBUFFER_H
#define SL_RING_FRAMEBUFFER_H

#include <sightline/error.h>
#include <stdint.h>

#define SL__FRAMEBUFFER_NAME "/psm_raspininja_streamid" ///< literally so; it takes no stream's name
#define SL__FRAMEBUFFER_BYTES 6220805                   ///< 1920 x 1080 x 3 + 5
#define SL__FRAMEBUFFER_PORT 12345                      ///< UDP, of 127.0.0.1

struct sl__framebuffer;

/**
 * Make the memory, or take over what a publisher left behind.
 * @param name  NULL: the one that readers know
 * @return 0, -EBUSY another publisher of ours writes it, -EACCES it belongs to somebody else, -ENOMEM, -EIO
 */
int sl__framebuffer_create(struct sl__framebuffer **framebuffer, const char *name, struct sl_error *why);

/**
 * Where the next picture goes: 3 * width_px bytes a row, blue first. Made anew when somebody removed it. One thread.
 * @return 0, -E2BIG more pixels than there is room for, -ENOMEM, -EIO
 */
int sl__framebuffer_begin(struct sl__framebuffer *framebuffer, int32_t width_px, int32_t height_px, uint8_t **bgr,
                          struct sl_error *why);

/** The picture is written: header, counter, datagram, in this order. */
void sl__framebuffer_end(struct sl__framebuffer *framebuffer);

/** Remove it, if it is still ours. Takes NULL, leaves NULL. */
void sl__framebuffer_destroy(struct sl__framebuffer **framebuffer);

#endif
