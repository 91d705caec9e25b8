/* Update proofs from outside as a circuit's witness: whatever bytes come, they give a circuit or a reason. */
#include "quarry/circuit.h"
#include "vanilla_inputs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    qr_porep_config_t config = small_config(QR_API_1_1_0, QR_FEATURE_NONE);
    qr_update_inputs_t inputs = {0};
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    qr_status_t status = qr_circuit_update(&job, &circuit, &config, &inputs, 0, data, size, QR_FORM_BINCODE);
    if (status != QR_OK && status != QR_MALFORMED) abort();
    if ((status == QR_OK) != (circuit != NULL) || (status == QR_OK) != (job.detail[0] == 0)) abort();
    qr_circuit_destroy(circuit);
    return 0;
}
