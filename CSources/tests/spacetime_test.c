/* Vanilla proofs of PoSt and of sector updates: equal to the reference's, and checked to the bit. */
#include "quarry/vanilla.h"

#include "vanilla_files.h"

/* seals-2KiB.jsonl line 3, case 2KiBV1_1-full. */
static const seal_line_t full = {
    .version = QR_API_1_1_0,
    .data = "dev:seal:2KiBV1_1-full:piece:0",
    .replica_id = "eede8ef54c36705759c9ca8bf1e83ab574fc7165224fba741c64f675d198f006",
    .comm_d = "6356b77fdc1dabef442293e5ca5f695f364f6bc77f803ca812ca46f3530a211d",
    .comm_r = "ec19d614885ec0b15f6ade838ac89f23aa0d8c1231bc8d33028efd5433c32900",
    .comm_c = "f0c57170de7351f12c2bd697972aae0dad366d7f0caa8382d6cccf1d92e3a61f",
    .comm_r_last = "b941c6f72fcd3850fb3c67d5003627abe3a8cfeb60c5dddbe55ce417dc298d5d",
    .seed = "",
    .ticket = ""};

/* Line 6, case 2KiBV1_1-cc. */
static const seal_line_t committed = {
    .version = QR_API_1_1_0,
    .replica_id = "7acde8a9e40b242b318f2c7b1a75a5ba6a8d950814806c14ae012d6982d51219",
    .comm_d = "fc7e928296e516faade986b28f92d44a4f24b935485223376a799027bc18f833",
    .comm_r = "7251693440c8696a24decb070421a5342ebbc15095dc633dd639c5abb82f4201",
    .comm_c = "1b6c3f015f3e84a8bd7b8bfce3cea0f33d4913d63a0263ea2795b14ce646b309",
    .comm_r_last = "4b0fe0ec9944839b8a03a75972f845b495dd4a7fea98da9d17415ff8283ff842",
    .seed = "",
    .ticket = ""};

/** A PoSt proof of post.jsonl over its first sector, which is `full`. */
typedef struct {
    qr_post_type_t type;
    const char *randomness, *json_digest, *bincode_digest;
    size_t bincode_size;
} post_line_t;

#define SECTOR_ID 752603592382u

/* Lines 163 (Winning) and 164 (Window), api 1.0.0. */
static const post_line_t winning = {
    QR_POST_WINNING, "1e187554dda915cfedfad3407ccf12c096a0a867e4b97d0eb02dec265386563d",
    "debd8086fd40b017c24955b7793b8e56205eb8f9979b81a470a065a277b794ca",
    "0bb9a95ce5c85a74278f4193f482b1a62d40147593ba7843faa03ec7fec8bbca", 36816};
static const post_line_t window = {QR_POST_WINDOW,
                                   "8a8b835a5fa2e642bb165237d37d4c3106eae132d9ef831fd1e0f0e78a387527",
                                   "cd1c625e3ee3d349552eb7907cf60edf2e59a04a4ae72afb90bd93c23c2e5e3e",
                                   "21651e117e83094d667b928e3f0299fb0f2ae3c3ed7efc47964fa8ae3fdf2946", 5680};
/* Its partition_proofs. */
static const char winning_partitions[] = "4561a4ee75bcbc3ca1b630d78be12bfee7bd40f1c74d90988c2d02869f3f3552";

typedef struct {
    const sealed_t *sector;
    const post_line_t *line;
    uint8_t randomness[32];
    qr_post_sector_t public_sector;
    uint64_t index;
    qr_form_t form;
} post_t;

static qr_status_t verify_post(bool *valid, const post_t *post, const uint8_t *proof, size_t length) {
    qr_job_t job = {0};
    qr_status_t status = qr_post_verify_vanilla(&job, valid, &post->sector->config, post->line->type,
                                                QR_API_1_0_0, post->randomness, &post->public_sector,
                                                post->index, proof, length, post->form);
    CHECK((status == QR_OK && *valid) == (job.detail[0] == 0), "%s", job.detail);
    return status;
}

static bool post_is_refused(const post_t *post, const uint8_t *proof, size_t length) {
    bool valid = true;
    qr_status_t status = verify_post(&valid, post, proof, length);
    return !valid && (status == QR_OK || status == QR_MALFORMED);
}

static void check_post_changes(post_t *post, const qr_bytes_t *proof) {
    uint64_t state = 5;
    size_t length;
    if (post->form == QR_FORM_JSON) {
        for (size_t i = 0; i < tries(1000); i++) {
            uint8_t *flipped = flip_number(&length, proof, &state);
            CHECK(post_is_refused(post, flipped, length), "flip %zu", i);
            free(flipped);
        }
        return;
    }
    uint8_t *own = malloc(proof->length + 1);
    memcpy(own, proof->data, proof->length);
    for (size_t i = 0; i < proof->length; i += tries(10) == 10 ? 1 : 7) {
        uint8_t bit = (uint8_t)(1u << check_random(&state) % 8);
        own[i] ^= bit;
        CHECK(post_is_refused(post, own, proof->length), "byte %zu, bit %u", i, bit);
        own[i] ^= bit;
    }
    own[proof->length] = 0;
    CHECK(post_is_refused(post, own, proof->length + 1));
    free(own);
    for (length = 0; length < proof->length; length += 1 + check_random(&state) % 50) {
        own = malloc(length + 1);
        memcpy(own, proof->data, length);
        CHECK(post_is_refused(post, own, length), "%zu bytes", length);
        free(own);
    }
}

static void check_post_inputs(post_t post, const qr_bytes_t *proof) {
    post.public_sector.sector_id++;
    CHECK(post_is_refused(&post, proof->data, proof->length));
    post.public_sector.sector_id--;
    post.public_sector.comm_r[5] ^= 1;
    CHECK(post_is_refused(&post, proof->data, proof->length));
    post.public_sector.comm_r[5] ^= 1;
    post.index++;
    CHECK(post_is_refused(&post, proof->data, proof->length));
    post.index--;
    post.randomness[5] ^= 1;
    CHECK(post_is_refused(&post, proof->data, proof->length));
    post.randomness[31] = 0xff;
    bool valid;
    CHECK(verify_post(&valid, &post, proof->data, proof->length) == QR_INVALID_ARGUMENT && !valid);
}

/** A Window partition of one sector holds it twice; two sectors and one make two partitions. */
static void check_window_partitions(const post_t *post, const qr_bytes_t *json, const qr_bytes_t *bincode) {
    const char *sectors = strstr((const char *)json->data, "\"sectors\":[") + strlen("\"sectors\":[");
    int length = (int)(json->length - (size_t)(sectors - (const char *)json->data) - 3);
    char *wanted = malloc(json->length * 4 + 100);
    qr_bytes_t out, three[3] = {*bincode, *bincode, *bincode};
    qr_job_t job = {0};
    CHECK_OK(qr_post_partitions(&job, &out, &post->sector->config, QR_POST_WINDOW, json, 1, QR_FORM_JSON));
    int size = sprintf(wanted, "[{\"sectors\":[%.*s,%.*s]}]", length, sectors, length, sectors);
    CHECK(out.length == (size_t)size && memcmp(out.data, wanted, out.length) == 0);
    qr_bytes_free(&out);
    CHECK_OK(
        qr_post_partitions(&job, &out, &post->sector->config, QR_POST_WINDOW, three, 3, QR_FORM_BINCODE));
    size = sprintf(wanted, "[{\"sectors\":[%.*s,%.*s]},{\"sectors\":[%.*s,%.*s]}]", length, sectors, length,
                   sectors, length, sectors, length, sectors);
    CHECK(out.length == (size_t)size && memcmp(out.data, wanted, out.length) == 0);
    qr_bytes_free(&out);
    free(wanted);
    three[1].length--;
    CHECK(qr_post_partitions(&job, &out, &post->sector->config, QR_POST_WINDOW, three, 3, QR_FORM_BINCODE) ==
          QR_MALFORMED);
    CHECK(out.data == NULL && strstr(job.detail, "PoSt"), "%s", job.detail);
}

static void check_winning_partitions(const post_t *post, const qr_bytes_t *json) {
    qr_bytes_t out;
    qr_job_t job = {0};
    CHECK_OK(qr_post_partitions(&job, &out, &post->sector->config, QR_POST_WINNING, json, 1, QR_FORM_JSON));
    CHECK(digest_is(&out, winning_partitions));
    qr_bytes_free(&out);
    CHECK(qr_post_partitions(&job, &out, &post->sector->config, QR_POST_WINNING, json, 2, QR_FORM_JSON) ==
          QR_INVALID_ARGUMENT);
}

static void check_post(const sealed_t *sector, const post_line_t *line, qr_group_t *group) {
    post_t post = {.sector = sector, .line = line, .public_sector = {.sector_id = SECTOR_ID}};
    uint64_t leaves[66];
    uint32_t count = qr_post_challenge_count(line->type);
    qr_bytes_t proofs[2];
    bytes_from_hex(post.randomness, line->randomness);
    memcpy(post.public_sector.comm_r, sector->inputs.comm_r, 32);
    for (uint32_t n = 0; n < count; n++) {
        CHECK_OK(qr_post_leaf_challenge(&leaves[n], 2048, line->type, QR_API_1_0_0, post.randomness,
                                        SECTOR_ID, 0, n));
    }
    for (int form = QR_FORM_JSON; form <= QR_FORM_BINCODE; form++) {
        qr_job_t job = {.group = form == QR_FORM_JSON ? group : NULL};
        post.form = (qr_form_t)form;
        CHECK_OK(qr_post_prove_vanilla(&job, &proofs[form], &sector->config, &sector->paths, SECTOR_ID,
                                       sector->inputs.comm_c, sector->inputs.comm_r_last, leaves, count,
                                       post.form));
        bool valid = false;
        CHECK_OK(verify_post(&valid, &post, proofs[form].data, proofs[form].length));
        CHECK(valid && job.done == job.total && job.total == count);
        check_post_changes(&post, &proofs[form]);
        check_post_inputs(post, &proofs[form]);
    }
    CHECK(digest_is(&proofs[QR_FORM_JSON], line->json_digest));
    CHECK(digest_is(&proofs[QR_FORM_BINCODE], line->bincode_digest));
    CHECK(proofs[QR_FORM_BINCODE].length == line->bincode_size);
    if (line->type == QR_POST_WINDOW) check_window_partitions(&post, &proofs[0], &proofs[1]);
    if (line->type == QR_POST_WINNING) check_winning_partitions(&post, &proofs[0]);
    qr_bytes_free(&proofs[0]);
    qr_bytes_free(&proofs[1]);
}

static void check_post_files(const sealed_t *sector) {
    qr_bytes_t out;
    qr_job_t job = {0};
    uint64_t leaf = 64;
    const qr_porep_inputs_t *inputs = &sector->inputs;
    CHECK(qr_post_prove_vanilla(&job, &out, &sector->config, &sector->paths, 1, inputs->comm_c,
                                inputs->comm_r_last, &leaf, 1, QR_FORM_JSON) == QR_INVALID_ARGUMENT);
    leaf = 3;
    job = (qr_job_t){0};
    CHECK(qr_post_prove_vanilla(&job, &out, &sector->config, &sector->paths, 1, inputs->comm_c,
                                inputs->comm_c, &leaf, 1, QR_FORM_JSON) == QR_MISMATCH);
    job = (qr_job_t){.cancel = 1};
    CHECK(qr_post_prove_vanilla(&job, &out, &sector->config, &sector->paths, 1, inputs->comm_c,
                                inputs->comm_r_last, &leaf, 1, QR_FORM_JSON) == QR_CANCELLED);
    CHECK(truncate(sector->files.replica, 100) == 0);
    job = (qr_job_t){0};
    CHECK(qr_post_prove_vanilla(&job, &out, &sector->config, &sector->paths, 1, inputs->comm_c,
                                inputs->comm_r_last, &leaf, 1, QR_FORM_JSON) == QR_CORRUPT &&
          strstr(job.detail, "replica"));
}

/* ---- Updates ---- */

typedef struct {
    sealed_t key;
    sector_files_t files;
    qr_update_proof_files_t paths;
    qr_update_inputs_t inputs;
} update_t;

/* update-small.jsonl line 1, case 2KiBV1_1-cc-update-full. */
static void make_update(update_t *update) {
    seal_line(&update->key, &committed);
    sector_files_open(&update->files);
    uint8_t *staged = padded_stream("dev:update:2KiBV1_1-cc-update-full:piece:0", 2048);
    file_write(update->files.staged, staged, 2048);
    free(staged);
    qr_update_files_t files = {.sector_key = update->key.files.replica,
                               .staged = update->files.staged,
                               .replica = update->files.replica,
                               .tree_d = update->files.tree_d,
                               .tree_r_last = update->files.tree_r};
    qr_update_result_t result;
    qr_job_t job = {0};
    CHECK_OK(qr_update_encode(&job, &result, &update->key.config, &files, update->key.inputs.comm_c,
                              update->key.inputs.comm_r_last));
    memcpy(update->inputs.comm_c, update->key.inputs.comm_c, 32);
    memcpy(update->inputs.comm_r_old, update->key.inputs.comm_r, 32);
    memcpy(update->inputs.comm_r_last_old, update->key.inputs.comm_r_last, 32);
    memcpy(update->inputs.comm_r_new, result.comm_r_new, 32);
    memcpy(update->inputs.comm_d_new, result.comm_d_new, 32);
    memcpy(update->inputs.comm_r_last_new, result.comm_r_last_new, 32);
    update->paths = (qr_update_proof_files_t){.sector_key = update->key.files.replica,
                                              .tree_r_last_old = update->key.files.tree_r,
                                              .replica = update->files.replica,
                                              .tree_r_last_new = update->files.tree_r,
                                              .tree_d_new = update->files.tree_d};
}

static bool update_is(bool wanted, const update_t *update, const uint8_t *proof, size_t length,
                      qr_form_t form) {
    qr_job_t job = {0};
    bool valid = !wanted;
    qr_status_t status =
        qr_update_verify_vanilla(&job, &valid, &update->key.config, &update->inputs, 0, proof, length, form);
    if (wanted) return status == QR_OK && valid && job.detail[0] == 0;
    return !valid && (status == QR_OK || status == QR_MALFORMED) && job.detail[0] != 0;
}

static void check_update_changes(update_t *update, const qr_bytes_t *json, const qr_bytes_t *bincode) {
    uint64_t state = 8;
    for (size_t i = 0; i < tries(1500); i++) {
        size_t length;
        uint8_t *flipped = flip_number(&length, json, &state);
        CHECK(update_is(false, update, flipped, length, QR_FORM_JSON), "flip %zu", i);
        free(flipped);
    }
    uint8_t *own = malloc(bincode->length + 1);
    memcpy(own, bincode->data, bincode->length);
    for (size_t i = 0; i < bincode->length; i += tries(10) == 10 ? 1 : 13) {
        uint8_t bit = (uint8_t)(1u << check_random(&state) % 8);
        own[i] ^= bit;
        CHECK(update_is(false, update, own, bincode->length, QR_FORM_BINCODE), "byte %zu, bit %u", i, bit);
        own[i] ^= bit;
    }
    CHECK(update_is(true, update, own, bincode->length, QR_FORM_BINCODE));
    own[bincode->length] = 0;
    CHECK(update_is(false, update, own, bincode->length + 1, QR_FORM_BINCODE));
    free(own);
    uint8_t *fields[] = {update->inputs.comm_r_old, update->inputs.comm_r_new, update->inputs.comm_d_new};
    for (size_t i = 0; i < 3; i++) {
        fields[i][9] ^= 2;
        CHECK(update_is(false, update, json->data, json->length, QR_FORM_JSON));
        CHECK(update_is(false, update, bincode->data, bincode->length, QR_FORM_BINCODE));
        fields[i][9] ^= 2;
    }
}

static qr_status_t prove_update(const update_t *update, uint32_t partition, qr_job_t *job) {
    qr_bytes_t out;
    *job = (qr_job_t){0};
    qr_status_t status = qr_update_prove_vanilla(job, &out, &update->key.config, &update->paths,
                                                 &update->inputs, partition, QR_FORM_JSON);
    CHECK(status != QR_OK && out.data == NULL && job->detail[0] != 0);
    return status;
}

static void check_update_files(update_t *update) {
    qr_job_t job;
    CHECK(prove_update(update, 1, &job) == QR_INVALID_ARGUMENT);
    update->inputs.comm_d_new[0] ^= 1;
    CHECK(prove_update(update, 0, &job) == QR_MISMATCH && strstr(job.detail, "comm_d_new"), "%s", job.detail);
    update->inputs.comm_d_new[0] ^= 1;
    uint8_t *tree = file_read(update->files.tree_d, 4064);
    for (size_t i = 0; i < 64; i++) tree[32 * i] ^= 1;
    file_write(update->files.tree_d, tree, 4064);
    free(tree);
    CHECK(prove_update(update, 0, &job) == QR_CORRUPT, "%s", job.detail);
    update->key.config.sector_size = (uint64_t)1 << 30;
    CHECK(prove_update(update, 0, &job) == QR_UNSUPPORTED, "%s", job.detail);
}

static void check_update(qr_group_t *group) {
    update_t update;
    qr_bytes_t json, bincode;
    make_update(&update);
    qr_job_t job = {.group = group};
    CHECK_OK(qr_update_prove_vanilla(&job, &json, &update.key.config, &update.paths, &update.inputs, 0,
                                     QR_FORM_JSON));
    CHECK(json.length == 51630 && job.done == 10 && job.total == 10);
    CHECK(digest_is(&json, "4b6bdf9e4ab3d61ddb25b8fee7159079d391ffa69cdb6beecd0affda08f778c6"));
    CHECK(update_is(true, &update, json.data, json.length, QR_FORM_JSON));
    CHECK_OK(qr_update_prove_vanilla(&job, &bincode, &update.key.config, &update.paths, &update.inputs, 0,
                                     QR_FORM_BINCODE));
    CHECK(bincode.length == 15064);
    CHECK(digest_is(&bincode, "d9f249fdcbfe42e83d5bf475d5b565df4ec210af4854e18fabc28c97bee92ab9"));
    check_update_changes(&update, &json, &bincode);
    check_update_files(&update);
    qr_bytes_free(&json);
    qr_bytes_free(&bincode);
    sector_files_close(&update.files);
    sector_files_close(&update.key.files);
}

int main(void) {
    qr_group_t *group;
    sealed_t sector;
    CHECK_OK(qr_group_create(&group, NULL, 2));
    seal_line(&sector, &full);
    check_post(&sector, &winning, group);
    check_post(&sector, &window, group);
    check_post_files(&sector);
    sector_files_close(&sector.files);
    check_update(group);
    qr_group_destroy(group);
    return check_finish("spacetime");
}
