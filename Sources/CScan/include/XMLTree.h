// Trees out of the XML tokenizer's tokens, or node by node. What a tree looks like: SluiceXML/Tape/Arena.swift.
#ifndef SLUICE_XML_TREE_H
#define SLUICE_XML_TREE_H

#include "XMLScan.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What is open: where it is, where its end is noted (0: nowhere yet), its children, and the strings before it.
typedef struct { uint32_t node, end_word, children, strings; } sluice_xml_open;

/// A tree that is being built. All zero, it is one that was not begun; its memory is from `malloc`.
typedef struct {
    uint32_t *words;
    size_t word_count, word_capacity;
    uint8_t *strings;
    size_t string_count, string_capacity;
    /// What there is room for at once: as much as the tree before had.
    size_t expected_words, expected_strings;
    sluice_xml_open *open;
    size_t depth, open_capacity;
    /// The tree's names by the numbers of the parse; 0 where there is none yet.
    uint32_t *numbers;
    size_t number_count, number_capacity;
    /// The node that ended last, which text would be the tail of, or 0; and the strings before it.
    size_t ended, ended_strings;
    /// The word that refers to the text that may go on, or 0; where that is; whether it is white space stored before.
    size_t text_word, text_offset;
    bool is_shared;
    /// Where white space of each length was stored last.
    uint32_t blanks[64];
    bool takes_comments, takes_instructions;
    /// Whether `take` stops in front of the end of the outermost element.
    bool stops_at_root;
    /// The token that made `take` stop.
    const uint64_t *stopped_at;
} sluice_xml_tree;

typedef enum {
    SLUICE_XML_TREE_FINE,
    SLUICE_XML_TREE_NEW_NAME,       // `stopped_at` has a name that was not set: nothing of its start tag is taken
    SLUICE_XML_TREE_ROOT_END,       // `stopped_at` ends the outermost element, and is not taken
    SLUICE_XML_TREE_SKIPPED,        // `stopped_at` stands for text that is not known
    SLUICE_XML_TREE_FULL_OF_NODES,
    SLUICE_XML_TREE_FULL_OF_TEXT,
} sluice_xml_tree_status;

/// Where lines are counted: `bytes[0..<count]` begin at `start` of the document, tokens count from `tokens_from` of them;
/// `line` is that of the document's byte `counted`, and begins at its byte `line_start`.
typedef struct {
    const uint8_t *bytes;
    size_t count, start, tokens_from, counted, line, line_start;
} sluice_xml_lines;

/// The line on which a token begins. Tokens come in turn.
size_t sluice_xml_line(sluice_xml_lines *lines, const uint64_t *token);
/// Its column, from 1, in bytes, once its line has been asked for.
size_t sluice_xml_column(const sluice_xml_lines *lines, const uint64_t *token);

/// Builds what the tokens say from `*token` on, whose names are `names`. `*token` becomes `end`, or the one that stopped it.
sluice_xml_tree_status sluice_xml_tree_take(
    sluice_xml_tree *t, const uint64_t **token, const uint64_t *end, const uint64_t *names, sluice_xml_lines *lines);

/// Node by node. The attributes of an element follow its start.
sluice_xml_tree_status sluice_xml_tree_start(sluice_xml_tree *t, uint32_t name, size_t attributes, size_t line);
sluice_xml_tree_status sluice_xml_tree_attribute(sluice_xml_tree *t, uint32_t name, const uint8_t *p, size_t n);
sluice_xml_tree_status sluice_xml_tree_text(sluice_xml_tree *t, const uint8_t *p, size_t n);
/// A comment or instruction, which is `p[0..<split]`, and where there is more a space and the rest.
sluice_xml_tree_status sluice_xml_tree_leaf(
    sluice_xml_tree *t, uint32_t name, const uint8_t *p, size_t n, size_t split, size_t line);
/// Something is open.
void sluice_xml_tree_end(sluice_xml_tree *t);
/// Text that follows is another one.
void sluice_xml_tree_close_text(sluice_xml_tree *t);

/// Forgets white space that is behind the last string.
void sluice_xml_tree_forget_blanks(sluice_xml_tree *t);

/// Sets the tree's name for a number of the parse; false where there is no memory.
bool sluice_xml_tree_set_name(sluice_xml_tree *t, size_t number, uint32_t name);
/// Forgets all nodes, and keeps memory and names.
void sluice_xml_tree_clear(sluice_xml_tree *t);
void sluice_xml_tree_free(sluice_xml_tree *t);

// MARK: Writing (xml_tree_write.c)

/// Text on its way out; its memory is from `malloc`.
typedef struct {
    uint8_t *bytes;
    size_t count, capacity;
    /// What stands for characters that XML does not allow; none if empty.
    uint8_t replacement[4];
    size_t replacement_count;
    /// The text that the first such character begins, or NULL.
    const uint8_t *refused;
    size_t refused_count;
} sluice_xml_output;

/// Makes room for so many bytes more; false where there is no memory.
bool sluice_xml_output_grow(sluice_xml_output *o, size_t more);
/// Appends UTF-8 text, escaped.
bool sluice_xml_output_escape(sluice_xml_output *o, const uint8_t *p, size_t n, sluice_xml_writing as);

/// How a name is written: `bytes[0..<count]`, then `="`, and a block that may be read.
typedef struct {
    const uint8_t *bytes;
    size_t count;
    /// In HTML: its text is written as it is; it has no end tag.
    bool is_raw, lacks_end;
} sluice_xml_written_name;

typedef struct { uint32_t node, end; } sluice_xml_walked;

/// A walk through the nodes of a subtree: `place` is its root at first, and `is_at_root` set.
typedef struct {
    const uint32_t *words;
    const uint8_t *strings;
    size_t place;
    bool is_at_root;
    sluice_xml_walked *open;
    size_t depth, capacity;
    /// The tail of the node that it stopped at, or 0.
    size_t tail, stopped_at;
    /// Whether the name of the next element is written.
    bool has_name;
    /// `<a />` for what is empty; HTML's escapes.
    bool is_short, is_html;
} sluice_xml_walk;

typedef enum {
    SLUICE_XML_WALK_DONE,
    SLUICE_XML_WALK_FULL,       // there are `limit` bytes
    SLUICE_XML_WALK_LEAF,       // `stopped_at` is a comment or instruction: its tail comes next
    SLUICE_XML_WALK_NO_MEMORY,
} sluice_xml_walk_status;

/// Writes nodes, tails behind them, until there are `limit` bytes.
sluice_xml_walk_status sluice_xml_tree_write(
    sluice_xml_walk *w, sluice_xml_output *o, const sluice_xml_written_name *names, size_t limit);
/// The next name of elements and attributes that was not seen, which then is; 0 where there is none, SIZE_MAX without
/// memory.
size_t sluice_xml_tree_new_name(sluice_xml_walk *w, uint8_t *seen);

#ifdef __cplusplus
}
#endif
#endif
