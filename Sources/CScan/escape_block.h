// The escaping of JSON strings, included once for each instruction set: SLUICE_NAME(x) names the copy.
//
// A block of 32 bytes is loaded, stored as it is, and only then asked for bytes that need an escape: text without
// any (nearly all text) costs one load, one store and one comparison for each 32 bytes.

#if SLUICE_AVX2
static inline __attribute__((always_inline)) uint32_t SLUICE_NAME(copy_block)(
    const uint8_t *p, uint8_t *out, unsigned flags) {
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)p);
    _mm256_storeu_si256((__m256i *)out, bytes);
    const __m256i slash = _mm256_set1_epi8(flags & SLUICE_ESCAPE_SLASHES ? '/' : '"');
    const __m256i low = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1f)), bytes);
    const __m256i found = _mm256_or_si256(
        _mm256_or_si256(low, _mm256_cmpeq_epi8(bytes, slash)),
        _mm256_or_si256(
            _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')), _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\'))));
    uint32_t mask = (uint32_t)_mm256_movemask_epi8(found);
    if (flags & SLUICE_ESCAPE_NON_ASCII)
        mask |= (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(bytes, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(0x7f))));
    return mask;
}
#elif defined(__SSE2__)
static inline __attribute__((always_inline)) uint32_t SLUICE_NAME(copy_block)(
    const uint8_t *p, uint8_t *out, unsigned flags) {
    const __m128i slash = _mm_set1_epi8(flags & SLUICE_ESCAPE_SLASHES ? '/' : '"');
    uint32_t mask = 0;
    for (int half = 0; half < 2; half++) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)p + half);
        _mm_storeu_si128((__m128i *)out + half, bytes);
        const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
        const __m128i found = _mm_or_si128(
            _mm_or_si128(low, _mm_cmpeq_epi8(bytes, slash)),
            _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
        uint32_t bits = (uint32_t)_mm_movemask_epi8(found);
        if (flags & SLUICE_ESCAPE_NON_ASCII)
            bits |= (uint32_t)_mm_movemask_epi8(_mm_or_si128(bytes, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7f))));
        // Without this the compiler takes the bits apart and puts them together one by one (clang 21), 10 times slower.
        __asm__("" : "+r"(bits));
        mask |= bits << (16 * half);
    }
    return mask;
}
#elif defined(__ARM_NEON) && defined(__aarch64__)
static inline __attribute__((always_inline)) uint32_t SLUICE_NAME(copy_block)(
    const uint8_t *p, uint8_t *out, unsigned flags) {
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t weight = vld1q_u8(weights);
    const uint8x16_t slash = vdupq_n_u8(flags & SLUICE_ESCAPE_SLASHES ? '/' : '"');
    // From DEL on; no byte of UTF-8 is 0xff.
    const uint8x16_t high = vdupq_n_u8(flags & SLUICE_ESCAPE_NON_ASCII ? 0x7f : 0xff);
    uint32_t mask = 0;
    for (int half = 0; half < 2; half++) {
        const uint8x16_t bytes = vld1q_u8(p + 16 * half);
        vst1q_u8(out + 16 * half, bytes);
        const uint8x16_t found = vorrq_u8(
            vorrq_u8(vcltq_u8(bytes, vdupq_n_u8(0x20)), vceqq_u8(bytes, slash)),
            vorrq_u8(
                vorrq_u8(vceqq_u8(bytes, vdupq_n_u8('"')), vceqq_u8(bytes, vdupq_n_u8('\\'))),
                vcgeq_u8(bytes, high)));
        const uint8x16_t bits = vandq_u8(found, weight);
        mask |= (uint32_t)vaddv_u8(vget_low_u8(bits)) << (16 * half);
        mask |= (uint32_t)vaddv_u8(vget_high_u8(bits)) << (16 * half + 8);
    }
    return mask;
}
#else
static inline uint32_t SLUICE_NAME(copy_block)(const uint8_t *p, uint8_t *out, unsigned flags) {
    uint32_t mask = 0;
    memcpy(out, p, 32);
    for (int i = 0; i < 32; i++) mask |= (uint32_t)sluice_needs_escape(p[i], flags) << i;
    return mask;
}
#endif

/// Writes the text `p[0..<n]` with escapes, as far as `out[0..<room]` surely holds the next piece.
/// Returns the bytes written; `*taken` becomes the bytes of text they stand for.
static inline __attribute__((always_inline)) size_t SLUICE_NAME(escape)(
    const uint8_t *p, size_t n, size_t *taken, uint8_t *out, size_t room, unsigned flags) {
    const uint8_t *at = p, *const end = p + n;
    uint8_t *o = out, *const limit = out + room;
    while (at < end && (size_t)(limit - o) >= SLUICE_ESCAPE_ROOM) {
        const size_t left = (size_t)(end - at), step = left < 32 ? left : 32;
        uint32_t mask;
        if (__builtin_expect(left >= 32 || sluice_may_read_ahead(at), 1)) {
            mask = SLUICE_NAME(copy_block)(at, o, flags);
        } else {
            uint8_t tail[32] = {0};
            memcpy(tail, at, left);
            mask = SLUICE_NAME(copy_block)(tail, o, flags);
        }
        mask &= (uint32_t)(((uint64_t)1 << step) - 1);
        if (__builtin_expect(mask == 0, 1)) {
            at += step;
            o += step;
            continue;
        }
        const int plain = __builtin_ctz(mask);
        at += plain;
        o += plain;
        do {
            at = sluice_escape_one(at, end, &o);
        } while (at < end && sluice_needs_escape(*at, flags) && (size_t)(limit - o) >= SLUICE_ESCAPE_ROOM);
    }
    *taken = (size_t)(at - p);
    return (size_t)(o - out);
}
