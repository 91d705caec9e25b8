/* Vanilla proofs of sector updates in JSON. */
#include "update_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_update(data, size, QR_FORM_JSON);
    return 0;
}
