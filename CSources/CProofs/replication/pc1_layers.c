#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "replication/pc1_run.h"

/* Lanes' buffers lie apart by this much more than a chunk: at powers of two they would share their cache
 * sets. */
#define LANE_GAP 192u
/** The widest kernel there is. */
#define MAX_LANES 64u

static size_t lane_bytes(uint64_t chunk) {
    return (size_t)chunk * QR_NODE_SIZE + LANE_GAP;
}

size_t qr_pc1_layer_bytes(const qr_pc1_plan_t *plan, uint64_t chunk) {
    size_t lanes = 0;
    for (size_t g = 0; g < plan->count; g++) {
        if (plan->groups[g].used > lanes) lanes = plan->groups[g].used;
    }
    return lanes * lane_bytes(chunk);
}

qr_status_t qr_pc1_layer_create(qr_pc1_layer_t *out, qr_pc1_run_t *run, uint64_t chunk) {
    void *memory = NULL;
    *out = (qr_pc1_layer_t){
        .run = run, .buffer_bytes = qr_pc1_layer_bytes(&run->plan, chunk), .lane_bytes = lane_bytes(chunk)};
    out->files = malloc(run->sector_count * sizeof *out->files);
    qr_status_t status = out->files ? QR_OK : QR_OUT_OF_MEMORY;
    for (size_t i = 0; out->files && i < run->sector_count; i++) out->files[i] = -1;
    if (status == QR_OK) status = qr_memory_allocate(&memory, out->buffer_bytes, -1, QR_MEMORY_HUGE);
    out->buffer = memory;
    if (status != QR_OK) qr_job_fail(run->job, status, 0, "memory to write layers");
    return status;
}

void qr_pc1_layer_destroy(qr_pc1_layer_t *layer) {
    for (size_t i = 0; layer->files && i < layer->run->sector_count; i++) {
        if (layer->files[i] >= 0) close(layer->files[i]);
    }
    free(layer->files);
    qr_memory_free(layer->buffer, layer->buffer_bytes);
}

qr_status_t qr_pc1_layer_open(qr_pc1_layer_t *layer, uint32_t number) {
    layer->layer = number;
    for (size_t i = 0; i < layer->run->sector_count; i++) {
        const char *path = layer->run->sectors[i].layer_paths[number - 1];
        layer->files[i] = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (layer->files[i] < 0) return qr_job_fail_errno(layer->run->job, errno, path);
    }
    return QR_OK;
}

static qr_status_t write_all(qr_job_t *job, int file, const char *path, const uint8_t *bytes, size_t size,
                             off_t at) {
    while (size > 0) {
        const ssize_t put = pwrite(file, bytes, size, at);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return qr_job_fail_errno(job, errno, path);
        bytes += put, at += put, size -= (size_t)put;
    }
    return QR_OK;
}

/**
 * After each MiB: has the disk begin with it, for otherwise the whole layer waits for the sync at its end. A
 * hint, so its result does not matter.
 */
static void start_disk(int file, uint64_t end) {
    const uint64_t size = (uint64_t)1 << 20, nodes = size / QR_NODE_SIZE;
    if (end % nodes != 0) return;
    (void)sync_file_range(file, (off_t)((end - nodes) * QR_NODE_SIZE), (off_t)size, SYNC_FILE_RANGE_WRITE);
}

qr_status_t qr_pc1_layer_write(qr_pc1_layer_t *layer, size_t group, const uint8_t *labels, uint64_t start,
                               uint64_t count) {
    qr_pc1_run_t *run = layer->run;
    const qr_pc1_lanes_t *lanes = &run->plan.groups[group];
    uint8_t *outs[MAX_LANES] = {NULL};
    for (uint32_t i = 0; i < lanes->used; i++) outs[i] = layer->buffer + i * layer->lane_bytes;
    qr_label_gather_all(outs, labels, lanes->kernel->lanes, count);
    for (uint32_t i = 0; i < lanes->used; i++) {
        const size_t sector = lanes->first + i;
        const char *path = run->sectors[sector].layer_paths[layer->layer - 1];
        const off_t at = (off_t)(start * QR_NODE_SIZE);
        const size_t size = count * QR_NODE_SIZE;
        const qr_status_t status = write_all(run->job, layer->files[sector], path, outs[i], size, at);
        if (status != QR_OK) return status;
        start_disk(layer->files[sector], start + count);
        if (qr_pc1_stopped(run)) return QR_CANCELLED;
    }
    return QR_OK;
}

/** Syncs what can be synced: devices and pipes, which cannot, answer EINVAL. */
static qr_status_t sync_and_close(qr_job_t *job, int *file, const char *path) {
    int error = 0;
    if (fdatasync(*file) != 0 && errno != EINVAL && errno != EROFS) error = errno;
    if (close(*file) != 0 && error == 0) error = errno;
    *file = -1;
    return error == 0 ? QR_OK : qr_job_fail_errno(job, error, path);
}

qr_status_t qr_pc1_layer_finish(qr_pc1_layer_t *layer) {
    qr_pc1_run_t *run = layer->run;
    for (size_t i = 0; i < run->sector_count; i++) {
        const char *path = run->sectors[i].layer_paths[layer->layer - 1];
        const qr_status_t status = sync_and_close(run->job, &layer->files[i], path);
        if (status != QR_OK) return status;
    }
    if (run->options->layer_done) run->options->layer_done(run->options->context, layer->layer);
    pthread_mutex_lock(&run->lock);
    run->layers_written = layer->layer;
    pthread_cond_broadcast(&run->changed);
    pthread_mutex_unlock(&run->lock);
    return QR_OK;
}

static qr_status_t read_all(qr_job_t *job, int file, const char *path, uint8_t *bytes, size_t size,
                            off_t at) {
    while (size > 0) {
        const ssize_t got = pread(file, bytes, size, at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return qr_job_fail_errno(job, errno, path);
        if (got == 0) return qr_job_fail(job, QR_CORRUPT, 0, "%s: shorter than it was", path);
        bytes += got, at += got, size -= (size_t)got;
    }
    return QR_OK;
}

qr_status_t qr_pc1_layer_read(qr_pc1_run_t *run, uint32_t number, size_t group, uint8_t *labels,
                              uint64_t start, uint64_t count) {
    const qr_pc1_lanes_t *lanes = &run->plan.groups[group];
    uint8_t *bytes = malloc(count * QR_NODE_SIZE);
    if (!bytes) return qr_job_fail(run->job, QR_OUT_OF_MEMORY, 0, "memory to read layers");
    qr_status_t status = QR_OK;
    for (uint32_t lane = 0; status == QR_OK && lane < lanes->kernel->lanes; lane++) {
        const size_t sector = lanes->first + (lane < lanes->used ? lane : 0);
        const char *path = run->sectors[sector].layer_paths[number - 1];
        const int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file < 0) {
            status = qr_job_fail_errno(run->job, errno, path);
            break;
        }
        const off_t at = (off_t)(start * QR_NODE_SIZE);
        status = read_all(run->job, file, path, bytes, count * QR_NODE_SIZE, at);
        close(file);
        if (status == QR_OK) qr_label_scatter(labels, lanes->kernel->lanes, lane, bytes, count);
    }
    free(bytes);
    return status;
}

qr_status_t qr_pc1_layer_check(qr_pc1_run_t *run, uint32_t number) {
    for (size_t i = 0; i < run->sector_count; i++) {
        struct stat info;
        const char *path = run->sectors[i].layer_paths[number - 1];
        if (stat(path, &info) != 0) return qr_job_fail_errno(run->job, errno, path);
        if ((uint64_t)info.st_size != run->config->sector_size) {
            return qr_job_fail(run->job, QR_CORRUPT, 0, "%s: wrong size of a layer", path);
        }
    }
    return QR_OK;
}
