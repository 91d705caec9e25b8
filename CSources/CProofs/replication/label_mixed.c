/** Labels of thirty-two sectors with AVX-512 and SHA-NI merged, in the order of label_woven.h. */
#if defined(__x86_64__)
#include "../../CCrypto/hash/sha256_mixed32.h"
#include "label_common.h"
#include "label_groups.h"

static QR_AVX512 void states_store(const states_t *states, uint8_t *label) {
    store_group(label, states->vectors);
    qr_quads_store(label + 64, VECTOR_BYTES, &states->quads);
}

#include "label_woven.h"

QR_AVX512 void qr_label_mixed32(const qr_label_run_t *run) {
    work_t work;
    work.run = run;
    load_ids(&work);
    run_woven(&work);
}

#endif
