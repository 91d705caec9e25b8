/* p_aux and t_aux from outside: whatever decodes must encode to the same bytes. The first byte picks the kind
 * of sector. */
#include <stdlib.h>
#include <string.h>

#include "quarry/pc2.h"

static void decode_p_aux(const uint8_t *in, size_t length) {
    qr_p_aux_t aux;
    if (qr_p_aux_decode(&aux, in, length) != QR_OK) return;
    uint8_t again[64];
    qr_p_aux_encode(again, &aux);
    if (length != sizeof again || memcmp(again, in, length) != 0) abort();
}

static void decode_t_aux(size_t kind, const uint8_t *in, size_t length) {
    size_t count;
    const uint64_t *sizes = qr_sector_sizes(&count);
    const uint8_t porep_id[32] = {0};
    qr_porep_config_t config;
    if (qr_porep_config_init(&config, sizes[kind % count], QR_API_1_1_0, QR_FEATURE_NONE, porep_id) !=
        QR_OK) {
        abort();
    }
    /* Room for any path that fits the input, and for hardly any. */
    char short_path[4];
    char *path = malloc(length + 1);
    uint8_t *again = malloc(length);
    qr_status_t status = qr_t_aux_decode(path, length + 1, &config, in, length);
    if (qr_t_aux_decode(short_path, sizeof short_path, &config, in, length) != status) abort();
    if (status == QR_OK) {
        size_t size = 0;
        if (qr_t_aux_encode(again, &size, length, &config, path) != QR_OK) abort();
        if (size != length || memcmp(again, in, length) != 0) abort();
        if (strlen(short_path) >= sizeof short_path) abort();
    }
    free(path);
    free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    decode_p_aux(data + 1, size - 1);
    decode_t_aux(data[0], data + 1, size - 1);
    return 0;
}
