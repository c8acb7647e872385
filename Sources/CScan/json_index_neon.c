#include "json_index.h"
#if defined(__aarch64__)
#include <arm_neon.h>

// Every 64-bit ARM has NEON: nothing to ask at run time.
#define BLOCK_TARGET
#define INDEX_NAME sluice_json_index_neon

typedef struct {
    uint64_t backslash, quote, structural, white, control, non_ascii;
} block_masks;

/// One bit a byte of four vectors of answers: pairs are added until eight bytes hold a bit of each.
static inline uint64_t bits_of(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
    const uint8x16_t weights = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t low = vpaddq_u8(vandq_u8(a, weights), vandq_u8(b, weights));
    uint8x16_t high = vpaddq_u8(vandq_u8(c, weights), vandq_u8(d, weights));
    uint8x16_t sums = vpaddq_u8(low, high);
    sums = vpaddq_u8(sums, sums);
    return vgetq_lane_u64(vreinterpretq_u64_u8(sums), 0);
}

#define FOUR(test) bits_of(test(v[0]), test(v[1]), test(v[2]), test(v[3]))
#define IS_BACKSLASH(x) vceqq_u8(x, vdupq_n_u8('\\'))
#define IS_QUOTE(x) vceqq_u8(x, vdupq_n_u8('"'))
#define IS_CONTROL(x) vcltq_u8(x, vdupq_n_u8(0x20))
#define IS_HIGH(x) vcgeq_u8(x, vdupq_n_u8(0x80))
// Each table answers by the low four bits with the one character that the byte would have to be.
#define IS_WHITE(x) vceqq_u8(vqtbl1q_u8(white, vandq_u8(x, vdupq_n_u8(0x0F))), x)
#define IS_MARK(x) vceqq_u8(vqtbl1q_u8(marks, vandq_u8(x, vdupq_n_u8(0x0F))), vorrq_u8(x, vdupq_n_u8(0x20)))

static inline block_masks classify(const uint8_t *block) {
    const uint8x16_t white = {' ', 2, 1, 1, 1, 1, 1, 1, 1, '\t', '\n', 1, 1, '\r', 1, 1};
    const uint8x16_t marks = {1, 2, 1, 1, 1, 1, 1, 1, 1, 1, ':', '{', ',', '}', 1, 1};
    const uint8x16_t v[4] = {vld1q_u8(block), vld1q_u8(block + 16), vld1q_u8(block + 32), vld1q_u8(block + 48)};
    return (block_masks){
        .backslash = FOUR(IS_BACKSLASH),
        .quote = FOUR(IS_QUOTE),
        // '[' and ']' with the bit 0x20 are '{' and '}'. So are a few control characters: the second pass sees them.
        .structural = FOUR(IS_MARK),
        .white = FOUR(IS_WHITE),
        .control = FOUR(IS_CONTROL),
        .non_ascii = FOUR(IS_HIGH),
    };
}

#include "json_utf8_plain.h"

#include "json_index_block.h"
#endif
