/* PoRep proofs from outside as a circuit's witness: whatever bytes come, they give a circuit or a reason. */
#include "quarry/circuit.h"
#include "vanilla_inputs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    qr_porep_config_t config = small_config(QR_API_1_1_0, QR_FEATURE_NONE);
    qr_porep_inputs_t inputs = {0};
    from_hex(inputs.replica_id, "eede8ef54c36705759c9ca8bf1e83ab574fc7165224fba741c64f675d198f006");
    from_hex(inputs.comm_d, "6356b77fdc1dabef442293e5ca5f695f364f6bc77f803ca812ca46f3530a211d");
    from_hex(inputs.comm_r, "ec19d614885ec0b15f6ade838ac89f23aa0d8c1231bc8d33028efd5433c32900");
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    qr_status_t status = qr_circuit_porep(&job, &circuit, &config, &inputs, 0, data, size);
    if (status != QR_OK && status != QR_MALFORMED && status != QR_MISMATCH) abort();
    if ((status == QR_OK) != (circuit != NULL) || (status == QR_OK) != (job.detail[0] == 0)) abort();
    qr_circuit_destroy(circuit);
    return 0;
}
