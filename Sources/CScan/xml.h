// What the parts of the XML tokenizer share.
//
//     bytes -> xml_scan.c -> xml_tags.c -> xml_values.c     constructs, tags, attribute values
//                 |             '-> xml_names.c             names and namespaces, each stored once
//                 |-> xml_misc.c                            comments, processing instructions, document types
//                 |-> xml_references.c                      references in content
//                 |-> xml_text.h                            runs of text, 16 bytes at a time
//                 |-> xml_recover.c                         what a construct becomes that is not well-formed
//                 '-> xml_entities.c                        what the document type declares
#ifndef SLUICE_XML_H
#define SLUICE_XML_H

#include "include/XMLScan.h"
#include <string.h>

/// What hashes begin with.
extern uint64_t xml_seed;

/// Strings, each stored once under a number; they stay where they are.
typedef struct {
    const uint8_t *bytes;
    uint32_t count;
} xml_string;

typedef struct {
    xml_string *items;
    uint64_t *slots; // hashes, and numbers + 1 in the low half
    size_t count, capacity, mask;
} xml_strings;

/// Numbers by pairs of numbers.
typedef struct {
    uint64_t *keys;   // + 1, so that 0 is an empty slot
    uint32_t *values;
    size_t count, mask;
} xml_pairs;

/// Memory that is given back all at once.
typedef struct xml_block xml_block;
struct xml_block {
    xml_block *next;
    size_t count;
    uint8_t bytes[];
};
typedef struct {
    xml_block *blocks;
    uint8_t *at, *end;
    size_t given; // bytes
} xml_arena;

/// A name as it is written.
typedef struct {
    uint32_t prefix, local;        // numbers; where `local_at` is 0 there is no prefix
    uint32_t bound;                // the prefix that such an attribute declares
    uint32_t local_at;
    uint32_t cached_uri, cached;   // the name that this one last was in a namespace, + 1
    uint32_t stamp;                // the last start tag that had it as an attribute
    uint32_t parent, ordinal;      // the last element that had such children, and how many
    uint32_t defaults, last_default; // declarations of its attributes, + 1
    bool is_bad, is_binding, is_children_only, has_declarations;
} xml_raw;

typedef struct {
    uint32_t uri; // + 1: 0 where it is not bound
} xml_prefix;

typedef struct { uint32_t prefix, uri; } xml_binding;

typedef struct {
    uint32_t raw, name;
    uint32_t serial, ordinal;
    uint32_t bindings, counts; // where its own begin
} xml_element;

/// What a name counted before another parent's children had it.
typedef struct { uint32_t raw, parent, ordinal; } xml_count;

typedef struct {
    const uint8_t *text; // NULL where it is external and was not read
    size_t count;
    sluice_xml_entity_kind kind;
    bool is_open, is_skipped;
} xml_entity;

typedef struct {
    const uint8_t *p, *end;
    uint32_t entity; // + 1; 0 for the document itself
    uint32_t depth;
} xml_frame;

typedef struct {
    uint32_t raw;
    uint8_t flags;
    const uint8_t *at; // NULL where it is a default
    const uint8_t *value;
    size_t count;
} xml_attribute;

typedef struct {
    uint32_t raw, next; // default of the same element, + 1
    uint8_t type;
    const uint8_t *value;
    size_t count;
} xml_declaration;

typedef enum { XML_START, XML_PROLOG, XML_CONTENT, XML_EPILOG } xml_stage;
typedef enum { XML_DONE, XML_MORE, XML_FAULT } xml_status;

struct sluice_xml {
    sluice_xml_options options;

    // names
    xml_strings raw_names, prefix_names, locals, uris, entity_names;
    xml_raw *raws;
    xml_prefix *prefixes;
    xml_pairs resolved, expanded, declared;
    sluice_xml_name *names;
    uint32_t *name_stamps;
    size_t names_count, names_capacity, raws_capacity, prefixes_capacity;
    size_t names_base; // bytes of those that are always there
    xml_arena kept; // as long as the document

    // where the scan stands
    xml_stage stage;
    bool in_cdata, has_doctype, has_unread, has_root;
    bool has_text; // since the last markup, other than white space
    xml_element *elements;
    size_t depth, elements_capacity;
    xml_binding *bindings; // what they were before
    size_t bindings_count, bindings_capacity;
    xml_count *counts;
    size_t counts_count, counts_capacity;
    uint32_t serial, tag_serial;
    xml_frame *frames;
    size_t frames_count, frames_capacity;
    const uint8_t *reference; // of the outermost entity, in the scanned bytes
    size_t reference_at;
    size_t resume; // from the reference to where the document goes on
    size_t received, expanded_bytes;

    xml_entity *entities;
    size_t entities_capacity;
    xml_declaration *declarations;
    size_t declarations_count, declarations_capacity;

    // of this scan
    const uint8_t *bytes, *bytes_end;
    bool is_last, stops;
    uint64_t *tokens;
    size_t tokens_count, tokens_capacity;
    xml_arena scratch;
    xml_attribute *attributes;
    size_t attributes_count, attributes_capacity;
    uint8_t *value;
    size_t value_count, value_capacity;
    xml_frame *value_frames;
    size_t value_frames_capacity;
    sluice_xml_cut cut;
    sluice_xml_fault fault;
    sluice_xml_detail fault_detail;
    const uint8_t *fault_p, *fault_name;
    size_t fault_name_count;

    // recovery
    sluice_xml_fault recovered; // the fault whose construct is to be read again
    bool is_tolerant;           // it is being read again
    bool is_told;               // what was its fault has been met
    bool is_stuck;              // and could not be passed over
    bool is_dropping;           // text outside the root
    bool is_indented;           // white space is all that there was
    bool is_over;               // nothing more is read
    const uint8_t *noted;
    sluice_xml_found *notes;
    size_t notes_count, notes_capacity;
};

/// Makes room for `count` items; false where there is no memory.
bool xml_grow(void **items, size_t *capacity, size_t count, size_t size);
#define XML_ROOM(items, capacity, count) \
    ((count) <= (capacity) || xml_grow((void **)&(items), &(capacity), (count), sizeof *(items)))

/// Bytes that names take, and what is known of each.
size_t xml_names_bytes(const sluice_xml *x);

uint8_t *xml_allocate(xml_arena *arena, size_t count);
void xml_clear(xml_arena *arena, bool keeps_block);

/// The number of a string, which is stored if it is new; UINT32_MAX where there is no memory.
uint32_t xml_intern(xml_strings *strings, xml_arena *arena, const uint8_t *p, size_t n);
/// Stores a string that is new.
uint32_t xml_add_hashed(xml_strings *strings, xml_arena *arena, const uint8_t *p, size_t n, uint32_t hash);
/// The number of a string that is stored; UINT32_MAX if it is not.
uint32_t xml_find(const xml_strings *strings, const uint8_t *p, size_t n);

/// The value of a pair, which becomes `value` if it has none; UINT32_MAX where there is no memory.
uint32_t xml_pairs_intern(xml_pairs *pairs, uint64_t key, uint32_t value);
/// The value of a pair; UINT32_MAX if it has none.
uint32_t xml_pairs_find(const xml_pairs *pairs, uint64_t key);

/// The number of a name as it is written.
uint32_t xml_raw_name(sluice_xml *x, const uint8_t *p, size_t n);
/// The number of one that is new.
uint32_t xml_new_raw_name(sluice_xml *x, const uint8_t *p, size_t n, uint32_t hash);
/// The number of a name in a namespace, + 1; 0 where there is no memory.
uint32_t xml_resolve(sluice_xml *x, uint32_t raw, uint32_t uri);
bool xml_names_start(sluice_xml *x);

/// The index behind the name that starts at `p`; 0 where none does; SIZE_MAX where the end cuts a character.
size_t xml_name_end(const uint8_t *p, size_t n);

xml_status xml_fail(sluice_xml *x, sluice_xml_fault fault, sluice_xml_detail detail, const uint8_t *p);
xml_status xml_fail_name(
    sluice_xml *x, sluice_xml_fault fault, sluice_xml_detail detail, const uint8_t *p, const uint8_t *name, size_t count);
/// Whether a fault is passed over: its construct is being read again.
bool xml_passes_name(
    sluice_xml *x, sluice_xml_fault fault, sluice_xml_detail detail, const uint8_t *p, const uint8_t *name, size_t count);
bool xml_passes(sluice_xml *x, sluice_xml_fault fault, sluice_xml_detail detail, const uint8_t *p);
/// Whether the fault that was set is passed over.
bool xml_tolerates(sluice_xml *x);
/// Bytes of what is no character at `p`.
size_t xml_bad_length(const uint8_t *p, const uint8_t *end);
/// `<` or `&` that begins nothing: text.
xml_status xml_literal(sluice_xml *x, xml_frame *f);
/// The rest of a tag up to `>`, or before `<`; NULL if it is not all there.
const uint8_t *xml_tag_rest(const sluice_xml *x, const uint8_t *p, const uint8_t *end);
/// A text with U+FFFD for what is no character.
xml_status xml_clean(sluice_xml *x, const uint8_t **p, size_t *n);
/// What is left where the document, or an entity, ends within a construct or an element.
xml_status xml_recover_end(sluice_xml *x, xml_frame *f);
xml_status xml_close_to(sluice_xml *x, size_t depth, const uint8_t *at);
/// An end tag that is not what it should be: `raw` is its name, if it has one.
xml_status xml_recover_end_tag(sluice_xml *x, xml_frame *f, uint32_t raw, xml_status status);
/// A value that has no quotes, up to white space, `>` or `<`.
xml_status xml_unquoted_value(
    sluice_xml *x, const uint8_t **p, const uint8_t *end, bool is_document, xml_attribute *attribute);
/// Ends the innermost element. There must be room for its tokens.
void xml_close(sluice_xml *x, const uint8_t *at);
void xml_put_text(sluice_xml *x, const uint8_t *at, const uint8_t *p, size_t n);
extern const uint8_t xml_replacement[3];

xml_status xml_comment(sluice_xml *x, xml_frame *f);
xml_status xml_instruction(sluice_xml *x, xml_frame *f, bool is_first);
xml_status xml_doctype(sluice_xml *x, xml_frame *f);
bool xml_count_child(sluice_xml *x, uint32_t raw);
void xml_uncount(sluice_xml *x, size_t left);
xml_status xml_reference(sluice_xml *x, xml_frame *f);
/// The end of an entity's text.
xml_status xml_leave(sluice_xml *x, xml_frame *f);
xml_status xml_start_tag(sluice_xml *x, xml_frame *f);
xml_status xml_end_tag(sluice_xml *x, xml_frame *f);

/// The value between the quotes at `p`: where it lies, or normalised in the arena. Its end is where the quote stands.
xml_status xml_attribute_value(
    sluice_xml *x, const uint8_t *p, const uint8_t *end, uint8_t quote, bool is_document, xml_arena *arena,
    xml_attribute *attribute, const uint8_t **after);
/// Removes spaces at both ends and all but one of others: values whose type is not CDATA.
xml_status xml_collapse(sluice_xml *x, xml_arena *arena, xml_attribute *attribute);

/// The character of a reference `&#...;` at `p`, and its end.
xml_status xml_character_reference(
    sluice_xml *x, const uint8_t *p, const uint8_t *end, const uint8_t **after, uint8_t utf8[4], size_t *count);
/// One of the five that need no declaration; 0 for others.
uint8_t xml_predefined(const uint8_t *p, size_t n);
/// Counts what an entity brings; false beyond the limit.
bool xml_may_expand(sluice_xml *x, size_t count);
void xml_bind(sluice_xml *x, uint32_t prefix, uint32_t uri);

static inline bool xml_is_space(uint8_t c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

static inline const uint8_t *xml_skip_space(const uint8_t *p, const uint8_t *end) {
    while (p < end && xml_is_space(*p)) p++;
    return p;
}

/// What begins here is not complete.
static inline xml_status xml_more(sluice_xml *x, sluice_xml_cut cut) {
    x->cut = cut;
    return XML_MORE;
}

static inline bool xml_is_document(const sluice_xml *x) { return x->frames_count == 1; }

static inline void xml_put(
    sluice_xml *x, sluice_xml_kind kind, uint8_t flags, size_t count, const uint8_t *at, uint32_t name, const uint8_t *text,
    size_t length) {
    // Safe: the scan stops while there is room for what one construct brings, and tags make room for their own.
    uint64_t *t = x->tokens + 4 * x->tokens_count++;
    size_t place = xml_is_document(x) ? (size_t)(at - x->bytes) : x->reference_at;
    t[0] = (uint64_t)kind << 56 | (uint64_t)flags << 48 | count;
    t[1] = (uint64_t)place << 32 | name;
    t[2] = (uint64_t)(uintptr_t)text;
    t[3] = length;
}
#endif
