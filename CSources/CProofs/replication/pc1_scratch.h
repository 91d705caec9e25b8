/**
 * @file pc1_scratch.h  (private)
 * Layers on disk: two scratch files of node-major pages, and the part of them that is in memory.
 *
 * A page is one node: the labels of all lanes of all groups, group after group (4 KiB for 128 sectors). A
 * group's memory is one array of nodes, so that its kernel reaches everything by a node's place in it:
 *
 *   [ one node ][ ring: the latest `ring` nodes of this layer ][ depth x window x 6 older base parents ]
 *
 * and a second array of depth x window x 8 expander parents, pages of the layer below. While the window that
 * starts at node s is labelled, ring place s % ring counts as node s; the kernel gets the places of parents
 * instead of their numbers. Where s % ring = 0 the place before is the extra node, a copy of node s - 1: so
 * the predecessor of a node is always the place before it, as kernels may expect.
 */
#ifndef QR_PC1_SCRATCH_H
#define QR_PC1_SCRATCH_H

#include "replication/pc1_run.h"
#include "replication/scratch_io.h"

typedef struct {
    uint8_t *base, *expander;
    size_t base_bytes, expander_bytes;
    size_t node; /**< bytes of a node in this group */
} qr_scratch_lanes_t;

/** What one reading thread needs for a window. */
typedef struct {
    qr_scratch_read_t *reads;
    struct iovec *parts;
    qr_scratch_io_t *io;
} qr_scratch_reader_t;

typedef struct {
    qr_pc1_run_t *run;
    qr_pc1_cut_t cut;
    int files[2]; /**< layer l is in files[l % 2]; no names, so that they go with the process */
    qr_scratch_lanes_t *groups;
    uint32_t *places; /**< parents of each window in memory: depth * window * 14 */
    qr_scratch_reader_t *readers;
    uint8_t *pages; /**< pages put together for writing */
    size_t pages_bytes;
} qr_scratch_t;

QR_MUST_CHECK qr_status_t qr_scratch_create(qr_scratch_t *out, qr_pc1_run_t *run, const qr_pc1_cut_t *cut);
void qr_scratch_destroy(qr_scratch_t *scratch);

/** Labels of `node` of the layer under way in the group's ring. */
uint8_t *qr_scratch_ring(const qr_scratch_t *scratch, size_t group, uint64_t node);
/** What a kernel takes as `current` for the window that starts at `start`. */
uint8_t *qr_scratch_current(const qr_scratch_t *scratch, size_t group, uint64_t start);
/** What it takes as `previous`. */
const uint8_t *qr_scratch_previous(const qr_scratch_t *scratch, size_t group, uint64_t start);
/** The window's places. */
uint32_t *qr_scratch_places(const qr_scratch_t *scratch, uint64_t start);

/** Turns the parents of the window of `layer` at `start` into places, and reads what is not in the ring. */
QR_MUST_CHECK qr_status_t qr_scratch_read_window(qr_scratch_t *scratch, size_t reader, uint32_t layer,
                                                 uint64_t start, uint64_t count, const uint32_t *parents);
/** Writes nodes [start, start+count) of the rings to the scratch file of `layer`. */
QR_MUST_CHECK qr_status_t qr_scratch_write(qr_scratch_t *scratch, uint32_t layer, uint64_t start,
                                           uint64_t count);

#endif
