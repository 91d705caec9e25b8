/** @file pc2.h  PreCommit 2: columns, tree-c, encoding, tree-r-last, and the sector's aux files. */
#ifndef QUARRY_PC2_H
#define QUARRY_PC2_H

#include "quarry/config.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Files of PC2. Tree arrays have config.base_trees entries. A NULL output is not made. */
typedef struct {
    /** config.layers label files: all for tree_c, the last one alone (others may be NULL) for the replica. */
    const char *const *layers;
    /** Padded data, at most a sector; what is missing at its end is zero. NULL: `replica` is an input. */
    const char *staged;
    const char *replica;            /**< out if `staged` is given, else in */
    const char *const *tree_c;      /**< out: all rows, column hashes first */
    const char *const *tree_r_last; /**< out: the rows kept; needs `replica` */
} qr_pc2_files_t;

typedef struct {
    uint8_t comm_c[32];      /**< zero unless tree_c was made */
    uint8_t comm_r_last[32]; /**< zero unless tree_r_last was made */
    uint8_t comm_r[32];      /**< Poseidon2(comm_c, comm_r_last); zero unless both were made */
} qr_pc2_result_t;

/**
 * Makes what `files` asks for, in one pass over the sector: tree-c from the layers, the replica from the last
 * layer and the staged data, tree-r-last from the replica. Repairs ask for a part. Each output is synced;
 * after a failure outputs are incomplete. An input of a wrong size, or with a node that is no field element,
 * is QR_CORRUPT and named in job->detail.
 *
 * Units of job->done: Poseidon hashes. Takes qr_pc2_memory bytes; if `memory_limit` (0: none) is less,
 * smaller blocks are tried, and QR_OUT_OF_MEMORY says the least that would do.
 */
QR_MUST_CHECK qr_status_t qr_pc2_run(qr_job_t *job, qr_pc2_result_t *out, const qr_porep_config_t *config,
                                     const qr_pc2_files_t *files, uint64_t memory_limit);

/** Poseidon hashes of a whole PC2 (for progress and for floors). */
uint64_t qr_pc2_hash_count(const qr_porep_config_t *config);
/** Bytes of memory that qr_pc2_run takes on a group of `workers`, without a limit. */
uint64_t qr_pc2_memory(const qr_porep_config_t *config, size_t workers);
/** Sizes of one file of tree-c, of tree-r-last, and of tree-d, in bytes. */
uint64_t qr_tree_c_file_size(const qr_porep_config_t *config);
uint64_t qr_tree_r_last_file_size(const qr_porep_config_t *config);
uint64_t qr_tree_d_file_size(const qr_porep_config_t *config);

/** comm_c (`tree_c`) or comm_r_last, from the last rows of the base trees' files. Wrong size: QR_CORRUPT. */
QR_MUST_CHECK qr_status_t qr_tree_root(qr_job_t *job, uint8_t out[32], const qr_porep_config_t *config,
                                       const char *const *files, bool tree_c);

/** comm_r = Poseidon2(comm_c, comm_r_last). */
void qr_comm_r(uint8_t out[32], const uint8_t comm_c[32], const uint8_t comm_r_last[32]);

/** What the file p_aux holds: 64 bytes. */
typedef struct {
    uint8_t comm_c[32], comm_r_last[32];
} qr_p_aux_t;
/** Another length than 64, or bytes that are no field elements: QR_MALFORMED. */
QR_MUST_CHECK qr_status_t qr_p_aux_decode(qr_p_aux_t *out, const uint8_t *in, size_t length);
void qr_p_aux_encode(uint8_t out[64], const qr_p_aux_t *in);

/**
 * t_aux: the store configurations (path, name, nodes, rows left out) of the layers, tree-d, tree-r-last and
 * tree-c in bincode, each with `cache_path`. Writes at most `capacity` bytes to out (NULL with 0); *size is
 * the whole size.
 */
QR_MUST_CHECK qr_status_t qr_t_aux_encode(uint8_t *out, size_t *size, size_t capacity,
                                          const qr_porep_config_t *config, const char *cache_path);
/**
 * Checks that `in` is a t_aux of this configuration and copies its cache path (NUL-terminated, cut to
 * `capacity`). QR_MALFORMED: no t_aux at all; QR_MISMATCH: one of another kind of sector, or with different
 * paths in it.
 */
QR_MUST_CHECK qr_status_t qr_t_aux_decode(char *cache_path, size_t capacity, const qr_porep_config_t *config,
                                          const uint8_t *in, size_t length);

#ifdef __cplusplus
}
#endif
#endif
