#if !__has_include(<libxml/tree.h>)
#error "libxml2 is missing: apt-get install libxml2-dev (Debian, Ubuntu) or brew install libxml2 (macOS)"
#endif
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/schematron.h>
#include <libxml/tree.h>
#include <libxml/uri.h>
#include <libxml/valid.h>
#include <libxml/xinclude.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <string.h>

// The allocator is a variable, or behind a macro; neither comes through to Swift 6.
static inline void sluice_xml_free(void *memory) { xmlFree(memory); }

// Constant names that text and comments share: libxml2 compares them by address. Variables, likewise.
static inline const xmlChar *sluice_xml_text_name(void) { return xmlStringText; }
static inline const xmlChar *sluice_xml_comment_name(void) { return xmlStringComment; }

// What libxml2 prints that is no structured error. Its type takes variable arguments, which Swift has not.
static inline void sluice_xml_say_nothing(void *context, const char *message, ...) {
    (void)context;
    (void)message;
}
static inline void *sluice_xml_silence(void) {
    void *old = (void *)*__xmlGenericError();
    *__xmlGenericError() = sluice_xml_say_nothing;
    return old;
}
static inline void sluice_xml_unsilence(void *old) { *__xmlGenericError() = (xmlGenericErrorFunc)old; }
