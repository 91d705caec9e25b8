/**
 * @file msm_bucket.h
 * Pippenger's sum for one group: a template, to be included with MSM(name), the types msm_point_t and
 * msm_affine_t, POINT(name) for the group's public functions and MSM_FILE_BYTES defined.
 *
 * Points come in blocks: decoded and their scalars cut into digits on all workers, then each window, on some
 * worker, adds the block's points to its own buckets.
 */

typedef struct {
    qr_job_t *job;
    const uint8_t *points, *scalars;
    qr_point_form_t form;
    unsigned bits, windows;
    size_t buckets; /**< a window: digits 1 to 2^(bits-1) */
    size_t start, length;
    msm_affine_t *block;
    int32_t *digits;   /**< MSM_BLOCK a window */
    msm_point_t *sums; /**< `buckets` a window; at the end the first of them is the window's sum */
} MSM(run_t);

static void MSM(prepare)(void *context, size_t worker, uint64_t start, uint64_t end) {
    MSM(run_t) *run = context;
    (void)worker;
    for (uint64_t i = start; i < end; i++) {
        size_t at = run->start + i;
        if (run->form == QR_POINTS_FILE) {
            MSM(read)(&run->block[i], run->points + at * MSM_FILE_BYTES);
        } else {
            memcpy(&run->block[i], run->points + at * sizeof(msm_affine_t), sizeof(msm_affine_t));
        }
        qr_msm_digits(run->digits + i, MSM_BLOCK, run->scalars + 32 * at, run->bits);
    }
}

static void MSM(accumulate)(void *context, size_t worker, uint64_t start, uint64_t end) {
    MSM(run_t) *run = context;
    (void)worker;
    for (uint64_t w = start; w < end; w++) {
        const int32_t *digits = run->digits + w * MSM_BLOCK;
        msm_point_t *sums = run->sums + w * run->buckets;
        for (size_t i = 0; i < run->length; i++) {
            if (digits[i] > 0) POINT(add_affine)(&sums[digits[i] - 1], &sums[digits[i] - 1], &run->block[i]);
            if (digits[i] < 0) {
                msm_affine_t negative;
                POINT(affine_neg)(&negative, &run->block[i]);
                POINT(add_affine)(&sums[-digits[i] - 1], &sums[-digits[i] - 1], &negative);
            }
        }
    }
}

/** sums[0] = sum of (i + 1) sums[i]. */
static void MSM(reduce)(void *context, size_t worker, uint64_t start, uint64_t end) {
    MSM(run_t) *run = context;
    (void)worker;
    for (uint64_t w = start; w < end; w++) {
        msm_point_t *sums = run->sums + w * run->buckets;
        msm_point_t running = sums[run->buckets - 1], total = running;
        for (size_t i = run->buckets - 1; i-- > 0;) {
            POINT(add)(&running, &running, &sums[i]);
            POINT(add)(&total, &total, &running);
        }
        sums[0] = total;
    }
}

static qr_status_t MSM(sum)(MSM(run_t) * run, msm_point_t *out, size_t count) {
    qr_group_t *group = run->job->group;
    for (run->start = 0; run->start < count; run->start += MSM_BLOCK) {
        if (qr_job_cancelled(run->job)) return QR_CANCELLED;
        run->length = count - run->start < MSM_BLOCK ? count - run->start : MSM_BLOCK;
        qr_group_for(group, run->length, 256, NULL, MSM(prepare), run);
        qr_group_for(group, run->windows, 1, NULL, MSM(accumulate), run);
    }
    qr_group_for(group, run->windows, 1, NULL, MSM(reduce), run);
    msm_point_t total = run->sums[(run->windows - 1) * run->buckets];
    for (unsigned w = run->windows - 1; w-- > 0;) {
        for (unsigned i = 0; i < run->bits; i++) POINT(double)(&total, &total);
        POINT(add)(&total, &total, &run->sums[w * run->buckets]);
    }
    *out = total;
    return QR_OK;
}

static qr_status_t MSM(portable)(qr_job_t *job, msm_point_t *out, const void *points, qr_point_form_t form,
                                 const uint8_t *scalars, size_t count) {
    memset(out, 0, sizeof *out);
    if (job == NULL) return QR_INVALID_ARGUMENT;
    if (count == 0) return QR_OK;
    MSM(run_t) run = {.job = job, .points = points, .scalars = scalars, .form = form};
    run.bits = window_bits(count);
    run.windows = qr_msm_windows(run.bits);
    run.buckets = (size_t)1 << (run.bits - 1);
    size_t sums_size = run.windows * run.buckets * sizeof(msm_point_t);
    size_t block_size = MSM_BLOCK * (sizeof(msm_affine_t) + run.windows * sizeof(int32_t));
    void *sums = NULL, *block = NULL;
    qr_status_t status = qr_memory_allocate(&sums, sums_size, -1, QR_MEMORY_ZEROED);
    if (status == QR_OK) status = qr_memory_allocate(&block, block_size, -1, 0);
    if (status == QR_OK) {
        run.sums = sums;
        run.block = block;
        run.digits = (int32_t *)(run.block + MSM_BLOCK);
        status = MSM(sum)(&run, out, count);
    }
    qr_memory_free(block, block_size);
    qr_memory_free(sums, sums_size);
    return status == QR_OK ? QR_OK : qr_job_fail(job, status, 0, "sum of points");
}
