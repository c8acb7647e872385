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

int sluice_json_text_tape(sluice_json_text *t, sluice_json_tape *tape) {
    const bool any = t->indents || t->item_count > 8 || t->name_count > 8;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        return any ? walk_any_layout_avx2(t, tape) : walk_without_lines_avx2(t, tape);
#endif
    return any ? walk_any_layout_base(t, tape) : walk_without_lines_base(t, tape);
}
