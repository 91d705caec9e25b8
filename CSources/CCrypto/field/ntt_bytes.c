/**
 * @file ntt_bytes.c
 * The transforms of quarry_ntt.h, on canonical bytes in natural order. Transforms are linear and their
 * factors are in Montgomery form, so that elements keep the form in which they come.
 */
#include "field/ntt.h"

typedef struct {
    const qr_fr_t *values;
    uint32_t refused;
} check_t;

static void check_range(void *context, size_t worker, uint64_t start, uint64_t end) {
    check_t *check = context;
    (void)worker;
    for (uint64_t i = start; i < end; i++) {
        // The top word alone decides for nearly all.
        if (check->values[i].l[3] < QR_FR_R3 || qr_fr_below_modulus(check->values[i])) continue;
        __atomic_store_n(&check->refused, 1, __ATOMIC_RELAXED);
    }
}

static bool all_canonical(qr_job_t *job, const qr_fr_t *values, uint64_t n) {
    check_t check = {values, 0};
    qr_group_for(job->group, n, 1 << 14, &check.refused, check_range, &check);
    return check.refused == 0;
}

static qr_status_t transform(qr_job_t *job, qr_fr_t *values, unsigned log_n, qr_ntt_kind_t kind) {
    const uint64_t n = UINT64_C(1) << log_n;
    const qr_fr_t one = qr_fr_one, seven = qr_fr_from_u64(7);
    const qr_fr_t part = qr_fr_invert(qr_fr_from_u64(n));
    qr_status_t status = QR_OK;
    if (kind == QR_NTT_DIVIDE_BY_Z) {
        qr_fr_t z = qr_fr_difference(qr_ntt_power(seven, n), one);
        qr_ntt_scale(job, values, n, qr_fr_invert(z), one);
    } else if (kind == QR_NTT_IFFT || kind == QR_NTT_COSET_IFFT) {
        qr_fr_t step = kind == QR_NTT_IFFT ? one : qr_fr_invert(seven);
        status = qr_ntt_scatter(job, values, log_n, true, part, step);
        qr_ntt_permute(job, values, log_n);
    } else {
        if (kind == QR_NTT_COSET_FFT) qr_ntt_scale(job, values, n, one, seven);
        qr_ntt_permute(job, values, log_n);
        status = qr_ntt_gather(job, values, log_n, false);
    }
    return status;
}

qr_status_t qr_ntt(qr_job_t *job, uint8_t *bytes, unsigned log_n, qr_ntt_kind_t kind) {
    if (job == NULL || log_n > QR_NTT_MAX_LOG || (unsigned)kind > QR_NTT_DIVIDE_BY_Z) {
        return QR_INVALID_ARGUMENT;
    }
    const uint64_t n = UINT64_C(1) << log_n;
    qr_fr_t *values = (qr_fr_t *)(void *)bytes;
    if (!all_canonical(job, values, n)) return QR_INVALID_ARGUMENT;
    return transform(job, values, log_n, kind);
}
