/* PoSt vanilla proofs in JSON. */
#include "post_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_post(data, size, QR_FORM_JSON);
    return 0;
}
