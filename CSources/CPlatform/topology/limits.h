/** @file limits.h  What Linux grants this process: memory and CPU time under cgroup limits, huge pages. */
#ifndef QUARRY_LIMITS_H
#define QUARRY_LIMITS_H

#include "quarry_platform.h"

typedef struct {
    uint64_t total;     /**< MemTotal, bytes; 0 unknown */
    uint64_t available; /**< MemAvailable, cut to what the cgroups (v1 and v2) of this process leave */
    uint64_t limit;     /**< lowest cgroup limit on the way up; UINT64_MAX: none */
    uint64_t cpu_quota; /**< CPUs' worth of time that the cgroups grant, rounded up; 0: no limit */
    uint64_t huge_page_size, huge_pages_free;
    bool transparent_huge_pages;
} qr_limits_t;

/** Reads them from /proc and /sys under `root` ("" for this machine). What cannot be read stays 0. */
void qr_limits_read(qr_limits_t *out, const char *root);

#endif
