// 16 bytes are loaded, stored as they are, and only then asked for bytes that must be written otherwise.
#ifndef SLUICE_XML_ESCAPE_BLOCK_H
#define SLUICE_XML_ESCAPE_BLOCK_H

#include "escape.h"

/// What is asked of a block: which bytes may have to be written otherwise. One bit a byte answers (NEON: four).
typedef struct {
    bool breaks;   // tabs, line ends and quotation marks
    bool apostrophes;
    bool markup;   // `&`, `<` and `>`
    bool beyond;   // all beyond ASCII; otherwise those that U+FFFE and U+FFFF begin with
} xml_asked;

#if defined(__SSE2__)
#define XML_BLOCK 16
#define XML_BITS_PER_BYTE 1
static inline uint64_t xml_copy_block(const uint8_t *p, uint8_t *out, xml_asked a) {
    const __m128i v = _mm_loadu_si128((const __m128i *)p);
    _mm_storeu_si128((__m128i *)out, v);
    __m128i found = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v);
    if (!a.breaks) {
        const __m128i breaks =
            _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\t')));
        found = _mm_andnot_si128(breaks, found);
    }
    if (a.markup) {
        // `<` and `>` differ in one bit, `&` and `"` in another.
        const __m128i angle = _mm_cmpeq_epi8(_mm_or_si128(v, _mm_set1_epi8(2)), _mm_set1_epi8('>'));
        const __m128i other = _mm_cmpeq_epi8(a.breaks ? _mm_or_si128(v, _mm_set1_epi8(4)) : v, _mm_set1_epi8('&'));
        found = _mm_or_si128(found, _mm_or_si128(angle, other));
        if (a.apostrophes) found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_set1_epi8('\'')));
    }
    found = _mm_or_si128(found, a.beyond ? v : _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xef)));
    return (uint32_t)_mm_movemask_epi8(found);
}
#elif defined(__ARM_NEON) && defined(__aarch64__)
#define XML_BLOCK 16
#define XML_BITS_PER_BYTE 4
static inline uint64_t xml_copy_block(const uint8_t *p, uint8_t *out, xml_asked a) {
    const uint8x16_t v = vld1q_u8(p);
    vst1q_u8(out, v);
    uint8x16_t found = vcltq_u8(v, vdupq_n_u8(0x20));
    if (!a.breaks) found = vbicq_u8(found, vorrq_u8(vceqq_u8(v, vdupq_n_u8('\n')), vceqq_u8(v, vdupq_n_u8('\t'))));
    if (a.markup) {
        const uint8x16_t angle = vceqq_u8(vorrq_u8(v, vdupq_n_u8(2)), vdupq_n_u8('>'));
        const uint8x16_t other = vceqq_u8(a.breaks ? vorrq_u8(v, vdupq_n_u8(4)) : v, vdupq_n_u8('&'));
        found = vorrq_u8(found, vorrq_u8(angle, other));
        if (a.apostrophes) found = vorrq_u8(found, vceqq_u8(v, vdupq_n_u8('\'')));
    }
    found = vorrq_u8(found, a.beyond ? vcgeq_u8(v, vdupq_n_u8(0x80)) : vceqq_u8(v, vdupq_n_u8(0xef)));
    return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(found), 4)), 0);
}
#else
#define XML_BLOCK 8
#define XML_BITS_PER_BYTE 1
static inline uint64_t xml_copy_block(const uint8_t *p, uint8_t *out, xml_asked a) {
    uint64_t found = 0;
    memcpy(out, p, XML_BLOCK);
    for (int i = 0; i < XML_BLOCK; i++) {
        const uint8_t c = p[i];
        const bool stops = (c < 0x20 && (a.breaks || (c != '\n' && c != '\t'))) ||
                           (a.markup && (c == '<' || c == '>' || c == '&')) ||
                           (a.markup && a.breaks && c == '"') || (a.apostrophes && c == '\'') ||
                           (a.beyond ? c >= 0x80 : c == 0xef);
        found |= (uint64_t)stops << i;
    }
    return found;
}
#endif

/// Of the answer, what concerns the first `n` bytes.
static inline uint64_t xml_of_first(uint64_t found, size_t n) {
    return n * XML_BITS_PER_BYTE < 64 ? found & (((uint64_t)1 << (n * XML_BITS_PER_BYTE)) - 1) : found;
}

#endif
