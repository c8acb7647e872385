#include "escape.h"

#define SLUICE_NAME(x) x##_base
#include "escape_block.h"
#undef SLUICE_NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,bmi"))), apply_to = function)
#define SLUICE_AVX2 1
#define SLUICE_NAME(x) x##_avx2
#include "escape_block.h"
#undef SLUICE_NAME
#undef SLUICE_AVX2

static size_t run_avx2(
    const uint8_t *p, size_t n, size_t *taken, uint8_t *out, size_t room, unsigned flags) {
    return escape_avx2(p, n, taken, out, room, flags);
}
#pragma clang attribute pop
#endif

static size_t run_base(
    const uint8_t *p, size_t n, size_t *taken, uint8_t *out, size_t room, unsigned flags) {
    return escape_base(p, n, taken, out, room, flags);
}

size_t sluice_json_escape(const uint8_t *p, size_t n, size_t *taken, uint8_t *out, size_t room, unsigned flags) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return run_avx2(p, n, taken, out, room, flags);
#endif
    return run_base(p, n, taken, out, room, flags);
}

size_t sluice_json_uint64_to_text(uint64_t value, uint8_t *out) { return sluice_put_uint64(value, out); }

size_t sluice_json_int64_to_text(int64_t value, uint8_t *out) { return sluice_put_int64(value, out); }

static void put_unit(unsigned unit, uint8_t **out) {
    static const char hex[] = "0123456789abcdef";
    uint8_t *o = *out;
    o[0] = '\\';
    o[1] = 'u';
    for (int i = 0; i < 4; i++) o[2 + i] = (uint8_t)hex[(unit >> (12 - 4 * i)) & 15];
    *out = o + 6;
}

const uint8_t *sluice_escape_scalar(const uint8_t *at, const uint8_t *end, uint8_t **out) {
    const uint8_t lead = *at;
    const ptrdiff_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    // Text is valid UTF-8 by contract. Should it not be, one byte becomes one U+FFFD and nothing is read past the end.
    if (lead < 0xc2 || lead > 0xf4 || end - at < length) {
        put_unit(0xfffd, out);
        return at + 1;
    }
    uint32_t scalar = lead & (0x7fu >> length);
    for (ptrdiff_t i = 1; i < length; i++) scalar = scalar << 6 | (at[i] & 0x3f);
    if (scalar >= 0x10000) {
        put_unit(0xd7c0 + (scalar >> 10), out);
        put_unit(0xdc00 + (scalar & 0x3ff), out);
    } else {
        put_unit(scalar, out);
    }
    return at + length;
}

// Python's and RFC 8785's choice: the short form where there is one, lower-case hexadecimal digits elsewhere.
#define U(high, low) {'\\', 'u', '0', '0', high, low, 0, 6}
#define S(letter) {'\\', letter, 0, 0, 0, 0, 0, 2}
const uint8_t sluice_escapes[128][8] = {
    [0x00] = U('0', '0'), [0x01] = U('0', '1'), [0x02] = U('0', '2'), [0x03] = U('0', '3'),
    [0x04] = U('0', '4'), [0x05] = U('0', '5'), [0x06] = U('0', '6'), [0x07] = U('0', '7'),
    [0x08] = S('b'), [0x09] = S('t'), [0x0a] = S('n'), [0x0b] = U('0', 'b'),
    [0x0c] = S('f'), [0x0d] = S('r'), [0x0e] = U('0', 'e'), [0x0f] = U('0', 'f'),
    [0x10] = U('1', '0'), [0x11] = U('1', '1'), [0x12] = U('1', '2'), [0x13] = U('1', '3'),
    [0x14] = U('1', '4'), [0x15] = U('1', '5'), [0x16] = U('1', '6'), [0x17] = U('1', '7'),
    [0x18] = U('1', '8'), [0x19] = U('1', '9'), [0x1a] = U('1', 'a'), [0x1b] = U('1', 'b'),
    [0x1c] = U('1', 'c'), [0x1d] = U('1', 'd'), [0x1e] = U('1', 'e'), [0x1f] = U('1', 'f'),
    ['"'] = S('"'), ['\\'] = S('\\'), ['/'] = S('/'),
    // Where only printable ASCII may stand.
    [0x7f] = U('7', 'f'),
};
#undef U
#undef S

const char sluice_digit_pairs[201] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
    "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
