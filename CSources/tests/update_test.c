/* Empty-sector updates against the reference's, against arithmetic node by node, and against bad files. */
#include "quarry/update.h"

#include "sector_files.h"

/** A sector key that is written, data, and what the update makes of them. */
typedef struct {
    qr_porep_config_t config;
    uint8_t *key, *data, *replica;
    uint8_t comm_c[32], comm_r_last_old[32], comm_r_old[32];
    qr_update_result_t result;
} expected_t;

static void free_expected(expected_t *e) {
    free(e->key);
    free(e->data);
    free(e->replica);
}

/** A sector of several blocks whose multiplier changes every 4 nodes. */
static void expect_several_blocks(expected_t *e, const sector_files_t *files) {
    uint64_t state = 77;
    *e = (expected_t){.config = several_blocks(2)};
    size_t n = (size_t)e->config.node_count;
    e->key = random_nodes(n, &state);
    e->data = random_nodes(n, &state);
    e->replica = malloc(n * 32);
    memset(e->comm_c, 5, 31);
    file_write(files->other, e->key, n * 32);
    file_write(files->staged, e->data, n * 32);
    uint8_t *tree = malloc((size_t)qr_tree_c_file_size(&e->config)), phi[32];
    plain_tree(e->comm_r_last_old, tree, e->key, n, 0);
    qr_comm_r(e->comm_r_old, e->comm_c, e->comm_r_last_old);
    qr_job_t job = {0};
    CHECK_OK(qr_tree_d_build(&job, e->result.comm_d_new, NULL, files->staged, e->config.sector_size));
    qr_update_phi(phi, e->result.comm_d_new, e->comm_r_old);
    for (size_t i = 0; i < n; i++) {
        uint8_t rho[32];
        qr_update_rho(rho, phi, i / 4);
        qr_fr_mul(e->replica + 32 * i, e->data + 32 * i, rho, 1);
    }
    qr_fr_add(e->replica, e->replica, e->key, n);
    plain_tree(e->result.comm_r_last_new, tree, e->replica, n, 0);
    qr_comm_r(e->result.comm_r_new, e->comm_c, e->result.comm_r_last_new);
    free(tree);
}

static qr_update_files_t all_of(const sector_files_t *files) {
    return (qr_update_files_t){.sector_key = files->other,
                               .staged = files->staged,
                               .replica = files->replica,
                               .tree_d = files->tree_d,
                               .tree_r_last = files->tree_r};
}

static qr_status_t encode(qr_update_result_t *out, const expected_t *e, const qr_update_files_t *files,
                          qr_group_t *group) {
    qr_job_t job = {.group = group};
    qr_status_t status = qr_update_encode(&job, out, &e->config, files, e->comm_c, e->comm_r_last_old);
    if (status == QR_OK) CHECK(job.done == job.total && job.total > 0, "%" PRIu64, job.done);
    return status;
}

static qr_status_t decode(const expected_t *e, const sector_files_t *files, const char *out, uint64_t first,
                          uint64_t count, qr_group_t *group) {
    qr_job_t job = {.group = group};
    qr_status_t status = qr_update_decode(&job, out, &e->config, files->replica, files->other,
                                          e->result.comm_d_new, e->comm_r_old, first, count);
    if (status == QR_OK) CHECK(job.done == count && job.total == count, "%" PRIu64, job.done);
    return status;
}

static void check_ranges(const expected_t *e, const sector_files_t *files, qr_group_t *group) {
    uint64_t n = e->config.node_count, state = 5;
    for (size_t i = 0; i < 40; i++) {
        uint64_t first = i == 0 ? 0 : check_random(&state) % n;
        uint64_t count = i == 0 ? n : 1 + check_random(&state) % (n - first);
        if (i % 4 == 1) count = 1;
        CHECK_OK(decode(e, files, files->layers[0], first, count, group));
        CHECK(file_equals(files->layers[0], e->data + 32 * first, (size_t)count * 32),
              "%" PRIu64 " from %" PRIu64, count, first);
    }
    CHECK(decode(e, files, files->layers[0], n, 1, group) == QR_INVALID_ARGUMENT);
    CHECK(decode(e, files, files->layers[0], 1, n, group) == QR_INVALID_ARGUMENT);
    CHECK(decode(e, files, files->layers[0], 0, 0, group) == QR_INVALID_ARGUMENT);
    CHECK(decode(e, files, files->layers[0], UINT64_MAX, 2, group) == QR_INVALID_ARGUMENT);
}

static void check_several_blocks(sector_files_t *files, qr_group_t *group) {
    expected_t e;
    expect_several_blocks(&e, files);
    size_t size = (size_t)e.config.sector_size;
    qr_update_files_t all = all_of(files);
    qr_update_result_t out;
    CHECK_OK(encode(&out, &e, &all, group));
    CHECK(memcmp(&out, &e.result, sizeof out) == 0);
    CHECK(file_equals(files->replica, e.replica, size) && file_equals(files->other, e.key, size));
    qr_job_t job = {.group = group};
    uint8_t root[32];
    CHECK_OK(qr_tree_root(&job, root, &e.config, files->tree_r, false));
    CHECK(memcmp(root, out.comm_r_last_new, 32) == 0);
    check_ranges(&e, files, group);
    CHECK_OK(qr_update_remove(&job, root, files->layers[1], files->tree_r, &e.config, files->replica,
                              files->staged, out.comm_d_new, e.comm_r_old));
    CHECK(memcmp(root, e.comm_r_last_old, 32) == 0 && file_equals(files->layers[1], e.key, size));
    CHECK_OK(qr_tree_root(&job, root, &e.config, files->tree_r, false));
    CHECK(memcmp(root, e.comm_r_last_old, 32) == 0);
    unlink(files->tree_r[0]);
    CHECK_OK(qr_update_remove(&job, root, files->layers[1], NULL, &e.config, files->replica, files->staged,
                              out.comm_d_new, e.comm_r_old));
    CHECK(memcmp(root, e.comm_r_last_old, 32) == 0 && access(files->tree_r[0], F_OK) != 0);
    free_expected(&e);
    sector_files_clear(files);
}

/* update-small.jsonl, case 2KiBV1_1-cc-update-full (line 1). Its sector key is all zero data: the labels of
 * the last layer. */
static void check_2kib(sector_files_t *files, qr_group_t *group) {
    expected_t e = {0};
    CHECK_OK(qr_porep_config_init(&e.config, 2048, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
    make_layers(files, &e.config, "7acde8a9e40b242b318f2c7b1a75a5ba6a8d950814806c14ae012d6982d51219");
    e.data = padded_stream("dev:update:2KiBV1_1-cc-update-full:piece:0", 2048);
    e.key = file_read(files->layers[1], 2048);
    file_write(files->other, e.key, 2048);
    file_write(files->staged, e.data, 2048);
    bytes_from_hex(e.comm_c, "1b6c3f015f3e84a8bd7b8bfce3cea0f33d4913d63a0263ea2795b14ce646b309");
    bytes_from_hex(e.comm_r_last_old, "4b0fe0ec9944839b8a03a75972f845b495dd4a7fea98da9d17415ff8283ff842");
    bytes_from_hex(e.comm_r_old, "7251693440c8696a24decb070421a5342ebbc15095dc633dd639c5abb82f4201");
    qr_update_files_t all = all_of(files);
    CHECK_OK(encode(&e.result, &e, &all, group));
    const qr_update_result_t *r = &e.result;
    CHECK(bytes_are(r->comm_d_new, 32, "2746b2418d78aabe850860090e8e5b99d5b5b0982f51e19518ac22c8bc79960a"));
    CHECK(bytes_are(r->comm_r_last_new, 32,
                    "77f5003b4839ebaefb1f04f9c4de4006a1497ff9aa2d8c1bea1f1d23cfa4656a"));
    CHECK(bytes_are(r->comm_r_new, 32, "c2a27ff3d6bdf8b94877cf4c0d71ba2d0d267167f95448eb2a8a14d7f6d55a4e"));
    CHECK(file_digest_is(files->replica, 2048,
                         "3a3e0f91bb2ed8c5dd344e8a22b22341ff3d7aa2fb474ef612d7e5fe94a6ccf8"));
    CHECK(file_digest_is(files->tree_d, 4064,
                         "692c44185e2817cded908980da042748998e12eb54fc03d32d25d243546b2c1b"));
    CHECK(file_digest_is(files->tree_r[0], 32,
                         "2148d973c90db82c63d09cea59ebebbc9121f11f7413370406c6dacaf5b9aec0"));
    CHECK_OK(decode(&e, files, files->layers[0], 30, 4, group));
    CHECK(file_digest_is(files->layers[0], 128,
                         "dca7202899fb6ef7459a3d1d918e21eade272a143c2956f0ce7228f6e5d6fbc5"));
    check_ranges(&e, files, group);
    uint8_t phi[32], rho[32];
    qr_update_phi(phi, r->comm_d_new, e.comm_r_old);
    CHECK(bytes_are(phi, 32, "3058b99e2375a9a5566883be68cf4977b636638741bd8050fcbe37bfca0ce951"));
    qr_update_rho(rho, phi, 1);
    CHECK(bytes_are(rho, 32, "874c9d09f7570efeb1c723e0cc25ae32bb8747df9558ad042b2c8d5fa265464e"));
    free_expected(&e);
    sector_files_clear(files);
}

static void check_failures_of_files(sector_files_t *files) {
    expected_t e;
    expect_several_blocks(&e, files);
    size_t size = (size_t)e.config.sector_size;
    qr_update_files_t all = all_of(files);
    qr_update_result_t out, zero = {0};
    file_write(files->other, e.key, size - 32);
    CHECK(encode(&out, &e, &all, NULL) == QR_CORRUPT);
    unlink(files->other);
    CHECK(encode(&out, &e, &all, NULL) == QR_NOT_FOUND);
    file_write(files->other, e.key, size);
    all.replica = "/dev/full";
    CHECK(encode(&out, &e, &all, NULL) == QR_NO_SPACE);
    CHECK(memcmp(&out, &zero, sizeof out) == 0);
    all.replica = files->other;
    CHECK(encode(&out, &e, &all, NULL) == QR_INVALID_ARGUMENT);
    CHECK(file_equals(files->other, e.key, size));
    all.replica = NULL;
    CHECK(encode(&out, &e, &all, NULL) == QR_INVALID_ARGUMENT);
    all = all_of(files);
    qr_job_t job = {.cancel = 1};
    CHECK(qr_update_encode(&job, &out, &e.config, &all, e.comm_c, e.comm_r_last_old) == QR_CANCELLED);
    /* No data at all is zero data, which leaves the key as it was. */
    file_write(files->staged, "", 0);
    CHECK_OK(encode(&out, &e, &all, NULL));
    CHECK(file_equals(files->replica, e.key, size));
    CHECK(memcmp(out.comm_r_last_new, e.comm_r_last_old, 32) == 0);
    uint8_t *longer = calloc(1, size + 32);
    file_write(files->staged, longer, size + 32);
    CHECK(encode(&out, &e, &all, NULL) == QR_CORRUPT);
    free(longer);
    CHECK(decode(&e, files, "/dev/full", 0, 8, NULL) == QR_NO_SPACE);
    file_write(files->replica, e.key, size - 1);
    CHECK(decode(&e, files, files->layers[0], 0, 8, NULL) == QR_CORRUPT);
    /* r is no field element. */
    bytes_from_hex(e.key, "01000000fffffffffe5bfeff02a4bd5305d8a10908d83933487d9d2953a7ed73");
    file_write(files->replica, e.key, size);
    CHECK(decode(&e, files, files->layers[0], 0, 8, NULL) == QR_CORRUPT);
    CHECK_OK(decode(&e, files, files->layers[0], 1, 8, NULL));
    uint8_t root[32];
    CHECK(qr_update_remove(&job, root, files->layers[1], NULL, &e.config, files->replica, files->staged,
                           e.comm_c, e.comm_r_old) == QR_CORRUPT);
    free_expected(&e);
    sector_files_clear(files);
}

static void check_tables(void) {
    const uint64_t kib = 1024, mib = kib * kib, gib = kib * mib;
    CHECK(qr_update_h(2 * kib) == 1 && qr_update_h(32 * kib) == 1 && qr_update_h(8 * mib) == 10);
    CHECK(qr_update_h(64 * gib) == 10);
    CHECK(qr_update_partitions(4 * kib) == 1 && qr_update_partitions(16 * kib) == 2);
    CHECK(qr_update_partitions(32 * kib) == 2 && qr_update_partitions(16 * mib) == 4);
    CHECK(qr_update_partitions(512 * mib) == 16 && qr_update_partitions(32 * gib) == 16);
}

int main(void) {
    sector_files_t files;
    sector_files_open(&files);
    qr_group_t *group = NULL;
    CHECK_OK(qr_group_create(&group, NULL, 2));
    size_t count;
    const uint32_t *variants = check_variants(&count);
    for (size_t i = 0; i < count; i++) {
        qr_cpu_restrict(variants[i]);
        check_2kib(&files, NULL);
    }
    check_2kib(&files, group);
    check_several_blocks(&files, NULL);
    check_several_blocks(&files, group);
    check_failures_of_files(&files);
    check_tables();
    qr_group_destroy(group);
    sector_files_close(&files);
    return check_finish("update");
}
