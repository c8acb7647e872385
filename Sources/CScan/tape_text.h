// Tokens of a tape that are written the same way by every walk.
#ifndef SLUICE_TAPE_TEXT_H
#define SLUICE_TAPE_TEXT_H

#include "escape.h"

/// Room that a scalar or a step of a string may take, with the separators of the compact layout around it.
#define SLUICE_TOKEN_ROOM 128

/// The bytes of a string, or of a number kept as text: a length of four bytes stands before them.
static inline const uint8_t *tape_text(const sluice_json_tape *tape, uint64_t word, size_t *count) {
    const uint8_t *const at = tape->strings + (word & 0x00ffffffffffffff);
    uint32_t length;
    memcpy(&length, at, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    length = __builtin_bswap32(length);
#endif
    *count = length;
    return at + 4;
}

/// Whether the caller has to decide how the number at `at` is written.
static inline bool needs_care(const sluice_json_text *t, const sluice_json_tape *tape, uint64_t word) {
    const bool ecmascript = t->doubles == SLUICE_DOUBLE_ECMASCRIPT;
    const uint64_t *const bits = tape->words + tape->at + 1, largest = (uint64_t)1 << 53;
    switch (word >> 56) {
    case 'd': return (*bits & 0x7ff0000000000000) == 0x7ff0000000000000;
    case 'u': return ecmascript && *bits > largest;
    case 'l': return ecmascript && *bits + largest > 2 * largest;
    case 'N': {
        size_t count;
        const uint8_t *text = tape_text(tape, word, &count);
        if (count && *text == '-') text++, count--;
        return ecmascript || count == 0 || *text < '0' || *text > '9';
    }
    default: return false;
    }
}

/// Writes the literal or number at `at` and passes it; at most 48 bytes are touched. Returns its length.
static inline size_t put_scalar(const sluice_json_text *t, sluice_json_tape *tape, uint64_t word, uint8_t *out) {
    const uint64_t *const bits = tape->words + tape->at + 1;
    switch (word >> 56) {
    case 't': return memcpy(out, "true", 4), tape->at += 1, 4;
    case 'f': return memcpy(out, "false", 5), tape->at += 1, 5;
    case 'l': return tape->at += 2, sluice_put_int64((int64_t)*bits, out);
    case 'u': return tape->at += 2, sluice_put_uint64(*bits, out);
    case 'd': {
        double value;
        memcpy(&value, bits, 8);
        return tape->at += 2, sluice_json_double_to_text(value, out, t->doubles);
    }
    default: return memcpy(out, "null", 4), tape->at += 1, 4;
    }
}

/// Copies the number text at `at`, as far as there is room. False if it is not all there yet.
static inline bool put_number_text(uint8_t **out, uint8_t *limit, sluice_json_tape *tape, uint64_t word) {
    size_t count;
    const uint8_t *const text = tape_text(tape, word, &count);
    const size_t start = tape->within ? tape->within - 1 : 0, room = (size_t)(limit - *out);
    const size_t step = count - start < room ? count - start : room;
    memcpy(*out, text + start, step);
    *out += step;
    const bool whole = start + step == count;
    tape->within = whole ? 0 : start + step + 1;
    return whole;
}

#endif
