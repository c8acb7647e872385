#include "CFloors.h"
#if !__has_include(<libxml/parser.h>)
#error "libxml2 is missing: apt-get install libxml2-dev (Debian, Ubuntu) or brew install libxml2 (macOS)"
#endif
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlversion.h>
#include <string.h>

static void on_start(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces, const xmlChar **ns,
    int attributes, int defaulted, const xmlChar **values) {
    (void)name, (void)prefix, (void)uri, (void)namespaces, (void)ns, (void)defaulted;
    floor_totals *totals = ((xmlParserCtxtPtr)context)->_private;
    totals->events += 1 + (uint64_t)attributes;
    for (int i = 0; i < attributes; i++) totals->text_bytes += (uint64_t)(values[5 * i + 4] - values[5 * i + 3]);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)name, (void)prefix, (void)uri;
    ((floor_totals *)((xmlParserCtxtPtr)context)->_private)->events++;
}

static void on_text(void *context, const xmlChar *text, int count) {
    (void)text;
    ((floor_totals *)((xmlParserCtxtPtr)context)->_private)->text_bytes += (uint64_t)count;
}

bool floor_libxml2_count(const uint8_t *p, size_t n, size_t piece, floor_totals *totals) {
    *totals = (floor_totals){0};
    xmlSAXHandler sax = {0};
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = on_start;
    sax.endElementNs = on_end;
    sax.characters = sax.ignorableWhitespace = sax.cdataBlock = on_text;
    xmlParserCtxtPtr context = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
    if (!context) return false;
    context->_private = totals;
    // Clean values: a reference in one would come as a reference otherwise.
    xmlCtxtUseOptions(context, XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_HUGE);
    int status = 0;
    for (size_t i = 0; i < n && !status; i += piece)
        status = xmlParseChunk(context, (const char *)p + i, (int)(n - i < piece ? n - i : piece), 0);
    if (!status) status = xmlParseChunk(context, NULL, 0, 1);
    const bool is_valid = status == 0 && context->wellFormed;
    if (context->myDoc) xmlFreeDoc(context->myDoc);
    xmlFreeParserCtxt(context);
    return is_valid;
}

static xmlDocPtr load(const uint8_t *p, size_t n) {
    return xmlReadMemory((const char *)p, (int)n, NULL, NULL, XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_HUGE);
}

bool floor_libxml2_load(const uint8_t *p, size_t n) {
    xmlDocPtr document = load(p, n);
    if (document) xmlFreeDoc(document);
    return document != NULL;
}

void *floor_libxml2_tree(const uint8_t *p, size_t n) { return load(p, n); }

void *floor_libxml2_tree_of_file(const char *path) {
    return xmlReadFile(path, NULL, XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_HUGE);
}

void floor_libxml2_free(void *tree) { xmlFreeDoc(tree); }

size_t floor_libxml2_dump(void *tree) {
    xmlChar *text = NULL;
    int count = 0;
    xmlDocDumpMemory(tree, &text, &count);
    xmlFree(text);
    return (size_t)count;
}

const char *floor_libxml2_version(void) { return LIBXML_DOTTED_VERSION; }
