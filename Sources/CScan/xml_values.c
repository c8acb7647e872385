// Attribute values and character references (XML 1.0, sections 3.3.3 and 4.1).
#include "xml.h"
#include "xml_characters.h"
#include "xml_text.h"

enum { PLAIN_BLOCK = 32 };
typedef int8_t plain_lanes __attribute__((vector_size(16)));

/// The lanes of bytes beyond ASCII and of control characters but white space.
static inline plain_lanes unusual(const uint8_t *p) {
    plain_lanes v;
    memcpy(&v, p, sizeof v);
    return (plain_lanes)((v < 0x20) & (v != '\t') & (v != '\n') & (v != '\r'));
}

static inline bool is_plain(const uint8_t *p) {
    const plain_lanes both = unusual(p) | unusual(p + 16);
    uint64_t halves[2];
    memcpy(halves, &both, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}

size_t sluice_xml_text_fault(const uint8_t *p, size_t n) {
    size_t i = 0;
    while (i < n) {
        if (n - i >= PLAIN_BLOCK && is_plain(p + i)) {
            i += PLAIN_BLOCK;
            continue;
        }
        const size_t stop = n - i < PLAIN_BLOCK ? n : i + PLAIN_BLOCK;
        while (i < stop) {
            if (p[i] < 0x80) {
                if (p[i] < 0x20 && !xml_is_space(p[i])) return i;
                i++;
                continue;
            }
            uint32_t c;
            size_t more = xml_character(p + i, n - i, &c);
            if (more == 0 || more == SIZE_MAX || !xml_is_character(c)) return i;
            i += more;
        }
    }
    return n;
}

/// Whether the bytes are text; a character that `end` cuts is none.
static xml_status check(sluice_xml *x, const uint8_t *p, const uint8_t *end) {
    size_t n = (size_t)(end - p), fault = sluice_xml_text_fault(p, n);
    if (fault == n) return XML_DONE;
    uint32_t c;
    size_t more = xml_character(p + fault, n - fault, &c);
    return xml_fail(x, more && more != SIZE_MAX ? SLUICE_XML_BAD_CHARACTER : SLUICE_XML_BAD_UTF8, 0, p + fault);
}

static bool append(sluice_xml *x, const uint8_t *p, size_t n) {
    if (!XML_ROOM(x->value, x->value_capacity, x->value_count + n)) return false;
    if (n) memcpy(x->value + x->value_count, p, n);
    x->value_count += n;
    return true;
}

static size_t utf8_of(uint32_t c, uint8_t out[4]) {
    if (c < 0x80) { out[0] = (uint8_t)c; return 1; }
    if (c < 0x800) { out[0] = (uint8_t)(0xC0 | c >> 6); out[1] = (uint8_t)(0x80 | (c & 63)); return 2; }
    if (c < 0x10000) {
        out[0] = (uint8_t)(0xE0 | c >> 12); out[1] = (uint8_t)(0x80 | (c >> 6 & 63)); out[2] = (uint8_t)(0x80 | (c & 63));
        return 3;
    }
    out[0] = (uint8_t)(0xF0 | c >> 18); out[1] = (uint8_t)(0x80 | (c >> 12 & 63));
    out[2] = (uint8_t)(0x80 | (c >> 6 & 63)); out[3] = (uint8_t)(0x80 | (c & 63));
    return 4;
}

xml_status xml_character_reference(
    sluice_xml *x, const uint8_t *p, const uint8_t *end, const uint8_t **after, uint8_t utf8[4], size_t *count) {
    const uint8_t *start = p;
    p += 2;
    if (p == end) return XML_MORE;
    bool is_hex = *p == 'x';
    if (is_hex) p++;
    const uint8_t *digits = p;
    uint32_t c = 0;
    for (; p < end; p++) {
        uint32_t digit;
        if (*p >= '0' && *p <= '9') digit = *p - '0';
        else if (is_hex && (*p | 0x20) >= 'a' && (*p | 0x20) <= 'f') digit = (*p | 0x20) - 'a' + 10;
        else break;
        // Beyond what any character is, and without overflow whatever follows.
        if (c < 0x110000) c = c * (is_hex ? 16 : 10) + digit;
    }
    // Zeros without end are held to the limit, complete or not; no reference needs more than a few digits.
    const size_t most = x->options.name_bytes > 16 ? x->options.name_bytes : 16;
    if ((size_t)(p - start) > most) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_NAME, start);
    if (p == end) return XML_MORE;
    if (p == digits) return xml_fail(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_DIGIT, p);
    if (*p != ';') return xml_fail(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_SEMICOLON, p);
    if (!xml_is_character(c)) return xml_fail(x, SLUICE_XML_BAD_REFERENCE, 0, start);
    *count = utf8_of(c, utf8);
    *after = p + 1;
    return XML_DONE;
}

uint8_t xml_predefined(const uint8_t *p, size_t n) {
    if (n == 2 && p[1] == 't') return p[0] == 'l' ? '<' : p[0] == 'g' ? '>' : 0;
    if (n == 3 && memcmp(p, "amp", 3) == 0) return '&';
    if (n == 4 && memcmp(p, "apos", 4) == 0) return '\'';
    if (n == 4 && memcmp(p, "quot", 4) == 0) return '"';
    return 0;
}

bool xml_may_expand(sluice_xml *x, size_t count) {
    // An entity that is empty costs time, too.
    x->expanded_bytes += count + 20;
    if (x->expanded_bytes <= x->options.expansion_bytes) return true;
    size_t input = x->received + (size_t)(x->frames[0].p - x->bytes), most;
    if (__builtin_mul_overflow(input, x->options.expansion_factor, &most)) return true;
    return x->expanded_bytes <= most;
}

/// Goes into the entity that the reference at `p` names.
static xml_status enter(sluice_xml *x, size_t depth, const uint8_t *p, const uint8_t *name, size_t n) {
    uint32_t number = xml_find(&x->entity_names, name, n);
    if (number == UINT32_MAX) {
        if (x->has_unread) return XML_DONE; // nothing is known of it
        return xml_fail_name(x, SLUICE_XML_UNDECLARED_ENTITY, 0, p, name, n);
    }
    xml_entity *entity = &x->entities[number];
    if (entity->kind == SLUICE_XML_UNPARSED) return xml_fail_name(x, SLUICE_XML_UNPARSED_ENTITY, 0, p, name, n);
    if (entity->kind == SLUICE_XML_EXTERNAL_PARSED) return xml_fail_name(x, SLUICE_XML_EXTERNAL_IN_VALUE, 0, p, name, n);
    if (entity->is_open) return xml_fail_name(x, SLUICE_XML_RECURSIVE_ENTITY, 0, p, name, n);
    if (depth + x->frames_count > x->options.entity_depth)
        return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_ENTITY_DEPTH, p);
    if (!xml_may_expand(x, entity->count)) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_EXPANSION, p);
    if (!XML_ROOM(x->value_frames, x->value_frames_capacity, depth + 1)) return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, p);
    entity->is_open = true;
    x->value_frames[depth] = (xml_frame){.p = entity->text, .end = entity->text + entity->count, .entity = number + 1};
    return XML_DONE;
}

static xml_status normalise(
    sluice_xml *x, const uint8_t *start, const uint8_t *p, const uint8_t *end, uint8_t quote, bool is_document,
    const uint8_t **after) {
    const uint8_t *reference = NULL; // of the outermost entity
    size_t depth = 0;
    const uint8_t *outer = p, *outer_end = end;
    xml_status status = XML_DONE;
    x->value_count = 0;
    while (status == XML_DONE) {
        bool beyond = false;
        const uint8_t *run = p;
        // Within an entity a quote is a character like others: it cannot stop at `<`, so that stands for it.
        p = xml_run_end(XML_IN_VALUE, depth ? '<' : quote, p, end, &beyond);
        while (beyond && !depth && (status = check(x, run, p)) != XML_DONE) {
            // A character that the end of the bytes, or of what a tag may have, cuts in two: the text ends before it.
            bool is_cut = p == end && is_document && !(x->is_last && end == x->bytes_end) &&
                x->fault == SLUICE_XML_BAD_UTF8 && x->fault_p == run + xml_whole(run, (size_t)(p - run));
            if (!is_cut) {
                const uint8_t *bad = x->fault_p;
                if (!xml_tolerates(x)) break;
                if (!append(x, run, (size_t)(bad - run)) || !append(x, xml_replacement, 3))
                    return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, start);
                run = bad + xml_bad_length(bad, p);
                status = XML_DONE;
                continue;
            }
            p = end = x->fault_p;
            x->fault = SLUICE_XML_FINE;
            status = XML_DONE;
            break;
        }
        if (status != XML_DONE) break;
        if (!append(x, run, (size_t)(p - run))) status = xml_fail(x, SLUICE_XML_NO_MEMORY, 0, start);
        else if (x->value_count > x->options.value_bytes) status = xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_VALUE, start);
        if (status != XML_DONE) break;
        if (p == end) {
            if (!depth) return XML_MORE;
            x->entities[x->value_frames[--depth].entity - 1].is_open = false;
            p = depth ? x->value_frames[depth - 1].p : outer;
            end = depth ? x->value_frames[depth - 1].end : outer_end;
            continue;
        }
        const uint8_t *place = depth ? reference : p;
        uint8_t c = *p;
        if (c == quote && !depth) {
            *after = p;
            return XML_DONE;
        }
        if (c == '<') {
            status = xml_fail(x, SLUICE_XML_LESS_IN_VALUE, 0, place);
            if (xml_tolerates(x)) status = append(x, p++, 1) ? XML_DONE : xml_fail(x, SLUICE_XML_NO_MEMORY, 0, place);
        } else if (xml_is_space(c)) {
            if (c == '\r' && !depth && is_document) {
                if (p + 1 == end) return XML_MORE;
                if (p[1] == '\n') p++;
            }
            p++;
            if (!append(x, (const uint8_t *)" ", 1)) status = xml_fail(x, SLUICE_XML_NO_MEMORY, 0, place);
        } else if (c == '&') {
            const uint8_t *reference_start = p;
            if (p + 1 == end) {
                if (!depth) return XML_MORE;
                status = xml_fail(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_NAME, place);
            } else if (p[1] == '#') {
                uint8_t utf8[4];
                size_t count = 0;
                status = xml_character_reference(x, p, end, &p, utf8, &count);
                if (status == XML_DONE && !append(x, utf8, count)) status = xml_fail(x, SLUICE_XML_NO_MEMORY, 0, place);
            } else {
                size_t n = xml_name_end(p + 1, (size_t)(end - p - 1));
                const uint8_t *name = p + 1, *stop = n == SIZE_MAX ? end : name + n;
                if (stop == end) {
                    if (xml_whole(name, (size_t)(end - name)) > x->options.name_bytes)
                        status = xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_NAME, place);
                    else status = XML_MORE;
                } else if (n == 0) {
                    status = xml_fail(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_NAME, depth ? reference : stop);
                } else if (n > x->options.name_bytes) {
                    status = xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_NAME, place);
                } else if (*stop != ';') {
                    status = xml_fail(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_SEMICOLON, depth ? reference : stop);
                } else {
                    uint8_t byte = xml_predefined(name, n);
                    if (byte) {
                        p = stop + 1;
                        if (!append(x, &byte, 1)) status = xml_fail(x, SLUICE_XML_NO_MEMORY, 0, place);
                    } else if ((status = enter(x, depth, place, name, n)) == XML_DONE) {
                        p = stop + 1;
                        if (xml_find(&x->entity_names, name, n) != UINT32_MAX) {
                            if (depth) x->value_frames[depth - 1].p = p;
                            else { outer = p; reference = place; }
                            p = x->value_frames[depth].p;
                            end = x->value_frames[depth++].end;
                        }
                    }
                }
            }
            if (status == XML_MORE && depth) status = xml_fail(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_SEMICOLON, reference);
            if (status == XML_FAULT && xml_tolerates(x)) {
                p = reference_start + 1;
                status = append(x, (const uint8_t *)"&", 1) ? XML_DONE : xml_fail(x, SLUICE_XML_NO_MEMORY, 0, place);
            }
        } else {
            status = xml_fail(x, SLUICE_XML_BAD_CHARACTER, 0, place);
            if (xml_tolerates(x)) {
                p++;
                status = append(x, xml_replacement, 3) ? XML_DONE : xml_fail(x, SLUICE_XML_NO_MEMORY, 0, place);
            }
        }
    }
    while (depth) x->entities[x->value_frames[--depth].entity - 1].is_open = false;
    return status;
}

xml_status xml_attribute_value(
    sluice_xml *x, const uint8_t *p, const uint8_t *end, uint8_t quote, bool is_document, xml_arena *arena,
    xml_attribute *attribute, const uint8_t **after) {
    bool beyond = false;
    const uint8_t *stop = xml_run_end(XML_IN_VALUE, quote, p, end, &beyond);
    if (stop < end && *stop == quote) {
        bool is_text = !beyond || !is_document || check(x, p, stop) == XML_DONE;
        if (!is_text && !x->is_tolerant) return XML_FAULT;
        if (is_text) {
            attribute->value = p;
            attribute->count = (size_t)(stop - p);
            *after = stop;
            if (attribute->count > x->options.value_bytes) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_VALUE, attribute->at);
            return XML_DONE;
        }
        x->fault = SLUICE_XML_FINE;
    }
    xml_status status = normalise(x, attribute->at ? attribute->at : p, p, end, quote, is_document, after);
    if (status != XML_DONE) return status;
    uint8_t *copy = xml_allocate(arena, x->value_count ? x->value_count : 1);
    if (!copy) return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, p);
    if (x->value_count) memcpy(copy, x->value, x->value_count);
    attribute->value = copy;
    attribute->count = x->value_count;
    return XML_DONE;
}

xml_status xml_collapse(sluice_xml *x, xml_arena *arena, xml_attribute *attribute) {
    const uint8_t *p = attribute->value;
    size_t n = attribute->count, out = 0;
    bool isCollapsed = n == 0 || (p[0] != ' ' && p[n - 1] != ' ');
    for (size_t i = 1; isCollapsed && i < n; i++) isCollapsed = p[i] != ' ' || p[i - 1] != ' ';
    if (isCollapsed) return XML_DONE;
    uint8_t *copy = xml_allocate(arena, n);
    if (!copy) return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, attribute->at);
    for (size_t i = 0; i < n; i++) {
        if (p[i] == ' ' && (out == 0 || copy[out - 1] == ' ')) continue;
        copy[out++] = p[i];
    }
    if (out && copy[out - 1] == ' ') out--;
    attribute->value = copy;
    attribute->count = out;
    return XML_DONE;
}
