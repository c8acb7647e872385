#include "json_text.h"
#include "tape_text.h"

#define SLUICE_NAME(x) x##_base
#include "escape_block.h"
#include "tape_walk.h"
#undef SLUICE_NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2"))), apply_to = function)
#define SLUICE_AVX2 1
#define SLUICE_NAME(x) x##_avx2
#include "escape_block.h"
#include "tape_walk.h"
#undef SLUICE_NAME
#undef SLUICE_AVX2
#pragma clang attribute pop
#endif

/// Any layout, one token at a time.
static int walk_any_layout(sluice_json_text *t, sluice_json_tape *tape) {
    while (tape->at < tape->end) {
        if (t->capacity - t->count < t->room) return SLUICE_TAPE_NEEDS_ROOM;
        const uint64_t word = tape->words[tape->at];
        switch (word >> 56) {
        case '{':
        case '[':
            if (t->depth == t->depth_capacity) return SLUICE_TAPE_NEEDS_DEPTH;
            text_open(t, word >> 56 == '{');
            tape->at++;
            continue;
        case '}':
        case ']':
            text_close(t, word >> 56 == '}');
            tape->at++;
            continue;
        case '"':
        case 'N': {
            const bool quoted = word >> 56 == '"';
            const bool name = t->expects == SLUICE_EXPECTS_NAME || t->expects == SLUICE_EXPECTS_FIRST_NAME;
            const bool fresh = tape->within == 0;
            if (!quoted && needs_care(t, tape, word)) return SLUICE_TAPE_NEEDS_CARE;
            if (fresh) {
                if (name) text_begin_name(t);
                else text_begin_value(t);
            }
            uint8_t *o = t->out + t->count;
            uint8_t *const limit = t->out + t->capacity - t->name_count - 32;
            const bool whole = quoted ? put_string_base(&o, limit, tape, word, t->escapes)
                                      : put_number_text(&o, limit, tape, word);
            t->count = (size_t)(o - t->out);
            if (!whole) return SLUICE_TAPE_NEEDS_ROOM;
            tape->at++;
            if (name) text_end_name(t);
            else text_end_value(t);
            continue;
        }
        default:
            if (needs_care(t, tape, word)) return SLUICE_TAPE_NEEDS_CARE;
            text_begin_value(t);
            t->count += put_scalar(t, tape, word, t->out + t->count);
            text_end_value(t);
        }
    }
    return SLUICE_TAPE_WRITTEN;
}

int sluice_json_text_tape(sluice_json_text *t, sluice_json_tape *tape) {
    if (t->indents || t->item_count > 8 || t->name_count > 8) return walk_any_layout(t, tape);
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return walk_without_lines_avx2(t, tape);
#endif
    return walk_without_lines_base(t, tape);
}
