/** @file params_map.c  A whole file mapped for reading. */
#include "params_map.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static qr_status_t map_descriptor(qr_job_t *job, qr_params_map_t *out, int fd, const char *path) {
    struct stat info;
    if (fstat(fd, &info) != 0) return qr_job_fail_errno(job, errno, path);
    if (!S_ISREG(info.st_mode)) return qr_job_fail(job, QR_CORRUPT, 0, "%s: not a file", path);
    if (info.st_size == 0) return QR_OK;
    void *bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (bytes == MAP_FAILED) return qr_job_fail_errno(job, errno, path);
    out->bytes = bytes;
    out->size = (size_t)info.st_size;
    return QR_OK;
}

qr_status_t qr_params_map(qr_job_t *job, qr_params_map_t *out, const char *path) {
    *out = (qr_params_map_t){NULL, 0};
    if (path == NULL) return QR_INVALID_ARGUMENT;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return qr_job_fail_errno(job, errno, path);
    qr_status_t status = map_descriptor(job, out, fd, path);
    close(fd);
    return status;
}

void qr_params_unmap(qr_params_map_t *map) {
    if (map->bytes != NULL) munmap((void *)(uintptr_t)map->bytes, map->size);
    *map = (qr_params_map_t){NULL, 0};
}
