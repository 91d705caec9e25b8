#include "replication/parents_cache.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/** Windows in the ring: 3.7 MB, some 50 ms of work for one sector and more for a batch. */
#define RING 64u
#define SLOT_NODES (QR_PARENTS_WINDOW + QR_PARENTS_AHEAD)
#define SLOT_BYTES ((size_t)SLOT_NODES * QR_PARENTS * sizeof(uint32_t))

/* What a slot holds: 0 nothing, FILLING, or the number of the window counted over all passes, plus 1. */
#define EMPTY 0u
#define FILLING UINT64_MAX

/** A counter that one thread writes and others read, on a cache line of its own. */
typedef struct {
    _Alignas(64) _Atomic uint64_t value;
} counter_t;

struct qr_parents {
    qr_job_t *job;
    qr_graph_t graph;
    qr_feistel_tables_t tables;
    const char *path;
    int file; /**< -1: none */
    uint64_t windows;
    size_t slots, workers;
    uint8_t *memory; /**< ring, then one buffer a worker */
    size_t memory_bytes;
    counter_t *at;   /**< number of the window each worker is at; it only grows */
    counter_t *tags; /**< what each slot holds */
};

static uint64_t window_count(uint64_t nodes) {
    return (nodes + QR_PARENTS_WINDOW - 1) / QR_PARENTS_WINDOW;
}

static size_t slot_count(uint64_t nodes) {
    const uint64_t windows = window_count(nodes);
    return windows < RING ? (size_t)windows : RING;
}

uint64_t qr_parents_bytes(const qr_porep_config_t *config, size_t workers) {
    qr_graph_t graph;
    qr_graph_init(&graph, config);
    const size_t counters = workers + slot_count(config->node_count);
    return (slot_count(config->node_count) + workers) * (uint64_t)SLOT_BYTES + counters * sizeof(counter_t) +
           qr_feistel_tables_bytes(&graph);
}

static qr_status_t allocate(qr_parents_t *parents) {
    void *memory;
    const size_t counters = parents->workers + parents->slots;
    parents->memory_bytes = (parents->slots + parents->workers) * SLOT_BYTES;
    qr_status_t status = qr_memory_allocate(&memory, parents->memory_bytes, -1, QR_MEMORY_HUGE);
    if (status != QR_OK) return status;
    parents->memory = memory;
    status = qr_memory_allocate(&memory, counters * sizeof(counter_t), -1, QR_MEMORY_ZEROED);
    if (status != QR_OK) return status;
    parents->at = memory;
    parents->tags = parents->at + parents->workers;
    return qr_feistel_tables_create(&parents->tables, &parents->graph);
}

qr_status_t qr_parents_open(qr_parents_t **out, qr_job_t *job, const qr_porep_config_t *config,
                            const char *path, size_t workers) {
    *out = NULL;
    qr_parents_t *parents = calloc(1, sizeof *parents);
    if (!parents) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "parents");
    parents->job = job;
    parents->path = path;
    parents->file = -1;
    parents->windows = window_count(config->node_count);
    parents->slots = slot_count(config->node_count);
    parents->workers = workers;
    qr_graph_init(&parents->graph, config);
    qr_status_t status = allocate(parents);
    if (status != QR_OK) qr_job_fail(job, status, 0, "memory for the parents");
    if (status == QR_OK && path) {
        status = qr_parents_file_open(&parents->file, job, &parents->graph, &parents->tables, path);
    }
    if (status != QR_OK) {
        qr_parents_close(parents);
        return status;
    }
    *out = parents;
    return QR_OK;
}

void qr_parents_close(qr_parents_t *parents) {
    if (!parents) return;
    if (parents->file >= 0) close(parents->file);
    qr_feistel_tables_destroy(&parents->tables);
    qr_memory_free(parents->memory, parents->memory_bytes);
    qr_memory_free(parents->at, (parents->workers + parents->slots) * sizeof(counter_t));
    free(parents);
}

uint64_t qr_parents_windows(const qr_parents_t *parents) {
    return parents->windows;
}

/** Nodes readable from the start of a window on. */
static uint64_t readable(const qr_parents_t *parents, uint64_t window) {
    const uint64_t left = parents->graph.node_count - window * QR_PARENTS_WINDOW;
    return left < SLOT_NODES ? left : SLOT_NODES;
}

static qr_status_t fill(qr_parents_t *parents, uint32_t *out, uint64_t window) {
    const uint64_t start = window * QR_PARENTS_WINDOW, count = readable(parents, window);
    if (parents->file < 0) {
        qr_graph_parents_with(&parents->graph, &parents->tables, out, start, count);
        return QR_OK;
    }
    return qr_parents_file_read(parents->job, parents->file, parents->path, out, start, count);
}

/** The least window number any worker is at. */
static uint64_t slowest(const qr_parents_t *parents) {
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < parents->workers; i++) {
        const uint64_t at = atomic_load_explicit(&parents->at[i].value, memory_order_acquire);
        if (at < least) least = at;
    }
    return least;
}

/**
 * Tries to have window number `number` (over all passes) in its slot, whose memory is given; true if it is
 * there and stays until every worker is past it. A slot may be taken over only once every worker is past what
 * it holds; one that holds the same window of an earlier pass is renumbered, so that it cannot be taken over
 * while this pass reads it.
 */
static bool claim(qr_parents_t *parents, uint64_t number, uint32_t *memory, qr_status_t *status) {
    const uint64_t window = number % parents->windows;
    _Atomic uint64_t *tag = &parents->tags[window % parents->slots].value;
    uint64_t held = atomic_load_explicit(tag, memory_order_acquire);
    if (held == FILLING || held > number + 1) return false;
    if (held == number + 1) return true;
    if (held != EMPTY && (held - 1) % parents->windows == window) {
        return atomic_compare_exchange_strong(tag, &held, number + 1) || held == number + 1;
    }
    if (held != EMPTY && held - 1 >= slowest(parents)) return false;
    if (!atomic_compare_exchange_strong(tag, &held, FILLING)) return false;
    *status = fill(parents, memory, window);
    atomic_store_explicit(tag, *status == QR_OK ? number + 1 : EMPTY, memory_order_release);
    return *status == QR_OK;
}

static uint32_t *slot_memory(const qr_parents_t *parents, size_t slot) {
    return (uint32_t *)(void *)(parents->memory + slot * SLOT_BYTES);
}

qr_status_t qr_parents_get(qr_parents_t *parents, const uint32_t **out, uint64_t *count, size_t worker,
                           uint64_t round, uint64_t window) {
    const uint64_t number = round * parents->windows + window;
    uint32_t *shared = slot_memory(parents, window % parents->slots);
    uint32_t *own = slot_memory(parents, parents->slots + worker);
    *out = NULL;
    *count = readable(parents, window);
    atomic_store_explicit(&parents->at[worker].value, number, memory_order_release);
    qr_status_t status = QR_OK;
    if (claim(parents, number, shared, &status)) {
        *out = shared;
    } else if (status == QR_OK) {
        status = fill(parents, own, window);
        if (status == QR_OK) *out = own;
    }
    return status;
}

void qr_parents_pass_done(qr_parents_t *parents, size_t worker, uint64_t round) {
    atomic_store_explicit(&parents->at[worker].value, (round + 1) * parents->windows, memory_order_release);
}

void qr_parents_produce(qr_parents_t *parents, uint64_t round, bool (*stop)(void *context), void *context) {
    const uint64_t end = (round + 1) * parents->windows;
    const struct timespec pause = {.tv_nsec = 200000};
    uint64_t next = round * parents->windows;
    while (!stop(context)) {
        const uint64_t at = slowest(parents);
        if (at >= end) return;
        if (next <= at) next = at + 1;
        const size_t slot = next % parents->windows % parents->slots;
        qr_status_t status = QR_OK;
        if (next < end && claim(parents, next, slot_memory(parents, slot), &status)) {
            next++;
        } else if (status != QR_OK) {
            return; /* the worker that needs this window meets the same fault and reports it */
        } else {
            nanosleep(&pause, NULL);
        }
    }
}
