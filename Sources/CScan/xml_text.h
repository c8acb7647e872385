// Runs of text: where the next byte is that means something, 16 bytes at a time.
#ifndef SLUICE_XML_TEXT_H
#define SLUICE_XML_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

typedef enum { XML_IN_TEXT, XML_IN_CDATA, XML_IN_VALUE } xml_run;

// In text `<`, `&`, `]`, and control characters but tab and newline; in CDATA `]` and those; in a value the quote, `<`,
// `&` and all control characters, of which white space becomes blanks.
static inline bool xml_stops_at(xml_run run, uint8_t quote, uint8_t c) {
    if (run == XML_IN_VALUE) return c == quote || c == '<' || c == '&' || c < 0x20;
    if (run == XML_IN_TEXT && (c == '<' || c == '&')) return true;
    return c == ']' || (c < 0x20 && c != '\n' && c != '\t');
}

/// The first byte at or behind `p` that the run stops at, or `end`; `*beyond` becomes true where bytes beyond ASCII precede it.
static inline const uint8_t *xml_run_end(xml_run run, uint8_t quote, const uint8_t *p, const uint8_t *end, bool *beyond) {
#if defined(__SSE2__)
    const __m128i first = _mm_set1_epi8(run == XML_IN_VALUE ? (char)quote : ']');
    const __m128i less = _mm_set1_epi8(run == XML_IN_CDATA ? ']' : '<'), and = _mm_set1_epi8(run == XML_IN_CDATA ? ']' : '&');
    const __m128i control = _mm_set1_epi8(0x1F), tab = _mm_set1_epi8('\t'), newline = _mm_set1_epi8('\n');
    for (; end - p >= 16; p += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)p);
        __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, control), v);
        if (run != XML_IN_VALUE) low = _mm_andnot_si128(_mm_or_si128(_mm_cmpeq_epi8(v, tab), _mm_cmpeq_epi8(v, newline)), low);
        low = _mm_or_si128(low, _mm_cmpeq_epi8(v, first));
        if (run != XML_IN_CDATA) low = _mm_or_si128(low, _mm_or_si128(_mm_cmpeq_epi8(v, less), _mm_cmpeq_epi8(v, and)));
        unsigned stops = (unsigned)_mm_movemask_epi8(low), high = (unsigned)_mm_movemask_epi8(v);
        if (stops) {
            unsigned n = (unsigned)__builtin_ctz(stops);
            if (high & ((1u << n) - 1)) *beyond = true;
            return p + n;
        }
        if (high) *beyond = true;
    }
#elif defined(__ARM_NEON)
    for (; end - p >= 16; p += 16) {
        uint8x16_t v = vld1q_u8(p);
        uint8x16_t low = vcleq_u8(v, vdupq_n_u8(0x1F));
        if (run != XML_IN_VALUE)
            low = vbicq_u8(low, vorrq_u8(vceqq_u8(v, vdupq_n_u8('\t')), vceqq_u8(v, vdupq_n_u8('\n'))));
        low = vorrq_u8(low, vceqq_u8(v, vdupq_n_u8(run == XML_IN_VALUE ? quote : ']')));
        if (run != XML_IN_CDATA)
            low = vorrq_u8(low, vorrq_u8(vceqq_u8(v, vdupq_n_u8('<')), vceqq_u8(v, vdupq_n_u8('&'))));
        // Four bits for each byte.
        uint64_t stops = vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(low), 4)), 0);
        uint64_t high = vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(vcgeq_u8(v, vdupq_n_u8(0x80))), 4)), 0);
        if (stops) {
            unsigned n = (unsigned)__builtin_ctzll(stops);
            if (high & ((UINT64_C(1) << n) - 1)) *beyond = true;
            return p + n / 4;
        }
        if (high) *beyond = true;
    }
#endif
    for (; p < end && !xml_stops_at(run, quote, *p); p++)
        if (*p >= 0x80) *beyond = true;
    return p;
}

/// Bytes before the first that ends a name in a tag: white space, `=`, `/`, `>`. 0 where that is not known quickly.
static inline size_t xml_word_end(const uint8_t *p, const uint8_t *end) {
    size_t n = 0;
#if defined(__SSE2__)
    for (; end - p - (ptrdiff_t)n >= 16 && n < 256; n += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(p + n)), blank = _mm_set1_epi8(' ');
        __m128i ends = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(v, blank), v), _mm_cmpeq_epi8(v, _mm_set1_epi8('='))),
            _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('/')), _mm_cmpeq_epi8(v, _mm_set1_epi8('>'))));
        unsigned mask = (unsigned)_mm_movemask_epi8(ends);
        if (mask) return n + (size_t)__builtin_ctz(mask);
    }
#elif defined(__ARM_NEON)
    for (; end - p - (ptrdiff_t)n >= 16 && n < 256; n += 16) {
        uint8x16_t v = vld1q_u8(p + n);
        uint8x16_t ends = vorrq_u8(
            vorrq_u8(vcleq_u8(v, vdupq_n_u8(' ')), vceqq_u8(v, vdupq_n_u8('='))),
            vorrq_u8(vceqq_u8(v, vdupq_n_u8('/')), vceqq_u8(v, vdupq_n_u8('>'))));
        uint64_t mask = vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(ends), 4)), 0);
        if (mask) return n + (size_t)__builtin_ctzll(mask) / 4;
    }
#endif
    for (; n < 256 && p + n < end; n++)
        if (p[n] <= ' ' || p[n] == '=' || p[n] == '/' || p[n] == '>') return n;
    return 0;
}
#endif
