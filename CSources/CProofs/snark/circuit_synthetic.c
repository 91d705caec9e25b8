/**
 * @file circuit_synthetic.c
 * A circuit of any size for measurements: what most of a proof of replication consists of, SHA-256 over bits
 * and Poseidon, again and again on values of its own.
 */
#include <stdlib.h>

#include "gadget_num.h"
#include "gadget_poseidon.h"
#include "gadget_sha256.h"
#include "synthesis.h"

enum { CHILDREN = 2, COLUMN = 8 };

/** A public input: a number that is inverted, so that it may not be zero. */
static void write_head(qr_cs_t *cs) {
    qr_num_t number = qr_cs_alloc(cs, qr_fr_from_u64(3));
    qr_num_assert_nonzero(cs, number);
    qr_num_inputize(cs, number);
}

/** A node of tree-d over two numbers, then a column of eight. */
static void write_body(qr_cs_t *cs, uint32_t part) {
    qr_num_t column[COLUMN];
    const uint64_t exponent[4] = {part + UINT64_C(200)};
    qr_fr_t value = qr_fr_power(qr_fr_from_u64(5), exponent);
    for (size_t i = 0; i < COLUMN - 1; i++, value = qr_fr_square(value)) column[i] = qr_cs_alloc(cs, value);
    column[COLUMN - 1] = qr_sha256_node_gadget(cs, column, CHILDREN);
    (void)qr_poseidon_gadget(cs, column, COLUMN);
}

static void synthesize(qr_cs_t *cs, void *shared, const qr_circuit_t *circuit, uint32_t part) {
    (void)shared, (void)circuit;
    if (part == 0) {
        write_head(cs);
    } else {
        write_body(cs, part);
    }
}

static void destroy(qr_circuit_t *circuit) {
    free(circuit);
}

qr_status_t qr_circuit_synthetic(qr_job_t *job, qr_circuit_t **out, uint64_t constraints) {
    *out = NULL;
    if (constraints == 0 || constraints > QR_CIRCUIT_SYNTHETIC_MAX) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "synthetic circuit: number of constraints");
    }
    qr_circuit_t *circuit = calloc(1, sizeof *circuit);
    if (circuit == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "synthetic circuit");
    *circuit = (qr_circuit_t){.parts = 2, .has_witness = true, .synthesize = synthesize, .destroy = destroy};
    qr_status_t status = qr_circuit_measure(job, circuit);
    if (status != QR_OK) {
        free(circuit);
        return status;
    }
    const uint64_t body = circuit->body.constraints;
    circuit->parts = 1 + (uint32_t)((constraints + body - 1) / body);
    *out = circuit;
    return QR_OK;
}
