/** @file pc2.h  PreCommit 2: columns, tree-c, encoding, tree-r-last, and the sector's aux files. */
#ifndef QUARRY_PC2_H
#define QUARRY_PC2_H

#include "quarry/config.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Files of PC2. Path arrays have config.base_trees entries. A NULL output is not made (and what depends on
 * it not written). */
typedef struct {
    const char *const
        *layers;         /**< config.layers label files; needed for tree_c; the last one for the replica */
    const char *staged;  /**< padded data (a shorter file counts as zero-filled); needed for the replica */
    const char *replica; /**< in if staged is NULL, else out */
    const char *const *tree_c;      /**< out: all rows, column hashes first */
    const char *const *tree_r_last; /**< out: kept rows only */
} qr_pc2_files_t;

typedef struct {
    uint8_t comm_c[32];
    uint8_t comm_r_last[32];
    uint8_t comm_r[32]; /**< Poseidon2(comm_c, comm_r_last); zero unless both were made */
} qr_pc2_result_t;

/**
 * Makes what `files` asks for: tree-c from the layers, the replica from the last layer and the staged data,
 * tree-r-last from the replica. Streams: memory does not grow with the sector. Each output is synced. Units
 * of job->done: Poseidon hashes. `memory_limit` 0: none.
 */
QR_MUST_CHECK qr_status_t qr_pc2_run(qr_job_t *job, qr_pc2_result_t *out, const qr_porep_config_t *config,
                                     const qr_pc2_files_t *files, uint64_t memory_limit);

/** Poseidon hashes of a whole PC2 (for progress and for floors). */
uint64_t qr_pc2_hash_count(const qr_porep_config_t *config);
/** Bytes of memory qr_pc2_run takes. */
uint64_t qr_pc2_memory(const qr_porep_config_t *config, size_t workers);
/** Sizes of one file of tree-c, of tree-r-last, and of tree-d, in bytes. */
uint64_t qr_tree_c_file_size(const qr_porep_config_t *config);
uint64_t qr_tree_r_last_file_size(const qr_porep_config_t *config);
uint64_t qr_tree_d_file_size(const qr_porep_config_t *config);

/** Roots from files: comm_c or comm_r_last from the base trees' last rows. Wrong size: QR_CORRUPT. */
QR_MUST_CHECK qr_status_t qr_tree_root(qr_job_t *job, uint8_t out[32], const qr_porep_config_t *config,
                                       const char *const *files, bool tree_c);

/** comm_r = Poseidon2(comm_c, comm_r_last). */
void qr_comm_r(uint8_t out[32], const uint8_t comm_c[32], const uint8_t comm_r_last[32]);

/** p_aux: comm_c then comm_r_last, 64 bytes. t_aux: bincode of the label, tree-d, tree-r-last, tree-c store
 * configurations with `cache_path` in each. */
typedef struct {
    uint8_t comm_c[32], comm_r_last[32];
} qr_p_aux_t;
QR_MUST_CHECK qr_status_t qr_p_aux_decode(qr_p_aux_t *out, const uint8_t *in, size_t length);
void qr_p_aux_encode(uint8_t out[64], const qr_p_aux_t *in);
/** Writes at most `capacity` bytes to out (may be NULL with 0); *size is the whole size needed. */
QR_MUST_CHECK qr_status_t qr_t_aux_encode(uint8_t *out, size_t *size, size_t capacity,
                                          const qr_porep_config_t *config, const char *cache_path);
/** Checks that `in` is a t_aux of this configuration; copies its cache path (NUL-terminated, cut to capacity)
 * to out. */
QR_MUST_CHECK qr_status_t qr_t_aux_decode(char *cache_path, size_t capacity, const qr_porep_config_t *config,
                                          const uint8_t *in, size_t length);

#ifdef __cplusplus
}
#endif
#endif
