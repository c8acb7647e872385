#include "CFloors.h"
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <stdlib.h>
#include <string.h>

static void count_text(const xmlNode *node, floor_totals *totals) {
    if (node->content) totals->text_bytes += strlen((const char *)node->content);
}

size_t floor_libxml2_walk(void *tree, size_t stride, void **elements, size_t room, floor_totals *totals) {
    *totals = (floor_totals){0};
    const xmlNode *root = tree, *node = root;
    size_t seen = 0, kept = 0;
    while (1) {
        totals->events++;
        if (node->type == XML_ELEMENT_NODE) {
            if (seen++ % stride == 0 && kept < room) elements[kept++] = (void *)node;
            for (const xmlAttr *attribute = node->properties; attribute; attribute = attribute->next) {
                totals->events++;
                if (attribute->children) count_text(attribute->children, totals);
            }
        } else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE || node->type == XML_COMMENT_NODE
            || node->type == XML_PI_NODE) {
            count_text(node, totals);
        }
        // The children of a document type and of a reference are not nodes of the document.
        const int has_children =
            node->type == XML_ELEMENT_NODE || node->type == XML_DOCUMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE;
        if (has_children && node->children) {
            node = node->children;
            continue;
        }
        while (node != root && !node->next) node = node->parent;
        if (node == root) return kept;
        node = node->next;
    }
}

struct floor_xpath {
    xmlXPathContextPtr context;
    size_t count;
    xmlXPathCompExprPtr expressions[];
};

floor_xpath *floor_xpath_new(const char *const *expressions, size_t count) {
    floor_xpath *xpath = malloc(sizeof *xpath + count * sizeof *xpath->expressions);
    xpath->context = xmlXPathNewContext(NULL);
    xpath->count = count;
    for (size_t i = 0; i < count; i++)
        xpath->expressions[i] = xmlXPathCtxtCompile(xpath->context, (const xmlChar *)expressions[i]);
    return xpath;
}

void floor_xpath_free(floor_xpath *xpath) {
    for (size_t i = 0; i < xpath->count; i++) xmlXPathFreeCompExpr(xpath->expressions[i]);
    xmlXPathFreeContext(xpath->context);
    free(xpath);
}

size_t floor_xpath_run(floor_xpath *xpath, void *tree, void *const *elements, size_t count, size_t evaluations) {
    size_t found = 0;
    xpath->context->doc = tree;
    for (size_t i = 0; i < evaluations; i++) {
        xpath->context->node = elements[i % count];
        xmlXPathObjectPtr result = xmlXPathCompiledEval(xpath->expressions[i % xpath->count], xpath->context);
        if (result && result->nodesetval) found += (size_t)result->nodesetval->nodeNr;
        xmlXPathFreeObject(result);
    }
    return found;
}
