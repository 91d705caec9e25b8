/** Pieces from a source: their commitment, and their place in a staged sector file. */
#include "quarry/piece.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "replication/commp.h"
#include "replication/fr32_kernels.h"

/** Bytes asked of a source at once: whole chunks of the commitment, many enough for a group. */
#define READ_SIZE ((size_t)64 * 1024 * QR_FR32_RAW)
#define ZEROS_SIZE ((size_t)64 << 10)

static qr_status_t check_size(qr_job_t *job, uint64_t piece_unpadded) {
    const uint64_t units = piece_unpadded / QR_FR32_RAW;
    if (piece_unpadded % QR_FR32_RAW == 0 && units != 0 && (units & (units - 1)) == 0 &&
        units <= (uint64_t)1 << 53) {
        return QR_OK;
    }
    return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "piece size %" PRIu64 " is not 127 times a power of two",
                       piece_unpadded);
}

/** Reads until `size` bytes are there or the source ends. */
static qr_status_t read_source(qr_job_t *job, uint8_t *out, size_t size, size_t *got, qr_read_fn source,
                               void *context) {
    *got = 0;
    while (*got < size) {
        size_t part = 0;
        const int error = source(context, out + *got, size - *got, &part);
        if (error == EINTR) continue;
        if (error) return qr_job_fail(job, QR_IO, error, "source of the piece, after %zu bytes", *got);
        if (part > size - *got) return qr_job_fail(job, QR_IO, 0, "source of the piece gave too much");
        if (part == 0) return QR_OK;
        *got += part;
        if (job && qr_job_cancelled(job)) return QR_CANCELLED;
    }
    return QR_OK;
}

/** A source may only lack what the last 32-byte node completes with zero bits. */
static qr_status_t check_length(qr_job_t *job, uint64_t piece_unpadded, uint64_t raw, bool more) {
    const uint64_t bits = raw % QR_FR32_RAW * 8;
    const uint64_t nodes = raw / QR_FR32_RAW * 4 + (bits + 253) / 254;
    if (!more && nodes == piece_unpadded / QR_FR32_RAW * 4) return QR_OK;
    return qr_job_fail(job, QR_MISMATCH, 0, "the source has %s%" PRIu64 " bytes, the piece %" PRIu64,
                       more ? "more than " : "", raw, piece_unpadded);
}

/** Feeds up to piece_unpadded bytes to commp; *raw of them. With `whole` a longer source fails. */
static qr_status_t feed(qr_job_t *job, qr_commp_t *commp, uint64_t *raw, uint64_t piece_unpadded, bool whole,
                        qr_read_fn source, void *context) {
    const size_t size = piece_unpadded < READ_SIZE ? (size_t)piece_unpadded : READ_SIZE;
    uint8_t *buffer;
    qr_status_t status = qr_memory_allocate((void **)&buffer, size, -1, QR_MEMORY_HUGE);
    if (status != QR_OK) return qr_job_fail(job, status, 0, "%zu bytes to read the piece", size);
    if (job) qr_job_expect(job, piece_unpadded);
    *raw = 0;
    size_t got = size;
    while (status == QR_OK && got == size && *raw < piece_unpadded) {
        const uint64_t left = piece_unpadded - *raw;
        const size_t want = left < size ? (size_t)left : size;
        status = read_source(job, buffer, want, &got, source, context);
        if (status == QR_OK) status = qr_commp_update(commp, buffer, got);
        *raw += got;
        if (job) qr_job_advance(job, got);
        if (job && status == QR_OK && qr_job_cancelled(job)) status = QR_CANCELLED;
    }
    size_t extra = 0;
    if (status == QR_OK && whole && *raw == piece_unpadded) {
        status = read_source(job, buffer, 1, &extra, source, context);
    }
    qr_memory_free(buffer, size);
    return status == QR_OK ? check_length(job, piece_unpadded, *raw, extra > 0) : status;
}

qr_status_t qr_piece_commitment(qr_job_t *job, uint8_t out[32], uint64_t piece_unpadded, qr_read_fn source,
                                void *context) {
    memset(out, 0, QR_NODE_SIZE);
    qr_commp_t *commp = NULL;
    uint64_t raw;
    qr_status_t status = check_size(job, piece_unpadded);
    if (status == QR_OK) status = qr_commp_create(&commp, job ? job->group : NULL);
    if (status == QR_OK) status = feed(job, commp, &raw, piece_unpadded, false, source, context);
    if (status == QR_OK) status = qr_commp_finish(out, NULL, NULL, commp);
    qr_commp_destroy(commp);
    return status;
}

/** Opens or creates `path` for writing; what it holds stays. */
static qr_status_t open_target(qr_job_t *job, qr_block_file_t *file, const char *path) {
    struct stat about;
    *file = (qr_block_file_t){.path = path};
    do {
        file->descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    } while (file->descriptor < 0 && errno == EINTR);
    if (file->descriptor < 0) {
        const int error = errno;
        file->path = NULL;
        return qr_job_fail_errno(job, error, path);
    }
    if (fstat(file->descriptor, &about) != 0) return qr_job_fail_errno(job, errno, path);
    file->size = about.st_size > 0 ? (uint64_t)about.st_size : 0;
    file->regular = S_ISREG(about.st_mode);
    return QR_OK;
}

/** Zeros from `start` to `end`: over what is there, and as a hole beyond the end of the file. */
static qr_status_t write_zeros(qr_job_t *job, const qr_block_file_t *file, uint64_t start, uint64_t end) {
    static const uint8_t zeros[ZEROS_SIZE];
    qr_status_t status = QR_OK;
    if (file->regular && end > file->size) end = start > file->size ? start : file->size;
    while (start < end && status == QR_OK) {
        const size_t part = end - start < ZEROS_SIZE ? (size_t)(end - start) : ZEROS_SIZE;
        status = qr_block_file_write(job, file, zeros, part, start);
        start += part;
        if (job && status == QR_OK && qr_job_cancelled(job)) status = QR_CANCELLED;
    }
    return status;
}

static qr_status_t write_piece(qr_job_t *job, uint8_t comm_p[32], const qr_block_file_t *file,
                               uint64_t offset, uint64_t piece_unpadded, qr_read_fn source, void *context) {
    qr_commp_t *commp = NULL;
    uint64_t raw;
    qr_status_t status = qr_commp_create(&commp, job ? job->group : NULL);
    if (status == QR_OK) {
        qr_commp_write_to(commp, job, file, offset);
        status = feed(job, commp, &raw, piece_unpadded, true, source, context);
    }
    if (status == QR_OK) status = qr_commp_finish(comm_p, NULL, NULL, commp);
    qr_commp_destroy(commp);
    return status == QR_OK ? qr_block_file_sync(job, file) : status;
}

qr_status_t qr_piece_add(qr_job_t *job, uint8_t comm_p[32], uint64_t *padded_offset, uint64_t *total_unpadded,
                         const char *target, uint64_t written_unpadded, uint64_t piece_unpadded,
                         qr_read_fn source, void *context) {
    memset(comm_p, 0, QR_NODE_SIZE);
    *padded_offset = *total_unpadded = 0;
    qr_status_t status = check_size(job, piece_unpadded);
    if (status != QR_OK) return status;
    if (written_unpadded % QR_FR32_RAW != 0 || written_unpadded / QR_FR32_RAW > (uint64_t)1 << 53) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "%" PRIu64 " bytes before the piece",
                           written_unpadded);
    }
    uint64_t left, right;
    qr_piece_alignment(&left, &right, written_unpadded, piece_unpadded);
    const uint64_t before = qr_fr32_padded_size(written_unpadded);
    const uint64_t offset = qr_fr32_padded_size(written_unpadded + left);
    qr_block_file_t file;
    status = open_target(job, &file, target);
    if (status == QR_OK) status = write_zeros(job, &file, before, offset);
    if (status == QR_OK) status = write_piece(job, comm_p, &file, offset, piece_unpadded, source, context);
    qr_block_file_close(&file);
    if (status != QR_OK) {
        memset(comm_p, 0, QR_NODE_SIZE);
        return status;
    }
    *padded_offset = offset;
    *total_unpadded = written_unpadded + left + piece_unpadded + right;
    return QR_OK;
}
