#include "tree_open.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "quarry_crypto.h"

/** Most leaves under one family of the highest row that tree-r-last files leave out. */
#define MAX_REBUILT_LEAVES 512u

struct qr_tree {
    qr_porep_config_t config;
    qr_tree_kind_t kind;
    qr_merkle_shape_t shape;
    uint64_t leaves;    /**< of one base tree */
    uint32_t first_row; /**< lowest row that the files hold; those below are rebuilt from the replica */
    uint32_t file_count;
    qr_input_t files[QR_MAX_BASE_TREES];
    qr_input_t replica;
    uint8_t base_roots[QR_MAX_BASE_TREES][32];
    uint8_t sub_roots[QR_MAX_BASE_TREES][32];
    uint8_t root[32];
};

qr_status_t qr_input_open(qr_job_t *job, qr_input_t *out, const char *path, uint64_t size) {
    memset(out, 0, sizeof *out);
    if (path == NULL) return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "a file name is missing");
    out->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (out->descriptor < 0) return qr_job_fail_errno(job, errno, path);
    struct stat about;
    if (fstat(out->descriptor, &about) != 0) {
        int error = errno;
        close(out->descriptor);
        return qr_job_fail_errno(job, error, path);
    }
    if (!S_ISREG(about.st_mode) || (uint64_t)about.st_size != size) {
        close(out->descriptor);
        return qr_job_fail(job, QR_CORRUPT, 0, "%s: %" PRIu64 " bytes expected, %" PRIu64 " found", path,
                           size, (uint64_t)about.st_size);
    }
    out->path = strdup(path);
    if (out->path == NULL) {
        close(out->descriptor);
        return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "%s", path);
    }
    posix_fadvise(out->descriptor, 0, 0, POSIX_FADV_RANDOM);
    return QR_OK;
}

void qr_input_close(qr_input_t *input) {
    if (input->path == NULL) return;
    close(input->descriptor);
    free(input->path);
    input->path = NULL;
}

qr_status_t qr_input_read(qr_job_t *job, uint8_t *out, size_t size, const qr_input_t *input,
                          uint64_t offset) {
    while (size > 0) {
        ssize_t got = pread(input->descriptor, out, size, (off_t)offset);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return qr_job_fail_errno(job, errno, input->path);
        if (got == 0) return qr_job_fail(job, QR_CORRUPT, 0, "%s became shorter", input->path);
        out += got;
        offset += (uint64_t)got;
        size -= (size_t)got;
    }
    return QR_OK;
}

/** Nodes of row `row` of one base tree. */
static uint64_t row_nodes(const qr_tree_t *tree, uint32_t row) {
    uint64_t nodes = tree->leaves;
    for (uint32_t i = 0; i < row; i++) nodes /= tree->shape.base_arity;
    return nodes;
}

/** Byte offset in a file of node `place` of row `row`; with row = base_count + 1 and place = 0, the file's
 * size. */
static uint64_t node_offset(const qr_tree_t *tree, uint32_t row, uint64_t place) {
    for (uint32_t i = tree->first_row; i < row; i++) place += row_nodes(tree, i);
    return place * QR_NODE_SIZE;
}

qr_status_t qr_tree_read_row(qr_job_t *job, uint8_t *out, const qr_tree_t *tree, uint32_t row, uint64_t first,
                             uint64_t count) {
    if (tree->file_count != 1 || row < tree->first_row || row > tree->shape.base_count ||
        first > row_nodes(tree, row) || count > row_nodes(tree, row) - first) {
        return QR_INVALID_ARGUMENT;
    }
    return qr_input_read(job, out, (size_t)(count * QR_NODE_SIZE), &tree->files[0],
                         node_offset(tree, row, first));
}

/** Reads the base roots and hashes them up. */
static qr_status_t load_roots(qr_job_t *job, qr_tree_t *tree) {
    uint32_t rows = tree->shape.base_count;
    for (uint32_t i = 0; i < tree->file_count; i++) {
        qr_status_t status =
            qr_input_read(job, tree->base_roots[i], 32, &tree->files[i], node_offset(tree, rows, 0));
        if (status != QR_OK) return status;
    }
    uint32_t sub = tree->shape.sub_arity, top = tree->shape.top_arity, roots = tree->file_count;
    memcpy(tree->sub_roots, tree->base_roots, sizeof tree->sub_roots);
    if (sub != 0) {
        roots /= sub;
        qr_poseidon_hash(sub == 2 ? QR_POSEIDON_2 : QR_POSEIDON_8, tree->sub_roots[0], tree->base_roots[0],
                         roots);
    }
    memcpy(tree->root, tree->sub_roots[0], 32);
    if (top != 0) qr_poseidon_hash(QR_POSEIDON_2, tree->root, tree->sub_roots[0], 1);
    return QR_OK;
}

static qr_status_t open_files(qr_job_t *job, qr_tree_t *tree, const char *const *files, const char *leaves) {
    uint64_t size = node_offset(tree, tree->shape.base_count + 1u, 0);
    for (uint32_t i = 0; i < tree->file_count; i++) {
        qr_status_t status = qr_input_open(job, &tree->files[i], files[i], size);
        if (status != QR_OK) return status;
    }
    if (tree->first_row == 0) return QR_OK;
    return qr_input_open(job, &tree->replica, leaves, tree->config.sector_size);
}

qr_status_t qr_tree_open(qr_job_t *job, qr_tree_t **out, const qr_porep_config_t *config, qr_tree_kind_t kind,
                         const char *const *files, const char *leaves) {
    *out = NULL;
    if (files == NULL) return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "the tree's files are missing");
    qr_tree_t *tree = calloc(1, sizeof *tree);
    if (tree == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "opening a tree");
    tree->config = *config;
    tree->kind = kind;
    qr_merkle_shape(&tree->shape, config, kind);
    tree->leaves = kind == QR_TREE_D ? config->node_count : config->base_leaves;
    tree->first_row = kind == QR_TREE_R_LAST ? config->rows_to_discard + 1 : 0;
    tree->file_count = kind == QR_TREE_D ? 1 : config->base_trees;
    qr_status_t status = open_files(job, tree, files, leaves);
    if (status == QR_OK) status = load_roots(job, tree);
    if (status != QR_OK) {
        qr_tree_close(tree);
        return status;
    }
    *out = tree;
    return QR_OK;
}

void qr_tree_close(qr_tree_t *tree) {
    if (tree == NULL) return;
    for (uint32_t i = 0; i < tree->file_count; i++) qr_input_close(&tree->files[i]);
    qr_input_close(&tree->replica);
    free(tree);
}

void qr_tree_open_root(uint8_t out[32], const qr_tree_t *tree) {
    memcpy(out, tree->root, 32);
}

/** Copies a family of `arity` nodes without the one at `place`. */
static void copy_siblings(uint8_t (*out)[32], const uint8_t *family, uint32_t arity, uint32_t place) {
    memcpy(out[0], family, place * 32);
    memcpy(out[place], family + (place + 1) * 32, (arity - 1 - place) * 32);
}

/** Rows [0, first_row): the replica's leaves below the lowest node kept, hashed up to it. */
static qr_status_t rebuild_rows(qr_job_t *job, qr_merkle_proof_t *out, const qr_tree_t *tree, uint64_t leaf) {
    uint8_t nodes[MAX_REBUILT_LEAVES * 32], kept[32];
    uint64_t count = 1;
    for (uint32_t i = 0; i < tree->first_row; i++) count *= tree->shape.base_arity;
    if (count > MAX_REBUILT_LEAVES) return QR_INVALID_ARGUMENT;
    uint64_t start = leaf / count * count, place = leaf - start;
    qr_status_t status = qr_input_read(job, nodes, (size_t)count * 32, &tree->replica, start * QR_NODE_SIZE);
    if (status != QR_OK) return status;
    memcpy(out->leaf, nodes + place * 32, 32);
    uint32_t arity = tree->shape.base_arity;
    for (uint32_t row = 0; row < tree->first_row; row++) {
        const uint8_t *family = nodes + place / arity * arity * 32;
        copy_siblings(&out->siblings[row * (arity - 1)], family, arity, (uint32_t)(place % arity));
        count /= arity;
        place /= arity;
        qr_poseidon_hash(QR_POSEIDON_8, nodes, nodes, (size_t)count);
    }
    uint64_t tree_start = leaf / tree->leaves * tree->leaves;
    uint64_t parent = (leaf - tree_start) / (tree->leaves / row_nodes(tree, tree->first_row));
    const qr_input_t *file = &tree->files[leaf / tree->leaves];
    status = qr_input_read(job, kept, 32, file, node_offset(tree, tree->first_row, parent));
    if (status != QR_OK) return status;
    if (memcmp(kept, nodes, 32) == 0) return QR_OK;
    return qr_job_fail(job, QR_CORRUPT, 0, "%s does not belong to %s (leaf %" PRIu64 ")", file->path,
                       tree->replica.path, leaf);
}

/** Elements above the base tree. */
static void place_upper(qr_merkle_proof_t *out, const qr_tree_t *tree, uint64_t base_tree, uint32_t used) {
    uint32_t sub = tree->shape.sub_arity, top = tree->shape.top_arity;
    if (sub != 0) {
        uint64_t start = base_tree / sub * sub;
        copy_siblings(&out->siblings[used], tree->base_roots[start], sub, (uint32_t)(base_tree - start));
        used += sub - 1;
        base_tree /= sub;
    }
    if (top != 0) copy_siblings(&out->siblings[used], tree->sub_roots[0], top, (uint32_t)base_tree);
}

qr_status_t qr_tree_read_proof(qr_job_t *job, qr_merkle_proof_t *out, const qr_tree_t *tree, uint64_t leaf) {
    if (leaf >= tree->config.node_count) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "leaf %" PRIu64 " is outside the sector", leaf);
    }
    qr_merkle_proof_place(out, &tree->shape, leaf);
    memcpy(out->root, tree->root, 32);
    uint64_t base_tree = leaf / tree->leaves, place = leaf % tree->leaves;
    uint32_t arity = tree->shape.base_arity, rows = tree->shape.base_count;
    qr_status_t status = QR_OK;
    if (tree->first_row > 0) status = rebuild_rows(job, out, tree, leaf);
    for (uint32_t row = 0; status == QR_OK && row < rows; row++, place /= arity) {
        if (row < tree->first_row) continue;
        uint8_t family[8 * 32];
        uint64_t start = place / arity * arity;
        status =
            qr_input_read(job, family, arity * 32, &tree->files[base_tree], node_offset(tree, row, start));
        if (status != QR_OK) break;
        if (row == 0) memcpy(out->leaf, family + (place - start) * 32, 32);
        copy_siblings(&out->siblings[row * (arity - 1)], family, arity, (uint32_t)(place - start));
    }
    if (status == QR_OK) place_upper(out, tree, base_tree, rows * (arity - 1));
    return status;
}

qr_status_t qr_tree_prove(qr_job_t *job, qr_merkle_proof_t *out, qr_tree_t *tree, uint64_t leaf) {
    qr_status_t status = qr_tree_read_proof(job, out, tree, leaf);
    if (status != QR_OK) return status;
    if (qr_merkle_proof_verify(out, &tree->config, tree->kind, leaf)) return QR_OK;
    return qr_job_fail(job, QR_CORRUPT, 0, "%s: the path of leaf %" PRIu64 " does not lead to the root",
                       tree->files[leaf / tree->leaves].path, leaf);
}
