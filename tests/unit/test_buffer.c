/* The bounded buffer: grows to its maximum and not past it. */
#include "base/buffer.h"
#include "tap.h"

#include <errno.h>

static void a_full_buffer_refuses_and_keeps_what_it_has(void)
{
    struct sl__buffer buffer;
    CHECK_INT(sl__buffer_init(&buffer, 2, 5), 0);
    CHECK_INT(sl__buffer_text(&buffer, "abc"), 0);
    CHECK_INT(sl__buffer_text(&buffer, "def"), -E2BIG);
    CHECK_INT(buffer.size, 3);
    CHECK_INT(sl__buffer_text(&buffer, "de"), 0);
    CHECK(memcmp(buffer.data, "abcde", 5) == 0);
    sl__buffer_finish(&buffer);
}

static void printf_needs_room_for_its_nul(void)
{
    struct sl__buffer buffer;
    CHECK_INT(sl__buffer_init(&buffer, 0, 4), 0);
    CHECK_INT(sl__buffer_printf(&buffer, "%d", 123), 0);
    CHECK_INT(buffer.size, 3);
    CHECK_INT(sl__buffer_printf(&buffer, "%d", 4), -E2BIG);
    sl__buffer_finish(&buffer);
}

static void a_buffer_larger_than_its_maximum_is_refused(void)
{
    struct sl__buffer buffer;
    CHECK_INT(sl__buffer_init(&buffer, 6, 5), -EINVAL);
}

/* Also while the buffer moves to make room. */
static void a_part_is_repeated(void)
{
    struct sl__buffer buffer;
    CHECK_INT(sl__buffer_init(&buffer, 6, 1000), 0);
    CHECK_INT(sl__buffer_text(&buffer, "-ab-"), 0);
    for (int i = 0; i < 400; i++)
        CHECK_INT(sl__buffer_repeat(&buffer, 1, 2), 0);
    CHECK_INT(buffer.size, 804);
    CHECK(memcmp(buffer.data, "-ab-abab", 8) == 0 && memcmp(buffer.data + 800, "abab", 4) == 0);
    CHECK_INT(sl__buffer_repeat(&buffer, 803, 2), -EINVAL);
    CHECK_INT(sl__buffer_repeat(&buffer, 805, 0), -EINVAL);
    CHECK_INT(sl__buffer_repeat(&buffer, 0, 804), -E2BIG);
    CHECK_INT(buffer.size, 804);
    sl__buffer_finish(&buffer);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_full_buffer_refuses_and_keeps_what_it_has);
    RUN(printf_needs_room_for_its_nul);
    RUN(a_buffer_larger_than_its_maximum_is_refused);
    RUN(a_part_is_repeated);
    return TAP_END();
}
