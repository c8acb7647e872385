#include "json_index.h"
#if defined(__x86_64__)
#include <immintrin.h>

#define BLOCK_TARGET __attribute__((target("avx2,pclmul,popcnt,bmi,bmi2,lzcnt")))
#define INDEX_NAME sluice_json_index_avx2

typedef struct {
    uint64_t backslash, quote, structural, white, control, non_ascii;
} block_masks;

static BLOCK_TARGET inline uint64_t bits_of(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static BLOCK_TARGET inline uint64_t equal(__m256i low, __m256i high, char c) {
    __m256i k = _mm256_set1_epi8(c);
    return bits_of(_mm256_cmpeq_epi8(low, k), _mm256_cmpeq_epi8(high, k));
}

static BLOCK_TARGET inline block_masks classify(const uint8_t *block) {
    __m256i low = _mm256_loadu_si256((const __m256i *)block), high = _mm256_loadu_si256((const __m256i *)(block + 32));
    // Each table answers by the low four bits with the one character that the byte would have to be.
    const __m256i white = _mm256_setr_epi8(
        ' ', 2, 1, 1, 1, 1, 1, 1, 1, '\t', '\n', 1, 1, '\r', 1, 1, ' ', 2, 1, 1, 1, 1, 1, 1, 1, '\t', '\n', 1, 1, '\r', 1, 1);
    const __m256i marks = _mm256_setr_epi8(
        1, 2, 1, 1, 1, 1, 1, 1, 1, 1, ':', '{', ',', '}', 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, ':', '{', ',', '}', 1, 1);
    const __m256i case_bit = _mm256_set1_epi8(0x20), last_control = _mm256_set1_epi8(0x1F);
    __m256i low20 = _mm256_or_si256(low, case_bit), high20 = _mm256_or_si256(high, case_bit);
    return (block_masks){
        .backslash = equal(low, high, '\\'),
        .quote = equal(low, high, '"'),
        // '[' and ']' with the bit 0x20 are '{' and '}'. So are a few control characters: the second pass sees them.
        .structural = bits_of(
            _mm256_cmpeq_epi8(_mm256_shuffle_epi8(marks, low), low20), _mm256_cmpeq_epi8(_mm256_shuffle_epi8(marks, high), high20)),
        .white = bits_of(
            _mm256_cmpeq_epi8(_mm256_shuffle_epi8(white, low), low), _mm256_cmpeq_epi8(_mm256_shuffle_epi8(white, high), high)),
        .control = bits_of(
            _mm256_cmpeq_epi8(_mm256_min_epu8(low, last_control), low), _mm256_cmpeq_epi8(_mm256_min_epu8(high, last_control), high)),
        .non_ascii = bits_of(low, high),
    };
}

/// Bit i of the result is the parity of bits 0...i: inside a string from each opening quote up to its closing one.
static BLOCK_TARGET inline uint64_t prefix_xor(uint64_t bits) {
    return (uint64_t)_mm_cvtsi128_si64(
        _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), _mm_set1_epi8((char)0xFF), 0));
}

// UTF-8 by table lookup: John Keiser, Daniel Lemire, "Validating UTF-8 in less than one instruction per byte" (2020).
// Each bit is one way for a pair of bytes to be wrong; it stays set only if all three tables agree.
enum {
    TOO_SHORT = 1 << 0,       // lead byte, then no continuation
    TOO_LONG = 1 << 1,        // continuation after ASCII
    OVERLONG_3 = 1 << 2,      // E0 80..9F
    TOO_LARGE = 1 << 3,       // F4 90.. and beyond
    SURROGATE = 1 << 4,       // ED A0..BF
    OVERLONG_2 = 1 << 5,      // C0, C1
    TOO_LARGE_1000 = 1 << 6,  // F5.. 80..8F
    OVERLONG_4 = 1 << 6,      // F0 80..8F
    TWO_CONTS = 1 << 7,       // continuation after continuation: right or wrong by what stands before
    CARRY = TOO_SHORT | TOO_LONG | TWO_CONTS,
};

typedef struct {
    __m256i before;
    bool open;
} utf8_state;

static BLOCK_TARGET inline utf8_state utf8_start(void) { return (utf8_state){_mm256_setzero_si256(), false}; }

static BLOCK_TARGET inline __m256i utf8_wrong(__m256i input, __m256i before) {
    __m256i joined = _mm256_permute2x128_si256(before, input, 0x21);
    __m256i back1 = _mm256_alignr_epi8(input, joined, 15), back2 = _mm256_alignr_epi8(input, joined, 14),
            back3 = _mm256_alignr_epi8(input, joined, 13);
#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)
    const __m256i first_high = TWICE(
        TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, (char)TWO_CONTS, (char)TWO_CONTS,
        (char)TWO_CONTS, (char)TWO_CONTS, TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE,
        TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4);
    const __m256i first_low = TWICE(
        (char)(CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4), (char)(CARRY | OVERLONG_2), (char)CARRY, (char)CARRY,
        (char)(CARRY | TOO_LARGE), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),
        (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),
        (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),
        (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),
        (char)(CARRY | TOO_LARGE | TOO_LARGE_1000 | SURROGATE), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),
        (char)(CARRY | TOO_LARGE | TOO_LARGE_1000));
    const __m256i second_high = TWICE(
        TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
        (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4),
        (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE),
        (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE),
        (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE), TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT);
#undef TWICE
    const __m256i nibble = _mm256_set1_epi8(0x0F);
    __m256i wrong = _mm256_and_si256(
        _mm256_and_si256(
            _mm256_shuffle_epi8(first_high, _mm256_and_si256(_mm256_srli_epi16(back1, 4), nibble)),
            _mm256_shuffle_epi8(first_low, _mm256_and_si256(back1, nibble))),
        _mm256_shuffle_epi8(second_high, _mm256_and_si256(_mm256_srli_epi16(input, 4), nibble)));
    // The third byte after E0.. and the fourth after F0.. must be continuations, and nothing else may be.
    __m256i third = _mm256_subs_epu8(back2, _mm256_set1_epi8((char)(0xE0 - 0x80)));
    __m256i fourth = _mm256_subs_epu8(back3, _mm256_set1_epi8((char)(0xF0 - 0x80)));
    __m256i must = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
    return _mm256_xor_si256(must, wrong);
}

/// Whether a fault shows in this block; `state` remembers a character that the block cuts.
static BLOCK_TARGET inline bool utf8_block(utf8_state *state, const uint8_t *block, uint64_t non_ascii) {
    if (!non_ascii) {
        bool cut = state->open;
        state->open = false;
        state->before = _mm256_setzero_si256();
        return cut;
    }
    __m256i low = _mm256_loadu_si256((const __m256i *)block), high = _mm256_loadu_si256((const __m256i *)(block + 32));
    __m256i wrong = _mm256_or_si256(utf8_wrong(low, state->before), utf8_wrong(high, low));
    state->before = high;
    uint8_t a = block[63], b = block[62], c = block[61];
    state->open = a >= 0xC0 || b >= 0xE0 || c >= 0xF0;
    return !_mm256_testz_si256(wrong, wrong);
}

#include "json_index_block.h"
#endif
