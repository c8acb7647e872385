#include "CSimdjson.h"
#ifdef SLUICE_SIMDJSON
#if !__has_include(<simdjson.h>)
#error "simdjson is missing: apt-get install libsimdjson-dev (Debian, Ubuntu) or brew install simdjson (macOS), or build without the trait: --traits Services"
#endif
#include <cstdlib>
#include <new>
#include <simdjson.h>
#include <sys/mman.h>

using namespace simdjson;

static_assert(SIMDJSON_PADDING <= SLUICE_SIMDJSON_PADDING, "the padding that simdjson wants has grown");

struct sluice_simdjson_parser {
    dom::parser parser;
};

struct sluice_simdjson_document {
    dom::document document;
};

namespace {

/// The low 56 bits of a word of the tape.
constexpr uint64_t payload = 0x00ffffffffffffff;
/// Below this, page faults cost little.
constexpr size_t large = size_t(4) << 20;

/// Asks for huge pages before memory is touched: a fault for each 4 KiB costs more than the parsing.
void use_huge_pages(void *memory, size_t count) {
#if defined(MADV_HUGEPAGE)
    uintptr_t page = 4096;
    uintptr_t first = (uintptr_t(memory) + page - 1) & ~(page - 1);
    uintptr_t last = (uintptr_t(memory) + count) & ~(page - 1);
    // Refused where the kernel has none: then small pages serve.
    if (last > first) (void)madvise(reinterpret_cast<void *>(first), last - first, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)count;
#endif
}

/// Small sizes grow by doubling, so that a warm parser stays warm; large ones are exact.
size_t rounded(size_t count) {
    if (count >= large) return count;
    size_t capacity = 4096;
    while (capacity < count) capacity *= 2;
    return capacity;
}

error_code make_room(dom::parser &parser, size_t count, size_t depth) {
    if (parser.capacity() >= count && parser.max_depth() == depth) return SUCCESS;
    size_t capacity = parser.capacity() >= count ? parser.capacity() : rounded(count);
    if (error_code error = parser.allocate(capacity, depth)) return error;
    if (capacity >= large) use_huge_pages(parser.implementation->structural_indexes.get(), capacity * sizeof(uint32_t));
    return SUCCESS;
}

error_code make_room(dom::document &document, size_t count) {
    if (document.capacity() >= count) return SUCCESS;
    size_t capacity = rounded(count);
    if (error_code error = document.allocate(capacity)) return error;
    if (capacity >= large) {
        use_huge_pages(document.tape.get(), capacity * sizeof(uint64_t));
        use_huge_pages(document.string_buf.get(), capacity / 3 * 5);
    }
    return SUCCESS;
}

/// Whether no token is longer than `longest`: tokens start at the indexes, so none is longer than the way to the next.
bool tokens_fit(const internal::dom_parser_implementation &tokens, size_t count, size_t longest) {
    if (count <= longest) return true;
    const uint32_t *index = tokens.structural_indexes.get();
    size_t n = tokens.n_structural_indexes, stride = 64;
    if (n == 0 || count - index[n - 1] > longest) return false;
    for (size_t first = 0; first < n; first += stride) {
        size_t last = first + stride < n ? first + stride : n - 1;
        // Where many together are short enough, each is.
        if (index[last] - index[first] <= longest) continue;
        for (size_t i = first; i < last; i++)
            if (index[i + 1] - index[i] > longest) return false;
    }
    return true;
}

}  // namespace

sluice_simdjson_parser *sluice_simdjson_parser_create(void) { return new (std::nothrow) sluice_simdjson_parser(); }
void sluice_simdjson_parser_destroy(sluice_simdjson_parser *parser) { delete parser; }
size_t sluice_simdjson_parser_capacity(const sluice_simdjson_parser *parser) { return parser->parser.capacity(); }

sluice_simdjson_document *sluice_simdjson_document_create(void) { return new (std::nothrow) sluice_simdjson_document(); }
void sluice_simdjson_document_destroy(sluice_simdjson_document *document) { delete document; }
size_t sluice_simdjson_document_capacity(const sluice_simdjson_document *document) {
    return document->document.capacity();
}
const uint64_t *sluice_simdjson_document_words(const sluice_simdjson_document *document) {
    return document->document.tape.get();
}
size_t sluice_simdjson_document_word_count(const sluice_simdjson_document *document) {
    return size_t(document->document.tape[0] & payload);
}
const uint8_t *sluice_simdjson_document_strings(const sluice_simdjson_document *document) {
    return document->document.string_buf.get();
}

sluice_simdjson_outcome sluice_simdjson_parse(
    sluice_simdjson_parser *parser, sluice_simdjson_document *document, const uint8_t *text, size_t count, size_t depth,
    size_t longest) {
    error_code error = count == 0 || count > SIMDJSON_MAXSIZE_BYTES ? CAPACITY : make_room(parser->parser, count, depth);
    if (!error) error = make_room(document->document, count);
    if (!error) error = parser->parser.parse_into_document(document->document, text, count, false).error();
    if (error == MEMALLOC) return SLUICE_SIMDJSON_NO_MEMORY;
    if (error || !tokens_fit(*parser->parser.implementation, count, longest)) return SLUICE_SIMDJSON_DECLINED;
    return SLUICE_SIMDJSON_OK;
}

size_t sluice_simdjson_string_bytes(
    const sluice_simdjson_parser *parser, const sluice_simdjson_document *document, const uint8_t *text) {
    // Strings lie in document order, so the last one ends them. Tokens and tape are walked back together, because the
    // tape alone, read backwards, does not tell a number's bits from a tag.
    const auto &tokens = *parser->parser.implementation;
    const uint64_t *words = document->document.tape.get();
    size_t word = size_t(words[0] & payload) - 1;
    for (size_t i = tokens.n_structural_indexes; i-- > 0;) {
        switch (text[tokens.structural_indexes[i]]) {
        case ',': case ':': break;
        case '"': {
            size_t offset = size_t(words[word - 1] & payload);
            uint32_t length;
            memcpy(&length, document->document.string_buf.get() + offset, sizeof length);
            return offset + sizeof length + length + 1;
        }
        case '{': case '[': case '}': case ']': case 't': case 'f': case 'n': word -= 1; break;
        default: word -= 2;
        }
    }
    return 0;
}
#endif
