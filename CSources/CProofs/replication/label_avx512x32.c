/** Labels of thirty-two sectors: two groups of sixteen lanes of AVX-512, in the order of label_woven.h. */
#if defined(__x86_64__)
#include "../../CCrypto/hash/sha256_x32.h"
#include "label_common.h"
#include "label_groups.h"

QR_AVX512_INLINE void states_store(const states_t *states, uint8_t *label) {
    store_group(label, states->group[0]);
    store_group(label + 64, states->group[1]);
}

#include "label_woven.h"

QR_AVX512 void qr_label_avx512x32(const qr_label_run_t *run) {
    work_t work;
    work.run = run;
    load_ids(&work);
    run_woven(&work);
}

#endif
