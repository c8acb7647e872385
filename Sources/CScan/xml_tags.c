// Start and end tags, and what they do to names, namespaces and the elements that are open.
#include "xml.h"
#include "xml_characters.h"
#include "xml_strings.h"
#include "xml_text.h"

/// A name at `p`, as its number.
static inline __attribute__((always_inline)) xml_status read_name(
    sluice_xml *x, const uint8_t *p, const uint8_t *end, bool is_document, uint32_t *raw, const uint8_t **after) {
    // A name that is known already is one.
    size_t known = xml_word_end(p, end);
    uint32_t hash = 0;
    if (known) {
        hash = xml_hash(p, known);
        *raw = xml_find_hashed(&x->raw_names, p, known, hash);
        if (*raw != UINT32_MAX) {
            *after = p + known;
            return XML_DONE;
        }
    }
    size_t n = xml_name_end(p, (size_t)(end - p));
    if (n == SIZE_MAX || p + n == end) {
        if (xml_whole(p, (size_t)(end - p)) > x->options.name_bytes) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_NAME, p);
        return XML_MORE;
    }
    if (n == 0) return xml_fail(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_NAME, p);
    if (n > x->options.name_bytes) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_NAME, p);
    // What follows a name may be a byte that no character has.
    if (p[n] >= 0x80 && is_document) {
        uint32_t c;
        size_t more = xml_character(p + n, (size_t)(end - p) - n, &c);
        if (more == 0 && !xml_passes(x, SLUICE_XML_BAD_UTF8, 0, p + n)) return XML_FAULT;
    }
    *raw = n == known ? xml_new_raw_name(x, p, n, hash) : xml_raw_name(x, p, n);
    if (*raw == UINT32_MAX) return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, p);
    *after = p + n;
    return XML_DONE;
}

static bool add_attribute(sluice_xml *x, xml_attribute attribute) {
    if (!XML_ROOM(x->attributes, x->attributes_capacity, x->attributes_count + 1)) return false;
    x->attributes[x->attributes_count++] = attribute;
    return true;
}

/// What the element's declarations say of the attributes that are there, and those that they add.
static xml_status apply_declarations(sluice_xml *x, uint32_t element, const uint8_t *at) {
    for (size_t k = 0; k < x->attributes_count; k++) {
        xml_attribute *attribute = &x->attributes[k];
        uint32_t number = xml_pairs_find(&x->declared, (uint64_t)element << 32 | attribute->raw);
        if (number == UINT32_MAX) continue;
        uint8_t type = x->declarations[number].type;
        attribute->flags |= (uint8_t)(type << SLUICE_XML_TYPE_SHIFT);
        if (type > SLUICE_XML_CDATA) {
            size_t count = attribute->count;
            xml_status status = xml_collapse(x, &x->scratch, attribute);
            if (status != XML_DONE) return status;
            if (attribute->count != count) attribute->flags |= SLUICE_XML_COLLAPSED;
        }
    }
    for (uint32_t i = x->raws[element].defaults; i; i = x->declarations[i - 1].next) {
        const xml_declaration *declaration = &x->declarations[i - 1];
        if (!xml_may_expand(x, declaration->count)) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_EXPANSION, at);
        if (x->raws[declaration->raw].stamp == x->tag_serial) continue;
        if (x->attributes_count >= x->options.attributes)
            return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_ATTRIBUTES, at);
        uint8_t flags = (uint8_t)(SLUICE_XML_DEFAULTED | declaration->type << SLUICE_XML_TYPE_SHIFT);
        if (!add_attribute(x, (xml_attribute){declaration->raw, flags, NULL, declaration->value, declaration->count}))
            return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, at);
    }
    return XML_DONE;
}

/// Declares the namespace that an attribute `xmlns` or `xmlns:p` binds.
static xml_status bind(sluice_xml *x, const xml_attribute *attribute, const uint8_t *tag) {
    const xml_raw *raw = &x->raws[attribute->raw];
    const uint8_t *at = attribute->at ? attribute->at : tag;
    // It becomes part of every name in it.
    if (attribute->count > x->options.name_bytes) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_NAME, at);
    uint32_t uri = xml_intern(&x->uris, &x->kept, attribute->value, attribute->count), prefix = raw->bound;
    if (uri == UINT32_MAX) return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, at);
    // Namespaces in XML 1.0, section 3: what may not be bound.
    const xml_string *name = &x->raw_names.items[attribute->raw];
    bool is_bad = raw->is_bad || prefix == 2 || uri == 2 || (prefix == 1) != (uri == 1) || (prefix && uri == 0);
    if (is_bad) return xml_passes_name(x, SLUICE_XML_BAD_BINDING, 0, at, name->bytes, name->count) ? XML_DONE : XML_FAULT;
    if (!XML_ROOM(x->bindings, x->bindings_capacity, x->bindings_count + 1)) return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, at);
    xml_bind(x, prefix, uri + 1);
    const xml_string *p = &x->prefix_names.items[prefix], *u = &x->uris.items[uri];
    xml_put(x, SLUICE_XML_PREFIX, 0, 0, tag, 0, p->bytes, p->count);
    xml_put(x, SLUICE_XML_URI, 0, 0, tag, 0, u->bytes, u->count);
    return XML_DONE;
}

/// The name of an element or attribute where its namespaces are in force, + 1.
static inline xml_status resolve(sluice_xml *x, uint32_t number, bool is_element, const uint8_t *at, uint32_t *name) {
    const xml_raw *raw = &x->raws[number];
    uint32_t uri = 0;
    if (x->options.namespaces) {
        const xml_string *text = &x->raw_names.items[number];
        if (raw->is_bad) {
            if (!xml_passes_name(x, SLUICE_XML_BAD_QNAME, 0, at, text->bytes, text->count)) return XML_FAULT;
        } else if (raw->is_binding && !is_element) {
            uri = 2;
        } else if (raw->local_at) {
            uri = x->prefixes[raw->prefix].uri;
            bool is_unbound = !uri || (is_element && raw->prefix == 2);
            if (is_unbound && !xml_passes_name(x, SLUICE_XML_UNBOUND_PREFIX, 0, at, text->bytes, raw->local_at - 1)) return XML_FAULT;
            uri = is_unbound ? 0 : uri - 1;
        } else if (is_element) {
            uri = x->prefixes[0].uri - 1;
        }
    }
    if (raw->cached && raw->cached_uri == uri) {
        *name = raw->cached;
        return XML_DONE;
    }
    *name = xml_resolve(x, number, uri);
    return *name ? XML_DONE : xml_fail(x, SLUICE_XML_NO_MEMORY, 0, at);
}

/// Counts an element among its siblings of the same name.
bool xml_count_child(sluice_xml *x, uint32_t raw) {
    xml_raw *name = &x->raws[raw];
    uint32_t parent = x->depth ? x->elements[x->depth - 1].serial : 0;
    if (name->parent == parent && name->ordinal) {
        name->ordinal++;
        return true;
    }
    if (!XML_ROOM(x->counts, x->counts_capacity, x->counts_count + 1)) return false;
    x->counts[x->counts_count++] = (xml_count){raw, name->parent, name->ordinal};
    name->parent = parent;
    name->ordinal = 1;
    return true;
}

/// Forgets counts from the newest on, until so many are left.
void xml_uncount(sluice_xml *x, size_t left) {
    while (x->counts_count > left) {
        xml_count *before = &x->counts[--x->counts_count];
        x->raws[before->raw].parent = before->parent;
        x->raws[before->raw].ordinal = before->ordinal;
    }
}

void xml_close(sluice_xml *x, const uint8_t *at) {
    xml_element *element = &x->elements[--x->depth];
    xml_put(x, SLUICE_XML_END, 0, 0, at, element->name, (const uint8_t *)(uintptr_t)element->ordinal, 0);
    xml_uncount(x, element->counts);
    while (x->bindings_count > element->bindings) {
        xml_binding *before = &x->bindings[--x->bindings_count];
        const xml_string *prefix = &x->prefix_names.items[before->prefix];
        xml_put(x, SLUICE_XML_PREFIX_END, 0, prefix->count, at, 0, prefix->bytes, prefix->count);
        x->prefixes[before->prefix].uri = before->uri;
    }
    if (x->depth == 0) x->stage = XML_EPILOG;
}

static xml_status open(sluice_xml *x, uint32_t raw, const uint8_t *tag, bool is_empty) {
    if (x->depth >= x->options.depth) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_DEPTH, tag);
    size_t attributes = x->attributes_count;
    // A start tag, its prefixes twice and its attributes; and an end tag.
    if (!XML_ROOM(x->elements, x->elements_capacity, x->depth + 1) ||
        (x->tokens_capacity / 4 < x->tokens_count + 3 * attributes + 8 &&
         !xml_grow((void **)&x->tokens, &x->tokens_capacity, 4 * (x->tokens_count + 3 * attributes + 8), sizeof *x->tokens)))
        return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, tag);
    uint32_t bindings = (uint32_t)x->bindings_count;
    xml_status status;
    size_t bound = 0;
    if (x->options.namespaces) {
        for (size_t i = 0; i < attributes; i++) {
            if (!x->raws[x->attributes[i].raw].is_binding) continue;
            if ((status = bind(x, &x->attributes[i], tag)) != XML_DONE) return status;
            bound++;
        }
    }
    if (!xml_count_child(x, raw)) return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, tag);
    uint32_t name, own;
    size_t start = x->tokens_count;
    if ((status = resolve(x, raw, true, tag, &own)) != XML_DONE) return status;
    size_t reported = attributes - (x->options.namespace_attributes ? 0 : bound);
    xml_put(x, SLUICE_XML_START, is_empty ? SLUICE_XML_EMPTY : 0, reported, tag, own - 1, NULL, 0);
    for (size_t i = 0; i < attributes; i++) {
        const xml_attribute *attribute = &x->attributes[i];
        if (x->options.namespaces && x->raws[attribute->raw].is_binding && !x->options.namespace_attributes) continue;
        const uint8_t *at = attribute->at ? attribute->at : tag;
        if ((status = resolve(x, attribute->raw, false, at, &name)) != XML_DONE) return status;
        uint32_t *stamp = &x->name_stamps[x->names[name - 1].expanded];
        if (*stamp == x->tag_serial) {
            const xml_string *text = &x->raw_names.items[attribute->raw];
            if (!xml_passes_name(x, SLUICE_XML_DUPLICATE, 0, at, text->bytes, text->count)) return XML_FAULT;
            x->tokens[4 * start]--;
            continue;
        }
        *stamp = x->tag_serial;
        xml_put(x, SLUICE_XML_ATTRIBUTE, attribute->flags, 0, at, name - 1, attribute->value, attribute->count);
    }
    xml_element *element = &x->elements[x->depth++];
    // The counts of its children begin behind its own.
    *element = (xml_element){raw, own - 1, ++x->serial, x->raws[raw].ordinal, bindings, (uint32_t)x->counts_count};
    x->stage = XML_CONTENT;
    x->has_root = true;
    if (is_empty) xml_close(x, tag);
    return XML_DONE;
}

/// Takes back what a start tag did that turned out to be faulty.
static void retract(sluice_xml *x, size_t bindings, size_t counts) {
    xml_uncount(x, counts);
    while (x->bindings_count > bindings) {
        xml_binding *before = &x->bindings[--x->bindings_count];
        x->prefixes[before->prefix].uri = before->uri;
    }
}

xml_status xml_start_tag(sluice_xml *x, xml_frame *f) {
    const uint8_t *tag = f->p, *p = tag + 1, *end = f->end;
    bool is_document = xml_is_document(x), is_cut = (size_t)(end - tag) > x->options.tag_bytes;
    // What is beyond the limit is not looked at.
    if (is_cut) end = tag + x->options.tag_bytes;
    uint32_t raw;
    size_t expanded = x->expanded_bytes;
    const uint8_t *next = p;
    xml_status status = read_name(x, p, end, is_document, &raw, &next);
    if (status == XML_FAULT && x->fault_detail == SLUICE_XML_WANT_NAME && xml_tolerates(x)) return xml_literal(x, f);
    p = next;
    x->attributes_count = 0;
    if (++x->tag_serial == 0) x->tag_serial = 1;
    while (status == XML_DONE) {
        const uint8_t *before = p;
        p = xml_skip_space(p, end);
        if (p == end) { status = XML_MORE; break; }
        bool is_cut_short = *p == '<' && x->is_tolerant && xml_passes(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_TAG_END, p);
        if (*p == '>' || *p == '/' || is_cut_short) {
            bool is_empty = *p == '/';
            if (is_empty) {
                if (p + 1 == end) { status = XML_MORE; break; }
                if (p[1] != '>') {
                    if (!xml_passes(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_SLASH_END, p + 1)) return XML_FAULT;
                    p++;
                    continue;
                }
                p++;
            }
            if (x->raws[raw].has_declarations && (status = apply_declarations(x, raw, tag)) != XML_DONE)
                return status;
            size_t tokens = x->tokens_count, bindings = x->bindings_count, counts = x->counts_count;
            uint32_t ordinal = x->raws[raw].ordinal;
            status = open(x, raw, tag, is_empty);
            if (status == XML_DONE) {
                f->p = is_cut_short ? p : p + 1;
            } else {
                x->tokens_count = tokens;
                retract(x, bindings, counts);
                x->raws[raw].ordinal = ordinal;
            }
            return status;
        }
        if (x->attributes_count >= x->options.attributes) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_ATTRIBUTES, p);
        if (!XML_ROOM(x->attributes, x->attributes_capacity, x->attributes_count + 1))
            return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, tag);
        xml_attribute *attribute = &x->attributes[x->attributes_count];
        attribute->at = p;
        attribute->flags = 0;
        if ((status = read_name(x, p, end, is_document, &attribute->raw, &next)) != XML_DONE) {
            if (status == XML_FAULT && x->fault_detail == SLUICE_XML_WANT_NAME) {
                x->fault_detail = SLUICE_XML_WANT_TAG_END;
                if (xml_tolerates(x)) {
                    // What is no attribute is dropped.
                    while (p < end && !xml_is_space(*p) && *p != '>' && *p != '/' && *p != '<') p++;
                    status = XML_DONE;
                    continue;
                }
            }
            break;
        }
        p = next;
        if (before == attribute->at && !xml_passes(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_SPACE, before)) return XML_FAULT;
        const xml_string *name = &x->raw_names.items[attribute->raw];
        p = xml_skip_space(p, end);
        if (p == end) { status = XML_MORE; break; }
        bool has_value = *p == '=';
        if (!has_value && !xml_passes_name(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_EQUALS, p, name->bytes, name->count))
            return XML_FAULT;
        if (has_value) p = xml_skip_space(p + 1, end);
        if (p == end) { status = XML_MORE; break; }
        bool is_quoted = has_value && (*p == '"' || *p == '\''), beyond = false;
        if (has_value && !is_quoted &&
            !xml_passes_name(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_QUOTE, p, name->bytes, name->count))
            return XML_FAULT;
        const uint8_t *stop = is_quoted ? xml_run_end(XML_IN_VALUE, *p, p + 1, end, &beyond) : p;
        if (!has_value) {
            attribute->value = p = next;
            attribute->count = 0;
        } else if (!is_quoted) {
            if ((status = xml_unquoted_value(x, &p, end, is_document, attribute)) != XML_DONE) break;
        } else if (stop < end && *stop == *p && !beyond && (size_t)(stop - p) <= x->options.value_bytes) {
            // Its text as it stands, for nearly all.
            attribute->value = p + 1;
            attribute->count = (size_t)(stop - p) - 1;
            p = stop + 1;
        } else {
            const uint8_t *after;
            status = xml_attribute_value(x, p + 1, end, *p, is_document, &x->scratch, attribute, &after);
            if (status != XML_DONE) break;
            p = after + 1;
        }
        if (x->raws[attribute->raw].stamp == x->tag_serial) {
            if (!xml_passes_name(x, SLUICE_XML_DUPLICATE, 0, attribute->at, name->bytes, name->count)) return XML_FAULT;
            continue;
        }
        x->raws[attribute->raw].stamp = x->tag_serial;
        x->attributes_count++;
    }
    if (status == XML_MORE && is_cut) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_TAG, tag);
    // It will be scanned again: what entities bring counts once.
    if (status == XML_MORE) x->expanded_bytes = expanded;
    return status;
}

xml_status xml_end_tag(sluice_xml *x, xml_frame *f) {
    const uint8_t *tag = f->p, *p = tag + 2, *end = f->end;
    if (x->depth > f->depth) {
        const xml_element *element = &x->elements[x->depth - 1];
        const xml_string *name = &x->raw_names.items[element->raw];
        if ((size_t)(end - p) > name->count && xml_same(p, name->bytes, name->count)) {
            p += name->count;
            if (*p != '>' && xml_is_space(*p)) p = xml_skip_space(p, end);
            if (p == end) {
                return (size_t)(end - tag) > x->options.tag_bytes ? xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_TAG, tag) : XML_MORE;
            }
            if (*p == '>') {
                if ((size_t)(p + 1 - tag) > x->options.tag_bytes) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_TAG, tag);
                if (!XML_ROOM(x->tokens, x->tokens_capacity, 4 * (x->tokens_count + x->bindings_count - element->bindings + 8)))
                    return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, tag);
                xml_close(x, tag);
                f->p = p + 1;
                return XML_DONE;
            }
        }
    }
    // Not what it should be: why, and where.
    p = tag + 2;
    uint32_t raw;
    const uint8_t *name = p;
    xml_status status = read_name(x, p, end, xml_is_document(x), &raw, &p);
    if (x->is_tolerant) return xml_recover_end_tag(x, f, status == XML_DONE ? raw : UINT32_MAX, status);
    if (status != XML_DONE) return status;
    size_t n = (size_t)(p - name);
    bool is_open = x->depth > f->depth;
    if (is_open) {
        const xml_string *expected = &x->raw_names.items[x->elements[x->depth - 1].raw];
        if (expected->count == n && memcmp(expected->bytes, name, n) == 0)
            return xml_fail(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_SLASH_END, xml_skip_space(p, end));
        return xml_fail_name(x, SLUICE_XML_MISMATCH, 0, tag, name, n);
    }
    return xml_fail_name(x, x->depth ? SLUICE_XML_UNBALANCED_ENTITY : SLUICE_XML_NOT_OPEN, 0, tag, name, n);
}
