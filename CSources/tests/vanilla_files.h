/** @file vanilla_files.h  The vectors' 2 KiB sectors, sealed again, for tests of vanilla proofs. */
#ifndef QR_VANILLA_FILES_H
#define QR_VANILLA_FILES_H

#include "sector_files.h"

/** A line of seals-2KiB.jsonl. */
typedef struct {
    qr_api_version_t version;
    qr_porep_feature_t feature;
    const char *data; /**< seed of the data stream; NULL: all zero */
    const char *replica_id, *comm_d, *comm_r, *comm_c, *comm_r_last, *seed, *ticket;
    size_t c1_size;
    const char *c1_digest;
} seal_line_t;

typedef struct {
    sector_files_t files;
    qr_porep_config_t config;
    qr_porep_inputs_t inputs;
    qr_sector_files_t paths;
} sealed_t;

/** Writes all rows of tree-d of `data`, hash by hash. */
static inline void write_tree_d(const char *path, const uint8_t *data, size_t nodes) {
    uint8_t *tree = malloc(nodes * 64), *row = tree;
    memcpy(tree, data, nodes * 32);
    for (size_t left = nodes; left > 1; left /= 2) {
        for (size_t i = 0; i < left / 2; i++) {
            qr_sha256_hash(row + (left + i) * 32, row + i * 64, 64);
            row[(left + i) * 32 + 31] &= 0x3f;
        }
        row += left * 32;
    }
    file_write(path, tree, (2 * nodes - 1) * 32);
    free(tree);
}

/** Seals the line's sector in a directory of its own; close with sector_files_close(&out->files). */
static inline void seal_line(sealed_t *out, const seal_line_t *line) {
    sector_files_open(&out->files);
    CHECK_OK(qr_porep_config_init(&out->config, 2048, line->version, line->feature, NULL));
    bytes_from_hex(out->inputs.replica_id, line->replica_id);
    bytes_from_hex(out->inputs.comm_d, line->comm_d);
    bytes_from_hex(out->inputs.comm_r, line->comm_r);
    bytes_from_hex(out->inputs.comm_c, line->comm_c);
    bytes_from_hex(out->inputs.comm_r_last, line->comm_r_last);
    bytes_from_hex(out->inputs.seed, line->seed);
    bytes_from_hex(out->inputs.ticket, line->ticket);
    uint8_t *staged = line->data ? padded_stream(line->data, 2048) : calloc(1, 2048);
    file_write(out->files.staged, staged, 2048);
    write_tree_d(out->files.tree_d, staged, 64);
    free(staged);
    make_layers(&out->files, &out->config, line->replica_id);
    qr_pc2_files_t pc2 = {.layers = out->files.layers,
                          .staged = out->files.staged,
                          .replica = out->files.replica,
                          .tree_c = out->files.tree_c,
                          .tree_r_last = out->files.tree_r};
    qr_pc2_result_t result;
    qr_job_t job = {0};
    CHECK_OK(qr_pc2_run(&job, &result, &out->config, &pc2, 0));
    CHECK(memcmp(result.comm_r, out->inputs.comm_r, 32) == 0);
    out->paths = (qr_sector_files_t){.layers = out->files.layers,
                                     .tree_d = out->files.tree_d,
                                     .tree_c = out->files.tree_c,
                                     .tree_r_last = out->files.tree_r,
                                     .replica = out->files.replica,
                                     .synthetic = out->files.other};
}

static inline bool digest_is(const qr_bytes_t *bytes, const char *hex) {
    uint8_t digest[32];
    qr_sha256_hash(digest, bytes->data, bytes->length);
    return bytes_are(digest, 32, hex);
}

/** Changes one random bit of one random number of a JSON text; to free. Numbers are below 2^53. */
static inline uint8_t *flip_number(size_t *length, const qr_bytes_t *json, uint64_t *state) {
    const char *text = (const char *)json->data;
    size_t at;
    do {
        at = 1 + check_random(state) % (json->length - 1);
    } while (!strchr("[,:", text[at - 1]) || text[at] < '0' || text[at] > '9');
    size_t digits = strspn(text + at, "0123456789");
    uint64_t number = strtoull(text + at, NULL, 10) ^ 1ull << check_random(state) % 8;
    uint8_t *out = malloc(json->length + 24);
    memcpy(out, text, at);
    size_t written = (size_t)sprintf((char *)out + at, "%" PRIu64, number);
    memcpy(out + at + written, text + at + digits, json->length - at - digits);
    *length = json->length - digits + written;
    return out;
}

/** A copy of the text with `from` (its first occurrence) replaced; to free. */
static inline uint8_t *replaced(size_t *length, const qr_bytes_t *json, const char *from, const char *to) {
    const uint8_t *place = memmem(json->data, json->length, from, strlen(from));
    CHECK(place != NULL, "%s", from);
    if (!place) place = json->data;
    size_t before = (size_t)(place - json->data), after = json->length - before - strlen(from);
    uint8_t *out = malloc(before + strlen(to) + after + 1);
    memcpy(out, json->data, before);
    memcpy(out + before, to, strlen(to));
    memcpy(out + before + strlen(to), place + strlen(from), after);
    *length = before + strlen(to) + after;
    return out;
}

/** Number of random changes a test tries: fewer under sanitizers. */
static inline size_t tries(size_t wanted) {
#ifdef QR_SANITIZED
    return wanted / 10;
#else
    return wanted;
#endif
}

#endif
