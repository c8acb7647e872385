// Newlines, counted: inline, since most texts are short.
#ifndef SLUICE_NEWLINES_H
#define SLUICE_NEWLINES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Sixteen lanes: the compiler makes SSE2 or NEON of them, which both machines always have.
typedef uint8_t newline_lanes __attribute__((vector_size(16)));

static inline newline_lanes sluice_newline_lanes(const uint8_t *p) {
    const newline_lanes newline = {'\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n',
                                   '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n'};
    newline_lanes v;
    memcpy(&v, p, 16);
    // A lane that matches is -1.
    return (newline_lanes)(v == newline);
}

/// How many newlines (0x0A) there are in `p[0..<n]`.
static inline size_t sluice_newlines(const uint8_t *p, size_t n) {
    // A lane is a byte: after 255 rounds it could overflow.
    enum { LANES = 16, STRIDE = 4 * LANES, ROUNDS = 255 };
    size_t count = 0;
    while (n >= STRIDE) {
        newline_lanes a = {0}, b = {0}, c = {0}, d = {0};
        for (int round = 0; round < ROUNDS && n >= STRIDE; round++, p += STRIDE, n -= STRIDE) {
            a -= sluice_newline_lanes(p);
            b -= sluice_newline_lanes(p + LANES);
            c -= sluice_newline_lanes(p + 2 * LANES);
            d -= sluice_newline_lanes(p + 3 * LANES);
        }
        for (int i = 0; i < LANES; i++) count += (size_t)a[i] + b[i] + c[i] + d[i];
    }
    if (n >= LANES) {
        newline_lanes found = {0};
        for (; n >= LANES; p += LANES, n -= LANES) found -= sluice_newline_lanes(p);
        for (int i = 0; i < LANES; i++) count += found[i];
    }
    while (n--) count += *p++ == '\n';
    return count;
}

#endif
