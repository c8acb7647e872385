// The shortest decimal text of a double: Raffaello Giulietti, "The Schubfach way to render doubles" (2021).
//
// Why not std::to_chars: it takes twice the time, has to be taken apart again for the layouts below, and brings the
// C++ library into a package that is otherwise free of it.
#include "escape.h"
#include "powers_of_ten.h"

typedef struct {
    uint64_t digits;  // at most 17 of them; zeros may stand at the end
    int exponent;     // the value is digits * 10^exponent
} decimal;

static inline int floor_log2_of_power_of_ten(int k) { return (k * 1741647) >> 19; }

/// The upper 64 of the 192 bits of `g * factor`; the last one is set if any bit below counts (rounding to odd).
static inline uint64_t scaled(const uint64_t g[2], uint64_t factor) {
    const unsigned __int128 low = (unsigned __int128)g[1] * factor;
    const unsigned __int128 high = (unsigned __int128)g[0] * factor + (uint64_t)(low >> 64);
    return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

/// The shortest decimal within the interval of the numbers that read as this double; the closest, if there are several.
static inline decimal shortest(uint64_t fraction, int biased_exponent) {
    uint64_t c = fraction;
    int q = -1074;
    if (biased_exponent != 0) {
        c |= (uint64_t)1 << 52;
        q = biased_exponent - 1075;
        // An integer below 2^53 is its own shortest text.
        if (q <= 0 && q > -53 && (c & (((uint64_t)1 << -q) - 1)) == 0) return (decimal){c >> -q, 0};
    }
    const uint64_t odd = c & 1;
    const bool closer_below = fraction == 0 && biased_exponent > 1;
    const int k = (q * 1262611 - (closer_below ? 524031 : 0)) >> 22;
    const int h = q + floor_log2_of_power_of_ten(-k) + 1;
    const uint64_t *const g = sluice_powers_of_ten[-k - SLUICE_SMALLEST_POWER];

    // The value and the ends of its interval, in quarters of 10^k. An end belongs to it where c is even.
    const uint64_t value = scaled(g, (4 * c) << h);
    const uint64_t lower = scaled(g, (4 * c - 2 + closer_below) << h) + odd;
    const uint64_t upper = scaled(g, (4 * c + 2) << h) - odd;

    // Without branches: which of the four answers it is cannot be foreseen.
    const uint64_t s = value / 4, tens = s / 10, middle = 4 * s + 2;
    const bool tens_below = lower <= 40 * tens, tens_above = 40 * tens + 40 <= upper;
    const bool below = lower <= 4 * s, above = 4 * s + 4 <= upper;
    const bool up = (value > middle) | ((value == middle) & (bool)(s & 1));
    const uint64_t ones = s + (below != above ? above : up);
    const uint64_t shorter = (tens_below != tens_above) & (s >= 10);
    return (decimal){ones ^ ((ones ^ (tens + tens_above)) & (0 - shorter)), k + (int)shorter};
}

/// Writes `value` below 10^8 as eight digits, all at once.
static inline void put_8_digits(uint32_t value, char *out) {
    const uint64_t fours = value / 10000 | (uint64_t)(value % 10000) << 32;
    const uint64_t hundreds = (fours * 10486 >> 20) & 0x0000007f0000007f;
    const uint64_t twos = hundreds | (fours - 100 * hundreds) << 16;
    const uint64_t tens = (twos * 103 >> 10) & 0x000f000f000f000f;
    uint64_t ones = (tens | (twos - 10 * tens) << 8) | 0x3030303030303030;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    ones = __builtin_bswap64(ones);
#endif
    memcpy(out, &ones, 8);
}

/// The zeros, at most 16, that stand right before `end`.
static inline int zeros_before(const char *end) {
    uint64_t words[2];
    memcpy(words, end - 16, 16);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    words[0] = __builtin_bswap64(words[0]), words[1] = __builtin_bswap64(words[1]);
#endif
    words[0] ^= 0x3030303030303030, words[1] ^= 0x3030303030303030;
    if (words[1]) return __builtin_clzll(words[1]) / 8;
    return words[0] ? 8 + __builtin_clzll(words[0]) / 8 : 16;
}

static inline uint8_t *put_exponent(uint8_t *out, int exponent, int layout) {
    *out++ = 'e';
    if (exponent < 0) {
        *out++ = '-';
        exponent = -exponent;
    } else if (layout != SLUICE_DOUBLE_SHORTEST) {
        *out++ = '+';
    }
    if (layout == SLUICE_DOUBLE_PYTHON && exponent < 10) *out++ = '0';
    return out + sluice_put_uint64((uint64_t)exponent, out);
}

size_t sluice_json_double_to_text(double value, uint8_t *out, int layout) {
    uint64_t bits;
    memcpy(&bits, &value, 8);
    uint8_t *o = out;
    *o = '-';
    const bool ecmascript = layout == SLUICE_DOUBLE_ECMASCRIPT;
    if (bits << 1 == 0) {
        if (ecmascript) return *out = '0', 1;
        o += bits >> 63;
        memcpy(o, "0.0", 3);
        return (size_t)(o + 3 - out);
    }
    o += bits >> 63;
    const decimal d = shortest(bits & (((uint64_t)1 << 52) - 1), (int)(bits >> 52 & 0x7ff));

    // Digits to the right end of 17 places; then blanks to the left and zeros to the right are counted.
    char text[48];
    const uint64_t upper = d.digits / 100000000;
    text[0] = (char)('0' + upper / 100000000);
    put_8_digits((uint32_t)(upper % 100000000), text + 1);
    put_8_digits((uint32_t)(d.digits % 100000000), text + 9);
    memset(text + 17, '0', 31);
    const int first = 17 - sluice_digits_of(d.digits);
    const int last = 16 - zeros_before(text + 17);
    const char *const digits = text + first;
    const int count = last - first + 1, exponent = d.exponent + 16 - first;

    const int smallest = layout == SLUICE_DOUBLE_PYTHON ? -4 : ecmascript ? -6 : -5;
    if (exponent < smallest || exponent >= (ecmascript ? 21 : 16)) {
        o[0] = (uint8_t)digits[0];
        o[1] = '.';
        memcpy(o + 2, digits + 1, 16);
        return (size_t)(put_exponent(count == 1 ? o + 1 : o + 1 + count, exponent, layout) - out);
    }
    if (exponent < 0) {
        memcpy(o, "0.000000", 8);
        memcpy(o + 1 - exponent, digits, 17);
        return (size_t)(o + 1 - exponent + count - out);
    }
    // Zeros follow the digits in `text`, as many as any layout takes.
    memcpy(o, digits, 24);
    if (exponent + 1 >= count && ecmascript) return (size_t)(o + exponent + 1 - out);
    memcpy(o + exponent + 2, digits + exponent + 1, 17);
    o[exponent + 1] = '.';
    return (size_t)(o + (exponent + 1 >= count ? exponent + 3 : count + 1) - out);
}
