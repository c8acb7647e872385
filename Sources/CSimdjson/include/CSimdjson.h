/// A C face on the system's simdjson.
#ifndef SLUICE_CSIMDJSON_H
#define SLUICE_CSIMDJSON_H
#include <stddef.h>
#include <stdint.h>
#endif
