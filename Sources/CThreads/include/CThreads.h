// What the C library shows to GNU sources only, and Swift's import of it hides: numbers and names of threads.
#ifndef SLUICE_CTHREADS_H
#define SLUICE_CTHREADS_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

// The kernel's number of the thread that calls.
int64_t sluice_thread_number(void);

// The kernel's number of the main thread; 0 where another one cannot know it.
int64_t sluice_main_thread_number(void);

// Whether the thread that calls is the main one: 1 or 0.
int sluice_thread_is_main(void);

// Names a living thread; 0 or an errno. The name has at most 15 bytes, 63 on Darwin, where only the caller can be named.
int sluice_thread_set_name(pthread_t thread, const char *name);

// Writes the name of a living thread, and a NUL after it; 0 or an errno.
int sluice_thread_name(pthread_t thread, char *name, size_t size);

#endif
