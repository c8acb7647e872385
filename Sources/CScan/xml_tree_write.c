// Trees become text: one pass over the words, with a stack of what is open.
#include "include/XMLTree.h"
#include "xml_characters.h"
#include "xml_escape_block.h"
#include "xml_tree_words.h"
#include <stdlib.h>

typedef sluice_xml_output output;
typedef sluice_xml_walk walk;

/// Room for what stands around names and values, and for stores of whole blocks.
enum { MORE_ROOM = 64 };

// MARK: Output

bool sluice_xml_output_grow(output *o, size_t more) {
    const size_t least = o->count + more, wanted = least > 2 * o->capacity ? least : 2 * o->capacity;
    uint8_t *grown = least < more ? NULL : realloc(o->bytes, wanted);
    if (!grown) return false;
    o->bytes = grown;
    o->capacity = wanted;
    return true;
}

static inline bool has_room(output *o, size_t more) {
    return o->capacity - o->count >= more || sluice_xml_output_grow(o, more);
}

/// There is room for the bytes and a block.
static inline void put(output *o, const uint8_t *p, size_t n) {
    memcpy(o->bytes + o->count, p, XML_BLOCK);
    if (n > XML_BLOCK) memcpy(o->bytes + o->count, p, n);
    o->count += n;
}

static inline void put_byte(output *o, uint8_t byte) { o->bytes[o->count++] = byte; }

bool sluice_xml_output_escape(output *o, const uint8_t *p, size_t n, sluice_xml_writing as) {
    while (n) {
        if (!has_room(o, n + SLUICE_ESCAPE_ROOM)) return false;
        size_t taken = 0;
        o->count += sluice_xml_escape(p, n, &taken, o->bytes + o->count, o->capacity - o->count, as, SLUICE_XML_TO_UTF8);
        p += taken;
        n -= taken;
        if (!n || o->capacity - o->count < SLUICE_ESCAPE_ROOM) continue;
        // XML does not allow the character.
        if (!o->refused) {
            o->refused = p;
            o->refused_count = n;
        }
        if (o->replacement_count && !sluice_xml_output_escape(o, o->replacement, o->replacement_count, as)) return false;
        uint32_t c;
        size_t bytes = xml_character(p, n, &c);
        if (bytes == 0 || bytes > n) bytes = 1;
        p += bytes;
        n -= bytes;
    }
    return true;
}

/// The same, where mostly nothing is escaped.
static inline __attribute__((always_inline)) bool put_escaped(
    output *o, const uint8_t *p, size_t n, sluice_xml_writing as, xml_asked asked) {
    if (!has_room(o, n + MORE_ROOM)) return false;
    uint8_t *to = o->bytes + o->count;
    for (; n >= XML_BLOCK; p += XML_BLOCK, to += XML_BLOCK, n -= XML_BLOCK) {
        if (xml_copy_block(p, to, asked)) break;
    }
    if (n < XML_BLOCK && sluice_may_read_ahead(p) && !xml_of_first(xml_copy_block(p, to, asked), n)) {
        to += n;
        n = 0;
    }
    o->count = (size_t)(to - o->bytes);
    return n == 0 || sluice_xml_output_escape(o, p, n, as);
}

// MARK: Nodes

static inline const uint8_t *string_at(const walk *w, size_t offset, size_t *count) {
    const uint8_t *p = w->strings + offset;
    size_t n = *p++;
    if (n >= 0x80) {
        n &= 0x7F;
        for (int shift = 7;; shift += 7) {
            n |= (size_t)(*p & 0x7F) << shift;
            if (*p++ < 0x80) break;
        }
    }
    *count = n;
    return p;
}

static inline bool put_text(output *o, const walk *w, size_t offset) {
    size_t n;
    const uint8_t *p = string_at(w, offset, &n);
    return put_escaped(o, p, n, SLUICE_XML_AS_TEXT, (xml_asked){.markup = true});
}

static inline bool put_attribute(output *o, const walk *w, size_t offset, const sluice_xml_written_name *name, bool html) {
    if (!has_room(o, name->count + MORE_ROOM)) return false;
    put_byte(o, ' ');
    put(o, name->bytes, name->count + 2);
    size_t n;
    const uint8_t *p = string_at(w, offset, &n);
    const sluice_xml_writing as = html ? SLUICE_XML_AS_HTML_VALUE : SLUICE_XML_AS_TREE_VALUE;
    // Behind the escaped there is always room for a byte.
    if (!put_escaped(o, p, n, as, (xml_asked){.breaks = true, .markup = true}) || !has_room(o, 1)) return false;
    put_byte(o, '"');
    return true;
}

static inline bool put_end(output *o, const sluice_xml_written_name *name) {
    if (name->lacks_end) return true;
    if (!has_room(o, name->count + MORE_ROOM)) return false;
    put_byte(o, '<');
    put_byte(o, '/');
    put(o, name->bytes, name->count);
    put_byte(o, '>');
    return true;
}

static inline bool open_node(walk *w, size_t node, size_t end) {
    if (w->depth == w->capacity) {
        const size_t capacity = w->capacity ? 2 * w->capacity : 32;
        sluice_xml_walked *grown = realloc(w->open, capacity * sizeof *grown);
        if (!grown) return false;
        w->open = grown;
        w->capacity = capacity;
    }
    w->open[w->depth++] = (sluice_xml_walked){(uint32_t)node, (uint32_t)end};
    return true;
}

/// An element without its end, if it has children; with it, if it has none.
static inline bool put_element(output *o, walk *w, const sluice_xml_written_name *names) {
    const uint32_t *words = w->words;
    const size_t node = w->place;
    const uint32_t head = words[node];
    const sluice_xml_written_name *name = names + (head & XML_TREE_NAME);
    size_t at = node + 2;
    if (!has_room(o, name->count + MORE_ROOM)) return false;
    if (!w->has_name) {
        put_byte(o, '<');
        put(o, name->bytes, name->count);
    }
    w->has_name = false;
    if (head & XML_TREE_HAS_ATTRIBUTES) {
        for (size_t count = words[at++]; count; count--, at += 2) {
            if (!put_attribute(o, w, words[at + 1], names + words[at], w->is_html)) return false;
        }
    }
    const bool is_empty = !(head & (XML_TREE_HAS_TEXT | XML_TREE_HAS_CHILDREN));
    if (!has_room(o, MORE_ROOM)) return false;
    if (is_empty && w->is_short) {
        memcpy(o->bytes + o->count, " />", 3);
        o->count += 3;
    } else {
        put_byte(o, '>');
    }
    if (head & XML_TREE_HAS_TEXT) {
        if (name->is_raw) {
            size_t n;
            const uint8_t *p = string_at(w, words[at], &n);
            if (!sluice_xml_output_escape(o, p, n, SLUICE_XML_AS_IS)) return false;
        } else if (!put_text(o, w, words[at])) {
            return false;
        }
        at++;
    }
    if (head & XML_TREE_HAS_CHILDREN) {
        w->place = at + 2;
        return open_node(w, node, words[at]);
    }
    if (!(is_empty && w->is_short) && !put_end(o, name)) return false;
    if (head & XML_TREE_HAS_TAIL && !put_text(o, w, words[at++])) return false;
    w->place = at;
    return true;
}

sluice_xml_walk_status sluice_xml_tree_write(walk *w, output *o, const sluice_xml_written_name *names, size_t limit) {
    const uint32_t *words = w->words;
    for (;;) {
        if (w->tail) {
            if (!put_text(o, w, w->tail)) return SLUICE_XML_WALK_NO_MEMORY;
            w->tail = 0;
        }
        while (w->depth && w->place == w->open[w->depth - 1].end) {
            const uint32_t head = words[w->open[--w->depth].node];
            if (!put_end(o, names + (head & XML_TREE_NAME))) return SLUICE_XML_WALK_NO_MEMORY;
            if (head & XML_TREE_HAS_TAIL && !put_text(o, w, words[w->place++])) return SLUICE_XML_WALK_NO_MEMORY;
        }
        if (!w->depth && !w->is_at_root) return SLUICE_XML_WALK_DONE;
        if (o->count >= limit) return SLUICE_XML_WALK_FULL;
        w->is_at_root = false;
        const uint32_t head = words[w->place];
        if ((head & XML_TREE_NAME) > XML_TREE_INSTRUCTION) {
            if (!put_element(o, w, names)) return SLUICE_XML_WALK_NO_MEMORY;
            continue;
        }
        w->stopped_at = w->place;
        w->place += 2 + !!(head & XML_TREE_HAS_TEXT);
        if (head & XML_TREE_HAS_TAIL) w->tail = words[w->place++];
        return SLUICE_XML_WALK_LEAF;
    }
}

size_t sluice_xml_tree_new_name(walk *w, uint8_t *seen) {
    const uint32_t *words = w->words;
    for (;;) {
        while (w->depth && w->place == w->open[w->depth - 1].end) {
            const uint32_t head = words[w->open[--w->depth].node];
            w->place += !!(head & XML_TREE_HAS_TAIL);
        }
        if (!w->depth && !w->is_at_root) return 0;
        const size_t node = w->place;
        const uint32_t head = words[node], name = head & XML_TREE_NAME;
        size_t at = node + 2;
        if (name > XML_TREE_INSTRUCTION && !seen[name]) return seen[name] = 1, name;
        if (head & XML_TREE_HAS_ATTRIBUTES) {
            for (size_t count = words[at++]; count; count--, at += 2) {
                if (!seen[words[at]]) return seen[words[at]] = 1, words[at];
            }
        }
        w->is_at_root = false;
        at += !!(head & XML_TREE_HAS_TEXT);
        if (head & XML_TREE_HAS_CHILDREN) {
            w->place = at + 2;
            if (!open_node(w, node, words[at])) return SIZE_MAX;
        } else {
            w->place = at + !!(head & XML_TREE_HAS_TAIL);
        }
    }
}
