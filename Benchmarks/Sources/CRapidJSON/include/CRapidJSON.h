/// RapidJSON's SAX reader with a handler that counts.
#ifndef CRAPIDJSON_H
#define CRAPIDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Reads `text`, which ends with a NUL. `*events`: a value is one, a key is one, an object or an array is two.
/// With `strict`, UTF-8 is validated and numbers stay text, as in yajl and Sluice; without it the reader's defaults hold.
bool floor_rapidjson_count(const char *text, bool strict, uint64_t *events, uint64_t *text_bytes);

const char *floor_rapidjson_version(void);
/// Which instructions it was compiled to use.
const char *floor_rapidjson_kernel(void);

#ifdef __cplusplus
}
#endif
#endif
