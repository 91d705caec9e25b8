#include "merkle/block_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "quarry_crypto.h"

/* Writes at least this long are sent to the disk at once, so that the sync at the end finds little left.
   Shorter ones share pages with their neighbours' and are left to the system. */
enum { EAGER_WRITE = 128 << 10 };

static qr_status_t note_identity(qr_job_t *job, qr_block_file_t *file) {
    struct stat status;
    if (fstat(file->descriptor, &status) != 0) return qr_job_fail_errno(job, errno, file->path);
    if (S_ISDIR(status.st_mode)) return qr_job_fail_errno(job, EISDIR, file->path);
    file->size = status.st_size < 0 ? 0 : (uint64_t)status.st_size;
    file->device = (uint64_t)status.st_dev;
    file->inode = (uint64_t)status.st_ino;
    file->regular = S_ISREG(status.st_mode);
    return QR_OK;
}

static qr_status_t open_file(qr_job_t *job, qr_block_file_t *out, const char *path, int flags) {
    *out = (qr_block_file_t){.path = path};
    if (!path) return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "a path is missing");
    do {
        out->descriptor = open(path, flags | O_CLOEXEC, 0644);
    } while (out->descriptor < 0 && errno == EINTR);
    if (out->descriptor < 0) {
        int error = errno;
        *out = (qr_block_file_t){0};
        return qr_job_fail_errno(job, error, path);
    }
    qr_status_t status = note_identity(job, out);
    if (status != QR_OK) qr_block_file_close(out);
    return status;
}

qr_status_t qr_block_file_open(qr_job_t *job, qr_block_file_t *out, const char *path, uint64_t size) {
    qr_status_t status = open_file(job, out, path, O_RDONLY);
    if (status != QR_OK) return status;
    if (size != QR_BLOCK_ANY_SIZE && out->size != size) {
        status =
            qr_job_fail(job, QR_CORRUPT, 0, "%s: %" PRIu64 " bytes, must be %" PRIu64, path, out->size, size);
        qr_block_file_close(out);
        return status;
    }
    /* Only advice: a file that takes none is read all the same. */
    (void)posix_fadvise(out->descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    return QR_OK;
}

static bool same_file(const qr_block_file_t *a, const qr_block_file_t *b) {
    return a->path && b->path && a->regular && b->regular && a->device == b->device && a->inode == b->inode;
}

/** Gives the file its size and its space, so that a full disk shows before the work. */
static qr_status_t reserve(qr_job_t *job, qr_block_file_t *file, uint64_t size) {
    if (!file->regular) return QR_OK;
    int result;
    do {
        result = ftruncate(file->descriptor, (off_t)size);
    } while (result != 0 && errno == EINTR);
    if (result != 0) return qr_job_fail_errno(job, errno, file->path);
    if (size == 0) return QR_OK;
    do {
        result = fallocate(file->descriptor, 0, 0, (off_t)size);
    } while (result != 0 && errno == EINTR);
    /* Some file systems cannot reserve; they find out when they write. */
    if (result != 0 && (errno == ENOSPC || errno == EDQUOT || errno == EFBIG || errno == EIO)) {
        return qr_job_fail_errno(job, errno, file->path);
    }
    return QR_OK;
}

qr_status_t qr_block_file_create(qr_job_t *job, qr_block_file_t *out, const char *path, uint64_t size,
                                 const qr_block_file_t *inputs, size_t count) {
    qr_status_t status = open_file(job, out, path, O_WRONLY | O_CREAT);
    if (status != QR_OK) return status;
    for (size_t i = 0; i < count && status == QR_OK; i++) {
        if (same_file(out, &inputs[i])) {
            status = qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "%s: is both input and output", path);
        }
    }
    if (status == QR_OK) status = reserve(job, out, size);
    if (status != QR_OK) {
        qr_block_file_close(out);
        return status;
    }
    out->size = size;
    return QR_OK;
}

qr_status_t qr_block_file_read(qr_job_t *job, const qr_block_file_t *file, uint8_t *out, size_t length,
                               uint64_t offset) {
    while (length > 0) {
        ssize_t got = pread(file->descriptor, out, length, (off_t)offset);
        if (got < 0) {
            if (errno == EINTR) continue;
            return qr_job_fail_errno(job, errno, file->path);
        }
        if (got == 0) return qr_job_fail(job, QR_CORRUPT, 0, "%s: ends at byte %" PRIu64, file->path, offset);
        out += got;
        length -= (size_t)got;
        offset += (uint64_t)got;
    }
    return QR_OK;
}

/** Index of the first node that is not below r, or `count`. */
static size_t first_foreign(const uint8_t *nodes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        /* r starts with 0x73: only a node that does too, or more, needs the whole comparison. */
        if (nodes[32 * i + 31] >= 0x73 && !qr_fr_is_canonical(nodes + 32 * i)) return i;
    }
    return count;
}

qr_status_t qr_block_file_read_nodes(qr_job_t *job, const qr_block_file_t *file, uint8_t *out, size_t count,
                                     uint64_t first) {
    size_t length = count * QR_NODE_SIZE;
    uint64_t offset = first * QR_NODE_SIZE;
    uint64_t there = offset < file->size ? file->size - offset : 0;
    size_t present = there < length ? (size_t)there : length;
    qr_status_t status = qr_block_file_read(job, file, out, present, offset);
    if (status != QR_OK) return status;
    memset(out + present, 0, length - present);
    size_t foreign = first_foreign(out, count);
    if (foreign == count) return QR_OK;
    return qr_job_fail(job, QR_CORRUPT, 0, "%s: node %" PRIu64 " is not a field element", file->path,
                       first + foreign);
}

qr_status_t qr_block_file_write(qr_job_t *job, const qr_block_file_t *file, const uint8_t *in, size_t length,
                                uint64_t offset) {
    uint64_t start = offset;
    size_t left = length;
    while (left > 0) {
        ssize_t put = pwrite(file->descriptor, in, left, (off_t)offset);
        if (put < 0) {
            if (errno == EINTR) continue;
            return qr_job_fail_errno(job, errno, file->path);
        }
        if (put == 0) return qr_job_fail_errno(job, ENOSPC, file->path);
        in += put;
        left -= (size_t)put;
        offset += (uint64_t)put;
    }
    if (file->regular && length >= EAGER_WRITE) {
        /* Starts the transfer and does not wait; the sync at the end reports its errors. */
        (void)sync_file_range(file->descriptor, (off_t)start, (off_t)length, SYNC_FILE_RANGE_WRITE);
    }
    return QR_OK;
}

void qr_block_file_prefetch(const qr_block_file_t *file, uint64_t length, uint64_t offset) {
    if (file->regular && offset < file->size) {
        (void)posix_fadvise(file->descriptor, (off_t)offset, (off_t)length, POSIX_FADV_WILLNEED);
    }
}

qr_status_t qr_block_file_sync(qr_job_t *job, const qr_block_file_t *file) {
    if (!file->regular) return QR_OK;
    int result;
    do {
        result = fsync(file->descriptor);
    } while (result != 0 && errno == EINTR);
    return result == 0 ? QR_OK : qr_job_fail_errno(job, errno, file->path);
}

void qr_block_file_close(qr_block_file_t *file) {
    if (file->path) close(file->descriptor);
    *file = (qr_block_file_t){0};
}
