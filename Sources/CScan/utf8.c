#include "json_index.h"

// RFC 3629, section 4: which second bytes a lead byte allows; all further ones are 80..BF.
size_t sluice_utf8_fault(const uint8_t *p, size_t from, size_t n) {
    size_t i = from;
    while (i < n) {
        uint8_t lead = p[i];
        if (lead < 0x80) { i++; continue; }
        size_t more;
        uint8_t low = 0x80, high = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) more = 1;
        else if (lead >= 0xE0 && lead <= 0xEF) { more = 2; if (lead == 0xE0) low = 0xA0; if (lead == 0xED) high = 0x9F; }
        else if (lead >= 0xF0 && lead <= 0xF4) { more = 3; if (lead == 0xF0) low = 0x90; if (lead == 0xF4) high = 0x8F; }
        else return i;
        for (size_t k = 1; k <= more; k++) {
            // A character cut by the end is no fault yet.
            if (i + k >= n) return n;
            if (p[i + k] < low || p[i + k] > high) return i + k;
            low = 0x80;
            high = 0xBF;
        }
        i += more + 1;
    }
    return n;
}
