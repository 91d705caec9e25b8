/** Status texts, and notes of why a job failed. */
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

#include "quarry_platform.h"

/** Guards the notes of all jobs: failing is rare, and qr_job_t stays plain data that callers can zero. */
static pthread_mutex_t note_lock = PTHREAD_MUTEX_INITIALIZER;

const char *qr_status_text(qr_status_t status) {
    switch (status) {
        case QR_OK:
            return "no error";
        case QR_INVALID_ARGUMENT:
            return "an argument is outside its contract";
        case QR_OUT_OF_MEMORY:
            return "not enough memory";
        case QR_IO:
            return "the operating system refused an operation";
        case QR_NO_SPACE:
            return "no space left on the disk or in the quota";
        case QR_NOT_FOUND:
            return "a file that is needed is missing";
        case QR_CORRUPT:
            return "a file has the wrong size or contents";
        case QR_MALFORMED:
            return "input bytes cannot be parsed";
        case QR_MISMATCH:
            return "data contradicts other data";
        case QR_UNSUPPORTED:
            return "not available on this machine or for this kind of proof";
        case QR_CANCELLED:
            return "cancelled";
    }
    return "unknown status";
}

qr_status_t qr_job_fail(qr_job_t *job, qr_status_t status, int system_error, const char *format, ...) {
    if (!job) return status;
    pthread_mutex_lock(&note_lock);
    if (job->detail[0] == '\0' && job->system_error == 0) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(job->detail, sizeof job->detail, format, arguments);
        va_end(arguments);
        job->system_error = system_error;
    }
    pthread_mutex_unlock(&note_lock);
    return status;
}

qr_status_t qr_job_fail_errno(qr_job_t *job, int system_error, const char *path) {
    qr_status_t status = QR_IO;
    switch (system_error) {
        case ENOSPC:
        case EDQUOT:
            status = QR_NO_SPACE;
            break;
        case ENOENT:
            status = QR_NOT_FOUND;
            break;
        case ENOMEM:
            status = QR_OUT_OF_MEMORY;
            break;
        default:
            break;
    }
    return qr_job_fail(job, status, system_error, "%s", path ? path : "");
}
