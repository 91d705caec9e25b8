/** The PoRep circuit: its structure and witness against the reference's, its witness's reader, its public
 * inputs. */
#include "quarry/circuit.h"

#include "snark/synthesis.h"
#include "vanilla_files.h"

/** The sector of snark/r1cs/porep_2kib.json. */
static const seal_line_t line = {QR_API_1_1_0,
                                 QR_FEATURE_NONE,
                                 "shared/sector/r1cs-a/data",
                                 "c054d8f2d682adb403ca0e5fbe7ed6e55e5cb1d3cd2faba42e401b680959233c",
                                 "218f09ad59d6aa451d3db50a974d9b35a3d14c292dc6cb3301967aa96cb9012d",
                                 "2767a89ef276fa366c35f574d225b7156702feef73d2c64c4883afdbc015f92f",
                                 "95a7af9d891f5a34d4da201b583501d32055792f33571a291d53a5c34a831432",
                                 "8d341174039aa64a6f8a3196969f79ea099c5971890fba73071a4b9c6854b76c",
                                 "7620a1b19fcd73b6a1f8590c59472119c3b3d5ebf86e98c8ff77ec2d8347d556",
                                 "e0c8c179113a08d2f4bcd4b2b5af07bc6bd5c5b5f6ca3d038ae36921452809da",
                                 0,
                                 NULL};
/** Of the same file. */
#define CONSTRAINTS 2687921u
#define AUX 2685673u
static const char structure_digest[] = "c9508a30fc9fc37efc5c7c86000ac64299f9abd764744e0e3a37b64058b5f7f8";
static const char a_aux_digest[] = "f723b22a7d11a5ad7ab3985521682b7fd365307628ad2169363d28078256cbe7";
static const char b_aux_digest[] = "b8fe99b3420584ad93948d1cfe868526820a7b4b2c0aadeb908927aef7195ee2";
static const char b_inputs_digest[] = "957b88b12730e646e0f33d3618b77dfa579e8231e3c59c7104be7165611c8027";
static const char inputs_digest[] = "8ef26706ef6b1cea61ddc83accb3e9e89f94b4253ca55ff87fc9a3cef9148ce8";
static const char aux_digest[] = "139ad6336acf7b7e9480e6ab791a68aabd20c71dc48d60b1bae36ddd53981125";

#define INPUTS 40u

/** seals-2KiB.jsonl line 9, case 2KiBV1_2_Feat_NonInteractivePoRep-full. */
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

static void check_structure(const qr_circuit_digest_t *digest) {
    CHECK(digest->constraints == CONSTRAINTS && digest->aux == AUX && digest->inputs == INPUTS, "counts");
    CHECK(bytes_are(digest->with_input_rows_sha256, 32, structure_digest), "constraints");
    CHECK(bytes_are(digest->a_aux_sha256, 32, a_aux_digest), "density of A");
    CHECK(bytes_are(digest->b_aux_sha256, 32, b_aux_digest), "density of B");
    CHECK(bytes_are(digest->b_inputs_sha256, 32, b_inputs_digest), "density of B in inputs");
}

/** Every constraint, all values, and the blank circuit's structure, which must not depend on the witness. */
static void the_circuit_is_the_reference_s(const sealed_t *sector, const qr_bytes_t *json) {
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    qr_circuit_digest_t digest;
    CHECK_OK(qr_circuit_porep_blank(&job, &circuit, &sector->config));
    CHECK_OK(qr_circuit_digest(&job, &digest, NULL, circuit));
    CHECK(!digest.has_witness, "blank");
    check_structure(&digest);
    qr_circuit_destroy(circuit);
    CHECK_OK(qr_circuit_porep(&job, &circuit, &sector->config, &sector->inputs, 0, json->data, json->length));
    CHECK_OK(qr_circuit_digest(&job, &digest, NULL, circuit));
    check_structure(&digest);
    CHECK(digest.has_witness && digest.satisfied, "satisfied");
    CHECK(bytes_are(digest.inputs_sha256, 32, inputs_digest), "inputs");
    CHECK(bytes_are(digest.aux_sha256, 32, aux_digest), "aux");
    qr_circuit_destroy(circuit);
}

/** The circuit's inputs are what a verifier derives without the proof. */
static void public_inputs_are_the_circuit_s(const sealed_t *sector, const qr_bytes_t *json,
                                            uint32_t partition) {
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    CHECK_OK(qr_circuit_porep(&job, &circuit, &sector->config, &sector->inputs, partition, json->data,
                              json->length));
    qr_circuit_size_t size;
    qr_circuit_size(&size, circuit);
    size_t count = qr_porep_public_input_count(&sector->config);
    CHECK(size.inputs == 1 + count, "count");
    qr_fr_t *inputs = calloc(size.inputs + size.aux + 2 * size.constraints, sizeof *inputs);
    qr_fr_t *aux = inputs + size.inputs, *a = aux + size.aux;
    uint8_t(*public_inputs)[32] = calloc(count, 32);
    CHECK_OK(qr_circuit_witness(&job, circuit, inputs, aux, a, a + size.constraints));
    CHECK_OK(qr_porep_public_inputs(public_inputs, &sector->config, &sector->inputs, partition));
    CHECK(qr_fr_equal(inputs[0], qr_fr_one), "the one");
    for (size_t i = 0; i < count; i++) {
        qr_fr_t value = qr_fr_from_montgomery(inputs[1 + i]);
        CHECK(memcmp(value.l, public_inputs[i], 32) == 0, "input %zu of partition %u", i, partition);
    }
    free(public_inputs);
    free(inputs);
    qr_circuit_destroy(circuit);
}

static qr_status_t make(const sealed_t *sector, const qr_porep_inputs_t *inputs, uint32_t partition,
                        const void *json, size_t length) {
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    qr_status_t status = qr_circuit_porep(&job, &circuit, &sector->config, inputs, partition, json, length);
    CHECK((status == QR_OK) == (circuit != NULL), "a circuit or a failure");
    qr_circuit_destroy(circuit);
    return status;
}

/** Texts that are no proof, or one of something else, are refused; a false proof of the right shape is not
 * noticed here. */
static void other_proofs_are_refused(const sealed_t *sector, const qr_bytes_t *json) {
    static const struct {
        const char *from, *to;
        qr_status_t status;
    } changes[] = {
        {"\"_h\":null", "\"_h\": null ", QR_OK},
        {"\"index\":", "\"index\": ", QR_OK},
        {"StackedDrg2KiBV1_1", "StackedDrg8MiBV1_1", QR_MALFORMED},
        {"{\"StackedDrg2KiBV1\"", "{\"StackedDrg8MiBV1\"", QR_MALFORMED},
        {"\"rows\":[[", "\"rows\":[[1,", QR_MALFORMED},
        {"\"comm_r\":[", "\"comm_r\":[[", QR_MALFORMED},
        {"[[{\"comm_d_proofs\"", "[[],[{\"comm_d_proofs\"", QR_MALFORMED},
        {"\"registered_proof\":\"StackedDrg2KiBV1_1\",", "", QR_MALFORMED},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        size_t length;
        uint8_t *text = replaced(&length, json, changes[i].from, changes[i].to);
        qr_status_t status = make(sector, &sector->inputs, 0, text, length);
        CHECK(status == changes[i].status, "change %zu: %d", i, status);
        free(text);
    }
    for (size_t length = 0; length < json->length; length += 1 + json->length / 50) {
        CHECK(make(sector, &sector->inputs, 0, json->data, length) == QR_MALFORMED, "cut at %zu", length);
    }
    CHECK(make(sector, &sector->inputs, 1, json->data, json->length) == QR_INVALID_ARGUMENT, "partition");
    qr_porep_inputs_t inputs = sector->inputs;
    inputs.comm_d[0] ^= 1;
    CHECK(make(sector, &inputs, 0, json->data, json->length) == QR_MISMATCH, "another comm_d");
    memset(inputs.comm_r, 0xff, 32);
    CHECK(make(sector, &inputs, 0, json->data, json->length) == QR_INVALID_ARGUMENT, "no field element");
}

/** filecoin-proofs writes the same without the names of proof and size. */
static void the_older_form_is_read(const sealed_t *sector, const qr_bytes_t *json) {
    size_t length, shorter;
    uint8_t *text = replaced(&length, json, "\"registered_proof\":\"StackedDrg2KiBV1_1\",", "");
    qr_bytes_t first = {text, length, length};
    uint8_t *second = replaced(&length, &first, "{\"StackedDrg2KiBV1\":[[", "[[");
    qr_bytes_t bytes = {second, length, length};
    uint8_t *third = replaced(&shorter, &bytes, "]]},\"comm_r\"", "]],\"comm_r\"");
    CHECK_OK(make(sector, &sector->inputs, 0, third, shorter));
    free(text);
    free(second);
    free(third);
}

/** One wrong bit in a label of a parent: the proof has the right shape, and no constraint system accepts it.
 */
static void a_false_proof_satisfies_nothing(const sealed_t *sector, const qr_bytes_t *json) {
    char *text = calloc(json->length + 1, 1);
    memcpy(text, json->data, json->length);
    const char *place = strstr(text, "\"drg_parents\"");
    place = place == NULL ? NULL : strstr(place, "\"rows\":[[");
    CHECK(place != NULL, "rows");
    if (place == NULL) return;
    place += strlen("\"rows\":[[");
    char from[64], to[80];
    size_t digits = strspn(place, "0123456789");
    snprintf(from, sizeof from, "%.*s", 40, place);
    snprintf(to, sizeof to, "%d%.*s", atoi(place) ^ 1, (int)(40 - digits), place + digits);
    size_t length;
    uint64_t row;
    uint8_t *changed = replaced(&length, json, from, to);
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    CHECK_OK(qr_circuit_porep(&job, &circuit, &sector->config, &sector->inputs, 0, changed, length));
    CHECK_OK(qr_circuit_check(&job, &row, circuit));
    CHECK(row != UINT64_MAX, "a row that does not hold");
    qr_circuit_destroy(circuit);
    free(changed);
    free(text);
}

/** snark/r1cs/porep_32gib_1_challenge_11_layers.json: the shape of production sectors. */
static void production_sizes_have_the_reference_s_counts(void) {
    qr_porep_config_t config;
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    uint64_t constraints, inputs, aux;
    CHECK_OK(qr_porep_config_init(&config, UINT64_C(32) << 30, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
    config.challenges_per_partition = 1;
    CHECK_OK(qr_circuit_porep_blank(&job, &circuit, &config));
    qr_circuit_counts(&constraints, &inputs, &aux, circuit);
    CHECK(constraints == 7238236 && inputs == 22 && aux == 7232200, "32 GiB");
    qr_circuit_destroy(circuit);
    config.layers = 3;
    CHECK(qr_circuit_porep_blank(&job, &circuit, &config) == QR_INVALID_ARGUMENT && circuit == NULL,
          "layers");
}

/** Each partition's circuit takes its own part of the proof. */
static void partitions_have_their_own_challenges(void) {
    sealed_t sector;
    seal_line(&sector, &non_interactive);
    qr_job_t job = {0};
    qr_bytes_t json = {0};
    CHECK_OK(qr_porep_prove_vanilla(&job, &json, &sector.config, &sector.paths, &sector.inputs));
    public_inputs_are_the_circuit_s(&sector, &json, 0);
    public_inputs_are_the_circuit_s(&sector, &json, sector.config.partitions - 1);
    qr_bytes_free(&json);
    sector_files_close(&sector.files);
}

int main(void) {
    sealed_t sector;
    seal_line(&sector, &line);
    qr_job_t job = {0};
    qr_bytes_t json = {0};
    CHECK_OK(qr_porep_prove_vanilla(&job, &json, &sector.config, &sector.paths, &sector.inputs));
    other_proofs_are_refused(&sector, &json);
    the_older_form_is_read(&sector, &json);
    public_inputs_are_the_circuit_s(&sector, &json, 0);
    // Millions of constraints several times over: too slow under sanitizers.
    if (tries(10) == 10) {
        the_circuit_is_the_reference_s(&sector, &json);
        a_false_proof_satisfies_nothing(&sector, &json);
        production_sizes_have_the_reference_s_counts();
        partitions_have_their_own_challenges();
    }
    qr_bytes_free(&json);
    sector_files_close(&sector.files);
    return check_finish("circuit_porep");
}
