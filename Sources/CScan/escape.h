// What the writers of JSON text share: escapes and digits.
#ifndef SLUICE_ESCAPE_H
#define SLUICE_ESCAPE_H

#include "CScan.h"
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/// Room that one step of escaping may need: a block of 32 bytes and then one escaped surrogate pair.
#define SLUICE_ESCAPE_ROOM 48

/// Whether 32 bytes may be loaded from `at` when the text ends sooner: within its page there is no fault, and what they
/// bring is masked away. The sanitizers cannot know that, so they are given none.
static inline bool sluice_may_read_ahead(const uint8_t *at) {
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
    (void)at;
    return false;
#else
    return ((uintptr_t)at & 4095) <= 4096 - 32;
#endif
}

/// The escape of each byte below 0x80 that has one, padded to 7 bytes, and its length.
extern const uint8_t sluice_escapes[128][8];

static inline bool sluice_needs_escape(uint8_t byte, unsigned flags) {
    return byte < 0x20 || byte == '"' || byte == '\\' || (byte == '/' && (flags & SLUICE_ESCAPE_SLASHES)) ||
           (byte >= 0x7f && (flags & SLUICE_ESCAPE_NON_ASCII));
}

/// Writes the `\uXXXX` form, one or two of them, of the character that starts at `at`; returns where the next one starts.
const uint8_t *sluice_escape_scalar(const uint8_t *at, const uint8_t *end, uint8_t **out);

/// Writes the escape of the character that starts at `at`; returns where the next one starts.
static inline const uint8_t *sluice_escape_one(const uint8_t *at, const uint8_t *end, uint8_t **out) {
    if (*at >= 0x80) return sluice_escape_scalar(at, end, out);
    const uint8_t *const escape = sluice_escapes[*at];
    memcpy(*out, escape, 8);
    *out += escape[7];
    return at + 1;
}

extern const char sluice_digit_pairs[201];

/// How many decimal digits `value` has.
static inline int sluice_digits_of(uint64_t value) {
    static const uint64_t powers[20] = {
        0, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000,
        1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
        1000000000000000000, 10000000000000000000u};
    // 1233 / 4096 is nearly log10(2); one comparison corrects it. 0 has one digit.
    const int guess = ((64 - __builtin_clzll(value | 1)) * 1233) >> 12;
    return guess + (value >= powers[guess]);
}

/// Writes `value` in decimal, at most 20 digits; returns how many.
static inline size_t sluice_put_uint64(uint64_t value, uint8_t *out) {
    const size_t count = (size_t)sluice_digits_of(value);
    uint8_t *o = out + count;
    while (value > UINT32_MAX) {
        const uint64_t rest = value / 100;
        o -= 2;
        memcpy(o, sluice_digit_pairs + 2 * (value - 100 * rest), 2);
        value = rest;
    }
    uint32_t small = (uint32_t)value;
    while (small >= 100) {
        const uint32_t rest = small / 100;
        o -= 2;
        memcpy(o, sluice_digit_pairs + 2 * (small - 100 * rest), 2);
        small = rest;
    }
    if (small >= 10)
        memcpy(o - 2, sluice_digit_pairs + 2 * small, 2);
    else
        o[-1] = (uint8_t)('0' + small);
    return count;
}

/// Writes `value` in decimal, at most 20 characters; returns how many.
static inline size_t sluice_put_int64(int64_t value, uint8_t *out) {
    *out = '-';
    const size_t sign = value < 0;
    return sign + sluice_put_uint64(sign ? 0 - (uint64_t)value : (uint64_t)value, out + sign);
}

#endif
