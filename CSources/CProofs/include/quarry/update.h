/** @file update.h  Empty-sector update ("snap deal", FIP-0019): data encoded into a committed-capacity
 * replica, and back. */
#ifndef QUARRY_UPDATE_H
#define QUARRY_UPDATE_H

#include "quarry/config.h"

#ifdef __cplusplus
extern "C" {
#endif

/** phi = Poseidon_randomness2(comm_d_new, comm_r_old). */
void qr_update_phi(uint8_t out[32], const uint8_t comm_d_new[32], const uint8_t comm_r_old[32]);
/** Number h of high bits of the node index that select rho, for this size (the reference's table). */
uint32_t qr_update_h(uint64_t sector_size);
/** rho(high) = Poseidon_randomness2(phi, high). */
void qr_update_rho(uint8_t out[32], const uint8_t phi[32], uint64_t high);

typedef struct {
    const char *sector_key;         /**< the old replica */
    const char *staged;             /**< new padded data; what is missing at its end is zero */
    const char *replica;            /**< out: the new replica */
    const char *tree_d;             /**< out: tree-d of the new data; NULL: not written */
    const char *const *tree_r_last; /**< out: config.base_trees files; NULL: not written */
} qr_update_files_t;

typedef struct {
    uint8_t comm_d_new[32], comm_r_last_new[32], comm_r_new[32];
} qr_update_result_t;

/**
 * encode_into: new = old + data * rho, node by node; comm_c stays that of the sector key. Outputs are synced.
 * job->done counts twice: bytes of the sector while tree-d is made, then, from 0, Poseidon hashes.
 */
QR_MUST_CHECK qr_status_t qr_update_encode(qr_job_t *job, qr_update_result_t *out,
                                           const qr_porep_config_t *config, const qr_update_files_t *files,
                                           const uint8_t comm_c[32], const uint8_t comm_r_last_old[32]);

/**
 * decode_from_range: data nodes [first, first + count) = (new - old) / rho, to out_path (made, synced) from
 * byte 0 on, padded. A range that leaves the sector is QR_INVALID_ARGUMENT. Units of job->done: nodes.
 */
QR_MUST_CHECK qr_status_t qr_update_decode(qr_job_t *job, const char *out_path,
                                           const qr_porep_config_t *config, const char *replica,
                                           const char *sector_key, const uint8_t comm_d_new[32],
                                           const uint8_t comm_r_old[32], uint64_t first, uint64_t count);

/**
 * remove_encoded_data: old = new - data * rho to out_path, and its tree-r-last files (NULL: not written).
 * comm_r_last is that of the result: who calls compares it with the sector key's. Units of job->done:
 * Poseidon hashes.
 */
QR_MUST_CHECK qr_status_t qr_update_remove(qr_job_t *job, uint8_t comm_r_last[32], const char *out_path,
                                           const char *const *tree_r_last, const qr_porep_config_t *config,
                                           const char *replica, const char *staged,
                                           const uint8_t comm_d_new[32], const uint8_t comm_r_old[32]);

/** Partitions of an update proof for this size. */
uint32_t qr_update_partitions(uint64_t sector_size);

#ifdef __cplusplus
}
#endif
#endif
