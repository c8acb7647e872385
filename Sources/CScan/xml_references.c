// References in content, and the entities that they bring (XML 1.0, section 4).
#include "xml.h"
#include "xml_characters.h"

static xml_status read_reference(sluice_xml *x, xml_frame *f) {
    const uint8_t *start = f->p, *p = start + 1, *end = f->end;
    if (p == end) return xml_more(x, SLUICE_XML_CUT_REFERENCE);
    if (*p == '#') {
        uint8_t utf8[4];
        size_t count;
        xml_status status = xml_character_reference(x, start, end, &p, utf8, &count);
        if (status != XML_DONE) return status == XML_MORE ? xml_more(x, SLUICE_XML_CUT_REFERENCE) : status;
        uint8_t *copy = xml_allocate(&x->scratch, 4);
        if (!copy) return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, start);
        memcpy(copy, utf8, 4);
        xml_put(x, SLUICE_XML_TEXT, 0, 0, start, 0, copy, count);
        f->p = p;
        return XML_DONE;
    }
    size_t n = xml_name_end(p, (size_t)(end - p));
    if (n == SIZE_MAX || p + n == end) {
        if (xml_whole(p, (size_t)(end - p)) > x->options.name_bytes) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_NAME, start);
        return xml_more(x, SLUICE_XML_CUT_REFERENCE);
    }
    if (n == 0) return xml_fail(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_NAME, p);
    if (n > x->options.name_bytes) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_NAME, start);
    if (p[n] != ';') return xml_fail(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_SEMICOLON, p + n);
    uint8_t byte = xml_predefined(p, n);
    if (byte) {
        static const uint8_t bytes[] = "<>&'\"";
        xml_put(x, SLUICE_XML_TEXT, 0, 0, start, 0, (const uint8_t *)strchr((const char *)bytes, byte), 1);
        f->p = p + n + 1;
        return XML_DONE;
    }
    uint32_t number = xml_find(&x->entity_names, p, n);
    if (number == UINT32_MAX) {
        if (!x->has_unread) return xml_fail_name(x, SLUICE_XML_UNDECLARED_ENTITY, 0, start, p, n);
        xml_put(x, SLUICE_XML_SKIPPED, 0, 0, start, 0, p, n);
        f->p = p + n + 1;
        return XML_DONE;
    }
    xml_entity *entity = &x->entities[number];
    if (entity->kind == SLUICE_XML_UNPARSED) return xml_fail_name(x, SLUICE_XML_UNPARSED_ENTITY, 0, start, p, n);
    if (entity->is_open) return xml_fail_name(x, SLUICE_XML_RECURSIVE_ENTITY, 0, start, p, n);
    if (x->frames_count > x->options.entity_depth) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_ENTITY_DEPTH, start);
    const xml_string *name = &x->entity_names.items[number];
    if (!entity->text) {
        // The caller has a text for it or skips it; then its reference is scanned again.
        xml_put(x, entity->is_skipped ? SLUICE_XML_SKIPPED : SLUICE_XML_EXTERNAL, 0, 0, start, 0, name->bytes, name->count);
        x->stops = !entity->is_skipped;
        if (entity->is_skipped) f->p = p + n + 1;
        return XML_DONE;
    }
    if (!xml_may_expand(x, entity->count)) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_EXPANSION, start);
    if (!XML_ROOM(x->frames, x->frames_capacity, x->frames_count + 1)) return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, start);
    f = &x->frames[x->frames_count - 1];
    xml_put(x, SLUICE_XML_ENTITY_START, 0, 0, start, 0, name->bytes, name->count);
    if (xml_is_document(x)) x->reference_at = (size_t)(start - x->bytes);
    f->p = p + n + 1;
    entity->is_open = true;
    x->frames[x->frames_count++] =
        (xml_frame){entity->text, entity->text + entity->count, number + 1, (uint32_t)x->depth};
    return XML_DONE;
}

xml_status xml_reference(sluice_xml *x, xml_frame *f) {
    const uint8_t *start = f->p;
    xml_status status = read_reference(x, f);
    if (status != XML_FAULT || !x->options.recovers) return status;
    bool is_name = x->fault == SLUICE_XML_UNDECLARED_ENTITY || x->fault == SLUICE_XML_UNPARSED_ENTITY ||
        x->fault == SLUICE_XML_RECURSIVE_ENTITY;
    if (!xml_tolerates(x)) return XML_FAULT;
    if (!is_name) return xml_literal(x, f);
    xml_put(x, SLUICE_XML_SKIPPED, 0, 0, start, 0, x->fault_name, x->fault_name_count);
    f->p = start + x->fault_name_count + 2;
    return XML_DONE;
}

/// The end of an entity's text.
xml_status xml_leave(sluice_xml *x, xml_frame *f) {
    const xml_string *name = &x->entity_names.items[f->entity - 1];
    if (x->depth != f->depth || x->in_cdata) {
        if (!xml_passes_name(x, SLUICE_XML_UNBALANCED_ENTITY, 0, f->p, name->bytes, name->count)) return XML_FAULT;
        if (x->in_cdata) xml_put(x, SLUICE_XML_CDATA_END, 0, 0, f->p, 0, NULL, 0);
        x->in_cdata = false;
        if (xml_close_to(x, f->depth, f->p) != XML_DONE) return XML_FAULT;
    }
    x->entities[f->entity - 1].is_open = false;
    xml_put(x, SLUICE_XML_ENTITY_END, 0, 0, f->p, 0, name->bytes, name->count);
    x->frames_count--;
    return XML_DONE;
}
