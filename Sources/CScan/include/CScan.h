/// Our own scanners. Every function is pure: memory in, answers out; no I/O, no global state.
#ifndef SLUICE_CSCAN_H
#define SLUICE_CSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "Copy.h"
#include "XMLScan.h"
#include "XMLTree.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Counts the newlines (0x0A) of `p[0..<n]`; `*last` becomes the index of the last one, or is left alone.
size_t sluice_count_newlines(const uint8_t *p, size_t n, size_t *last);

// MARK: JSON tokens

/// What the tokenizer accepts and tolerates. Sizes are in bytes.
typedef struct {
    bool comments, trailing_commas, non_finite, control_characters, replace_surrogates, many_roots;
    /// Never use a wide indexer: for tests that compare the two.
    bool plain;
    size_t depth, text_bytes, number_bytes;
} sluice_json_options;

/// What must come next.
typedef enum {
    SLUICE_EXPECT_VALUE,
    SLUICE_EXPECT_VALUE_OR_END,
    SLUICE_EXPECT_KEY,
    SLUICE_EXPECT_KEY_OR_END,
    SLUICE_EXPECT_COLON,
    SLUICE_EXPECT_COMMA_OR_ARRAY_END,
    SLUICE_EXPECT_COMMA_OR_OBJECT_END,
    SLUICE_EXPECT_NOTHING,
} sluice_json_expect;

typedef enum {
    SLUICE_FAULT_NONE,
    SLUICE_FAULT_UNEXPECTED,     // a byte that no valid document has here
    SLUICE_FAULT_TRUNCATED,      // the text ends
    SLUICE_FAULT_UTF8,           // not UTF-8
    SLUICE_FAULT_CONTROL,        // raw control character in a string
    SLUICE_FAULT_ESCAPE,         // unknown escape
    SLUICE_FAULT_HEX,            // not a hexadecimal digit after \u
    SLUICE_FAULT_SURROGATE,      // half a surrogate pair
    SLUICE_FAULT_NUMBER,         // not a number
    SLUICE_FAULT_LITERAL,        // not true, false or null
    SLUICE_FAULT_DEPTH,
    SLUICE_FAULT_TEXT_LIMIT,
    SLUICE_FAULT_NUMBER_LIMIT,
    SLUICE_FAULT_MEMORY,
} sluice_json_fault;

/// Tokens of a stretch of text, two words each: kind (top byte) and offset of its text; length (and the top bit, where
/// the text has escapes: then it stands decoded in `decoded`, one after the other, not in the input).
///
/// Kinds: `{` `}` `[` `]` `k` (key) `"` (string) `0` (number) `t` `f` `n`.
typedef struct {
    const uint64_t *tokens;
    size_t count;
    const uint8_t *decoded;
    /// Bytes of the input that are done with.
    size_t consumed;
    /// The input's rest is one token, cut: `"`, `0` (any scalar) or `/` (comment). 0: not so.
    uint8_t cut;
    sluice_json_fault fault;
    size_t fault_at;
    sluice_json_expect expected;
    /// Inside which token the fault or the end lies: `"` `0` `t` `f` `n` `/`, or 0.
    uint8_t inside;
} sluice_json_batch;

#define SLUICE_TOKEN_DECODED ((uint64_t)1 << 63)

typedef struct sluice_json sluice_json;

/// NULL where memory is short.
sluice_json *sluice_json_new(sluice_json_options options);
void sluice_json_free(sluice_json *json);
/// Ready for another document.
void sluice_json_reset(sluice_json *json);
/// The same, with other options.
void sluice_json_renew(sluice_json *json, sluice_json_options options);
/// Bytes of memory that it has.
size_t sluice_json_memory(const sluice_json *json);

/// Reads tokens from `p[0..<n]`, some thousands at most; call again behind `consumed` until all is consumed or cut.
/// `final`: the document ends with `p[n]`.
/// The answer's memory is good until the next call.
sluice_json_batch sluice_json_scan(sluice_json *json, const uint8_t *p, size_t n, bool final);

/// Where the token that `sluice_json_scan` found cut ends in the bytes that follow it: how many of them it takes to see
/// its end (for a scalar the byte behind it is among them), or SIZE_MAX if they do not show it. `*memory` is 0 before the first byte of the token and carries on from call to call.
size_t sluice_json_token_end(uint8_t cut, uint8_t *memory, const uint8_t *p, size_t n);

/// Containers open now.
size_t sluice_json_depth(const sluice_json *json);
/// The way from container `level` (0 is the root) downwards: a member's raw name (true) or an element's index (false).
/// Only behind a fault, with the `p` of that call.
bool sluice_json_step(const sluice_json *json, const uint8_t *p, size_t level, const uint8_t **name, size_t *count, uint64_t *index);

/// Decodes the escapes of `p[0..<n]` (a string's content) into `out`, which has room for `n` bytes. Returns the count, or
/// SIZE_MAX and the fault with its offset. `complete`: a quote follows; otherwise the text is cut, which is no fault.
size_t sluice_json_unescape(
    const uint8_t *p, size_t n, bool complete, bool replace_surrogates, uint8_t *out, sluice_json_fault *fault, size_t *fault_at);
// ---- Writing JSON text (escape.c, double_text.cpp, tape_text.c) ----

/// What is escaped beyond what RFC 8259 demands.
enum {
    SLUICE_ESCAPE_NON_ASCII = 1,  // every character beyond ASCII, as \uXXXX
    SLUICE_ESCAPE_SLASHES = 2,    // `/`, as \/
};

/// Writes the inside of a JSON string for the UTF-8 text `p[0..<n]`, as far as `out[0..<room]` surely holds it.
/// Returns the bytes written; `*taken` becomes the bytes of text they stand for. Any room from 48 bytes makes progress;
/// bytes of `out` beyond those written may be overwritten.
size_t sluice_json_escape(const uint8_t *p, size_t n, size_t *taken, uint8_t *out, size_t room, unsigned flags);

/// Writes an integer in decimal: at most 20 characters. Returns how many.
size_t sluice_json_uint64_to_text(uint64_t value, uint8_t *out);
size_t sluice_json_int64_to_text(int64_t value, uint8_t *out);

/// How the shortest digits of a double are laid out.
enum {
    SLUICE_DOUBLE_SHORTEST = 0,     // 1.0  0.00001  1e16    1e308:  a fraction or an exponent always, no padding
    SLUICE_DOUBLE_PYTHON = 1,       // 1.0  1e-05    1e+16   1e+308: repr of Python
    SLUICE_DOUBLE_ECMASCRIPT = 2,   // 1    0.00001  10000000000000000  1e+308: RFC 8785 and ECMAScript
};

/// Writes the shortest decimal text that reads back as exactly `value`, which must be finite: at most 25 characters,
/// of a buffer of 48 that may be overwritten to its end. Returns how many.
size_t sluice_json_double_to_text(double value, uint8_t *out, int layout);

/// What may come next in JSON text under construction.
enum {
    SLUICE_EXPECTS_ROOT = 0,
    SLUICE_EXPECTS_FIRST_ELEMENT = 1,  // or the end of the array
    SLUICE_EXPECTS_ELEMENT = 2,        // or the end of the array
    SLUICE_EXPECTS_FIRST_NAME = 3,     // or the end of the object
    SLUICE_EXPECTS_NAME = 4,           // or the end of the object
    SLUICE_EXPECTS_MEMBER_VALUE = 5,
    SLUICE_EXPECTS_NOTHING = 6,
};

/// JSON text under construction: where it goes, what is open, what may come next, how it is laid out.
/// The caller owns all memory and keeps it in place; no function here allocates.
typedef struct {
    uint8_t *out;
    size_t count, capacity;
    uint64_t *kinds;  // one bit for each open container, set for objects
    size_t depth, depth_capacity;
    uint8_t expects;  // SLUICE_EXPECTS_...
    uint8_t escapes;  // SLUICE_ESCAPE_...
    uint8_t doubles;  // SLUICE_DOUBLE_...
    bool indents;     // each element and member on a line of its own
    bool lines;       // any number of roots, a newline after each
    const uint8_t *item, *name, *indent;  // what follows an element, follows a name, stands before it for each level
    size_t item_count, name_count, indent_count;
    uint8_t indent_fill;  // the byte that `indent` consists of, or 0
    size_t room;          // bytes that a token may need without its content; SIZE_MAX where there cannot be so many
} sluice_json_text;

/// Call it once the layout is set.
void sluice_json_text_prepare(sluice_json_text *t);

// These need `room` (and `depth < depth_capacity` to open). `false`: not what may come next; nothing was written.
bool sluice_json_text_open(sluice_json_text *t, bool object);
bool sluice_json_text_close(sluice_json_text *t, bool object);
bool sluice_json_text_begin_value(sluice_json_text *t);
bool sluice_json_text_begin_name(sluice_json_text *t);
void sluice_json_text_end_value(sluice_json_text *t);
void sluice_json_text_end_name(sluice_json_text *t);
/// A value's text as it is; needs room for n bytes more.
bool sluice_json_text_raw(sluice_json_text *t, const uint8_t *p, size_t n);
/// Whether `p[0..<n]` is a number by the grammar of RFC 8259.
bool sluice_json_is_number(const uint8_t *p, size_t n);
/// A whole string or name; needs room for 6 * n + 48 bytes more.
bool sluice_json_text_string(sluice_json_text *t, bool name, const uint8_t *p, size_t n);

/// What stopped the writing of a tape.
enum {
    SLUICE_TAPE_WRITTEN = 0,
    SLUICE_TAPE_NEEDS_ROOM = 1,   // twice `room` makes progress
    SLUICE_TAPE_NEEDS_DEPTH = 2,  // `depth == depth_capacity`
    SLUICE_TAPE_NEEDS_CARE = 3,   // the number at `at` is not finite, or not one that `doubles` can lay out
};

/// A part of a tape (see Tape.swift for its layout) on the way into text: one value, at `words[at..<end]`.
typedef struct {
    const uint64_t *words;
    const uint8_t *strings;
    size_t at, end;
    size_t within;  // 1 + the bytes written of the string at `at`, once it has been begun
} sluice_json_tape;

/// Writes the value, where a value may come next, until it ends or something is missing; call it again to go on.
int sluice_json_text_tape(sluice_json_text *t, sluice_json_tape *tape);

// ---- End of writing JSON text ----

// MARK: Text to numbers

/// The double nearest to a number of JSON's grammar; false where its magnitude is beyond all doubles. Too small is zero.
bool sluice_double_of_text(const uint8_t *text, size_t count, double *value);

/// Where the value of a number of JSON's grammar (or `NaN`, `Infinity`, `-Infinity`) fits: `l` an int64_t, else `u` a
/// uint64_t, `d` a double, whose bits it stores; `N`: in none of them. Text with a point or an exponent is a double.
uint8_t sluice_number_of_text(const uint8_t *text, size_t count, uint64_t *bits);

// Record ends (cut.c). Bytes are `p[*at..<n]`; `*at` moves to the first byte not looked at, so that each is read once.
// A cut byte stands in `ends` as its index from `p`. Text that is no JSON is cut somewhere, never read beyond.

/// Where a scan stands between two calls; all zero at the start.
typedef struct {
    uint64_t escaped;    // 1: a backslash stands before the next byte
    uint64_t in_string;  // all ones: the next byte is in a string
    int64_t depth;       // brackets open
} sluice_cut;

/// The commas that end the elements of an array or object, from its inside, and the bracket that closes it, which is
/// the last end and sets `*closed`. Stops there, or when there are `max` ends.
size_t sluice_cut_elements(
    sluice_cut *state, const uint8_t *p, size_t *at, size_t n, uint32_t *ends, size_t max, bool *closed);

/// The end of the array or object that starts at the first byte: the index behind its closing bracket.
bool sluice_cut_value(sluice_cut *state, const uint8_t *p, size_t *at, size_t n, uint32_t *end);

/// The separators that end lines with more than white space in them. `*line` is the start of the line that `*at` is in.
/// `*irregular`: a line ended in a string, or with brackets open or closed too often, and is surely no JSON value.
/// `*lines`: how many separators were passed, those behind white space included.
/// Where the separator is no line feed, the last end may be a line feed behind a text that is closed: it stops there.
size_t sluice_cut_lines(
    sluice_cut *state, uint8_t separator, const uint8_t *p, size_t *line, size_t *at, size_t n, uint32_t *ends,
    size_t max, size_t *lines, bool *irregular);

#ifdef __cplusplus
}
#endif
#endif
