/** @file post_proof.h  One sector's PoSt vanilla proof and its forms. Private. */
#ifndef QUARRY_POST_PROOF_H
#define QUARRY_POST_PROOF_H

#include "codec.h"

typedef struct {
    uint64_t sector_id;
    uint8_t comm_r[32], comm_c[32], comm_r_last[32];
    size_t count;
    qr_merkle_proof_t *proofs; /**< count of them, paths in tree-r-last */
} qr_post_proof_t;

void qr_write_post(qr_bytes_t *out, const qr_post_proof_t *proof, qr_form_t form);
/** JSON of the proofs [first, first + count) with the sector's commitments, as partition proofs hold them. */
void qr_write_post_sector(qr_bytes_t *out, const qr_post_proof_t *proof, size_t first, size_t count);
/** Reads the whole input: a proof of exactly out->count paths into out->proofs. */
bool qr_read_post(qr_reader_t *in, qr_post_proof_t *out, const qr_porep_config_t *config, qr_form_t form);

#endif
