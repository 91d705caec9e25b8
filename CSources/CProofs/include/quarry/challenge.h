/**
 * @file challenge.h
 * Challenges of every kind: PoRep (interactive, synthetic, non-interactive), WinningPoSt, WindowPoSt, update.
 */
#ifndef QUARRY_CHALLENGE_H
#define QUARRY_CHALLENGE_H

#include "quarry/config.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The challenges of a partition (config.challenges_per_partition of them) as the config's feature derives
 * them; comm_r is ignored for interactive, seed for non-interactive.
 */
QR_MUST_CHECK qr_status_t qr_porep_challenges(uint64_t *out, const qr_porep_config_t *config,
                                              const uint8_t replica_id[32], const uint8_t comm_r[32],
                                              const uint8_t seed[32], uint32_t partition);
/** Number of synthetic challenges: min(node_count, 2^18). */
uint64_t qr_synthetic_count(const qr_porep_config_t *config);
/** Synthetic challenges [first, first+count). */
QR_MUST_CHECK qr_status_t qr_synthetic_challenges(uint64_t *out, const qr_porep_config_t *config,
                                                  const uint8_t replica_id[32], const uint8_t comm_r[32],
                                                  uint64_t first, uint64_t count);

typedef enum { QR_POST_WINNING = 0, QR_POST_WINDOW = 1 } qr_post_type_t;

/**
 * The sector challenge of WinningPoSt: an index into a set of `sectors`. Randomness and prover_id must be
 * canonical field elements, and the set not empty (QR_INVALID_ARGUMENT).
 */
QR_MUST_CHECK qr_status_t qr_winning_sector_challenge(uint64_t *out, const uint8_t randomness[32],
                                                      uint64_t sectors, const uint8_t prover_id[32]);
/** Leaves challenged per sector: 66 winning, 10 window. */
uint32_t qr_post_challenge_count(qr_post_type_t type);
/** 1 winning; window: the reference's table (2; 32 GiB 2349, 64 GiB 2300). */
uint32_t qr_post_sectors_per_partition(qr_post_type_t type, uint64_t sector_size);
/**
 * Challenged leaf n of a sector. Its number is sector_index * challenge_count + n in all Winning proofs and
 * in Window V1 (below api 1.2.0), n alone in Window V1_2. Randomness must be a canonical field element.
 */
QR_MUST_CHECK qr_status_t qr_post_leaf_challenge(uint64_t *out, uint64_t sector_size, qr_post_type_t type,
                                                 qr_api_version_t version, const uint8_t randomness[32],
                                                 uint64_t sector_id, uint64_t sector_index, uint32_t n);

/**
 * Challenges of a partition of an update proof; *count of them. Less capacity than that, a size without
 * update proofs or no such partition: QR_INVALID_ARGUMENT.
 */
QR_MUST_CHECK qr_status_t qr_update_challenges(uint64_t *out, size_t *count, size_t capacity,
                                               uint64_t sector_size, const uint8_t comm_r_new[32],
                                               uint32_t partition);

#ifdef __cplusplus
}
#endif
#endif
