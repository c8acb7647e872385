#include "json_levels.h"
#include "json_scalars.h"
#include <stdlib.h>
#include <string.h>

// The second pass: walks the offsets of the first, checks the grammar, reads scalars, writes tokens.
// It begins and ends between tokens, so all that it remembers from call to call is what is open.

/// One token fills all that was looked at: room to look four times as far.
static bool look_further(sluice_json *j, size_t *aim) {
    size_t blocks = j->found.escape_capacity * 4;
    uint32_t *block = realloc(j->found.escape_block, blocks * sizeof *block);
    if (block) j->found.escape_block = block;
    uint64_t *mask = realloc(j->found.escape_mask, blocks * sizeof *mask);
    if (mask) j->found.escape_mask = mask;
    if (!block || !mask) return false;
    j->found.escape_capacity = blocks;
    *aim *= 4;
    return true;
}

/// What is wrong with the string that opens at `p[at]` and does not end before `end`, in the order of the bytes, so that
/// the verdict is the same however the text was cut.
static void judge_text(const sluice_json *j, const uint8_t *p, size_t at, size_t end, sluice_json_batch *out) {
    const size_t start = at + 1, limit = j->options.text_bytes;
    const size_t seen = end - start > limit ? limit : end - start;
    size_t fault_at = 0;
    sluice_json_fault fault = SLUICE_FAULT_MEMORY;
    uint8_t *room = malloc(seen + 8);
    size_t length = room ? sluice_json_unescape(p + start, seen, false, j->options.replace_surrogates, room, &fault, &fault_at) : SIZE_MAX;
    free(room);
    out->inside = out->inside == 'k' ? 'k' : '"';
    if (length == SIZE_MAX) out->fault = fault, out->fault_at = start + fault_at;
    else if (end - start > limit) out->fault = SLUICE_FAULT_TEXT_LIMIT, out->fault_at = at;
    else if (j->found.fault == SLUICE_INDEX_UTF8) out->fault = SLUICE_FAULT_UTF8, out->fault_at = end;
    else if (j->found.fault == SLUICE_INDEX_CONTROL) out->fault = SLUICE_FAULT_CONTROL, out->fault_at = end;
    else {
        // The indexer judges a character with the bytes behind it; where none are left, here is its judge.
        size_t last = end;
        while (last > start && end - last < 4 && p[last - 1] >= 0x80)
            if (p[--last] >= 0xC0) break;
        size_t bad = sluice_utf8_fault(p, last, end);
        out->fault = bad < end ? SLUICE_FAULT_UTF8 : SLUICE_FAULT_TRUNCATED;
        out->fault_at = bad;
    }
}

sluice_json_batch sluice_json_scan(sluice_json *j, const uint8_t *p, size_t n, bool final) {
    sluice_json_batch out = {.tokens = j->tokens};
    sluice_json_index *const found = &j->found;
    const sluice_json_options *const options = &j->options;
    size_t aim = AIM;
again:
    j->index(found, p, n < UINT32_MAX / 2 ? n : UINT32_MAX / 2, aim, options->control_characters);
    const size_t end = found->end;
    // Whether the text that we see is all that there is to see in this call.
    const bool last = end == n && !found->fault;

    uint64_t *w = j->tokens;
    uint8_t *decoded = j->decoded;
    size_t decoded_count = 0;
    const uint32_t *k = found->at, *const k_end = found->at + found->count;
    size_t escape = 0;
    sluice_json_expect state = j->expect;
    level *top = j->depth ? &j->levels[j->depth - 1] : NULL;
    size_t at = 0, text_end;
    out.consumed = end;

#define TOKEN(kind, offset, count) (w[0] = (uint64_t)(kind) << 56 | (offset), w[1] = (count), w += 2)
#define FAULT(kind, where) do { out.fault = (kind); out.fault_at = (where); goto faulty; } while (0)

    while (k < k_end) {
        at = *k;
        const uint8_t c = p[at];
        switch (state) {
        case SLUICE_EXPECT_KEY_OR_END:
            if (c == '}') goto close;
            // fall through
        case SLUICE_EXPECT_KEY:
            if (c != '"') FAULT(SLUICE_FAULT_UNEXPECTED, at);
            if (k + 1 == k_end) goto cut_string;
            text_end = k[1];
            k += 2;
            top->at = at + 1;
            top->name_count = text_end - at - 1 < NAME_KEPT ? (uint32_t)(text_end - at - 1) : NAME_KEPT;
            top->saved = false;
            state = SLUICE_EXPECT_COLON;
            out.inside = 'k';
            goto text;
        case SLUICE_EXPECT_COLON:
            if (c != ':') FAULT(SLUICE_FAULT_UNEXPECTED, at);
            k++;
            state = SLUICE_EXPECT_VALUE;
            continue;
        case SLUICE_EXPECT_COMMA_OR_OBJECT_END:
            if (c == '}') goto close;
            if (c != ',') FAULT(SLUICE_FAULT_UNEXPECTED, at);
            k++;
            state = options->trailing_commas ? SLUICE_EXPECT_KEY_OR_END : SLUICE_EXPECT_KEY;
            continue;
        case SLUICE_EXPECT_COMMA_OR_ARRAY_END:
            if (c == ']') goto close;
            if (c != ',') FAULT(SLUICE_FAULT_UNEXPECTED, at);
            k++;
            state = options->trailing_commas ? SLUICE_EXPECT_VALUE_OR_END : SLUICE_EXPECT_VALUE;
            continue;
        case SLUICE_EXPECT_NOTHING:
            FAULT(SLUICE_FAULT_UNEXPECTED, at);
        case SLUICE_EXPECT_VALUE_OR_END:
            if (c == ']') goto close;
            // fall through
        case SLUICE_EXPECT_VALUE:
            switch (c) {
            case '"':
                if (k + 1 == k_end) goto cut_string;
                text_end = k[1];
                k += 2;
                out.inside = '"';
                goto text;
            case '{':
            case '[':
                if (j->depth >= options->depth) FAULT(SLUICE_FAULT_DEPTH, at);
                if (j->depth == j->levels_capacity && !sluice_json_grow_levels(j)) FAULT(SLUICE_FAULT_MEMORY, at);
                top = &j->levels[j->depth++];
                *top = (level){.object = c == '{', .saved = c == '[', .at = c == '{' ? at : 0};
                TOKEN(c, at, 1);
                k++;
                state = c == '{' ? SLUICE_EXPECT_KEY_OR_END : SLUICE_EXPECT_VALUE_OR_END;
                continue;
            case 't':
                if (!read_word(p, at, end, "true", &text_end)) goto bad_scalar;
                goto scalar;
            case 'f':
                if (!read_word(p, at, end, "false", &text_end)) goto bad_scalar;
                goto scalar;
            case 'n':
                if (!read_word(p, at, end, "null", &text_end)) goto bad_scalar;
                goto scalar;
            case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
                if (options->non_finite && c == '-' && at + 1 < end && p[at + 1] == 'I') {
                    if (!read_word(p, at, end, "-Infinity", &text_end)) goto bad_scalar;
                    goto scalar;
                }
                if (!read_number(p, at, end, &text_end)) goto bad_scalar;
                goto scalar;
            case 'N':
            case 'I':
                if (!options->non_finite) FAULT(SLUICE_FAULT_UNEXPECTED, at);
                if (!read_word(p, at, end, c == 'N' ? "NaN" : "Infinity", &text_end)) goto bad_scalar;
                goto scalar;
            default: FAULT(SLUICE_FAULT_UNEXPECTED, at);
            }
        }

    text: {
        const size_t start = at + 1, count = text_end - start;
        if (count > options->text_bytes) {
            judge_text(j, p, at, text_end, &out);
            goto faulty;
        }
        const uint8_t kind = out.inside;
        while (escape < found->escapes && found->escape_block[escape] + 63 < start) escape++;
        bool escaped = false;
        for (size_t e = escape; e < found->escapes && found->escape_block[e] < text_end; e++) {
            uint64_t mask = found->escape_mask[e];
            size_t block = found->escape_block[e];
            if (block < start) mask &= ~0ull << (start - block);
            if (block + 64 > text_end) mask &= ~(~0ull << (text_end - block));
            if (mask) {
                escaped = true;
                break;
            }
        }
        if (!escaped) {
            TOKEN(kind, start, count);
        } else {
            if (decoded_count + count + 8 > j->decoded_capacity) {
                size_t capacity = 2 * (decoded_count + count) + AIM;
                uint8_t *bigger = realloc(j->decoded, capacity);
                if (!bigger) FAULT(SLUICE_FAULT_MEMORY, at);
                j->decoded = decoded = bigger;
                j->decoded_capacity = capacity;
            }
            sluice_json_fault fault;
            size_t fault_at;
            size_t length = sluice_json_unescape(
                p + start, count, true, options->replace_surrogates, decoded + decoded_count, &fault, &fault_at);
            if (length == SIZE_MAX) FAULT(fault, start + fault_at);
            TOKEN(kind, start, length | SLUICE_TOKEN_DECODED);
            decoded_count += length;
        }
        out.inside = 0;
        if (kind == 'k') continue;
        goto complete;
    }

    scalar:
        // At the end of what we see it may go on in bytes that we do not see; at a fault it does not.
        if (text_end == end && !found->fault && !(last && final)) goto cut_scalar;
        if (text_end - at > options->number_bytes && counts_as_number(c)) FAULT(SLUICE_FAULT_NUMBER_LIMIT, at);
        TOKEN(c == 't' || c == 'f' || c == 'n' ? c : '0', at, text_end - at);
        k++;
        if (text_end < end && !delimits(p[text_end]) && !(options->comments && p[text_end] == '/')) {
            state = j->depth == 0 ? SLUICE_EXPECT_NOTHING
                  : top->object   ? SLUICE_EXPECT_COMMA_OR_OBJECT_END
                                  : SLUICE_EXPECT_COMMA_OR_ARRAY_END;
            if (j->depth && !top->object) top->at++;
            FAULT(SLUICE_FAULT_UNEXPECTED, text_end);
        }
        goto complete;

    close:
        TOKEN(c, at, 1);
        k++;
        j->depth--;
        if (j->depth < j->low) j->low = j->depth;
        top = j->depth ? top - 1 : NULL;
    complete:
        if (!top) state = options->many_roots ? SLUICE_EXPECT_VALUE : SLUICE_EXPECT_NOTHING;
        else if (top->object) state = SLUICE_EXPECT_COMMA_OR_OBJECT_END;
        else {
            top->at++;
            state = SLUICE_EXPECT_COMMA_OR_ARRAY_END;
        }
    }

    // All offsets are used up, and everything before `end` is read.
    if (!end && n && !found->fault) {
        at = 0;
        goto cut;
    }
    if (found->fault == SLUICE_INDEX_UTF8) FAULT(SLUICE_FAULT_UTF8, end);
    if (found->fault == SLUICE_INDEX_COMMENT) {
        if (!final) {
            out.cut = '/';
            goto done;
        }
        // A line comment may end with the text; half an opening or an open block may not.
        out.inside = '/';
        if (end + 1 >= n || p[end + 1] == '*') FAULT(SLUICE_FAULT_TRUNCATED, n);
        out.inside = 0;
        out.consumed = n;
    }
    if (final && out.consumed == n && state != SLUICE_EXPECT_NOTHING
        && !(options->many_roots && j->depth == 0 && state == SLUICE_EXPECT_VALUE))
        FAULT(SLUICE_FAULT_TRUNCATED, n);
    goto done;

cut_string:
    // `at` is an opening quote whose closing one is not in sight.
    if (found->fault || (last && final) || (last && end - at - 1 > options->text_bytes)) {
        out.inside = state == SLUICE_EXPECT_KEY || state == SLUICE_EXPECT_KEY_OR_END ? 'k' : '"';
        judge_text(j, p, at, end, &out);
        goto faulty;
    }
    goto cut;

bad_scalar:
    // Wrong, or cut by the end of what we see.
    if (text_end == end && !found->fault && !(last && final)) goto cut_scalar;
    if (text_end - at > options->number_bytes && counts_as_number(p[at])) FAULT(SLUICE_FAULT_NUMBER_LIMIT, at);
    out.inside = p[at] == '-' || is_digit(p[at]) ? '0' : p[at];
    if (text_end == end && !found->fault) FAULT(SLUICE_FAULT_TRUNCATED, end);
    FAULT(out.inside == '0' ? SLUICE_FAULT_NUMBER : SLUICE_FAULT_LITERAL, text_end);

cut_scalar:
    if (end - at > options->number_bytes && counts_as_number(p[at])) FAULT(SLUICE_FAULT_NUMBER_LIMIT, at);
cut:
    out.consumed = at;
    if (last) {
        out.cut = p[at] == '"' ? '"' : '0';
    } else if (at == 0) {
        if (look_further(j, &aim)) goto again;
        FAULT(SLUICE_FAULT_MEMORY, 0);
    }
    goto done;

faulty:
    // The indexer sees a lead byte that is none only with the byte behind it; here it is wrong on its own.
    if ((out.fault == SLUICE_FAULT_UNEXPECTED || out.fault == SLUICE_FAULT_ESCAPE || out.fault == SLUICE_FAULT_HEX
         || out.fault == SLUICE_FAULT_SURROGATE) && out.fault_at < n && p[out.fault_at] >= 0x80 && sluice_utf8_fault(p, out.fault_at, out.fault_at + 1) == out.fault_at)
        out.fault = SLUICE_FAULT_UTF8;
    // With comments allowed a lone slash could have begun one: the byte behind it is the one at fault.
    if (out.fault == SLUICE_FAULT_UNEXPECTED && options->comments && p[out.fault_at] == '/') out.fault_at++;
    out.consumed = out.fault_at < end ? out.fault_at : end;
done:
    out.expected = j->expect = state;
    out.count = (size_t)(w - j->tokens) / 2;
    out.decoded = j->decoded;
    // Behind a fault the names stay where they are: the caller asks for the path next, and nothing comes after.
    if (!out.fault && !sluice_json_save_names(j, p)) out.fault = SLUICE_FAULT_MEMORY;
    return out;
}
