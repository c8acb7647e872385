// The walk through a document: what each construct is, and where it ends (XML 1.0, sections 2 and 4.1).
#include "xml.h"
#include "xml_characters.h"
#include "xml_text.h"

/// Tokens of a batch, beyond which no construct is begun.
enum { ENOUGH = 1000 };

// How many times what names may take they take within one child of the root at most.
enum { MOST_IN_CHILD = 16 };

xml_status xml_fail_name(
    sluice_xml *x, sluice_xml_fault fault, sluice_xml_detail detail, const uint8_t *p, const uint8_t *name, size_t count) {
    x->fault = fault;
    x->fault_detail = detail;
    x->fault_p = p;
    x->fault_name = name;
    x->fault_name_count = count;
    return XML_FAULT;
}

xml_status xml_fail(sluice_xml *x, sluice_xml_fault fault, sluice_xml_detail detail, const uint8_t *p) {
    return xml_fail_name(x, fault, detail, p, NULL, 0);
}

static bool starts_with(const uint8_t *p, const uint8_t *end, const char *word, bool *is_cut) {
    size_t n = strlen(word), have = (size_t)(end - p);
    *is_cut = have < n && memcmp(p, word, have) == 0;
    return have >= n && memcmp(p, word, n) == 0;
}

// MARK: Text

void xml_put_text(sluice_xml *x, const uint8_t *at, const uint8_t *p, size_t n) {
    if (!n) return;
    uint8_t flags = x->in_cdata ? SLUICE_XML_IN_CDATA : 0;
    if (!x->in_cdata && !x->has_text && x->depth && x->raws[x->elements[x->depth - 1].raw].is_children_only) {
        // White space between elements, up to other text if there is some: the same in whatever pieces it comes.
        size_t blank = (size_t)(xml_skip_space(p, p + n) - p);
        if (blank) xml_put(x, SLUICE_XML_TEXT, SLUICE_XML_BLANK, 0, at, 0, p, blank);
        if (blank == n) return;
        x->has_text = true;
        if (at == p) at += blank;
        p += blank;
        n -= blank;
    }
    xml_put(x, SLUICE_XML_TEXT, flags, 0, at, 0, p, n);
}

/// Text that is looked at at once where faults may be many, so that each costs no look at all that follows.
enum { RECOVERED_TEXT = 256 };

/// Text, in a CDATA section or not, up to what ends it.
static xml_status text(sluice_xml *x, xml_frame *f) {
    const uint8_t *p = f->p, *start = p, *end = f->end;
    bool is_document = xml_is_document(x), beyond = false;
    bool is_part = x->options.recovers && end - p > RECOVERED_TEXT;
    if (is_part) end = p + RECOVERED_TEXT;
    bool may_continue = is_part || (is_document && !x->is_last);
    xml_run run = x->in_cdata ? XML_IN_CDATA : XML_IN_TEXT;
    xml_status status = XML_DONE;
    while (true) {
        p = xml_run_end(run, 0, p, end, &beyond);
        if (p == end) {
            if (may_continue) status = xml_more(x, SLUICE_XML_CUT_NONE);
            break;
        }
        if (*p == ']') {
            if (p + 1 < end && p[1] != ']') { p++; continue; }
            if (end - p < 3 && may_continue) { status = xml_more(x, SLUICE_XML_CUT_CHARACTER); break; }
            if (end - p < 3 || p[2] != '>') { p++; continue; }
            if (!x->in_cdata) status = xml_fail(x, SLUICE_XML_CDATA_CLOSE, 0, p);
            break;
        }
        if (*p == '\r' && is_document) {
            // Line ends are newlines (section 2.11).
            if (p + 1 == end && may_continue) { status = xml_more(x, SLUICE_XML_CUT_CHARACTER); break; }
            break;
        }
        if (*p == '\r') { p++; continue; }
        if (*p < 0x20) status = xml_fail(x, SLUICE_XML_BAD_CHARACTER, 0, p);
        break;
    }
    if (beyond && is_document) {
        size_t n = (size_t)(p - start), fault = sluice_xml_text_fault(start, n);
        if (fault < n) {
            uint32_t c;
            size_t length = xml_character(start + fault, n - fault, &c);
            const uint8_t *at = start + fault;
            if (length == SIZE_MAX && p == end && may_continue) {
                status = xml_more(x, SLUICE_XML_CUT_CHARACTER);
            } else {
                status = xml_fail(x, length && length != SIZE_MAX ? SLUICE_XML_BAD_CHARACTER : SLUICE_XML_BAD_UTF8, 0, at);
            }
            p = at;
        }
    }
    xml_put_text(x, start, start, (size_t)(p - start));
    f->p = p;
    if (status == XML_FAULT) {
        bool is_close = x->fault == SLUICE_XML_CDATA_CLOSE;
        if (!xml_tolerates(x)) return XML_FAULT;
        xml_put_text(x, p, is_close ? p : xml_replacement, 3);
        f->p = p + (is_close ? 3 : xml_bad_length(p, f->end));
        return XML_DONE;
    }
    if (status == XML_MORE && is_part) return XML_DONE;
    if (status != XML_DONE) {
        // What was delivered is done with; of the rest, more is wanted only if there is some.
        if (status == XML_MORE && p == end) x->cut = SLUICE_XML_CUT_NONE;
        return status;
    }
    if (p < end && *p == '\r' && is_document) {
        f->p = p + 1;
        if (p + 1 == end || p[1] != '\n') xml_put_text(x, p, (const uint8_t *)"\n", 1);
        return XML_DONE;
    }
    if (x->in_cdata && p < end) {
        x->in_cdata = false;
        f->p = p + 3;
        xml_put(x, SLUICE_XML_CDATA_END, 0, 0, p, 0, NULL, 0);
    }
    return XML_DONE;
}

/// White space outside the root; true where something else follows.
static bool misc_space(sluice_xml *x, xml_frame *f) {
    (void)x;
    f->p = xml_skip_space(f->p, f->end);
    return f->p < f->end;
}

// MARK: The walk

static xml_status cdata(sluice_xml *x, xml_frame *f) {
    xml_put(x, SLUICE_XML_CDATA_START, 0, 0, f->p, 0, NULL, 0);
    f->p += 9;
    x->in_cdata = true;
    return XML_DONE;
}

/// What begins with `<`.
/// Stops before the root, if its name is there: the caller may know a document type for it.
static bool asks_for_type(sluice_xml *x, const uint8_t *p, const uint8_t *end) {
    size_t n = xml_name_end(p + 1, (size_t)(end - p - 1));
    if (n == 0 || n == SIZE_MAX || p + 1 + n == end || n > x->options.name_bytes) return false;
    xml_put(x, SLUICE_XML_DOCTYPE, 1, 0, p, 0, p + 1, n);
    x->has_doctype = x->stops = true;
    return true;
}

static xml_status markup(sluice_xml *x, xml_frame *f) {
    const uint8_t *p = f->p, *end = f->end;
    bool is_first = x->stage == XML_START || (x->is_tolerant && x->is_indented), is_cut;
    if (p + 1 == end) return xml_more(x, SLUICE_XML_CUT_OPENING);
    if (is_first) x->stage = XML_PROLOG;
    xml_status status;
    switch (p[1]) {
    case '/':
        if (x->stage != XML_CONTENT) {
            const uint8_t *name = p + 2;
            size_t n = xml_name_end(name, (size_t)(end - name));
            bool is_open_ended = n == SIZE_MAX || name + n == end;
            if ((is_open_ended ? xml_whole(name, (size_t)(end - name)) : n) > x->options.name_bytes)
                return xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_NAME, name);
            if (is_open_ended) return xml_more(x, SLUICE_XML_CUT_END_TAG);
            if (!xml_passes_name(x, SLUICE_XML_NOT_OPEN, 0, p, name, n)) return XML_FAULT;
            const uint8_t *rest = xml_tag_rest(x, name, end);
            if (!rest) return xml_more(x, SLUICE_XML_CUT_END_TAG);
            f->p = rest;
            return XML_DONE;
        }
        status = xml_end_tag(x, f);
        return status == XML_MORE ? xml_more(x, SLUICE_XML_CUT_END_TAG) : status;
    case '?':
        status = xml_instruction(x, f, is_first);
        if (status != XML_DONE && is_first) x->stage = XML_START;
        return status;
    case '!':
        if (starts_with(p, end, "<!--", &is_cut)) return xml_comment(x, f);
        if (is_cut) return xml_more(x, SLUICE_XML_CUT_OPENING);
        if (x->stage == XML_CONTENT) {
            if (starts_with(p, end, "<![CDATA[", &is_cut)) {
                if (!x->depth && !x->options.is_fragment) return xml_fail(x, SLUICE_XML_MISPLACED, 0, p);
                return cdata(x, f);
            }
            if (is_cut) return xml_more(x, SLUICE_XML_CUT_OPENING);
        } else {
            if (starts_with(p, end, "<!DOCTYPE", &is_cut)) {
                if ((x->has_doctype || x->stage != XML_PROLOG) && !xml_passes(x, SLUICE_XML_LATE_DOCTYPE, 0, p)) return XML_FAULT;
                return xml_doctype(x, f);
            }
            if (is_cut) return xml_more(x, SLUICE_XML_CUT_OPENING);
            if (starts_with(p, end, "<![CDATA[", &is_cut)) {
                if (!xml_passes(x, SLUICE_XML_MISPLACED, 0, p)) return XML_FAULT;
                // It is no part of the document, as is what it holds: see `step`.
                f->p += 9;
                x->in_cdata = true;
                return XML_DONE;
            }
            if (is_cut) return xml_more(x, SLUICE_XML_CUT_OPENING);
        }
        if (starts_with(p, end, "<!DOCTYPE", &is_cut))
            return xml_passes(x, SLUICE_XML_LATE_DOCTYPE, 0, p) ? xml_doctype(x, f) : XML_FAULT;
        if (is_cut) return xml_more(x, SLUICE_XML_CUT_OPENING);
        return xml_passes(x, SLUICE_XML_UNEXPECTED, SLUICE_XML_WANT_MARKUP, p) ? xml_literal(x, f) : XML_FAULT;
    default:
        if (x->stage == XML_EPILOG) {
            if (!xml_passes(x, SLUICE_XML_SECOND_ROOT, 0, p)) return XML_FAULT;
            x->is_over = true;
            f->p = f->end;
            return XML_DONE;
        }
        if (x->stage == XML_PROLOG && x->options.asks_for_type && !x->has_doctype && asks_for_type(x, p, end)) return XML_DONE;
        status = xml_start_tag(x, f);
        return status == XML_MORE ? xml_more(x, SLUICE_XML_CUT_TAG) : status;
    }
}

static xml_status step(sluice_xml *x, xml_frame *f) {
    if (f->p == f->end) return xml_is_document(x) ? XML_MORE : xml_leave(x, f);
    if (x->in_cdata) {
        size_t before = x->tokens_count;
        xml_status status = text(x, f);
        if (x->stage != XML_CONTENT) x->tokens_count = before;
        return status;
    }
    if (*f->p == '<' || *f->p == '&') x->has_text = false;
    if (*f->p == '<') {
        x->is_dropping = false;
        xml_status status = markup(x, f);
        if (status == XML_DONE) x->is_indented = false;
        return status;
    }
    if (x->stage == XML_CONTENT) return *f->p == '&' ? xml_reference(x, f) : text(x, f);
    if (x->stage == XML_START) {
        x->stage = XML_PROLOG;
        x->is_indented = true;
    }
    if (x->is_dropping) {
        const uint8_t *next = memchr(f->p, '<', (size_t)(f->end - f->p));
        f->p = next ? next : f->end;
    }
    if (!misc_space(x, f)) return XML_MORE;
    if (*f->p == '<') return XML_DONE;
    uint32_t c;
    size_t n = (size_t)(f->end - f->p), length = xml_character(f->p, n, &c);
    if (length == SIZE_MAX && !x->is_last) return xml_more(x, SLUICE_XML_CUT_CHARACTER);
    if (length == 0 || length == SIZE_MAX) xml_fail(x, SLUICE_XML_BAD_UTF8, 0, f->p);
    else if (!xml_is_character(c)) xml_fail(x, SLUICE_XML_BAD_CHARACTER, 0, f->p);
    else xml_fail(x, SLUICE_XML_MISPLACED, x->has_root ? 0 : SLUICE_XML_WANT_ROOT, f->p);
    // Outside the root, all of it is dropped.
    x->is_dropping = xml_tolerates(x);
    return x->is_dropping ? XML_DONE : XML_FAULT;
}

/// Reads a construct again whose fault has been reported, and passes over what is wrong with it.
static xml_status recover(sluice_xml *x) {
    xml_frame *f = &x->frames[x->frames_count - 1];
    if (!XML_ROOM(x->tokens, x->tokens_capacity, 4 * (x->tokens_count + 8))) return xml_fail(x, SLUICE_XML_NO_MEMORY, 0, f->p);
    x->is_tolerant = true;
    x->is_told = false;
    x->noted = NULL;
    bool is_end = x->is_last || !xml_is_document(x), is_cut = x->recovered == SLUICE_XML_TRUNCATED || x->recovered == SLUICE_XML_UNBALANCED_ENTITY;
    xml_status status = step(x, f);
    if (status == XML_MORE && is_end && is_cut) {
        status = xml_recover_end(x, &x->frames[x->frames_count - 1]);
        x->cut = SLUICE_XML_CUT_NONE;
    }
    x->is_tolerant = false;
    if (status != XML_DONE) x->notes_count = 0;
    x->is_stuck = status == XML_FAULT;
    if (status != XML_MORE || is_end) x->recovered = SLUICE_XML_FINE;
    // The end of an instruction is where it always is: what follows a declaration may be encoded otherwise.
    else if (x->cut != SLUICE_XML_CUT_INSTRUCTION) x->cut = SLUICE_XML_CUT_FAULTY;
    return status;
}

static sluice_xml_detail place_of(const sluice_xml *x) {
    if (x->in_cdata) return SLUICE_XML_IN_CDATA_SECTION;
    switch (x->cut) {
    case SLUICE_XML_CUT_TAG: return SLUICE_XML_IN_TAG;
    case SLUICE_XML_CUT_COMMENT: return SLUICE_XML_IN_COMMENT;
    case SLUICE_XML_CUT_INSTRUCTION: return SLUICE_XML_IN_INSTRUCTION;
    case SLUICE_XML_CUT_DOCTYPE: return SLUICE_XML_IN_DOCTYPE;
    case SLUICE_XML_CUT_REFERENCE: return SLUICE_XML_IN_REFERENCE;
    case SLUICE_XML_CUT_END_TAG: return SLUICE_XML_IN_END_TAG;
    case SLUICE_XML_CUT_OPENING: return SLUICE_XML_IN_MARKUP;
    case SLUICE_XML_CUT_CHARACTER: return SLUICE_XML_IN_CHARACTER;
    case SLUICE_XML_CUT_FAULTY: case SLUICE_XML_CUT_NONE: break;
    }
    return x->stage == XML_CONTENT ? SLUICE_XML_IN_CONTENT : SLUICE_XML_IN_PROLOG;
}

sluice_xml_batch sluice_xml_scan(sluice_xml *x, const uint8_t *bytes, size_t n, bool is_last) {
    static const uint8_t nothing[1];
    if (!bytes) bytes = nothing;
    x->bytes = bytes;
    x->bytes_end = bytes + n;
    x->is_last = is_last;
    x->stops = false;
    x->cut = SLUICE_XML_CUT_NONE;
    x->tokens_count = 0;
    xml_clear(&x->scratch, true);
    // Within an entity the bytes begin at its reference, behind which the document goes on.
    x->frames[0].p = bytes + x->resume;
    x->frames[0].end = bytes + n;
    x->reference_at = 0;
    x->resume = 0;

    xml_status status = x->fault ? XML_FAULT : XML_DONE;
    x->notes_count = 0;
    bool is_full = false;
    const size_t most = x->options.names_bytes;
    if (x->is_over) x->frames[0].p = x->frames[0].end;
    else if (x->recovered && status == XML_DONE) status = recover(x);
    while (status == XML_DONE && !x->stops && x->tokens_count < ENOUGH && !x->notes_count && !is_full) {
        if (!XML_ROOM(x->tokens, x->tokens_capacity, 4 * (x->tokens_count + 8))) {
            status = xml_fail(x, SLUICE_XML_NO_MEMORY, 0, x->frames[0].p);
            break;
        }
        status = step(x, &x->frames[x->frames_count - 1]);
        if (most && status == XML_DONE && xml_names_bytes(x) - x->names_base > most) {
            is_full = x->depth == 1 && xml_is_document(x) && !x->in_cdata;
            // Within a child none can be forgotten.
            if (!is_full && x->depth > 0 && (xml_names_bytes(x) - x->names_base) / MOST_IN_CHILD > most)
                status = xml_fail(x, SLUICE_XML_LIMIT, SLUICE_XML_OF_NAMES, x->frames[0].p);
        }
    }
    if (status == XML_MORE && !xml_is_document(x)) {
        xml_frame *f = &x->frames[x->frames_count - 1];
        const xml_string *name = &x->entity_names.items[f->entity - 1];
        status = xml_fail_name(x, SLUICE_XML_UNBALANCED_ENTITY, 0, f->p, name->bytes, name->count);
    }
    if (status == XML_FAULT && x->fault == SLUICE_XML_UNEXPECTED && !is_last && xml_is_document(x) &&
        x->fault_p < x->bytes_end) {
        // What was found instead is a character, all of it.
        uint32_t c;
        if (xml_character(x->fault_p, (size_t)(x->bytes_end - x->fault_p), &c) == SIZE_MAX) {
            x->fault = SLUICE_XML_FINE;
            status = xml_more(x, SLUICE_XML_CUT_CHARACTER);
        }
    }
    if (status == XML_FAULT && x->fault == SLUICE_XML_BAD_UTF8 && is_last && x->fault_p >= bytes &&
        x->fault_p < x->bytes_end) {
        // The document ends within a character: the bytes of it that came are right.
        uint32_t c;
        if (xml_character(x->fault_p, (size_t)(x->bytes_end - x->fault_p), &c) == SIZE_MAX)
            status = xml_fail(x, SLUICE_XML_TRUNCATED, SLUICE_XML_IN_CHARACTER, x->bytes_end);
    }
    bool is_used = status == XML_DONE && !x->stops && xml_is_document(x) && x->frames[0].p == x->bytes_end;
    if ((status == XML_MORE || is_used) && is_last) {
        bool is_done = x->frames[0].p == x->bytes_end && !x->in_cdata &&
            (x->options.is_fragment ? x->depth == 0 : x->stage == XML_EPILOG || x->is_over);
        if (!is_done) status = xml_fail(x, SLUICE_XML_TRUNCATED, place_of(x), x->bytes_end);
    }
    size_t consumed = (size_t)(x->frames[0].p - bytes);
    // As long as an entity goes on, its reference is kept: what is found in it is placed there, in whatever scan.
    bool is_recoverable = status == XML_FAULT && x->options.recovers && x->fault != SLUICE_XML_LIMIT &&
        x->fault != SLUICE_XML_NO_MEMORY && !x->is_stuck;
    if ((status != XML_FAULT || is_recoverable) && !xml_is_document(x)) {
        x->resume = consumed - x->reference_at;
        consumed = x->reference_at;
    }
    sluice_xml_batch batch = {
        .tokens = x->tokens, .count = x->tokens_count, .names = x->names, .consumed = consumed,
        .cut = status == XML_MORE && x->frames[0].p < x->bytes_end ? x->cut : SLUICE_XML_CUT_NONE, .stops = x->stops,
        .is_full = is_full && status == XML_DONE && !x->stops,
        .is_recoverable = is_recoverable, .notes = x->notes, .notes_count = x->notes_count,
    };
    if (status == XML_FAULT) {
        bool is_document = x->fault_p >= bytes && x->fault_p <= x->bytes_end;
        batch.fault = x->fault;
        batch.fault_detail = x->fault_detail;
        batch.fault_at = is_document ? (size_t)(x->fault_p - bytes) : x->reference_at;
        batch.fault_name = x->fault_name;
        batch.fault_name_count = x->fault_name_count;
        batch.cut = SLUICE_XML_CUT_NONE;
        if (is_recoverable) {
            x->recovered = x->fault;
            x->fault = SLUICE_XML_FINE;
        }
    }
    x->received += batch.consumed;
    return batch;
}
