/** @file update_proof.h  A partition's vanilla proof of a sector update, and its forms. Private. */
#ifndef QUARRY_UPDATE_PROOF_H
#define QUARRY_UPDATE_PROOF_H

#include "challenge_sets.h"
#include "codec.h"

#define QR_MAX_APEX_LEAVES 128u
#define QR_MAX_UPDATE_CHALLENGES 86u

/** Paths of one challenged node in the old replica's tree, the new data's and the new replica's. */
typedef struct {
    qr_merkle_proof_t replica_old, data_new, replica_new;
} qr_update_challenge_t;

typedef struct {
    uint8_t comm_c[32];
    uint8_t apex_leaves[QR_MAX_APEX_LEAVES]
                       [32]; /**< nodes of tree-d under which the partition's challenges lie */
    qr_update_challenge_t challenges[QR_MAX_UPDATE_CHALLENGES];
} qr_update_proof_t;

void qr_write_update(qr_bytes_t *out, const qr_update_proof_t *proof, const qr_update_shape_t *shape,
                     qr_form_t form);
/** Reads the whole input. */
bool qr_read_update(qr_reader_t *in, qr_update_proof_t *out, const qr_porep_config_t *config,
                    const qr_update_shape_t *shape, qr_form_t form);

#endif
