#include "json_text.h"

void sluice_json_text_prepare(sluice_json_text *t) { text_update_room(t); }

bool sluice_json_text_open(sluice_json_text *t, bool object) { return text_open(t, object); }

bool sluice_json_text_close(sluice_json_text *t, bool object) { return text_close(t, object); }

bool sluice_json_text_begin_value(sluice_json_text *t) { return text_begin_value(t); }

bool sluice_json_text_begin_name(sluice_json_text *t) { return text_begin_name(t); }

void sluice_json_text_end_value(sluice_json_text *t) { text_end_value(t); }

void sluice_json_text_end_name(sluice_json_text *t) { text_end_name(t); }

bool sluice_json_text_string(sluice_json_text *t, bool name, const uint8_t *p, size_t n) {
    if (!(name ? text_begin_name(t) : text_begin_value(t))) return false;
    text_put(t, '"');
    size_t taken;
    t->count += sluice_json_escape(p, n, &taken, t->out + t->count, t->capacity - t->count, t->escapes);
    text_put(t, '"');
    if (name)
        text_end_name(t);
    else
        text_end_value(t);
    return true;
}

bool sluice_json_text_raw(sluice_json_text *t, const uint8_t *p, size_t n) {
    if (!text_begin_value(t)) return false;
    if (n) memcpy(t->out + t->count, p, n);
    t->count += n;
    text_end_value(t);
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
