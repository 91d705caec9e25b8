/** @file params_output.h  Files that appear whole or not at all. Private. */
#ifndef QUARRY_PARAMS_OUTPUT_H
#define QUARRY_PARAMS_OUTPUT_H

#include "quarry_platform.h"

/** A file being written, without a name where the file system can do that (then nothing is left of it when
 * the process is killed), else under a temporary name beside its own. */
typedef struct {
    int fd;
    bool named;       /**< the temporary name is in use */
    const char *path; /**< the caller's */
    char temporary[4096];
} qr_params_output_t;

QR_MUST_CHECK qr_status_t qr_params_output_open(qr_job_t *job, qr_params_output_t *out, const char *path);
QR_MUST_CHECK qr_status_t qr_params_output_write(qr_job_t *job, qr_params_output_t *out, const void *bytes,
                                                 size_t size);
/** Puts the file under its name if status is QR_OK, else removes it. Returns status or what went wrong. */
QR_MUST_CHECK qr_status_t qr_params_output_close(qr_job_t *job, qr_params_output_t *out, qr_status_t status);
/** A whole small file. */
QR_MUST_CHECK qr_status_t qr_params_output_file(qr_job_t *job, const char *path, const void *bytes,
                                                size_t size);

#endif
