/**
 * @file pc1_run.h  (private)
 * A PC1 under way: what the labelling workers and the thread that writes layer files share.
 *
 * pc1.c         checks, plans, forecasts, and picks one of the two ways below
 * pc1_memory.c  two layers of every lane in memory
 * pc1_disk.c    layers in scratch files, a window of nodes at a time in memory
 * pc1_scratch.c the scratch files, and how memory is shared out when layers are on disk
 * pc1_layers.c  layer files: written behind the labelling, read back to go on
 */
#ifndef QR_PC1_RUN_H
#define QR_PC1_RUN_H

#include <pthread.h>
#include <stdatomic.h>

#include "quarry/pc1.h"
#include "replication/parents_cache.h"
#include "replication/pc1_plan.h"

/** How far one lane group is: nodes labelled, counted over all layers. Written by its worker alone. */
typedef struct {
    _Alignas(64) _Atomic uint64_t nodes;
} qr_pc1_progress_t;

typedef struct {
    qr_job_t *job;
    const qr_porep_config_t *config;
    const qr_pc1_options_t *options;
    const qr_pc1_sector_t *sectors;
    size_t sector_count;
    uint32_t first_layer, prefetch;
    uint64_t wake; /**< progress is announced when it reaches a multiple of this many nodes */
    qr_pc1_plan_t plan;
    qr_parents_t *parents;
    uint8_t (*replica_ids)[32];  /**< one a lane of the plan, group after group */
    size_t *lane_starts;         /**< number of the first lane of each group */
    qr_pc1_progress_t *progress; /**< one a group */
    pthread_mutex_t lock;
    pthread_cond_t changed;  /**< progress, layers_written or status moved */
    uint32_t layers_written; /**< under lock: files of layers up to this one are complete and synced */
    _Atomic uint32_t status; /**< the first failure */
} qr_pc1_run_t;

/** Makes `status` the run's outcome if it is the first failure, and wakes whoever waits. */
void qr_pc1_fail(qr_pc1_run_t *run, qr_status_t status);
/** True once the run has failed or was asked to stop (which it notes). */
bool qr_pc1_stopped(qr_pc1_run_t *run);
/** Group `group` has labelled the nodes of `layer` below `end`; `count` of them since the last call. */
void qr_pc1_advance(qr_pc1_run_t *run, size_t group, uint32_t layer, uint64_t end, uint64_t count);
/** Waits until group `group` has labelled the nodes of `layer` below `end`; false if the run stopped. */
bool qr_pc1_wait_nodes(qr_pc1_run_t *run, size_t group, uint32_t layer, uint64_t end);
/** Waits until the files of `layer` are written; false if the run stopped. */
bool qr_pc1_wait_layer(qr_pc1_run_t *run, uint32_t layer);

/* pc1_memory.c, pc1_disk.c: the two ways to label, and the memory each takes beyond the parents. */

void qr_pc1_label_in_memory(qr_pc1_run_t *run);
uint64_t qr_pc1_memory_bytes(const qr_porep_config_t *config, const qr_pc1_plan_t *plan);

/** How layers on disk are cut. window and unit are powers of two; ring is a multiple of unit or the whole
 * layer.
 */
typedef struct {
    uint64_t page;    /**< bytes of a node in the scratch files: all lanes of all groups */
    uint64_t window;  /**< nodes whose parents are read together */
    uint64_t readers; /**< threads that read windows ahead */
    uint64_t depth;   /**< windows whose parents are in memory or on their way */
    uint64_t unit;    /**< nodes written together */
    uint64_t ring;    /**< latest nodes of the layer under way that are kept in memory */
} qr_pc1_cut_t;

/** The cut that makes best use of `limit` bytes (0: a default); returns the bytes it takes, which may be
 * more. */
uint64_t qr_pc1_disk_bytes(qr_pc1_cut_t *out, const qr_porep_config_t *config, const qr_pc1_plan_t *plan,
                           uint64_t limit);
void qr_pc1_label_on_disk(qr_pc1_run_t *run, const qr_pc1_cut_t *cut);

/* pc1_layers.c */

/** Nodes gathered and written at once: 64 KiB a lane, so that the lanes' buffers stay in the caches. */
#define QR_PC1_CHUNK 2048u

/** The open files of one layer and the buffers its lanes are gathered in. */
typedef struct {
    qr_pc1_run_t *run;
    uint32_t layer;
    int *files;      /**< one a sector; -1: closed */
    uint8_t *buffer; /**< chunk nodes of every lane of the widest group */
    size_t buffer_bytes, lane_bytes;
} qr_pc1_layer_t;

/** Bytes of the buffer of a qr_pc1_layer_t that writes up to `chunk` nodes at once. */
size_t qr_pc1_layer_bytes(const qr_pc1_plan_t *plan, uint64_t chunk);
QR_MUST_CHECK qr_status_t qr_pc1_layer_create(qr_pc1_layer_t *out, qr_pc1_run_t *run, uint64_t chunk);
void qr_pc1_layer_destroy(qr_pc1_layer_t *layer);
/** Creates or empties the files of `number`. */
QR_MUST_CHECK qr_status_t qr_pc1_layer_open(qr_pc1_layer_t *layer, uint32_t number);
/** Writes nodes [start, start+count), count <= chunk, of the group's sectors from its node-major
 * labels. */
QR_MUST_CHECK qr_status_t qr_pc1_layer_write(qr_pc1_layer_t *layer, size_t group, const uint8_t *labels,
                                             uint64_t start, uint64_t count);
/** Syncs and closes the files, then tells the run and the caller that the layer is done. */
QR_MUST_CHECK qr_status_t qr_pc1_layer_finish(qr_pc1_layer_t *layer);

/** Reads nodes [start, start+count), count <= QR_PC1_CHUNK, of layer `number` of the group's sectors into
 * labels. */
QR_MUST_CHECK qr_status_t qr_pc1_layer_read(qr_pc1_run_t *run, uint32_t number, size_t group, uint8_t *labels,
                                            uint64_t start, uint64_t count);
/** QR_NOT_FOUND or QR_CORRUPT unless every sector's file of layer `number` is there with the right size. */
QR_MUST_CHECK qr_status_t qr_pc1_layer_check(qr_pc1_run_t *run, uint32_t number);

#endif
