/** @file msm_fixed_lanes.c  Multiples of one point by a kernel's batches of additions. */
#include "curve/msm_fixed_lanes.h"

#include <string.h>

#include "curve/msm_digits.h"

enum { BATCH = QR_MSM_BATCH, LIST = BATCH + 8, MAX_WINDOWS = 64 };

/** What one worker has to itself: the kernel's scratch follows. */
typedef struct {
    uintptr_t a[LIST], b[LIST], d[LIST];
    int32_t digits[MAX_WINDOWS][BATCH];
} lists_t;

typedef struct {
    qr_job_t *job;
    const qr_fixed_lanes_t *lanes;
    const uint8_t *bases;
    uint8_t *out;
    const uint8_t *scalars;
    uint8_t *memory; /**< for each worker: lists_t, the kernel's scratch, BATCH points */
    size_t worker_bytes, scratch_at, points_at;
    uint32_t cancelled;
} run_t;

static size_t round_up(size_t size) {
    return (size + 63) & ~(size_t)63;
}

static qr_status_t reserve(run_t *run, size_t *bytes) {
    const qr_msm_kernel_t *kernel = run->lanes->kernel;
    run->scratch_at = round_up(sizeof(lists_t));
    run->points_at = run->scratch_at + round_up(kernel->scratch_bytes);
    run->worker_bytes = run->points_at + BATCH * kernel->point_bytes;
    *bytes = run->worker_bytes * qr_group_size(run->job->group);
    void *memory;
    qr_status_t status = qr_memory_allocate(&memory, *bytes, -1, 0);
    if (status != QR_OK) return qr_job_fail(run->job, status, 0, "multiples of a point");
    run->memory = memory;
    return QR_OK;
}

/* ---- Tables: from the first 2^k multiples the next 2^k, by adding the last of them to each ---- */

static void fill_window(const run_t *run, size_t worker, uint64_t window) {
    const qr_msm_kernel_t *kernel = run->lanes->kernel;
    const size_t size = kernel->point_bytes;
    uint8_t *memory = run->memory + worker * run->worker_bytes;
    lists_t *lists = (lists_t *)(void *)memory;
    uint8_t *table = run->lanes->points + window * run->lanes->row * size;
    const uint32_t index = (uint32_t)window;
    kernel->load(table, run->bases, QR_POINTS_AFFINE, &index, 1);
    for (size_t have = 1; have < run->lanes->row; have *= 2) {
        for (size_t at = 0; at < have; at += BATCH) {
            size_t count = have - at < BATCH ? have - at : BATCH;
            for (size_t i = 0; i < count; i++) {
                lists->a[i] = (uintptr_t)(table + (at + i) * size);
                lists->b[i] = (uintptr_t)(table + (have - 1) * size);
                lists->d[i] = (uintptr_t)(table + (have + at + i) * size);
            }
            kernel->add(memory + run->scratch_at, lists->a, lists->b, lists->d, count, 0);
        }
    }
}

static void fill_windows(void *context, size_t worker, uint64_t start, uint64_t end) {
    for (uint64_t window = start; window < end; window++) fill_window(context, worker, window);
}

qr_status_t qr_fixed_lanes_create(qr_job_t *job, qr_fixed_lanes_t *out, const qr_msm_kernel_t *kernel,
                                  unsigned bits, const void *bases) {
    qr_fixed_lanes_t lanes = {.kernel = kernel, .bits = bits, .windows = qr_msm_windows(bits)};
    *out = (qr_fixed_lanes_t){.kernel = NULL};
    if (lanes.windows > MAX_WINDOWS) return QR_INVALID_ARGUMENT;
    lanes.row = (size_t)1 << (bits - 1);
    lanes.bytes = lanes.windows * lanes.row * kernel->point_bytes;
    void *points;
    qr_status_t status = qr_memory_allocate(&points, lanes.bytes, -1, QR_MEMORY_HUGE);
    if (status != QR_OK) return qr_job_fail(job, status, 0, "multiples of a point");
    lanes.points = points;
    run_t run = {.job = job, .lanes = &lanes, .bases = bases};
    size_t bytes;
    status = reserve(&run, &bytes);
    if (status != QR_OK) {
        qr_fixed_lanes_destroy(&lanes);
        return status;
    }
    qr_group_for(job->group, lanes.windows, 1, NULL, fill_windows, &run);
    qr_memory_free(run.memory, bytes);
    *out = lanes;
    return QR_OK;
}

void qr_fixed_lanes_destroy(qr_fixed_lanes_t *lanes) {
    if (lanes->kernel != NULL) qr_memory_free(lanes->points, lanes->bytes);
    lanes->kernel = NULL;
}

/* ---- Multiples ---- */

/** Adds the window's point of each digit but 0 to the sum of its scalar. */
static void add_window(const run_t *run, uint8_t *memory, unsigned window, size_t count) {
    const qr_msm_kernel_t *kernel = run->lanes->kernel;
    const size_t size = kernel->point_bytes;
    const uint8_t *table = run->lanes->points + window * run->lanes->row * size;
    lists_t *lists = (lists_t *)(void *)memory;
    uint8_t *sums = memory + run->points_at;
    size_t waiting = 0;
    for (size_t i = 0; i < count; i++) {
        int32_t digit = lists->digits[window][i];
        if (digit == 0) {
            if (window == 0) kernel->set_infinity(sums + i * size);
            continue;
        }
        size_t place = (size_t)(digit < 0 ? -digit : digit) - 1;
        uintptr_t point = (uintptr_t)(table + place * size) | (digit < 0 ? 1 : 0);
        if (window == 0) {
            kernel->copy(sums + i * size, point);
            continue;
        }
        lists->a[waiting] = (uintptr_t)(sums + i * size);
        lists->b[waiting] = point;
        lists->d[waiting++] = (uintptr_t)(sums + i * size);
    }
    kernel->add(memory + run->scratch_at, lists->a, lists->b, lists->d, waiting, 0);
}

static void multiply_block(const run_t *run, uint8_t *memory, size_t start, size_t count) {
    const qr_msm_kernel_t *kernel = run->lanes->kernel;
    lists_t *lists = (lists_t *)(void *)memory;
    for (size_t i = 0; i < count; i++) {
        qr_msm_digits(&lists->digits[0][i], BATCH, run->scalars + 32 * (start + i), run->lanes->bits);
    }
    for (unsigned window = 0; window < run->lanes->windows; window++) {
        add_window(run, memory, window, count);
    }
    for (size_t i = 0; i < count; i++) {
        // The point comes with z = 1, or as zeros.
        qr_msm_sum_t sum;
        kernel->store(&sum, memory + run->points_at + i * kernel->point_bytes, QR_POINTS_AFFINE);
        memcpy(run->out + (start + i) * kernel->affine_bytes, &sum, kernel->affine_bytes);
    }
}

static void multiply_range(void *context, size_t worker, uint64_t start, uint64_t end) {
    run_t *run = context;
    uint8_t *memory = run->memory + worker * run->worker_bytes;
    if (qr_job_cancelled(run->job)) __atomic_store_n(&run->cancelled, 1, __ATOMIC_RELAXED);
    for (uint64_t at = start; at < end; at += BATCH) {
        multiply_block(run, memory, at, end - at < BATCH ? end - at : BATCH);
    }
}

qr_status_t qr_fixed_lanes_mul(qr_job_t *job, void *out, const qr_fixed_lanes_t *lanes,
                               const uint8_t *scalars, size_t count) {
    run_t run = {.job = job, .lanes = lanes, .out = out, .scalars = scalars};
    size_t bytes;
    qr_status_t status = reserve(&run, &bytes);
    if (status != QR_OK) return status;
    qr_group_for(job->group, count, BATCH, &run.cancelled, multiply_range, &run);
    qr_memory_free(run.memory, bytes);
    return run.cancelled ? QR_CANCELLED : QR_OK;
}
