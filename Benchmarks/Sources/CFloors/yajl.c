#include "CFloors.h"
#if !__has_include(<yajl/yajl_parse.h>)
#error "yajl is missing: apt-get install libyajl-dev (Debian, Ubuntu) or brew install yajl (macOS)"
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <yajl/yajl_parse.h>
#include <yajl/yajl_version.h>

static int on_event(void *context) {
    ((floor_totals *)context)->events++;
    return 1;
}

static int on_boolean(void *context, int value) {
    (void)value;
    return on_event(context);
}

static int on_number(void *context, const char *p, size_t n) {
    (void)p, (void)n;
    return on_event(context);
}

static int on_text(void *context, const unsigned char *p, size_t n) {
    (void)p;
    ((floor_totals *)context)->text_bytes += n;
    return on_event(context);
}

// yajl_number alone: the others convert, overflow and lose the text.
static const yajl_callbacks counting = {
    on_event, on_boolean, NULL, NULL, on_number, on_text, on_event, on_text, on_event, on_event, on_event,
};

bool floor_yajl_count(const uint8_t *p, size_t n, size_t piece, floor_totals *totals) {
    *totals = (floor_totals){0};
    if (piece == 0) piece = n ? n : 1;
    yajl_handle handle = yajl_alloc(&counting, NULL, totals);
    yajl_status status = yajl_status_ok;
    for (size_t i = 0; i < n && status == yajl_status_ok; i += piece) {
        status = yajl_parse(handle, p + i, n - i < piece ? n - i : piece);
    }
    if (status == yajl_status_ok) status = yajl_complete_parse(handle);
    yajl_free(handle);
    return status == yajl_status_ok;
}

bool floor_yajl_count_file(const char *path, size_t piece, floor_totals *totals) {
    *totals = (floor_totals){0};
    int file = open(path, O_RDONLY);
    if (file < 0) return false;
    unsigned char *buffer = malloc(piece);
    yajl_handle handle = yajl_alloc(&counting, NULL, totals);
    yajl_status status = yajl_status_ok;
    ssize_t got = 0;
    while (status == yajl_status_ok && ((got = read(file, buffer, piece)) > 0 || (got < 0 && errno == EINTR))) {
        if (got > 0) status = yajl_parse(handle, buffer, (size_t)got);
    }
    if (status == yajl_status_ok && got == 0) status = yajl_complete_parse(handle);
    yajl_free(handle);
    free(buffer);
    close(file);
    return status == yajl_status_ok && got == 0;
}

#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)
const char *floor_yajl_version(void) { return TEXT(YAJL_MAJOR) "." TEXT(YAJL_MINOR) "." TEXT(YAJL_MICRO); }
const char *floor_compiler(void) { return TEXT(__clang_major__) "." TEXT(__clang_minor__) "." TEXT(__clang_patchlevel__); }
