// A parser's life, and what a document type declares to it.
#include "xml.h"
#include <stdlib.h>

static void strings_free(xml_strings *s) {
    free(s->items);
    free(s->slots);
    *s = (xml_strings){0};
}

static void pairs_free(xml_pairs *s) {
    free(s->keys);
    free(s->values);
    *s = (xml_pairs){0};
}

/// Forgets the document.
static void forget(sluice_xml *x) {
    strings_free(&x->raw_names);
    strings_free(&x->prefix_names);
    strings_free(&x->locals);
    strings_free(&x->uris);
    strings_free(&x->entity_names);
    pairs_free(&x->resolved);
    pairs_free(&x->expanded);
    for (size_t i = 1; i < x->frames_count; i++)
        if (x->frames[i].is_owned) free((void *)(uintptr_t)x->frames[i].end);
    xml_clear(&x->kept, false);
    xml_clear(&x->scratch, true);
    if (x->name_stamps) memset(x->name_stamps, 0, x->names_capacity * sizeof *x->name_stamps);
    x->names_count = x->depth = x->bindings_count = x->counts_count = x->declarations_count = 0;
    x->frames_count = 0;
    x->stage = XML_START;
    x->in_cdata = x->has_doctype = x->has_unread = x->has_root = x->stops = false;
    x->serial = x->tag_serial = 0;
    x->received = x->expanded_bytes = 0;
    x->reference_at = 0;
    x->tokens_count = 0;
    x->fault = SLUICE_XML_FINE;
}

static bool start(sluice_xml *x) {
    if (!XML_ROOM(x, x->frames, x->frames_capacity, 1) || !XML_ROOM(x, x->tokens, x->tokens_capacity, 4096)) return false;
    x->frames[0] = (xml_frame){0};
    x->frames_count = 1;
    if (x->options.is_fragment) x->stage = XML_CONTENT;
    return xml_names_start(x);
}

sluice_xml *sluice_xml_new(sluice_xml_options options) {
    sluice_xml *x = calloc(1, sizeof *x);
    if (!x) return NULL;
    x->options = options;
    if (start(x)) return x;
    sluice_xml_free(x);
    return NULL;
}

void sluice_xml_reset(sluice_xml *x) {
    forget(x);
    if (!start(x)) x->fault = SLUICE_XML_NO_MEMORY;
}

void sluice_xml_free(sluice_xml *x) {
    if (!x) return;
    forget(x);
    xml_clear(&x->scratch, false);
    free(x->raws);
    free(x->prefixes);
    free(x->names);
    free(x->name_stamps);
    free(x->elements);
    free(x->bindings);
    free(x->counts);
    free(x->frames);
    free(x->entities);
    free(x->declarations);
    free(x->tokens);
    free(x->attributes);
    free(x->value);
    free(x->value_frames);
    free(x);
}

// MARK: Declarations

bool sluice_xml_define_entity(
    sluice_xml *x, const uint8_t *name, size_t n, sluice_xml_entity_kind kind, const uint8_t *text, size_t count) {
    size_t before = x->entity_names.count;
    uint32_t number = xml_intern(&x->entity_names, &x->kept, name, n);
    if (number == UINT32_MAX) return false;
    // The first declaration counts (XML 1.0, section 4.2).
    if (x->entity_names.count == before) return true;
    if (!XML_ROOM(x, x->entities, x->entities_capacity, x->entity_names.count)) return false;
    uint8_t *copy = xml_allocate(&x->kept, count ? count : 1);
    if (!copy) return false;
    if (count) memcpy(copy, text, count);
    x->entities[number] = (xml_entity){copy, count, kind, false};
    return true;
}

sluice_xml_batch sluice_xml_define_attribute(
    sluice_xml *x, const uint8_t *element, size_t element_count, const uint8_t *name, size_t n, sluice_xml_type type,
    const uint8_t *value, size_t count) {
    sluice_xml_batch result = {0};
    uint32_t of = xml_raw_name(x, element, element_count);
    uint32_t raw = of == UINT32_MAX ? of : xml_raw_name(x, name, n);
    if (raw == UINT32_MAX || !XML_ROOM(x, x->declarations, x->declarations_capacity, x->declarations_count + 1)) {
        result.fault = SLUICE_XML_NO_MEMORY;
        return result;
    }
    // The first declaration counts (XML 1.0, section 3.3).
    uint32_t last = 0;
    for (uint32_t i = x->raws[of].declarations; i; i = x->declarations[i - 1].next) {
        if (x->declarations[i - 1].raw == raw) return result;
        last = i;
    }
    xml_declaration declaration = {.raw = raw, .type = (uint8_t)type, .has_default = value != NULL};
    if (value) {
        xml_attribute attribute = {.at = value};
        const uint8_t *after;
        // Its quote, which it cannot hold: NUL is no character.
        x->is_last = true;
        xml_status status = xml_attribute_value(x, value, value + count + 1, value[count], false, &x->kept, &attribute, &after);
        if (status == XML_DONE && type > SLUICE_XML_CDATA) status = xml_collapse(x, &x->kept, &attribute);
        if (status != XML_DONE) {
            result.fault = x->fault ? x->fault : SLUICE_XML_UNEXPECTED;
            result.fault_detail = x->fault_detail;
            result.fault_at = x->fault ? (size_t)(x->fault_p - value) : 0;
            result.fault_name = x->fault_name;
            result.fault_name_count = x->fault_name_count;
            x->fault = SLUICE_XML_FINE;
            return result;
        }
        uint8_t *copy = xml_allocate(&x->kept, attribute.count ? attribute.count : 1);
        if (!copy) {
            result.fault = SLUICE_XML_NO_MEMORY;
            return result;
        }
        memcpy(copy, attribute.value, attribute.count);
        declaration.value = copy;
        declaration.count = attribute.count;
    }
    x->declarations[x->declarations_count++] = declaration;
    uint32_t number = (uint32_t)x->declarations_count;
    if (last) x->declarations[last - 1].next = number;
    else x->raws[of].declarations = number;
    return result;
}

bool sluice_xml_define_children_only(sluice_xml *x, const uint8_t *name, size_t n) {
    uint32_t raw = xml_raw_name(x, name, n);
    if (raw == UINT32_MAX) return false;
    x->raws[raw].is_children_only = true;
    return true;
}

void sluice_xml_set_unread(sluice_xml *x, bool has_unread) { x->has_unread = has_unread; }

bool sluice_xml_enter(sluice_xml *x, const uint8_t *name, size_t n, const uint8_t *text, size_t count) {
    uint32_t number = xml_find(&x->entity_names, name, n);
    if (number == UINT32_MAX || x->entities[number].is_open ||
        !XML_ROOM(x, x->frames, x->frames_capacity, x->frames_count + 1))
        return false;
    uint8_t *copy = malloc(count ? count : 1);
    if (!copy) return false;
    if (count) memcpy(copy, text, count);
    x->entities[number].is_open = true;
    x->frames[x->frames_count++] = (xml_frame){copy, copy + count, number + 1, (uint32_t)x->depth, false};
    // Kept as long as its tokens may be: until the parser forgets the document.
    x->entities[number].text = copy;
    return true;
}

// MARK: Where the scan stands

size_t sluice_xml_depth(const sluice_xml *x) { return x->depth; }

size_t sluice_xml_open_element(const sluice_xml *x, size_t level, const uint8_t **name, size_t *ordinal) {
    const xml_element *element = &x->elements[level];
    const xml_string *text = &x->raw_names.items[element->raw];
    *name = text->bytes;
    *ordinal = element->ordinal;
    return text->count;
}

bool sluice_xml_open_binding(
    const sluice_xml *x, size_t level, size_t index, const uint8_t **prefix, size_t *prefix_count, const uint8_t **uri,
    size_t *uri_count) {
    size_t end = level + 1 < x->depth ? x->elements[level + 1].bindings : x->bindings_count;
    size_t at = x->elements[level].bindings + index;
    if (at >= end) return false;
    // A binding notes what was in force before it; what it brought is noted by the next of that prefix, or in force.
    uint32_t number = x->bindings[at].prefix, bound = x->prefixes[number].uri;
    for (size_t i = x->bindings_count; i-- > at + 1;)
        if (x->bindings[i].prefix == number) bound = x->bindings[i].uri;
    const xml_string *p = &x->prefix_names.items[number], *u = &x->uris.items[bound ? bound - 1 : 0];
    *prefix = p->bytes;
    *prefix_count = p->count;
    *uri = u->bytes;
    *uri_count = u->count;
    return true;
}
