#ifndef SIMDJSON_PARSER_HPP
#define SIMDJSON_PARSER_HPP
#include "CFloors.h"
#if !__has_include(<simdjson.h>)
#error "simdjson is missing: apt-get install libsimdjson-dev (Debian, Ubuntu) or brew install simdjson (macOS)"
#endif
#include <simdjson.h>

struct floor_simdjson {
    simdjson::dom::parser parser;
};
#endif
