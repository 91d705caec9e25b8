/** Large buffers: huge pages where they can be had, on the NUMA node asked for. */
#include <numaif.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "quarry_platform.h"

#define HUGE_PAGE ((size_t)2 << 20)
/** From here on memory is mapped: qr_memory_free tells mapped from allocated by the size alone. */
#define MAPPED_FROM ((size_t)128 << 10)
/** The most nodes a Linux kernel can be built for. */
#define MAX_NODES 1024u

#ifndef MAP_HUGE_2MB
#define MAP_HUGE_2MB (21 << 26)
#endif

/** Length of the mapping for `size` bytes; 0 if that overflows. */
static size_t mapped_length(size_t size) {
    const size_t unit = size >= HUGE_PAGE ? HUGE_PAGE : (size_t)sysconf(_SC_PAGESIZE);
    return size > SIZE_MAX - (unit - 1) ? 0 : (size + unit - 1) / unit * unit;
}

/** Preferred rather than strict: a full node falls back to another one instead of killing the process. */
static void prefer_node(void *memory, size_t length, unsigned node) {
    const size_t bits = 8 * sizeof(unsigned long);
    unsigned long mask[MAX_NODES / (8 * sizeof(unsigned long))] = {0};
    if (node >= MAX_NODES) return;
    mask[node / bits] = 1ul << (node % bits);
    (void)mbind(memory, length, MPOL_PREFERRED, mask, MAX_NODES, 0);
}

/** A mapping whose address is a multiple of `alignment`: maps more and gives the ends back. */
static void *map_aligned(size_t length, size_t alignment) {
    if (length > SIZE_MAX - alignment) return NULL;
    uint8_t *raw = mmap(NULL, length + alignment, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (raw == MAP_FAILED) return NULL;
    const size_t head = (alignment - (uintptr_t)raw % alignment) % alignment;
    if (head > 0) munmap(raw, head);
    munmap(raw + head + length, alignment - head);
    return raw + head;
}

static void *map_huge(size_t length) {
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_HUGE_2MB;
    void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (memory != MAP_FAILED) return memory;
    memory = map_aligned(length, HUGE_PAGE);
    if (memory) (void)madvise(memory, length, MADV_HUGEPAGE);
    return memory;
}

static void *map(size_t size, uint32_t flags, size_t *length) {
    *length = mapped_length(size);
    if (*length == 0) return NULL;
    if ((flags & QR_MEMORY_HUGE) && size >= HUGE_PAGE) return map_huge(*length);
    void *memory = mmap(NULL, *length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

qr_status_t qr_memory_allocate(void **out, size_t size, int node, uint32_t flags) {
    if (!out) return QR_INVALID_ARGUMENT;
    *out = NULL;
    const uint32_t known = QR_MEMORY_HUGE | QR_MEMORY_ZEROED;
    if (size == 0 || node < -1 || (flags & ~known)) return QR_INVALID_ARGUMENT;
    if (size < MAPPED_FROM) {
        void *memory = aligned_alloc(64, (size + 63) / 64 * 64);
        if (!memory) return QR_OUT_OF_MEMORY;
        if (flags & QR_MEMORY_ZEROED) memset(memory, 0, size);
        *out = memory;
        return QR_OK;
    }
    size_t length;
    void *memory = map(size, flags, &length);
    if (!memory) return QR_OUT_OF_MEMORY;
    if (node >= 0) prefer_node(memory, length, (unsigned)node);
    *out = memory;
    return QR_OK;
}

void qr_memory_free(void *memory, size_t size) {
    if (!memory) return;
    if (size < MAPPED_FROM) {
        free(memory);
    } else {
        munmap(memory, mapped_length(size));
    }
}
