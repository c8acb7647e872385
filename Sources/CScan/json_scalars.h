/// Numbers and words of JSON, as the tokenizer reads them.
#ifndef SLUICE_JSON_SCALARS_H
#define SLUICE_JSON_SCALARS_H

#include "CScan.h"
#include <string.h>

static inline bool is_digit(uint8_t c) { return (uint8_t)(c - '0') < 10; }

/// The first byte from `i` on that is no digit. Eight at a time: a byte is a digit if, less '0', it is below ten.
static inline size_t skip_digits(const uint8_t *p, size_t i, size_t n) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    while (n - i >= 8) {
        uint64_t v;
        memcpy(&v, p + i, 8);
        v ^= 0x3030303030303030ull;
        uint64_t other = ((v & 0x7F7F7F7F7F7F7F7Full) + 0x7676767676767676ull | v) & 0x8080808080808080ull;
        if (other) return i + (size_t)__builtin_ctzll(other) / 8;
        i += 8;
    }
#endif
    while (i < n && is_digit(p[i])) i++;
    return i;
}

static inline bool delimits(uint8_t c) {
    switch (c) {
    case ' ': case '\t': case '\n': case '\r': case ',': case ':': case '[': case ']': case '{': case '}': case '"': return true;
    default: return false;
    }
}

/// Reads a number at `p[at]`; `*end` is behind its last byte, or the byte at fault. `end` of the text cuts nothing here:
/// what is missing there is a fault at that place.
static inline bool read_number(const uint8_t *p, size_t at, size_t n, size_t *end) {
    size_t i = at;
    bool good = false;
    if (p[i] == '-') i++;
    if (i >= n) goto out;
    if (p[i] == '0') i++;
    else if (is_digit(p[i])) i = skip_digits(p, i + 1, n);
    else goto out;
    if (i < n && p[i] == '.') {
        if (++i >= n || !is_digit(p[i])) goto out;
        i = skip_digits(p, i + 1, n);
    }
    if (i < n && (p[i] | 0x20) == 'e') {
        if (++i < n && (p[i] == '+' || p[i] == '-')) i++;
        if (i >= n || !is_digit(p[i])) goto out;
        i = skip_digits(p, i + 1, n);
    }
    good = true;
out:
    *end = i;
    return good;
}

/// Whether what begins so is bounded as a number is: `NaN` and `Infinity` are, `true`, `false` and `null` are not.
static inline bool counts_as_number(uint8_t c) { return c != 't' && c != 'f' && c != 'n'; }

static inline bool read_word(const uint8_t *p, size_t at, size_t n, const char *word, size_t *end) {
    size_t i = 0;
    while (word[i] && at + i < n && p[at + i] == (uint8_t)word[i]) i++;
    *end = at + i;
    return !word[i];
}

#endif
