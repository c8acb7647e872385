// The walks over a tape, included once for each instruction set: one for any layout, a faster one without line breaks.

/// Writes the string at `at` with its quotes, as far as there is room. False if it is not all there yet.
static inline __attribute__((always_inline)) bool SLUICE_NAME(put_string)(
    uint8_t **out, uint8_t *limit, sluice_json_tape *tape, uint64_t word, unsigned escapes) {
    size_t count, taken, start = 0;
    const uint8_t *const text = tape_text(tape, word, &count);
    uint8_t *o = *out;
    if (__builtin_expect(tape->within != 0, 0)) {
        start = tape->within - 1;
        tape->within = 0;
    } else {
        *o++ = '"';
    }
    o += SLUICE_NAME(escape)(text + start, count - start, &taken, o, (size_t)(limit - o), escapes);
    *out = o;
    if (__builtin_expect(start + taken < count, 0)) {
        tape->within = start + taken + 1;
        return false;
    }
    *(*out)++ = '"';
    return true;
}

/// Separators are at most 8 bytes. One is written after each value, at once, and taken back where the container ends.
static int SLUICE_NAME(walk_without_lines)(sluice_json_text *const t, sluice_json_tape *const tape) {
    sluice_json_tape here = *tape;
    uint8_t *o = t->out + t->count, *const limit = t->out + t->capacity - 32;
    const size_t item_count = t->item_count, name_count = t->name_count;
    const unsigned escapes = t->escapes;
    size_t depth = t->depth;
#define IN_OBJECT (depth && t->kinds[(depth - 1) >> 6] >> ((depth - 1) & 63) & 1)
    uint64_t item = 0, name = 0, word;
    memcpy(&item, t->item, item_count);
    memcpy(&name, t->name, name_count);
    int result = SLUICE_TAPE_NEEDS_ROOM;
    uint8_t expects = t->expects;
    bool object = IN_OBJECT;
    if (limit - o < SLUICE_TOKEN_ROOM) return result;

#define PUT_ITEM memcpy(o, &item, 8), o += item_count
    // Where the last call stopped, the separator before this token was not written, or the token was begun.
    if (here.within == 0 && (expects == SLUICE_EXPECTS_ELEMENT || expects == SLUICE_EXPECTS_NAME)) PUT_ITEM;
    if (expects == SLUICE_EXPECTS_NAME || expects == SLUICE_EXPECTS_FIRST_NAME) goto name;

value:
    if (__builtin_expect(limit - o < SLUICE_TOKEN_ROOM, 0)) goto stop;
    word = here.words[here.at];
    switch (word >> 56) {
    case '"':
        if (!SLUICE_NAME(put_string)(&o, limit, &here, word, escapes)) goto stop;
        here.at++;
        goto after_value;
    case '{':
    case '[': {
        object = word >> 56 == '{';
        const uint64_t close = here.words[here.at + 1] >> 56;
        *o++ = object ? '{' : '[';
        if (close == '}' || close == ']') {
            *o++ = (uint8_t)close;
            here.at += 2;
            object = IN_OBJECT;
            goto after_value;
        }
        if (__builtin_expect(depth == t->depth_capacity, 0)) {
            o--;
            object = IN_OBJECT;
            result = SLUICE_TAPE_NEEDS_DEPTH;
            goto stop;
        }
        const uint64_t bit = (uint64_t)1 << (depth & 63);
        uint64_t *const kinds = t->kinds + (depth >> 6);
        *kinds = object ? *kinds | bit : *kinds & ~bit;
        depth++;
        here.at++;
        expects = object ? SLUICE_EXPECTS_FIRST_NAME : SLUICE_EXPECTS_FIRST_ELEMENT;
        if (object) goto name;
        goto value;
    }
    case ']':
        goto close;
    case 'N':
        if (needs_care(t, &here, word)) goto care;
        if (!put_number_text(&o, limit, &here, word)) goto stop;
        here.at++;
        goto after_value;
    case 'd':
    case 'l':
    case 'u':
        if (needs_care(t, &here, word)) goto care;
        // fall through
    default:
        o += put_scalar(t, &here, word, o);
    }

after_value:
    if (here.at == here.end) {
        expects = SLUICE_EXPECTS_ROOT;
        result = SLUICE_TAPE_WRITTEN;
        goto save;
    }
    PUT_ITEM;
    expects = object ? SLUICE_EXPECTS_NAME : SLUICE_EXPECTS_ELEMENT;
    if (!object) goto value;

name:
    if (__builtin_expect(limit - o < SLUICE_TOKEN_ROOM, 0)) goto stop;
    word = here.words[here.at];
    if (word >> 56 == '}') {
    close:
        o -= item_count;
        *o++ = (uint8_t)(word >> 56);
        here.at++;
        depth--;
        object = IN_OBJECT;
        goto after_value;
    }
    if (!SLUICE_NAME(put_string)(&o, limit, &here, word, escapes)) goto stop;
    memcpy(o, &name, 8);
    o += name_count;
    here.at++;
    expects = SLUICE_EXPECTS_MEMBER_VALUE;
    goto value;

care:
    result = SLUICE_TAPE_NEEDS_CARE;
stop:
    // Between tokens the text stands as the other functions leave it: without the separator.
    if (here.within == 0 && (expects == SLUICE_EXPECTS_ELEMENT || expects == SLUICE_EXPECTS_NAME)) o -= item_count;
save:
    t->count = (size_t)(o - t->out);
    t->depth = depth;
    t->expects = expects;
    *tape = here;
    if (result == SLUICE_TAPE_WRITTEN) text_end_value(t);
    return result;
#undef PUT_ITEM
#undef IN_OBJECT
}

/// Any layout, one token at a time.
static int SLUICE_NAME(walk_any_layout)(sluice_json_text *t, sluice_json_tape *tape) {
    while (tape->at < tape->end) {
        if (t->capacity - t->count < t->room) return SLUICE_TAPE_NEEDS_ROOM;
        const uint64_t word = tape->words[tape->at];
        switch (word >> 56) {
        case '{':
        case '[':
            if (t->depth == t->depth_capacity) return SLUICE_TAPE_NEEDS_DEPTH;
            text_open(t, word >> 56 == '{');
            tape->at++;
            continue;
        case '}':
        case ']':
            text_close(t, word >> 56 == '}');
            tape->at++;
            continue;
        case '"':
        case 'N': {
            const bool quoted = word >> 56 == '"';
            const bool name = t->expects == SLUICE_EXPECTS_NAME || t->expects == SLUICE_EXPECTS_FIRST_NAME;
            const bool fresh = tape->within == 0;
            if (!quoted && needs_care(t, tape, word)) return SLUICE_TAPE_NEEDS_CARE;
            if (fresh) {
                if (name) text_begin_name(t);
                else text_begin_value(t);
            }
            uint8_t *o = t->out + t->count;
            uint8_t *const limit = t->out + t->capacity - t->name_count - 32;
            const bool whole = quoted ? SLUICE_NAME(put_string)(&o, limit, tape, word, t->escapes)
                                      : put_number_text(&o, limit, tape, word);
            t->count = (size_t)(o - t->out);
            if (!whole) return SLUICE_TAPE_NEEDS_ROOM;
            tape->at++;
            if (name) text_end_name(t);
            else text_end_value(t);
            continue;
        }
        default:
            if (needs_care(t, tape, word)) return SLUICE_TAPE_NEEDS_CARE;
            text_begin_value(t);
            t->count += put_scalar(t, tape, word, t->out + t->count);
            text_end_value(t);
        }
    }
    return SLUICE_TAPE_WRITTEN;
}
