/** @file vanilla_inputs.h  The public inputs that the seeds of the vanilla proof fuzzers were made for. */
#ifndef QR_VANILLA_INPUTS_H
#define QR_VANILLA_INPUTS_H

#include <stdlib.h>
#include <string.h>

#include "quarry/vanilla.h"

static inline void from_hex(uint8_t out[32], const char *hex) {
    for (size_t i = 0; i < 32; i++) {
        char pair[3] = {hex[2 * i], hex[2 * i + 1], 0};
        out[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
}

/** A 2 KiB sector with one challenge instead of two, so that a whole proof is a small seed. */
static inline qr_porep_config_t small_config(qr_api_version_t version, qr_porep_feature_t feature) {
    qr_porep_config_t config;
    if (qr_porep_config_init(&config, 2048, version, feature, NULL) != QR_OK) abort();
    config.challenges_per_partition = 1;
    return config;
}

#endif
