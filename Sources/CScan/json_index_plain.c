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

#include "json_utf8_plain.h"
#include "json_index_block.h"

sluice_json_indexer *sluice_json_widest_indexer(void) {
#if defined(__aarch64__)
    return sluice_json_index_neon;
#elif defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi2"))
        return sluice_json_index_avx2;
#endif
    return sluice_json_index_plain;
}
