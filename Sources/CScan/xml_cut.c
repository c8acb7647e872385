// The end of a construct that arrives in pieces, each byte looked at once.
#include "xml.h"

// A document type: quotes hide everything, but in comments and instructions there are none.
enum { OUTER, DOUBLE, SINGLE, LESS, LESS_BANG, LESS_BANG_DASH, COMMENT, DASH, DASHES, INSTRUCTION, QUESTION, DECLARATION };

static size_t doctype_end(uint32_t *memory, const uint8_t *p, size_t n) {
    uint32_t state = *memory & 0xFF, back = *memory >> 8 & 0xFF, is_inside = *memory >> 16 & 1, begun = *memory >> 17;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = p[i];
        // `<!DOCTYPE`
        if (begun < 9) { begun++; continue; }
        switch (state) {
        case OUTER: case DECLARATION:
            if (c == '"' || c == '\'') { back = state; state = c == '"' ? DOUBLE : SINGLE; }
            else if (c == '<') state = LESS;
            else if (state == DECLARATION) { if (c == '>') state = OUTER; }
            else if (c == '[') is_inside = 1;
            else if (c == ']') is_inside = 0;
            else if (c == '>' && !is_inside) return i + 1;
            break;
        case DOUBLE: if (c == '"') state = back; break;
        case SINGLE: if (c == '\'') state = back; break;
        case LESS: state = c == '?' ? INSTRUCTION : c == '!' ? LESS_BANG : DECLARATION; break;
        case LESS_BANG: state = c == '-' ? LESS_BANG_DASH : c == '>' ? OUTER : DECLARATION; break;
        case LESS_BANG_DASH: state = c == '-' ? COMMENT : c == '>' ? OUTER : DECLARATION; break;
        case COMMENT: if (c == '-') state = DASH; break;
        case DASH: state = c == '-' ? DASHES : COMMENT; break;
        case DASHES: state = c == '>' ? OUTER : c == '-' ? DASHES : COMMENT; break;
        case INSTRUCTION: if (c == '?') state = QUESTION; break;
        case QUESTION: state = c == '>' ? OUTER : c == '?' ? QUESTION : INSTRUCTION; break;
        }
    }
    *memory = state | back << 8 | is_inside << 16 | begun << 17;
    return SIZE_MAX;
}

size_t sluice_xml_cut_end(sluice_xml_cut cut, uint32_t *memory, const uint8_t *p, size_t n) {
    switch (cut) {
    case SLUICE_XML_CUT_NONE: return 0;
    case SLUICE_XML_CUT_CHARACTER: case SLUICE_XML_CUT_OPENING: return n ? 1 : SIZE_MAX;
    case SLUICE_XML_CUT_DOCTYPE: return doctype_end(memory, p, n);
    case SLUICE_XML_CUT_FAULTY: { // memory: bytes that are still wanted
        size_t wanted = *memory ? *memory : n;
        bool is_first = !*memory;
        *memory = (uint32_t)(is_first || wanted > n ? wanted - (is_first ? 0 : n) : 0);
        return is_first || wanted > n ? SIZE_MAX : wanted;
    }
    case SLUICE_XML_CUT_REFERENCE:
        for (size_t i = 0; i < n; i++)
            if (p[i] < 0x80 && p[i] != '#' && p[i] != '&' && (p[i] == ';' || !sluice_xml_is_name((uint8_t[]){'a', p[i]}, 2, true)))
                return i + 1;
        return SIZE_MAX;
    case SLUICE_XML_CUT_TAG: // memory: the quote that is open
        for (size_t i = 0; i < n; i++) {
            uint8_t c = p[i];
            if (*memory) {
                const uint8_t *quote = memchr(p + i, (int)*memory, n - i);
                if (!quote) return SIZE_MAX;
                i = (size_t)(quote - p);
                *memory = 0;
            } else if (c == '"' || c == '\'') {
                *memory = c;
            } else if (c == '>') {
                return i + 1;
            }
        }
        return SIZE_MAX;
    case SLUICE_XML_CUT_END_TAG: {
        const uint8_t *end = n ? memchr(p, '>', n) : NULL;
        return end ? (size_t)(end - p) + 1 : SIZE_MAX;
    }
    case SLUICE_XML_CUT_COMMENT: // memory: bytes of `<!--`, then dashes that end it
        for (size_t i = 0; i < n; i++) {
            if (*memory < 4) { ++*memory; continue; }
            // Two dashes end it, with `>` or as a fault.
            if (*memory == 6) return i + 1;
            *memory = p[i] == '-' ? *memory + 1 : 4;
        }
        return SIZE_MAX;
    case SLUICE_XML_CUT_INSTRUCTION: // memory: bytes of `<?`, then whether `?` was the last
        for (size_t i = 0; i < n; i++) {
            if (*memory < 2) { ++*memory; continue; }
            if (*memory == 3 && p[i] == '>') return i + 1;
            *memory = p[i] == '?' ? 3 : 2;
        }
        return SIZE_MAX;
    }
    return SIZE_MAX;
}
