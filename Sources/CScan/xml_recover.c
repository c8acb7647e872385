// What a construct becomes that is not well-formed, where the caller goes on behind faults.
//
// The scan stops at a fault, as it does where that is the end. The next scan reads the construct again with `is_tolerant`,
// and each place that found a fault asks here whether it is to be passed over: so strict and tolerant reading agree on what
// is wrong, and where. The first fault has been told; all others of the construct are noted.
#include "xml.h"
#include "xml_characters.h"

const uint8_t xml_replacement[3] = {0xEF, 0xBF, 0xBD};

bool xml_tolerates(sluice_xml *x) {
    if (!x->is_tolerant || x->fault == SLUICE_XML_LIMIT || x->fault == SLUICE_XML_NO_MEMORY) return false;
    // A byte that is wrong in itself is not unexpected besides.
    bool is_new = x->is_told && (x->fault != SLUICE_XML_UNEXPECTED || x->fault_p != x->noted);
    x->noted = x->fault_p;
    x->is_told = true;
    if (is_new) {
        if (!XML_ROOM(x->notes, x->notes_capacity, x->notes_count + 1)) {
            x->fault = SLUICE_XML_NO_MEMORY;
            return false;
        }
        bool is_document = x->fault_p >= x->bytes && x->fault_p <= x->bytes_end;
        x->notes[x->notes_count++] = (sluice_xml_found){
            x->fault, x->fault_detail, is_document ? (size_t)(x->fault_p - x->bytes) : x->reference_at, x->fault_name,
            x->fault_name_count};
    }
    x->fault = SLUICE_XML_FINE;
    return true;
}

bool xml_passes_name(
    sluice_xml *x, sluice_xml_fault fault, sluice_xml_detail detail, const uint8_t *p, const uint8_t *name, size_t count) {
    xml_fail_name(x, fault, detail, p, name, count);
    return xml_tolerates(x);
}

bool xml_passes(sluice_xml *x, sluice_xml_fault fault, sluice_xml_detail detail, const uint8_t *p) {
    return xml_passes_name(x, fault, detail, p, NULL, 0);
}

size_t xml_bad_length(const uint8_t *p, const uint8_t *end) {
    uint32_t c;
    size_t length = xml_character(p, (size_t)(end - p), &c);
    return length == 0 || length == SIZE_MAX ? 1 : length;
}

xml_status xml_literal(sluice_xml *x, xml_frame *f) {
    if (x->stage == XML_CONTENT) xml_put_text(x, f->p, *f->p == '<' ? (const uint8_t *)"<" : (const uint8_t *)"&", 1);
    else x->is_dropping = true;
    f->p++;
    return XML_DONE;
}

const uint8_t *xml_tag_rest(const sluice_xml *x, const uint8_t *p, const uint8_t *end) {
    while (p < end && *p != '>' && *p != '<') p++;
    if (p == end && xml_is_document(x) && !x->is_last) return NULL;
    return p < end && *p == '>' ? p + 1 : p;
}

xml_status xml_clean(sluice_xml *x, const uint8_t **p, size_t *n) {
    if (!x->is_tolerant || !xml_is_document(x)) return XML_DONE;
    const uint8_t *from = *p, *end = from + *n;
    size_t fault = sluice_xml_text_fault(from, *n), bad = 0;
    if (fault == *n) return XML_DONE;
    for (const uint8_t *q = from + fault; q < end; q += sluice_xml_text_fault(q, (size_t)(end - q))) {
        bad++;
        q += xml_bad_length(q, end);
    }
    uint8_t *copy = xml_allocate(&x->scratch, *n + 3 * bad), *out = copy;
    if (!copy) return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, from);
    while (true) {
        fault = sluice_xml_text_fault(from, (size_t)(end - from));
        memcpy(out, from, fault);
        out += fault;
        from += fault;
        if (from == end) break;
        memcpy(out, xml_replacement, 3);
        out += 3;
        from += xml_bad_length(from, end);
    }
    *p = copy;
    *n = (size_t)(out - copy);
    return XML_DONE;
}

xml_status xml_unquoted_value(
    sluice_xml *x, const uint8_t **p, const uint8_t *end, bool is_document, xml_attribute *attribute) {
    const uint8_t *stop = *p, *after;
    while (stop < end && !xml_is_space(*stop) && *stop != '>' && *stop != '<') stop++;
    if (stop == end) return XML_MORE;
    // What stands behind it serves as its quote.
    xml_status status = xml_attribute_value(x, *p, stop + 1, *stop, is_document, &x->scratch, attribute, &after);
    if (status != XML_DONE) return status;
    // `<a b=c/>`
    bool is_empty = *stop == '>' && stop > *p && stop[-1] == '/' && attribute->count > 0;
    if (is_empty) attribute->count--;
    *p = is_empty ? stop - 1 : stop;
    return XML_DONE;
}

xml_status xml_close_to(sluice_xml *x, size_t depth, const uint8_t *at) {
    if (x->depth <= depth) return XML_DONE;
    size_t tokens = x->depth - depth + x->bindings_count - x->elements[depth].bindings;
    if (!XML_ROOM(x->tokens, x->tokens_capacity, 4 * (x->tokens_count + tokens + 8)))
        return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, at);
    while (x->depth > depth) xml_close(x, at);
    return XML_DONE;
}

xml_status xml_recover_end_tag(sluice_xml *x, xml_frame *f, uint32_t raw, xml_status status) {
    const uint8_t *tag = f->p;
    if (status == XML_MORE || (status == XML_FAULT && !xml_tolerates(x))) return status;
    const uint8_t *rest = xml_tag_rest(x, tag + 2, f->end);
    if ((size_t)((rest ? rest : f->end) - tag) > x->options.tag_bytes) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_TAG, tag);
    if (!rest) return XML_MORE;
    f->p = rest;
    // An element that is open ends, and all in it; if none has the name, nothing happens.
    for (size_t level = raw == UINT32_MAX ? 0 : x->depth; level > f->depth; level--)
        if (x->elements[level - 1].raw == raw) return xml_close_to(x, level - 1, tag);
    return XML_DONE;
}

/// The first document type never ends: what there is of it ends with its first `>`.
static bool leave_doctype(sluice_xml *x, xml_frame *f) {
    if (x->has_doctype || x->stage != XML_PROLOG || x->cut != SLUICE_XML_CUT_DOCTYPE) return false;
    const uint8_t *end = memchr(f->p, '>', (size_t)(f->end - f->p));
    f->p = end ? end + 1 : f->end;
    return x->has_doctype = true;
}

xml_status xml_recover_end(sluice_xml *x, xml_frame *f) {
    if (f->p < f->end && !x->in_cdata) {
        if (*f->p == '&' || (*f->p == '<' && x->cut == SLUICE_XML_CUT_OPENING)) return xml_literal(x, f);
        if (leave_doctype(x, f)) return XML_DONE;
        // What has no end is dropped.
        f->p = f->end;
        return XML_DONE;
    }
    // An entity: see `leave`.
    if (!xml_is_document(x)) return XML_DONE;
    if (x->in_cdata && x->stage == XML_CONTENT) xml_put(x, SLUICE_XML_CDATA_END, 0, 0, f->p, 0, NULL, 0);
    if (x->in_cdata) {
        x->in_cdata = false;
        f->p = f->end;
        return XML_DONE;
    }
    x->is_over = true;
    return xml_close_to(x, 0, f->p);
}
