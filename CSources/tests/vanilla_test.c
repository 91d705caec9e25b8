/* PoRep vanilla proofs (C1) and the synthetic proofs file: equal to the reference's, and checked to the bit.
 */
#include "quarry/vanilla.h"

#include "vanilla_files.h"

/* seals-2KiB.jsonl line 3, case 2KiBV1_1-full. */
static const seal_line_t interactive = {QR_API_1_1_0,
                                        QR_FEATURE_NONE,
                                        "dev:seal:2KiBV1_1-full:piece:0",
                                        "eede8ef54c36705759c9ca8bf1e83ab574fc7165224fba741c64f675d198f006",
                                        "6356b77fdc1dabef442293e5ca5f695f364f6bc77f803ca812ca46f3530a211d",
                                        "ec19d614885ec0b15f6ade838ac89f23aa0d8c1231bc8d33028efd5433c32900",
                                        "f0c57170de7351f12c2bd697972aae0dad366d7f0caa8382d6cccf1d92e3a61f",
                                        "b941c6f72fcd3850fb3c67d5003627abe3a8cfeb60c5dddbe55ce417dc298d5d",
                                        "38d792c88a1f4a91c303cd949f160c0b68f119c4e00291b8b692b3fc651b7378",
                                        "5fd9f8e6ab16e9041757a6fc131dc2de0fd4a9eafdbe9bf82cb2c328d7192d91",
                                        100476,
                                        "2aa964076a2fb1d2a2ecd45afdd8a7debbbb7378fa8e6c8277df1f18a41e3187"};

/* Line 1, case 2KiBV1-full. */
static const seal_line_t oldest = {QR_API_1_0_0,
                                   QR_FEATURE_NONE,
                                   "dev:seal:2KiBV1-full:piece:0",
                                   "ddf90fc07fc1a6d38332d9054ebcbe83f61b3c1a6fb66df9a5187a804cc8230a",
                                   "e0f545ee8f34cc222616f2692fddcab10476f1ec97243fd7d2d679214991791c",
                                   "99a32b42462f4e6b93dbf04eec38e86784e129f387401b76c0333be45ce8f630",
                                   "3c25ea6fc966b710860f75b712f24431a39a3293503b780a7ed88f69df6b9819",
                                   "3adcf1d2617ebabf6f962f0495af66ea23eafb3cc77ae0935f7f6ab9e3fca611",
                                   "efb522fc15c3716c71844d749a98a4fd93a608c2a84f5a891f6f835e7eb41e59",
                                   "e413a70bb8a6aa491e27f533e40a801104cd35c5eea396e0243904caad803ebe",
                                   100533,
                                   "c5f55477b779e741f7e670fe58f9f67438a6a00f00df9b24e8ebf8125fb0f08b"};

/* Line 7, case 2KiBV1_1_Feat_SyntheticPoRep-full, and its synthetic proofs file. */
static const seal_line_t synthetic = {QR_API_1_2_0,
                                      QR_FEATURE_SYNTHETIC,
                                      "dev:seal:2KiBV1_1_Feat_SyntheticPoRep-full:piece:0",
                                      "1743e098816f13e7fe331d37d7269f39b6002f68cf56889d8b4032c1a9d01508",
                                      "7f859486eba8b4eb13beb35a5b349ab28ef76fed92f05a565f99fc9398069131",
                                      "83383dfc8e512becc4489ddabe62353325379e76ff8d69b2b5cdc717d28e096d",
                                      "6b57a4ee7d85d88a4b065cebe8d5482e84bff196709d66d2bc839e2a05833c5e",
                                      "dfb002f07c5f63cfb86d03c41ddefc4ac373f786a7a7c30d8249a86166544550",
                                      "8273a2c591489c9170f56cb586777e46ae8d52f10f2c027afbe5de25a0c96c65",
                                      "97ff3b8e7f2bf0c66b5b7f149c1dceb73ee809dec11b6da2f7d9bfab6b2307ce",
                                      100514,
                                      "e8bb1e20928b202a33fda78f13244ef34c113de11af55d23f6f64e9e6546f0d9"};
#define SYNTHETIC_SIZE 575072u
static const char synthetic_digest[] = "e91e2e30d3f206ea26188de62b74062d45b8708901ab0908d14fa0c68dd79ae2";

/* Line 9, case 2KiBV1_2_Feat_NonInteractivePoRep-full. */
static const seal_line_t non_interactive = {
    QR_API_1_2_0,
    QR_FEATURE_NON_INTERACTIVE,
    "dev:seal:2KiBV1_2_Feat_NonInteractivePoRep-full:piece:0",
    "1bef47b6a97ae0003dce28fabcd9dc1f8e8c8e683018a1fd2799636c91799f30",
    "df778eab93061a3465b373a7c6c6bac66b9a53f93fefe5aa589505918971ee2a",
    "55675205de59ed8dba0d24de04f8475c695dd674cfd1cb685599ed4688363f1d",
    "01766d8ca4e41ce85b81c0976e3ed755394db57ef3dd749c18d12fbe308f8958",
    "27f7c24932a4a5322218de84ffc0c0f2858d6ce0d20712c20d46f8eb5d07e526",
    "5f359ce91e81fd2ce9886fdf4eeebe46a79b0fc7b01bf58664ad52472d092412",
    "8b44d8471cb6389f566e6800430d86dc012f3bf9bcf5b116481eda8a36026902",
    1299471,
    "32e300c4b6b522eccfe9719e3f6847c38a9ef6efeace54849496dfdbdd1925d7"};

static qr_status_t verify(bool *valid, const sealed_t *sector, const void *json, size_t length) {
    qr_job_t job = {0};
    qr_status_t status = qr_porep_verify_vanilla(&job, valid, &sector->config, json, length, &sector->inputs);
    CHECK((status == QR_OK && *valid) == (job.detail[0] == 0), "%s", job.detail);
    return status;
}

/** The text does not parse, or does not prove. */
static bool is_refused(const sealed_t *sector, const void *json, size_t length) {
    bool valid = true;
    qr_status_t status = verify(&valid, sector, json, length);
    return !valid && (status == QR_OK || status == QR_MALFORMED);
}

/** Proves, compares with the line's digest and verifies; *out is to be freed. */
static void check_line(qr_bytes_t *out, const sealed_t *sector, const seal_line_t *line, qr_group_t *group) {
    qr_job_t job = {.group = group};
    CHECK_OK(qr_porep_prove_vanilla(&job, out, &sector->config, &sector->paths, &sector->inputs));
    CHECK(out->length == line->c1_size && digest_is(out, line->c1_digest), "%s", line->data);
    CHECK(job.done == job.total && job.total > 0);
    bool valid = false;
    job = (qr_job_t){.group = group};
    CHECK_OK(qr_porep_verify_vanilla(&job, &valid, &sector->config, out->data, out->length, &sector->inputs));
    CHECK(valid, "%s", job.detail);
}

static void check_flips(const sealed_t *sector, const qr_bytes_t *json) {
    uint64_t state = 2;
    for (size_t i = 0; i < tries(2000); i++) {
        size_t length;
        uint8_t *flipped = flip_number(&length, json, &state);
        CHECK(is_refused(sector, flipped, length), "flip %zu", i);
        free(flipped);
    }
}

/** What is written otherwise but says the same passes; what says something else does not. */
static void check_texts(const sealed_t *sector, const qr_bytes_t *json) {
    static const struct {
        const char *from, *to;
        bool good;
    } changes[] = {
        {"\"comm_r\":", " \n\"comm_r\" :\t", true},
        {"{\"comm_d_proofs\":", "{ \"comm_d_proofs\" : ", true},
        {"\"_h\":null", "\"_h\": null ", true},
        {"\"_h\":null", "\"_h\":0", false},
        {",\"_h\":null", "", false},
        {"\"_h\":null", "\"_h\":null,\"_h\":null", false},
        {"\"_h\":null", "\"_h\":null,\"_i\":null", false},
        {"StackedDrg2KiBV1_1", "StackedDrg2KiBV1", false},
        {"{\"StackedDrg2KiBV1\"", "{\"StackedDrg8MiBV1\"", false},
        {"\"Single\"", "\"Sub\"", false},
        {"\"index\":", "\"index\":0", false},
        {"\"index\":", "\"index\":-", false},
        {"\"index\":", "\"index\":1.", false},
        {"\"index\":", "\"index\":99999999999999999999", false},
        {"\"layer_index\":1", "\"layer_index\":2", false},
        {"\"layer_index\":1", "\"layer_inde\\u0078\":1", false},
        {"\"labeling_proofs\":[", "\"labeling_proofs\":[[", false},
        {"]},\"labeling_proofs\"", "],\"labeling_proofs\"", false},
        {",\"exp_parents\":[", ",\"exp_parents\":[],\"exp_parents\":[", false},
        {"[[{\"comm_d_proofs\"", "[[],[{\"comm_d_proofs\"", false},
        {"}]]},\"comm_r\"", "},{}]]},\"comm_r\"", false},
        {"\"path\":[{", "\"path\":[]},\"path\":[{", false},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        size_t length;
        bool valid = false;
        uint8_t *text = replaced(&length, json, changes[i].from, changes[i].to);
        if (changes[i].good) {
            CHECK(verify(&valid, sector, text, length) == QR_OK && valid, "change %zu", i);
        } else {
            CHECK(is_refused(sector, text, length), "change %zu", i);
        }
        free(text);
    }
}

/** Keys in another order, and texts that end early or late. */
static void check_ends(const sealed_t *sector, const qr_bytes_t *json) {
    size_t length;
    bool valid = false;
    const uint8_t *tail = memmem(json->data, json->length, "]]},\"comm_r\"", 12);
    size_t proofs = (size_t)(tail + 3 - json->data) - 1, rest = json->length - proofs - 3;
    uint8_t *turned = malloc(json->length + 2);
    sprintf((char *)turned, "{%.*s,", (int)rest, (const char *)tail + 4);
    memcpy(turned + rest + 2, json->data + 1, proofs);
    turned[rest + 2 + proofs] = '}';
    CHECK(verify(&valid, sector, turned, rest + 3 + proofs) == QR_OK && valid);
    free(turned);
    turned = replaced(&length, json, "{", "  {");
    memmove(turned, turned + 2, length - 2);
    turned[length - 2] = '\n';
    CHECK(verify(&valid, sector, turned, length - 1) == QR_OK && valid);
    turned[length - 2] = '}';
    CHECK(verify(&valid, sector, turned, length - 1) == QR_MALFORMED && !valid);
    free(turned);
    uint64_t state = 3;
    for (size_t i = 0; i < tries(400); i++) {
        length = i == 0 ? 0 : i == 1 ? json->length - 1 : check_random(&state) % json->length;
        uint8_t *cut = malloc(length + 1); /* of its own, so that a sanitizer sees any read beyond */
        memcpy(cut, json->data, length);
        CHECK(verify(&valid, sector, cut, length) == QR_MALFORMED && !valid, "%zu bytes", length);
        free(cut);
    }
    CHECK(verify(&valid, sector, NULL, 0) == QR_MALFORMED && !valid);
}

/** Any other public input, and another kind of proof. */
static void check_inputs(const sealed_t *sector, const qr_bytes_t *json) {
    sealed_t other = *sector;
    uint8_t *fields[] = {other.inputs.replica_id, other.inputs.comm_d, other.inputs.comm_r, other.inputs.seed,
                         other.inputs.ticket};
    for (size_t i = 0; i < 5; i++) {
        fields[i][17] ^= 4;
        CHECK(is_refused(&other, json->data, json->length), "field %zu", i);
        fields[i][17] ^= 4;
    }
    CHECK_OK(qr_porep_config_init(&other.config, 2048, QR_API_1_0_0, QR_FEATURE_NONE, NULL));
    CHECK(is_refused(&other, json->data, json->length));
    CHECK_OK(qr_porep_config_init(&other.config, (uint64_t)8 << 20, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
    CHECK(is_refused(&other, json->data, json->length));
}

static qr_status_t prove(qr_job_t *job, const sealed_t *sector) {
    qr_bytes_t out;
    qr_status_t status = qr_porep_prove_vanilla(job, &out, &sector->config, &sector->paths, &sector->inputs);
    CHECK(out.data == NULL && out.length == 0);
    return status;
}

/** Files and inputs from which no proof may come. */
static void check_bad_files(sealed_t *sector) {
    qr_job_t job = {.cancel = 1};
    CHECK(prove(&job, sector) == QR_CANCELLED);
    job = (qr_job_t){0};
    sector->inputs.comm_r[3] ^= 1;
    CHECK(prove(&job, sector) == QR_MISMATCH && strstr(job.detail, "comm_r"), "%s", job.detail);
    sector->inputs.comm_r[3] ^= 1;
    sector->inputs.comm_d[3] ^= 1;
    job = (qr_job_t){0};
    CHECK(prove(&job, sector) == QR_MISMATCH && strstr(job.detail, "comm_d"), "%s", job.detail);
    sector->inputs.comm_d[3] ^= 1;
    uint8_t *layer = file_read(sector->files.layers[1], 2048);
    for (size_t i = 0; i < 64; i++) layer[32 * i] ^= 1;
    file_write(sector->files.layers[1], layer, 2048);
    job = (qr_job_t){0};
    CHECK(prove(&job, sector) == QR_CORRUPT && strstr(job.detail, "challenge"), "%s", job.detail);
    file_write(sector->files.layers[1], layer, 2000);
    free(layer);
    job = (qr_job_t){0};
    CHECK(prove(&job, sector) == QR_CORRUPT && strstr(job.detail, "layer-2"), "%s", job.detail);
    unlink(sector->files.layers[1]);
    job = (qr_job_t){0};
    CHECK(prove(&job, sector) == QR_NOT_FOUND && strstr(job.detail, "layer-2"), "%s", job.detail);
    sector->paths.layers = NULL;
    job = (qr_job_t){0};
    CHECK(prove(&job, sector) == QR_INVALID_ARGUMENT);
}

/** The synthetic file: as the reference's, the same proofs from it, and nothing from a damaged one. */
static void check_synthetic(sealed_t *sector, const qr_bytes_t *from_layers, qr_group_t *group) {
    qr_job_t job = {.group = group};
    qr_bytes_t out;
    CHECK_OK(qr_synthetic_proofs_write(&job, sector->files.other, &sector->config, &sector->paths,
                                       &sector->inputs));
    CHECK(job.done == 64 && job.total == 64);
    CHECK(file_digest_is(sector->files.other, SYNTHETIC_SIZE, synthetic_digest));
    uint8_t *file = file_read(sector->files.other, SYNTHETIC_SIZE);
    sector->paths = (qr_sector_files_t){.synthetic = sector->files.other};
    check_line(&out, sector, &synthetic, group);
    CHECK(out.length == from_layers->length && memcmp(out.data, from_layers->data, out.length) == 0);
    qr_bytes_free(&out);
    const size_t record = (SYNTHETIC_SIZE - 96) / 64, places[] = {0, 40, 90, 96, 104, 300, 1000, record - 1};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        size_t step = places[i] < 96 ? SYNTHETIC_SIZE : record;
        for (size_t at = places[i]; at < SYNTHETIC_SIZE; at += step) file[at] ^= 0x80;
        file_write(sector->files.other, file, SYNTHETIC_SIZE);
        job = (qr_job_t){0};
        qr_status_t status = prove(&job, sector);
        CHECK(status == (places[i] < 96 ? QR_MISMATCH : QR_CORRUPT), "place %zu: %s", i, job.detail);
        for (size_t at = places[i]; at < SYNTHETIC_SIZE; at += step) file[at] ^= 0x80;
    }
    file_write(sector->files.other, file, SYNTHETIC_SIZE - 1);
    job = (qr_job_t){0};
    CHECK(prove(&job, sector) == QR_CORRUPT);
    free(file);
    CHECK(qr_synthetic_proofs_write(&job, sector->files.other, &sector->config, &sector->paths,
                                    &sector->inputs) == QR_INVALID_ARGUMENT);
}

/** A sector as the production sizes have it: 11 layers, three kinds of trees, 18 challenges in each
 * partition. */
static void check_production_shape(qr_group_t *group) {
    sealed_t sector = {0};
    const uint8_t porep_id[32] = {9};
    uint8_t data[32768];
    sector_files_open(&sector.files);
    CHECK_OK(qr_porep_config_init(&sector.config, sizeof data, QR_API_1_1_0, QR_FEATURE_NONE, porep_id));
    sector.config.layers = 11;
    sector.config.challenges_per_partition = 18;
    sector.config.partitions = tries(10) == 10 ? 10 : 2;
    for (size_t i = 0; i < sizeof data; i++) data[i] = i % 32 == 31 ? 0 : (uint8_t)(i * i);
    file_write(sector.files.staged, data, sizeof data);
    write_tree_d(sector.files.tree_d, data, sizeof data / 32);
    make_layers(&sector.files, &sector.config, interactive.replica_id);
    qr_pc2_files_t pc2 = {.layers = sector.files.layers,
                          .staged = sector.files.staged,
                          .replica = sector.files.replica,
                          .tree_c = sector.files.tree_c,
                          .tree_r_last = sector.files.tree_r};
    qr_pc2_result_t result;
    qr_job_t job = {.group = group};
    CHECK_OK(qr_pc2_run(&job, &result, &sector.config, &pc2, 0));
    bytes_from_hex(sector.inputs.replica_id, interactive.replica_id);
    memcpy(sector.inputs.comm_c, result.comm_c, 32);
    memcpy(sector.inputs.comm_r_last, result.comm_r_last, 32);
    memcpy(sector.inputs.comm_r, result.comm_r, 32);
    uint8_t *tree = file_read(sector.files.tree_d, 2 * sizeof data - 32);
    memcpy(sector.inputs.comm_d, tree + 2 * sizeof data - 64, 32);
    free(tree);
    sector.paths = (qr_sector_files_t){.layers = sector.files.layers,
                                       .tree_d = sector.files.tree_d,
                                       .tree_c = sector.files.tree_c,
                                       .tree_r_last = sector.files.tree_r,
                                       .replica = sector.files.replica};
    qr_bytes_t json;
    job = (qr_job_t){.group = group};
    CHECK_OK(qr_porep_prove_vanilla(&job, &json, &sector.config, &sector.paths, &sector.inputs));
    bool valid = false;
    CHECK(verify(&valid, &sector, json.data, json.length) == QR_OK && valid);
    CHECK(job.done == job.total && job.done == 18u * sector.config.partitions);
    uint64_t state = 4;
    for (size_t i = 0; i < tries(30); i++) {
        size_t length;
        uint8_t *flipped = flip_number(&length, &json, &state);
        CHECK(is_refused(&sector, flipped, length), "flip %zu", i);
        free(flipped);
    }
    qr_bytes_free(&json);
    sector_files_close(&sector.files);
}

int main(void) {
    const seal_line_t *lines[] = {&oldest, &interactive, &synthetic, &non_interactive};
    qr_group_t *group;
    CHECK_OK(qr_group_create(&group, NULL, 2));
    for (size_t i = 0; i < 4; i++) {
        sealed_t sector;
        qr_bytes_t json;
        seal_line(&sector, lines[i]);
        check_line(&json, &sector, lines[i], i == 0 ? NULL : group);
        if (lines[i] == &interactive) {
            check_flips(&sector, &json);
            check_texts(&sector, &json);
            check_ends(&sector, &json);
            check_inputs(&sector, &json);
            check_bad_files(&sector);
        }
        if (lines[i] == &synthetic) check_synthetic(&sector, &json, group);
        qr_bytes_free(&json);
        sector_files_close(&sector.files);
    }
    check_production_shape(group);
    qr_group_destroy(group);
    return check_finish("vanilla");
}
