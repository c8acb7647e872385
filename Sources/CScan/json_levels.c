#include "json_levels.h"
#include <stdlib.h>
#include <string.h>

sluice_json *sluice_json_new(sluice_json_options options) {
    sluice_json *j = calloc(1, sizeof *j);
    if (!j) return NULL;
    sluice_json_renew(j, options);
    j->found.capacity = OFFSETS;
    j->found.at = malloc(OFFSETS * sizeof *j->found.at);
    j->tokens = malloc(2 * OFFSETS * sizeof *j->tokens);
    j->levels_capacity = 32;
    j->levels = malloc(j->levels_capacity * sizeof *j->levels);
    j->found.escape_capacity = AIM / 64 + 64;
    j->found.escape_block = malloc(j->found.escape_capacity * sizeof *j->found.escape_block);
    j->found.escape_mask = malloc(j->found.escape_capacity * sizeof *j->found.escape_mask);
    if (!j->found.at || !j->found.escape_block || !j->found.escape_mask || !j->tokens || !j->levels) {
        sluice_json_free(j);
        return NULL;
    }
    return j;
}

void sluice_json_free(sluice_json *j) {
    if (!j) return;
    free(j->found.at);
    free(j->found.escape_block);
    free(j->found.escape_mask);
    free(j->tokens);
    free(j->decoded);
    free(j->levels);
    free(j->names);
    free(j);
}

void sluice_json_reset(sluice_json *j) {
    j->depth = j->low = 0;
    j->expect = SLUICE_EXPECT_VALUE;
}

void sluice_json_renew(sluice_json *j, sluice_json_options options) {
    j->options = options;
    j->index = options.comments ? sluice_json_index_commented
             : options.plain    ? sluice_json_index_plain
                                : sluice_json_widest_indexer();
    sluice_json_reset(j);
}

size_t sluice_json_memory(const sluice_json *j) {
    return sizeof *j + OFFSETS * (sizeof *j->found.at + 2 * sizeof *j->tokens) +
        j->found.escape_capacity * (sizeof *j->found.escape_block + sizeof *j->found.escape_mask) + j->decoded_capacity +
        j->levels_capacity * sizeof *j->levels + j->names_capacity;
}

size_t sluice_json_depth(const sluice_json *j) { return j->depth; }

bool sluice_json_step(
    const sluice_json *j, const uint8_t *p, size_t at_level, const uint8_t **name, size_t *count, uint64_t *index) {
    const level *l = &j->levels[at_level];
    if (!l->object) {
        *index = l->at;
        return false;
    }
    *name = l->saved ? j->names + (at_level ? l[-1].names_end : 0) : p + l->at;
    *count = l->name_count;
    return true;
}

bool sluice_json_save_names(sluice_json *j, const uint8_t *p) {
    for (size_t i = j->low ? j->low - 1 : 0; i < j->depth; i++) {
        level *l = &j->levels[i];
        size_t start = i ? l[-1].names_end : 0;
        size_t count = l->object ? l->name_count : 0;
        if (l->object && !l->saved) {
            if (start + count > j->names_capacity) {
                size_t capacity = 2 * (start + count) + 256;
                uint8_t *names = realloc(j->names, capacity);
                if (!names) return false;
                j->names = names;
                j->names_capacity = capacity;
            }
            if (count) memcpy(j->names + start, p + l->at, count);
            l->saved = true;
        }
        l->names_end = start + count;
    }
    j->low = j->depth;
    return true;
}

bool sluice_json_grow_levels(sluice_json *j) {
    size_t capacity = j->levels_capacity * 2;
    level *levels = realloc(j->levels, capacity * sizeof *levels);
    if (!levels) return false;
    j->levels = levels;
    j->levels_capacity = capacity;
    return true;
}
