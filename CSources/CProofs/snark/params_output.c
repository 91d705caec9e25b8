/** @file params_output.c  Files that appear whole or not at all. */
#include "params_output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

qr_status_t qr_params_output_open(qr_job_t *job, qr_params_output_t *out, const char *path) {
    out->path = path;
    out->fd = -1;
    int length = snprintf(out->temporary, sizeof out->temporary, "%s.%ld.partial", path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof out->temporary) return QR_INVALID_ARGUMENT;
    out->fd = open(out->temporary, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0644);
    return out->fd >= 0 ? QR_OK : qr_job_fail_errno(job, errno, out->temporary);
}

qr_status_t qr_params_output_write(qr_job_t *job, qr_params_output_t *out, const void *bytes, size_t size) {
    const uint8_t *at = bytes;
    while (size > 0) {
        ssize_t written = write(out->fd, at, size);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return qr_job_fail_errno(job, errno, out->path);
        at += written;
        size -= (size_t)written;
    }
    return QR_OK;
}

/** Makes the new name in a directory last. */
static qr_status_t sync_directory(qr_job_t *job, const char *path) {
    char directory[4096];
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    memcpy(directory, path, length);
    if (length == 0) directory[length++] = '.';
    directory[length] = 0;
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return qr_job_fail_errno(job, errno, directory);
    qr_status_t status = fsync(fd) == 0 ? QR_OK : qr_job_fail_errno(job, errno, directory);
    close(fd);
    return status;
}

qr_status_t qr_params_output_close(qr_job_t *job, qr_params_output_t *out, qr_status_t status) {
    if (out->fd < 0) return status;
    if (status == QR_OK && fsync(out->fd) != 0) status = qr_job_fail_errno(job, errno, out->path);
    if (close(out->fd) != 0 && status == QR_OK) status = qr_job_fail_errno(job, errno, out->path);
    out->fd = -1;
    if (status == QR_OK && rename(out->temporary, out->path) != 0) {
        status = qr_job_fail_errno(job, errno, out->path);
    }
    if (status != QR_OK) {
        unlink(out->temporary);
        return status;
    }
    return sync_directory(job, out->path);
}

qr_status_t qr_params_output_file(qr_job_t *job, const char *path, const void *bytes, size_t size) {
    qr_params_output_t out;
    qr_status_t status = qr_params_output_open(job, &out, path);
    if (status == QR_OK) status = qr_params_output_write(job, &out, bytes, size);
    return qr_params_output_close(job, &out, status);
}
