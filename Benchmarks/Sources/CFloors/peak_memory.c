#include "CFloors.h"
#include <stdio.h>
#include <sys/resource.h>

uint64_t floor_peak_memory(void) {
#ifdef __linux__
    // Not getrusage: there the peak of the process that started this one counts too.
    FILE *file = fopen("/proc/self/status", "r");
    unsigned long long kilobytes = 0;
    char line[256];
    while (file && fgets(line, sizeof line, file)) {
        if (sscanf(line, "VmHWM: %llu kB", &kilobytes) == 1) break;
    }
    if (file) fclose(file);
    return kilobytes * 1024;
#else
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)usage.ru_maxrss;  // bytes on macOS
#endif
}
