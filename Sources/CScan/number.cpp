#include "CScan.h"

#include <charconv>
#include <cstring>
#include <limits>

// Some libraries have from_chars for integers alone: then strtod serves, in a locale of our own.
#if !defined(SLUICE_FROM_CHARS)
#if defined(__cpp_lib_to_chars) && __cpp_lib_to_chars >= 201611L
#define SLUICE_FROM_CHARS 1
#else
#define SLUICE_FROM_CHARS 0
#endif
#endif

#if !SLUICE_FROM_CHARS
#include <cstdlib>
#include <locale.h>
#include <string>
#if defined(__APPLE__)
#include <xlocale.h>
#endif
#endif

namespace {

uint64_t bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

bool is_integer(const char *p, const char *end) {
    for (; p < end; p++)
        if (*p == '.' || *p == 'e' || *p == 'E') return false;
    return true;
}

#if SLUICE_FROM_CHARS
/// Whether a number that is out of range is too small, and not too large: by its exponent and its first digit.
bool is_tiny(const char *p, const char *end) {
    if (p < end && *p == '-') p++;
    long long magnitude = 0;  // of the first digit that is not zero
    bool seen = false, fraction = false;
    for (; p < end && *p != 'e' && *p != 'E'; p++) {
        if (*p == '.') {
            fraction = true;
            continue;
        }
        if (*p != '0') seen = true;
        if (!fraction && seen) magnitude++;
        if (fraction && !seen) magnitude--;
    }
    if (!seen) return true;
    if (p == end) return magnitude < 0;
    p++;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    long long exponent = 0;
    for (; p < end; p++)
        if (exponent < (1LL << 50)) exponent = exponent * 10 + (*p - '0');
    return (negative ? -exponent : exponent) + magnitude < 0;
}
#endif

/// The nearest double; false where its magnitude is beyond all of them.
bool nearest_double(const char *p, const char *end, double *value) {
#if SLUICE_FROM_CHARS
    auto result = std::from_chars(p, end, *value);
    if (result.ec == std::errc()) return true;
    if (!is_tiny(p, end)) return false;
    *value = *p == '-' ? -0.0 : 0.0;
    return true;
#else
    // The one locale that always has a point.
    static const locale_t c_locale = newlocale(LC_ALL_MASK, "C", nullptr);
    std::string text(p, size_t(end - p));
    *value = strtod_l(text.c_str(), nullptr, c_locale);
    return *value <= std::numeric_limits<double>::max() && *value >= std::numeric_limits<double>::lowest();
#endif
}

}  // namespace

bool sluice_double_of_text(const uint8_t *text, size_t count, double *value) {
    const char *p = reinterpret_cast<const char *>(text);
    return nearest_double(p, p + count, value);
}

uint8_t sluice_number_of_text(const uint8_t *text, size_t count, uint64_t *bits) {
    const char *p = reinterpret_cast<const char *>(text), *end = p + count;
    bool negative = p < end && *p == '-';
    const char *digits = p + negative;
    if (digits < end && (*digits == 'N' || *digits == 'I')) {
        double value = *digits == 'N' ? std::numeric_limits<double>::quiet_NaN()
                                      : std::numeric_limits<double>::infinity();
        *bits = bits_of(negative ? -value : value);
        return 'd';
    }
    // 20 digits are the most that 64 bits hold.
    if (is_integer(digits, end)) {
        uint64_t magnitude = 0;
        if (end - digits > 20) return 'N';
        for (const char *d = digits; d < end; d++)
            if (__builtin_mul_overflow(magnitude, uint64_t(10), &magnitude)
                || __builtin_add_overflow(magnitude, uint64_t(*d - '0'), &magnitude))
                return 'N';
        if (negative && magnitude > uint64_t(1) << 63) return 'N';
        *bits = negative ? -magnitude : magnitude;
        return !negative && magnitude >> 63 ? 'u' : 'l';
    }
    double value;
    if (!nearest_double(p, end, &value)) return 'N';
    *bits = bits_of(value);
    return 'd';
}
