// Which characters XML allows, and where (XML 1.0, productions 2, 4 and 4a).
#ifndef SLUICE_XML_CHARACTERS_H
#define SLUICE_XML_CHARACTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { XML_NO_NAME, XML_NAME_CHARACTER, XML_BEYOND_ASCII };

#define XML_ROW16(v) v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v
static const uint8_t xml_name_class[256] = {
    ['-'] = 1, ['.'] = 1, [':'] = 1, ['_'] = 1,
    ['0'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['A'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['a'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    [128] = XML_ROW16(2), XML_ROW16(2), XML_ROW16(2), XML_ROW16(2), XML_ROW16(2), XML_ROW16(2), XML_ROW16(2), XML_ROW16(2),
};
static const bool xml_never_starts_name[256] = {
    ['-'] = true, ['.'] = true, ['0'] = true, true, true, true, true, true, true, true, true, true,
};

/// The character at `p`, and its bytes: 0 if they are not UTF-8, SIZE_MAX if the end cuts them (RFC 3629, section 4).
static inline size_t xml_character(const uint8_t *p, size_t n, uint32_t *c) {
    uint8_t lead = p[0], low = 0x80, high = 0xBF;
    size_t more;
    if (lead < 0x80) { *c = lead; return 1; }
    if (lead >= 0xC2 && lead <= 0xDF) { more = 1; *c = lead & 0x1F; }
    else if (lead >= 0xE0 && lead <= 0xEF) {
        more = 2; *c = lead & 0x0F;
        if (lead == 0xE0) low = 0xA0;
        if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        more = 3; *c = lead & 0x07;
        if (lead == 0xF0) low = 0x90;
        if (lead == 0xF4) high = 0x8F;
    } else return 0;
    for (size_t k = 1; k <= more; k++) {
        if (k >= n) return SIZE_MAX;
        if (p[k] < low || p[k] > high) return 0;
        *c = *c << 6 | (p[k] & 0x3F);
        low = 0x80;
        high = 0xBF;
    }
    return more + 1;
}

static inline bool xml_is_character(uint32_t c) {
    return c >= 0x20 ? c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF)
                     : c == 0x9 || c == 0xA || c == 0xD;
}

static inline bool xml_starts_name(uint32_t c) {
    return (c >= 0xC0 && c <= 0xD6) || (c >= 0xD8 && c <= 0xF6) || (c >= 0xF8 && c <= 0x2FF) || (c >= 0x370 && c <= 0x37D) ||
        (c >= 0x37F && c <= 0x1FFF) || c == 0x200C || c == 0x200D || (c >= 0x2070 && c <= 0x218F) ||
        (c >= 0x2C00 && c <= 0x2FEF) || (c >= 0x3001 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) ||
        (c >= 0xFDF0 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0xEFFFF) ||
        (c < 0x80 && xml_name_class[c] == XML_NAME_CHARACTER && !xml_never_starts_name[c]);
}

static inline bool xml_is_name_character(uint32_t c) {
    return xml_starts_name(c) || c == 0xB7 || (c >= 0x300 && c <= 0x36F) || c == 0x203F || c == 0x2040 ||
        (c < 0x80 && xml_name_class[c] == XML_NAME_CHARACTER);
}
/// Bytes without those of a last character that the end cuts.
static inline size_t xml_whole(const uint8_t *p, size_t n) {
    size_t back = 1;
    while (back < 4 && back < n && (p[n - back] & 0xC0) == 0x80) back++;
    uint32_t c;
    return n >= back && n > 0 && xml_character(p + n - back, back, &c) == SIZE_MAX ? n - back : n;
}
#endif
