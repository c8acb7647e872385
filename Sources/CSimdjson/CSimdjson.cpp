#include "CSimdjson.h"
#ifdef SLUICE_SIMDJSON
#if !__has_include(<simdjson.h>)
#error "simdjson is missing: apt-get install libsimdjson-dev (Debian, Ubuntu) or brew install simdjson (macOS), or build without the trait: --traits Services"
#endif
#include <simdjson.h>
#endif
