/** @file params_output.c  Files that appear whole or not at all. */
#include "params_output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/** The directory of a path. */
static void directory_of(char out[4096], const char *path) {
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    memcpy(out, path, length);
    if (length == 0) out[length++] = '.';
    out[length] = 0;
}

qr_status_t qr_params_output_open(qr_job_t *job, qr_params_output_t *out, const char *path) {
    char directory[4096];
    out->path = path;
    out->fd = -1;
    out->named = false;
    int length = snprintf(out->temporary, sizeof out->temporary, "%s.%ld.partial", path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof out->temporary) return QR_INVALID_ARGUMENT;
    directory_of(directory, path);
    out->fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0644);
    if (out->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        out->named = true;
        out->fd = open(out->temporary, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0644);
    }
    return out->fd >= 0 ? QR_OK : qr_job_fail_errno(job, errno, path);
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
    directory_of(directory, path);
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return qr_job_fail_errno(job, errno, directory);
    qr_status_t status = fsync(fd) == 0 ? QR_OK : qr_job_fail_errno(job, errno, directory);
    close(fd);
    return status;
}

/** Gives the file its name: a name of its own first, since a link replaces nothing. */
static qr_status_t publish(qr_job_t *job, qr_params_output_t *out) {
    char self[64];
    if (fsync(out->fd) != 0) return qr_job_fail_errno(job, errno, out->path);
    if (!out->named) {
        snprintf(self, sizeof self, "/proc/self/fd/%d", out->fd);
        unlink(out->temporary);
        if (linkat(AT_FDCWD, self, AT_FDCWD, out->temporary, AT_SYMLINK_FOLLOW) != 0) {
            return qr_job_fail_errno(job, errno, out->path);
        }
        out->named = true;
    }
    if (rename(out->temporary, out->path) != 0) return qr_job_fail_errno(job, errno, out->path);
    return sync_directory(job, out->path);
}

qr_status_t qr_params_output_close(qr_job_t *job, qr_params_output_t *out, qr_status_t status) {
    if (out->fd < 0) return status;
    if (status == QR_OK) status = publish(job, out);
    close(out->fd);
    out->fd = -1;
    if (status != QR_OK && out->named) unlink(out->temporary);
    return status;
}

qr_status_t qr_params_output_file(qr_job_t *job, const char *path, const void *bytes, size_t size) {
    qr_params_output_t out;
    qr_status_t status = qr_params_output_open(job, &out, path);
    if (status == QR_OK) status = qr_params_output_write(job, &out, bytes, size);
    return qr_params_output_close(job, &out, status);
}
