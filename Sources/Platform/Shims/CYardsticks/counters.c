#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "quarry_yardsticks.h"

int quarry_counter_open(quarry_counter_t what) {
    struct perf_event_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.size = sizeof attributes;
    attributes.type = PERF_TYPE_HARDWARE;
    attributes.config =
        what == QUARRY_COUNTER_INSTRUCTIONS ? PERF_COUNT_HW_INSTRUCTIONS : PERF_COUNT_HW_CPU_CYCLES;
    attributes.exclude_kernel = 1;
    attributes.exclude_hv = 1;
    return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

bool quarry_counter_read(uint64_t *value, int descriptor) {
    *value = 0;
    return descriptor >= 0 && read(descriptor, value, sizeof *value) == (ssize_t)sizeof *value;
}

void quarry_counter_close(int descriptor) {
    if (descriptor >= 0) close(descriptor);
}
