/* One source on its way into one ring, on a thread of its own. */
#ifndef SL_CLI_SHARING_H
#define SL_CLI_SHARING_H

#include "base/thread.h"
#include "cli/settings.h"
#include "cli/streams.h"
#include "media/media.h"
#include "ring/framebuffer.h"

#include <sightline/ring.h>
#include <stdatomic.h>

enum share_format { FORMAT_BGR24, FORMAT_RGB24, FORMAT_NV12, FORMAT_I420, FORMAT_RGBA32, FORMAT_GRAY8, FORMAT_SOURCE };

struct sharing {
    const struct share_settings *settings;
    struct sl__source_wish wish;
    struct stream_spec spec;
    pthread_mutex_t lock;         ///< guards the exchange of the source
    pthread_mutex_t ring_lock;    ///< guards the ring and its loan: the source makes frames in slots, on its own threads
    struct sl__source_lender lender;
    struct sl_ring_loan loan;
    uint64_t loans;               ///< so many were lent; the number of the one that is out
    bool is_lent;                 ///< the loan is out, with the source
    bool is_awaited;              ///< the readers that were asked for came
    struct sl__source *source;    ///< NULL while it is away
    bool live;                    ///< as the source was when it was opened first
    struct sl_ring *ring;         ///< made with the first frame; the thread's until it is joined
    struct sl__framebuffer *framebuffer; ///< NULL: none asked for
    enum sl_pixels pixels;        ///< of the ring
    int32_t width_px, height_px;
    int64_t began_ns, first_pts_ns;                 ///< of a file that keeps its own time
    int64_t last_pts_ns, last_ns, shift_ns;         ///< times go on when a source comes back
    bool is_back;                                   ///< and its first frame is still to come
    int64_t pause_ns;             ///< before the next attempt
    uint64_t lost, reopened;      ///< lost: by the sources before this one, and while a slot was lent
    struct sl_error told;         ///< what was said last of the source's trouble
    struct sl__thread thread;
    atomic_llong asked_ns;        ///< since when the thread waits for a frame; 0: it does not
    atomic_bool ended, stopping, stalled;
    bool fatal;                   ///< the ring's failure, not the source's: nothing to try again
    bool said;                    ///< its failure was said
    int err;
    struct sl_error why;
};

/** Open the source for the first time, and what it is to be written to. 0 or a negative errno. */
int sharing_open(struct sharing *sharing, const struct share_settings *settings, const struct sl__source_wish *wish,
                 struct sl_error *why);

int sharing_start(struct sharing *sharing, struct sl_error *why);

/** Now and then, by main: wakes a source that gives nothing any more, and says what failed. @return true: it has ended */
bool sharing_look(struct sharing *sharing);

/** End it, say how it was unless quiet. Takes one that was never opened. @return CODE_DONE or CODE_FAILED */
int sharing_stop(struct sharing *sharing);

#endif
