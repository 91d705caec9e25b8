/** @file msm_ones.c  Classes of scalars; the sum of the points whose scalar is 1 or -1. */
#include <string.h>

#include "curve/msm_run.h"
#include "field/fr.h"

/** (r - 1) / 2. */
static const uint64_t half_order[4] = {UINT64_C(0x7fffffff80000000), UINT64_C(0xa9ded2017fff2dff),
                                       UINT64_C(0x199cec0404d0ec02), UINT64_C(0x39f6d3a994cebea4)};
static const uint64_t order[4] = {QR_FR_R0, QR_FR_R1, QR_FR_R2, QR_FR_R3};

msm_class_t qr_msm_classify(uint64_t value[4], bool *negative, const uint8_t scalar[32]) {
    memcpy(value, scalar, 32);
    *negative = false;
    uint64_t high = value[1] | value[2] | value[3];
    if (high == 0 && value[0] <= 1) return value[0] == 0 ? MSM_ZERO : MSM_ONE;
    int at = 3;
    while (at > 0 && value[at] == half_order[at]) at--;
    if (value[at] <= half_order[at]) return MSM_FULL;
    *negative = true;
    unsigned long long borrow = 0;
    for (int i = 0; i < 4; i++) value[i] = __builtin_subcll(order[i], value[i], borrow, &borrow);
    return value[0] == 1 && (value[1] | value[2] | value[3]) == 0 ? MSM_ONE : MSM_FULL;
}

/** Adds worker->ones points to ones_sums: pairs, pairs of sums, until few enough are left. */
static void add_ones(const msm_run_t *run, msm_worker_t *worker) {
    const qr_msm_kernel_t *kernel = run->kernel;
    const size_t bytes = kernel->point_bytes;
    size_t n = worker->ones;
    worker->ones = 0;
    if (n == 0) return;
    for (size_t i = 0; i < QR_MSM_BATCH && !worker->any_ones; i++) {
        kernel->set_infinity(worker->ones_sums + i * bytes);
    }
    worker->any_ones = true;
    kernel->load(worker->work, run->points, run->form, worker->index, n);
    while (n > QR_MSM_BATCH) {
        size_t half = (n + 1) / 2;
        for (size_t i = 0; i < n / 2; i++) {
            uint8_t *a = worker->work + i * bytes, *b = a + half * bytes;
            msm_push(run, worker, (uintptr_t)a | worker->sign[i], (uintptr_t)b | worker->sign[i + half], a);
            worker->sign[i] = 0;
        }
        msm_flush(run, worker);
        n = half;
    }
    for (size_t i = 0; i < n; i++) {
        uint8_t *sum = worker->ones_sums + i * bytes;
        msm_push(run, worker, (uintptr_t)sum, (uintptr_t)(worker->work + i * bytes) | worker->sign[i], sum);
    }
    msm_flush(run, worker);
}

static void classify_ranges(void *context, size_t index, uint64_t start, uint64_t end) {
    msm_run_t *run = context;
    msm_worker_t *worker = &run->workers[index];
    for (uint64_t range = start; range < end; range++) {
        size_t from = range * MSM_RANGE;
        size_t to = run->count - from < MSM_RANGE ? run->count : from + MSM_RANGE;
        uint32_t full = 0;
        for (size_t i = from; i < to; i++) {
            uint64_t value[4];
            bool negative;
            msm_class_t class = qr_msm_classify(value, &negative, run->scalars + 32 * i);
            full += class == MSM_FULL;
            if (class == MSM_ONE) {
                worker->index[worker->ones] = (uint32_t)i;
                worker->sign[worker->ones++] = negative;
            }
        }
        run->full[range] = full;
        if (worker->ones >= MSM_RANGE) add_ones(run, worker);
    }
}

static void finish_worker(void *context, size_t index, uint64_t start, uint64_t end) {
    msm_run_t *run = context;
    const size_t bytes = run->kernel->point_bytes;
    (void)index;
    for (uint64_t w = start; w < end; w++) {
        msm_worker_t *worker = &run->workers[w];
        add_ones(run, worker);
        for (size_t n = worker->any_ones ? QR_MSM_BATCH / 2 : 0; n > 0; n /= 2) {
            for (size_t i = 0; i < n; i++) {
                uint8_t *a = worker->ones_sums + i * bytes;
                msm_push(run, worker, (uintptr_t)a, (uintptr_t)(a + n * bytes), a);
            }
            msm_flush(run, worker);
        }
    }
}

void qr_msm_ones(msm_run_t *run) {
    uint64_t ranges = (run->count + MSM_RANGE - 1) / MSM_RANGE;
    qr_group_for(run->job->group, ranges, 1, &run->job->cancel, classify_ranges, run);
    if (qr_job_cancelled(run->job)) return;
    qr_group_for(run->job->group, run->worker_count, 1, NULL, finish_worker, run);
    for (uint64_t range = 0; range < ranges; range++) run->full_total += run->full[range];
}

void qr_msm_ones_total(msm_run_t *run, qr_msm_sum_t *out) {
    memset(out, 0, sizeof *out);
    for (size_t w = 0; w < run->worker_count; w++) {
        if (!run->workers[w].any_ones) continue;
        qr_msm_sum_t sum;
        run->kernel->store(&sum, run->workers[w].ones_sums, run->form);
        run->kernel->sum_add(out, out, &sum);
    }
}
