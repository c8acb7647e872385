// Looking up a string by its bytes.
#ifndef SLUICE_XML_STRINGS_H
#define SLUICE_XML_STRINGS_H

#include "xml.h"

static inline uint64_t xml_load8(const uint8_t *p) {
    uint64_t word;
    memcpy(&word, p, 8);
    return word;
}

/// Every bit of `h` reaches the low ones, by way of both halves of a product: which bits depends on the seed, so that
/// nobody who does not know it can choose names that meet.
static inline uint64_t xml_mix(uint64_t h) {
    const unsigned __int128 product = (unsigned __int128)h * 0x9E3779B97F4A7C15;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint32_t xml_hash(const uint8_t *p, size_t n) {
    uint64_t h = xml_seed ^ n;
    if (n >= 8) {
        for (size_t i = 0; i + 8 < n; i += 8) h = xml_mix(h ^ xml_load8(p + i));
        h = xml_mix(h ^ xml_load8(p + n - 8));
    } else if (n >= 4) {
        uint32_t a, b;
        memcpy(&a, p, 4);
        memcpy(&b, p + n - 4, 4);
        h = xml_mix(h ^ ((uint64_t)a << 32 | b));
    } else if (n) {
        h ^= (uint64_t)p[0] << 16 | (uint64_t)p[n / 2] << 8 | p[n - 1];
    }
    return (uint32_t)xml_mix(h);
}

static inline bool xml_same(const uint8_t *p, const uint8_t *q, size_t n) {
    if (n > 16) return memcmp(p, q, n) == 0;
    if (n >= 8) return xml_load8(p) == xml_load8(q) && xml_load8(p + n - 8) == xml_load8(q + n - 8);
    if (n >= 4) {
        uint32_t a, b, c, d;
        memcpy(&a, p, 4);
        memcpy(&b, q, 4);
        memcpy(&c, p + n - 4, 4);
        memcpy(&d, q + n - 4, 4);
        return a == b && c == d;
    }
    return n == 0 || (p[0] == q[0] && p[n / 2] == q[n / 2] && p[n - 1] == q[n - 1]);
}

static inline uint32_t xml_find_hashed(const xml_strings *s, const uint8_t *p, size_t n, uint32_t hash) {
    if (!s->mask) return UINT32_MAX;
    for (size_t at = hash & s->mask; s->slots[at]; at = (at + 1) & s->mask) {
        if (s->slots[at] >> 32 != hash) continue;
        const uint32_t number = (uint32_t)s->slots[at] - 1;
        const xml_string *item = &s->items[number];
        if (item->count == n && xml_same(item->bytes, p, n)) return number;
    }
    return UINT32_MAX;
}

#endif
