// The escaping of XML text and attribute values, block by block.
#include "xml_characters.h"
#include "xml_escape_block.h"

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
    sluice_xml_charset charset, xml_asked a) {
    const uint8_t *at = p, *const end = p + n;
    uint8_t *o = out, *const limit = out + room;
    while (at < end && (size_t)(limit - o) >= SLUICE_ESCAPE_ROOM) {
        const size_t left = (size_t)(end - at), step = left < XML_BLOCK ? left : XML_BLOCK;
        uint64_t found;
        if (__builtin_expect(left >= XML_BLOCK || sluice_may_read_ahead(at), 1)) {
            found = xml_copy_block(at, o, a);
        } else {
            uint8_t tail[XML_BLOCK] = {0};
            memcpy(tail, at, left);
            found = xml_copy_block(tail, o, a);
        }
        found = xml_of_first(found, step);
        if (__builtin_expect(found == 0, 1)) {
            at += step;
            o += step;
            continue;
        }
        const int plain = __builtin_ctzll(found) / XML_BITS_PER_BYTE;
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
        return write_as(p, n, taken, out, room, as, charset, (xml_asked){.markup = true, .beyond = beyond});
    case SLUICE_XML_AS_CDATA:
    case SLUICE_XML_AS_IS:
        return write_as(p, n, taken, out, room, as, charset, (xml_asked){.beyond = beyond});
    case SLUICE_XML_AS_APOSTROPHE_VALUE:
        return write_as(
            p, n, taken, out, room, as, charset,
            (xml_asked){.breaks = true, .apostrophes = true, .markup = true, .beyond = beyond});
    default:
        return write_as(
            p, n, taken, out, room, as, charset, (xml_asked){.breaks = true, .markup = true, .beyond = beyond});
    }
}
