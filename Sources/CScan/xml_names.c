// Names, prefixes and namespaces, each stored once under a number.
#include "xml.h"
#include "xml_characters.h"
#include "xml_strings.h"
#include <stdlib.h>

bool xml_grow(void **items, size_t *capacity, size_t count, size_t size) {
    size_t wanted = *capacity ? *capacity * 2 : 16;
    if (wanted < count) wanted = count;
    if (wanted > SIZE_MAX / size) return false;
    void *more = realloc(*items, wanted * size);
    if (!more) return false;
    *items = more;
    *capacity = wanted;
    return true;
}

// MARK: Memory

uint8_t *xml_allocate(xml_arena *arena, size_t count) {
    if ((size_t)(arena->end - arena->at) < count || !arena->at) {
        size_t size = count > 16384 ? count : 16384;
        if (size > SIZE_MAX - sizeof(xml_block)) return NULL;
        xml_block *block = malloc(sizeof(xml_block) + size);
        if (!block) return NULL;
        block->count = size;
        if (count > 16384 && arena->blocks) { // one of its own, and the last one goes on
            block->next = arena->blocks->next;
            arena->blocks->next = block;
            arena->given += count;
            return block->bytes;
        }
        block->next = arena->blocks;
        arena->blocks = block;
        arena->at = block->bytes;
        arena->end = block->bytes + size;
    }
    uint8_t *p = arena->at;
    arena->at += count;
    arena->given += count;
    return p;
}

void xml_clear(xml_arena *arena, bool keeps_block) {
    xml_block *block = arena->blocks, *kept = NULL;
    while (block) {
        xml_block *next = block->next;
        if (keeps_block && !kept && block->count <= 16384) {
            kept = block;
            kept->next = NULL;
        } else {
            free(block);
        }
        block = next;
    }
    arena->given = 0;
    arena->blocks = kept;
    arena->at = kept ? kept->bytes : NULL;
    arena->end = kept ? kept->bytes + kept->count : NULL;
}

// MARK: Strings

static bool strings_grow(xml_strings *s) {
    size_t size = s->mask ? (s->mask + 1) * 2 : 64;
    uint64_t *slots = calloc(size, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; s->mask && i <= s->mask; i++) {
        if (!s->slots[i]) continue;
        size_t at = s->slots[i] >> 32 & (size - 1);
        while (slots[at]) at = (at + 1) & (size - 1);
        slots[at] = s->slots[i];
    }
    free(s->slots);
    s->slots = slots;
    s->mask = size - 1;
    return true;
}

uint32_t sluice_xml_hash(const uint8_t *p, size_t n) { return xml_hash(p, n); }

uint32_t xml_find(const xml_strings *s, const uint8_t *p, size_t n) { return xml_find_hashed(s, p, n, xml_hash(p, n)); }

uint32_t xml_intern(xml_strings *s, xml_arena *arena, const uint8_t *p, size_t n) {
    uint32_t hash = xml_hash(p, n), found = xml_find_hashed(s, p, n, hash);
    return found != UINT32_MAX ? found : xml_add_hashed(s, arena, p, n, hash);
}

uint32_t xml_add_hashed(xml_strings *s, xml_arena *arena, const uint8_t *p, size_t n, uint32_t hash) {
    if ((s->count + 1) * 2 > s->mask && !strings_grow(s)) return UINT32_MAX;
    if (n > UINT32_MAX || s->count >= UINT32_MAX - 2 || !XML_ROOM(s->items, s->capacity, s->count + 1)) return UINT32_MAX;
    uint8_t *bytes = xml_allocate(arena, n ? n : 1);
    if (!bytes) return UINT32_MAX;
    memcpy(bytes, p, n);
    size_t at = hash & s->mask;
    while (s->slots[at]) at = (at + 1) & s->mask;
    s->items[s->count] = (xml_string){bytes, (uint32_t)n};
    s->slots[at] = (uint64_t)hash << 32 | ++s->count;
    return (uint32_t)s->count - 1;
}

// MARK: Pairs

static inline size_t pairs_slot(const xml_pairs *s, uint64_t key) {
    size_t at = (size_t)xml_mix(key ^ xml_seed) & s->mask;
    while (s->keys[at] && s->keys[at] != key + 1) at = (at + 1) & s->mask;
    return at;
}

uint32_t xml_pairs_find(const xml_pairs *s, uint64_t key) {
    if (!s->mask) return UINT32_MAX;
    size_t at = pairs_slot(s, key);
    return s->keys[at] ? s->values[at] : UINT32_MAX;
}

uint32_t xml_pairs_intern(xml_pairs *s, uint64_t key, uint32_t value) {
    if ((s->count + 1) * 2 > s->mask) {
        xml_pairs more = {.mask = s->mask ? s->mask * 2 + 1 : 63, .count = s->count};
        more.keys = calloc(more.mask + 1, sizeof *more.keys);
        more.values = malloc((more.mask + 1) * sizeof *more.values);
        if (!more.keys || !more.values) {
            free(more.keys);
            free(more.values);
            return UINT32_MAX;
        }
        for (size_t i = 0; s->mask && i <= s->mask; i++) {
            if (!s->keys[i]) continue;
            size_t at = pairs_slot(&more, s->keys[i] - 1);
            more.keys[at] = s->keys[i];
            more.values[at] = s->values[i];
        }
        free(s->keys);
        free(s->values);
        *s = more;
    }
    size_t at = pairs_slot(s, key);
    if (!s->keys[at]) {
        s->keys[at] = key + 1;
        s->values[at] = value;
        s->count++;
    }
    return s->values[at];
}

// MARK: Names

static const char xml_uri[] = "http://www.w3.org/XML/1998/namespace";
static const char xmlns_uri[] = "http://www.w3.org/2000/xmlns/";

static uint32_t prefix_number(sluice_xml *x, const uint8_t *p, size_t n) {
    uint32_t number = xml_intern(&x->prefix_names, &x->kept, p, n);
    if (number == UINT32_MAX) return number;
    size_t before = x->prefixes_capacity;
    if (!XML_ROOM(x->prefixes, x->prefixes_capacity, x->prefix_names.count)) return UINT32_MAX;
    if (x->prefixes_capacity > before) memset(x->prefixes + before, 0, (x->prefixes_capacity - before) * sizeof *x->prefixes);
    return number;
}

bool xml_names_start(sluice_xml *x) {
    // Numbers: no prefix 0, xml 1, xmlns 2; no URI 0, that of xml 1, that of xmlns 2.
    const uint8_t *none = (const uint8_t *)"";
    if (prefix_number(x, none, 0) || prefix_number(x, (const uint8_t *)"xml", 3) != 1 ||
        prefix_number(x, (const uint8_t *)"xmlns", 5) != 2 || xml_intern(&x->uris, &x->kept, none, 0) ||
        xml_intern(&x->uris, &x->kept, (const uint8_t *)xml_uri, sizeof xml_uri - 1) != 1 ||
        xml_intern(&x->uris, &x->kept, (const uint8_t *)xmlns_uri, sizeof xmlns_uri - 1) != 2)
        return false;
    memset(x->prefixes, 0, x->prefixes_capacity * sizeof *x->prefixes);
    x->prefixes[0].uri = 1;
    x->prefixes[1].uri = 2;
    x->prefixes[2].uri = 3;
    return true;
}

uint32_t xml_raw_name(sluice_xml *x, const uint8_t *p, size_t n) {
    uint32_t hash = xml_hash(p, n), found = xml_find_hashed(&x->raw_names, p, n, hash);
    return found != UINT32_MAX ? found : xml_new_raw_name(x, p, n, hash);
}

uint32_t xml_new_raw_name(sluice_xml *x, const uint8_t *p, size_t n, uint32_t hash) {
    uint32_t number = xml_add_hashed(&x->raw_names, &x->kept, p, n, hash);
    if (number == UINT32_MAX) return number;
    if (!XML_ROOM(x->raws, x->raws_capacity, x->raw_names.count)) return UINT32_MAX;
    xml_raw raw = {0};
    if (x->options.namespaces) {
        const uint8_t *colon = memchr(p, ':', n);
        if (colon) {
            raw.local_at = (uint32_t)(colon - p) + 1;
            // Namespaces in XML, production 7: both parts are names without colons.
            raw.is_bad = colon == p || !sluice_xml_is_name(colon + 1, n - raw.local_at, false);
            raw.prefix = prefix_number(x, p, (size_t)(colon - p));
            if (raw.prefix == UINT32_MAX) return UINT32_MAX;
        }
        raw.is_binding = raw.prefix == 2 || (n == 5 && memcmp(p, "xmlns", 5) == 0);
        if (raw.prefix == 2) raw.bound = prefix_number(x, p + raw.local_at, n - raw.local_at);
        if (raw.bound == UINT32_MAX) return UINT32_MAX;
    }
    raw.local = xml_intern(&x->locals, &x->kept, p + raw.local_at, n - raw.local_at);
    if (raw.local == UINT32_MAX) return UINT32_MAX;
    x->raws[number] = raw;
    return number;
}

uint32_t xml_resolve(sluice_xml *x, uint32_t number, uint32_t uri) {
    xml_raw *raw = &x->raws[number];
    if (raw->cached && raw->cached_uri == uri) return raw->cached;
    uint32_t name = (uint32_t)x->names_count;
    // Most names are in one namespace only: those of others are looked up.
    if (raw->cached) {
        const uint64_t key = (uint64_t)number << 32;
        if (xml_pairs_intern(&x->resolved, key | raw->cached_uri, raw->cached - 1) == UINT32_MAX) return 0;
        name = xml_pairs_intern(&x->resolved, key | uri, name);
        if (name == UINT32_MAX) return 0;
    }
    if (name == x->names_count) {
        // What has a prefix and no namespace is recovered: all of it is its local part.
        const xml_string *whole = &x->raw_names.items[number];
        bool is_bare = uri == 0 && raw->local_at;
        uint32_t local = is_bare ? xml_intern(&x->locals, &x->kept, whole->bytes, whole->count) : raw->local;
        if (local == UINT32_MAX) return 0;
        uint32_t expanded = xml_pairs_intern(&x->expanded, (uint64_t)uri << 32 | local, name);
        if (expanded == UINT32_MAX) return 0;
        size_t capacity = x->names_capacity;
        if (!XML_ROOM(x->names, x->names_capacity, x->names_count + 1)) return 0;
        if (x->names_capacity > capacity) {
            uint32_t *stamps = realloc(x->name_stamps, x->names_capacity * sizeof *stamps);
            if (!stamps) return 0;
            memset(stamps + capacity, 0, (x->names_capacity - capacity) * sizeof *stamps);
            x->name_stamps = stamps;
        }
        const xml_string *text = &x->raw_names.items[number], *space = &x->uris.items[uri];
        x->names[x->names_count++] =
            (sluice_xml_name){text->bytes, text->count, is_bare ? 0 : raw->local_at, space->bytes, space->count, expanded};
    }
    raw->cached_uri = uri;
    raw->cached = name + 1;
    return raw->cached;
}

void xml_bind(sluice_xml *x, uint32_t prefix, uint32_t uri) {
    // Safe: the start tag has made room.
    x->bindings[x->bindings_count++] = (xml_binding){prefix, x->prefixes[prefix].uri};
    x->prefixes[prefix].uri = uri;
}

size_t xml_names_bytes(const sluice_xml *x) {
    return x->kept.given + x->raw_names.count * sizeof(xml_raw) + x->names_count * sizeof *x->names +
        (x->raw_names.count + x->locals.count + x->uris.count + x->prefix_names.count) * 2 * sizeof(xml_string);
}

// MARK: Characters of names

size_t xml_name_end(const uint8_t *p, size_t n) {
    size_t i = 0;
    while (i < n && xml_name_class[p[i]] == XML_NAME_CHARACTER) i++;
    if (i == n || xml_name_class[p[i]] == XML_NO_NAME) {
        return i > 0 && xml_never_starts_name[p[0]] ? 0 : i;
    }
    // Characters beyond ASCII.
    if (i > 0 && xml_never_starts_name[p[0]]) return 0;
    while (i < n) {
        if (p[i] < 0x80) {
            if (xml_name_class[p[i]] == XML_NO_NAME) return i;
            i++;
            continue;
        }
        uint32_t c;
        size_t more = xml_character(p + i, n - i, &c);
        if (more == SIZE_MAX) return SIZE_MAX;
        if (more == 0 || !xml_is_name_character(c) || (i == 0 && !xml_starts_name(c))) return i;
        i += more;
    }
    return i;
}

size_t sluice_xml_name_end(const uint8_t *p, size_t n) {
    size_t end = xml_name_end(p, n);
    return end == SIZE_MAX ? 0 : end;
}

size_t sluice_xml_token_end(const uint8_t *p, size_t n) {
    size_t i = 0;
    while (i < n) {
        uint32_t c;
        size_t more = xml_character(p + i, n - i, &c);
        if (more == 0 || more == SIZE_MAX || !xml_is_name_character(c)) break;
        i += more;
    }
    return i;
}

bool sluice_xml_is_name(const uint8_t *p, size_t n, bool allows_colons) {
    return n > 0 && xml_name_end(p, n) == n && (allows_colons || !memchr(p, ':', n));
}
