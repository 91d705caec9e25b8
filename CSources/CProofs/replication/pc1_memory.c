/** PC1 with two layers of every lane in memory: one being labelled, one below it. */
#include <stdlib.h>

#include "replication/pc1_run.h"

/** One lane group's two layers; layer l is labels[l % 2]. */
typedef struct {
    uint8_t *labels[2];
    size_t bytes; /**< of each */
} layers_t;

typedef struct {
    qr_pc1_run_t *run;
    layers_t *groups;
    uint32_t layer;
} memory_t;

static size_t layer_bytes(const qr_porep_config_t *config, const qr_pc1_lanes_t *lanes) {
    return (size_t)config->node_count * lanes->kernel->lanes * QR_NODE_SIZE;
}

static uint64_t chunk_of(const qr_porep_config_t *config) {
    return config->node_count < QR_PC1_CHUNK ? config->node_count : QR_PC1_CHUNK;
}

uint64_t qr_pc1_memory_bytes(const qr_porep_config_t *config, const qr_pc1_plan_t *plan) {
    uint64_t bytes = qr_pc1_layer_bytes(plan, chunk_of(config));
    for (size_t g = 0; g < plan->count; g++) bytes += 2 * (uint64_t)layer_bytes(config, &plan->groups[g]);
    return bytes;
}

static bool stopped(void *context) {
    return qr_pc1_stopped(context);
}

/** Labels the nodes of one window in one group. */
static void label_window(memory_t *memory, size_t group, const uint32_t *parents, uint64_t start,
                         uint64_t readable) {
    qr_pc1_run_t *run = memory->run;
    const qr_pc1_lanes_t *lanes = &run->plan.groups[group];
    const uint64_t count = readable < QR_PARENTS_WINDOW ? readable : QR_PARENTS_WINDOW;
    const uint32_t layer = memory->layer;
    const qr_label_run_t labels = {
        .current = memory->groups[group].labels[layer % 2],
        .previous = layer > 1 ? memory->groups[group].labels[(layer - 1) % 2] : NULL,
        .parents = parents,
        .replica_ids = (const uint8_t(*)[32])run->replica_ids + run->lane_starts[group],
        .layer = layer,
        .prefetch = run->prefetch,
        .start = start,
        .end = start + count,
        .parents_count = readable,
    };
    lanes->kernel->run(&labels);
    qr_pc1_advance(run, group, layer, start + count, count);
}

/** A worker's part of one layer: its own groups, side by side, so that each window's parents are used while
 * cached. */
static void label_layer(void *context, size_t worker) {
    memory_t *memory = context;
    qr_pc1_run_t *run = memory->run;
    const uint64_t round = memory->layer - run->first_layer;
    if (worker >= run->plan.workers) {
        if (worker == run->plan.workers) qr_parents_produce(run->parents, round, stopped, run);
        return;
    }
    const uint64_t windows = qr_parents_windows(run->parents);
    for (uint64_t w = 0; w < windows; w++) {
        const uint32_t *parents;
        uint64_t readable;
        const qr_status_t status = qr_parents_get(run->parents, &parents, &readable, worker, round, w);
        if (status != QR_OK) qr_pc1_fail(run, status);
        for (size_t g = 0; g < run->plan.count; g++) {
            if (qr_pc1_stopped(run)) return;
            if (run->plan.groups[g].worker != worker) continue;
            label_window(memory, g, parents, w * QR_PARENTS_WINDOW, readable);
        }
    }
    qr_parents_pass_done(run->parents, worker, round);
}

/** Body of the thread that writes each layer's files behind the labelling. */
static void *write_layers(void *context) {
    memory_t *memory = context;
    qr_pc1_run_t *run = memory->run;
    const uint64_t nodes = run->config->node_count;
    qr_pc1_layer_t layer;
    qr_status_t status = qr_pc1_layer_create(&layer, run, chunk_of(run->config));
    for (uint32_t l = run->first_layer; status == QR_OK && l <= run->config->layers; l++) {
        status = qr_pc1_layer_open(&layer, l);
        for (uint64_t start = 0; status == QR_OK && start < nodes; start += QR_PC1_CHUNK) {
            const uint64_t count = nodes - start < QR_PC1_CHUNK ? nodes - start : QR_PC1_CHUNK;
            for (size_t g = 0; status == QR_OK && g < run->plan.count; g++) {
                const size_t node = run->plan.groups[g].kernel->lanes * QR_NODE_SIZE;
                if (!qr_pc1_wait_nodes(run, g, l, start + count)) {
                    status = QR_CANCELLED;
                } else {
                    const uint8_t *labels = memory->groups[g].labels[l % 2] + start * node;
                    status = qr_pc1_layer_write(&layer, g, labels, start, count);
                }
            }
        }
        if (status == QR_OK) status = qr_pc1_layer_finish(&layer);
    }
    qr_pc1_layer_destroy(&layer);
    if (status != QR_OK) qr_pc1_fail(run, status);
    return NULL;
}

/** Reads a piece of layer first_layer - 1 of all groups. */
static void load_chunk(void *context, size_t worker, uint64_t start, uint64_t end) {
    memory_t *memory = context;
    qr_pc1_run_t *run = memory->run;
    const uint32_t layer = run->first_layer - 1;
    (void)worker;
    for (size_t g = 0; g < run->plan.count && !qr_pc1_stopped(run); g++) {
        const size_t node = run->plan.groups[g].kernel->lanes * QR_NODE_SIZE;
        uint8_t *labels = memory->groups[g].labels[layer % 2] + start * node;
        const qr_status_t status = qr_pc1_layer_read(run, layer, g, labels, start, end - start);
        if (status != QR_OK) qr_pc1_fail(run, status);
    }
}

static qr_status_t allocate(memory_t *memory) {
    qr_pc1_run_t *run = memory->run;
    memory->groups = calloc(run->plan.count, sizeof *memory->groups);
    if (!memory->groups) return qr_job_fail(run->job, QR_OUT_OF_MEMORY, 0, "memory for the lane groups");
    for (size_t g = 0; g < run->plan.count; g++) {
        layers_t *layers = &memory->groups[g];
        layers->bytes = layer_bytes(run->config, &run->plan.groups[g]);
        for (unsigned i = 0; i < 2; i++) {
            void *labels = NULL;
            const qr_status_t status = qr_memory_allocate(&labels, layers->bytes, -1, QR_MEMORY_HUGE);
            layers->labels[i] = labels;
            if (status != QR_OK) {
                return qr_job_fail(run->job, status, 0, "%zu bytes for a layer of %u sectors", layers->bytes,
                                   run->plan.groups[g].kernel->lanes);
            }
        }
    }
    return QR_OK;
}

static void free_groups(memory_t *memory) {
    for (size_t g = 0; memory->groups && g < memory->run->plan.count; g++) {
        for (unsigned i = 0; i < 2; i++) {
            qr_memory_free(memory->groups[g].labels[i], memory->groups[g].bytes);
        }
    }
    free(memory->groups);
}

void qr_pc1_label_in_memory(qr_pc1_run_t *run) {
    memory_t memory = {.run = run};
    pthread_t writer;
    run->wake = QR_PC1_CHUNK;
    qr_status_t status = allocate(&memory);
    if (status == QR_OK && run->first_layer > 1) {
        qr_group_for(run->job->group, run->config->node_count, QR_PC1_CHUNK, NULL, load_chunk, &memory);
    }
    if (status == QR_OK && !qr_pc1_stopped(run)) {
        const int error = pthread_create(&writer, NULL, write_layers, &memory);
        if (error != 0) status = qr_job_fail_errno(run->job, error, "starting a thread");
        if (error == 0) {
            for (uint32_t layer = run->first_layer; layer <= run->config->layers; layer++) {
                /* The memory this layer takes held the layer before the last one. */
                if (layer >= run->first_layer + 2 && !qr_pc1_wait_layer(run, layer - 2)) break;
                if (qr_pc1_stopped(run)) break;
                memory.layer = layer;
                qr_group_run(run->job->group, label_layer, &memory);
            }
            pthread_join(writer, NULL);
        }
    }
    if (status != QR_OK) qr_pc1_fail(run, status);
    free_groups(&memory);
}
