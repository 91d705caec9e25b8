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

/** work[at + i] = point 2 at + i + point 2 at + half + i of those that wait, i < half <= QR_MSM_BATCH. */
static void add_pairs(const msm_run_t *run, msm_worker_t *worker, size_t at, size_t half) {
    const qr_msm_kernel_t *kernel = run->kernel;
    const size_t bytes = kernel->point_bytes;
    const uint32_t *index = worker->index + 2 * at;
    const uint8_t *sign = worker->sign + 2 * at;
    uint8_t *out = worker->work + at * bytes;
    uint32_t *left = worker->positions, *operands = left + half;
    size_t n = half, ahead = worker->ones - 2 * (at + half);
    if (ahead > 2 * QR_MSM_BATCH) ahead = 2 * QR_MSM_BATCH;
    if (kernel->add_pairs != NULL) {
        n = kernel->add_pairs(worker->scratch, out, run->points, run->form, index, sign, half, ahead, left);
    } else {
        for (size_t i = 0; i < half; i++) left[i] = (uint32_t)i;
    }
    for (size_t i = 0; i < n; i++) {
        operands[i] = index[left[i]];
        operands[n + i] = index[half + left[i]];
    }
    uint8_t *first = worker->work + MSM_ONES / 2 * bytes, *second = first + n * bytes;
    kernel->load(first, run->points, run->form, operands, 2 * n);
    for (size_t i = 0; i < n; i++) {
        msm_push(run, worker, (uintptr_t)(first + i * bytes) | sign[left[i]],
                 (uintptr_t)(second + i * bytes) | sign[half + left[i]], out + left[i] * bytes);
    }
    msm_flush(run, worker);
}

/** Adds the first n <= MSM_ONES points that wait to ones_sums: pairs, then pairs of sums, until few remain.
 */
static void add_ones(const msm_run_t *run, msm_worker_t *worker, size_t n) {
    const qr_msm_kernel_t *kernel = run->kernel;
    const size_t bytes = kernel->point_bytes;
    if (n == 0) return;
    for (size_t i = 0; i < QR_MSM_BATCH && !worker->any_ones; i++) {
        kernel->set_infinity(worker->ones_sums + i * bytes);
    }
    worker->any_ones = true;
    for (size_t at = 0, half; at < n / 2; at += half) {
        half = n / 2 - at < QR_MSM_BATCH ? n / 2 - at : QR_MSM_BATCH;
        add_pairs(run, worker, at, half);
    }
    if (n % 2 == 1) {
        uint8_t *last = worker->work + n / 2 * bytes;
        kernel->load(last, run->points, run->form, &worker->index[n - 1], 1);
        kernel->copy(last, (uintptr_t)last | worker->sign[n - 1]);
    }
    for (n = (n + 1) / 2; n > QR_MSM_BATCH; n = (n + 1) / 2) {
        const size_t half = (n + 1) / 2;
        for (size_t i = 0; i < n / 2; i++) {
            uint8_t *a = worker->work + i * bytes;
            msm_push(run, worker, (uintptr_t)a, (uintptr_t)(a + half * bytes), a);
        }
        msm_flush(run, worker);
    }
    for (size_t i = 0; i < n; i++) {
        uint8_t *sum = worker->ones_sums + i * bytes;
        msm_push(run, worker, (uintptr_t)sum, (uintptr_t)(worker->work + i * bytes), sum);
    }
    msm_flush(run, worker);
}

/** Adds up MSM_ONES of the points that wait, or all of them. */
static void take_ones(const msm_run_t *run, msm_worker_t *worker) {
    const size_t n = worker->ones < MSM_ONES ? worker->ones : MSM_ONES;
    add_ones(run, worker, n);
    worker->ones -= n;
    memmove(worker->index, worker->index + n, worker->ones * sizeof *worker->index);
    memmove(worker->sign, worker->sign + n, worker->ones);
}

/** Lists the scalars of 1 and -1 among those from `from` on; how many are neither these nor 0. */
static uint32_t list_ones(const msm_run_t *run, msm_worker_t *worker, size_t from, size_t to) {
    uint32_t full = 0;
    size_t ones = worker->ones;
    uint32_t *const index = worker->index;
    uint8_t *const sign = worker->sign;
    const uint8_t *const scalars = run->scalars;
    for (size_t i = from; i < to; i++) {
        uint64_t word[4], value[4];
        bool negative;
        memcpy(word, scalars + 32 * i, sizeof word);
        index[ones] = (uint32_t)i;
        sign[ones] = 0;
        // No branch between 0 and 1, which would be foreseen half of the time.
        if (__builtin_expect((word[0] >> 1 | word[1] | word[2] | word[3]) == 0, 1)) {
            ones += word[0];
            continue;
        }
        const msm_class_t class = qr_msm_classify(value, &negative, scalars + 32 * i);
        full += class == MSM_FULL;
        sign[ones] = negative;
        ones += class == MSM_ONE;
    }
    worker->ones = ones;
    return full;
}

static void classify_ranges(void *context, size_t index, uint64_t start, uint64_t end) {
    msm_run_t *run = context;
    msm_worker_t *worker = &run->workers[index];
    for (uint64_t range = start; range < end; range++) {
        size_t from = range * MSM_RANGE;
        size_t to = run->count - from < MSM_RANGE ? run->count : from + MSM_RANGE;
        run->full[range] = list_ones(run, worker, from, to);
        if (worker->ones < MSM_ONES + MSM_RANGE) continue;
        take_ones(run, worker);
    }
}

static void finish_worker(void *context, size_t index, uint64_t start, uint64_t end) {
    msm_run_t *run = context;
    const size_t bytes = run->kernel->point_bytes;
    (void)index;
    for (uint64_t w = start; w < end; w++) {
        msm_worker_t *worker = &run->workers[w];
        while (worker->ones > 0) take_ones(run, worker);
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
