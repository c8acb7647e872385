#include "CScan.h"

static bool delimits(uint8_t c) {
    switch (c) {
    case ' ': case '\t': case '\n': case '\r': case ',': case ':': case '[': case ']': case '{': case '}': case '"': case '/':
        return true;
    default: return false;
    }
}

size_t sluice_json_token_end(uint8_t cut, uint8_t *memory, const uint8_t *p, size_t n) {
    uint8_t m = *memory;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = p[i];
        switch (cut) {
        case '"':
            // 0: at the opening quote, 1: in the string, 2: behind a backslash.
            if (m == 0) m = 1;
            else if (m == 2) m = 1;
            else if (c == '\\') m = 2;
            else if (c == '"') return i + 1;
            break;
        case '/':
            // 0: at the first slash, 1: behind it, 2: line comment, 3: block comment, 4: block comment behind a star.
            if (m == 0) m = 1;
            else if (m == 1 && c == '/') m = 2;
            else if (m == 1 && c == '*') m = 3;
            else if (m == 1) return i + 1;
            else if (m == 2) { if (c == '\n') return i + 1; }
            else if (m == 4 && c == '/') return i + 1;
            else m = c == '*' ? 4 : 3;
            break;
        default:
            if (delimits(c)) return i + 1;
        }
    }
    *memory = m;
    return SIZE_MAX;
}
