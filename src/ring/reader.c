/*
 * A reader's life: attaching, waiting, hearing what the publisher says. What the publisher wrote is read once and bounded before
 * it is used.
 */
#include "ring/reader.h"

#include "base/clock.h"
#include "base/error.h"
#include "ring/folder.h"
#include "ring/futex.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define WELCOME_MS 2000               ///< a publisher that lives answers at once
#define WELCOME_AGAIN_MS 100          ///< while another one is waited for
#define SLICE_NS INT64_C(20000000)    ///< how long to sleep before looking whether the publisher is still there
#define KNOCK_AGAIN_NS INT64_C(50000000)
#define SPINS 64                      ///< looks between two at the clock
#define PACKETS_AT_ONCE 16            ///< then there is something else to do

struct sl_ring_reader_opts sl_ring_reader_opts_default(void)
{
    return (struct sl_ring_reader_opts){.policy = SL_RING_NEWEST};
}

/* ---- the bell: what sl_ring_fd() gives ---- */

/* The socket is in it while there is one; else a timer, which rings when it is time to knock again. */
static void bell_follow(struct sl_ring_reader *reader)
{
    struct epoll_event readable = {.events = EPOLLIN};
    struct itimerspec never = {0}, soon = {.it_value.tv_nsec = KNOCK_AGAIN_NS, .it_interval.tv_nsec = KNOCK_AGAIN_NS};
    if (reader->bell < 0)
        return;
    timerfd_settime(reader->timer, 0, reader->socket >= 0 ? &never : &soon, NULL);
    if (reader->socket >= 0)
        epoll_ctl(reader->bell, EPOLL_CTL_ADD, reader->socket, &readable);
}

/* The timer has been heard, unless it tells of an end that stays. */
static void bell_heard(struct sl_ring_reader *reader)
{
    uint64_t count;
    if (reader->bell >= 0 && reader->socket < 0 && !reader->gone)
        (void)!read(reader->timer, &count, sizeof(count));
}

static void bell_ask_for_note(struct sl_ring_reader *reader)
{
    if (reader->bell >= 0 && reader->view)
        atomic_store(&reader->view->claims->wants_note, 1);
}

int sl_ring_fd(struct sl_ring_reader *reader)
{
    struct epoll_event readable = {.events = EPOLLIN};
    if (!reader)
        return -1;
    if (reader->bell >= 0)
        return reader->bell;
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    int bell = timer < 0 ? -1 : epoll_create1(EPOLL_CLOEXEC);
    if (bell < 0 || epoll_ctl(bell, EPOLL_CTL_ADD, timer, &readable) < 0) {
        if (bell >= 0)
            close(bell);
        if (timer >= 0)
            close(timer);
        return -1;
    }
    reader->timer = timer;
    reader->bell = bell;
    bell_follow(reader);
    bell_ask_for_note(reader);
    return bell;
}

static int refused(const struct sl_ring_reader *reader, uint32_t answer, struct sl_error *why)
{
    if (answer == RING_FULL)
        return sl__error_set(why, -EBUSY, "'%s' has %d readers already, and takes no more", reader->name, SL_RING_READERS_MAX);
    return sl__error_set(why, -EACCES, "frames shared as '%s' are not for this user", reader->name);
}

/* What a welcome says that holds no segment, or that never came. */
static int no_welcome(const struct sl_ring_reader *reader, int heard, struct sl_error *why)
{
    if (heard == -ECONNRESET)
        return sl__error_set(why, -ENOENT, "the publisher of '%s' went away", reader->name);
    if (heard == 0)
        return sl__error_set(why, -ETIMEDOUT, "the publisher of '%s' does not answer", reader->name);
    return sl__error_set(why, -EPROTO, "what answers as '%s' is no publisher of this version", reader->name);
}

static void install(struct sl_ring_reader *reader, struct view *view)
{
    pthread_mutex_lock(&reader->mutex);
    view_install(reader, view);
    pthread_mutex_unlock(&reader->mutex);
    bell_ask_for_note(reader);
}

/* Hear what the publisher says first. 0 or a negative errno. */
static int be_welcomed(struct sl_ring_reader *reader, int timeout_ms, struct sl_error *why)
{
    struct ring_welcome welcome;
    struct ring_gifts gifts;
    struct view *view;
    int heard = ring_welcome_receive(reader->socket, timeout_ms, &welcome, &gifts);
    if (heard == -ECONNRESET) /* who refuses hangs up without hearing us; its word may stand behind that */
        heard = ring_welcome_receive(reader->socket, 0, &welcome, &gifts);
    if (heard != 1 || welcome.answer >= RING_NOTE)
        return no_welcome(reader, heard, why);
    if (welcome.answer != RING_WELCOME)
        return refused(reader, welcome.answer, why);
    int err = view_open(&view, &gifts, why);
    if (err == 0)
        install(reader, view);
    return err;
}

static void hang_up(struct sl_ring_reader *reader)
{
    if (reader->socket >= 0 && reader->bell >= 0)
        epoll_ctl(reader->bell, EPOLL_CTL_DEL, reader->socket, NULL);
    if (reader->socket >= 0)
        close(reader->socket);
    reader->socket = -1;
    bell_follow(reader);
}

static int knock(struct sl_ring_reader *reader, int patience_ms, struct sl_error *why)
{
    int err = reader->socket = ring_folder_connect(reader->folder, reader->name, reader->named, why);
    if (err < 0) {
        reader->socket = -1;
        return err;
    }
    bell_follow(reader);
    ring_hello_send(reader->socket, reader->opts.policy, reader->opts.share, reader->group); /* who hung up has answered */
    err = be_welcomed(reader, patience_ms, why);
    if (err < 0)
        hang_up(reader);
    return err;
}

/* Without a publisher, but willing to wait for one. */
static bool may_wait(const struct sl_ring_reader *reader, int err)
{
    return reader->opts.reattach && (err == -ENOENT || err == -ETIMEDOUT);
}

static int check_reader_opts(const struct sl_ring_reader_opts *opts, struct sl_error *why)
{
    if ((unsigned)opts->policy > SL_RING_EVERY || opts->spin_us < 0 || opts->spin_us > 1000000 ||
        (unsigned)opts->share > SL_RING_STREAM)
        return sl__error_set(why, -EINVAL, "policy, spin_us or share of a reader is out of range");
    return opts->group ? ring_name_check(opts->group, why) : 0;
}

/* Strings are borrowed for the call only. */
static int adopt_opts(struct sl_ring_reader *reader, const struct sl_ring_reader_opts *opts, struct sl_error *why)
{
    int err = check_reader_opts(opts, why);
    if (err < 0)
        return err;
    reader->opts = *opts;
    reader->opts.group = reader->opts.runtime_dir = NULL;
    snprintf(reader->group, sizeof(reader->group), "%s", opts->group ? opts->group : "");
    reader->named = ring_folder_is_named(opts->runtime_dir);
    if (sl_ring_runtime_dir(opts->runtime_dir, reader->folder, sizeof(reader->folder)) < 0)
        return sl__error_set(why, -EINVAL, "the name of the runtime folder is too long");
    return 0;
}

int sl_ring_attach(struct sl_ring_reader **out, const char *name, const struct sl_ring_reader_opts *opts, struct sl_error *why)
{
    if (!out)
        return sl__error_set(why, -EINVAL, "a reader needs a place for it");
    *out = NULL;
    int err = ring_name_check(name, why);
    if (err < 0)
        return err;
    struct sl_ring_reader_opts defaults = sl_ring_reader_opts_default();
    struct sl_ring_reader *reader = calloc(1, sizeof(*reader));
    if (!reader)
        return sl__error_set(why, -ENOMEM, "no memory for a reader");
    snprintf(reader->name, sizeof(reader->name), "%s", name);
    reader->socket = reader->bell = reader->timer = -1;
    pthread_mutex_init(&reader->mutex, NULL);
    err = adopt_opts(reader, opts ? opts : &defaults, why);
    if (err == 0)
        err = knock(reader, WELCOME_MS, why);
    if (err < 0 && !may_wait(reader, err)) {
        sl_ring_detach(&reader);
        return err;
    }
    *out = reader;
    return 0;
}

void sl_ring_detach(struct sl_ring_reader **out)
{
    struct sl_ring_reader *reader = out ? *out : NULL;
    if (!reader)
        return;
    *out = NULL;
    view_sweep(reader, true);
    if (reader->coming)
        view_free(reader->coming);
    if (reader->socket >= 0)
        close(reader->socket);
    if (reader->bell >= 0) {
        close(reader->bell);
        close(reader->timer);
    }
    pthread_mutex_destroy(&reader->mutex);
    free(reader);
}

/* ---- waiting ---- */

static int publisher_gone(struct sl_ring_reader *reader, struct sl_error *why)
{
    if (reader->socket >= 0)
        hang_up(reader);
    if (reader->opts.reattach)
        return 0;
    reader->gone = true;
    return sl__error_set(why, -EPIPE, "the publisher of '%s' is gone", reader->name);
}

/* A packet of one that welcomed us before. 1: there may be more, 0: that was all */
static int heed(struct sl_ring_reader *reader, int heard, const struct ring_welcome *welcome, const struct ring_gifts *gifts,
                struct sl_error *why)
{
    if (heard == 0)
        return 0;
    if (heard == -ECONNRESET)
        return publisher_gone(reader, why);
    if (heard == 1 && welcome->answer == RING_NOTE)
        return 1;
    int err = heard == 1 && welcome->answer == RING_WELCOME ? view_open(&reader->coming, gifts, why)
                                                            : no_welcome(reader, -EPROTO, why);
    if (err < 0)
        hang_up(reader);
    return err;
}

/* The publisher ended, or changed the format, or died? 0: go on, or a negative errno as sl_ring_take() */
static int look_at_publisher(struct sl_ring_reader *reader, struct sl_error *why)
{
    struct ring_welcome welcome;
    struct ring_gifts gifts;
    bell_heard(reader);
    if (reader->gone)
        return publisher_gone(reader, why);
    if (reader->socket < 0) {
        int err = knock(reader, WELCOME_AGAIN_MS, why);
        return err == 0 || may_wait(reader, err) ? 0 : err;
    }
    int more = 1;
    for (int i = 0; i < PACKETS_AT_ONCE && more == 1 && !reader->coming; i++)
        more = heed(reader, ring_welcome_receive(reader->socket, 0, &welcome, &gifts), &welcome, &gifts, why);
    return more < 0 ? more : 0;
}

static void cpu_pause(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* Look for a while, before anything that costs a system call. @return whether the word changed */
static bool spin(const struct sl_ring_reader *reader, uint32_t wake, int64_t until_ns)
{
    int64_t now = sl__clock_ns();
    if (!reader->view || reader->socket < 0)
        return false;
    const struct ring_header *header = ring_segment_header(&reader->view->segment);
    int64_t slice_ns = now + SLICE_NS < until_ns ? now + SLICE_NS : until_ns; /* then the publisher is looked at */
    while (sl__clock_ns() < slice_ns)
        for (int i = 0; i < SPINS; i++) {
            if (atomic_load_explicit(&header->wake, memory_order_acquire) != wake)
                return true;
            cpu_pause();
        }
    return false;
}

/* Until something may have happened. @p wake was read before the reader looked. */
static void sleep_a_while(struct sl_ring_reader *reader, uint32_t wake, int64_t until_ns)
{
    int64_t now = sl__clock_ns(), left = until_ns - now;
    if (left <= 0)
        return;
    if (!reader->view || reader->socket < 0) {
        left = left < KNOCK_AGAIN_NS ? left : KNOCK_AGAIN_NS;
        nanosleep(&(struct timespec){.tv_nsec = left}, NULL);
        return;
    }
    const struct ring_header *header = ring_segment_header(&reader->view->segment);
    atomic_store(&reader->view->claims->asleep, 1);
    ring_futex_wait(&header->wake, wake, left < SLICE_NS ? left : SLICE_NS);
    atomic_store(&reader->view->claims->asleep, 0);
}

/* The newest segment takes over when the one before it has no more. @return whether something changed */
static bool move_on(struct sl_ring_reader *reader)
{
    if (!reader->coming || ring_has_news(reader))
        return false;
    struct view *view = reader->coming;
    reader->coming = NULL;
    install(reader, view);
    return true;
}

int sl_ring_wait(struct sl_ring_reader *reader, int timeout_ms, struct sl_error *why)
{
    if (!reader)
        return sl__error_set(why, -EINVAL, "waiting for a frame needs a reader");
    int64_t until_ns = timeout_ms < 0 ? INT64_MAX : timeout_ms ? sl__clock_ns() + timeout_ms * INT64_C(1000000) : 0;
    int64_t spin_until_ns = reader->opts.spin_us && timeout_ms ? sl__clock_ns() + reader->opts.spin_us * INT64_C(1000) : 0;
    spin_until_ns = spin_until_ns < until_ns ? spin_until_ns : until_ns;
    for (;;) {
        uint32_t wake = reader->view ? atomic_load(&ring_segment_header(&reader->view->segment)->wake) : 0;
        if (ring_has_news(reader))
            return 1;
        if (spin_until_ns && spin(reader, wake, spin_until_ns) && ring_has_news(reader))
            return 1;
        struct view *before = reader->view;
        int err = look_at_publisher(reader, why);
        if (err < 0)
            return err;
        bell_ask_for_note(reader);
        if (move_on(reader) || reader->view != before)
            continue;
        if (ring_has_news(reader))
            return 1;
        if (!timeout_ms || (timeout_ms > 0 && sl__clock_ns() >= until_ns))
            return 0;
        if (!spin_until_ns || sl__clock_ns() >= spin_until_ns)
            sleep_a_while(reader, wake, until_ns);
    }
}

void sl_ring_reader_stat(const struct sl_ring_reader *reader, struct sl_ring_stat *stat)
{
    memset(stat, 0, sizeof(*stat));
    if (!reader)
        return;
    if (reader->view)
        ring_segment_stat(&reader->view->segment, stat);
    memcpy(stat->name, reader->name, sizeof(stat->name));
}
