/* Paths from tree files of every shape, and what the check of a path refuses. */
#include "quarry/merkle.h"

#include "sector_files.h"

/** Files of all three trees of a sector of random nodes; `nodes` are the leaves of tree-d and tree-r-last. */
static void make_trees(const sector_files_t *files, const qr_porep_config_t *config, const uint8_t *nodes) {
    size_t count = (size_t)config->node_count, base = (size_t)config->base_leaves;
    uint8_t *tree = malloc(count * 2 * 32), root[32];
    memcpy(tree, nodes, count * 32);
    uint8_t *row = tree;
    for (size_t left = count; left > 1; left /= 2) {
        qr_sha256_tree_row(row + left * 32, row, left / 2);
        row += left * 32;
    }
    file_write(files->tree_d, tree, (2 * count - 1) * 32);
    file_write(files->replica, nodes, count * 32);
    for (uint32_t i = 0; i < config->base_trees; i++) {
        plain_tree(root, tree, nodes + i * base * 32, base, 0);
        file_write(files->tree_c[i], tree, (size_t)qr_tree_c_file_size(config));
        plain_tree(root, tree, nodes + i * base * 32, base, config->rows_to_discard + 1);
        file_write(files->tree_r[i], tree, (size_t)qr_tree_r_last_file_size(config));
    }
    free(tree);
}

static qr_status_t open_tree(qr_tree_t **tree, qr_job_t *job, const sector_files_t *files,
                             const qr_porep_config_t *config, qr_tree_kind_t kind) {
    *job = (qr_job_t){0};
    const char *const *paths = kind == QR_TREE_D   ? &files->tree_d
                               : kind == QR_TREE_C ? files->tree_c
                                                   : files->tree_r;
    return qr_tree_open(job, tree, config, kind, paths, kind == QR_TREE_R_LAST ? files->replica : NULL);
}

/** Any one bit of what a path states decides. */
static void check_bits(qr_merkle_proof_t *proof, const qr_porep_config_t *config, qr_tree_kind_t kind,
                       uint64_t leaf, uint64_t *state) {
    uint32_t elements = proof->base_count + proof->sub_count + proof->top_count, siblings = 0;
    for (uint32_t i = 0; i < elements; i++) siblings += proof->arity[i] - 1u;
    uint8_t *places[] = {proof->root,       proof->leaf,  &proof->base_count, &proof->sub_count,
                         &proof->top_count, proof->arity, proof->index,       proof->siblings[0]};
    size_t sizes[] = {32, 32, 1, 1, 1, elements, elements, siblings * 32};
    for (size_t i = 0; i < 8; i++) {
        for (size_t byte = 0; byte < sizes[i]; byte++) {
            uint8_t bit = (uint8_t)(1u << check_random(state) % 8);
            places[i][byte] ^= bit;
            CHECK(!qr_merkle_proof_verify(proof, config, kind, leaf), "place %zu, byte %zu, bit %u", i, byte,
                  bit);
            places[i][byte] ^= bit;
        }
    }
    CHECK(qr_merkle_proof_verify(proof, config, kind, leaf));
    CHECK(!qr_merkle_proof_verify(proof, config, kind, leaf ^ 1));
    CHECK(!qr_merkle_proof_verify(proof, config, kind, leaf + config->node_count));
}

/** A second name of a field element, its value plus the modulus, hashes alike but is not accepted. */
static void check_second_name(qr_merkle_proof_t *proof, const qr_porep_config_t *config, uint64_t leaf) {
    uint8_t modulus[32], *node = proof->siblings[3];
    bytes_from_hex(modulus, "01000000fffffffffe5bfeff02a4bd5305d8a10908d83933487d9d2953a7ed73");
    unsigned carry = 0;
    for (int i = 0; i < 32; i++) {
        carry += (unsigned)node[i] + modulus[i];
        node[i] = (uint8_t)carry;
        carry >>= 8;
    }
    CHECK(carry == 0 && !qr_merkle_proof_verify(proof, config, QR_TREE_C, leaf));
}

static void check_shape(const sector_files_t *files, const qr_porep_config_t *config) {
    uint64_t state = config->node_count;
    uint8_t *nodes = random_nodes((size_t)config->node_count, &state), found[3][32];
    make_trees(files, config, nodes);
    for (int kind = QR_TREE_D; kind <= QR_TREE_R_LAST; kind++) {
        qr_tree_t *tree;
        qr_job_t job;
        qr_merkle_proof_t proof;
        CHECK_OK(open_tree(&tree, &job, files, config, (qr_tree_kind_t)kind));
        if (!tree) continue;
        qr_tree_open_root(found[kind], tree);
        for (uint64_t leaf = 0; leaf < config->node_count; leaf += 1 + leaf / 64 * 7) {
            memset(&proof, 0xff, sizeof proof);
            CHECK_OK(qr_tree_prove(&job, &proof, tree, leaf));
            CHECK(memcmp(proof.leaf, nodes + leaf * 32, 32) == 0);
            CHECK(memcmp(proof.root, found[kind], 32) == 0);
        }
        CHECK(qr_tree_prove(&job, &proof, tree, config->node_count) == QR_INVALID_ARGUMENT);
        uint64_t leaf = config->node_count * 5 / 7;
        CHECK_OK(qr_tree_prove(&job, &proof, tree, leaf));
        check_bits(&proof, config, (qr_tree_kind_t)kind, leaf, &state);
        if (kind == QR_TREE_C) check_second_name(&proof, config, leaf);
        qr_tree_close(tree);
    }
    CHECK(memcmp(found[QR_TREE_C], found[QR_TREE_R_LAST], 32) == 0);
    free(nodes);
    sector_files_clear(files);
}

static void flip_byte(const char *path, long at) {
    FILE *file = fopen(path, "r+b");
    fseek(file, at, SEEK_SET);
    int byte = fgetc(file);
    fseek(file, at, SEEK_SET);
    fputc(byte ^ 1, file);
    fclose(file);
}

/** Files that are missing, of another size, or contradict each other. */
static void check_bad_files(const sector_files_t *files, const qr_porep_config_t *config) {
    uint64_t state = 1;
    uint8_t *nodes = random_nodes((size_t)config->node_count, &state);
    qr_tree_t *tree;
    qr_job_t job;
    qr_merkle_proof_t proof;
    make_trees(files, config, nodes);
    flip_byte(files->replica, 40);
    CHECK_OK(open_tree(&tree, &job, files, config, QR_TREE_R_LAST));
    CHECK(qr_tree_prove(&job, &proof, tree, 3) == QR_CORRUPT && strstr(job.detail, "replica"), "%s",
          job.detail);
    CHECK_OK(qr_tree_prove(&job, &proof, tree, config->node_count - 1));
    qr_tree_close(tree);
    flip_byte(files->tree_c[0], 40);
    CHECK_OK(open_tree(&tree, &job, files, config, QR_TREE_C));
    CHECK(qr_tree_prove(&job, &proof, tree, 3) == QR_CORRUPT && strstr(job.detail, "tree-c-0"), "%s",
          job.detail);
    qr_tree_close(tree);
    CHECK(truncate(files->tree_c[0], 64) == 0);
    CHECK(open_tree(&tree, &job, files, config, QR_TREE_C) == QR_CORRUPT && !tree, "%s", job.detail);
    CHECK(truncate(files->replica, 64) == 0);
    CHECK(open_tree(&tree, &job, files, config, QR_TREE_R_LAST) == QR_CORRUPT && !tree, "%s", job.detail);
    unlink(files->tree_d);
    CHECK(open_tree(&tree, &job, files, config, QR_TREE_D) == QR_NOT_FOUND && !tree, "%s", job.detail);
    CHECK(qr_tree_open(&job, &tree, config, QR_TREE_R_LAST, files->tree_r, NULL) == QR_INVALID_ARGUMENT);
    CHECK(qr_tree_open(&job, &tree, config, QR_TREE_C, NULL, NULL) == QR_INVALID_ARGUMENT);
    free(nodes);
    sector_files_clear(files);
}

int main(void) {
    sector_files_t files;
    sector_files_open(&files);
    const uint64_t sizes[] = {2048, 4096, 16384, 32768};
    size_t variants;
    const uint32_t *masks = check_variants(&variants);
    for (size_t v = 0; v < variants; v++) {
        qr_cpu_restrict(masks[v]);
        for (size_t i = 0; i < 4; i++) {
            qr_porep_config_t config;
            const uint8_t porep_id[32] = {0};
            CHECK_OK(qr_porep_config_init(&config, sizes[i], QR_API_1_1_0, QR_FEATURE_NONE, porep_id));
            check_shape(&files, &config);
        }
        qr_porep_config_t deep = several_blocks(2);
        check_shape(&files, &deep);
        check_bad_files(&files, &deep);
    }
    sector_files_close(&files);
    return check_finish("merkle");
}
