#include "simdjson_parser.hpp"
#include <string>

using namespace simdjson;

floor_simdjson *floor_simdjson_new(void) { return new floor_simdjson; }
void floor_simdjson_free(floor_simdjson *parser) { delete parser; }

bool floor_simdjson_parse(floor_simdjson *parser, const uint8_t *p, size_t n) {
    return parser->parser.parse(p, n, false).error() == SUCCESS;
}

static void walk(dom::element element, floor_totals &totals) {
    switch (element.type()) {
    case dom::element_type::OBJECT:
        totals.events += 2;
        for (auto member : dom::object(element)) {
            totals.events++;
            walk(member.value, totals);
        }
        break;
    case dom::element_type::ARRAY:
        totals.events += 2;
        for (auto child : dom::array(element)) walk(child, totals);
        break;
    case dom::element_type::STRING:
        totals.events++;
        totals.text_bytes += std::string_view(element).size();
        break;
    case dom::element_type::INT64:
        totals.events++;
        totals.sum += double(int64_t(element));
        break;
    case dom::element_type::UINT64:
        totals.events++;
        totals.sum += double(uint64_t(element));
        break;
    case dom::element_type::DOUBLE:
        totals.events++;
        totals.sum += double(element);
        break;
    default: totals.events++;
    }
}

bool floor_simdjson_walk(floor_simdjson *parser, const uint8_t *p, size_t n, floor_totals *totals) {
    *totals = {};
    auto root = parser->parser.parse(p, n, false);
    if (root.error()) return false;
    walk(root.value_unsafe(), *totals);
    return true;
}

bool floor_simdjson_fresh(const uint8_t *p, size_t n) {
    padded_string copy(reinterpret_cast<const char *>(p), n);
    dom::parser parser;
    return parser.parse(copy).error() == SUCCESS;
}

const char *floor_simdjson_version(void) {
    static const std::string version = std::to_string(SIMDJSON_VERSION_MAJOR) + "." +
        std::to_string(SIMDJSON_VERSION_MINOR) + "." + std::to_string(SIMDJSON_VERSION_REVISION);
    return version.c_str();
}

const char *floor_simdjson_kernel(void) {
    static const std::string name = [] {
        dom::parser parser;
        (void)parser.parse("[1]"_padded);  // the first parse chooses
        return get_active_implementation()->name();
    }();
    return name.c_str();
}
