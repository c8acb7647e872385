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

/// Forgets what the document has declared, and its names.
static void forget_names(sluice_xml *x) {
    strings_free(&x->raw_names);
    strings_free(&x->prefix_names);
    strings_free(&x->locals);
    strings_free(&x->uris);
    strings_free(&x->entity_names);
    pairs_free(&x->resolved);
    pairs_free(&x->expanded);
    pairs_free(&x->declared);
    xml_clear(&x->kept, false);
    if (x->name_stamps) memset(x->name_stamps, 0, x->names_capacity * sizeof *x->name_stamps);
    x->names_count = x->bindings_count = x->counts_count = x->declarations_count = 0;
    x->serial = x->tag_serial = 0;
}

/// Forgets where the scan stands.
static void forget_place(sluice_xml *x) {
    xml_clear(&x->scratch, true);
    x->depth = 0;
    x->frames_count = 0;
    x->stage = XML_START;
    x->in_cdata = x->has_doctype = x->has_unread = x->has_root = x->has_text = x->stops = false;
    x->received = x->expanded_bytes = 0;
    x->names_base = 0;
    x->reference_at = x->resume = 0;
    x->tokens_count = 0;
    x->fault = x->recovered = SLUICE_XML_FINE;
    x->is_stuck = x->is_dropping = x->is_indented = x->is_over = false;
}

static bool start(sluice_xml *x) {
    if (!XML_ROOM(x->frames, x->frames_capacity, 1) || !XML_ROOM(x->tokens, x->tokens_capacity, 4096)) return false;
    x->frames[0] = (xml_frame){0};
    x->frames_count = 1;
    if (x->options.is_fragment) x->stage = XML_CONTENT;
    return xml_names_start(x);
}

/// Bytes of names that are kept from one document to the next.
enum { KEPT_NAMES = 256 << 10 };

uint64_t xml_seed = 0x243F6A8885A308D3;

void sluice_xml_set_seed(uint64_t seed) { xml_seed = seed; }

sluice_xml *sluice_xml_new(sluice_xml_options options) {
    sluice_xml *x = calloc(1, sizeof *x);
    if (!x) return NULL;
    x->options = options;
    if (start(x)) return x;
    sluice_xml_free(x);
    return NULL;
}

void sluice_xml_reset(sluice_xml *x) {
    forget_names(x);
    forget_place(x);
    if (!start(x)) x->fault = SLUICE_XML_NO_MEMORY;
}

void sluice_xml_keep_names(sluice_xml *x) { x->names_base = xml_names_bytes(x); }

bool sluice_xml_restart(sluice_xml *x) {
    bool keeps_names = !x->has_doctype && xml_names_bytes(x) <= KEPT_NAMES;
    if (!keeps_names) {
        sluice_xml_reset(x);
        return false;
    }
    // Numbers of elements and tags go on, so that nothing that names know of others seems to be of the next document.
    xml_uncount(x, 0);
    x->bindings_count = 0;
    forget_place(x);
    if (!start(x)) x->fault = SLUICE_XML_NO_MEMORY;
    return true;
}

void sluice_xml_free(sluice_xml *x) {
    if (!x) return;
    forget_names(x);
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
    free(x->notes);
    free(x);
}

// MARK: Declarations

static bool set_text(sluice_xml *x, uint32_t number, const uint8_t *text, size_t count) {
    uint8_t *copy = xml_allocate(&x->kept, count ? count : 1);
    if (!copy) return false;
    if (count) memcpy(copy, text, count);
    x->entities[number].text = copy;
    x->entities[number].count = count;
    return true;
}

bool sluice_xml_define_entity(
    sluice_xml *x, const uint8_t *name, size_t n, sluice_xml_entity_kind kind, const uint8_t *text, size_t count) {
    size_t before = x->entity_names.count;
    uint32_t number = xml_intern(&x->entity_names, &x->kept, name, n);
    if (number == UINT32_MAX) return false;
    // The first declaration counts (XML 1.0, section 4.2).
    if (x->entity_names.count == before) return true;
    if (!XML_ROOM(x->entities, x->entities_capacity, x->entity_names.count)) return false;
    x->entities[number] = (xml_entity){.kind = kind};
    return kind != SLUICE_XML_INTERNAL || set_text(x, number, text, count);
}

sluice_xml_batch sluice_xml_define_attribute(
    sluice_xml *x, const uint8_t *element, size_t element_count, const uint8_t *name, size_t n, sluice_xml_type type,
    const uint8_t *value, size_t count) {
    sluice_xml_batch result = {0};
    uint32_t of = xml_raw_name(x, element, element_count);
    uint32_t raw = of == UINT32_MAX ? of : xml_raw_name(x, name, n), number = (uint32_t)x->declarations_count;
    if (raw == UINT32_MAX || !XML_ROOM(x->declarations, x->declarations_capacity, x->declarations_count + 1))
        return (sluice_xml_batch){.fault = SLUICE_XML_NO_MEMORY};
    // The first declaration counts (XML 1.0, section 3.3).
    uint32_t found = xml_pairs_intern(&x->declared, (uint64_t)of << 32 | raw, number);
    if (found == UINT32_MAX) return (sluice_xml_batch){.fault = SLUICE_XML_NO_MEMORY};
    if (found != number) return result;
    xml_declaration declaration = {.raw = raw, .type = (uint8_t)type};
    if (value) {
        xml_attribute attribute = {.at = value};
        const uint8_t *after;
        x->is_last = true;
        xml_status status = xml_attribute_value(x, value, value + count + 1, value[count], false, &x->kept, &attribute, &after);
        if (status == XML_DONE && type > SLUICE_XML_CDATA) status = xml_collapse(x, &x->kept, &attribute);
        uint8_t *copy = status == XML_DONE ? xml_allocate(&x->kept, attribute.count ? attribute.count : 1) : NULL;
        if (!copy) {
            bool is_known = status != XML_DONE && x->fault;
            result.fault = is_known ? x->fault : status != XML_DONE ? SLUICE_XML_UNEXPECTED : SLUICE_XML_NO_MEMORY;
            result.fault_detail = is_known ? x->fault_detail : SLUICE_XML_WANT_SEMICOLON;
            result.fault_at = is_known ? (size_t)(x->fault_p - value) : count;
            result.fault_name = x->fault_name;
            result.fault_name_count = x->fault_name_count;
            x->fault = SLUICE_XML_FINE;
            return result;
        }
        memcpy(copy, attribute.value, attribute.count);
        declaration.value = copy;
        declaration.count = attribute.count;
        result.fault_name = copy;
        result.fault_name_count = attribute.count;
    }
    x->declarations[x->declarations_count++] = declaration;
    x->raws[of].has_declarations = true;
    if (!value) return result;
    xml_raw *owner = &x->raws[of];
    if (owner->last_default) x->declarations[owner->last_default - 1].next = number + 1;
    else owner->defaults = number + 1;
    owner->last_default = number + 1;
    return result;
}

bool sluice_xml_define_children_only(sluice_xml *x, const uint8_t *name, size_t n) {
    uint32_t raw = xml_raw_name(x, name, n);
    if (raw == UINT32_MAX) return false;
    x->raws[raw].is_children_only = true;
    return true;
}

void sluice_xml_set_unread(sluice_xml *x, bool has_unread) { x->has_unread = has_unread; }

bool sluice_xml_set_text(sluice_xml *x, const uint8_t *name, size_t n, const uint8_t *text, size_t count) {
    uint32_t number = xml_find(&x->entity_names, name, n);
    return number != UINT32_MAX && set_text(x, number, text, count);
}

void sluice_xml_skip(sluice_xml *x, const uint8_t *name, size_t n) {
    uint32_t number = xml_find(&x->entity_names, name, n);
    if (number != UINT32_MAX) x->entities[number].is_skipped = true;
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

size_t sluice_xml_memory(const sluice_xml *x) {
    size_t strings = x->raw_names.mask + x->prefix_names.mask + x->locals.mask + x->uris.mask + x->entity_names.mask;
    size_t pairs = x->resolved.mask + x->expanded.mask + x->declared.mask;
    size_t bytes = sizeof *x + strings * sizeof(uint64_t) + pairs * 12 + xml_names_bytes(x) +
        x->elements_capacity * sizeof *x->elements + x->tokens_capacity * sizeof *x->tokens +
        x->attributes_capacity * sizeof *x->attributes + x->value_capacity + x->counts_capacity * sizeof *x->counts +
        x->bindings_capacity * sizeof *x->bindings + x->names_capacity * sizeof *x->names +
        x->raws_capacity * sizeof *x->raws + x->prefixes_capacity * sizeof *x->prefixes +
        x->names_capacity * sizeof *x->name_stamps + x->frames_capacity * sizeof *x->frames +
        x->value_frames_capacity * sizeof *x->value_frames + x->entities_capacity * sizeof *x->entities +
        x->declarations_capacity * sizeof *x->declarations + x->notes_capacity * sizeof *x->notes;
    for (const xml_block *block = x->scratch.blocks; block; block = block->next) bytes += block->count;
    return bytes;
}

bool sluice_xml_has_type(const sluice_xml *x) { return x->has_doctype; }

bool sluice_xml_has_root(const sluice_xml *x) { return x->has_root; }

size_t sluice_xml_root_bindings(const sluice_xml *x) { return x->depth == 1 ? x->bindings_count : 0; }

void sluice_xml_root_binding(
    const sluice_xml *x, size_t index, const uint8_t **prefix, size_t *prefix_count, const uint8_t **uri, size_t *uri_count) {
    const uint32_t number = x->bindings[index].prefix, bound = x->prefixes[number].uri;
    const xml_string *name = &x->prefix_names.items[number], *space = &x->uris.items[bound ? bound - 1 : 0];
    *prefix = name->bytes;
    *prefix_count = name->count;
    *uri = space->bytes;
    *uri_count = space->count;
}

bool sluice_xml_is_between(const sluice_xml *x) { return xml_is_document(x) && !x->in_cdata; }

uint32_t sluice_xml_element(const sluice_xml *x, size_t level) {
    return level < x->depth ? x->elements[level].serial : 0;
}

/// Where the counts of the innermost open element's children begin.
static size_t first_count(const sluice_xml *x) { return x->depth ? x->elements[x->depth - 1].counts : 0; }

size_t sluice_xml_child_names(const sluice_xml *x) { return x->counts_count - first_count(x); }

size_t sluice_xml_child_name(const sluice_xml *x, size_t index, const uint8_t **name, size_t *children) {
    uint32_t raw = x->counts[first_count(x) + index].raw;
    *name = x->raw_names.items[raw].bytes;
    *children = x->raws[raw].ordinal;
    return x->raw_names.items[raw].count;
}

void sluice_xml_forget_children(sluice_xml *x) { xml_uncount(x, first_count(x)); }

bool sluice_xml_pass_children(sluice_xml *x, const uint8_t *name, size_t count, size_t children) {
    if (children == 0) return true;
    uint32_t raw = xml_raw_name(x, name, count);
    if (raw == UINT32_MAX || !xml_count_child(x, raw)) return false;
    x->raws[raw].ordinal += (uint32_t)(children - 1);
    return true;
}
