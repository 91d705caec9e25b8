/**
 * @file groth16_prove.c
 * The prover. C's values are those of A times B, as in any satisfied system, so they cost no synthesis; a
 * witness that satisfies nothing is found when the proof is verified at the end.
 */
#include "groth16_prove.h"

#include <sodium.h>
#include <string.h>

#include "field/ntt.h"
#include "params_file.h"
#include "quarry_msm.h"
#include "synthesis.h"

unsigned qr_groth16_log_domain(const qr_circuit_t *circuit) {
    qr_circuit_size_t size;
    qr_circuit_size(&size, circuit);
    uint64_t rows = size.constraints + size.inputs;
    return rows <= 1 ? 0 : 64 - (unsigned)__builtin_clzll(rows - 1);
}

/*
 * With d the polynomial of degree below n that has A B's values on the coset of g, and c the one that has
 * them on the domain: A B = h (x^n - 1) + c, and x^n - 1 is g^n - 1 on the coset, so d = h (g^n - 1) + c.
 * Unlike c's values on the coset, this takes six transforms. The results' scale takes them out of Montgomery
 * form.
 */
qr_status_t qr_groth16_quotient(qr_job_t *job, qr_fr_t *a, qr_fr_t *b, qr_fr_t *c, unsigned log_n) {
    const uint64_t n = UINT64_C(1) << log_n;
    const qr_fr_t part = qr_fr_invert(qr_fr_from_u64(n)), coset = qr_fr_from_u64(7);
    const qr_fr_t z = qr_fr_difference(qr_ntt_power(coset, n), qr_fr_one);
    const qr_fr_t scale = qr_fr_from_montgomery(qr_fr_product(part, qr_fr_invert(z)));
    qr_status_t status = qr_ntt_scatter_product(job, c, a, b, NULL, log_n, scale, qr_fr_one);
    if (status == QR_OK) status = qr_ntt_extend(job, a, log_n, part, coset);
    if (status == QR_OK) status = qr_ntt_extend(job, b, log_n, part, coset);
    if (status == QR_OK) {
        status = qr_ntt_scatter_product(job, a, a, b, c, log_n, scale, qr_fr_invert(coset));
    }
    if (status == QR_OK) qr_ntt_permute(job, a, log_n);
    return status;
}

/* ---- Memory ---- */

/** What a sum of points takes at most (msm_run.h). */
#define SUMS_MEMORY (UINT64_C(400) << 20)

typedef struct {
    qr_job_t *job;
    const qr_params_t *params;
    const qr_circuit_t *circuit;
    qr_circuit_size_t size;
    unsigned log_n;
    size_t domain_bytes, values_bytes, density_bytes;
    void *a, *b, *c;     /**< a domain each */
    void *values;        /**< inputs, then aux */
    void *density_words; /**< bitmaps: a_aux, b_aux, b_inputs */
    qr_density_t density;
    qr_g1_t h, l, a_sum, b_g1;
    qr_g2_t b_g2;
} prover_t;

static size_t bitmap_words(uint64_t bits) {
    return (size_t)(bits / 64 + 1);
}

static void measure(prover_t *prover, const qr_circuit_t *circuit) {
    prover->circuit = circuit;
    qr_circuit_size(&prover->size, circuit);
    prover->log_n = qr_groth16_log_domain(circuit);
    prover->domain_bytes = sizeof(qr_fr_t) << prover->log_n;
    prover->values_bytes = (prover->size.inputs + prover->size.aux) * sizeof(qr_fr_t);
    prover->density_bytes = (2 * bitmap_words(prover->size.aux) + bitmap_words(prover->size.inputs)) * 8;
}

uint64_t qr_groth16_memory(const qr_circuit_t *circuit) {
    prover_t prover;
    measure(&prover, circuit);
    // Two of the three domains make way for the sums.
    uint64_t more = 2 * prover.domain_bytes < SUMS_MEMORY ? SUMS_MEMORY : 2 * prover.domain_bytes;
    return prover.domain_bytes + more + prover.values_bytes + prover.density_bytes;
}

static void release(void **memory, size_t size) {
    qr_memory_free(*memory, size);
    *memory = NULL;
}

static void release_all(prover_t *prover) {
    release(&prover->a, prover->domain_bytes);
    release(&prover->b, prover->domain_bytes);
    release(&prover->c, prover->domain_bytes);
    release(&prover->values, prover->values_bytes);
    release(&prover->density_words, prover->density_bytes);
}

static qr_status_t reserve(prover_t *prover) {
    qr_status_t status = qr_memory_allocate(&prover->a, prover->domain_bytes, -1, QR_MEMORY_HUGE);
    if (status == QR_OK) status = qr_memory_allocate(&prover->b, prover->domain_bytes, -1, QR_MEMORY_HUGE);
    if (status == QR_OK) status = qr_memory_allocate(&prover->c, prover->domain_bytes, -1, QR_MEMORY_HUGE);
    if (status == QR_OK) {
        status = qr_memory_allocate(&prover->values, prover->values_bytes, -1, QR_MEMORY_HUGE);
    }
    if (status == QR_OK) {
        status = qr_memory_allocate(&prover->density_words, prover->density_bytes, -1, QR_MEMORY_ZEROED);
    }
    if (status != QR_OK) return qr_job_fail(prover->job, status, 0, "prover");
    uint64_t *words = prover->density_words;
    prover->density.a_aux = words;
    prover->density.b_aux = words + bitmap_words(prover->size.aux);
    prover->density.b_inputs = prover->density.b_aux + bitmap_words(prover->size.aux);
    return QR_OK;
}

/* ---- Do the parameters fit? ---- */

static uint64_t count_bits(const uint64_t *bitmap, uint64_t bits) {
    uint64_t count = 0;
    for (size_t i = 0; i < bitmap_words(bits); i++) count += (uint64_t)__builtin_popcountll(bitmap[i]);
    return count;
}

static qr_status_t check_sizes(prover_t *prover) {
    const qr_params_t *params = prover->params;
    if (params->vk->ic_count == prover->size.inputs && params->log_domain == prover->log_n &&
        params->counts[QR_SECTION_L] == prover->size.aux) {
        return QR_OK;
    }
    return qr_job_fail(prover->job, QR_MISMATCH, 0, "parameters of another circuit");
}

static qr_status_t check_density(prover_t *prover) {
    const qr_circuit_size_t *size = &prover->size;
    const uint64_t *counts = prover->params->counts;
    uint64_t a = size->inputs + count_bits(prover->density.a_aux, size->aux);
    uint64_t b =
        count_bits(prover->density.b_inputs, size->inputs) + count_bits(prover->density.b_aux, size->aux);
    if (counts[QR_SECTION_A] == a && counts[QR_SECTION_B_G1] == b) return QR_OK;
    return qr_job_fail(prover->job, QR_MISMATCH, 0, "parameters of another circuit");
}

/* ---- Sums ---- */

/** Witness to A's and B's values on the domain: rows of constraints, a row (input i) * 0 for each input. */
static qr_status_t evaluate(prover_t *prover) {
    const qr_circuit_size_t *size = &prover->size;
    qr_fr_t *a = prover->a, *b = prover->b, *inputs = prover->values, *aux = inputs + size->inputs;
    qr_status_t status = qr_circuit_witness(prover->job, prover->circuit, inputs, aux, a, b);
    if (status != QR_OK) return status;
    const uint64_t n = UINT64_C(1) << prover->log_n, rows = size->constraints + size->inputs;
    memcpy(a + size->constraints, inputs, size->inputs * sizeof *a);
    memset(a + rows, 0, (n - rows) * sizeof *a);
    memset(b + size->constraints, 0, (n - size->constraints) * sizeof *b);
    return QR_OK;
}

static qr_status_t sum_h(prover_t *prover) {
    const qr_params_t *params = prover->params;
    qr_status_t status = qr_groth16_quotient(prover->job, prover->a, prover->b, prover->c, prover->log_n);
    if (status != QR_OK) return status;
    release(&prover->b, prover->domain_bytes);
    release(&prover->c, prover->domain_bytes);
    return qr_msm_g1(prover->job, &prover->h, params->points[QR_SECTION_H], QR_POINTS_FILE, prover->a,
                     params->counts[QR_SECTION_H]);
}

/** Goes through the values whose bits are set; at most `room` a time. NULL bits: all. */
typedef struct {
    const qr_fr_t *values;
    const uint64_t *bits;
    uint64_t next, count;
} picker_t;

static size_t pick(picker_t *picker, qr_fr_t *out, size_t room) {
    size_t taken = 0;
    for (; picker->next < picker->count && taken < room; picker->next++) {
        uint64_t i = picker->next;
        if (picker->bits == NULL || (picker->bits[i / 64] >> (i % 64) & 1)) out[taken++] = picker->values[i];
    }
    return taken;
}

/** Sums over the picked inputs, then the picked aux, in pieces that fit prover->a. g2 may be NULL. */
static qr_status_t sum_picked(prover_t *prover, qr_section_t section, picker_t *inputs, picker_t *aux,
                              qr_g1_t *g1, qr_g2_t *g2) {
    const size_t room = (size_t)1 << prover->log_n;
    const uint8_t *points = prover->params->points[section];
    const uint8_t *twins = prover->params->points[QR_SECTION_B_G2];
    qr_fr_t *scalars = prover->a;
    memset(g1, 0, sizeof *g1);
    if (g2 != NULL) memset(g2, 0, sizeof *g2);
    for (;;) {
        size_t count = pick(inputs, scalars, room);
        count += pick(aux, scalars + count, room - count);
        if (count == 0) return QR_OK;
        qr_g1_t part;
        qr_g2_t twin;
        qr_status_t status = qr_msm_g1(prover->job, &part, points, QR_POINTS_FILE, (uint8_t *)scalars, count);
        if (status == QR_OK && g2 != NULL) {
            status = qr_msm_g2(prover->job, &twin, twins, QR_POINTS_FILE, (uint8_t *)scalars, count);
            if (status == QR_OK) qr_g2_add(g2, g2, &twin);
        }
        if (status != QR_OK) return status;
        qr_g1_add(g1, g1, &part);
        points += 96 * count;
        twins += 192 * count;
    }
}

static qr_status_t sum_witness(prover_t *prover) {
    const qr_circuit_size_t *size = &prover->size;
    const qr_params_t *params = prover->params;
    const qr_density_t *density = &prover->density;
    qr_fr_t *inputs = prover->values, *aux = inputs + size->inputs;
    qr_ntt_to_canonical(prover->job, inputs, size->inputs + size->aux);
    qr_status_t status = qr_msm_g1(prover->job, &prover->l, params->points[QR_SECTION_L], QR_POINTS_FILE,
                                   (const uint8_t *)aux, size->aux);
    if (status != QR_OK) return status;
    picker_t all_inputs = {inputs, NULL, 0, size->inputs}, a_aux = {aux, density->a_aux, 0, size->aux};
    status = sum_picked(prover, QR_SECTION_A, &all_inputs, &a_aux, &prover->a_sum, NULL);
    if (status != QR_OK) return status;
    picker_t b_inputs = {inputs, density->b_inputs, 0, size->inputs};
    picker_t b_aux = {aux, density->b_aux, 0, size->aux};
    return sum_picked(prover, QR_SECTION_B_G1, &b_inputs, &b_aux, &prover->b_g1, &prover->b_g2);
}

/* ---- The proof ---- */

static void multiply_secret(qr_g1_t *out, const qr_g1_t *point, const uint8_t secret[32]) {
    qr_g1_affine_t affine;
    qr_g1_to_affine(&affine, point);
    qr_g1_mul_secret(out, &affine, secret);
}

/** a = alpha + A + r delta, b = beta + B + s delta, c = s (alpha + A) + r (beta + B1 + s delta) + h + l. */
static void combine(qr_proof_t *out, const prover_t *prover, const uint8_t r[32], const uint8_t s[32]) {
    const qr_vk_t *vk = prover->params->vk;
    qr_g1_t a, b, c, t;
    qr_g2_t b2, t2;
    qr_g1_add_affine(&a, &prover->a_sum, &vk->alpha_g1);
    multiply_secret(&c, &a, s);
    qr_g1_mul_secret(&t, &vk->delta_g1, r);
    qr_g1_add(&a, &a, &t);
    qr_g1_mul_secret(&t, &vk->delta_g1, s);
    qr_g1_add_affine(&b, &prover->b_g1, &vk->beta_g1);
    qr_g1_add(&b, &b, &t);
    multiply_secret(&t, &b, r);
    qr_g1_add(&c, &c, &t);
    qr_g1_add(&c, &c, &prover->h);
    qr_g1_add(&c, &c, &prover->l);
    qr_g2_mul_secret(&t2, &vk->delta_g2, s);
    qr_g2_add_affine(&b2, &prover->b_g2, &vk->beta_g2);
    qr_g2_add(&b2, &b2, &t2);
    qr_g1_to_affine(&out->a, &a);
    qr_g2_to_affine(&out->b, &b2);
    qr_g1_to_affine(&out->c, &c);
    // From any of these the blinding could be undone.
    sodium_memzero(&t, sizeof t);
    sodium_memzero(&t2, sizeof t2);
    sodium_memzero(&b, sizeof b);
}

static qr_status_t prove(prover_t *prover, uint8_t proof[QR_PROOF_SIZE], const uint8_t r[32],
                         const uint8_t s[32]) {
    qr_status_t status = qr_circuit_density(prover->job, prover->circuit, &prover->density);
    if (status == QR_OK) status = check_density(prover);
    if (status == QR_OK) status = evaluate(prover);
    if (status == QR_OK) status = sum_h(prover);
    if (status == QR_OK) status = sum_witness(prover);
    if (status != QR_OK) return status;
    qr_proof_t points;
    bool valid;
    combine(&points, prover, r, s);
    qr_proof_encode(proof, &points);
    const uint8_t *inputs = (const uint8_t *)prover->values + 32;
    size_t count = prover->size.inputs - 1;
    status =
        qr_groth16_verify(prover->job, &valid, prover->params->vk, proof, QR_PROOF_SIZE, inputs, count, 1);
    if (status == QR_OUT_OF_MEMORY || status == QR_CANCELLED || (status == QR_OK && valid)) return status;
    return qr_job_fail(prover->job, QR_MISMATCH, 0, "the proof does not verify: witness or parameters");
}

qr_status_t qr_groth16_prove_with(qr_job_t *job, uint8_t proof[QR_PROOF_SIZE], const qr_params_t *params,
                                  const qr_circuit_t *circuit, const uint8_t r[32], const uint8_t s[32]) {
    memset(proof, 0, QR_PROOF_SIZE);
    if (job == NULL || params == NULL || circuit == NULL || !circuit->has_witness) return QR_INVALID_ARGUMENT;
    if (!qr_fr_below_modulus(qr_fr_load(r)) || !qr_fr_below_modulus(qr_fr_load(s)))
        return QR_INVALID_ARGUMENT;
    prover_t prover = {.job = job, .params = params};
    measure(&prover, circuit);
    if (prover.log_n > QR_NTT_MAX_LOG)
        return qr_job_fail(job, QR_UNSUPPORTED, 0, "circuit of more than 2^28 rows");
    qr_status_t status = check_sizes(&prover);
    if (status == QR_OK) status = reserve(&prover);
    if (status == QR_OK) status = prove(&prover, proof, r, s);
    release_all(&prover);
    if (status != QR_OK) memset(proof, 0, QR_PROOF_SIZE);
    return status;
}

/** A uniform element, from the system's generator. */
static void draw(uint8_t out[32]) {
    do {
        randombytes_buf(out, 32);
        out[31] &= 0x7f;
    } while (!qr_fr_below_modulus(qr_fr_load(out)));
}

qr_status_t qr_groth16_prove(qr_job_t *job, uint8_t proof[QR_PROOF_SIZE], const qr_params_t *params,
                             const qr_circuit_t *circuit) {
    uint8_t r[32], s[32];
    draw(r);
    draw(s);
    qr_status_t status = qr_groth16_prove_with(job, proof, params, circuit, r, s);
    sodium_memzero(r, sizeof r);
    sodium_memzero(s, sizeof s);
    return status;
}
