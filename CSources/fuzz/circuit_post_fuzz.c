/* PoSt proofs from outside as a circuit's witness: whatever bytes come, they give a circuit or a reason, and
 * every circuit has its values. */
#include "quarry/circuit.h"
#include "snark/synthesis.h"
#include "vanilla_inputs.h"

/** Values of a circuit of 2 KiB: the proof's numbers may be any 256 bits. */
static void take_values(const qr_circuit_t *circuit) {
    qr_job_t job = {0};
    qr_circuit_size_t size;
    qr_circuit_size(&size, circuit);
    qr_fr_t *values = calloc(size.inputs + size.aux + 2 * size.constraints, sizeof *values);
    if (values == NULL) abort();
    qr_fr_t *aux = values + size.inputs, *a = aux + size.aux, *b = a + size.constraints;
    if (qr_circuit_witness(&job, circuit, values, aux, a, b) != QR_OK) abort();
    free(values);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    qr_porep_config_t config = small_config(QR_API_1_1_0, QR_FEATURE_NONE);
    const qr_bytes_t proof = {.data = (uint8_t *)(uintptr_t)data, .length = size};
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    qr_status_t status = qr_circuit_post(&job, &circuit, &config, QR_POST_WINDOW, &proof, 1, QR_FORM_BINCODE);
    if (status != QR_OK && status != QR_MALFORMED) abort();
    if ((status == QR_OK) != (circuit != NULL) || (status == QR_OK) != (job.detail[0] == 0)) abort();
    if (circuit != NULL) take_values(circuit);
    qr_circuit_destroy(circuit);
    return 0;
}
