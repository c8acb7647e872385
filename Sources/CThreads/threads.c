#define _GNU_SOURCE
#include "CThreads.h"

#include <errno.h>
#include <stdint.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

#ifdef __APPLE__

int64_t sluice_thread_number(void) {
    uint64_t number = 0;
    pthread_threadid_np(NULL, &number);
    return (int64_t)number;
}

int64_t sluice_main_thread_number(void) { return 0; }

int sluice_thread_is_main(void) { return pthread_main_np(); }

int sluice_thread_set_name(pthread_t thread, const char *name) {
    return pthread_equal(thread, pthread_self()) ? pthread_setname_np(name) : ENOTSUP;
}

#else

// By its number: musl and the older C libraries have no function for it.
int64_t sluice_thread_number(void) { return syscall(SYS_gettid); }

int64_t sluice_main_thread_number(void) { return getpid(); }

int sluice_thread_is_main(void) { return syscall(SYS_gettid) == getpid(); }

int sluice_thread_set_name(pthread_t thread, const char *name) { return pthread_setname_np(thread, name); }

#endif

int sluice_thread_name(pthread_t thread, char *name, size_t size) { return pthread_getname_np(thread, name, size); }
