// Finds where the elements of an array, or the lines of a file, end: brackets are counted, strings are passed over.
// Nothing is checked here; whoever parses what was cut does that.
//
// 64 bytes at a time become bit masks, bit i for byte i. Escapes and quotes give the mask of bytes in strings; the
// brackets outside it are counted by popcount, and looked at one by one only where an element can end.
#include "CScan.h"
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define INLINE static inline __attribute__((always_inline))

typedef struct {
    uint64_t backslash, quote, open, close;
} classes;

// What differs from machine to machine.
typedef struct {
    classes (*classify)(const uint8_t *p);
    uint64_t (*equal)(const uint8_t *p, uint8_t byte);
    uint64_t (*parity)(uint64_t bits);  // bit i: whether an odd number of bits 0...i are set
    // Whether there is no bracket, no backslash and no `byte`: then the quotes are all there is to know.
    bool (*is_plain)(const uint8_t *p, uint8_t byte, uint64_t *quote);
} machine;

INLINE uint64_t parity_by_shifts(uint64_t x) {
    x ^= x << 1, x ^= x << 2, x ^= x << 4, x ^= x << 8, x ^= x << 16, x ^= x << 32;
    return x;
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2,pclmul,popcnt,bmi")))

AVX2 INLINE uint64_t mask_avx2(__m256i low, __m256i high, uint8_t byte) {
    const __m256i k = _mm256_set1_epi8((char)byte);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, k))
        | (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, k)) << 32;
}

AVX2 INLINE classes classify_avx2(const uint8_t *p) {
    __m256i low = _mm256_loadu_si256((const __m256i *)p), high = _mm256_loadu_si256((const __m256i *)(p + 32));
    classes c = {.backslash = mask_avx2(low, high, '\\'), .quote = mask_avx2(low, high, '"')};
    // `[` and `{`, `]` and `}` are 0x20 apart, and no other byte becomes one of them.
    const __m256i bit = _mm256_set1_epi8(0x20);
    low = _mm256_or_si256(low, bit), high = _mm256_or_si256(high, bit);
    c.open = mask_avx2(low, high, '{'), c.close = mask_avx2(low, high, '}');
    return c;
}

AVX2 INLINE uint64_t equal_avx2(const uint8_t *p, uint8_t byte) {
    return mask_avx2(
        _mm256_loadu_si256((const __m256i *)p), _mm256_loadu_si256((const __m256i *)(p + 32)), byte);
}

AVX2 INLINE uint64_t parity_avx2(uint64_t x) {
    return (uint64_t)_mm_cvtsi128_si64(
        _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)x), _mm_set1_epi8((char)0xFF), 0));
}

AVX2 INLINE bool is_plain_avx2(const uint8_t *p, uint8_t byte, uint64_t *quote) {
    const __m256i low = _mm256_loadu_si256((const __m256i *)p), high = _mm256_loadu_si256((const __m256i *)(p + 32));
    const __m256i bit = _mm256_set1_epi8(0x20), backslash = _mm256_set1_epi8('\\'), k = _mm256_set1_epi8((char)byte);
    const __m256i open = _mm256_set1_epi8('{'), close = _mm256_set1_epi8('}');
    __m256i found = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpeq_epi8(low, backslash), _mm256_cmpeq_epi8(high, backslash)),
        _mm256_or_si256(_mm256_cmpeq_epi8(low, k), _mm256_cmpeq_epi8(high, k)));
    const __m256i l = _mm256_or_si256(low, bit), h = _mm256_or_si256(high, bit);
    found = _mm256_or_si256(found, _mm256_or_si256(_mm256_cmpeq_epi8(l, open), _mm256_cmpeq_epi8(h, open)));
    found = _mm256_or_si256(found, _mm256_or_si256(_mm256_cmpeq_epi8(l, close), _mm256_cmpeq_epi8(h, close)));
    *quote = mask_avx2(low, high, '"');
    return _mm256_testz_si256(found, found);
}

INLINE uint64_t mask_sse2(const uint8_t *p, uint8_t bit, uint8_t byte) {
    uint64_t m = 0;
    for (int i = 0; i < 4; i++) {
        __m128i x = _mm_or_si128(_mm_loadu_si128((const __m128i *)(p + 16 * i)), _mm_set1_epi8((char)bit));
        m |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8((char)byte))) << 16 * i;
    }
    return m;
}

#elif defined(__aarch64__)

INLINE uint64_t mask_neon(const uint8_t *p, uint8_t bit, uint8_t byte) {
    const uint8x16_t weights = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t m[4];
    for (int i = 0; i < 4; i++) {
        uint8x16_t x = vorrq_u8(vld1q_u8(p + 16 * i), vdupq_n_u8(bit));
        m[i] = vandq_u8(vceqq_u8(x, vdupq_n_u8(byte)), weights);
    }
    uint8x16_t sum = vpaddq_u8(vpaddq_u8(m[0], m[1]), vpaddq_u8(m[2], m[3]));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

#endif

INLINE uint64_t mask_anywhere(const uint8_t *p, uint8_t bit, uint8_t byte) {
#if defined(__x86_64__)
    return mask_sse2(p, bit, byte);
#elif defined(__aarch64__)
    return mask_neon(p, bit, byte);
#else
    uint64_t m = 0;
    for (int i = 0; i < 64; i++) m |= (uint64_t)((p[i] | bit) == byte) << i;
    return m;
#endif
}

INLINE classes classify_anywhere(const uint8_t *p) {
    return (classes){
        .backslash = mask_anywhere(p, 0, '\\'),
        .quote = mask_anywhere(p, 0, '"'),
        .open = mask_anywhere(p, 0x20, '{'),
        .close = mask_anywhere(p, 0x20, '}'),
    };
}

INLINE uint64_t equal_anywhere(const uint8_t *p, uint8_t byte) { return mask_anywhere(p, 0, byte); }

INLINE bool is_plain_anywhere(const uint8_t *p, uint8_t byte, uint64_t *quote) {
    const classes c = classify_anywhere(p);
    *quote = c.quote;
    return !(c.backslash | c.open | c.close | equal_anywhere(p, byte));
}

// The bytes that a backslash escapes; `*carry` is whether the first is one of them, and becomes that of byte `n`.
INLINE uint64_t escaped_bytes(uint64_t backslash, size_t n, uint64_t *carry) {
    uint64_t escaped = *carry, next = 0;
    if (backslash) {
        // In a run of backslashes every second byte is escaped, and the one after it if the run is odd. The addition
        // carries through the runs that start at an odd bit, which turns them round (Langdale and Lemire, 2019).
        const uint64_t even = 0x5555555555555555;
        backslash &= ~escaped;
        const uint64_t follows = backslash << 1 | escaped;
        const uint64_t odd_starts = backslash & ~even & ~follows;
        const uint64_t turned = odd_starts + backslash;
        next = turned < odd_starts;
        escaped = (even ^ turned << 1) & follows;
    }
    *carry = n < 64 ? escaped >> n & 1 : next;
    return escaped;
}

// One block: the masks of its brackets outside strings, and of the bytes in strings (with the opening quote).
typedef struct {
    uint64_t open, close, in_string;
    const uint8_t *bytes;
    size_t count;
} block;

INLINE block read_block(machine m, sluice_cut *state, const uint8_t *p, size_t n, uint8_t *spare) {
    block b = {.bytes = p, .count = 64};
    if (__builtin_expect(n < 64, 0)) {
        memset(spare, ' ', 64);
        memcpy(spare, p, n);
        b.bytes = spare, b.count = n;
    }
    classes c = m.classify(b.bytes);
    c.quote &= ~escaped_bytes(c.backslash, b.count, &state->escaped);
    b.in_string = m.parity(c.quote) ^ state->in_string;
    state->in_string = (uint64_t)((int64_t)b.in_string >> 63);
    b.open = c.open & ~b.in_string, b.close = c.close & ~b.in_string;
    return b;
}

// Passes over a block of 64 bytes in which nothing opens or closes, nothing is escaped and no `byte` is.
INLINE bool skip_plain(machine m, sluice_cut *state, const uint8_t *p, uint8_t byte) {
    uint64_t quote;
    if (!m.is_plain(p, byte, &quote)) return false;
    quote &= ~state->escaped;
    state->escaped = 0;
    state->in_string ^= -(uint64_t)(__builtin_popcountll(quote) & 1);
    return true;
}

// `single`: stops behind the bracket that closes the first one, and knows no commas.
INLINE size_t cut_elements(
    machine m, bool single, sluice_cut *known, const uint8_t *p, size_t *at, size_t n, uint32_t *ends, size_t max,
    bool *closed
) {
    uint8_t spare[64];
    size_t found = 0, i = *at;
    sluice_cut state = *known;
    *closed = false;
    while (i < n && found < max) {
        if (state.depth && n - i >= 64 && skip_plain(m, &state, p + i, '\\')) {
            i += 64;
            continue;
        }
        block b = read_block(m, &state, p + i, n - i, spare);
        const int64_t closers = __builtin_popcountll(b.close);
        if (state.depth > closers) {
            state.depth += __builtin_popcountll(b.open) - closers;
            i += b.count;
            continue;
        }
        const uint64_t brackets = b.open | b.close;
        const uint64_t stops = single ? brackets : brackets | (m.equal(b.bytes, ',') & ~b.in_string);
        uint64_t left = ~0ull;  // the bytes not looked at
        for (;;) {
            const uint64_t next = (state.depth ? brackets : stops) & left;
            if (!next) break;
            const uint64_t bit = next & -next;
            left = -bit ^ bit;
            size_t end = i + (size_t)__builtin_ctzll(bit);
            if (b.open & bit) {
                state.depth++;
                continue;
            }
            if (b.close & bit && state.depth) {
                if (--state.depth || !single) continue;
                end++;
            }
            ends[found++] = (uint32_t)end;
            *closed = b.close & bit;
            if (*closed || found == max) {
                *known = (sluice_cut){0};
                *at = single ? end : end + 1;
                return found;
            }
        }
        i += b.count;
    }
    *known = state;
    *at = i;
    return found;
}

INLINE bool is_blank(const uint8_t *p, size_t start, size_t end) {
    while (start < end && (p[start] == ' ' || p[start] == '\t' || p[start] == '\r' || p[start] == '\n')) start++;
    return start == end;
}

// In a sequence of texts (RFC 7464) the first line feed at which nothing is open ends a text, too: whoever waits for an
// answer sends no separator behind it. Where a separator follows, that is the end.
INLINE size_t cut_lines(
    machine m, const bool sequence, sluice_cut *known, uint8_t separator, const uint8_t *p, size_t *line, size_t *at,
    size_t n, uint32_t *ends, size_t max, size_t *lines, bool *irregular
) {
    uint8_t spare[64];
    size_t found = 0, i = *at, start = *line, passed = 0;
    sluice_cut state = *known;
    size_t behind = 0;  // where not 0: behind the line feed that ends the text
    bool astray = false;
    *irregular = false;
    while (i < n && found < max && !astray) {
        if (!sequence && n - i >= 64 && skip_plain(m, &state, p + i, separator)) {
            i += 64;
            continue;
        }
        block b = read_block(m, &state, p + i, n - i, spare);
        uint64_t separators = m.equal(b.bytes, separator);
        if (sequence) separators |= m.equal(b.bytes, '\n');
        bool again = false;
        while (separators) {
            const uint64_t bit = separators & -separators, below = bit - 1;
            separators ^= bit;
            const size_t end = i + (size_t)__builtin_ctzll(bit);
            const bool good = !(b.in_string & bit)
                && state.depth + __builtin_popcountll(b.open & below) == __builtin_popcountll(b.close & below);
            if (sequence && p[end] == '\n') {
                if (good && !behind && !is_blank(p, start, end)) behind = end + 1;
                continue;
            }
            // What follows a text before the next separator is none of it.
            astray = behind && !is_blank(p, behind, end);
            if (astray) break;
            behind = 0;
            *irregular |= !good;
            if (!is_blank(p, start, end)) ends[found++] = (uint32_t)end;
            start = end + 1;
            passed++;
            // A line that is no value must not change how the next is read: start afresh after it.
            again = !good || found == max;
            if (again) break;
        }
        if (again) {
            state = (sluice_cut){0};
            i = start;
        } else {
            state.depth += __builtin_popcountll(b.open) - __builtin_popcountll(b.close);
            i += b.count;
        }
    }
    if (behind) {
        ends[found++] = (uint32_t)(behind - 1);
        state = (sluice_cut){0};
        i = start = behind;
    }
    *known = state;
    *at = i, *line = start, *lines = passed;
    return found;
}

static const machine anywhere = {classify_anywhere, equal_anywhere, parity_by_shifts, is_plain_anywhere};

#if defined(__x86_64__)

static const machine avx2 = {classify_avx2, equal_avx2, parity_avx2, is_plain_avx2};

static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("popcnt")
        && __builtin_cpu_supports("bmi");
}

AVX2 static size_t elements_avx2(
    sluice_cut *s, const uint8_t *p, size_t *at, size_t n, uint32_t *ends, size_t max, bool *closed
) {
    return cut_elements(avx2, false, s, p, at, n, ends, max, closed);
}

AVX2 static size_t value_avx2(sluice_cut *s, const uint8_t *p, size_t *at, size_t n, uint32_t *end) {
    bool closed;
    return cut_elements(avx2, true, s, p, at, n, end, 1, &closed);
}

AVX2 static size_t lines_avx2(
    sluice_cut *s, uint8_t separator, const uint8_t *p, size_t *line, size_t *at, size_t n, uint32_t *ends,
    size_t max, size_t *lines, bool *irregular
) {
    return cut_lines(avx2, false, s, separator, p, line, at, n, ends, max, lines, irregular);
}

AVX2 static size_t texts_avx2(
    sluice_cut *s, uint8_t separator, const uint8_t *p, size_t *line, size_t *at, size_t n, uint32_t *ends,
    size_t max, size_t *lines, bool *irregular
) {
    return cut_lines(avx2, true, s, separator, p, line, at, n, ends, max, lines, irregular);
}

#endif

size_t sluice_cut_elements(
    sluice_cut *s, const uint8_t *p, size_t *at, size_t n, uint32_t *ends, size_t max, bool *closed
) {
#if defined(__x86_64__)
    if (has_avx2()) return elements_avx2(s, p, at, n, ends, max, closed);
#endif
    return cut_elements(anywhere, false, s, p, at, n, ends, max, closed);
}

bool sluice_cut_value(sluice_cut *s, const uint8_t *p, size_t *at, size_t n, uint32_t *end) {
    bool closed;
#if defined(__x86_64__)
    if (has_avx2()) return value_avx2(s, p, at, n, end);
#endif
    return cut_elements(anywhere, true, s, p, at, n, end, 1, &closed);
}

size_t sluice_cut_lines(
    sluice_cut *s, uint8_t separator, const uint8_t *p, size_t *line, size_t *at, size_t n, uint32_t *ends,
    size_t max, size_t *lines, bool *irregular
) {
    const bool sequence = separator != '\n';
#if defined(__x86_64__)
    if (has_avx2())
        return (sequence ? texts_avx2 : lines_avx2)(s, separator, p, line, at, n, ends, max, lines, irregular);
#endif
    return cut_lines(anywhere, sequence, s, separator, p, line, at, n, ends, max, lines, irregular);
}
