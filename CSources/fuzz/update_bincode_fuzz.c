/* Vanilla proofs of sector updates in bincode. */
#include "update_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_update(data, size, QR_FORM_BINCODE);
    return 0;
}
