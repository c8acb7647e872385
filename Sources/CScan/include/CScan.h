/// Our own scanners. Every function is pure: memory in, answers out; no I/O, no global state.
#ifndef SLUICE_CSCAN_H
#define SLUICE_CSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Counts the newlines (0x0A) of `p[0..<n]`; `*last` becomes the index of the last one, or is left alone.
size_t sluice_count_newlines(const uint8_t *p, size_t n, size_t *last);

#ifdef __cplusplus
}
#endif
#endif
