/// What Sluice is measured against: simdjson, yajl and libxml2, called from C++ and C, doing the same work.
#ifndef CFLOORS_H
#define CFLOORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a walk or a run of events has seen. The engines must agree on all of it.
typedef struct {
    /// Events: a value is one, a key is one, an object or an array is two.
    uint64_t events;
    /// Bytes of strings, decoded; in events those of keys too.
    uint64_t text_bytes;
    /// The sum of all numbers, where the work includes their values.
    double sum;
} floor_totals;

/// A simdjson dom parser that is used again and again.
typedef struct floor_simdjson floor_simdjson;
floor_simdjson *floor_simdjson_new(void);
void floor_simdjson_free(floor_simdjson *parser);

/// Parses `p[0..<n]`, which 64 readable bytes must follow. False on any error.
bool floor_simdjson_parse(floor_simdjson *parser, const uint8_t *p, size_t n);
/// The same, then every number is summed and the length of every string taken.
bool floor_simdjson_walk(floor_simdjson *parser, const uint8_t *p, size_t n, floor_totals *totals);
/// The same with a parser and a padded copy made for this one document, as a one-line program would do it.
bool floor_simdjson_fresh(const uint8_t *p, size_t n);

/// yajl with callbacks that count, fed `piece` bytes at a time (0: all at once). Numbers arrive as text.
bool floor_yajl_count(const uint8_t *p, size_t n, size_t piece, floor_totals *totals);
/// The same from a file that is read `piece` bytes at a time.
bool floor_yajl_count_file(const char *path, size_t piece, floor_totals *totals);

/// libxml2's push parser with SAX2 callbacks that count, fed `piece` bytes at a time. Events: a tag is one, an attribute
/// is one; bytes of text and of attribute values.
bool floor_libxml2_count(const uint8_t *p, size_t n, size_t piece, floor_totals *totals);
/// xmlReadMemory, then xmlFreeDoc.
bool floor_libxml2_load(const uint8_t *p, size_t n);
/// xmlReadMemory; NULL on any error.
void *floor_libxml2_tree(const uint8_t *p, size_t n);
void *floor_libxml2_tree_of_file(const char *path);
void floor_libxml2_free(void *tree);
/// xmlDocDumpMemory: bytes of text.
size_t floor_libxml2_dump(void *tree);
/// Goes through every node and attribute. Events: one each; bytes of text and of values. Every `stride`th element is put
/// into `elements`, which has room for so many; returns how many those are.
size_t floor_libxml2_walk(void *tree, size_t stride, void **elements, size_t room, floor_totals *totals);

/// Compiled XPath expressions.
typedef struct floor_xpath floor_xpath;
floor_xpath *floor_xpath_new(const char *const *expressions, size_t count);
void floor_xpath_free(floor_xpath *xpath);
/// Evaluates the expressions in turn, each at the next of the elements; how many nodes were found.
size_t floor_xpath_run(floor_xpath *xpath, void *tree, void *const *elements, size_t count, size_t evaluations);

/// A hash of a document as simdjson reads it, comparable with one made from events; see Differential.
typedef enum { FLOOR_VALID, FLOOR_INVALID, FLOOR_DECLINED } floor_verdict;
floor_verdict floor_simdjson_hash(floor_simdjson *parser, const uint8_t *p, size_t n, uint64_t *hash, const char **message);

/// The most memory that this process has had in use so far, in bytes.
uint64_t floor_peak_memory(void);

/// Runs the program `arguments[0]` to its end. `*count` is the room in `output`, then how much it printed;
/// `*seconds` the time from start to end, `*cpu_seconds` what of it a processor worked for it. Returns its exit
/// status; less than 0, the signal that ended it.
enum { FLOOR_NOT_STARTED = 256 };
int floor_run(char *const arguments[], char *output, size_t *count, double *seconds, double *cpu_seconds);

/// The time that processors have worked for this process.
double floor_cpu_seconds(void);

const char *floor_simdjson_version(void);
/// Which of its kernels simdjson runs on this machine.
const char *floor_simdjson_kernel(void);
const char *floor_yajl_version(void);
const char *floor_libxml2_version(void);
const char *floor_compiler(void);

/// Puts so many items into a queue of that capacity and gets them, on one thread by turns or from one to another; their
/// sum. -1 on any error.
int64_t floor_queue_one_thread(size_t capacity, size_t count);
int64_t floor_queue_two_threads(size_t capacity, size_t count);

/// Sends so many messages over TCP to a thread that sends them back; how many bytes came back. -1 on any error.
int64_t floor_echo(size_t size, size_t count);

#ifdef __cplusplus
}
#endif
#endif
