// A document's hash as simdjson reads it: FNV-1a over a tag for each event and the bytes of its value.
// Sources/Measure/Differential/ValueHash.swift makes the same from Sluice's events.
#include "simdjson_parser.hpp"
#include <cstring>

using namespace simdjson;

namespace {
struct hasher {
    uint64_t state = 0xCBF29CE484222325;
    void byte(uint8_t b) { state = (state ^ b) * 0x100000001B3; }
    void word(char tag, uint64_t w) {
        byte(uint8_t(tag));
        for (int i = 0; i < 8; i++) byte(uint8_t(w >> 8 * i));
    }
    void text(char tag, std::string_view s) {
        word(tag, s.size());
        for (char c : s) byte(uint8_t(c));
    }
    void value(dom::element e) {
        switch (e.type()) {
        case dom::element_type::OBJECT:
            byte('{');
            for (auto member : dom::object(e)) {
                text('k', member.key);
                value(member.value);
            }
            byte('}');
            break;
        case dom::element_type::ARRAY:
            byte('[');
            for (auto child : dom::array(e)) value(child);
            byte(']');
            break;
        case dom::element_type::STRING: text('s', e); break;
        case dom::element_type::INT64: word('i', uint64_t(int64_t(e))); break;
        case dom::element_type::UINT64: word('u', uint64_t(e)); break;
        case dom::element_type::DOUBLE: {
            double d = e;
            uint64_t bits;
            memcpy(&bits, &d, 8);
            word('d', bits);
            break;
        }
        case dom::element_type::BOOL: byte(bool(e) ? 't' : 'f'); break;
        case dom::element_type::NULL_VALUE: byte('n'); break;
        }
    }
};
}  // namespace

floor_verdict floor_simdjson_hash(
    floor_simdjson *parser, const uint8_t *p, size_t n, uint64_t *hash, const char **message) {
    auto root = parser->parser.parse(p, n, false);
    *message = error_message(root.error());
    if (root.error() == CAPACITY || root.error() == DEPTH_ERROR || root.error() == MEMALLOC) return FLOOR_DECLINED;
    if (root.error()) return FLOOR_INVALID;
    hasher h;
    h.value(root.value_unsafe());
    *hash = h.state;
    return FLOOR_VALID;
}
