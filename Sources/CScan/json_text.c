#include "escape.h"

static inline size_t room_of(const sluice_json_text *t) {
    size_t line = 0, room = 128;
    if (t->indents && __builtin_mul_overflow(t->indent_count, t->depth + 1, &line)) return SIZE_MAX;
    if (__builtin_add_overflow(room, line, &room) || __builtin_add_overflow(room, t->item_count, &room) ||
        __builtin_add_overflow(room, t->name_count, &room))
        return SIZE_MAX;
    return room;
}

size_t sluice_json_text_room(const sluice_json_text *t) { return room_of(t); }

static inline void put(sluice_json_text *t, uint8_t byte) { t->out[t->count++] = byte; }

static inline void put_bytes(sluice_json_text *t, const uint8_t *p, size_t n) {
    memcpy(t->out + t->count, p, n);
    t->count += n;
}

static inline void put_line(sluice_json_text *t) {
    if (!t->indents) return;
    put(t, '\n');
    if (t->indent_count == 0) return;
    for (size_t i = 0; i < t->depth; i++) put_bytes(t, t->indent, t->indent_count);
}

static inline bool in_object(const sluice_json_text *t) {
    const size_t last = t->depth - 1;
    return t->kinds[last >> 6] >> (last & 63) & 1;
}

bool sluice_json_text_begin_value(sluice_json_text *t) {
    switch (t->expects) {
    case SLUICE_EXPECTS_ELEMENT:
        put_bytes(t, t->item, t->item_count);
        put_line(t);
        return true;
    case SLUICE_EXPECTS_FIRST_ELEMENT:
        put_line(t);
        return true;
    case SLUICE_EXPECTS_ROOT:
    case SLUICE_EXPECTS_MEMBER_VALUE:
        return true;
    default:
        return false;
    }
}

void sluice_json_text_end_value(sluice_json_text *t) {
    if (t->depth) {
        t->expects = in_object(t) ? SLUICE_EXPECTS_NAME : SLUICE_EXPECTS_ELEMENT;
    } else if (t->lines) {
        put(t, '\n');
        t->expects = SLUICE_EXPECTS_ROOT;
    } else {
        t->expects = SLUICE_EXPECTS_NOTHING;
    }
}

bool sluice_json_text_begin_name(sluice_json_text *t) {
    if (t->expects == SLUICE_EXPECTS_NAME)
        put_bytes(t, t->item, t->item_count);
    else if (t->expects != SLUICE_EXPECTS_FIRST_NAME)
        return false;
    put_line(t);
    return true;
}

void sluice_json_text_end_name(sluice_json_text *t) {
    put_bytes(t, t->name, t->name_count);
    t->expects = SLUICE_EXPECTS_MEMBER_VALUE;
}

bool sluice_json_text_open(sluice_json_text *t, bool object) {
    if (!sluice_json_text_begin_value(t)) return false;
    put(t, object ? '{' : '[');
    const uint64_t bit = (uint64_t)1 << (t->depth & 63);
    uint64_t *const word = t->kinds + (t->depth >> 6);
    *word = object ? *word | bit : *word & ~bit;
    t->depth++;
    t->expects = object ? SLUICE_EXPECTS_FIRST_NAME : SLUICE_EXPECTS_FIRST_ELEMENT;
    return true;
}

bool sluice_json_text_close(sluice_json_text *t, bool object) {
    const uint8_t first = object ? SLUICE_EXPECTS_FIRST_NAME : SLUICE_EXPECTS_FIRST_ELEMENT;
    const uint8_t later = object ? SLUICE_EXPECTS_NAME : SLUICE_EXPECTS_ELEMENT;
    if (t->expects != first && t->expects != later) return false;
    t->depth--;
    if (t->expects == later) put_line(t);
    put(t, object ? '}' : ']');
    sluice_json_text_end_value(t);
    return true;
}

bool sluice_json_text_string(sluice_json_text *t, bool name, const uint8_t *p, size_t n) {
    if (!(name ? sluice_json_text_begin_name(t) : sluice_json_text_begin_value(t))) return false;
    put(t, '"');
    size_t taken;
    t->count += sluice_json_escape(p, n, &taken, t->out + t->count, t->capacity - t->count, t->escapes);
    put(t, '"');
    if (name)
        sluice_json_text_end_name(t);
    else
        sluice_json_text_end_value(t);
    return true;
}

static inline const uint8_t *digits(const uint8_t *p, const uint8_t *end) {
    while (p < end && (uint8_t)(*p - '0') < 10) p++;
    return p;
}

bool sluice_json_is_number(const uint8_t *p, size_t n) {
    const uint8_t *const end = p + n;
    if (p < end && *p == '-') p++;
    const uint8_t *from = p;
    p = digits(p, end);
    if (p == from || (*from == '0' && p - from > 1)) return false;
    if (p < end && *p == '.') {
        from = ++p;
        p = digits(p, end);
        if (p == from) return false;
    }
    if (p < end && (*p | 0x20) == 'e') {
        p++;
        if (p < end && (*p == '+' || *p == '-')) p++;
        from = p;
        p = digits(p, end);
        if (p == from) return false;
    }
    return p == end;
}
