/** Private steps of the prover and the generator, for reference vectors. */
#include "quarry_vectors.h"

#include <stdlib.h>
#include <string.h>

#include "snark/groth16_prove.h"
#include "snark/params_generate.h"
#include "snark/synthesis.h"

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
