/*
 * Shortest decimal of a float32, without printf and whatever the locale.
 *
 * The digits come from R. Giulietti, "The Schubfach way to render doubles" (2020), for binary32: of all decimals that
 * round to the float, the shortest; of those, the closest. The layout is that of Python and NumPy: 0.1, 400.0, -0.0, 1e-07.
 */
#include "event/format.h"

#include <assert.h>
#include <string.h>

/* ceil(10^k / 2^(floor(log2(10^k)) - 63)): the first 64 bits of each power of ten, rounded up. */
#define POWER_MIN (-31)
#define POWER_MAX 45
static const uint64_t powers_of_ten[POWER_MAX - POWER_MIN + 1] = {
    0x81ceb32c4b43fcf5, 0xa2425ff75e14fc32, 0xcad2f7f5359a3b3f, 0xfd87b5f28300ca0e, 0x9e74d1b791e07e49,
    0xc612062576589ddb, 0xf79687aed3eec552, 0x9abe14cd44753b53, 0xc16d9a0095928a28, 0xf1c90080baf72cb2,
    0x971da05074da7bef, 0xbce5086492111aeb, 0xec1e4a7db69561a6, 0x9392ee8e921d5d08, 0xb877aa3236a4b44a,
    0xe69594bec44de15c, 0x901d7cf73ab0acda, 0xb424dc35095cd810, 0xe12e13424bb40e14, 0x8cbccc096f5088cc,
    0xafebff0bcb24aaff, 0xdbe6fecebdedd5bf, 0x89705f4136b4a598, 0xabcc77118461cefd, 0xd6bf94d5e57a42bd,
    0x8637bd05af6c69b6, 0xa7c5ac471b478424, 0xd1b71758e219652c, 0x83126e978d4fdf3c, 0xa3d70a3d70a3d70b,
    0xcccccccccccccccd, 0x8000000000000000, 0xa000000000000000, 0xc800000000000000, 0xfa00000000000000,
    0x9c40000000000000, 0xc350000000000000, 0xf424000000000000, 0x9896800000000000, 0xbebc200000000000,
    0xee6b280000000000, 0x9502f90000000000, 0xba43b74000000000, 0xe8d4a51000000000, 0x9184e72a00000000,
    0xb5e620f480000000, 0xe35fa931a0000000, 0x8e1bc9bf04000000, 0xb1a2bc2ec5000000, 0xde0b6b3a76400000,
    0x8ac7230489e80000, 0xad78ebc5ac620000, 0xd8d726b7177a8000, 0x878678326eac9000, 0xa968163f0a57b400,
    0xd3c21bcecceda100, 0x84595161401484a0, 0xa56fa5b99019a5c8, 0xcecb8f27f4200f3a, 0x813f3978f8940985,
    0xa18f07d736b90be6, 0xc9f2c9cd04674edf, 0xfc6f7c4045812297, 0x9dc5ada82b70b59e, 0xc5371912364ce306,
    0xf684df56c3e01bc7, 0x9a130b963a6c115d, 0xc097ce7bc90715b4, 0xf0bdc21abb48db21, 0x96769950b50d88f5,
    0xbc143fa4e250eb32, 0xeb194f8e1ae525fe, 0x92efd1b8d0cf37bf, 0xb7abc627050305ae, 0xe596b7b0c643c71a,
    0x8f7e32ce7bea5c70, 0xb35dbf821ae4f38c,
};

struct decimal {
    uint32_t digits; /* at most nine */
    int exponent;    /* value = digits * 10^exponent */
};

/* Logarithms by one multiplication, exact for every exponent of a float32 (checked against rational arithmetic). */
static int floor_log2_of_power_of_10(int exponent)
{
    return (exponent * 1741647) >> 19;
}

static int floor_log10_of_power_of_2(int exponent, bool three_quarters)
{
    return (exponent * 1262611 - (three_quarters ? 524031 : 0)) >> 22;
}

/* Upper 32 bits of power * factor / 2^64, the lowest bit sticky: set when anything but a tiny excess was cut off. */
static uint32_t multiply_round_to_odd(uint64_t power, uint32_t factor)
{
    uint64_t low = (power & 0xFFFFFFFF) * factor;
    uint64_t high = (power >> 32) * factor + (low >> 32);
    return (uint32_t)(high >> 32) | ((uint32_t)high > 1);
}

/* Of a float that is not zero, its bits without the sign. */
static struct decimal shortest_decimal(uint32_t bits)
{
    uint32_t fraction = bits & 0x7FFFFF;
    int biased = (int)(bits >> 23);
    uint32_t significand = biased ? fraction | 0x800000 : fraction;
    int exponent = (biased ? biased : 1) - 150;
    bool closer_below = fraction == 0 && biased > 1; /* the float below is half as far as the one above */
    uint32_t odd = significand & 1;                  /* a boundary rounds to the even neighbour, so only to an even float */

    /* The float and its two boundaries, in quarters of 10^k. */
    int k = floor_log10_of_power_of_2(exponent, closer_below);
    int shift = exponent + floor_log2_of_power_of_10(-k) + 1;
    uint64_t power = powers_of_ten[-k - POWER_MIN];
    uint32_t value = multiply_round_to_odd(power, (4 * significand) << shift);
    uint32_t lower = multiply_round_to_odd(power, (4 * significand - 2 + closer_below) << shift) + odd;
    uint32_t upper = multiply_round_to_odd(power, (4 * significand + 2) << shift) - odd;

    /* One digit less, when exactly one such decimal lies between the boundaries. */
    uint32_t whole = value / 4, tens = whole / 10;
    bool down_inside = lower <= 40 * tens, up_inside = 40 * tens + 40 <= upper;
    if (whole >= 10 && down_inside != up_inside)
        return (struct decimal){tens + up_inside, k + 1};

    down_inside = lower <= 4 * whole;
    up_inside = 4 * whole + 4 <= upper;
    if (down_inside != up_inside)
        return (struct decimal){whole + up_inside, k};
    uint32_t middle = 4 * whole + 2;
    bool up = value > middle || (value == middle && (whole & 1));
    return (struct decimal){whole + up, k};
}

static int count_of_digits(uint32_t digits)
{
    static const uint32_t tens[] = {10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
    int count = 1;
    while (count < 9 && digits >= tens[count - 1])
        count++;
    return count;
}

/* The last `count` digits, two at a time from the end. */
static void write_digits(char *at, uint32_t digits, int count)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                                "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                                "8081828384858687888990919293949596979899";
    for (; count >= 2; count -= 2, digits /= 100)
        memcpy(at + count - 2, pairs + 2 * (digits % 100), 2);
    if (count)
        at[0] = (char)('0' + digits % 10);
}

/* 1.5e-07: one digit, the others behind a point, the exponent with a sign and at least two digits. */
static char *write_scientific(char *at, uint32_t digits, int count, int magnitude)
{
    write_digits(at + 1, digits, count);
    at[0] = at[1];
    at[1] = '.';
    at += count > 1 ? count + 1 : 1;
    *at++ = 'e';
    *at++ = magnitude < 0 ? '-' : '+';
    write_digits(at, (uint32_t)(magnitude < 0 ? -magnitude : magnitude), 2);
    return at + 2;
}

/* 0.015, 1.5, 150.0: `point` digits stand before the decimal point. */
static char *write_plain(char *at, uint32_t digits, int count, int point)
{
    if (point <= 0) {
        memcpy(at, "0.0000", 6); /* at most four of them, see sl__format_float */
        at += 2 - point;
        write_digits(at, digits, count);
        return at + count;
    }
    write_digits(at, digits, count);
    if (point < count) {
        memmove(at + point + 1, at + point, (size_t)(count - point));
        at[point] = '.';
        return at + count + 1;
    }
    memset(at + count, '0', (size_t)(point - count));
    memcpy(at + point, ".0", 2);
    return at + point + 2;
}

int sl__format_float(char text[SL_FLOAT_TEXT], float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    assert((bits & 0x7F800000) != 0x7F800000);
    char *at = text;
    if (bits >> 31)
        *at++ = '-';
    bits &= 0x7FFFFFFF;
    struct decimal decimal = {0, 0};
    if (bits)
        decimal = shortest_decimal(bits);
    for (; decimal.digits && decimal.digits % 10 == 0; decimal.digits /= 10)
        decimal.exponent++;
    int count = count_of_digits(decimal.digits), magnitude = count - 1 + decimal.exponent; /* of the first digit: 0 for 1..9 */
    bool plain = magnitude >= -4 && magnitude < 16;
    at = plain ? write_plain(at, decimal.digits, count, magnitude + 1)
               : write_scientific(at, decimal.digits, count, magnitude);
    *at = '\0';
    return (int)(at - text);
}
