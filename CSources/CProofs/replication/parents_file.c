/** The parents' cache file: 14 u32 little endian a node, node after node, as the reference's cache has them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "replication/parents_cache.h"

#define NODE_BYTES (QR_PARENTS * sizeof(uint32_t))
/** Nodes written at once. */
#define CHUNK 4096u
/** Places at which an existing file is compared with the graph, and nodes compared at each. */
#define SAMPLES 64u
#define SAMPLE_NODES 16u

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
static void swap_words(uint32_t *words, uint64_t count) {
    (void)words, (void)count;
}
#else
static void swap_words(uint32_t *words, uint64_t count) {
    for (uint64_t i = 0; i < count; i++) words[i] = __builtin_bswap32(words[i]);
}
#endif

qr_status_t qr_parents_file_read(qr_job_t *job, int file, const char *path, uint32_t *out, uint64_t start,
                                 uint64_t count) {
    uint8_t *bytes = (uint8_t *)out;
    size_t left = count * NODE_BYTES;
    off_t at = (off_t)(start * NODE_BYTES);
    while (left > 0) {
        const ssize_t got = pread(file, bytes, left, at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return qr_job_fail_errno(job, errno, path);
        if (got == 0) return qr_job_fail(job, QR_CORRUPT, 0, "%s: shorter than it was", path);
        bytes += got, at += got, left -= (size_t)got;
    }
    swap_words(out, count * QR_PARENTS);
    return QR_OK;
}

typedef struct {
    qr_job_t *job;
    const qr_graph_t *graph;
    const qr_feistel_tables_t *tables;
    const char *path;
    int file;
    uint32_t *chunks; /**< one a worker */
    _Atomic uint32_t status;
    uint32_t stop; /**< read by qr_group_for */
} making_t;

static void fail(making_t *making, qr_status_t status) {
    uint32_t none = QR_OK;
    atomic_compare_exchange_strong(&making->status, &none, (uint32_t)status);
    __atomic_store_n(&making->stop, 1u, __ATOMIC_RELAXED);
}

static void make_chunk(void *context, size_t worker, uint64_t start, uint64_t end) {
    making_t *making = context;
    if (qr_job_cancelled(making->job)) {
        fail(making, QR_CANCELLED);
        return;
    }
    uint32_t *words = making->chunks + (size_t)CHUNK * QR_PARENTS * worker;
    qr_graph_parents_with(making->graph, making->tables, words, start, end - start);
    swap_words(words, (end - start) * QR_PARENTS);
    const uint8_t *bytes = (const uint8_t *)words;
    size_t left = (end - start) * NODE_BYTES;
    off_t at = (off_t)(start * NODE_BYTES);
    while (left > 0) {
        const ssize_t put = pwrite(making->file, bytes, left, at);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) {
            fail(making, qr_job_fail_errno(making->job, errno, making->path));
            return;
        }
        bytes += put, at += put, left -= (size_t)put;
    }
}

/** Writes the whole file under a temporary name, syncs it and moves it to `path`. */
static qr_status_t make_file(qr_job_t *job, const qr_graph_t *graph, const qr_feistel_tables_t *tables,
                             const char *path) {
    const size_t size = strlen(path) + 32;
    char *temporary = malloc(size);
    uint32_t *chunks = malloc(qr_group_size(job->group) * CHUNK * NODE_BYTES);
    making_t making = {
        .job = job, .graph = graph, .tables = tables, .path = temporary, .file = -1, .chunks = chunks};
    if (!temporary || !chunks) fail(&making, qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "parents cache"));
    if (making.status == QR_OK) {
        snprintf(temporary, size, "%s.tmp.%ld", path, (long)getpid());
        making.file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (making.file < 0) fail(&making, qr_job_fail_errno(job, errno, temporary));
    }
    if (making.file >= 0) {
        qr_group_for(job->group, graph->node_count, CHUNK, &making.stop, make_chunk, &making);
        if (making.status == QR_OK && fsync(making.file) != 0) {
            fail(&making, qr_job_fail_errno(job, errno, temporary));
        }
        if (close(making.file) != 0 && making.status == QR_OK) {
            fail(&making, qr_job_fail_errno(job, errno, temporary));
        }
        if (making.status == QR_OK && rename(temporary, path) != 0) {
            fail(&making, qr_job_fail_errno(job, errno, path));
        }
        if (making.status != QR_OK) (void)unlink(temporary);
    }
    free(chunks);
    free(temporary);
    return (qr_status_t)making.status;
}

/** QR_CORRUPT unless the file has the right size and, in samples over its length, the right parents. */
static qr_status_t check_file(qr_job_t *job, const qr_graph_t *graph, int file, const char *path) {
    struct stat info;
    if (fstat(file, &info) != 0) return qr_job_fail_errno(job, errno, path);
    const uint64_t nodes = graph->node_count;
    if ((uint64_t)info.st_size != nodes * NODE_BYTES) {
        return qr_job_fail(job, QR_CORRUPT, 0, "%s: wrong size of a parents cache", path);
    }
    for (uint64_t i = 0; i < SAMPLES; i++) {
        uint32_t want[SAMPLE_NODES * QR_PARENTS], got[SAMPLE_NODES * QR_PARENTS];
        const uint64_t start = (nodes - SAMPLE_NODES) / (SAMPLES - 1) * i;
        const qr_status_t status = qr_parents_file_read(job, file, path, got, start, SAMPLE_NODES);
        if (status != QR_OK) return status;
        qr_graph_parents_range(graph, want, start, SAMPLE_NODES);
        if (memcmp(want, got, sizeof want) != 0) {
            return qr_job_fail(job, QR_CORRUPT, 0, "%s: not the parents of this graph", path);
        }
    }
    return QR_OK;
}

qr_status_t qr_parents_file_open(int *out, qr_job_t *job, const qr_graph_t *graph,
                                 const qr_feistel_tables_t *tables, const char *path) {
    *out = -1;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) {
        const qr_status_t status = make_file(job, graph, tables, path);
        if (status != QR_OK) return status;
        file = open(path, O_RDONLY | O_CLOEXEC);
    }
    if (file < 0) return qr_job_fail_errno(job, errno, path);
    const qr_status_t status = check_file(job, graph, file, path);
    if (status != QR_OK) {
        close(file);
        return status;
    }
    *out = file;
    return QR_OK;
}
