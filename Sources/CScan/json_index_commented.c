#include "json_index.h"

// Where comments are allowed a quote may stand in one, so parity says nothing: byte by byte, as before the masks.
void sluice_json_index_commented(sluice_json_index *out, const uint8_t *p, size_t n, size_t aim, bool control_allowed) {
    uint32_t *at = out->at, *const full = out->at + out->capacity - SLUICE_INDEX_SLACK;
    // What is looked at has an end, so that a call costs no more than it consumes; a longer token asks for more.
    const size_t limit = n / 2 < aim ? n : 2 * aim;
    size_t escapes = 0, i = 0, stop = sluice_utf8_fault(p, 0, limit);
    bool in_scalar = false;
    out->fault = stop < limit ? SLUICE_INDEX_UTF8 : 0;
    while (i < stop) {
        if (i >= aim || at > full || escapes + aim / 64 + 2 > out->escape_capacity) {
            out->fault = 0;
            stop = i;
            break;
        }
        uint8_t c = p[i];
        if (c == '"') {
            size_t open = i++;
            *at++ = (uint32_t)open;
            in_scalar = false;
            while (i < stop && p[i] != '"') {
                if (p[i] < 0x20 && !control_allowed) {
                    out->fault = SLUICE_INDEX_CONTROL;
                    stop = i;
                    goto done;
                }
                if (p[i] == '\\') {
                    if (escapes == out->escape_capacity) {
                        out->fault = 0;
                        stop = i;
                        goto done;
                    }
                    if (!escapes || out->escape_block[escapes - 1] != (i & ~(size_t)63)) {
                        out->escape_block[escapes] = (uint32_t)(i & ~(size_t)63);
                        out->escape_mask[escapes++] = 0;
                    }
                    out->escape_mask[escapes - 1] |= (uint64_t)1 << (i & 63);
                    i++;
                }
                i++;
            }
            if (i >= stop) goto done;
            *at++ = (uint32_t)i++;
        } else if (c == '/' && i + 1 < stop && (p[i + 1] == '/' || p[i + 1] == '*')) {
            size_t open = i;
            bool line = p[i + 1] == '/';
            i += 2;
            in_scalar = false;
            if (line) while (i < stop && p[i] != '\n') i++;
            else while (i < stop && !(p[i] == '/' && p[i - 1] == '*' && i > open + 2)) i++;
            if (i >= stop) {
                if (!out->fault) {
                    if (limit == n) out->fault = SLUICE_INDEX_COMMENT;
                    stop = open;
                }
                goto done;
            }
            i++;
        } else if (c == '/' && i + 1 == n) {
            // Perhaps the first half of a comment's opening.
            out->fault = SLUICE_INDEX_COMMENT;
            stop = i;
        } else {
            bool white = c == ' ' || c == '\t' || c == '\n' || c == '\r';
            bool mark = c == '{' || c == '}' || c == '[' || c == ']' || c == ',' || c == ':' || c == '/';
            if (mark || (!white && !in_scalar)) *at++ = (uint32_t)i;
            in_scalar = !white && !mark;
            i++;
        }
    }
done:
    out->count = (size_t)(at - out->at);
    out->escapes = escapes;
    out->end = stop;
}
