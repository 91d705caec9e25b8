/** Facts of each sector size, and the replica id. */
#include "quarry/config.h"

#include <string.h>

#include "quarry_crypto.h"

/** Facts that depend on the size alone. */
typedef struct {
    uint64_t sector_size;
    uint32_t sub_arity, top_arity;
    int32_t registered; /**< place among the five sizes with registered proofs, or -1 */
    bool production;    /**< 32 GiB and up: 11 layers and the full challenge counts */
} size_facts_t;

#define KIB ((uint64_t)1 << 10)
#define MIB ((uint64_t)1 << 20)
#define GIB ((uint64_t)1 << 30)

#define SIZE_COUNT 10
static const size_facts_t size_facts[SIZE_COUNT] = {
    {2 * KIB, 0, 0, 0, false},   {4 * KIB, 2, 0, -1, false}, {16 * KIB, 8, 0, -1, false},
    {32 * KIB, 8, 2, -1, false}, {8 * MIB, 0, 0, 1, false},  {16 * MIB, 2, 0, -1, false},
    {512 * MIB, 0, 0, 2, false}, {1 * GIB, 2, 0, -1, false}, {32 * GIB, 8, 0, 3, true},
    {64 * GIB, 8, 2, 4, true},
};

static const uint64_t sector_sizes[SIZE_COUNT] = {
    2 * KIB, 4 * KIB, 16 * KIB, 32 * KIB, 8 * MIB, 16 * MIB, 512 * MIB, 1 * GIB, 32 * GIB, 64 * GIB,
};

/** Challenge counts of a feature: test sizes, production sizes. */
typedef struct {
    uint32_t partitions[2];
    uint32_t minimum_challenges[2];
} challenge_facts_t;

static const challenge_facts_t interactive = {{1, 10}, {2, 176}};
static const challenge_facts_t non_interactive = {{13, 126}, {26, 2253}};

const uint64_t *qr_sector_sizes(size_t *count) {
    *count = SIZE_COUNT;
    return sector_sizes;
}

/** Number of the registered proof, or -1. The five sizes stand together, version by version. */
static int32_t registered_number(const size_facts_t *size, qr_api_version_t version,
                                 qr_porep_feature_t feature) {
    if (size->registered < 0) return -1;
    switch (feature) {
        case QR_FEATURE_NONE:
            if (version == QR_API_1_2_0) return -1;
            return size->registered + (version == QR_API_1_1_0 ? 5 : 0);
        case QR_FEATURE_SYNTHETIC:
            return size->registered + 10;
        case QR_FEATURE_NON_INTERACTIVE:
            return size->registered + 15;
    }
    return -1;
}

/** Whether porep_id is that of registered proof `number`, with any nonce. */
static bool is_registered_id(const uint8_t porep_id[32], int32_t number) {
    static const uint8_t zeros[16];
    if (number < 0 || porep_id[0] != number) return false;
    return memcmp(porep_id + 1, zeros, 7) == 0 && memcmp(porep_id + 16, zeros, 16) == 0;
}

/** Rows of tree-r-last that are not kept: two at most, and never the root. */
static uint32_t discarded_rows(uint64_t base_leaves) {
    uint32_t above = 0; /* rows above the base */
    for (uint64_t leaves = base_leaves; leaves > 1; leaves /= 8) above++;
    if (above <= 1) return 0;
    return above - 1 < 2 ? above - 1 : 2;
}

qr_status_t qr_porep_config_init(qr_porep_config_t *out, uint64_t sector_size, qr_api_version_t version,
                                 qr_porep_feature_t feature, const uint8_t *porep_id) {
    if (!out) return QR_INVALID_ARGUMENT;
    memset(out, 0, sizeof *out);
    const size_facts_t *size = NULL;
    for (size_t i = 0; i < SIZE_COUNT; i++) {
        if (size_facts[i].sector_size == sector_size) size = &size_facts[i];
    }
    if (!size || (unsigned)version > QR_API_1_2_0 || (unsigned)feature > QR_FEATURE_NON_INTERACTIVE) {
        return QR_INVALID_ARGUMENT;
    }
    if (feature != QR_FEATURE_NONE && version != QR_API_1_2_0) return QR_INVALID_ARGUMENT;
    const int32_t number = registered_number(size, version, feature);
    if (!porep_id && number < 0) return QR_INVALID_ARGUMENT;
    const challenge_facts_t *counts = feature == QR_FEATURE_NON_INTERACTIVE ? &non_interactive : &interactive;
    const uint32_t trees = (size->sub_arity ? size->sub_arity : 1) * (size->top_arity ? size->top_arity : 1);
    *out = (qr_porep_config_t){
        .sector_size = sector_size,
        .node_count = sector_size / QR_NODE_SIZE,
        .api_version = version,
        .feature = feature,
        .layers = size->production ? 11 : 2,
        .partitions = counts->partitions[size->production],
        .challenges_per_partition = size->production ? 18 : 2,
        .minimum_challenges = counts->minimum_challenges[size->production],
        .sub_arity = size->sub_arity,
        .top_arity = size->top_arity,
        .base_trees = trees,
        .base_leaves = sector_size / QR_NODE_SIZE / trees,
        .rows_to_discard = discarded_rows(sector_size / QR_NODE_SIZE / trees),
    };
    if (porep_id) {
        memcpy(out->porep_id, porep_id, 32);
    } else {
        out->porep_id[0] = (uint8_t)number;
    }
    out->registered_proof = is_registered_id(out->porep_id, number) ? number : -1;
    return QR_OK;
}

void qr_replica_id(uint8_t out[32], const qr_porep_config_t *config, const uint8_t prover_id[32],
                   uint64_t sector_id, const uint8_t ticket[32], const uint8_t comm_d[32]) {
    uint8_t number[8];
    for (int i = 0; i < 8; i++) number[i] = (uint8_t)(sector_id >> (56 - 8 * i));
    qr_sha256_t hash;
    qr_sha256_init(&hash);
    qr_sha256_update(&hash, prover_id, 32);
    qr_sha256_update(&hash, number, sizeof number);
    qr_sha256_update(&hash, ticket, 32);
    qr_sha256_update(&hash, comm_d, 32);
    qr_sha256_update(&hash, config->porep_id, 32);
    qr_sha256_final(&hash, out);
    out[31] &= 0x3f;
}
