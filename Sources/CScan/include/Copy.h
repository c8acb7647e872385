#ifndef SLUICE_COPY_H
#define SLUICE_COPY_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Copies bytes that are mostly few: as two halves that may overlap, without a loop.
static inline void sluice_copy(uint8_t *to, const uint8_t *from, size_t n) {
    if (n > 32) {
        memcpy(to, from, n);
    } else if (n >= 16) {
        typedef int8_t half __attribute__((vector_size(16)));
        half first, last;
        memcpy(&first, from, 16);
        memcpy(&last, from + n - 16, 16);
        memcpy(to, &first, 16);
        memcpy(to + n - 16, &last, 16);
    } else if (n >= 8) {
        uint64_t first, last;
        memcpy(&first, from, 8);
        memcpy(&last, from + n - 8, 8);
        memcpy(to, &first, 8);
        memcpy(to + n - 8, &last, 8);
    } else if (n >= 4) {
        uint32_t first, last;
        memcpy(&first, from, 4);
        memcpy(&last, from + n - 4, 4);
        memcpy(to, &first, 4);
        memcpy(to + n - 4, &last, 4);
    } else if (n) {
        to[0] = from[0];
        to[n / 2] = from[n / 2];
        to[n - 1] = from[n - 1];
    }
}

#endif
