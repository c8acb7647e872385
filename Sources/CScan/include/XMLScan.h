// The XML tokenizer: bytes in, tokens out, in pieces of any size. XML 1.0 (5th edition), Namespaces in XML 1.0 (3rd).
#ifndef SLUICE_XML_SCAN_H
#define SLUICE_XML_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct sluice_xml sluice_xml;

/// Sizes are in bytes.
typedef struct {
    bool namespaces;
    /// Declarations of namespaces are reported as attributes, too.
    bool namespace_attributes;
    /// The text is an external entity: content with no root of its own.
    bool is_fragment;
    /// Faults but those of limits and memory do not end the document: see `sluice_xml_batch`.
    bool recovers;
    /// Before the root of a document that has no type the scan stops behind a `D` that has the root's name.
    bool asks_for_type;
    size_t depth, attributes, tag_bytes, name_bytes, value_bytes, text_bytes;
    size_t entity_depth, expansion_factor, expansion_bytes;
    /// Bytes that names may take, beyond which a scan stops behind each child of the root: `is_full` of the batch. Within a
    /// child they may take 16 times as many. 0: any.
    size_t names_bytes;
} sluice_xml_options;

/// Four words a token:
///
///     kind << 56 | flags << 48 | count     attributes that follow, or bytes of a target
///     at << 32 | name                      where in the scanned bytes; a name's number, or 0
///     text                                 its address: in the scanned bytes, or in the parser
///     length
///
/// Tokens of text that an entity brings are at the entity's reference.
typedef enum {
    SLUICE_XML_START = 'S',         // an element; its prefixes come before, its attributes behind
    SLUICE_XML_END = 'E',           // in place of a text's address: its place among its siblings of that name, from 1
    SLUICE_XML_ATTRIBUTE = 'A',
    SLUICE_XML_TEXT = 'T',
    SLUICE_XML_COMMENT = 'C',
    SLUICE_XML_INSTRUCTION = 'P',   // target and data in one text: the target is its first `count` bytes
    SLUICE_XML_CDATA_START = '[',
    SLUICE_XML_CDATA_END = ']',
    SLUICE_XML_PREFIX = 'N',        // a namespace comes into force: its prefix; behind it, its URI
    SLUICE_XML_URI = 'U',
    SLUICE_XML_PREFIX_END = 'n',
    SLUICE_XML_SKIPPED = 'K',       // an entity that was not read: its name is the text
    SLUICE_XML_ENTITY_START = '(',
    SLUICE_XML_ENTITY_END = ')',
    // Behind these the scan stops, for the caller to act on them:
    SLUICE_XML_DECLARATION = 'X',   // the text between `<?xml` and `?>`
    SLUICE_XML_DOCTYPE = 'D',       // the text between `<!DOCTYPE` and the last `>`; or with flag 1 the root's name
    SLUICE_XML_EXTERNAL = '&',      // a reference, not consumed, to an external entity: its name is the text
} sluice_xml_kind;

enum {
    SLUICE_XML_DEFAULTED = 1,       // attribute: the document type gave it
    SLUICE_XML_BLANK = 2,           // text: white space between elements where the document type allows no text
    SLUICE_XML_COLLAPSED = 2,       // attribute: its declared type took white space off
    SLUICE_XML_EMPTY = 4,           // element: `<a/>`
    SLUICE_XML_IN_CDATA = 8,        // text
    SLUICE_XML_TYPE_SHIFT = 4,      // attribute: its declared type in the upper four bits
};

/// Declared types of attributes.
typedef enum {
    SLUICE_XML_UNDECLARED, SLUICE_XML_CDATA, SLUICE_XML_ID, SLUICE_XML_IDREF, SLUICE_XML_IDREFS, SLUICE_XML_ENTITY,
    SLUICE_XML_ENTITIES, SLUICE_XML_NMTOKEN, SLUICE_XML_NMTOKENS, SLUICE_XML_NOTATION, SLUICE_XML_ENUMERATION,
} sluice_xml_type;

/// A name in its namespace, by its number. Four words:
typedef struct {
    const uint8_t *qualified;
    /// Bytes of it; and where in it the local part starts.
    uint32_t count, local;
    const uint8_t *uri;
    /// Bytes of it; and the number of the first name of the same namespace and local part.
    uint32_t uri_count, expanded;
} sluice_xml_name;

typedef enum {
    SLUICE_XML_FINE,
    SLUICE_XML_UNEXPECTED,          // a byte that cannot stand here: `fault_detail` says what was expected
    SLUICE_XML_TRUNCATED,           // the document ends: `fault_detail` says in what
    SLUICE_XML_BAD_UTF8,
    SLUICE_XML_BAD_CHARACTER,       // a character that XML does not allow
    SLUICE_XML_BAD_REFERENCE,       // a character reference to no character
    SLUICE_XML_MISMATCH,            // an end tag that is not the open element's
    SLUICE_XML_NOT_OPEN,            // an end tag, and no element is open
    SLUICE_XML_DUPLICATE,           // an attribute twice
    SLUICE_XML_UNBOUND_PREFIX,
    SLUICE_XML_BAD_BINDING,         // a declaration of a namespace that is not allowed
    SLUICE_XML_BAD_QNAME,           // colons that do not make a prefix and a local part
    SLUICE_XML_UNDECLARED_ENTITY,
    SLUICE_XML_EXTERNAL_IN_VALUE,   // an external entity in an attribute value
    SLUICE_XML_UNPARSED_ENTITY,     // a reference to an unparsed entity
    SLUICE_XML_RECURSIVE_ENTITY,
    SLUICE_XML_UNBALANCED_ENTITY,   // an element that starts and ends in different entities
    SLUICE_XML_LESS_IN_VALUE,       // `<` in an attribute value
    SLUICE_XML_CDATA_CLOSE,         // `]]>` in text
    SLUICE_XML_DOUBLE_HYPHEN,       // `--` in a comment
    SLUICE_XML_RESERVED_TARGET,     // a processing instruction named xml
    SLUICE_XML_SECOND_ROOT,
    SLUICE_XML_MISPLACED,           // text, a reference or a CDATA section outside the root
    SLUICE_XML_LATE_DOCTYPE,
    SLUICE_XML_LIMIT,               // `fault_detail` says which
    SLUICE_XML_NO_MEMORY,
} sluice_xml_fault;

/// What was expected, or what is not complete, or which limit.
typedef enum {
    SLUICE_XML_DETAIL_NONE,
    // expected
    SLUICE_XML_WANT_NAME, SLUICE_XML_WANT_EQUALS, SLUICE_XML_WANT_QUOTE, SLUICE_XML_WANT_TAG_END, SLUICE_XML_WANT_SPACE,
    SLUICE_XML_WANT_SLASH_END, SLUICE_XML_WANT_SEMICOLON, SLUICE_XML_WANT_DIGIT, SLUICE_XML_WANT_MARKUP,
    SLUICE_XML_WANT_ROOT, SLUICE_XML_WANT_INSTRUCTION_END,
    // cut
    SLUICE_XML_IN_TAG, SLUICE_XML_IN_END_TAG, SLUICE_XML_IN_MARKUP, SLUICE_XML_IN_COMMENT, SLUICE_XML_IN_INSTRUCTION, SLUICE_XML_IN_CDATA_SECTION,
    SLUICE_XML_IN_DOCTYPE, SLUICE_XML_IN_REFERENCE, SLUICE_XML_IN_CONTENT, SLUICE_XML_IN_PROLOG, SLUICE_XML_IN_CHARACTER,
    // limits
    SLUICE_XML_OF_DEPTH, SLUICE_XML_OF_ATTRIBUTES, SLUICE_XML_OF_TAG, SLUICE_XML_OF_NAME, SLUICE_XML_OF_VALUE,
    SLUICE_XML_OF_TEXT, SLUICE_XML_OF_ENTITY_DEPTH, SLUICE_XML_OF_EXPANSION, SLUICE_XML_OF_NAMES,
} sluice_xml_detail;

/// What is cut by the end of the bytes, for `sluice_xml_cut_end`.
typedef enum {
    SLUICE_XML_CUT_NONE, SLUICE_XML_CUT_CHARACTER, SLUICE_XML_CUT_OPENING, SLUICE_XML_CUT_TAG, SLUICE_XML_CUT_END_TAG, SLUICE_XML_CUT_COMMENT,
    SLUICE_XML_CUT_INSTRUCTION, SLUICE_XML_CUT_DOCTYPE, SLUICE_XML_CUT_REFERENCE,
    SLUICE_XML_CUT_FAULTY, // of which nobody knows the end: as much again as there is
} sluice_xml_cut;

/// What is wrong, and where in the scanned bytes.
typedef struct {
    sluice_xml_fault fault;
    sluice_xml_detail detail;
    size_t at;
    /// A name that the fault is about: in the scanned bytes, or in the parser.
    const uint8_t *name;
    size_t name_count;
} sluice_xml_found;

typedef struct {
    /// Good until the next scan.
    const uint64_t *tokens;
    size_t count;
    /// Good until the next scan.
    const sluice_xml_name *names;
    size_t consumed;
    sluice_xml_cut cut;
    /// Whether the last token waits for the caller to act on it.
    bool stops;
    /// Whether names take more memory than they may, and only the root is open.
    bool is_full;
    sluice_xml_fault fault;
    sluice_xml_detail fault_detail;
    size_t fault_at;
    /// A name that the fault is about: in the scanned bytes, or in the parser.
    const uint8_t *fault_name;
    size_t fault_name_count;
    /// The fault does not end the document: the next scan reads its construct again, and makes of it what it can.
    bool is_recoverable;
    /// Further faults of the construct that was read again, whose tokens come first in this batch. Good until the next scan.
    const sluice_xml_found *notes;
    size_t notes_count;
} sluice_xml_batch;

/// What hashes of names begin with, in all tokenizers: nobody outside should know it. Set before the first is made.
void sluice_xml_set_seed(uint64_t seed);
/// Such a hash of a name.
uint32_t sluice_xml_hash(const uint8_t *p, size_t n);

/// A tokenizer; NULL where there is no memory.
sluice_xml *sluice_xml_new(sluice_xml_options options);
void sluice_xml_free(sluice_xml *x);
/// Ready for another document: names and declarations are forgotten, memory is kept.
void sluice_xml_reset(sluice_xml *x);
/// The same, except that names keep their numbers, unless a document type has said something about them or they take much
/// memory. Whether they do.
bool sluice_xml_restart(sluice_xml *x);
/// What names take now does not count for `names_bytes`.
void sluice_xml_keep_names(sluice_xml *x);
/// Bytes of memory that it has.
size_t sluice_xml_memory(const sluice_xml *x);
/// Whether there was a document type.
bool sluice_xml_has_type(const sluice_xml *x);
/// Whether a root was begun; where none is open, it has ended.
bool sluice_xml_has_root(const sluice_xml *x);
/// A binding that the root has made and that is in force while no other element is open: how many there are, and one.
size_t sluice_xml_root_bindings(const sluice_xml *x);
void sluice_xml_root_binding(
    const sluice_xml *x, size_t index, const uint8_t **prefix, size_t *prefix_count, const uint8_t **uri, size_t *uri_count);

/// The next tokens of `bytes[0..<n]`, which go on where the last scan's `consumed` ended. `is_last`: nothing follows them.
sluice_xml_batch sluice_xml_scan(sluice_xml *x, const uint8_t *bytes, size_t n, bool is_last);

/// How far the construct goes that begins at the first byte ever given, when its bytes come in turn: the index behind its
/// last byte, or SIZE_MAX. `*memory` is 0 at the first call.
size_t sluice_xml_cut_end(sluice_xml_cut cut, uint32_t *memory, const uint8_t *p, size_t n);

// MARK: What a document type declares

typedef enum { SLUICE_XML_INTERNAL, SLUICE_XML_EXTERNAL_PARSED, SLUICE_XML_UNPARSED } sluice_xml_entity_kind;

/// Declares a general entity, if there is none of this name. The text of an internal one is copied. False where there is
/// no memory.
bool sluice_xml_define_entity(
    sluice_xml *x, const uint8_t *name, size_t name_count, sluice_xml_entity_kind kind, const uint8_t *text, size_t count);
/// Declares an attribute, if the element has none of this name. `value` is its default as it was written, behind it a
/// byte that it does not hold, or NULL. The fault is the default's: `fault_at` is an index of `value`. Without one,
/// `fault_name` is the default as an attribute has it.
sluice_xml_batch sluice_xml_define_attribute(
    sluice_xml *x, const uint8_t *element, size_t element_count, const uint8_t *name, size_t name_count,
    sluice_xml_type type, const uint8_t *value, size_t count);
/// Declares that an element has no text among its children.
bool sluice_xml_define_children_only(sluice_xml *x, const uint8_t *name, size_t count);
/// Whether there are declarations that were not read: then an entity that is not declared is skipped.
void sluice_xml_set_unread(sluice_xml *x, bool has_unread);
/// The text, which is copied, of the external entity whose reference stopped the scan: it goes on within it. False where
/// there is no memory.
bool sluice_xml_set_text(sluice_xml *x, const uint8_t *name, size_t name_count, const uint8_t *text, size_t count);
/// There is no text for it: this and further references are skipped.
void sluice_xml_skip(sluice_xml *x, const uint8_t *name, size_t name_count);

// MARK: Where the scan stands

/// Elements open behind the last token.
size_t sluice_xml_depth(const sluice_xml *x);
/// The name of the element open at `level`, from 0, and its place among those of its name, from 1.
size_t sluice_xml_open_element(const sluice_xml *x, size_t level, const uint8_t **name, size_t *ordinal);
/// Whether the scan stands between tokens of the document itself: in no entity, and no CDATA section.
bool sluice_xml_is_between(const sluice_xml *x);
/// Which element is open at `level`: no other of the document has its number. 0 if none is.
uint32_t sluice_xml_element(const sluice_xml *x, size_t level);
/// Different names that children of the innermost open element have had so far; and one of them, with their number.
size_t sluice_xml_child_names(const sluice_xml *x);
size_t sluice_xml_child_name(const sluice_xml *x, size_t index, const uint8_t **name, size_t *children);
/// Forgets children of the innermost open element: their places among those of a name are counted anew.
void sluice_xml_forget_children(sluice_xml *x);
/// Says that so many children of a name were read elsewhere. False where there is no memory.
bool sluice_xml_pass_children(sluice_xml *x, const uint8_t *name, size_t count, size_t children);

/// Whether the bytes are a Name (XML 1.0, production 5); an NCName if colons are not allowed.
bool sluice_xml_is_name(const uint8_t *p, size_t n, bool allows_colons);
/// The bytes of the name, or of the name token (production 7), that the bytes begin with; 0 if there is none.
size_t sluice_xml_name_end(const uint8_t *p, size_t n);
size_t sluice_xml_token_end(const uint8_t *p, size_t n);
/// The index of the first character that XML does not allow, or of the first byte that is not UTF-8; n if none.
size_t sluice_xml_text_fault(const uint8_t *p, size_t n);

// MARK: Writing (xml_escape.c)

/// What text becomes a part of.
typedef enum {
    SLUICE_XML_AS_TEXT,
    SLUICE_XML_AS_VALUE,             // of an attribute, between quotation marks
    SLUICE_XML_AS_APOSTROPHE_VALUE,  // between apostrophes
    SLUICE_XML_AS_CANONICAL_TEXT,    // Canonical XML's choice of what is escaped, and how
    SLUICE_XML_AS_CANONICAL_VALUE,
    SLUICE_XML_AS_TREE_VALUE,        // as Python's ElementTree writes values: a tab as `&#09;`
    SLUICE_XML_AS_HTML_VALUE,        // as it writes those of HTML
    SLUICE_XML_AS_CDATA,             // nothing is escaped; a carriage return cannot stand there
    SLUICE_XML_AS_IS,                // nothing is escaped: names, comments
} sluice_xml_writing;

typedef enum { SLUICE_XML_TO_UTF8, SLUICE_XML_TO_ASCII, SLUICE_XML_TO_LATIN1 } sluice_xml_charset;

/// Writes the UTF-8 text `p[0..<n]` as far as `out[0..<room]` surely holds it: 6 * n + 48 hold all. Characters that the
/// charset lacks become references. Returns the bytes written; `*taken` becomes the bytes of text they stand for. It
/// stops, with 48 bytes of room or more, at a character that XML does not allow or that cannot be written there as it is.
size_t sluice_xml_escape(
    const uint8_t *p, size_t n, size_t *taken, uint8_t *out, size_t room, sluice_xml_writing as,
    sluice_xml_charset charset);

#ifdef __cplusplus
}
#endif
#endif
