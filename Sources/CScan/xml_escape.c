// The escaping of XML text and attribute values: 16 bytes are loaded, stored as they are, and only then asked for bytes
// that must be written otherwise.
#include "escape.h"
#include "xml_characters.h"

// How each byte below 0x40 is written: up to 7 bytes and their number; ILLEGAL; or a number of 0: as it is.
enum { ILLEGAL = 0xff };
#define NEVER {0, 0, 0, 0, 0, 0, 0, ILLEGAL}
#define CONTROLS                                                                                                       \
    [0x00] = NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, [0x0b] = NEVER, NEVER, [0x0e] = NEVER,     \
    NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER,    \
    NEVER, NEVER
#define AMP ['&'] = {'&', 'a', 'm', 'p', ';', 0, 0, 5}
#define LESS ['<'] = {'&', 'l', 't', ';', 0, 0, 0, 4}
#define GREATER ['>'] = {'&', 'g', 't', ';', 0, 0, 0, 4}
#define QUOTE ['"'] = {'&', 'q', 'u', 'o', 't', ';', 0, 6}
#define APOSTROPHE ['\''] = {'&', '#', '3', '9', ';', 0, 0, 5}
#define TAB ['\t'] = {'&', '#', '9', ';', 0, 0, 0, 4}
#define TAB_PADDED ['\t'] = {'&', '#', '0', '9', ';', 0, 0, 5}
#define NEWLINE ['\n'] = {'&', '#', '1', '0', ';', 0, 0, 5}
#define RETURN ['\r'] = {'&', '#', '1', '3', ';', 0, 0, 5}
#define TAB_HEX ['\t'] = {'&', '#', 'x', '9', ';', 0, 0, 5}
#define NEWLINE_HEX ['\n'] = {'&', '#', 'x', 'A', ';', 0, 0, 5}
#define RETURN_HEX ['\r'] = {'&', '#', 'x', 'D', ';', 0, 0, 5}

static const uint8_t escapes[][64][8] = {
    [SLUICE_XML_AS_TEXT] = {CONTROLS, AMP, LESS, GREATER, RETURN},
    [SLUICE_XML_AS_VALUE] = {CONTROLS, AMP, LESS, GREATER, RETURN, TAB, NEWLINE, QUOTE},
    [SLUICE_XML_AS_APOSTROPHE_VALUE] = {CONTROLS, AMP, LESS, GREATER, RETURN, TAB, NEWLINE, APOSTROPHE},
    [SLUICE_XML_AS_CANONICAL_TEXT] = {CONTROLS, AMP, LESS, GREATER, RETURN_HEX},
    [SLUICE_XML_AS_CANONICAL_VALUE] = {CONTROLS, AMP, LESS, RETURN_HEX, TAB_HEX, NEWLINE_HEX, QUOTE},
    [SLUICE_XML_AS_TREE_VALUE] = {CONTROLS, AMP, LESS, GREATER, RETURN, TAB_PADDED, NEWLINE, QUOTE},
    [SLUICE_XML_AS_HTML_VALUE] = {CONTROLS, AMP, GREATER, QUOTE},
    [SLUICE_XML_AS_CDATA] = {CONTROLS, ['\r'] = NEVER},
    [SLUICE_XML_AS_IS] = {CONTROLS},
};

/// Which bytes of a block may have to be written otherwise: a superset, one bit a byte (NEON: four).
typedef struct {
    bool breaks;   // tabs, line ends and quotes
    bool markup;   // `&`, `<` and `>`
    bool beyond;   // all beyond ASCII; otherwise those that U+FFFE and U+FFFF begin with
} asked;

#if defined(__SSE2__)
#define BLOCK 16
#define BITS_PER_BYTE 1
static inline uint64_t copy_block(const uint8_t *p, uint8_t *out, asked a) {
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
        if (a.breaks) found = _mm_or_si128(found, _mm_cmpeq_epi8(v, _mm_set1_epi8('\'')));
    }
    found = _mm_or_si128(found, a.beyond ? v : _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xef)));
    return (uint32_t)_mm_movemask_epi8(found);
}
#elif defined(__ARM_NEON) && defined(__aarch64__)
#define BLOCK 16
#define BITS_PER_BYTE 4
static inline uint64_t copy_block(const uint8_t *p, uint8_t *out, asked a) {
    const uint8x16_t v = vld1q_u8(p);
    vst1q_u8(out, v);
    uint8x16_t found = vcltq_u8(v, vdupq_n_u8(0x20));
    if (!a.breaks) found = vbicq_u8(found, vorrq_u8(vceqq_u8(v, vdupq_n_u8('\n')), vceqq_u8(v, vdupq_n_u8('\t'))));
    if (a.markup) {
        const uint8x16_t angle = vceqq_u8(vorrq_u8(v, vdupq_n_u8(2)), vdupq_n_u8('>'));
        const uint8x16_t other = vceqq_u8(a.breaks ? vorrq_u8(v, vdupq_n_u8(4)) : v, vdupq_n_u8('&'));
        found = vorrq_u8(found, vorrq_u8(angle, other));
        if (a.breaks) found = vorrq_u8(found, vceqq_u8(v, vdupq_n_u8('\'')));
    }
    found = vorrq_u8(found, a.beyond ? vcgeq_u8(v, vdupq_n_u8(0x80)) : vceqq_u8(v, vdupq_n_u8(0xef)));
    return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(found), 4)), 0);
}
#else
#define BLOCK 8
#define BITS_PER_BYTE 1
static inline uint64_t copy_block(const uint8_t *p, uint8_t *out, asked a) {
    uint64_t found = 0;
    memcpy(out, p, BLOCK);
    for (int i = 0; i < BLOCK; i++) {
        const uint8_t c = p[i];
        const bool stops = (c < 0x20 && (a.breaks || (c != '\n' && c != '\t'))) ||
                           (a.markup && (c == '<' || c == '>' || c == '&')) ||
                           (a.markup && a.breaks && (c == '"' || c == '\'')) ||
                           (a.beyond ? c >= 0x80 : c == 0xef);
        found |= (uint64_t)stops << i;
    }
    return found;
}
#endif

static uint8_t *put_reference(uint32_t character, uint8_t *o) {
    *o++ = '&';
    *o++ = '#';
    o += sluice_put_uint64(character, o);
    *o++ = ';';
    return o;
}

/// Writes the character at `*at`, which the block has asked about; false where it cannot be written.
static inline bool put_one(
    const uint8_t **at, const uint8_t *end, uint8_t **out, sluice_xml_writing as, sluice_xml_charset charset) {
    const uint8_t byte = **at;
    uint8_t *o = *out;
    if (byte < 0x80) {
        static const uint8_t plain[8] = {0};
        const uint8_t *const escape = byte < 0x40 ? escapes[as][byte] : plain;
        if (escape[7] == 0) {
            *o++ = byte;
        } else if (escape[7] == ILLEGAL) {
            return false;
        } else {
            memcpy(o, escape, 8);
            o += escape[7];
        }
        *at += 1;
    } else {
        uint32_t c;
        const size_t n = xml_character(*at, (size_t)(end - *at), &c);
        // Text is valid UTF-8 by contract; what is not is no character.
        if (n == 0 || n == SIZE_MAX || !xml_is_character(c)) return false;
        if (charset == SLUICE_XML_TO_UTF8) {
            for (size_t i = 0; i < n; i++) *o++ = (*at)[i];
        } else if (charset == SLUICE_XML_TO_LATIN1 && c <= 0xff) {
            *o++ = (uint8_t)c;
        } else if (as >= SLUICE_XML_AS_CDATA) {
            return false;
        } else {
            o = put_reference(c, o);
        }
        *at += n;
    }
    *out = o;
    return true;
}

static inline __attribute__((always_inline)) size_t write_as(
    const uint8_t *p, size_t n, size_t *taken, uint8_t *out, size_t room, sluice_xml_writing as,
    sluice_xml_charset charset, asked a) {
    const uint8_t *at = p, *const end = p + n;
    uint8_t *o = out, *const limit = out + room;
    while (at < end && (size_t)(limit - o) >= SLUICE_ESCAPE_ROOM) {
        const size_t left = (size_t)(end - at), step = left < BLOCK ? left : BLOCK;
        uint64_t found;
        if (__builtin_expect(left >= BLOCK || sluice_may_read_ahead(at), 1)) {
            found = copy_block(at, o, a);
        } else {
            uint8_t tail[BLOCK] = {0};
            memcpy(tail, at, left);
            found = copy_block(tail, o, a);
        }
        if (step * BITS_PER_BYTE < 64) found &= ((uint64_t)1 << (step * BITS_PER_BYTE)) - 1;
        if (__builtin_expect(found == 0, 1)) {
            at += step;
            o += step;
            continue;
        }
        const int plain = __builtin_ctzll(found) / BITS_PER_BYTE;
        at += plain;
        o += plain;
        if (!put_one(&at, end, &o, as, charset)) break;
    }
    *taken = (size_t)(at - p);
    return (size_t)(o - out);
}

size_t sluice_xml_escape(
    const uint8_t *p, size_t n, size_t *taken, uint8_t *out, size_t room, sluice_xml_writing as,
    sluice_xml_charset charset) {
    const bool beyond = charset != SLUICE_XML_TO_UTF8;
    switch (as) {
    case SLUICE_XML_AS_TEXT:
    case SLUICE_XML_AS_CANONICAL_TEXT:
        return write_as(p, n, taken, out, room, as, charset, (asked){false, true, beyond});
    case SLUICE_XML_AS_CDATA:
    case SLUICE_XML_AS_IS:
        return write_as(p, n, taken, out, room, as, charset, (asked){false, false, beyond});
    default:
        return write_as(p, n, taken, out, room, as, charset, (asked){true, true, beyond});
    }
}
