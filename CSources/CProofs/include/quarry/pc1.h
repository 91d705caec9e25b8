/** @file pc1.h  PreCommit 1: labels of all layers of one or many sectors of one kind. */
#ifndef QUARRY_PC1_H
#define QUARRY_PC1_H

#include "quarry/config.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One sector of a batch. */
typedef struct {
    uint8_t replica_id[32];
    const char *const
        *layer_paths; /**< config.layers paths, layer 1 first: created or overwritten, 32 bytes a node */
} qr_pc1_sector_t;

typedef struct {
    const char *parents_cache; /**< file of 56 bytes a node (14 u32 LE), made if absent; NULL: parents are
                                  computed once a batch */
    const char
        *scratch; /**< directory for layers on disk (node-major pages); NULL: two layers a sector in memory */
    uint64_t
        memory_limit; /**< bytes; 0: none. Below the need: QR_OUT_OF_MEMORY and a detail that says the need */
    const char *kernel;   /**< a label kernel's name; NULL: the best mix for this count */
    uint32_t prefetch;    /**< nodes ahead; 0: the default */
    uint32_t first_layer; /**< 1, or the layer to go on with: the files of layer first_layer-1 are complete */
    void (*layer_done)(void *context,
                       uint32_t layer); /**< all files of this layer are written and synced; may be NULL */
    void *context;
} qr_pc1_options_t;

/**
 * Labels `count` sectors together. Units of job->done: labels (count * node_count * layers in all).
 * Each layer file is written whole, then synced, before layer_done.
 */
QR_MUST_CHECK qr_status_t qr_pc1_run(qr_job_t *job, const qr_porep_config_t *config,
                                     const qr_pc1_options_t *options, const qr_pc1_sector_t *sectors,
                                     size_t count);

/** What qr_pc1_run will take: bytes of memory and of disk (layers and scratch), and the kernels it will use
 * as text ("avx512x32 + avx512x16 + shani2"). */
typedef struct {
    uint64_t memory;
    uint64_t scratch;
    uint64_t layers;
    char kernels[96];
} qr_pc1_forecast_t;
QR_MUST_CHECK qr_status_t qr_pc1_forecast(qr_pc1_forecast_t *out, const qr_porep_config_t *config,
                                          const qr_pc1_options_t *options, size_t count, size_t workers);

/** Hash-only label loop on cached memory, for benchmarks: runs `kernel` (NULL: best for lanes) for `labels`
 * labels of layer 2; *seconds, and *check = a digest word of the result. */
QR_MUST_CHECK qr_status_t qr_label_bench(double *seconds, uint64_t *check, const char *kernel,
                                         uint64_t labels);
/** Names, lanes and whether the CPU can run it, of label kernel number i; false past the last. */
bool qr_label_kernel_info(size_t i, const char **name, uint32_t *lanes, bool *available);

#ifdef __cplusplus
}
#endif
#endif
