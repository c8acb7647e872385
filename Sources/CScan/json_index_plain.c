#include "json_index.h"

// For processors without an indexer of their own: the masks byte by byte, the rest the same.
#define BLOCK_TARGET
#define INDEX_NAME sluice_json_index_plain

typedef struct {
    uint64_t backslash, quote, structural, white, control, non_ascii;
} block_masks;

static inline block_masks classify(const uint8_t *block) {
    block_masks m = {0};
    for (int i = 0; i < 64; i++) {
        uint64_t bit = (uint64_t)1 << i;
        uint8_t c = block[i];
        if (c >= 0x80) { m.non_ascii |= bit; continue; }
        if (c < 0x20) m.control |= bit;
        switch (c) {
        case '\\': m.backslash |= bit; break;
        case '"': m.quote |= bit; break;
        case '{': case '}': case '[': case ']': case ',': case ':': m.structural |= bit; break;
        case ' ': case '\t': case '\n': case '\r': m.white |= bit; break;
        }
    }
    return m;
}

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

#include "json_index_block.h"

sluice_json_indexer *sluice_json_widest_indexer(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi2"))
        return sluice_json_index_avx2;
#endif
    return sluice_json_index_plain;
}
