// Trees: tokens become words and strings. One pass, with all that it needs to know in one place.
#include "include/Copy.h"
#include "include/XMLTree.h"
#include "newlines.h"
#include "xml.h"
#include "xml_tree_words.h"
#include <stdlib.h>

typedef sluice_xml_tree tree;
typedef sluice_xml_tree_status status;

/// Bytes of a length, at most.
enum { LENGTH_ROOM = 10 };

// MARK: Memory

static bool grow(void **items, size_t *capacity, size_t count, size_t least, size_t size) {
    size_t wanted = *capacity + *capacity / 2;
    if (wanted < least) wanted = least;
    if (wanted < count) wanted = count;
    if (count >= UINT32_MAX) return false;
    void *grown = realloc(*items, wanted * size);
    if (!grown) return false;
    *items = grown;
    *capacity = wanted;
    return true;
}

__attribute__((noinline)) static bool grow_words(tree *t, size_t count) {
    return grow((void **)&t->words, &t->word_capacity, count, t->expected_words + 64, 4);
}

__attribute__((noinline)) static bool grow_strings(tree *t, size_t count) {
    return grow((void **)&t->strings, &t->string_capacity, count, t->expected_strings + 256, 1);
}

static inline bool has_words(tree *t, size_t more) {
    return t->word_count + more <= t->word_capacity || grow_words(t, t->word_count + more);
}

static inline bool has_strings(tree *t, size_t more) {
    return t->string_count + more <= t->string_capacity || grow_strings(t, t->string_count + more);
}

/// There is room for it.
static inline void push(tree *t, size_t word) { t->words[t->word_count++] = (uint32_t)word; }

// MARK: Strings

static inline uint8_t *put_length(uint8_t *to, size_t n) {
    for (; n >= 0x80; n >>= 7) *to++ = (uint8_t)n | 0x80;
    *to++ = (uint8_t)n;
    return to;
}

static size_t length_bytes(size_t n) {
    size_t bytes = 1;
    while (n >>= 7) bytes++;
    return bytes;
}

/// Stores a string behind the others.
static inline bool store(tree *t, const uint8_t *p, size_t n) {
    if (!has_strings(t, n + LENGTH_ROOM)) return false;
    uint8_t *to = put_length(t->strings + t->string_count, n);
    sluice_copy(to, p, n);
    t->string_count = (size_t)(to - t->strings) + n;
    return true;
}

// MARK: Text

/// White space between elements is mostly the same again and again: then it goes.
__attribute__((noinline)) static void share_blank(tree *t, size_t n) {
    const uint8_t *text = t->strings + t->text_offset;
    for (size_t i = 1; i <= n; i++) if (text[i] > 0x20) return;
    uint32_t known = t->blanks[n];
    if (known && memcmp(t->strings + known, text, n + 1) == 0) {
        t->string_count = t->text_offset;
        t->words[t->text_word] = known;
    } else {
        t->blanks[n] = (uint32_t)t->text_offset;
    }
}

static inline void close_text(tree *t) {
    if (!t->text_word) return;
    size_t n = t->string_count - t->text_offset - 1;
    if (!t->is_shared && n < 64 && t->strings[t->text_offset + 1] <= 0x20) share_blank(t, n);
    t->text_word = 0;
}

/// Goes on with the text that is the last of the strings. Its length may then take one byte more: it moves, once in 128
/// times its size.
__attribute__((noinline)) static bool extend(tree *t, const uint8_t *p, size_t n) {
    if (t->is_shared) {
        // Now it is one of its own.
        size_t bytes = (size_t)t->strings[t->text_offset] + 1;
        if (!has_strings(t, bytes)) return false;
        memcpy(t->strings + t->string_count, t->strings + t->text_offset, bytes);
        t->words[t->text_word] = (uint32_t)t->string_count;
        t->text_offset = t->string_count;
        t->string_count += bytes;
        t->is_shared = false;
    }
    if (!has_strings(t, n + LENGTH_ROOM)) return false;
    uint8_t *text = t->strings + t->text_offset;
    size_t count = 0, before = 0;
    do count |= (size_t)(text[before] & 0x7F) << 7 * before; while (text[before++] >= 0x80);
    size_t after = length_bytes(count + n);
    if (after > before) memmove(text + after, text + before, count);
    put_length(text, count + n);
    memcpy(text + after + count, p, n);
    t->string_count = t->text_offset + after + count + n;
    return true;
}

static inline status text(tree *t, const uint8_t *p, size_t n) {
    if (!t->depth || !n) return SLUICE_XML_TREE_FINE;
    if (t->text_word) return extend(t, p, n) ? SLUICE_XML_TREE_FINE : SLUICE_XML_TREE_FULL_OF_TEXT;
    if (!has_words(t, 4)) return SLUICE_XML_TREE_FULL_OF_NODES;
    if (t->ended) t->words[t->ended] |= XML_TREE_HAS_TAIL;
    else t->words[t->open[t->depth - 1].node] |= XML_TREE_HAS_TEXT;
    uint32_t known;
    t->is_shared = n < 64 && *p <= 0x20 && (known = t->blanks[n]) && t->strings[known + 1] == *p &&
        memcmp(t->strings + known + 1, p, n) == 0;
    t->text_word = t->word_count;
    t->text_offset = t->is_shared ? known : t->string_count;
    push(t, t->text_offset);
    return t->is_shared || store(t, p, n) ? SLUICE_XML_TREE_FINE : SLUICE_XML_TREE_FULL_OF_TEXT;
}

// MARK: Nodes

static inline status add_node(tree *t, uint32_t name, size_t line, size_t room) {
    // With room for its parent's end and children.
    if (!has_words(t, room)) return SLUICE_XML_TREE_FULL_OF_NODES;
    if (t->depth >= t->open_capacity && !grow((void **)&t->open, &t->open_capacity, t->depth + 1, 16, sizeof *t->open))
        return SLUICE_XML_TREE_FULL_OF_NODES;
    if (!t->word_count) {
        // No node and no text is at 0.
        if (!store(t, NULL, 0)) return SLUICE_XML_TREE_FULL_OF_TEXT;
        push(t, 0);
    }
    if (t->depth) {
        sluice_xml_open *parent = &t->open[t->depth - 1];
        if (!parent->end_word) {
            parent->end_word = (uint32_t)t->word_count;
            t->words[parent->node] |= XML_TREE_HAS_CHILDREN;
            push(t, 0);
            push(t, 0);
        }
        parent->children++;
    }
    t->open[t->depth++] = (sluice_xml_open){(uint32_t)t->word_count, 0, 0, (uint32_t)t->string_count};
    push(t, name);
    push(t, line < UINT32_MAX ? line : UINT32_MAX);
    return SLUICE_XML_TREE_FINE;
}

static inline status start(tree *t, uint32_t name, size_t attributes, size_t line) {
    close_text(t);
    status status = add_node(t, name, line, 8 + 2 * attributes);
    if (status != SLUICE_XML_TREE_FINE) return status;
    if (attributes) {
        t->words[t->word_count - 2] |= XML_TREE_HAS_ATTRIBUTES;
        push(t, attributes);
    }
    t->ended = 0;
    return status;
}

static inline status attribute(tree *t, uint32_t name, const uint8_t *p, size_t n) {
    push(t, name);
    push(t, t->string_count);
    return store(t, p, n) ? SLUICE_XML_TREE_FINE : SLUICE_XML_TREE_FULL_OF_TEXT;
}

static inline void end(tree *t) {
    close_text(t);
    const sluice_xml_open *last = &t->open[--t->depth];
    if (last->end_word) {
        t->words[last->end_word] = (uint32_t)t->word_count;
        t->words[last->end_word + 1] = last->children;
    }
    t->ended = last->node;
    t->ended_strings = last->strings;
}

static status leaf(tree *t, uint32_t name, const uint8_t *p, size_t n, size_t split, size_t line) {
    close_text(t);
    status status = add_node(t, name, line, 8);
    if (status != SLUICE_XML_TREE_FINE) return status;
    t->words[t->word_count - 2] |= XML_TREE_HAS_TEXT;
    push(t, t->string_count);
    size_t count = split < n ? n + 1 : n;
    if (!has_strings(t, count + LENGTH_ROOM)) return SLUICE_XML_TREE_FULL_OF_TEXT;
    uint8_t *to = put_length(t->strings + t->string_count, count);
    t->string_count = (size_t)(to - t->strings) + count;
    if (split) memcpy(to, p, split);
    if (split < n) {
        to[split] = ' ';
        memcpy(to + split + 1, p + split, n - split);
    }
    end(t);
    return status;
}

// MARK: Tokens

static inline size_t line_of(sluice_xml_lines *l, const uint64_t *token) {
    size_t at = (size_t)(token[1] >> 32) + l->tokens_from, from = l->counted - l->start;
    if (at <= from || at > l->count) return l->line;
    size_t found = sluice_newlines(l->bytes + from, at - from);
    l->line += found;
    l->counted = l->start + at;
    if (found) {
        while (l->bytes[at - 1] != '\n') at--;
        l->line_start = l->start + at;
    }
    return l->line;
}

static inline uint32_t name_of(const tree *t, const uint64_t *token, const sluice_xml_name *names) {
    uint32_t number = names[(uint32_t)token[1]].expanded;
    return number < t->number_count ? t->numbers[number] : 0;
}

status sluice_xml_tree_take(
    tree *t, const uint64_t **next, const uint64_t *tokens_end, const uint64_t *name_words, sluice_xml_lines *lines) {
    const sluice_xml_name *names = (const sluice_xml_name *)name_words;
    const uint64_t *token = *next;
    status status = SLUICE_XML_TREE_FINE;
    while (token < tokens_end && status == SLUICE_XML_TREE_FINE) {
        const uint8_t *p = (const uint8_t *)(uintptr_t)token[2];
        size_t n = (size_t)token[3], count = (uint32_t)token[0];
        switch ((uint8_t)(token[0] >> 56)) {
        case SLUICE_XML_START: {
            for (size_t i = 0; i <= count; i++) {
                if (name_of(t, token + 4 * i, names)) continue;
                t->stopped_at = token + 4 * i;
                *next = token;
                return SLUICE_XML_TREE_NEW_NAME;
            }
            status = start(t, name_of(t, token, names), count, line_of(lines, token));
            for (; count && status == SLUICE_XML_TREE_FINE; count--) {
                token += 4;
                status = attribute(
                    t, name_of(t, token, names), (const uint8_t *)(uintptr_t)token[2], (size_t)token[3]);
            }
            break;
        }
        case SLUICE_XML_END:
            if (t->stops_at_root && t->depth == 1) {
                t->stopped_at = *next = token;
                return SLUICE_XML_TREE_ROOT_END;
            }
            end(t);
            break;
        case SLUICE_XML_TEXT: status = text(t, p, n); break;
        case SLUICE_XML_COMMENT:
            if (t->takes_comments && t->depth) status = leaf(t, XML_TREE_COMMENT, p, n, n, line_of(lines, token));
            break;
        case SLUICE_XML_INSTRUCTION:
            if (t->takes_instructions && t->depth)
                status = leaf(t, XML_TREE_INSTRUCTION, p, n, count, line_of(lines, token));
            break;
        case SLUICE_XML_SKIPPED:
            t->stopped_at = *next = token;
            return SLUICE_XML_TREE_SKIPPED;
        default: break;
        }
        token += 4;
    }
    *next = token;
    return status;
}

size_t sluice_xml_line(sluice_xml_lines *lines, const uint64_t *token) { return line_of(lines, token); }

size_t sluice_xml_column(const sluice_xml_lines *lines, const uint64_t *token) {
    return (size_t)(token[1] >> 32) + lines->tokens_from + lines->start - lines->line_start + 1;
}

// MARK: Node by node

status sluice_xml_tree_start(tree *t, uint32_t name, size_t attributes, size_t line) {
    return start(t, name, attributes, line);
}

status sluice_xml_tree_attribute(tree *t, uint32_t name, const uint8_t *p, size_t n) { return attribute(t, name, p, n); }

status sluice_xml_tree_text(tree *t, const uint8_t *p, size_t n) { return text(t, p, n); }

status sluice_xml_tree_leaf(tree *t, uint32_t name, const uint8_t *p, size_t n, size_t split, size_t line) {
    return leaf(t, name, p, n, split, line);
}

void sluice_xml_tree_end(tree *t) { end(t); }

void sluice_xml_tree_close_text(tree *t) { close_text(t); }

void sluice_xml_tree_forget_blanks(tree *t) {
    for (size_t i = 0; i < 64; i++) if (t->blanks[i] >= t->string_count) t->blanks[i] = 0;
}

bool sluice_xml_tree_set_name(tree *t, size_t number, uint32_t name) {
    if (number >= t->number_capacity &&
        !grow((void **)&t->numbers, &t->number_capacity, number + 1, 64, sizeof *t->numbers))
        return false;
    while (t->number_count <= number) t->numbers[t->number_count++] = 0;
    t->numbers[number] = name;
    return true;
}

void sluice_xml_tree_clear(tree *t) {
    t->word_count = t->string_count = t->depth = t->ended = t->text_word = 0;
    memset(t->blanks, 0, sizeof t->blanks);
}

void sluice_xml_tree_free(tree *t) {
    free(t->words);
    free(t->strings);
    free(t->open);
    free(t->numbers);
}
