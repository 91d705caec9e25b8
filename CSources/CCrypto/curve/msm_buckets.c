/** @file msm_buckets.c  Points sorted by digit, summed by bucket; buckets summed by weight. */
#include <string.h>

#include "curve/msm_run.h"

/* ---- Sorting ---- */

static void sort_window(void *context, size_t index, uint64_t start, uint64_t end) {
    msm_run_t *run = context;
    uint32_t *positions = run->workers[index].positions;
    const int half = (int)run->buckets;
    for (uint64_t w = start; w < end; w++) {
        const uint16_t *digits = run->digits + w * run->capacity;
        uint32_t *sorted = run->sorted + w * run->capacity, *starts = run->starts + w * (run->buckets + 1);
        memset(positions, 0, (run->buckets + 1) * sizeof *positions);
        for (size_t i = 0; i < run->length; i++)
            positions[digits[i] < half ? half - digits[i] : digits[i] - half]++;
        uint32_t at = 0;
        for (size_t bucket = 0; bucket < run->buckets; bucket++) {
            starts[bucket] = at;
            at += positions[bucket + 1];
            positions[bucket + 1] = starts[bucket];
        }
        starts[run->buckets] = at;
        for (size_t i = 0; i < run->length; i++) {
            int digit = digits[i] - half;
            if (digit == 0) continue;
            sorted[positions[digit < 0 ? -digit : digit]++] = (uint32_t)i << 1 | (digit < 0);
        }
    }
}

/* ---- Trees of additions ---- */

/** A chunk under way. */
typedef struct {
    msm_segment_t *segments;
    size_t count;
    uint8_t *free; /**< in worker->work */
} chunk_t;

static uintptr_t entry_point(const msm_run_t *run, uint32_t entry) {
    return (uintptr_t)(run->block + (size_t)(entry >> 1) * run->kernel->point_bytes) | (entry & 1);
}

/** The lowest level: pairs of the block's points. */
static void add_segment(msm_run_t *run, msm_worker_t *worker, chunk_t *chunk, uint32_t bucket,
                        const uint32_t *entries, uint32_t length) {
    msm_segment_t *segment = &chunk->segments[chunk->count++];
    segment->bucket = bucket;
    segment->length = (length + 1) / 2;
    if (length == 1) {
        segment->at = entry_point(run, entries[0]);
        return;
    }
    const uint32_t half = segment->length;
    const size_t bytes = run->kernel->point_bytes;
    segment->at = (uintptr_t)chunk->free;
    for (uint32_t i = 0; i < length / 2; i++) {
        msm_push(run, worker, entry_point(run, entries[i]), entry_point(run, entries[half + i]),
                 chunk->free + i * bytes);
    }
    if (length % 2 == 1) {
        run->kernel->copy(chunk->free + (half - 1) * bytes, entry_point(run, entries[half - 1]));
    }
    chunk->free += half * bytes;
}

/** All other levels, then the sums to their buckets. */
static void finish_chunk(msm_run_t *run, msm_worker_t *worker, chunk_t *chunk, size_t window) {
    const size_t bytes = run->kernel->point_bytes;
    bool more = true;
    msm_flush(run, worker);
    while (more) {
        more = false;
        for (size_t i = 0; i < chunk->count; i++) {
            msm_segment_t *segment = &chunk->segments[i];
            const uint32_t half = (segment->length + 1) / 2;
            for (uint32_t j = 0; j < segment->length / 2; j++) {
                uint8_t *a = (uint8_t *)segment->at + j * bytes;
                msm_push(run, worker, (uintptr_t)a, (uintptr_t)(a + half * bytes), a);
            }
            segment->length = half;
            more |= half > 1;
        }
        msm_flush(run, worker);
    }
    for (size_t i = 0; i < chunk->count; i++) {
        const msm_segment_t *segment = &chunk->segments[i];
        const size_t place = window * run->buckets + segment->bucket;
        uint8_t *sum = run->sums + place * bytes;
        if (run->filled[place]) {
            msm_push(run, worker, (uintptr_t)sum, segment->at, sum);
        } else {
            run->kernel->copy(sum, segment->at);
            run->filled[place] = 1;
        }
    }
    msm_flush(run, worker);
    chunk->count = 0;
    chunk->free = worker->work;
}

/** First bucket whose entries start at or after `at`. */
static size_t bucket_from(const uint32_t *starts, size_t buckets, size_t at) {
    size_t low = 0, high = buckets;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (starts[middle] < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/** One part of one window: buckets whose entries start in it. */
static void fill_part(void *context, size_t index, uint64_t start, uint64_t end) {
    msm_run_t *run = context;
    msm_worker_t *worker = &run->workers[index];
    chunk_t chunk = {.segments = worker->segments, .count = 0, .free = worker->work};
    for (uint64_t task = start; task < end; task++) {
        const size_t window = task / run->parts, part = task % run->parts;
        const uint32_t *starts = run->starts + window * (run->buckets + 1);
        const uint32_t *sorted = run->sorted + window * run->capacity;
        const size_t total = starts[run->buckets];
        size_t bucket = bucket_from(starts, run->buckets, total * part / run->parts);
        size_t last = run->buckets;
        if (part + 1 < run->parts) last = bucket_from(starts, run->buckets, total * (part + 1) / run->parts);
        size_t room = MSM_CHUNK;
        for (; bucket < last; bucket++) {
            for (uint32_t at = starts[bucket]; at < starts[bucket + 1];) {
                uint32_t left = starts[bucket + 1] - at, length = left < room ? left : (uint32_t)room;
                add_segment(run, worker, &chunk, (uint32_t)bucket, sorted + at, length);
                at += length;
                room -= length;
                if (room == 0) {
                    finish_chunk(run, worker, &chunk, window);
                    room = MSM_CHUNK;
                }
            }
        }
        finish_chunk(run, worker, &chunk, window);
    }
}

void qr_msm_fill_buckets(msm_run_t *run) {
    const uint32_t *stop = &run->job->cancel;
    qr_group_for(run->job->group, run->windows, 1, stop, sort_window, run);
    if (qr_job_cancelled(run->job)) return;
    qr_group_for(run->job->group, run->windows * run->parts, 1, stop, fill_part, run);
}

/* ---- Reduction ---- */

/** For segments from `start` on of all windows' buckets: the sum of its buckets and the sum of bucket i times
 * i + 1, i from the segment's first; both step by step in all segments together. */
static void reduce_segments(void *context, size_t index, uint64_t start, uint64_t end) {
    msm_run_t *run = context;
    msm_worker_t *worker = &run->workers[index];
    const qr_msm_kernel_t *kernel = run->kernel;
    const size_t bytes = kernel->point_bytes, length = run->buckets / run->segments, n = end - start;
    uint8_t *running = worker->work, *weighted = running + n * bytes;
    for (size_t i = length; i-- > 0;) {
        for (size_t s = 0; s < n; s++) {
            const uint8_t *bucket = run->sums + ((start + s) * length + i) * bytes;
            if (i == length - 1) {
                kernel->copy(running + s * bytes, (uintptr_t)bucket);
            } else {
                msm_push(run, worker, (uintptr_t)(running + s * bytes), (uintptr_t)bucket,
                         running + s * bytes);
            }
        }
        msm_flush(run, worker);
        for (size_t s = 0; s < n; s++) {
            uint8_t *sum = weighted + s * bytes;
            if (i == length - 1) {
                kernel->copy(sum, (uintptr_t)(running + s * bytes));
            } else {
                msm_push(run, worker, (uintptr_t)sum, (uintptr_t)(running + s * bytes), sum);
            }
        }
        msm_flush(run, worker);
    }
    for (size_t s = 0; s < n; s++) {
        kernel->store(&run->segment_sums[2 * (start + s)], running + s * bytes, run->form);
        kernel->store(&run->segment_sums[2 * (start + s) + 1], weighted + s * bytes, run->form);
    }
}

/** A window's sum: those of its segments, each with its first bucket's number times the segment's plain sum.
 */
static void reduce_window(void *context, size_t index, uint64_t start, uint64_t end) {
    msm_run_t *run = context;
    const qr_msm_kernel_t *kernel = run->kernel;
    (void)index;
    for (uint64_t w = start; w < end; w++) {
        const qr_msm_sum_t *sums = run->segment_sums + 2 * w * run->segments;
        qr_msm_sum_t running, total;
        memset(&running, 0, sizeof running);
        memset(&total, 0, sizeof total);
        for (size_t s = run->segments; s-- > 1;) {
            kernel->sum_add(&running, &running, &sums[2 * s]);
            kernel->sum_add(&total, &total, &running);
        }
        for (size_t length = run->buckets / run->segments; length > 1; length /= 2) {
            kernel->sum_double(&total, &total);
        }
        for (size_t s = 0; s < run->segments; s++) kernel->sum_add(&total, &total, &sums[2 * s + 1]);
        run->window_sums[w] = total;
    }
}

void qr_msm_reduce_buckets(msm_run_t *run, qr_msm_sum_t *out) {
    const qr_msm_kernel_t *kernel = run->kernel;
    for (size_t i = 0; i < run->windows * run->buckets; i++) {
        if (!run->filled[i]) kernel->set_infinity(run->sums + i * kernel->point_bytes);
    }
    const uint64_t total = run->windows * run->segments;
    uint64_t grain = (total + run->worker_count - 1) / run->worker_count;
    if (grain > QR_MSM_BATCH) grain = QR_MSM_BATCH;
    qr_group_for(run->job->group, total, grain, NULL, reduce_segments, run);
    qr_group_for(run->job->group, run->windows, 1, NULL, reduce_window, run);
    *out = run->window_sums[run->windows - 1];
    for (unsigned w = run->windows - 1; w-- > 0;) {
        for (unsigned i = 0; i < run->bits; i++) kernel->sum_double(out, out);
        kernel->sum_add(out, out, &run->window_sums[w]);
    }
}
