/**
 * PC1 with layers on disk. Three kinds of threads go through the nodes of a layer one behind the other: a
 * reader, which brings in the parents of a window that are not in memory; the labelling workers; and a
 * writer, which writes behind them the layer files and the scratch file of this layer. Counts of nodes say
 * how far each is.
 */
#include <stdlib.h>
#include <string.h>

#include "replication/pc1_scratch.h"

typedef struct disk disk_t;

typedef struct {
    disk_t *disk;
    size_t number;
    pthread_t thread;
} reader_t;

struct disk {
    qr_pc1_run_t *run;
    qr_scratch_t scratch;
    reader_t *readers;
    uint32_t layer;   /**< being labelled */
    uint64_t ready;   /**< under run->lock: nodes whose parents are in memory, over all layers */
    uint64_t flushed; /**< under run->lock: nodes that are in the scratch files, over all layers */
};

static uint64_t nodes_before(const disk_t *disk, uint32_t layer) {
    return (layer - 1) * disk->run->config->node_count;
}

static void announce(disk_t *disk, uint64_t *count, uint64_t value) {
    pthread_mutex_lock(&disk->run->lock);
    *count = value;
    pthread_cond_broadcast(&disk->run->changed);
    pthread_mutex_unlock(&disk->run->lock);
}

static bool wait_for(disk_t *disk, const uint64_t *count, uint64_t value) {
    qr_pc1_run_t *run = disk->run;
    pthread_mutex_lock(&run->lock);
    while (*count < value && run->status == QR_OK) pthread_cond_wait(&run->changed, &run->lock);
    pthread_mutex_unlock(&run->lock);
    return !qr_pc1_stopped(run);
}

/** Waits until every group has labelled the nodes of `layer` below `end`. */
static bool wait_labelled(disk_t *disk, uint32_t layer, uint64_t end) {
    bool go_on = true;
    for (size_t g = 0; go_on && g < disk->run->plan.count; g++) {
        go_on = qr_pc1_wait_nodes(disk->run, g, layer, end);
    }
    return go_on;
}

/** Brings in one window once its place in memory is free and what it reads has been written. */
static qr_status_t read_window(disk_t *disk, size_t reader, uint32_t layer, uint64_t start) {
    qr_pc1_run_t *run = disk->run;
    const qr_pc1_cut_t *cut = &disk->scratch.cut;
    const uint64_t nodes = run->config->node_count, ahead = cut->depth * cut->window;
    const uint64_t count = nodes - start < cut->window ? nodes - start : cut->window;
    const uint64_t end = start + count, written = end > cut->ring ? end - cut->ring : 0;
    if (!wait_labelled(disk, layer, start >= ahead ? start + cut->window - ahead : 0)) return QR_CANCELLED;
    if (!wait_for(disk, &disk->flushed, nodes_before(disk, layer) + written)) return QR_CANCELLED;
    const uint32_t *parents;
    uint64_t readable;
    const uint64_t round = layer - run->first_layer;
    qr_status_t status =
        qr_parents_get(run->parents, &parents, &readable, reader, round, start / QR_PARENTS_WINDOW);
    if (status != QR_OK) return status;
    parents += start % QR_PARENTS_WINDOW * QR_PARENTS;
    status = qr_scratch_read_window(&disk->scratch, reader, layer, start, count, parents);
    if (status != QR_OK) return status;
    /* Windows become ready in their order, whichever reader is first. */
    if (!wait_for(disk, &disk->ready, nodes_before(disk, layer) + start)) return QR_CANCELLED;
    announce(disk, &disk->ready, nodes_before(disk, layer) + end);
    return QR_OK;
}

static void *read_ahead(void *context) {
    const reader_t *reader = context;
    disk_t *disk = reader->disk;
    qr_pc1_run_t *run = disk->run;
    const qr_pc1_cut_t *cut = &disk->scratch.cut;
    qr_status_t status = QR_OK;
    for (uint32_t layer = run->first_layer; status == QR_OK && layer <= run->config->layers; layer++) {
        uint64_t start = reader->number * cut->window;
        for (; status == QR_OK && start < run->config->node_count; start += cut->readers * cut->window) {
            status = read_window(disk, reader->number, layer, start);
        }
        const uint64_t round = layer - run->first_layer;
        if (status == QR_OK) qr_parents_pass_done(run->parents, reader->number, round);
    }
    if (status != QR_OK) qr_pc1_fail(run, status);
    return NULL;
}

static void label_window(disk_t *disk, size_t group, uint64_t start, uint64_t count) {
    qr_pc1_run_t *run = disk->run;
    const qr_scratch_t *scratch = &disk->scratch;
    const qr_label_kernel_t *kernel = run->plan.groups[group].kernel;
    if (start > 0 && start % scratch->cut.ring == 0) {
        const uint8_t *predecessor = qr_scratch_ring(scratch, group, start - 1);
        memcpy(scratch->groups[group].base, predecessor, scratch->groups[group].node);
    }
    const qr_label_run_t labels = {
        .current = qr_scratch_current(scratch, group, start),
        .previous = disk->layer > 1 ? qr_scratch_previous(scratch, group, start) : NULL,
        .parents = qr_scratch_places(scratch, start),
        .replica_ids = (const uint8_t(*)[32])run->replica_ids + run->lane_starts[group],
        .layer = disk->layer,
        .prefetch = run->prefetch,
        .start = start,
        .end = start + count,
        .parents_count = count,
    };
    kernel->run(&labels);
    qr_pc1_advance(run, group, disk->layer, start + count, count);
}

static void label_layer(void *context, size_t worker) {
    disk_t *disk = context;
    qr_pc1_run_t *run = disk->run;
    const uint64_t nodes = run->config->node_count, window = disk->scratch.cut.window;
    if (worker >= run->plan.workers) return;
    for (uint64_t start = 0; start < nodes; start += window) {
        const uint64_t count = nodes - start < window ? nodes - start : window;
        if (!wait_for(disk, &disk->ready, nodes_before(disk, disk->layer) + start + count)) return;
        for (size_t g = 0; g < run->plan.count; g++) {
            if (run->plan.groups[g].worker != worker) continue;
            label_window(disk, g, start, count);
            if (qr_pc1_stopped(run)) return;
        }
    }
}

/** Writes one unit of a layer: to every sector's file and to the scratch file. */
static qr_status_t write_unit(disk_t *disk, qr_pc1_layer_t *layer, uint64_t start, uint64_t count) {
    qr_pc1_run_t *run = disk->run;
    if (!wait_labelled(disk, layer->layer, start + count)) return QR_CANCELLED;
    qr_status_t status = QR_OK;
    for (size_t g = 0; status == QR_OK && g < run->plan.count; g++) {
        status = qr_pc1_layer_write(layer, g, qr_scratch_ring(&disk->scratch, g, start), start, count);
    }
    if (status == QR_OK) status = qr_scratch_write(&disk->scratch, layer->layer, start, count);
    if (status == QR_OK) announce(disk, &disk->flushed, nodes_before(disk, layer->layer) + start + count);
    return status;
}

static void *write_behind(void *context) {
    disk_t *disk = context;
    qr_pc1_run_t *run = disk->run;
    const uint64_t nodes = run->config->node_count, unit = disk->scratch.cut.unit;
    qr_pc1_layer_t layer;
    qr_status_t status = qr_pc1_layer_create(&layer, run, unit);
    for (uint32_t l = run->first_layer; status == QR_OK && l <= run->config->layers; l++) {
        status = qr_pc1_layer_open(&layer, l);
        for (uint64_t start = 0; status == QR_OK && start < nodes; start += unit) {
            status = write_unit(disk, &layer, start, nodes - start < unit ? nodes - start : unit);
        }
        if (status == QR_OK) status = qr_pc1_layer_finish(&layer);
    }
    qr_pc1_layer_destroy(&layer);
    if (status != QR_OK) qr_pc1_fail(run, status);
    return NULL;
}

/** Puts layer first_layer - 1 from its files into its scratch file, through the rings. */
static qr_status_t load_layer(disk_t *disk) {
    qr_pc1_run_t *run = disk->run;
    const uint64_t nodes = run->config->node_count, unit = disk->scratch.cut.unit;
    const uint32_t layer = run->first_layer - 1;
    qr_status_t status = QR_OK;
    for (uint64_t start = 0; status == QR_OK && start < nodes; start += unit) {
        const uint64_t count = nodes - start < unit ? nodes - start : unit;
        for (size_t g = 0; status == QR_OK && g < run->plan.count; g++) {
            status =
                qr_pc1_layer_read(run, layer, g, qr_scratch_ring(&disk->scratch, g, start), start, count);
        }
        if (status == QR_OK) status = qr_scratch_write(&disk->scratch, layer, start, count);
        if (status == QR_OK && qr_pc1_stopped(run)) status = QR_CANCELLED;
    }
    return status;
}

static void label_layers(disk_t *disk) {
    qr_pc1_run_t *run = disk->run;
    size_t reading = 0;
    pthread_t writer;
    int error = pthread_create(&writer, NULL, write_behind, disk);
    const bool writing = error == 0;
    while (error == 0 && reading < disk->scratch.cut.readers) {
        reader_t *reader = &disk->readers[reading];
        *reader = (reader_t){.disk = disk, .number = reading};
        error = pthread_create(&reader->thread, NULL, read_ahead, reader);
        reading += error == 0;
    }
    if (error != 0) qr_pc1_fail(run, qr_job_fail_errno(run->job, error, "starting a thread"));
    for (uint32_t layer = run->first_layer; layer <= run->config->layers && !qr_pc1_stopped(run); layer++) {
        disk->layer = layer;
        qr_group_run(run->job->group, label_layer, disk);
    }
    for (size_t r = 0; r < reading; r++) pthread_join(disk->readers[r].thread, NULL);
    if (writing) pthread_join(writer, NULL);
}

void qr_pc1_label_on_disk(qr_pc1_run_t *run, const qr_pc1_cut_t *cut) {
    disk_t disk = {.run = run};
    run->wake = cut->window;
    disk.ready = disk.flushed = nodes_before(&disk, run->first_layer);
    for (size_t g = 0; g < run->plan.count; g++) atomic_store(&run->progress[g].nodes, disk.ready);
    qr_status_t status = qr_scratch_create(&disk.scratch, run, cut);
    disk.readers = calloc(cut->readers, sizeof *disk.readers);
    if (!disk.readers) status = qr_job_fail(run->job, QR_OUT_OF_MEMORY, 0, "memory for the readers");
    if (status == QR_OK && run->first_layer > 1) status = load_layer(&disk);
    if (status == QR_OK) label_layers(&disk);
    if (status != QR_OK) qr_pc1_fail(run, status);
    qr_scratch_destroy(&disk.scratch);
    free(disk.readers);
}
