/** @file msm_run.c  A sum of multiples of points: memory, blocks, digits. */
#include "curve/msm_run.h"

#include <string.h>

/* ---- Memory ---- */

/** out = memory until the end of the run. */
static qr_status_t run_take(msm_run_t *run, void *out, size_t size, uint32_t flags) {
    void *memory;
    qr_status_t status = qr_memory_allocate(&memory, size, -1, flags);
    if (status != QR_OK) return status;
    memcpy(out, &memory, sizeof memory);
    run->allocations[run->allocation_count].memory = memory;
    run->allocations[run->allocation_count++].size = size;
    return QR_OK;
}

void qr_msm_free(msm_run_t *run) {
    while (run->allocation_count > 0) {
        run->allocation_count--;
        qr_memory_free(run->allocations[run->allocation_count].memory,
                       run->allocations[run->allocation_count].size);
    }
}

static size_t line_up(size_t size) {
    return (size + 63) / 64 * 64;
}

qr_status_t qr_msm_take_workers(msm_run_t *run) {
    const qr_msm_kernel_t *kernel = run->kernel;
    const size_t ranges = (run->count + MSM_RANGE - 1) / MSM_RANGE;
    const size_t positions = ((size_t)1 << (MSM_MAX_BITS - 1)) + 1, list = 2 * QR_MSM_BATCH + 8;
    const size_t sizes[] = {kernel->scratch_bytes,
                            MSM_CHUNK * kernel->point_bytes,
                            QR_MSM_BATCH * kernel->point_bytes,
                            list * sizeof(uintptr_t),
                            list * sizeof(uintptr_t),
                            list * sizeof(uintptr_t),
                            positions * sizeof(uint32_t),
                            MSM_CHUNK * sizeof(uint32_t),
                            MSM_CHUNK,
                            MSM_CHUNK * sizeof(msm_segment_t)};
    size_t total = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) total += line_up(sizes[i]);
    run->worker_count = qr_group_size(run->job->group);
    uint8_t *memory;
    qr_status_t status = run_take(run, &run->full, ranges * sizeof *run->full, QR_MEMORY_ZEROED);
    if (status == QR_OK) {
        status = run_take(run, &run->workers, run->worker_count * sizeof *run->workers, QR_MEMORY_ZEROED);
    }
    if (status == QR_OK) status = run_take(run, &memory, run->worker_count * total, QR_MEMORY_HUGE);
    if (status != QR_OK) return status;
    for (size_t w = 0; w < run->worker_count; w++) {
        msm_worker_t *worker = &run->workers[w];
        void **const fields[] = {&worker->scratch,
                                 (void **)&worker->work,
                                 (void **)&worker->ones_sums,
                                 (void **)&worker->a,
                                 (void **)&worker->b,
                                 (void **)&worker->d,
                                 (void **)&worker->positions,
                                 (void **)&worker->index,
                                 (void **)&worker->sign,
                                 (void **)&worker->segments};
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            memcpy(fields[i], &memory, sizeof memory);
            memory += line_up(sizes[i]);
        }
    }
    return QR_OK;
}

/** Digits' size that makes windows times (additions of points and of buckets) least. */
static unsigned choose_bits(size_t count) {
    unsigned best = MSM_MIN_BITS;
    double least = 0;
    for (unsigned bits = MSM_MIN_BITS; bits <= MSM_MAX_BITS; bits++) {
        double cost = ((255 + bits - 1) / bits) * ((double)count + 1.2 * (double)(1u << bits));
        if (bits == MSM_MIN_BITS || cost < least) {
            least = cost;
            best = bits;
        }
    }
    return best;
}

/** Segments whose sums fill batches on all workers. */
static size_t choose_segments(const msm_run_t *run) {
    size_t segments = 1;
    while (segments * 8 < run->buckets &&
           2 * segments * run->windows <= run->worker_count * (size_t)QR_MSM_BATCH) {
        segments *= 2;
    }
    return segments;
}

qr_status_t qr_msm_take_buckets(msm_run_t *run, unsigned bits, unsigned windows) {
    const size_t point = run->kernel->point_bytes;
    run->bits = bits;
    run->windows = windows;
    run->buckets = (size_t)1 << (run->bits - 1);
    run->segments = choose_segments(run);
    // A range is never divided.
    run->capacity = MSM_BLOCK_BYTES / point;
    if (run->capacity > run->full_total) run->capacity = run->full_total;
    if (run->capacity < MSM_RANGE) run->capacity = MSM_RANGE;
    const size_t entries = run->windows * run->capacity, sums = run->windows * run->buckets;
    run->parts = (16 * run->worker_count + run->windows - 1) / run->windows;
    while (run->parts > 1 && run->capacity / run->parts < 2 * MSM_CHUNK) run->parts--;
    qr_status_t status = run_take(run, &run->block, run->capacity * point, QR_MEMORY_HUGE);
    if (status == QR_OK) status = run_take(run, &run->digits, entries * sizeof *run->digits, QR_MEMORY_HUGE);
    if (status == QR_OK) status = run_take(run, &run->sorted, entries * sizeof *run->sorted, QR_MEMORY_HUGE);
    if (status == QR_OK) {
        status = run_take(run, &run->starts, (sums + run->windows) * sizeof *run->starts, QR_MEMORY_HUGE);
    }
    if (status == QR_OK) status = run_take(run, &run->sums, sums * point, QR_MEMORY_HUGE);
    if (status == QR_OK) status = run_take(run, &run->filled, sums, QR_MEMORY_ZEROED);
    const size_t segments = run->windows * run->segments;
    if (status == QR_OK) {
        status = run_take(run, &run->segment_sums, 2 * segments * sizeof *run->segment_sums, 0);
    }
    if (status == QR_OK) {
        status = run_take(run, &run->window_sums, run->windows * sizeof *run->window_sums, 0);
    }
    return status;
}

/* ---- Blocks ---- */

/** Digits plus half their range: bits of the scalar plus half a range in every place, so no carries. */
static void write_digits(const msm_run_t *run, size_t at, const uint64_t value[4], bool negative) {
    uint64_t offset[6] = {0}, sum[6];
    for (unsigned w = 0; w < run->windows; w++) {
        unsigned bit = run->bits * w + run->bits - 1;
        offset[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    unsigned long long carry = 0;
    for (int i = 0; i < 6; i++) {
        uint64_t word = i < 4 ? value[i] : 0;
        sum[i] = negative ? __builtin_subcll(offset[i], word, carry, &carry)
                          : __builtin_addcll(offset[i], word, carry, &carry);
    }
    const uint64_t mask = (UINT64_C(1) << run->bits) - 1;
    for (unsigned w = 0, bit = 0; w < run->windows; w++, bit += run->bits) {
        uint64_t digit = sum[bit / 64] >> bit % 64;
        if (bit % 64 + run->bits > 64) digit |= sum[bit / 64 + 1] << (64 - bit % 64);
        run->digits[w * run->capacity + at] = (uint16_t)(digit & mask);
    }
}

/** Loads the points of ranges of the block and writes their scalars' digits. */
static void prepare_ranges(void *context, size_t index, uint64_t start, uint64_t end) {
    msm_run_t *run = context;
    msm_worker_t *worker = &run->workers[index];
    for (uint64_t i = start; i < end; i++) {
        size_t range = run->first_range + i, from = range * MSM_RANGE, n = 0;
        size_t to = run->count - from < MSM_RANGE ? run->count : from + MSM_RANGE;
        for (size_t k = from; k < to; k++) {
            uint64_t value[4];
            bool negative;
            if (qr_msm_classify(value, &negative, run->scalars + 32 * k) != MSM_FULL) continue;
            write_digits(run, run->full[range] + n, value, negative);
            worker->index[n++] = (uint32_t)k;
        }
        run->kernel->load(run->block + run->full[range] * run->kernel->point_bytes, run->points, run->form,
                          worker->index, n);
    }
}

qr_status_t qr_msm_fill(msm_run_t *run, void (*prepare)(void *, size_t, uint64_t, uint64_t)) {
    const size_t ranges = (run->count + MSM_RANGE - 1) / MSM_RANGE;
    for (size_t range = 0; range < ranges;) {
        run->first_range = range;
        run->length = 0;
        while (range < ranges && run->length + run->full[range] <= run->capacity) {
            uint32_t here = run->full[range];
            run->full[range++] = (uint32_t)run->length;
            run->length += here;
        }
        qr_group_for(run->job->group, range - run->first_range, 1, &run->job->cancel, prepare, run);
        if (qr_job_cancelled(run->job)) return QR_CANCELLED;
        qr_msm_fill_buckets(run);
        if (qr_job_cancelled(run->job)) return QR_CANCELLED;
    }
    return QR_OK;
}

static qr_status_t sum_full(msm_run_t *run, qr_msm_sum_t *out) {
    memset(out, 0, sizeof *out);
    if (run->full_total == 0) return QR_OK;
    const unsigned bits = choose_bits(run->full_total);
    qr_status_t status = qr_msm_take_buckets(run, bits, (255 + bits - 1) / bits);
    if (status == QR_OK) status = qr_msm_fill(run, prepare_ranges);
    if (status == QR_OK) qr_msm_reduce_buckets(run, out);
    return status;
}

qr_status_t qr_msm_run(qr_job_t *job, const qr_msm_kernel_t *kernel, qr_msm_sum_t *out, const void *points,
                       qr_point_form_t form, const uint8_t *scalars, size_t count) {
    memset(out, 0, sizeof *out);
    if (job == NULL || count > UINT32_MAX) return QR_INVALID_ARGUMENT;
    if (count == 0) return QR_OK;
    msm_run_t run = {.job = job, .kernel = kernel, .points = points, .scalars = scalars, .form = form};
    run.count = count;
    qr_status_t status = qr_msm_take_workers(&run);
    if (status == QR_OK) {
        qr_msm_ones(&run);
        status = qr_job_cancelled(job) ? QR_CANCELLED : sum_full(&run, out);
    }
    if (status == QR_OK) {
        qr_msm_sum_t ones;
        qr_msm_ones_total(&run, &ones);
        kernel->sum_add(out, out, &ones);
    }
    qr_msm_free(&run);
    return status == QR_OK ? QR_OK : qr_job_fail(job, status, 0, "sum of points");
}
