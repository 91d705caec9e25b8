/** Private steps of the prover and the generator, for reference vectors. */
#include "quarry_vectors.h"

#include <stdlib.h>
#include <string.h>

#include "field/ntt.h"
#include "snark/aggregate.h"
#include "snark/groth16_prove.h"
#include "snark/params_generate.h"
#include "snark/synthesis.h"
#include "snark/transcript.h"

/** Bytes of a term: kind, index, coefficient. */
#define TERM_SIZE 41u

typedef struct {
    qr_circuit_t circuit;
    size_t length, inputs, aux;
    uint8_t *witness;
    uint8_t stream[];
} stream_circuit_t;

static uint64_t number_at(const uint8_t *at, size_t bytes) {
    uint64_t out = 0;
    for (size_t i = 0; i < bytes; i++) out |= (uint64_t)at[i] << 8 * i;
    return out;
}

/** Are all sums there, with variables that are there, canonical coefficients, three sums a constraint? */
static bool is_sound(const stream_circuit_t *self) {
    size_t at = 0, sums = 0;
    while (at < self->length) {
        if (self->length - at < 4) return false;
        uint64_t terms = number_at(self->stream + at, 4);
        at += 4;
        if (terms > (self->length - at) / TERM_SIZE) return false;
        for (uint64_t i = 0; i < terms; i++, at += TERM_SIZE) {
            uint64_t kind = self->stream[at], index = number_at(self->stream + at + 1, 8);
            if (kind > 1 || index >= (kind == 0 ? self->inputs : self->aux)) return false;
            if (!qr_fr_below_modulus(qr_fr_load(self->stream + at + 9))) return false;
        }
        sums++;
    }
    return sums % 3 == 0;
}

static qr_fr_t value_at(const stream_circuit_t *self, size_t i) {
    return qr_fr_to_montgomery(qr_fr_load(self->witness + 32 * i));
}

static void synthesize(qr_cs_t *cs, void *shared, const qr_circuit_t *circuit, uint32_t part) {
    (void)shared, (void)part;
    const stream_circuit_t *self = (const stream_circuit_t *)circuit;
    // Input 0, the one, is there already.
    for (size_t i = 1; i < self->inputs; i++) (void)qr_cs_alloc_input(cs, value_at(self, i));
    for (size_t i = 0; i < self->aux; i++) (void)qr_cs_alloc(cs, value_at(self, self->inputs + i));
    qr_lc_t sums[3] = {{.count = 0}, {.count = 0}, {.count = 0}};
    const uint8_t *at = self->stream, *end = at + self->length;
    while (at < end) {
        for (size_t k = 0; k < 3; k++) {
            qr_lc_clear(&sums[k]);
            uint64_t terms = number_at(at, 4);
            at += 4;
            for (uint64_t i = 0; i < terms; i++, at += TERM_SIZE) {
                size_t index = (size_t)number_at(at + 1, 8), place = index + (at[0] ? self->inputs : 0);
                qr_num_t num = {value_at(self, place), (qr_var_t)index | (at[0] ? QR_VAR_AUX : 0)};
                qr_lc_add(cs, &sums[k], qr_fr_to_montgomery(qr_fr_load(at + 9)), num);
            }
        }
        qr_cs_enforce(cs, &sums[0], &sums[1], &sums[2]);
    }
    for (size_t k = 0; k < 3; k++) qr_lc_free(&sums[k]);
}

static void destroy(qr_circuit_t *circuit) {
    stream_circuit_t *self = (stream_circuit_t *)circuit;
    free(self->witness);
    free(self);
}

qr_status_t quarry_vectors_circuit(qr_job_t *job, qr_circuit_t **out, const uint8_t *stream, size_t length,
                                   const uint8_t *witness, size_t inputs, size_t aux) {
    *out = NULL;
    if (inputs == 0 || inputs > UINT32_MAX || aux > UINT32_MAX) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "numbers of variables");
    }
    stream_circuit_t *self = calloc(1, sizeof *self + length);
    if (self == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "constraints");
    self->circuit =
        (qr_circuit_t){.parts = 1, .has_witness = true, .synthesize = synthesize, .destroy = destroy};
    self->length = length;
    self->inputs = inputs;
    self->aux = aux;
    memcpy(self->stream, stream, length);
    self->witness = malloc(32 * (inputs + aux));
    qr_status_t status = self->witness != NULL ? QR_OK : QR_OUT_OF_MEMORY;
    if (status == QR_OK) memcpy(self->witness, witness, 32 * (inputs + aux));
    if (status == QR_OK && !is_sound(self)) status = QR_MALFORMED;
    if (status == QR_OK) status = qr_circuit_measure(job, &self->circuit);
    if (status != QR_OK) {
        destroy(&self->circuit);
        return qr_job_fail(job, status, 0, "constraints");
    }
    *out = &self->circuit;
    return QR_OK;
}

qr_status_t quarry_vectors_params(qr_job_t *job, const char *path, const qr_circuit_t *circuit,
                                  const uint8_t secrets[160]) {
    qr_fr_t values[5];
    for (size_t i = 0; i < 5; i++) values[i] = qr_fr_to_montgomery(qr_fr_load(secrets + 32 * i));
    qr_params_secrets_t hidden = {values[0], values[1], values[2], values[3], values[4]};
    qr_params_output_t file;
    size_t vk_bytes;
    qr_status_t status = qr_params_output_open(job, &file, path);
    if (status != QR_OK) return status;
    status = qr_params_write(job, &file, &vk_bytes, circuit, &hidden);
    return qr_params_output_close(job, &file, status);
}

qr_status_t quarry_vectors_prove(qr_job_t *job, uint8_t proof[QR_PROOF_SIZE], const qr_params_t *params,
                                 const qr_circuit_t *circuit, const uint8_t r[32], const uint8_t s[32]) {
    return qr_groth16_prove_with(job, proof, params, circuit, r, s);
}

/* ---- The prover's steps ---- */

void quarry_vectors_domain(uint64_t *rows, uint32_t *log_n, const qr_circuit_t *circuit) {
    qr_circuit_size_t size;
    qr_circuit_size(&size, circuit);
    *rows = size.constraints + size.inputs;
    *log_n = qr_groth16_log_domain(circuit);
}

static void canonical(uint8_t *out, const qr_fr_t *values, uint64_t count) {
    for (uint64_t i = 0; i < count; i++) qr_fr_store(out + 32 * i, qr_fr_from_montgomery(values[i]));
}

static void bits(uint8_t *out, const uint64_t *bitmap, uint64_t count) {
    for (uint64_t i = 0; i < count; i++) out[i] = bitmap[i / 64] >> (i % 64) & 1;
}

static qr_status_t density(qr_job_t *job, uint8_t *used, const qr_circuit_t *circuit,
                           const qr_circuit_size_t *size) {
    size_t aux_words = size->aux / 64 + 1, input_words = size->inputs / 64 + 1;
    uint64_t *words = calloc(2 * aux_words + input_words, sizeof *words);
    if (words == NULL) return QR_OUT_OF_MEMORY;
    qr_density_t found = {.a_aux = words, .b_aux = words + aux_words, .b_inputs = words + 2 * aux_words};
    qr_status_t status = qr_circuit_density(job, circuit, &found);
    bits(used, found.a_aux, size->aux);
    bits(used + size->aux, found.b_aux, size->aux);
    bits(used + 2 * size->aux, found.b_inputs, size->inputs);
    free(words);
    return status;
}

qr_status_t quarry_vectors_steps(qr_job_t *job, uint8_t *a, uint8_t *b, uint8_t *c, uint8_t *h, uint8_t *used,
                                 const qr_circuit_t *circuit) {
    qr_circuit_size_t size;
    qr_circuit_size(&size, circuit);
    unsigned log_n = qr_groth16_log_domain(circuit);
    const uint64_t n = UINT64_C(1) << log_n;
    size_t bytes = (3 * n + size.inputs + size.aux) * sizeof(qr_fr_t);
    void *memory = NULL;
    qr_status_t status = qr_memory_allocate(&memory, bytes, -1, QR_MEMORY_ZEROED);
    if (status != QR_OK) return qr_job_fail(job, status, 0, "steps of the prover");
    qr_fr_t *x = memory, *y = x + n, *z = y + n, *inputs = z + n, *aux = inputs + size.inputs;
    status = qr_circuit_witness(job, circuit, inputs, aux, x, y);
    if (status == QR_OK) {
        memcpy(x + size.constraints, inputs, size.inputs * sizeof *x);
        qr_ntt_multiply(job, z, x, y, n);
        canonical(a, x, n);
        canonical(b, y, n);
        canonical(c, z, n);
        status = qr_groth16_quotient(job, x, y, z, log_n);
        for (uint64_t i = 0; i < n; i++) qr_fr_store(h + 32 * i, x[i]);
    }
    if (status == QR_OK) status = density(job, used, circuit, &size);
    qr_memory_free(memory, bytes);
    return status == QR_OK ? QR_OK : qr_job_fail(job, status, 0, "steps of the prover");
}

static qr_status_t count_terms(void *context, uint64_t index, const qr_row_t *row) {
    (void)index;
    uint64_t *out = context;
    // Parts of a circuit come at the same time.
    __atomic_fetch_add(&out[0], row->a.count, __ATOMIC_RELAXED);
    __atomic_fetch_add(&out[1], row->b.count, __ATOMIC_RELAXED);
    __atomic_fetch_add(&out[2], row->c.count, __ATOMIC_RELAXED);
    return QR_OK;
}

qr_status_t quarry_vectors_terms(qr_job_t *job, uint64_t out[3], const qr_circuit_t *circuit) {
    out[0] = out[1] = out[2] = 0;
    return qr_circuit_rows(job, circuit, true, count_terms, out);
}

qr_status_t quarry_vectors_witness(qr_job_t *job, uint8_t *values, const qr_circuit_t *circuit) {
    qr_circuit_size_t size;
    qr_circuit_size(&size, circuit);
    const uint64_t count = size.inputs + size.aux;
    size_t bytes = (count + 2 * size.constraints) * sizeof(qr_fr_t);
    void *memory = NULL;
    qr_status_t status = qr_memory_allocate(&memory, bytes, -1, QR_MEMORY_ZEROED);
    if (status != QR_OK) return qr_job_fail(job, status, 0, "witness");
    qr_fr_t *inputs = memory, *a = inputs + count;
    status = qr_circuit_witness(job, circuit, inputs, inputs + size.inputs, a, a + size.constraints);
    canonical(values, inputs, count);
    qr_memory_free(memory, bytes);
    return status;
}

/* ---- Challenges of an aggregate ---- */

/** Both versions' files tell it; only the second one's challenge z depends on it. */
static qr_fr_t extra_link(const qr_aggregate_t *aggregate, qr_fr_t last_x) {
    const qr_aggregate_round_t *round = &aggregate->round[aggregate->rounds - 1];
    qr_transcript_t transcript;
    qr_transcript_init(&transcript, "gipa-extra-link");
    qr_transcript_fr(&transcript, last_x);
    qr_transcript_g1(&transcript, &aggregate->final_a);
    qr_transcript_g2(&transcript, &aggregate->final_b);
    qr_transcript_g1(&transcript, &aggregate->final_c);
    for (size_t i = 0; i < QR_AB_LEFT; i++) qr_transcript_gt(&transcript, &round->gt[i]);
    for (size_t i = 0; i < 2; i++) qr_transcript_g1(&transcript, &round->z_c[i]);
    for (size_t i = QR_AB_LEFT; i < QR_ROUND_GT; i++) qr_transcript_gt(&transcript, &round->gt[i]);
    return qr_transcript_challenge(&transcript);
}

qr_status_t quarry_vectors_challenges(qr_job_t *job, uint8_t *out, size_t rounds, const uint8_t *aggregate,
                                      size_t length, qr_aggregate_version_t version,
                                      const uint8_t binding[32]) {
    qr_aggregate_t *parts = calloc(1, sizeof *parts);
    if (parts == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "aggregate");
    qr_challenges_t found;
    qr_status_t status = qr_aggregate_decode(job, parts, aggregate, length);
    if (status == QR_OK && (parts->rounds == 0 || parts->rounds > rounds)) {
        status = qr_job_fail(job, QR_MISMATCH, 0, "rounds of the aggregate");
    }
    if (status == QR_OK) {
        qr_challenge_r(&found, parts, binding);
        qr_challenge_first(&found, parts);
        for (size_t i = 0; i < parts->rounds; i++) qr_challenge_round(&found, parts, i, version);
        qr_challenge_z(&found, parts, version);
        const qr_fr_t head[QUARRY_VECTORS_CHALLENGES] = {
            found.hcom, found.r, found.y0, extra_link(parts, found.x[parts->rounds - 1]), found.z};
        canonical(out, head, QUARRY_VECTORS_CHALLENGES);
        canonical(out + 32 * QUARRY_VECTORS_CHALLENGES, found.y, parts->rounds);
    }
    free(parts);
    return status;
}
