/**
 * @file quarry_platform.h
 * CPU features, memory, thread groups and machine topology for the proof engine.
 *
 * Conventions of the whole engine: every function that can fail returns a must-check qr_status_t;
 * results come through out-parameters, which are untouched or zeroed on error; the order of
 * arguments is context, out, inout, in, each length right after its array. Nothing aborts or prints.
 */
#ifndef QUARRY_PLATFORM_H
#define QUARRY_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define QR_MUST_CHECK __attribute__((warn_unused_result))

/** What a call came to. Closed: every value has a text. */
typedef enum {
    QR_OK = 0,
    QR_INVALID_ARGUMENT, /**< a size, index, pointer or combination that the contract excludes */
    QR_OUT_OF_MEMORY,    /**< memory could not be had, or the limit given is below the need */
    QR_IO,               /**< the operating system refused; qr_job_t.system_error has errno */
    QR_NO_SPACE,         /**< disk or quota full */
    QR_NOT_FOUND,        /**< a file that is needed is not there */
    QR_CORRUPT,          /**< a file has the wrong size or contents */
    QR_MALFORMED,        /**< outside bytes that do not parse */
    QR_MISMATCH,         /**< well-formed data that contradicts other data (a root, a commitment) */
    QR_UNSUPPORTED,      /**< not available on this machine or for this kind of proof */
    QR_CANCELLED         /**< the job's cancel flag was seen */
} qr_status_t;

/** One English sentence fragment for a status; never NULL. */
const char *qr_status_text(qr_status_t status);

/* ---- CPU features and dispatch (cpu/) ---- */

/** Instruction sets the kernels use. A variant runs only if all its bits are in qr_cpu_features(). */
typedef enum {
    QR_CPU_AVX2 = 1u << 0,
    QR_CPU_BMI2_ADX = 1u << 1,
    QR_CPU_SHANI = 1u << 2,
    QR_CPU_AVX512 = 1u << 3,    /**< F, BW, DQ, VL, VBMI, VBMI2 */
    QR_CPU_AVX512IFMA = 1u << 4 /**< implies QR_CPU_AVX512 here */
} qr_cpu_feature_t;

/**
 * Features this process may use: what the CPU and kernel offer, cut down by QUARRY_CPU
 * (portable = none; avx2 = AVX2, BMI2, ADX; shani = those and SHA; avx512ifma = all; unset = all).
 * Decided once, at first use. An unknown QUARRY_CPU value is reported by qr_cpu_check_environment.
 */
uint32_t qr_cpu_features(void);

/** QR_UNSUPPORTED if QUARRY_CPU names a variant this CPU lacks, QR_INVALID_ARGUMENT if it names none. */
QR_MUST_CHECK qr_status_t qr_cpu_check_environment(void);

/** Replaces the mask (intersected with what the CPU has): for tests and tuning, while no job runs. */
void qr_cpu_restrict(uint32_t features);

/** Features the CPU and kernel offer, whatever QUARRY_CPU says. */
uint32_t qr_cpu_detected(void);

/** Name of the widest variant the mask allows: "portable", "avx2", "shani" or "avx512ifma". */
const char *qr_cpu_variant(uint32_t features);

/** Brand string of the CPU, NUL-terminated, at most size bytes with the NUL. */
void qr_cpu_brand(char *out, size_t size);

/* ---- Memory (memory/) ---- */

typedef enum {
    QR_MEMORY_DEFAULT = 0,
    QR_MEMORY_HUGE =
        1u << 0, /**< ask for huge pages (transparent, explicit if reserved); never fails for lack of them */
    QR_MEMORY_ZEROED = 1u << 1 /**< contents are zero; otherwise unspecified */
} qr_memory_flag_t;

/**
 * out = address of `size` bytes, aligned to 2 MiB when QR_MEMORY_HUGE and size >= 2 MiB, else to 64 bytes.
 * node >= 0 binds the pages to that NUMA node (best effort); -1 leaves placement to first touch.
 */
QR_MUST_CHECK qr_status_t qr_memory_allocate(void **out, size_t size, int node, uint32_t flags);
/** Frees what qr_memory_allocate gave; size as then. NULL is allowed. */
void qr_memory_free(void *memory, size_t size);

/* ---- Thread groups (threads/) ---- */

typedef struct qr_group qr_group_t;

/**
 * Starts `count` workers, worker i bound to the OS CPU cpus[i] (cpus NULL: unbound). A CPU outside
 * the process's cpuset is QR_INVALID_ARGUMENT. count >= 1.
 */
QR_MUST_CHECK qr_status_t qr_group_create(qr_group_t **out, const unsigned *cpus, size_t count);
/** Waits for the workers and frees the group. NULL is allowed. */
void qr_group_destroy(qr_group_t *group);
/** Number of workers; 1 for NULL (the calling thread alone). */
size_t qr_group_size(const qr_group_t *group);

/** Runs fn(context, worker) once on each worker and returns when all have; on the caller if group is NULL.
 * Not re-entrant; calls from several threads wait for each other. */
void qr_group_run(qr_group_t *group, void (*fn)(void *context, size_t worker), void *context);

/** Cuts [0, total) into chunks of `grain` and runs fn(context, worker, start, end) on them, dynamically
 * shared; stops handing out chunks once *stop (may be NULL, read atomically) is non-zero. */
void qr_group_for(qr_group_t *group, uint64_t total, uint64_t grain, const uint32_t *stop,
                  void (*fn)(void *context, size_t worker, uint64_t start, uint64_t end), void *context);

/* ---- Jobs: where a long call runs, how far it is, why it failed ---- */

/**
 * Context of every long call. Zero-initialise it. `done`, `total` and `cancel` may be read and written from
 * other threads through the accessors below while the call runs; the rest belongs to the call.
 */
typedef struct {
    qr_group_t *group;    /**< where to run; NULL: the calling thread alone */
    uint64_t done;        /**< work units finished */
    uint64_t total;       /**< work units in all; 0 while unknown */
    uint32_t cancel;      /**< non-zero asks the call to stop with QR_CANCELLED */
    int32_t system_error; /**< errno behind QR_IO and QR_NO_SPACE */
    char detail[256];     /**< names the file or field the failure concerns; empty if none */
} qr_job_t;

static inline uint64_t qr_job_done(const qr_job_t *job) {
    return __atomic_load_n(&job->done, __ATOMIC_RELAXED);
}
static inline uint64_t qr_job_total(const qr_job_t *job) {
    return __atomic_load_n(&job->total, __ATOMIC_RELAXED);
}
static inline void qr_job_cancel(qr_job_t *job) {
    __atomic_store_n(&job->cancel, 1u, __ATOMIC_RELAXED);
}
static inline bool qr_job_cancelled(const qr_job_t *job) {
    return __atomic_load_n(&job->cancel, __ATOMIC_RELAXED) != 0;
}
static inline void qr_job_advance(qr_job_t *job, uint64_t units) {
    __atomic_fetch_add(&job->done, units, __ATOMIC_RELAXED);
}
static inline void qr_job_expect(qr_job_t *job, uint64_t total) {
    __atomic_store_n(&job->total, total, __ATOMIC_RELAXED);
}

/** Notes the failure (errno 0: none; detail formatted as by printf) and returns `status`. The first note
 * stays. Thread-safe. job may be NULL. */
qr_status_t qr_job_fail(qr_job_t *job, qr_status_t status, int system_error, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/** qr_job_fail with the status that errno stands for (ENOSPC and EDQUOT: QR_NO_SPACE, ENOENT: QR_NOT_FOUND,
 * ENOMEM: QR_OUT_OF_MEMORY, else QR_IO). */
qr_status_t qr_job_fail_errno(qr_job_t *job, int system_error, const char *path);

#ifdef __cplusplus
}
#endif
#endif
