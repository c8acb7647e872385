/// The first of the tokenizer's two passes: 64 bytes at a time, where do tokens begin?
///
///     text     {"a\"b": [12, true]}
///     index    ^^   ^^ ^^   ^ ^   ^^      brackets, commas, colons, both quotes of a string, first byte of a scalar
///
/// Blocks are classified into bit masks (one bit a byte); everything after that is arithmetic on 64-bit words.
#ifndef SLUICE_JSON_INDEX_H
#define SLUICE_JSON_INDEX_H

#include "CScan.h"

/// What one pass over a stretch of text found. A stretch begins outside strings, between two tokens.
typedef struct {
    /// Offsets of tokens, ascending.
    uint32_t *at;
    size_t count, capacity;
    /// Blocks that hold a backslash: offset of the block and which of its bytes. One entry a block.
    uint32_t *escape_block;
    uint64_t *escape_mask;
    size_t escapes, escape_capacity;
    /// Bytes looked at: the text ends here as far as the second pass is concerned.
    size_t end;
    /// Why the text ends at `end`: 0, or what is wrong with the byte there.
    int fault;
} sluice_json_index;

enum { SLUICE_INDEX_UTF8 = 1, SLUICE_INDEX_CONTROL = 2, SLUICE_INDEX_COMMENT = 3 };

/// Room that is left unused at the end of `at`, so that a block's offsets are written without asking.
#define SLUICE_INDEX_SLACK 72

/// Indexes `p[0..<n]`, at least `aim` bytes of it (or all), and on until outside a string, as long as there
/// is room.
typedef void sluice_json_indexer(sluice_json_index *out, const uint8_t *p, size_t n, size_t aim, bool control_allowed);

sluice_json_indexer sluice_json_index_plain;
sluice_json_indexer sluice_json_index_commented;
#if defined(__aarch64__)
sluice_json_indexer sluice_json_index_neon;
#elif defined(__x86_64__)
sluice_json_indexer sluice_json_index_avx2;
#endif

/// The widest indexer that this processor runs.
sluice_json_indexer *sluice_json_widest_indexer(void);

/// The first byte of `p[from..<n]` that cannot continue valid UTF-8, or `n`. `from` is a character's first byte.
size_t sluice_utf8_fault(const uint8_t *p, size_t from, size_t n);

#endif
