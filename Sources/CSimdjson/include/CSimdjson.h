/// A C face on the system's simdjson: text in memory to a tape.
///
/// Parsers, documents and buffers are made once and used again and again. No exception crosses;
/// memory that cannot be had is a null pointer or an error code.
#ifndef SLUICE_CSIMDJSON_H
#define SLUICE_CSIMDJSON_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes that must be readable after the text; their values do not matter.
#define SLUICE_SIMDJSON_PADDING 64

/// Working memory: the places of the tokens. Not for two threads at once.
typedef struct sluice_simdjson_parser sluice_simdjson_parser;
/// The result: tape and string bytes.
typedef struct sluice_simdjson_document sluice_simdjson_document;

typedef enum {
    SLUICE_SIMDJSON_OK = 0,
    /// Not JSON, or JSON that simdjson does not do, or a token longer than asked for.
    SLUICE_SIMDJSON_DECLINED = 1,
    SLUICE_SIMDJSON_NO_MEMORY = 2,
} sluice_simdjson_outcome;

/// Null when there is no memory.
sluice_simdjson_parser *sluice_simdjson_parser_create(void);
void sluice_simdjson_parser_destroy(sluice_simdjson_parser *parser);
/// Bytes of text that the parser has memory for.
size_t sluice_simdjson_parser_capacity(const sluice_simdjson_parser *parser);

/// Null when there is no memory.
sluice_simdjson_document *sluice_simdjson_document_create(void);
void sluice_simdjson_document_destroy(sluice_simdjson_document *document);
/// Bytes of text that the document has memory for.
size_t sluice_simdjson_document_capacity(const sluice_simdjson_document *document);
/// The tape: `words[0]`'s payload is the number of words. Valid until the next parse into this document.
const uint64_t *sluice_simdjson_document_words(const sluice_simdjson_document *document);
/// Words of the tape, both roots included.
size_t sluice_simdjson_document_word_count(const sluice_simdjson_document *document);
/// The string bytes: a 32-bit little-endian length, the bytes and a NUL for each.
const uint8_t *sluice_simdjson_document_strings(const sluice_simdjson_document *document);

/// Parses `text[0..<count]`, which `SLUICE_SIMDJSON_PADDING` readable bytes follow, into `document`.
///
/// `depth` is how many containers may be open at once, at most. A token of more than `longest` bytes makes it decline,
/// so that the caller's own tokenizer may judge.
sluice_simdjson_outcome sluice_simdjson_parse(
    sluice_simdjson_parser *parser, sluice_simdjson_document *document, const uint8_t *text, size_t count, size_t depth,
    size_t longest);

/// Bytes of strings that the last, successful parse of `text` by `parser` put into `document`.
size_t sluice_simdjson_string_bytes(
    const sluice_simdjson_parser *parser, const sluice_simdjson_document *document, const uint8_t *text);

#ifdef __cplusplus
}
#endif
#endif
