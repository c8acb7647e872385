// Comments, processing instructions and document types (XML 1.0, sections 2.5, 2.6 and 2.8).
#include "xml.h"
#include "xml_characters.h"

static xml_status copy_lines(sluice_xml *x, const uint8_t **p, size_t *n) {
    if (!xml_is_document(x) || !memchr(*p, '\r', *n)) return XML_DONE;
    uint8_t *copy = xml_allocate(&x->scratch, *n);
    if (!copy) return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, *p);
    size_t out = 0;
    for (size_t i = 0; i < *n; i++) {
        uint8_t c = (*p)[i];
        if (c == '\r') {
            if (i + 1 < *n && (*p)[i + 1] == '\n') continue;
            c = '\n';
        }
        copy[out++] = c;
    }
    *p = copy;
    *n = out;
    return XML_DONE;
}

/// Whether the bytes are text. Entities are checked when they are declared.
static xml_status check(sluice_xml *x, const uint8_t *p, size_t n) {
    if (!xml_is_document(x)) return XML_DONE;
    const uint8_t *end = p + n;
    while ((p += sluice_xml_text_fault(p, (size_t)(end - p))) < end) {
        uint32_t c;
        size_t length = xml_character(p, (size_t)(end - p), &c);
        if (!xml_passes(x, length && length != SIZE_MAX ? SLUICE_XML_BAD_CHARACTER : SLUICE_XML_BAD_UTF8, 0, p)) return XML_FAULT;
        p += xml_bad_length(p, end);
    }
    return XML_DONE;
}

static xml_status too_long(sluice_xml *x, const uint8_t *start) {
    return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_TEXT, start);
}

xml_status xml_comment(sluice_xml *x, xml_frame *f) {
    const uint8_t *p = f->p + 4, *end = f->end, *q = p, *unchecked = p;
    while (true) {
        q = q < end ? memchr(q, '-', (size_t)(end - q)) : NULL;
        size_t seen = (size_t)((q ? q : end) - p);
        if (seen > x->options.text_bytes) return too_long(x, f->p);
        if (!q || end - q < 2) return xml_more(x, SLUICE_XML_CUT_COMMENT);
        if (q[1] != '-') { q += 2; continue; }
        xml_status status = check(x, unchecked, (size_t)(q - unchecked));
        if (status != XML_DONE) return status;
        unchecked = q;
        if (end - q < 3) return xml_more(x, SLUICE_XML_CUT_COMMENT);
        if (q[2] != '>') {
            if (!xml_passes(x, SLUICE_XML_DOUBLE_HYPHEN, 0, q)) return XML_FAULT;
            q++;
            continue;
        }
        if ((status = xml_clean(x, &p, &seen)) != XML_DONE || (status = copy_lines(x, &p, &seen)) != XML_DONE) return status;
        xml_put(x, SLUICE_XML_COMMENT, 0, 0, f->p, 0, p, seen);
        f->p = q + 3;
        return XML_DONE;
    }
}

xml_status xml_instruction(sluice_xml *x, xml_frame *f, bool is_first) {
    const uint8_t *start = f->p, *p = start + 2, *end = f->end;
    size_t n = xml_name_end(p, (size_t)(end - p));
    if (n == SIZE_MAX || p + n == end) {
        if (xml_whole(p, (size_t)(end - p)) > x->options.name_bytes) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_NAME, p);
        return xml_more(x, SLUICE_XML_CUT_INSTRUCTION);
    }
    if (n == 0) return xml_passes(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_NAME, p) ? xml_literal(x, f) : XML_FAULT;
    bool is_xml = n == 3 && (p[0] | 0x20) == 'x' && (p[1] | 0x20) == 'm' && (p[2] | 0x20) == 'l';
    bool is_declaration = is_first && is_xml && memcmp(p, "xml", 3) == 0 && xml_is_space(p[3]);
    bool is_dropped = is_xml && !is_declaration;
    if (is_dropped && !xml_passes(x, SLUICE_XML_RESERVED_TARGET, 0, start)) return XML_FAULT;
    if (n > x->options.name_bytes) return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_NAME, p);
    if (x->options.namespaces && memchr(p, ':', n)) {
        if (!xml_passes_name(x, SLUICE_XML_BAD_QNAME, 0, p, p, n)) return XML_FAULT;
        is_dropped = true;
    }
    const uint8_t *q = p + n;
    if (!xml_is_space(*q) && *q != '?' && !xml_passes(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_INSTRUCTION_END, q))
        return XML_FAULT;
    const uint8_t *data = xml_skip_space(q, end), *close = q;
    while (true) {
        close = close < end ? memchr(close, '?', (size_t)(end - close)) : NULL;
        if ((size_t)((close ? close : end) - q) > x->options.text_bytes) return too_long(x, start);
        if (!close || close + 1 == end) return xml_more(x, SLUICE_XML_CUT_INSTRUCTION);
        if (close[1] == '>') break;
        if (close == q && !xml_passes(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_INSTRUCTION_END, q + 1)) return XML_FAULT;
        close++;
    }
    if (data > close) data = close;
    size_t count = (size_t)(close - data);
    xml_status status = check(x, data, count);
    if (status != XML_DONE) return status;
    if (is_dropped) {
        f->p = close + 2;
        return XML_DONE;
    }
    if (is_declaration) {
        xml_put(x, SLUICE_XML_DECLARATION, 0, 0, start, 0, q, (size_t)(close - q));
        x->stops = true;
    } else {
        // Target and data side by side.
        if ((status = xml_clean(x, &data, &count)) != XML_DONE || (status = copy_lines(x, &data, &count)) != XML_DONE)
            return status;
        uint8_t *both = xml_allocate(&x->scratch, n + count);
        if (!both) return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, start);
        memcpy(both, p, n);
        memcpy(both + n, data, count);
        xml_put(x, SLUICE_XML_INSTRUCTION, 0, n, start, 0, both, n + count);
    }
    f->p = close + 2;
    return XML_DONE;
}

xml_status xml_doctype(sluice_xml *x, xml_frame *f) {
    size_t n = (size_t)(f->end - f->p);
    uint32_t memory = 0;
    size_t end = sluice_xml_cut_end(SLUICE_XML_CUT_DOCTYPE, &memory, f->p, n);
    if ((end == SIZE_MAX ? n : end) > x->options.text_bytes) return too_long(x, f->p);
    if (end == SIZE_MAX) return xml_more(x, SLUICE_XML_CUT_DOCTYPE);
    if (x->is_tolerant) {
        // One too many.
        f->p += end;
        return XML_DONE;
    }
    xml_put(x, SLUICE_XML_DOCTYPE, 0, 0, f->p, 0, f->p + 9, end - 10);
    f->p += end;
    x->has_doctype = true;
    x->stops = true;
    return XML_DONE;
}
