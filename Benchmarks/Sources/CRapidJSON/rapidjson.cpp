#include "CRapidJSON.h"
#if !__has_include(<rapidjson/reader.h>)
#error "RapidJSON is missing: apt-get install rapidjson-dev (Debian, Ubuntu) or brew install rapidjson (macOS)"
#endif
#if defined(__SSE4_2__)
#define RAPIDJSON_SSE42
#elif defined(__ARM_NEON)
#define RAPIDJSON_NEON
#endif
#include <rapidjson/reader.h>

using namespace rapidjson;

namespace {
struct counter : BaseReaderHandler<UTF8<>, counter> {
    uint64_t events = 0;
    uint64_t text_bytes = 0;
    bool Default() {
        events++;
        return true;
    }
    bool String(const char *, SizeType n, bool) {
        text_bytes += n;
        return Default();
    }
    bool RawNumber(const char *, SizeType, bool) { return Default(); }
};

template <unsigned flags> bool count(const char *text, uint64_t *events, uint64_t *text_bytes) {
    Reader reader;
    StringStream stream(text);
    counter handler;
    bool valid = !reader.Parse<flags>(stream, handler).IsError();
    *events = handler.events;
    *text_bytes = handler.text_bytes;
    return valid;
}
}  // namespace

bool floor_rapidjson_count(const char *text, bool strict, uint64_t *events, uint64_t *text_bytes) {
    return strict ? count<kParseValidateEncodingFlag | kParseNumbersAsStringsFlag>(text, events, text_bytes)
                  : count<kParseDefaultFlags>(text, events, text_bytes);
}

const char *floor_rapidjson_version(void) { return RAPIDJSON_VERSION_STRING; }

const char *floor_rapidjson_kernel(void) {
#if defined(RAPIDJSON_SSE42)
    return "SSE 4.2";
#elif defined(RAPIDJSON_NEON)
    return "NEON";
#else
    return "plain";
#endif
}
