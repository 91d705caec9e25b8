#include "replication/scratch_io.h"

#include <errno.h>
#include <liburing.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

/** Threads of the pool: what a few NVMe drives want in flight, at 64 KiB of touched stack each. */
#define THREADS 32u
/** Lane groups in one read when it is finished by hand; longer reads are finished in several steps. */
#define STEP_PARTS 64

struct qr_scratch_io {
    bool ring_open;
    struct io_uring ring;
    pthread_t threads[THREADS];
    unsigned thread_count;
    pthread_mutex_t lock;
    pthread_cond_t start, finish;
    uint64_t generation; /**< under lock: number of the batch handed out */
    unsigned busy;       /**< under lock: threads still at it */
    bool stopping;
    const qr_scratch_read_t *reads;
    size_t count;
    _Atomic size_t next;
    _Atomic int error;
};

static size_t length_of(const qr_scratch_read_t *read) {
    size_t length = 0;
    for (int i = 0; i < read->part_count; i++) length += read->parts[i].iov_len;
    return length;
}

/** Reads what is left of a read after its first `done` bytes, waiting for it; 0 or errno. */
static int read_rest(const qr_scratch_read_t *read, size_t done) {
    const size_t length = length_of(read);
    while (done < length) {
        struct iovec parts[STEP_PARTS];
        int count = 0;
        size_t skip = done;
        for (int i = 0; i < read->part_count && count < STEP_PARTS; i++) {
            const struct iovec part = read->parts[i];
            if (skip >= part.iov_len) {
                skip -= part.iov_len;
                continue;
            }
            parts[count++] = (struct iovec){(uint8_t *)part.iov_base + skip, part.iov_len - skip};
            skip = 0;
        }
        const ssize_t got = preadv(read->file, parts, count, (off_t)(read->offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return errno;
        if (got == 0) return EIO;
        done += (size_t)got;
    }
    return 0;
}

static void *serve(void *argument) {
    qr_scratch_io_t *io = argument;
    uint64_t seen = 0;
    pthread_mutex_lock(&io->lock);
    for (;;) {
        while (io->generation == seen && !io->stopping) pthread_cond_wait(&io->start, &io->lock);
        if (io->stopping) break;
        seen = io->generation;
        pthread_mutex_unlock(&io->lock);
        for (size_t i; (i = atomic_fetch_add(&io->next, 1)) < io->count;) {
            const int error = read_rest(&io->reads[i], 0);
            if (error != 0) atomic_store(&io->error, error);
        }
        pthread_mutex_lock(&io->lock);
        if (--io->busy == 0) pthread_cond_signal(&io->finish);
    }
    pthread_mutex_unlock(&io->lock);
    return NULL;
}

qr_status_t qr_scratch_io_create(qr_scratch_io_t **out, bool use_ring) {
    *out = NULL;
    qr_scratch_io_t *io = calloc(1, sizeof *io);
    if (!io) return QR_OUT_OF_MEMORY;
    pthread_mutex_init(&io->lock, NULL);
    pthread_cond_init(&io->start, NULL);
    pthread_cond_init(&io->finish, NULL);
    /* Containers often forbid io_uring, and kernels can be set to: any refusal means threads. */
    io->ring_open = use_ring && io_uring_queue_init(QR_SCRATCH_DEPTH, &io->ring, 0) == 0;
    while (!io->ring_open && io->thread_count < THREADS) {
        if (pthread_create(&io->threads[io->thread_count], NULL, serve, io) != 0) break;
        io->thread_count++;
    }
    if (!io->ring_open && io->thread_count == 0) {
        qr_scratch_io_destroy(io);
        return QR_OUT_OF_MEMORY;
    }
    *out = io;
    return QR_OK;
}

void qr_scratch_io_destroy(qr_scratch_io_t *io) {
    if (!io) return;
    pthread_mutex_lock(&io->lock);
    io->stopping = true;
    pthread_cond_broadcast(&io->start);
    pthread_mutex_unlock(&io->lock);
    for (unsigned i = 0; i < io->thread_count; i++) pthread_join(io->threads[i], NULL);
    if (io->ring_open) io_uring_queue_exit(&io->ring);
    pthread_cond_destroy(&io->finish);
    pthread_cond_destroy(&io->start);
    pthread_mutex_destroy(&io->lock);
    free(io);
}

bool qr_scratch_io_has_ring(const qr_scratch_io_t *io) {
    return io->ring_open;
}

/** Takes the results that are there; *error keeps the first failure. */
static size_t reap(qr_scratch_io_t *io, int *error) {
    struct io_uring_cqe *cqe;
    unsigned head, count = 0;
    io_uring_for_each_cqe(&io->ring, head, cqe) {
        const qr_scratch_read_t *read = (const qr_scratch_read_t *)io_uring_cqe_get_data(cqe);
        int failed = 0;
        if (cqe->res < 0 && cqe->res != -EINTR && cqe->res != -EAGAIN) {
            failed = -cqe->res;
        } else if (cqe->res < 0 || (size_t)cqe->res < length_of(read)) {
            failed = read_rest(read, cqe->res < 0 ? 0 : (size_t)cqe->res);
        }
        if (failed != 0 && *error == 0) *error = failed;
        count++;
    }
    io_uring_cq_advance(&io->ring, count);
    return count;
}

static int read_by_ring(qr_scratch_io_t *io, const qr_scratch_read_t *reads, size_t count) {
    size_t next = 0, flying = 0;
    int error = 0;
    while (flying > 0 || (next < count && error == 0)) {
        while (error == 0 && next < count && flying < QR_SCRATCH_DEPTH) {
            struct io_uring_sqe *sqe = io_uring_get_sqe(&io->ring);
            if (!sqe) break;
            const qr_scratch_read_t *read = &reads[next++];
            io_uring_prep_readv(sqe, read->file, read->parts, (unsigned)read->part_count, read->offset);
            io_uring_sqe_set_data(sqe, (void *)(uintptr_t)read);
            flying++;
        }
        const int result = io_uring_submit_and_wait(&io->ring, 1);
        if (result < 0 && result != -EINTR && result != -EAGAIN && result != -EBUSY) {
            /* The ring is of no more use. Closing it waits for what is under way, which still writes to
             * memory. */
            io_uring_queue_exit(&io->ring);
            io->ring_open = false;
            return -result;
        }
        flying -= reap(io, &error);
    }
    return error;
}

int qr_scratch_io_read(qr_scratch_io_t *io, const qr_scratch_read_t *reads, size_t count) {
    if (count == 0) return 0;
    if (io->ring_open) return read_by_ring(io, reads, count);
    if (io->thread_count == 0) return EIO; /* the ring broke before */
    pthread_mutex_lock(&io->lock);
    io->reads = reads;
    io->count = count;
    atomic_store(&io->next, 0);
    atomic_store(&io->error, 0);
    io->busy = io->thread_count;
    io->generation++;
    pthread_cond_broadcast(&io->start);
    while (io->busy > 0) pthread_cond_wait(&io->finish, &io->lock);
    pthread_mutex_unlock(&io->lock);
    return atomic_load(&io->error);
}
