/**
 * @file members.c
 * Membership of many points. Sums of signed points in buckets as for a sum of multiples, by random digits
 * instead of a scalar's: let f be a homomorphism whose kernel is the group (psi(P) - [z] P on G2, say). If
 * f(P) is not 0 it is of odd order; given all other points' digits, at most one of P's 2^bits digits makes f
 * of all the buckets 0. So a window misses P with probability 2^-bits at most, and windows are independent.
 */
#include "curve/members.h"

#include <sodium.h>
#include <string.h>

#include "curve/lanes.h"
#include "curve/msm_run.h"

/** STRENGTH: bits of all windows together. STEP: points checked at a time. */
enum { STRENGTH = 64, STEP = 256 };

typedef struct {
    msm_run_t run;
    bool g2;
    uint32_t bad; /**< a point or a bucket is bad */
    uint8_t key[crypto_stream_chacha20_KEYBYTES];
    uint64_t first_bad;
} members_t;

static size_t file_bytes(const members_t *members) {
    return members->g2 ? 192 : 96;
}

/* ---- One by one ---- */

static void lower(uint64_t *least, uint64_t i) {
    uint64_t now = __atomic_load_n(least, __ATOMIC_RELAXED);
    while (i < now &&
           !__atomic_compare_exchange_n(least, &now, i, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
}

/** good[i]: is the point at in + i size of order r? */
static void check_few(const members_t *members, bool *good, const uint8_t *in, size_t n) {
    bool in_group[STEP];
    union {
        qr_g1_affine_t g1[STEP];
        qr_g2_affine_t g2[STEP];
    } points;
    if (members->g2) {
        qr_g2_file_on_curve_many(good, in, n);
        for (size_t i = 0; i < n; i++) {
            if (qr_g2_decode_uncompressed(&points.g2[i], in + 192 * i, false) != QR_OK) good[i] = false;
        }
        qr_g2_in_subgroup_many(in_group, points.g2, n);
    } else {
        qr_g1_file_on_curve_many(good, in, n);
        for (size_t i = 0; i < n; i++) {
            if (qr_g1_decode_uncompressed(&points.g1[i], in + 96 * i, false) != QR_OK) good[i] = false;
        }
        qr_g1_in_subgroup_many(in_group, points.g1, n);
    }
    for (size_t i = 0; i < n; i++) good[i] = good[i] && in_group[i];
}

static void find_bad(void *context, size_t worker, uint64_t start, uint64_t end) {
    members_t *members = context;
    bool good[STEP];
    (void)worker;
    for (uint64_t at = start; at < end; at += STEP) {
        // Chunks are handed out in order: those before the first bad point have all been.
        if (at >= __atomic_load_n(&members->first_bad, __ATOMIC_RELAXED)) return;
        const size_t n = end - at < STEP ? end - at : STEP;
        check_few(members, good, members->run.points + at * file_bytes(members), n);
        for (size_t i = 0; i < n; i++) {
            if (!good[i]) lower(&members->first_bad, at + i);
        }
    }
}

static qr_status_t check_each(members_t *members) {
    qr_job_t *job = members->run.job;
    qr_group_for(job->group, members->run.count, STEP, &job->cancel, find_bad, members);
    return qr_job_cancelled(job) ? QR_CANCELLED : QR_OK;
}

/* ---- By sums ---- */

/** Checks that the points of ranges lie on the curve, loads them and draws their digits. */
static void prepare_members(void *context, size_t index, uint64_t start, uint64_t end) {
    members_t *members = context;
    msm_run_t *run = context;
    msm_worker_t *worker = &run->workers[index];
    const size_t bytes = file_bytes(members);
    bool good[STEP];
    for (uint64_t i = start; i < end && !__atomic_load_n(&members->bad, __ATOMIC_RELAXED); i++) {
        const uint64_t range = run->first_range + i, from = range * MSM_RANGE;
        const size_t n = run->count - from < MSM_RANGE ? run->count - from : MSM_RANGE;
        for (size_t at = 0; at < n; at += STEP) {
            const size_t few = n - at < STEP ? n - at : STEP;
            const uint8_t *in = run->points + (from + at) * bytes;
            if (members->g2) {
                qr_g2_file_on_curve_many(good, in, few);
            } else {
                qr_g1_file_on_curve_many(good, in, few);
            }
            if (memchr(good, false, few) != NULL) __atomic_store_n(&members->bad, 1, __ATOMIC_RELAXED);
        }
        for (size_t k = 0; k < n; k++) worker->index[k] = (uint32_t)(from + k);
        const size_t place = run->full[range];
        run->kernel->load(run->block + place * run->kernel->point_bytes, run->points, run->form,
                          worker->index, n);
        for (unsigned w = 0; w < run->windows; w++) {
            uint16_t *digits = run->digits + w * run->capacity + place;
            const uint64_t nonce = range * run->windows + w;
            crypto_stream_chacha20((uint8_t *)digits, n * sizeof *digits, (const uint8_t *)&nonce,
                                   members->key);
            for (size_t k = 0; k < n; k++) digits[k] &= (uint16_t)((1u << run->bits) - 1);
        }
        qr_job_advance(run->job, n);
    }
}

static void check_sums(void *context, size_t worker, uint64_t start, uint64_t end) {
    members_t *members = context;
    const msm_run_t *run = &members->run;
    bool good[STEP];
    qr_msm_sum_t sum;
    union {
        qr_g1_affine_t g1[STEP];
        qr_g2_affine_t g2[STEP];
    } points;
    (void)worker;
    size_t n = 0;
    for (uint64_t i = start; i < end; i++) {
        if (!run->filled[i]) continue;
        run->kernel->store(&sum, run->sums + i * run->kernel->point_bytes, run->form);
        // A bucket's sum is affine: its z is 1, or 0 for infinity, which has no coordinates.
        if (members->g2) {
            points.g2[n++] = (qr_g2_affine_t){sum.g2.x, sum.g2.y};
        } else {
            points.g1[n++] = (qr_g1_affine_t){sum.g1.x, sum.g1.y};
        }
    }
    if (members->g2) {
        qr_g2_in_subgroup_many(good, points.g2, n);
    } else {
        qr_g1_in_subgroup_many(good, points.g1, n);
    }
    if (n > 0 && memchr(good, false, n) != NULL) __atomic_store_n(&members->bad, 1, __ATOMIC_RELAXED);
}

/** Windows that cost least, with additions as the unit; 0: point by point costs less. */
static unsigned choose_windows(uint64_t count) {
    enum { CHECK_COST = 100 };
    unsigned best = 0;
    uint64_t least = count * CHECK_COST;
    for (unsigned windows = STRENGTH / MSM_MAX_BITS; windows <= 12; windows++) {
        const unsigned bits = (STRENGTH + windows - 1) / windows;
        const uint64_t cost = windows * (count + CHECK_COST * (UINT64_C(1) << (bits - 1)));
        if (cost >= least) continue;
        least = cost;
        best = windows;
    }
    return best;
}

static qr_status_t check_by_sums(members_t *members, unsigned windows) {
    msm_run_t *run = &members->run;
    const unsigned bits = (STRENGTH + windows - 1) / windows;
    qr_status_t status = qr_msm_take_workers(run);
    for (size_t at = 0; status == QR_OK && at < run->count; at += MSM_RANGE) {
        run->full[at / MSM_RANGE] = (uint32_t)(run->count - at < MSM_RANGE ? run->count - at : MSM_RANGE);
    }
    run->full_total = run->count;
    if (status == QR_OK) status = qr_msm_take_buckets(run, bits, windows);
    if (status == QR_OK) status = qr_msm_fill(run, prepare_members);
    if (status == QR_OK && !members->bad) {
        qr_group_for(run->job->group, run->windows * run->buckets, STEP, NULL, check_sums, members);
    }
    qr_msm_free(run);
    return status;
}

qr_status_t qr_members_check_file(qr_job_t *job, uint64_t *first_bad, bool g2, const uint8_t *points,
                                  uint64_t count) {
    *first_bad = UINT64_MAX;
    if (job == NULL || count > UINT32_MAX) return QR_INVALID_ARGUMENT;
    members_t members = {.g2 = g2, .first_bad = UINT64_MAX};
    members.run = (msm_run_t){.job = job,
                              .kernel = qr_msm_kernel(g2),
                              .points = points,
                              .form = QR_POINTS_FILE,
                              .count = (size_t)count};
    const unsigned windows = choose_windows(count);
    qr_status_t status = QR_OK;
    if (windows > 0) {
        (void)sodium_init();
        randombytes_buf(members.key, sizeof members.key);
        status = check_by_sums(&members, windows);
    }
    if (status == QR_OK && (windows == 0 || members.bad)) status = check_each(&members);
    if (status == QR_OK && windows == 0) qr_job_advance(job, count);
    if (status == QR_OK) *first_bad = members.first_bad;
    return status == QR_OK ? QR_OK : qr_job_fail(job, status, 0, "check of points");
}
