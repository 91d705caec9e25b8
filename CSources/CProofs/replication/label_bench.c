/** Labels of cached memory, for benchmarks: what a kernel does when no parent is far. */
#include <string.h>
#include <time.h>

#include "label_kernel.h"
#include "quarry/pc1.h"

enum { BENCH_NODES = 256 }; /* at 32 lanes 256 KiB a layer */

/** Of the kernels that can run, the one with the least time a label. */
static const qr_label_kernel_t *fastest(void) {
    size_t count;
    const qr_label_kernel_t *kernels = qr_label_kernels(&count), *found = NULL;
    for (size_t i = 0; i < count; i++) {
        if (qr_label_kernel_named(kernels[i].name) == NULL) continue;
        uint64_t time = qr_label_kernel_node_ns(&kernels[i]);
        if (found == NULL ||
            time * found->lanes < (uint64_t)qr_label_kernel_node_ns(found) * kernels[i].lanes) {
            found = &kernels[i];
        }
    }
    return found;
}

/** Parents as the graph has them: the predecessor first, other base parents near, expander parents anywhere.
 */
static void make_parents(uint32_t *parents) {
    uint64_t state = 1;
    for (uint32_t node = 0; node < BENCH_NODES; node++) {
        for (uint32_t i = 0; i < QR_PARENTS; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            uint32_t value = (uint32_t)(state >> 33);
            uint32_t below = node == 0 ? 0 : value % node;
            parents[QR_PARENTS * node + i] = i >= QR_BASE_PARENTS ? value % BENCH_NODES : below;
        }
        parents[QR_PARENTS * node] = node == 0 ? 0 : node - 1;
    }
}

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

qr_status_t qr_label_bench(double *seconds, uint64_t *check, const char *name, uint64_t labels) {
    const qr_label_kernel_t *kernel = name == NULL ? fastest() : qr_label_kernel_named(name);
    if (kernel == NULL) return QR_UNSUPPORTED;
    const size_t layer = (size_t)BENCH_NODES * kernel->lanes * QR_NODE_SIZE;
    const size_t parents_size = sizeof(uint32_t) * QR_PARENTS * BENCH_NODES;
    const size_t size = 2 * layer + parents_size;
    uint8_t *memory;
    qr_status_t status = qr_memory_allocate((void **)&memory, size, -1, QR_MEMORY_ZEROED);
    if (status != QR_OK) return status;
    uint8_t ids[32][32];
    for (size_t i = 0; i < sizeof ids; i++) ids[i / 32][i % 32] = (uint8_t)(i * 11);
    uint32_t *parents = (uint32_t *)(memory + 2 * layer);
    make_parents(parents);
    qr_label_run_t run = {.current = memory, .previous = memory + layer, .parents = parents, .layer = 2};
    run.replica_ids = (const uint8_t(*)[32])ids;
    run.parents_count = BENCH_NODES;
    run.end = BENCH_NODES;
    kernel->run(&run); /* warms the caches, and the clock of the wide units */
    uint64_t left = (labels + kernel->lanes - 1) / kernel->lanes;
    double start = seconds_now();
    for (; left > 0; left -= run.end) {
        run.end = left < BENCH_NODES ? left : BENCH_NODES;
        kernel->run(&run);
    }
    *seconds = seconds_now() - start;
    uint8_t label[QR_NODE_SIZE];
    qr_label_gather(label, memory + (size_t)(BENCH_NODES - 1) * kernel->lanes * QR_NODE_SIZE, kernel->lanes,
                    0, 1);
    memcpy(check, label, sizeof *check);
    qr_memory_free(memory, size);
    return QR_OK;
}
