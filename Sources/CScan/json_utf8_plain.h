/// What an indexer needs beside its masks, byte by byte and shift by shift: for processors that have nothing better.
#include "json_index.h"

/// Bit i of the result is the parity of bits 0...i: inside a string from each opening quote up to its closing one.
static inline uint64_t prefix_xor(uint64_t bits) {
    for (int shift = 1; shift < 64; shift <<= 1) bits ^= bits << shift;
    return bits;
}

/// Continuation bytes still owed by the character that the last block cut, and what the next of them may be.
typedef struct {
    uint8_t owed, low, high;
} utf8_state;

static inline utf8_state utf8_start(void) { return (utf8_state){0, 0x80, 0xBF}; }

static inline bool utf8_block(utf8_state *state, const uint8_t *block, uint64_t non_ascii) {
    if (!non_ascii && !state->owed) return false;
    for (int i = 0; i < 64; i++) {
        uint8_t c = block[i];
        if (state->owed) {
            if (c < state->low || c > state->high) return true;
            *state = (utf8_state){state->owed - 1, 0x80, 0xBF};
        } else if (c >= 0x80) {
            if (c >= 0xC2 && c <= 0xDF) *state = (utf8_state){1, 0x80, 0xBF};
            else if (c >= 0xE0 && c <= 0xEF) *state = (utf8_state){2, c == 0xE0 ? 0xA0 : 0x80, c == 0xED ? 0x9F : 0xBF};
            else if (c >= 0xF0 && c <= 0xF4) *state = (utf8_state){3, c == 0xF0 ? 0x90 : 0x80, c == 0xF4 ? 0x8F : 0xBF};
            else return true;
        }
    }
    return false;
}
