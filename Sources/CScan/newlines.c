#define _GNU_SOURCE
#include "newlines.h"
#include "CScan.h"

size_t sluice_count_newlines(const uint8_t *p, size_t n, size_t *last) {
    size_t count = sluice_newlines(p, n);
    if (count) {
#if defined(__linux__)
        *last = (size_t)((const uint8_t *)memrchr(p, '\n', n) - p);
#else
        size_t i = n;
        while (p[i - 1] != '\n') i--;
        *last = i - 1;
#endif
    }
    return count;
}
