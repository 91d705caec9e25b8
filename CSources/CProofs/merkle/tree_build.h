/**
 * @file tree_build.h
 * Poseidon trees of a sector (tree-c, tree-r-last) built from leaves that stream by in blocks.
 *
 * A sector's leaves are cut into blocks of 8^k, each a whole subtree. A worker takes a block from its leaves
 * to its root and writes the rows in between; the block roots are kept in memory, and the rows above them
 * follow at the end.
 */
#ifndef QR_TREE_BUILD_H
#define QR_TREE_BUILD_H

#include "merkle/block_file.h"

/** Arity of the base trees, and the greatest block height: 8^5 leaves are 1 MiB. */
#define QR_TREE_ARITY 8u
#define QR_BLOCK_HEIGHT 5u
#define QR_BLOCK_HEIGHT_LEAST 3u

/** How a sector is cut into blocks. */
typedef struct {
    uint32_t height;       /**< rows above the leaves of a base tree: base_leaves = 8^height */
    uint32_t block_height; /**< the same of a block, at most `height` */
    size_t block_nodes;    /**< leaves of a block */
    uint64_t tree_blocks;  /**< blocks of a base tree */
    uint64_t blocks;       /**< blocks of the sector */
} qr_block_plan_t;

/** Blocks of 8^block_height leaves, or smaller where the trees are or where `workers` would have too few. */
void qr_block_plan_init(qr_block_plan_t *out, const qr_porep_config_t *config, size_t workers,
                        uint32_t block_height);

/** What is done with one block, on a worker. */
typedef qr_status_t (*qr_block_fn)(void *context, size_t worker, uint64_t block);

/** fn on every block, spread over the job's group. Ends early at the first failure, which it returns, or when
 * cancelled. */
QR_MUST_CHECK qr_status_t qr_block_run(qr_job_t *job, const qr_block_plan_t *plan, qr_block_fn fn,
                                       void *context);

/** Nodes above the leaves of one block. */
size_t qr_block_inner_nodes(const qr_block_plan_t *plan);

/** A tree being built. Zero-initialised it is none. */
typedef struct {
    const qr_porep_config_t *config;
    const qr_block_plan_t *plan;
    uint32_t first_row; /**< the lowest row that the files keep; 0 is the leaves */
    bool written;       /**< false: only the root is wanted */
    qr_block_file_t files[QR_MAX_BASE_TREES];
    uint8_t *roots; /**< plan->blocks nodes */
} qr_tree_build_t;

/** Creates the files (none if `paths` is NULL), which may not be among the inputs. `plan` must live as long
 * as `out`. */
QR_MUST_CHECK qr_status_t qr_tree_build_open(qr_job_t *job, qr_tree_build_t *out,
                                             const qr_porep_config_t *config, const qr_block_plan_t *plan,
                                             uint32_t first_row, const char *const *paths,
                                             const qr_block_file_t *inputs, size_t count);
/** Hashes one block up to its root; `inner` has room for qr_block_inner_nodes. Adds its hashes to the job's
 * count. */
QR_MUST_CHECK qr_status_t qr_tree_build_block(qr_job_t *job, qr_tree_build_t *build, uint64_t block,
                                              const uint8_t *leaves, uint8_t *inner);
/** After all blocks: the upper rows, the root of the sector's tree, and the sync. */
QR_MUST_CHECK qr_status_t qr_tree_build_finish(qr_job_t *job, uint8_t root[32], qr_tree_build_t *build);
void qr_tree_build_close(qr_tree_build_t *build);

/** Hashes of one whole tree, leaves not counted. */
uint64_t qr_tree_build_hashes(const qr_porep_config_t *config);
/** Bytes of one base tree's file that keeps the rows from first_row up. */
uint64_t qr_tree_build_file_size(const qr_porep_config_t *config, uint32_t first_row);
/** Root over the roots of the base trees. */
void qr_tree_join(uint8_t root[32], const qr_porep_config_t *config, const uint8_t *base_roots);

#endif
