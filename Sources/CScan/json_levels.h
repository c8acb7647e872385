/// What the tokenizer remembers from call to call: what is open, and what to call it.
#ifndef SLUICE_JSON_LEVELS_H
#define SLUICE_JSON_LEVELS_H

#include "json_index.h"

/// An open container and how far into it we are.
typedef struct {
    bool object;
    /// The name below stands in `names`, not in the input.
    bool saved;
    uint32_t name_count;
    /// Where the names of this and all outer containers end in `names`.
    size_t names_end;
    /// Object: offset of the current member's name. Array: number of complete elements.
    uint64_t at;
} level;

struct sluice_json {
    sluice_json_options options;
    sluice_json_indexer *index;
    sluice_json_index found;
    uint64_t *tokens;
    uint8_t *decoded;
    size_t decoded_capacity;
    level *levels;
    size_t depth, levels_capacity;
    /// Levels below this one have not changed since their names were saved.
    size_t low;
    /// Names of open members, from the root down.
    uint8_t *names;
    size_t names_capacity;
    sluice_json_expect expect;
};

/// Bytes for one round of the two passes: offsets and tokens of so much text stay in the first-level cache.
#define AIM ((size_t)8192)
#define OFFSETS (AIM + 128 + SLUICE_INDEX_SLACK)
/// Of a name in a path, so much is kept.
#define NAME_KEPT 256

/// Before the input goes away: copies the names of open members that still stand in it.
bool sluice_json_save_names(sluice_json *json, const uint8_t *p);

/// Room for more open containers.
bool sluice_json_grow_levels(sluice_json *json);

#endif
