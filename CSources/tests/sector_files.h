/** @file sector_files.h  A small sector's files in a directory of their own, for tests of what streams
 * through files. */
#ifndef QR_SECTOR_FILES_H
#define QR_SECTOR_FILES_H

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "quarry_proofs.h"

typedef struct {
    char directory[128];
    char names[64][192];
    const char *layers[QR_MAX_LAYERS], *tree_c[QR_MAX_BASE_TREES], *tree_r[QR_MAX_BASE_TREES];
    const char *staged, *replica, *other, *tree_d;
} sector_files_t;

static inline void sector_files_open(sector_files_t *files) {
    memset(files, 0, sizeof *files);
    const char *base = getenv("TMPDIR");
    snprintf(files->directory, sizeof files->directory, "%s/quarry-XXXXXX", base && *base ? base : "/tmp");
    CHECK(mkdtemp(files->directory) != NULL, "%s", files->directory);
    size_t n = 0;
    for (size_t i = 0; i < QR_MAX_LAYERS; i++) {
        snprintf(files->names[n], sizeof files->names[n], "%s/layer-%zu", files->directory, i + 1);
        files->layers[i] = files->names[n++];
    }
    for (size_t i = 0; i < QR_MAX_BASE_TREES; i++) {
        snprintf(files->names[n], sizeof files->names[n], "%s/tree-c-%zu", files->directory, i);
        files->tree_c[i] = files->names[n++];
        snprintf(files->names[n], sizeof files->names[n], "%s/tree-r-last-%zu", files->directory, i);
        files->tree_r[i] = files->names[n++];
    }
    const char *rest[] = {"staged", "replica", "other", "tree-d"};
    const char **places[] = {&files->staged, &files->replica, &files->other, &files->tree_d};
    for (size_t i = 0; i < 4; i++) {
        snprintf(files->names[n], sizeof files->names[n], "%s/%s", files->directory, rest[i]);
        *places[i] = files->names[n++];
    }
}

/** Removes the files; the directory stays. */
static inline void sector_files_clear(const sector_files_t *files) {
    for (size_t i = 0; i < 64 && files->names[i][0]; i++) unlink(files->names[i]);
}

static inline void sector_files_close(sector_files_t *files) {
    sector_files_clear(files);
    CHECK(rmdir(files->directory) == 0, "%s is not empty", files->directory);
}

static inline void file_write(const char *path, const void *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    CHECK(file && fwrite(bytes, 1, size, file) == size, "%s", path);
    if (file) fclose(file);
}

/** The whole file (to free), or NULL if its size is another. */
static inline uint8_t *file_read(const char *path, size_t size) {
    struct stat status;
    if (stat(path, &status) != 0 || (size_t)status.st_size != size) return NULL;
    uint8_t *bytes = malloc(size + 1);
    FILE *file = fopen(path, "rb");
    bool good = bytes && file && fread(bytes, 1, size, file) == size;
    if (file) fclose(file);
    if (good) return bytes;
    free(bytes);
    return NULL;
}

static inline bool file_equals(const char *path, const void *bytes, size_t size) {
    uint8_t *own = file_read(path, size);
    bool equal = own && memcmp(own, bytes, size) == 0;
    free(own);
    return equal;
}

/** Whether the file has `size` bytes and this SHA-256 (hex). */
static inline bool file_digest_is(const char *path, size_t size, const char *hex) {
    uint8_t *own = file_read(path, size);
    if (!own) return false;
    uint8_t digest[32];
    char text[65];
    qr_sha256_hash(digest, own, size);
    check_hex(text, digest, 32);
    free(own);
    return strcmp(text, hex) == 0;
}

static inline bool bytes_are(const uint8_t *bytes, size_t size, const char *hex) {
    char text[513];
    if (size > 256) return false;
    check_hex(text, bytes, size);
    return strcmp(text, hex) == 0;
}

static inline void bytes_from_hex(uint8_t *out, const char *hex) {
    for (size_t i = 0; hex[2 * i]; i++) {
        unsigned value = 0;
        sscanf(hex + 2 * i, "%2x", &value);
        out[i] = (uint8_t)value;
    }
}

/** `count` random field elements below 2^254; to free. */
static inline uint8_t *random_nodes(size_t count, uint64_t *state) {
    uint8_t *nodes = malloc(count * 32);
    check_fill(nodes, count * 32, state);
    for (size_t i = 0; i < count; i++) nodes[32 * i + 31] &= 0x3f;
    return nodes;
}

/** The vectors' data stream of a seed string, padded: SHA-256 of "quarry-vector:SEED:i" for i = 0, 1, ...; to
 * free. */
static inline uint8_t *padded_stream(const char *seed, size_t padded) {
    size_t units = padded / 128;
    uint8_t *raw = malloc(127 * units + 32), *out = malloc(padded);
    for (size_t i = 0; 32 * i < 127 * units; i++) {
        char text[160];
        int length = snprintf(text, sizeof text, "quarry-vector:%s:%zu", seed, i);
        qr_sha256_hash(raw + 32 * i, text, (size_t)length);
    }
    qr_fr32_pad(out, raw, units);
    free(raw);
    return out;
}

/** Label files of a sector with this replica_id (hex), by PC1. */
static inline void make_layers(const sector_files_t *files, const qr_porep_config_t *config,
                               const char *replica_id) {
    qr_pc1_sector_t sector = {.layer_paths = files->layers};
    bytes_from_hex(sector.replica_id, replica_id);
    qr_pc1_options_t options = {.first_layer = 1};
    qr_job_t job = {0};
    CHECK_OK(qr_pc1_run(&job, config, &options, &sector, 1));
}

/** A sector of 8^4 leaves in one base tree: no real size, but the smallest tree that takes several blocks. */
static inline qr_porep_config_t several_blocks(uint32_t layers) {
    return (qr_porep_config_t){.sector_size = 4096 * 32,
                               .node_count = 4096,
                               .layers = layers,
                               .base_trees = 1,
                               .base_leaves = 4096,
                               .rows_to_discard = 2};
}

/** Root and file of a base tree, hash by hash; `file` gets the rows from first_row up. */
static inline void plain_tree(uint8_t root[32], uint8_t *file, const uint8_t *leaves, size_t count,
                              uint32_t first_row) {
    uint8_t *row = malloc(count * 32);
    memcpy(row, leaves, count * 32);
    for (uint32_t r = 0;; r++) {
        if (r >= first_row) {
            memcpy(file, row, count * 32);
            file += count * 32;
        }
        if (count == 1) break;
        count /= 8;
        for (size_t i = 0; i < count; i++) {
            uint8_t hash[32];
            qr_poseidon_hash(QR_POSEIDON_8, hash, row + 256 * i, 1);
            memcpy(row + 32 * i, hash, 32);
        }
    }
    memcpy(root, row, 32);
    free(row);
}

#endif
