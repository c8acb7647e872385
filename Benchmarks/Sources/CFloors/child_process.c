#include "CFloors.h"
#include <errno.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

double floor_cpu_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double seconds_of(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec * 1e-6; }

int floor_run(char *const arguments[], char *output, size_t *count, double *seconds, double *cpu_seconds) {
    int ends[2];
    if (pipe(ends)) return FLOOR_NOT_STARTED;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    pid_t child;
    double start = now();
    int failure = posix_spawn(&child, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    size_t room = *count, filled = 0;
    ssize_t got = 1;
    while (!failure && got > 0 && filled < room) {
        do got = read(ends[0], output + filled, room - filled);
        while (got < 0 && errno == EINTR);
        if (got > 0) filled += (size_t)got;
    }
    close(ends[0]);
    if (failure) return FLOOR_NOT_STARTED;
    int status;
    struct rusage usage;
    while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {}
    *seconds = now() - start;
    *cpu_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    *count = filled;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
