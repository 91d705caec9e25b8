/* PoRep vanilla proofs from outside: whatever bytes come, the verifier answers. */
#include "vanilla_inputs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    qr_porep_config_t config = small_config(QR_API_1_1_0, QR_FEATURE_NONE);
    qr_porep_inputs_t inputs = {0};
    from_hex(inputs.replica_id, "eede8ef54c36705759c9ca8bf1e83ab574fc7165224fba741c64f675d198f006");
    from_hex(inputs.comm_d, "6356b77fdc1dabef442293e5ca5f695f364f6bc77f803ca812ca46f3530a211d");
    from_hex(inputs.comm_r, "ec19d614885ec0b15f6ade838ac89f23aa0d8c1231bc8d33028efd5433c32900");
    from_hex(inputs.seed, "38d792c88a1f4a91c303cd949f160c0b68f119c4e00291b8b692b3fc651b7378");
    from_hex(inputs.ticket, "5fd9f8e6ab16e9041757a6fc131dc2de0fd4a9eafdbe9bf82cb2c328d7192d91");
    qr_job_t job = {0};
    bool valid;
    qr_status_t status = qr_porep_verify_vanilla(&job, &valid, &config, data, size, &inputs);
    if (status != QR_OK && status != QR_MALFORMED) abort();
    if ((status == QR_OK && valid) != (job.detail[0] == 0)) abort();
    return 0;
}
