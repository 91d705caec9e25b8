/** @file groth16_vk.c  Verifying keys and proofs as bytes. */
#include "groth16_vk.h"

#include <stdlib.h>
#include <string.h>

#include "curve/few.h"
#include "curve/lanes.h"
#include "params_map.h"

/* ---- Points ---- */

/** The first byte of an uncompressed point that is not infinity has no flag set. */
static bool is_plain(const uint8_t *in) {
    return (in[0] & 0xe0) == 0;
}

qr_status_t qr_params_g1(qr_g1_affine_t *out, const uint8_t in[96]) {
    memset(out, 0, sizeof *out);
    return is_plain(in) ? qr_g1_decode_uncompressed(out, in, true) : QR_MALFORMED;
}

qr_status_t qr_params_g2(qr_g2_affine_t *out, const uint8_t in[192]) {
    memset(out, 0, sizeof *out);
    return is_plain(in) ? qr_g2_decode_uncompressed(out, in, true) : QR_MALFORMED;
}

/* ---- Proofs ---- */

/** Decoded together. */
enum { PROOFS = 8 };

qr_status_t qr_proof_decode(qr_proof_t *out, const uint8_t in[QR_PROOF_SIZE]) {
    qr_proof_t proof;
    memset(out, 0, sizeof *out);
    qr_status_t status = qr_g1_decode(&proof.a, in, true);
    if (status == QR_OK) status = qr_g2_decode(&proof.b, in + 48, true);
    if (status == QR_OK) status = qr_g1_decode(&proof.c, in + 144, true);
    if (status != QR_OK) return status;
    if (qr_g1_affine_is_infinity(&proof.a) || qr_g2_affine_is_infinity(&proof.b) ||
        qr_g1_affine_is_infinity(&proof.c)) {
        return QR_MALFORMED;
    }
    *out = proof;
    return QR_OK;
}

/** False: one of these proofs is none; at most PROOFS of them. */
static bool decode_together(qr_proof_t *out, const uint8_t *in, size_t count) {
    qr_status_t status[2 * PROOFS];
    qr_g1_affine_t g1[2 * PROOFS];
    qr_g2_affine_t g2[PROOFS];
    uint8_t encodings[2 * PROOFS][48];
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        memcpy(encodings[2 * i], in + QR_PROOF_SIZE * i, 48);
        memcpy(encodings[2 * i + 1], in + QR_PROOF_SIZE * i + 144, 48);
    }
    qr_g1_decode_many(status, g1, encodings[0], 48, 2 * count);
    for (size_t i = 0; i < 2 * count; i++) {
        good = good && status[i] == QR_OK && !qr_g1_affine_is_infinity(&g1[i]);
    }
    if (!good) return false;
    qr_g2_decode_many(status, g2, in + 48, QR_PROOF_SIZE, count);
    for (size_t i = 0; i < count; i++) {
        good = good && status[i] == QR_OK && !qr_g2_affine_is_infinity(&g2[i]);
        out[i] = (qr_proof_t){.a = g1[2 * i], .b = g2[i], .c = g1[2 * i + 1]};
    }
    return good;
}

qr_status_t qr_proof_decode_many(qr_proof_t *out, const uint8_t *in, size_t count) {
    for (size_t at = 0; at < count; at += PROOFS) {
        const size_t n = count - at < PROOFS ? count - at : PROOFS;
        if (decode_together(out + at, in + QR_PROOF_SIZE * at, n)) continue;
        for (size_t i = at; i < at + n; i++) {
            qr_status_t status = qr_proof_decode(&out[i], in + QR_PROOF_SIZE * i);
            if (status != QR_OK) return status;
        }
    }
    return QR_OK;
}

void qr_proof_encode(uint8_t out[QR_PROOF_SIZE], const qr_proof_t *proof) {
    qr_g1_encode(out, &proof->a);
    qr_g2_encode(out + 48, &proof->b);
    qr_g1_encode(out + 144, &proof->c);
}

/* ---- Verifying keys ---- */

size_t qr_vk_size(const uint8_t *in, size_t length) {
    if (length < QR_VK_HEAD) return 0;
    size_t count = qr_params_count(in + QR_VK_HEAD - 4);
    return count <= (length - QR_VK_HEAD) / 96 ? QR_VK_HEAD + 96 * count : 0;
}

static qr_status_t decode_head(qr_vk_t *vk, const uint8_t *in) {
    qr_status_t status = qr_params_g1(&vk->alpha_g1, in);
    if (status == QR_OK) status = qr_params_g1(&vk->beta_g1, in + 96);
    if (status == QR_OK) status = qr_params_g2(&vk->beta_g2, in + 192);
    if (status == QR_OK) status = qr_params_g2(&vk->gamma_g2, in + 384);
    if (status == QR_OK) status = qr_params_g1(&vk->delta_g1, in + 576);
    if (status == QR_OK) status = qr_params_g2(&vk->delta_g2, in + 672);
    return status;
}

typedef struct {
    qr_vk_t *vk;
    const uint8_t *in;
    uint32_t failed;
} ic_t;

static void decode_ic(void *context, size_t worker, uint64_t start, uint64_t end) {
    ic_t *ic = context;
    (void)worker;
    for (uint64_t i = start; i < end; i++) {
        qr_status_t status = qr_params_g1(&ic->vk->ic[i], ic->in + 96 * i);
        if (status != QR_OK) __atomic_store_n(&ic->failed, (uint32_t)status, __ATOMIC_RELAXED);
    }
}

qr_status_t qr_vk_decode(qr_job_t *job, qr_vk_t **out, const uint8_t *in, size_t length) {
    *out = NULL;
    if (job == NULL) return QR_INVALID_ARGUMENT;
    if (length < QR_VK_HEAD || qr_vk_size(in, length) != length || length == QR_VK_HEAD) {
        return qr_job_fail(job, QR_MALFORMED, 0, "verifying key of %zu bytes", length);
    }
    size_t count = (length - QR_VK_HEAD) / 96;
    qr_vk_t *vk = calloc(1, sizeof *vk + count * sizeof *vk->ic);
    if (vk == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "verifying key");
    vk->ic_count = count;
    qr_status_t status = decode_head(vk, in);
    if (status == QR_OK) {
        ic_t ic = {.vk = vk, .in = in + QR_VK_HEAD};
        qr_group_for(job->group, count, 16, &ic.failed, decode_ic, &ic);
        status = (qr_status_t)ic.failed;
    }
    if (status != QR_OK) {
        free(vk);
        return qr_job_fail(job, status, 0, "a point of the verifying key");
    }
    // Without memory for them verification only takes longer.
    if (count <= QR_G1_FEW_POINTS) vk->ic_tables = calloc(count * QR_G1_FEW_TABLE, sizeof *vk->ic_tables);
    if (vk->ic_tables != NULL) qr_g1_few_tables(vk->ic_tables, vk->ic, count);
    qr_g2_prepare(&vk->beta, &vk->beta_g2);
    qr_g2_prepare(&vk->gamma, &vk->gamma_g2);
    qr_g2_prepare(&vk->delta, &vk->delta_g2);
    qr_pairing_product(&vk->alpha_beta, &vk->alpha_g1, &vk->beta_g2, 1);
    *out = vk;
    return QR_OK;
}

qr_status_t qr_vk_load(qr_job_t *job, qr_vk_t **out, const char *path) {
    qr_params_map_t map;
    *out = NULL;
    qr_status_t status = qr_params_map(job, &map, path);
    if (status != QR_OK) return status;
    status = qr_vk_decode(job, out, map.bytes, map.size);
    qr_params_unmap(&map);
    return status;
}

void qr_vk_destroy(qr_vk_t *vk) {
    if (vk == NULL) return;
    free(vk->ic_tables);
    free(vk);
}

size_t qr_vk_input_count(const qr_vk_t *vk) {
    return vk->ic_count - 1;
}
