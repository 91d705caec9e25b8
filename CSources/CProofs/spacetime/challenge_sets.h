/** @file challenge_sets.h  Parts of the challenge derivations that the provers and verifiers share. Private.
 */
#ifndef QUARRY_CHALLENGE_SETS_H
#define QUARRY_CHALLENGE_SETS_H

#include "quarry/challenge.h"

/** Places in the synthetic set of the challenges of partition k (config.challenges_per_partition of them). */
QR_MUST_CHECK qr_status_t qr_synthetic_indexes(uint64_t *out, const qr_porep_config_t *config,
                                               const uint8_t replica_id[32], const uint8_t seed[32],
                                               uint32_t partition);

/** Counts that an update proof of one sector size has. */
typedef struct {
    uint32_t partitions, challenges, apex_leaves;
    uint32_t node_bits, partition_bits, apex_bits; /**< log2 of the sector's nodes, partitions, apex_leaves */
    uint32_t high_bits;                            /**< high bits of a node's index that select its rho */
} qr_update_shape_t;

/** False if the reference has no update proof for this size. */
bool qr_update_shape(qr_update_shape_t *out, uint64_t sector_size);

#endif
