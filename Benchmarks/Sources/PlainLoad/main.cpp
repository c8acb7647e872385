// The plain C++ program that a cold load is compared with: read the file, parse it with a fresh parser.
#include "CFloors.h"
#include <cstdio>
#include <simdjson.h>

int main(int count, char **arguments) {
    if (count != 2) return 2;
    simdjson::dom::parser parser;
    auto root = parser.load(arguments[1]);
    if (root.error()) {
        fprintf(stderr, "%s\n", simdjson::error_message(root.error()));
        return 1;
    }
    printf("{\"peak\":%llu}\n", (unsigned long long)floor_peak_memory());
    return 0;
}
