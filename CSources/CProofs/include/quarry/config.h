/** @file config.h  What kind of sector: size, version, tree shape, challenge counts. */
#ifndef QUARRY_CONFIG_H
#define QUARRY_CONFIG_H

#include "quarry_platform.h"

#ifdef __cplusplus
extern "C" {
#endif

#define QR_NODE_SIZE 32u
#define QR_MAX_LAYERS 11u
#define QR_BASE_PARENTS 6u
#define QR_EXPANDER_PARENTS 8u
#define QR_PARENTS 14u
/** Most base trees of a sector: 8 * 2. */
#define QR_MAX_BASE_TREES 16u

typedef enum { QR_API_1_0_0 = 0, QR_API_1_1_0 = 1, QR_API_1_2_0 = 2 } qr_api_version_t;

typedef enum {
    QR_FEATURE_NONE = 0,
    QR_FEATURE_SYNTHETIC = 1,
    QR_FEATURE_NON_INTERACTIVE = 2
} qr_porep_feature_t;

/** Everything about a PoRep that does not depend on the sector. Filled by qr_porep_config_init; read only. */
typedef struct {
    uint64_t sector_size; /**< bytes, a supported power of two */
    uint64_t node_count;  /**< sector_size / 32 */
    uint8_t porep_id[32];
    qr_api_version_t api_version;
    qr_porep_feature_t feature;
    int32_t registered_proof; /**< RegisteredSealProof 0..19 in filecoin-proofs-api's order, or -1: no such
                                 size */
    uint32_t layers;          /**< 2, or 11 from 32 GiB on */
    uint32_t partitions;
    uint32_t challenges_per_partition;
    uint32_t minimum_challenges;
    uint32_t sub_arity;       /**< 0, 2 or 8: trees joined under one sub-tree node */
    uint32_t top_arity;       /**< 0 or 2 */
    uint32_t base_trees;      /**< files of tree-c and tree-r-last: max(1, sub) * max(1, top) */
    uint64_t base_leaves;     /**< leaves of one base tree, a power of 8 */
    uint32_t rows_to_discard; /**< rows above the base left out of tree-r-last files, as the reference: min(2,
                                 rows above base) with at least the root kept */
} qr_porep_config_t;

/**
 * out = the configuration for sector_size (2 KiB, 4 KiB, 16 KiB, 32 KiB, 8 MiB, 16 MiB, 512 MiB, 1 GiB, 32
 * GiB, 64 GiB). porep_id NULL: that of the registered proof (8 bytes LE number, 8 bytes LE nonce 0, 16 zero
 * bytes); QR_INVALID_ARGUMENT if the size has no registered proof then. Synthetic and non-interactive need
 * version 1.2.0.
 */
QR_MUST_CHECK qr_status_t qr_porep_config_init(qr_porep_config_t *out, uint64_t sector_size,
                                               qr_api_version_t version, qr_porep_feature_t feature,
                                               const uint8_t *porep_id);

/** The sizes that qr_porep_config_init knows, ascending; *count of them. */
const uint64_t *qr_sector_sizes(size_t *count);

/** replica_id = trunc254(SHA-256(prover_id || sector_id as u64 big endian || ticket || comm_d || porep_id)).
 */
void qr_replica_id(uint8_t out[32], const qr_porep_config_t *config, const uint8_t prover_id[32],
                   uint64_t sector_id, const uint8_t ticket[32], const uint8_t comm_d[32]);

#ifdef __cplusplus
}
#endif
#endif
