// The order of tokens and the white space between them, for events (json_text.c) and for tapes (tape_text.c).
#ifndef SLUICE_JSON_TEXT_H
#define SLUICE_JSON_TEXT_H

#include "escape.h"

/// Keeps `room` up to date. Blanks are written 16 at a time: that many may be touched beyond those counted.
static inline void text_update_room(sluice_json_text *t) {
    size_t line = 0, room = 128;
    if (t->indents && __builtin_mul_overflow(t->indent_count, t->depth + 1, &line)) line = SIZE_MAX;
    if (__builtin_add_overflow(room, line, &room) || __builtin_add_overflow(room, t->item_count, &room) ||
        __builtin_add_overflow(room, t->name_count, &room))
        room = SIZE_MAX;
    t->room = room;
}

static inline void text_put(sluice_json_text *t, uint8_t byte) { t->out[t->count++] = byte; }

static inline void text_put_separator(sluice_json_text *t, const uint8_t *p, size_t n) {
    if (n == 1)
        text_put(t, *p);
    else {
        memcpy(t->out + t->count, p, n);
        t->count += n;
    }
}

static inline void text_put_line(sluice_json_text *t) {
    if (!t->indents) return;
    text_put(t, '\n');
    uint8_t *const out = t->out + t->count;
    const size_t count = t->indent_count * t->depth;
    t->count += count;
    if (t->indent_fill) {
        for (size_t i = 0; i < count; i += 16) memset(out + i, t->indent_fill, 16);
    } else {
        for (size_t i = 0; i < count; i += t->indent_count) memcpy(out + i, t->indent, t->indent_count);
    }
}

static inline bool text_in_object(const sluice_json_text *t) {
    const size_t last = t->depth - 1;
    return t->kinds[last >> 6] >> (last & 63) & 1;
}

static inline bool text_begin_value(sluice_json_text *t) {
    switch (t->expects) {
    case SLUICE_EXPECTS_ELEMENT:
        text_put_separator(t, t->item, t->item_count);
        text_put_line(t);
        return true;
    case SLUICE_EXPECTS_FIRST_ELEMENT:
        text_put_line(t);
        return true;
    case SLUICE_EXPECTS_ROOT:
    case SLUICE_EXPECTS_MEMBER_VALUE:
        return true;
    default:
        return false;
    }
}

static inline void text_end_value(sluice_json_text *t) {
    if (t->depth) {
        t->expects = text_in_object(t) ? SLUICE_EXPECTS_NAME : SLUICE_EXPECTS_ELEMENT;
    } else if (t->lines) {
        text_put(t, '\n');
        t->expects = SLUICE_EXPECTS_ROOT;
    } else {
        t->expects = SLUICE_EXPECTS_NOTHING;
    }
}

static inline bool text_begin_name(sluice_json_text *t) {
    if (t->expects == SLUICE_EXPECTS_NAME)
        text_put_separator(t, t->item, t->item_count);
    else if (t->expects != SLUICE_EXPECTS_FIRST_NAME)
        return false;
    text_put_line(t);
    return true;
}

static inline void text_end_name(sluice_json_text *t) {
    text_put_separator(t, t->name, t->name_count);
    t->expects = SLUICE_EXPECTS_MEMBER_VALUE;
}

static inline bool text_open(sluice_json_text *t, bool object) {
    if (!text_begin_value(t)) return false;
    text_put(t, object ? '{' : '[');
    const uint64_t bit = (uint64_t)1 << (t->depth & 63);
    uint64_t *const word = t->kinds + (t->depth >> 6);
    *word = object ? *word | bit : *word & ~bit;
    t->depth++;
    if (t->indents) text_update_room(t);
    t->expects = object ? SLUICE_EXPECTS_FIRST_NAME : SLUICE_EXPECTS_FIRST_ELEMENT;
    return true;
}

static inline bool text_close(sluice_json_text *t, bool object) {
    const uint8_t first = object ? SLUICE_EXPECTS_FIRST_NAME : SLUICE_EXPECTS_FIRST_ELEMENT;
    const uint8_t later = object ? SLUICE_EXPECTS_NAME : SLUICE_EXPECTS_ELEMENT;
    if (t->expects != first && t->expects != later) return false;
    t->depth--;
    if (t->expects == later) text_put_line(t);
    if (t->indents) text_update_room(t);
    text_put(t, object ? '}' : ']');
    text_end_value(t);
    return true;
}

#endif
