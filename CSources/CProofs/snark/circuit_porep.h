/** @file circuit_porep.h  The PoRep circuit's data: what its synthesis and its readers share. Private. */
#ifndef QUARRY_CIRCUIT_POREP_H
#define QUARRY_CIRCUIT_POREP_H

#include "spacetime/porep_proof.h"
#include "synthesis.h"

/** One partition. Part 0 is the commitments, each challenge a part. */
typedef struct {
    qr_circuit_t circuit;
    uint32_t layers;
    qr_fr_t replica_id, comm_d, comm_r, comm_c, comm_r_last; /**< Montgomery form */
    /** One for each challenge; a blank circuit has one that gives the shape of all. */
    size_t count;
    uint64_t *challenges;
    qr_porep_challenge_t *proofs;
} qr_porep_circuit_t;

/** A circuit with room for `count` challenges, to be filled and measured; NULL without memory. */
qr_porep_circuit_t *qr_porep_circuit_new(const qr_porep_config_t *config, size_t count);

#endif
