/** @file stream_circuit.h  A circuit made of the canonical stream of its constraints and a witness: what the
 * prover and the generator are tested on. */
#ifndef QR_STREAM_CIRCUIT_H
#define QR_STREAM_CIRCUIT_H

#include <string.h>

#include "snark/synthesis.h"

typedef struct {
    qr_circuit_t circuit;
    const uint8_t *stream, *end; /**< as qr_circuit_digest describes it */
    const uint8_t *witness;      /**< inputs, the one first, then aux: 32 bytes each; NULL: zeros */
    size_t inputs, aux;
} stream_circuit_t;

static uint64_t stream_number(const uint8_t **at, size_t bytes) {
    uint64_t out = 0;
    memcpy(&out, *at, bytes);
    *at += bytes;
    return out;
}

static void stream_synthesize(qr_cs_t *cs, void *shared, const qr_circuit_t *circuit, uint32_t part) {
    const stream_circuit_t *self = (const stream_circuit_t *)circuit;
    (void)shared;
    (void)part;
    // Input 0 is there already.
    for (size_t i = 1; i < self->inputs + self->aux; i++) {
        qr_fr_t value = qr_fr_zero;
        if (self->witness != NULL) value = qr_fr_to_montgomery(qr_fr_load(self->witness + 32 * i));
        if (i < self->inputs)
            (void)qr_cs_alloc_input(cs, value);
        else
            (void)qr_cs_alloc(cs, value);
    }
    qr_lc_t sums[3] = {{.count = 0}, {.count = 0}, {.count = 0}};
    for (const uint8_t *at = self->stream; at < self->end;) {
        for (size_t k = 0; k < 3; k++) {
            qr_lc_clear(&sums[k]);
            for (uint64_t terms = stream_number(&at, 4); terms > 0; terms--) {
                uint64_t aux = stream_number(&at, 1), index = stream_number(&at, 8);
                qr_num_t num = {qr_fr_zero, (qr_var_t)index | (aux ? QR_VAR_AUX : 0)};
                size_t place = index + (aux ? self->inputs : 0);
                if (self->witness != NULL) {
                    num.value = qr_fr_to_montgomery(qr_fr_load(self->witness + 32 * place));
                }
                qr_lc_add(cs, &sums[k], qr_fr_to_montgomery(qr_fr_load(at)), num);
                at += 32;
            }
        }
        qr_cs_enforce(cs, &sums[0], &sums[1], &sums[2]);
    }
    for (size_t k = 0; k < 3; k++) qr_lc_free(&sums[k]);
}

static void stream_destroy(qr_circuit_t *circuit) {
    (void)circuit;
}

/** The arrays must outlive the circuit. */
static inline qr_status_t stream_circuit(stream_circuit_t *out, const uint8_t *stream, size_t length,
                                         const uint8_t *witness, size_t inputs, size_t aux) {
    memset(out, 0, sizeof *out);
    out->stream = stream;
    out->end = stream + length;
    out->witness = witness;
    out->inputs = inputs;
    out->aux = aux;
    out->circuit.parts = 1;
    out->circuit.has_witness = witness != NULL;
    out->circuit.synthesize = stream_synthesize;
    out->circuit.destroy = stream_destroy;
    qr_job_t job = {0};
    return qr_circuit_measure(&job, &out->circuit);
}

#endif
