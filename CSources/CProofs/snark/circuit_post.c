/** WinningPoSt and WindowPoSt as circuits: storage-proofs-post's FallbackPoStCircuit. */
#include <stdlib.h>

#include "gadget_num.h"
#include "gadget_por.h"
#include "gadget_poseidon.h"
#include "quarry_crypto.h"
#include "spacetime/post_proof.h"
#include "synthesis.h"

/** A sector's commitments, Montgomery form. */
typedef struct {
    qr_fr_t comm_r, comm_c, comm_r_last;
} roots_t;

/** Part 0 is empty, each further part a sector of the partition: one of all challenges (Window), or the same
 * sector again with one challenge each (Winning). */
typedef struct {
    qr_circuit_t circuit;
    bool winning;
    size_t paths;              /**< of a part */
    size_t runs;               /**< parts that there are paths for; those after them repeat the last */
    roots_t *roots;            /**< Window: of each run; Winning: of the sector */
    qr_merkle_proof_t *proofs; /**< paths of each run */
} post_t;

static void synthesize(qr_cs_t *cs, void *shared, const qr_circuit_t *circuit, uint32_t part) {
    (void)shared;
    if (part == 0) return;
    const post_t *post = (const post_t *)circuit;
    size_t run = part - 1 < post->runs ? part - 1 : post->runs - 1;
    const roots_t *roots = &post->roots[post->winning ? 0 : run];
    qr_num_t comm_r_last = qr_cs_alloc(cs, roots->comm_r_last);
    qr_num_t comm_c = qr_cs_alloc(cs, roots->comm_c);
    qr_num_t comm_r = qr_cs_alloc(cs, roots->comm_r);
    qr_num_inputize(cs, comm_r);
    qr_num_equal(cs, comm_r, qr_poseidon_gadget(cs, (qr_num_t[]){comm_c, comm_r_last}, 2));
    for (size_t i = 0; i < post->paths; i++) {
        const qr_merkle_proof_t *proof = &post->proofs[run * post->paths + i];
        qr_num_t leaf = qr_cs_alloc(cs, qr_por_node(proof->leaf));
        qr_por_gadget(cs, leaf, proof, QR_TREE_R_LAST, comm_r_last);
    }
}

static void destroy(qr_circuit_t *circuit) {
    post_t *post = (post_t *)circuit;
    free(post->roots);
    free(post->proofs);
    free(post);
}

/** A circuit of `sectors` sectors (Winning: challenges) with room for the paths of `runs`. */
static qr_status_t new_post(qr_job_t *job, post_t **out, qr_post_type_t type, uint32_t sectors, size_t runs) {
    const bool winning = type == QR_POST_WINNING;
    post_t *post = malloc(sizeof *post);
    *out = post;
    if (post == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "PoSt circuit");
    *post = (post_t){.circuit = {.parts = sectors + 1, .synthesize = synthesize, .destroy = destroy},
                     .winning = winning,
                     .paths = winning ? 1 : qr_post_challenge_count(type),
                     .runs = runs};
    post->roots = calloc(winning ? 1 : runs, sizeof *post->roots);
    post->proofs = calloc(runs * post->paths, sizeof *post->proofs);
    if (post->roots != NULL && post->proofs != NULL) return QR_OK;
    destroy(&post->circuit);
    *out = NULL;
    return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "PoSt circuit");
}

/** Hands the circuit out once it is measured, or destroys it. */
static qr_status_t finish(qr_job_t *job, qr_circuit_t **out, post_t *post, qr_status_t status) {
    if (status == QR_OK) status = qr_circuit_measure(job, &post->circuit);
    if (status == QR_OK) {
        *out = &post->circuit;
    } else {
        destroy(&post->circuit);
    }
    return status;
}

/** Parts of a partition. */
static uint32_t parts_of(qr_post_type_t type, uint64_t sector_size) {
    if (type == QR_POST_WINNING) return qr_post_challenge_count(type);
    return qr_post_sectors_per_partition(type, sector_size);
}

qr_status_t qr_circuit_post_blank(qr_job_t *job, qr_circuit_t **out, const qr_porep_config_t *config,
                                  qr_post_type_t type, uint32_t sectors) {
    *out = NULL;
    if (job == NULL || (sectors != 0 && type == QR_POST_WINNING)) return QR_INVALID_ARGUMENT;
    if (sectors == 0) sectors = parts_of(type, config->sector_size);
    if (sectors == UINT32_MAX) return QR_INVALID_ARGUMENT;
    post_t *post;
    qr_status_t status = new_post(job, &post, type, sectors, 1);
    if (status != QR_OK) return status;
    qr_merkle_shape_t shape;
    qr_merkle_shape(&shape, config, QR_TREE_R_LAST);
    for (size_t i = 0; i < post->paths; i++) qr_merkle_proof_place(&post->proofs[i], &shape, 0);
    return finish(job, out, post, QR_OK);
}

/** Reads a sector's vanilla proof into `paths` paths and its roots. */
static qr_status_t read_sector(qr_job_t *job, roots_t *roots, qr_merkle_proof_t *proofs, size_t paths,
                               const qr_porep_config_t *config, const qr_bytes_t *proof, qr_form_t form) {
    qr_post_proof_t parsed = {.count = paths, .proofs = proofs};
    qr_reader_t in;
    qr_reader_init(&in, proof->data, proof->length);
    if (qr_read_post(&in, &parsed, config, form)) {
        roots->comm_r = qr_por_node(parsed.comm_r);
        roots->comm_c = qr_por_node(parsed.comm_c);
        roots->comm_r_last = qr_por_node(parsed.comm_r_last);
    }
    return qr_reader_status(job, &in, "PoSt vanilla proof");
}

qr_status_t qr_circuit_post(qr_job_t *job, qr_circuit_t **out, const qr_porep_config_t *config,
                            qr_post_type_t type, const qr_bytes_t *proofs, size_t count, qr_form_t form) {
    *out = NULL;
    const uint32_t sectors = parts_of(type, config->sector_size);
    const bool winning = type == QR_POST_WINNING;
    if (job == NULL || count == 0 || count > (winning ? 1 : sectors)) return QR_INVALID_ARGUMENT;
    post_t *post;
    qr_status_t status = new_post(job, &post, type, sectors, winning ? sectors : count);
    if (status != QR_OK) return status;
    post->circuit.has_witness = true;
    const size_t each = qr_post_challenge_count(type);
    for (size_t i = 0; status == QR_OK && i < count; i++) {
        status = read_sector(job, &post->roots[i], post->proofs + i * each, each, config, &proofs[i], form);
    }
    return finish(job, out, post, status);
}

/* ---- Public inputs ---- */

static void store_number(uint8_t out[32], uint64_t number) {
    memset(out, 0, 32);
    for (size_t i = 0; i < 8; i++) out[i] = (uint8_t)(number >> 8 * i);
}

size_t qr_post_public_input_count(qr_post_type_t type, uint64_t sector_size) {
    return parts_of(type, sector_size) *
           (size_t)(type == QR_POST_WINNING ? 2 : 1 + qr_post_challenge_count(type));
}

/** A part's inputs: comm_r, then the leaves with numbers [first, first + count). */
static qr_status_t part_inputs(uint8_t (*out)[32], uint64_t sector_size, qr_post_type_t type,
                               qr_api_version_t version, const uint8_t randomness[32],
                               const qr_post_sector_t *sector, uint64_t index, uint32_t first,
                               uint32_t count) {
    memcpy(out[0], sector->comm_r, 32);
    for (uint32_t n = 0; n < count; n++) {
        uint64_t leaf;
        qr_status_t status = qr_post_leaf_challenge(&leaf, sector_size, type, version, randomness,
                                                    sector->sector_id, index, first + n);
        if (status != QR_OK) return status;
        store_number(out[1 + n], leaf);
    }
    return QR_OK;
}

qr_status_t qr_post_public_inputs(uint8_t (*out)[32], uint64_t sector_size, qr_post_type_t type,
                                  qr_api_version_t version, const uint8_t randomness[32],
                                  const qr_post_sector_t *sectors, size_t count, uint32_t partition) {
    const bool winning = type == QR_POST_WINNING;
    const uint32_t parts = parts_of(type, sector_size), each = winning ? 1 : qr_post_challenge_count(type);
    const uint64_t first = winning ? 0 : (uint64_t)partition * parts;
    if (first >= count || (winning && (count != 1 || partition != 0))) return QR_INVALID_ARGUMENT;
    for (uint32_t i = 0; i < parts; i++) {
        uint8_t(*part)[32] = out + (size_t)i * (1 + each);
        if (!winning && first + i >= count) {
            memcpy(part, part - (1 + each), 32 * (size_t)(1 + each));
            continue;
        }
        const uint64_t index = winning ? 0 : first + i;
        if (!qr_fr_is_canonical(sectors[index].comm_r)) return QR_INVALID_ARGUMENT;
        qr_status_t status = part_inputs(part, sector_size, type, version, randomness, &sectors[index], index,
                                         winning ? i : 0, each);
        if (status != QR_OK) return status;
    }
    return QR_OK;
}
