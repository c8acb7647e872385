// Trees of libxml2's structs out of the XML tokenizer's tokens, or node by node. Who owns what: SluiceDOM/Engine/Tree.swift.
#ifndef SLUICE_DOM_FILL_H
#define SLUICE_DOM_FILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A name as the tree has it: in libxml2's dictionary, and the tree's `xmlNs` or NULL. All zero, it was not looked up yet.
typedef struct {
    const uint8_t *name;
    void *space;
    /// `xml:id`; a declaration of a namespace, of which prefix tokens tell.
    bool is_xml_id, is_declaration;
} sluice_dom_name;

/// A tree that is being filled. It allocates nothing: whoever owns the tree gives it room.
typedef struct {
    /// The `xmlDoc`, its dictionary, and the node that is open.
    void *document, *dictionary, *parent;
    /// What is left of the last slab, at a multiple of eight; and how much is wanted where that is too little.
    uint8_t *next;
    size_t left, wanted;
    /// The names of the document, by the parser's numbers.
    const sluice_dom_name *names;
    size_t name_count;
    /// The declarations of the start tag that comes.
    void *first_declaration, *last_declaration;
    /// The attribute that was made last, which another one follows.
    void *attribute;
    /// The text that still may grow, and its bytes.
    void *text;
    size_t text_count;
    bool takes_comments, takes_instructions, takes_sections;
    /// Whether `take` stops in front of the end of each element.
    bool stops_at_ends;
    /// Whether the document type is being told, whose comments and instructions are none of the tree's.
    bool is_in_type;
    /// Whether there is an attribute of type ID.
    bool has_ids;
    /// The token that made `take` stop.
    const uint64_t *stopped_at;
} sluice_dom_filler;

typedef enum {
    SLUICE_DOM_FINE,
    SLUICE_DOM_FULL,        // there is room for less than `wanted` bytes: once there is, the same again
    SLUICE_DOM_NEW_NAME,    // `stopped_at` has a name that is not known: nothing of its start tag is taken
    SLUICE_DOM_END,         // `stopped_at` ends an element, and is not taken
    SLUICE_DOM_DECLARED,    // `stopped_at` is of the document type, and is not taken
    SLUICE_DOM_SKIPPED,     // `stopped_at` is a reference to what was not read, and is not taken
} sluice_dom_status;

enum { SLUICE_DOM_DEFAULTED = 1, SLUICE_DOM_ID = 2 };

/// Builds what the tokens say from `*token` on. `*token` becomes `end`, or the one that stopped it.
/// `lines` is a `sluice_xml_lines`.
sluice_dom_status sluice_dom_take(
    sluice_dom_filler *f, const uint64_t **token, const uint64_t *end, void *lines);

/// Node by node. The declarations of an element come before its start, its attributes behind.
sluice_dom_status sluice_dom_declare(
    sluice_dom_filler *f, const uint8_t *prefix, size_t prefix_count, const uint8_t *uri, size_t uri_count);
sluice_dom_status sluice_dom_start(sluice_dom_filler *f, const sluice_dom_name *name, size_t line, size_t column);
sluice_dom_status sluice_dom_attribute(
    sluice_dom_filler *f, const sluice_dom_name *name, const uint8_t *p, size_t n, int flags);
sluice_dom_status sluice_dom_text(sluice_dom_filler *f, const uint8_t *p, size_t n);
sluice_dom_status sluice_dom_comment(sluice_dom_filler *f, const uint8_t *p, size_t n);
/// `p[0..<split]` is the target, the rest the data.
sluice_dom_status sluice_dom_instruction(sluice_dom_filler *f, const uint8_t *p, size_t n, size_t split);
sluice_dom_status sluice_dom_section(sluice_dom_filler *f);
void sluice_dom_end(sluice_dom_filler *f);

#ifdef __cplusplus
}
#endif
#endif
