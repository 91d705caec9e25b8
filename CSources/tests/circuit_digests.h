/** @file circuit_digests.h  A circuit against the digests of the reference's, for tests. */
#ifndef QR_CIRCUIT_DIGESTS_H
#define QR_CIRCUIT_DIGESTS_H

#include "quarry/circuit.h"
#include "vanilla_files.h"

/** Counts, with_input_rows_sha256, bitmaps of density (A aux, B aux, B inputs), and of a witness
 * inputs_sha256 and aux_sha256. */
typedef struct {
    uint64_t constraints, inputs, aux;
    const char *digests[6];
} expected_t;

/** The circuit is what is expected, and is destroyed. */
static inline void check_circuit(qr_circuit_t *circuit, const expected_t *expected, const char *name) {
    qr_job_t job = {0};
    qr_circuit_digest_t digest;
    CHECK_OK(qr_circuit_digest(&job, &digest, NULL, circuit));
    const uint8_t *digests[] = {digest.with_input_rows_sha256, digest.a_aux_sha256,  digest.b_aux_sha256,
                                digest.b_inputs_sha256,        digest.inputs_sha256, digest.aux_sha256};
    CHECK(digest.constraints == expected->constraints && digest.inputs == expected->inputs &&
              digest.aux == expected->aux,
          "counts of %s", name);
    for (size_t i = 0; i < 6 && expected->digests[i] != NULL; i++) {
        CHECK(bytes_are(digests[i], 32, expected->digests[i]), "digest %zu of %s", i, name);
    }
    CHECK(digest.has_witness == (expected->digests[4] != NULL), "%s", name);
    CHECK(digest.satisfied == digest.has_witness, "%s", name);
    qr_circuit_destroy(circuit);
}

#endif
