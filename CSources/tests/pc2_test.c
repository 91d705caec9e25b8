/* PreCommit 2 against the reference's sectors, against trees made hash by hash, and against bad files. */
#include "quarry/pc2.h"

#include "sector_files.h"

static qr_pc2_files_t all_of(const sector_files_t *files) {
    return (qr_pc2_files_t){.layers = files->layers,
                            .staged = files->staged,
                            .replica = files->replica,
                            .tree_c = files->tree_c,
                            .tree_r_last = files->tree_r};
}

static qr_status_t run(qr_pc2_result_t *out, const qr_porep_config_t *config, const qr_pc2_files_t *files,
                       qr_group_t *group) {
    qr_job_t job = {.group = group};
    qr_status_t status = qr_pc2_run(&job, out, config, files, 0);
    if (status == QR_OK) {
        CHECK(job.done == job.total && job.total > 0, "%" PRIu64 " of %" PRIu64, job.done, job.total);
    }
    return status;
}

/* seals-2KiB.jsonl, case 2KiBV1_1-full (line 3). */
static void check_full_2kib(sector_files_t *files, qr_group_t *group) {
    qr_porep_config_t config;
    CHECK_OK(qr_porep_config_init(&config, 2048, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
    make_layers(files, &config, "eede8ef54c36705759c9ca8bf1e83ab574fc7165224fba741c64f675d198f006");
    uint8_t *staged = padded_stream("dev:seal:2KiBV1_1-full:piece:0", 2048);
    file_write(files->staged, staged, 2048);
    free(staged);
    qr_pc2_files_t all = all_of(files);
    qr_pc2_result_t out;
    CHECK_OK(run(&out, &config, &all, group));
    CHECK(bytes_are(out.comm_c, 32, "f0c57170de7351f12c2bd697972aae0dad366d7f0caa8382d6cccf1d92e3a61f"));
    CHECK(bytes_are(out.comm_r_last, 32, "b941c6f72fcd3850fb3c67d5003627abe3a8cfeb60c5dddbe55ce417dc298d5d"));
    CHECK(bytes_are(out.comm_r, 32, "ec19d614885ec0b15f6ade838ac89f23aa0d8c1231bc8d33028efd5433c32900"));
    CHECK(file_digest_is(files->replica, 2048,
                         "336e99e08d94d6a7cc19bdbb1be0574630fd5a4a4ca893a8f6cd97afc2d2a3d2"));
    CHECK(file_digest_is(files->tree_c[0], 2336,
                         "1f7baa45a96e89d4bee58118425c37d2f6768b500f504ac768e0c1ab22bf7a31"));
    CHECK(file_digest_is(files->tree_r[0], 32,
                         "155332b929ab2a7c980d4ca476af994bbb8e462ef065cea8764bebe0bac487fc"));
    sector_files_clear(files);
}

/* seals-small.jsonl, case 32KiB-V1_1-unregistered-cc (line 10): 16 base trees; an empty staged file is all
 * zero. */
static void check_cc_32kib(sector_files_t *files, qr_group_t *group) {
    uint8_t porep_id[32];
    bytes_from_hex(porep_id, "150055288f1f80bf082bafb5b4125c0514faf59108f939cb9c0337b869a39b9a");
    qr_porep_config_t config;
    CHECK_OK(qr_porep_config_init(&config, 32768, QR_API_1_1_0, QR_FEATURE_NONE, porep_id));
    make_layers(files, &config, "7ddaf8512f3fcdf0287f6f6b1ab5a01b73a41249805b652f66ce444f2f642e00");
    file_write(files->staged, "", 0);
    qr_pc2_files_t all = all_of(files);
    qr_pc2_result_t out;
    CHECK_OK(run(&out, &config, &all, group));
    CHECK(bytes_are(out.comm_c, 32, "e5bcb1d34f8e730c45193c85de7ba6ab5a2066fa85ebaadf8f76696fb6556f4b"));
    CHECK(bytes_are(out.comm_r_last, 32, "1cd695eb3164ef0a7fa8841a468c062b7b19e66db1e70fd2b68a6a8d649ef65d"));
    CHECK(bytes_are(out.comm_r, 32, "6138422ac4ef48d7b1689c26a4f07f74bbe6b8f3f7cdffaf25a58dc2c2497068"));
    CHECK(file_digest_is(files->replica, 32768,
                         "5415a5dc31b95a6ffb501b97d7ae4b45618de0d63a350e1d04fd8403611406b9"));
    CHECK(file_digest_is(files->tree_c[11], 2336,
                         "7cfd6e891ad8d5a7dc3778a240e556e0ff34d2296b11aebf10d622b54b52b4ec"));
    CHECK(file_digest_is(files->tree_r[15], 32,
                         "3e5ea37bc63789980cbb07d0b7b7265f6c600134926d1abebb56eee534bc01f3"));
    qr_job_t job = {0};
    uint8_t root[32];
    CHECK_OK(qr_tree_root(&job, root, &config, files->tree_c, true));
    CHECK(memcmp(root, out.comm_c, 32) == 0);
    CHECK_OK(qr_tree_root(&job, root, &config, files->tree_r, false));
    CHECK(memcmp(root, out.comm_r_last, 32) == 0);
    CHECK(qr_tree_root(&job, root, &config, files->tree_c, false) == QR_CORRUPT);
    CHECK(strstr(job.detail, "tree-c-0") != NULL, "%s", job.detail);
    sector_files_clear(files);
}

/** What PC2 must make of a sector of several blocks, hash by hash. */
typedef struct {
    qr_porep_config_t config;
    uint8_t *replica, *tree_c, *tree_r;
    qr_pc2_result_t result;
} expected_t;

static void expect_several_blocks(expected_t *out, const sector_files_t *files, uint32_t layers) {
    uint64_t state = 40 + layers;
    out->config = several_blocks(layers);
    size_t n = (size_t)out->config.node_count, half = n / 2;
    uint8_t *columns = malloc(n * layers * 32), *hashes = malloc(n * 32);
    uint8_t *last = NULL, *data = random_nodes(n, &state);
    for (uint32_t i = 0; i < layers; i++) {
        free(last);
        last = random_nodes(n, &state);
        file_write(files->layers[i], last, n * 32);
        for (size_t k = 0; k < n; k++) memcpy(columns + (k * layers + i) * 32, last + 32 * k, 32);
    }
    memset(data + half * 32, 0, (n - half) * 32);
    file_write(files->staged, data, half * 32);
    qr_poseidon_kind_t kind = layers == 2 ? QR_POSEIDON_2 : QR_POSEIDON_11;
    for (size_t k = 0; k < n; k++) qr_poseidon_hash(kind, hashes + 32 * k, columns + 32 * layers * k, 1);
    out->replica = malloc(n * 32);
    out->tree_c = malloc(qr_tree_c_file_size(&out->config));
    out->tree_r = malloc(qr_tree_r_last_file_size(&out->config));
    qr_fr_add(out->replica, last, data, n);
    plain_tree(out->result.comm_c, out->tree_c, hashes, n, 0);
    plain_tree(out->result.comm_r_last, out->tree_r, out->replica, n, out->config.rows_to_discard + 1);
    qr_comm_r(out->result.comm_r, out->result.comm_c, out->result.comm_r_last);
    free(columns);
    free(hashes);
    free(last);
    free(data);
}

static void free_expected(expected_t *expected) {
    free(expected->replica);
    free(expected->tree_c);
    free(expected->tree_r);
}

static bool has_tree_c(const expected_t *e, const sector_files_t *files) {
    return file_equals(files->tree_c[0], e->tree_c, (size_t)qr_tree_c_file_size(&e->config));
}

static bool has_tree_r(const expected_t *e, const sector_files_t *files) {
    return file_equals(files->tree_r[0], e->tree_r, (size_t)qr_tree_r_last_file_size(&e->config));
}

static bool has_replica(const expected_t *e, const sector_files_t *files) {
    return file_equals(files->replica, e->replica, (size_t)e->config.sector_size);
}

static void check_several_blocks(sector_files_t *files, qr_group_t *group, uint32_t layers) {
    expected_t e;
    expect_several_blocks(&e, files, layers);
    CHECK(qr_tree_c_file_size(&e.config) == 4681 * 32 && qr_tree_r_last_file_size(&e.config) == 9 * 32);
    qr_pc2_files_t all = all_of(files);
    qr_pc2_result_t out;
    CHECK_OK(run(&out, &e.config, &all, group));
    CHECK(memcmp(&out, &e.result, sizeof out) == 0, "%" PRIu32 " layers", layers);
    CHECK(has_tree_c(&e, files) && has_tree_r(&e, files) && has_replica(&e, files));
    free_expected(&e);
    sector_files_clear(files);
}

/** Repairs: each output alone, from what it depends on. */
static void check_parts(sector_files_t *files) {
    expected_t e;
    expect_several_blocks(&e, files, 2);
    const uint8_t zero[32] = {0};
    qr_pc2_result_t out;
    qr_pc2_files_t part = {.layers = files->layers, .tree_c = files->tree_c};
    CHECK_OK(run(&out, &e.config, &part, NULL));
    CHECK(has_tree_c(&e, files) && memcmp(out.comm_c, e.result.comm_c, 32) == 0);
    CHECK(memcmp(out.comm_r, zero, 32) == 0 && memcmp(out.comm_r_last, zero, 32) == 0);
    CHECK(access(files->replica, F_OK) != 0 && access(files->tree_r[0], F_OK) != 0);
    const char *last_alone[2] = {NULL, files->layers[1]};
    part = (qr_pc2_files_t){.layers = last_alone, .staged = files->staged, .replica = files->replica};
    qr_job_t job = {0};
    CHECK_OK(qr_pc2_run(&job, &out, &e.config, &part, 0));
    CHECK(has_replica(&e, files) && job.total == 0 && memcmp(out.comm_c, zero, 32) == 0);
    /* Over a longer file that is there already. */
    uint8_t *junk = calloc(1, 100000);
    file_write(files->tree_r[0], junk, 100000);
    free(junk);
    part = (qr_pc2_files_t){.replica = files->replica, .tree_r_last = files->tree_r};
    CHECK_OK(run(&out, &e.config, &part, NULL));
    CHECK(has_tree_r(&e, files) && memcmp(out.comm_r_last, e.result.comm_r_last, 32) == 0);
    part.layers = files->layers;
    part.tree_c = files->tree_c;
    CHECK_OK(run(&out, &e.config, &part, NULL));
    CHECK(memcmp(&out, &e.result, sizeof out) == 0 && has_replica(&e, files));
    free_expected(&e);
    sector_files_clear(files);
}

/** Expects a failure whose note names `what`, and results of zero. */
static void check_fails(const qr_porep_config_t *config, const qr_pc2_files_t *files, qr_status_t want,
                        const char *what) {
    qr_job_t job = {0};
    qr_pc2_result_t out, zero = {0};
    memset(&out, 0xff, sizeof out);
    qr_status_t status = qr_pc2_run(&job, &out, config, files, 0);
    CHECK(status == want, "%s instead of %s: %s", qr_status_text(status), qr_status_text(want), job.detail);
    CHECK(strstr(job.detail, what) != NULL, "\"%s\" lacks \"%s\"", job.detail, what);
    CHECK(memcmp(&out, &zero, sizeof out) == 0);
}

static void check_bad_inputs(sector_files_t *files) {
    expected_t e;
    expect_several_blocks(&e, files, 2);
    size_t size = (size_t)e.config.sector_size;
    qr_pc2_files_t all = all_of(files);
    uint8_t *layer = file_read(files->layers[0], size);
    file_write(files->layers[0], layer, size - 1);
    check_fails(&e.config, &all, QR_CORRUPT, "layer-1");
    layer = realloc(layer, size + 32);
    memset(layer + size, 0, 32);
    file_write(files->layers[0], layer, size + 32);
    check_fails(&e.config, &all, QR_CORRUPT, "layer-1");
    /* r itself is the least value that is no field element. */
    uint8_t kept[32];
    memcpy(kept, layer + 4000 * 32, 32);
    bytes_from_hex(layer + 4000 * 32, "01000000fffffffffe5bfeff02a4bd5305d8a10908d83933487d9d2953a7ed73");
    file_write(files->layers[0], layer, size);
    check_fails(&e.config, &all, QR_CORRUPT, "node 4000 ");
    layer[4000 * 32] = 0;
    file_write(files->layers[0], layer, size);
    qr_pc2_result_t out;
    CHECK_OK(run(&out, &e.config, &all, NULL));
    memcpy(layer + 4000 * 32, kept, 32);
    unlink(files->layers[0]);
    check_fails(&e.config, &all, QR_NOT_FOUND, "layer-1");
    file_write(files->layers[0], layer, size);
    file_write(files->staged, layer, size);
    CHECK_OK(run(&out, &e.config, &all, NULL));
    file_write(files->staged, layer, size + 32);
    check_fails(&e.config, &all, QR_CORRUPT, "staged");
    all.staged = NULL;
    file_write(files->replica, layer, size - 32);
    check_fails(&e.config, &all, QR_CORRUPT, "replica");
    free(layer);
    free_expected(&e);
    sector_files_clear(files);
}

static void check_bad_arguments(sector_files_t *files) {
    expected_t e;
    expect_several_blocks(&e, files, 2);
    qr_pc2_files_t none = {.layers = files->layers};
    check_fails(&e.config, &none, QR_INVALID_ARGUMENT, "output");
    qr_pc2_files_t wrong = all_of(files);
    wrong.layers = NULL;
    check_fails(&e.config, &wrong, QR_INVALID_ARGUMENT, "layer");
    wrong = all_of(files);
    wrong.replica = NULL;
    check_fails(&e.config, &wrong, QR_INVALID_ARGUMENT, "replica");
    const char *last_alone[2] = {NULL, files->layers[1]};
    wrong = all_of(files);
    wrong.layers = last_alone;
    check_fails(&e.config, &wrong, QR_INVALID_ARGUMENT, "layer 1");
    /* An output that is also an input stays as it was. */
    wrong = all_of(files);
    wrong.replica = files->layers[1];
    uint8_t *before = file_read(files->layers[1], (size_t)e.config.sector_size);
    check_fails(&e.config, &wrong, QR_INVALID_ARGUMENT, "layer-2");
    CHECK(before && file_equals(files->layers[1], before, (size_t)e.config.sector_size));
    free(before);
    const char *missing[1] = {NULL};
    wrong = all_of(files);
    wrong.tree_c = missing;
    check_fails(&e.config, &wrong, QR_INVALID_ARGUMENT, "path");
    qr_porep_config_t three = e.config;
    three.layers = 3;
    wrong = all_of(files);
    check_fails(&three, &wrong, QR_INVALID_ARGUMENT, "3 layers");
    free_expected(&e);
    sector_files_clear(files);
}

static void check_bad_outputs(sector_files_t *files) {
    expected_t e;
    expect_several_blocks(&e, files, 2);
    const char *full[1] = {"/dev/full"}, *directory[1] = {files->directory}, *lost[1] = {"/nonexistent/f"};
    qr_pc2_files_t all = all_of(files);
    all.replica = full[0];
    check_fails(&e.config, &all, QR_NO_SPACE, "/dev/full");
    all = all_of(files);
    all.tree_c = full;
    check_fails(&e.config, &all, QR_NO_SPACE, "/dev/full");
    all = all_of(files);
    all.tree_r_last = full;
    check_fails(&e.config, &all, QR_NO_SPACE, "/dev/full");
    all.tree_r_last = directory;
    check_fails(&e.config, &all, QR_IO, files->directory);
    all.tree_r_last = lost;
    check_fails(&e.config, &all, QR_NOT_FOUND, lost[0]);
    free_expected(&e);
    sector_files_clear(files);
}

static void check_limits(sector_files_t *files, qr_group_t *group) {
    expected_t e;
    expect_several_blocks(&e, files, 2);
    qr_pc2_files_t all = all_of(files);
    qr_pc2_result_t out;
    qr_job_t job = {.group = group, .cancel = 1};
    CHECK(qr_pc2_run(&job, &out, &e.config, &all, 0) == QR_CANCELLED);
    job = (qr_job_t){.group = group};
    CHECK(qr_pc2_run(&job, &out, &e.config, &all, 10000) == QR_OUT_OF_MEMORY);
    CHECK(strstr(job.detail, "10000") != NULL, "%s", job.detail);
    job = (qr_job_t){.group = group};
    uint64_t need = qr_pc2_memory(&e.config, qr_group_size(group));
    CHECK_OK(qr_pc2_run(&job, &out, &e.config, &all, need));
    CHECK(memcmp(&out, &e.result, sizeof out) == 0);
    free_expected(&e);
    sector_files_clear(files);
    /* A 32 GiB sector on 64 workers, by hand: 2^30 columns of 11, two trees of 8 * (8^9 - 1) / 7 + 1, comm_r.
     */
    qr_porep_config_t config;
    CHECK_OK(qr_porep_config_init(&config, UINT64_C(32) << 30, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
    CHECK(qr_pc2_hash_count(&config) == 1073741824 + 2 * UINT64_C(153391689) + 1);
    CHECK(qr_pc2_memory(&config, 64) < UINT64_C(1) << 30 && qr_pc2_memory(&config, 1) < UINT64_C(20) << 20);
    CHECK(qr_tree_c_file_size(&config) == UINT64_C(153391689) * 32);
    CHECK(qr_tree_d_file_size(&config) == (UINT64_C(64) << 30) - 32);
}

int main(void) {
    sector_files_t files;
    sector_files_open(&files);
    qr_group_t *groups[2] = {NULL, NULL};
    CHECK_OK(qr_group_create(&groups[0], NULL, 1));
    CHECK_OK(qr_group_create(&groups[1], NULL, 2));
    for (size_t i = 0; i < 2; i++) {
        check_full_2kib(&files, groups[i]);
        check_cc_32kib(&files, groups[i]);
        check_several_blocks(&files, groups[i], 2);
        check_limits(&files, groups[i]);
    }
    check_several_blocks(&files, groups[1], 11);
    size_t count;
    const uint32_t *variants = check_variants(&count);
    for (size_t i = 0; i < count; i++) {
        qr_cpu_restrict(variants[i]);
        check_full_2kib(&files, NULL);
        check_cc_32kib(&files, NULL);
    }
    check_parts(&files);
    check_bad_inputs(&files);
    check_bad_arguments(&files);
    check_bad_outputs(&files);
    qr_group_destroy(groups[0]);
    qr_group_destroy(groups[1]);
    sector_files_close(&files);
    return check_finish("pc2");
}
