#include "CScan.h"
#include <string.h>

static int hex_digit(uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static uint8_t *write_utf8(uint8_t *out, uint32_t c) {
    if (c < 0x80) {
        *out++ = (uint8_t)c;
    } else if (c < 0x800) {
        *out++ = (uint8_t)(0xC0 | c >> 6);
        *out++ = (uint8_t)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *out++ = (uint8_t)(0xE0 | c >> 12);
        *out++ = (uint8_t)(0x80 | (c >> 6 & 0x3F));
        *out++ = (uint8_t)(0x80 | (c & 0x3F));
    } else {
        *out++ = (uint8_t)(0xF0 | c >> 18);
        *out++ = (uint8_t)(0x80 | (c >> 12 & 0x3F));
        *out++ = (uint8_t)(0x80 | (c >> 6 & 0x3F));
        *out++ = (uint8_t)(0x80 | (c & 0x3F));
    }
    return out;
}

size_t sluice_json_unescape(
    const uint8_t *p, size_t n, bool complete, bool replace_surrogates, uint8_t *out, sluice_json_fault *fault, size_t *fault_at) {
    uint8_t *const start = out;
    size_t i = 0;
#define FAIL(kind, where) return *fault = (kind), *fault_at = (where), SIZE_MAX
// A text that is cut here is no fault; a string that ends here is one.
#define NEED(index, kind) if ((index) >= n) { if (complete) FAIL(kind, n); return (size_t)(out - start); }
    while (i < n) {
        if (p[i] != '\\') {
            const uint8_t *next = memchr(p + i, '\\', n - i);
            size_t count = next ? (size_t)(next - (p + i)) : n - i;
            memcpy(out, p + i, count);
            out += count;
            i += count;
            continue;
        }
        NEED(i + 1, SLUICE_FAULT_ESCAPE)
        switch (p[i + 1]) {
        case '"': *out++ = '"'; i += 2; continue;
        case '\\': *out++ = '\\'; i += 2; continue;
        case '/': *out++ = '/'; i += 2; continue;
        case 'b': *out++ = '\b'; i += 2; continue;
        case 'f': *out++ = '\f'; i += 2; continue;
        case 'n': *out++ = '\n'; i += 2; continue;
        case 'r': *out++ = '\r'; i += 2; continue;
        case 't': *out++ = '\t'; i += 2; continue;
        case 'u': break;
        default: FAIL(SLUICE_FAULT_ESCAPE, i + 1);
        }
        // RFC 8259, section 7: four digits; beyond the basic plane two such escapes, high surrogate first.
        uint32_t unit = 0;
        for (size_t k = i + 2; k < i + 6; k++) {
            NEED(k, SLUICE_FAULT_HEX)
            int digit = hex_digit(p[k]);
            if (digit < 0) FAIL(SLUICE_FAULT_HEX, k);
            unit = unit << 4 | (uint32_t)digit;
            // DC00...DFFF with nothing before it: its third digit gives it away.
            if (k == i + 3 && unit >= 0xDC && unit <= 0xDF && !replace_surrogates) FAIL(SLUICE_FAULT_SURROGATE, k);
        }
        i += 6;
        if (unit < 0xD800 || unit > 0xDFFF) {
            out = write_utf8(out, unit);
            continue;
        }
        size_t k = i;
        uint32_t second = 0;
        sluice_json_fault wrong = SLUICE_FAULT_NONE;
        if (unit >= 0xDC00) {
            wrong = SLUICE_FAULT_SURROGATE;
        } else {
            for (; k < i + 6 && !wrong; k++) {
                if (k >= n) {
                    if (!complete) return (size_t)(out - start);
                    wrong = SLUICE_FAULT_SURROGATE;
                    break;
                }
                if (k < i + 2) {
                    if (p[k] != (k == i ? '\\' : 'u')) { wrong = SLUICE_FAULT_SURROGATE; break; }
                    continue;
                }
                int digit = hex_digit(p[k]);
                if (digit < 0) { wrong = SLUICE_FAULT_HEX; break; }
                second = second << 4 | (uint32_t)digit;
                if (k == i + 2 && second != 0xD) { wrong = SLUICE_FAULT_SURROGATE; break; }
                if (k == i + 3 && second < 0xDC) { wrong = SLUICE_FAULT_SURROGATE; break; }
            }
        }
        if (!wrong) {
            out = write_utf8(out, 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00));
            i += 6;
        } else if (replace_surrogates) {
            // What follows is read on its own: it may be a whole escape, or wrong for a reason of its own.
            out = write_utf8(out, 0xFFFD);
        } else {
            FAIL(wrong, k);
        }
    }
    return (size_t)(out - start);
}
