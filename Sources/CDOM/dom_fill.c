// Tokens become nodes, as libxml2's own parser would make them: names from the dictionary, short text within its node.
#include "include/DOMFill.h"
#include "Copy.h"
#include "XMLTree.h"
#include <libxml/tree.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <string.h>

typedef sluice_dom_filler filler;
typedef sluice_dom_status status;

/// Texts of fewer bytes stand in their node, where an element has its attributes and what types say of it.
enum { IN_NODE = 2 * sizeof(void *) };

// MARK: Room

static inline size_t whole_words(size_t n) { return (n + 7) & ~(size_t)7; }

static inline size_t text_room(size_t n) { return n < IN_NODE ? 0 : whole_words(n + 1); }

static inline bool has_room(filler *f, size_t n) {
    if (n <= f->left) return true;
    f->wanted = n;
    return false;
}

/// The next bytes of the slab, which has them.
static inline void *cut(filler *f, size_t n) {
    void *room = f->next;
    n = whole_words(n);
    f->next += n;
    f->left -= n;
    return room;
}

/// A name once for all nodes. Without memory there is no tree, as everywhere where libxml2 gives none.
static inline const xmlChar *interned(filler *f, const uint8_t *p, size_t n) {
    const xmlChar *found = n <= INT_MAX ? xmlDictLookup(f->dictionary, n ? p : (const uint8_t *)"", (int)n) : NULL;
    if (!found) __builtin_trap();
    return found;
}

// MARK: Nodes. There is room for them.

static inline xmlNode *make(filler *f, xmlElementType type, const xmlChar *name) {
    xmlNode *node = cut(f, sizeof *node);
    *node = (xmlNode){.type = type, .name = name, .doc = f->document};
    return node;
}

static inline void append(filler *f, xmlNode *node) {
    xmlNode *parent = f->parent, *last = parent->last;
    node->parent = parent;
    node->prev = last;
    if (last) last->next = node;
    else parent->children = node;
    parent->last = node;
}

static inline xmlChar *inner_text(xmlNode *node) { return (xmlChar *)&node->properties; }

static inline void set_text(filler *f, xmlNode *node, const uint8_t *p, size_t n) {
    xmlChar *to = n < IN_NODE ? inner_text(node) : cut(f, n + 1);
    sluice_copy(to, p, n);
    to[n] = 0;
    node->content = to;
}

static inline void start(filler *f, const sluice_dom_name *name, size_t line, size_t column) {
    xmlNode *node = make(f, XML_ELEMENT_NODE, name->name);
    node->ns = name->space;
    // libxml2 has 16 bits for the line, and 16 more that nothing uses outside its reader.
    node->line = (unsigned short)line;
    node->extra = (unsigned short)(line >> 16);
    // An element has no content: libxml2 notes there which comes first, as a number below zero.
    node->content = (xmlChar *)(column & UINT32_MAX);
    node->nsDef = f->first_declaration;
    f->first_declaration = NULL;
    append(f, node);
    f->parent = node;
    f->attribute = NULL;
    f->text = NULL;
}

static inline void attribute(
    filler *f, const sluice_dom_name *name, const uint8_t *p, size_t n, bool is_defaulted, bool is_id) {
    if (name->is_declaration) return;
    xmlNode *element = f->parent;
    xmlAttr *made = cut(f, sizeof *made), *last = f->attribute;
    *made = (xmlAttr){
        .type = XML_ATTRIBUTE_NODE, .name = name->name, .ns = name->space, .doc = f->document, .parent = element,
        .prev = last};
    if (last) last->next = made;
    else element->properties = made;
    f->attribute = made;
    xmlNode *text = make(f, XML_TEXT_NODE, xmlStringText);
    set_text(f, text, p, n);
    text->parent = (xmlNode *)made;
    made->children = made->last = text;
    // libxml2 has no field for that; this one it leaves alone on attributes.
    if (is_defaulted) made->psvi = (void *)1;
    if (is_id || name->is_xml_id) {
        made->atype = XML_ATTRIBUTE_ID;
        f->has_ids = true;
    }
}

static inline size_t attribute_room(size_t n) { return sizeof(xmlAttr) + sizeof(xmlNode) + text_room(n); }

static inline void end(filler *f) {
    xmlNode *parent = f->parent;
    f->text = NULL;
    if (parent->parent) f->parent = parent->parent;
}

// MARK: Text

/// Goes on with the text that is open: where it stands, if that was made last or has room in its node.
static inline status extend(filler *f, const uint8_t *p, size_t n) {
    xmlNode *node = f->text;
    size_t before = f->text_count, count = before + n;
    xmlChar *text = node->content;
    bool is_inner = text == inner_text(node);
    if (!is_inner && text + whole_words(before + 1) == f->next) {
        size_t more = whole_words(count + 1) - whole_words(before + 1);
        // Twice as much, so that a long text does not move at the end of each slab.
        if (!has_room(f, more)) {
            f->wanted = 2 * count + 8;
            return SLUICE_DOM_FULL;
        }
        cut(f, more);
    } else if (!is_inner || count >= IN_NODE) {
        if (!has_room(f, whole_words(count + 1))) return SLUICE_DOM_FULL;
        text = cut(f, count + 1);
        memcpy(text, node->content, before);
        node->content = text;
    }
    sluice_copy(text + before, p, n);
    text[count] = 0;
    f->text_count = count;
    return SLUICE_DOM_FINE;
}

static inline status text(filler *f, const uint8_t *p, size_t n) {
    if (f->text) return extend(f, p, n);
    xmlElementType type = ((xmlNode *)f->parent)->type;
    if (!n || type == XML_DOCUMENT_NODE || type == XML_HTML_DOCUMENT_NODE) return SLUICE_DOM_FINE;
    if (!has_room(f, sizeof(xmlNode) + text_room(n))) return SLUICE_DOM_FULL;
    xmlNode *node = make(f, XML_TEXT_NODE, xmlStringText);
    append(f, node);
    set_text(f, node, p, n);
    f->text = node;
    f->text_count = n;
    return SLUICE_DOM_FINE;
}

/// A comment, or what has its name from the document.
static status leaf(filler *f, xmlElementType type, const xmlChar *name, const uint8_t *p, size_t n) {
    if (!has_room(f, sizeof(xmlNode) + text_room(n))) return SLUICE_DOM_FULL;
    f->text = NULL;
    xmlNode *node = make(f, type, name);
    append(f, node);
    set_text(f, node, p, n);
    return SLUICE_DOM_FINE;
}

/// Text that follows is that of a CDATA section.
static status section(filler *f) {
    status status = leaf(f, XML_CDATA_SECTION_NODE, NULL, NULL, 0);
    if (status != SLUICE_DOM_FINE) return status;
    f->text = ((xmlNode *)f->parent)->last;
    f->text_count = 0;
    return status;
}

static status instruction(filler *f, const uint8_t *p, size_t n, size_t split) {
    // In the dictionary twice is in it once.
    return leaf(f, XML_PI_NODE, interned(f, p, split), p + split, n - split);
}

static status declare(filler *f, const uint8_t *prefix, size_t prefix_count, const uint8_t *uri, size_t uri_count) {
    if (!has_room(f, sizeof(xmlNs))) return SLUICE_DOM_FULL;
    xmlNs *made = cut(f, sizeof *made), *last = f->last_declaration;
    *made = (xmlNs){
        .type = XML_NAMESPACE_DECL,
        .prefix = prefix_count ? interned(f, prefix, prefix_count) : NULL,
        .href = interned(f, uri, uri_count)};
    if (f->first_declaration) last->next = made;
    else f->first_declaration = made;
    f->last_declaration = made;
    return SLUICE_DOM_FINE;
}

// MARK: Tokens

static inline const uint8_t *bytes_of(const uint64_t *token) { return (const uint8_t *)(uintptr_t)token[2]; }

static inline const sluice_dom_name *name_of(const filler *f, const uint64_t *token) {
    uint32_t number = (uint32_t)token[1];
    return number < f->name_count && f->names[number].name ? &f->names[number] : NULL;
}

static inline status take_tag(filler *f, const uint64_t *token, size_t count, sluice_xml_lines *lines) {
    size_t room = sizeof(xmlNode);
    for (size_t i = 0; i <= count; i++) {
        if (!name_of(f, token + 4 * i)) {
            f->stopped_at = token + 4 * i;
            return SLUICE_DOM_NEW_NAME;
        }
        if (i) room += attribute_room((size_t)token[4 * i + 3]);
    }
    if (!has_room(f, room)) return SLUICE_DOM_FULL;
    size_t line = sluice_xml_line(lines, token);
    start(f, name_of(f, token), line, sluice_xml_column(lines, token));
    for (; count; count--) {
        token += 4;
        unsigned flags = (unsigned)(token[0] >> 48) & 0xFF;
        attribute(
            f, name_of(f, token), bytes_of(token), (size_t)token[3], flags & SLUICE_XML_DEFAULTED,
            flags >> SLUICE_XML_TYPE_SHIFT == SLUICE_XML_ID);
    }
    return SLUICE_DOM_FINE;
}

status sluice_dom_take(
    filler *f, const uint64_t **next, const uint64_t *tokens_end, void *lines) {
    const uint64_t *token = *next;
    status status = SLUICE_DOM_FINE;
    while (token < tokens_end) {
        const uint8_t *p = bytes_of(token);
        size_t n = (size_t)token[3], count = (uint32_t)token[0], tokens = 1;
        switch ((uint8_t)(token[0] >> 56)) {
        case SLUICE_XML_START:
            status = take_tag(f, token, count, lines);
            tokens += count;
            break;
        case SLUICE_XML_END:
            if (f->stops_at_ends) status = SLUICE_DOM_END;
            else end(f);
            break;
        case SLUICE_XML_TEXT: status = text(f, p, n); break;
        case SLUICE_XML_PREFIX:
            status = declare(f, p, n, bytes_of(token + 4), (size_t)token[7]);
            tokens++;
            break;
        case SLUICE_XML_COMMENT:
            if (f->takes_comments && !f->is_in_type) status = leaf(f, XML_COMMENT_NODE, xmlStringComment, p, n);
            break;
        case SLUICE_XML_INSTRUCTION:
            if (f->takes_instructions && !f->is_in_type) status = instruction(f, p, n, count);
            break;
        case SLUICE_XML_CDATA_START:
            if (f->takes_sections) status = section(f);
            break;
        case SLUICE_XML_CDATA_END:
            if (f->takes_sections) f->text = NULL;
            break;
        case SLUICE_XML_SKIPPED:
            if (!f->is_in_type) status = SLUICE_DOM_SKIPPED;
            break;
        case 'd': status = SLUICE_DOM_DECLARED; break;
        default: break;
        }
        if (status != SLUICE_DOM_FINE) {
            if (status != SLUICE_DOM_NEW_NAME) f->stopped_at = token;
            break;
        }
        token += 4 * tokens;
    }
    *next = token;
    return status;
}

// MARK: Node by node

status sluice_dom_declare(
    filler *f, const uint8_t *prefix, size_t prefix_count, const uint8_t *uri, size_t uri_count) {
    return declare(f, prefix, prefix_count, uri, uri_count);
}

status sluice_dom_start(filler *f, const sluice_dom_name *name, size_t line, size_t column) {
    if (!has_room(f, sizeof(xmlNode))) return SLUICE_DOM_FULL;
    start(f, name, line, column);
    return SLUICE_DOM_FINE;
}

status sluice_dom_attribute(filler *f, const sluice_dom_name *name, const uint8_t *p, size_t n, int flags) {
    if (!has_room(f, attribute_room(n))) return SLUICE_DOM_FULL;
    attribute(f, name, p, n, flags & SLUICE_DOM_DEFAULTED, flags & SLUICE_DOM_ID);
    return SLUICE_DOM_FINE;
}

status sluice_dom_text(filler *f, const uint8_t *p, size_t n) { return text(f, p, n); }

status sluice_dom_comment(filler *f, const uint8_t *p, size_t n) {
    return leaf(f, XML_COMMENT_NODE, xmlStringComment, p, n);
}

status sluice_dom_instruction(filler *f, const uint8_t *p, size_t n, size_t split) {
    return instruction(f, p, n, split);
}

status sluice_dom_section(filler *f) { return section(f); }

void sluice_dom_end(filler *f) { end(f); }
