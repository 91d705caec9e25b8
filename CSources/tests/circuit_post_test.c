/** The circuits of WinningPoSt and WindowPoSt: structure and witness against the reference's, public inputs,
 * readers. */
#include "circuit_digests.h"
#include "snark/synthesis.h"
#include "vanilla_files.h"

/* ---- Structure ---- */

/** snark/r1cs/NAME.json */
static const struct {
    const char *name;
    uint64_t sector_size;
    qr_post_type_t type;
    uint32_t sectors;
    expected_t expected;
} blank_cases[] = {
    {"window_post_8mib_2_sectors",
     8 << 20,
     QR_POST_WINDOW,
     2,
     {64266,
      23,
      65088,
      {"979607c70edb7b5bbc844457fd51a6aa58676bf4bf287ff04db9f08b0ec2eb69",
       "72ab343e30a2f7bc9422f315183f8ca0b03e5898d1b9d18f139ac24fcc9d7ac8",
       "d169bbd71c72c16dde3b57cd4fc2c8ae441b1bbb208ad320bddec965004a364a",
       "fb50dc0717ff266cf9baf82b1ce7a1c2ef6d9247859680b11a19fb7077f5f222"}}},
    {"window_post_32gib_2_sectors",
     32ull << 30,
     QR_POST_WINDOW,
     2,
     {106666,
      23,
      108048,
      {"b7a5ab7b9f4750830a6e0dbd02268e88864ecdedb3a0a1f0a18f39ea33ade841",
       "75e5a6e50ee9b1e718d3627450f142fd8563a1c13a86e3e8353a4974dd46f3ed",
       "f1933484a346680de2320469e905b10d18a7225541360d5c34b17dcf2b069aac",
       "fb50dc0717ff266cf9baf82b1ce7a1c2ef6d9247859680b11a19fb7077f5f222"}}},
    {"window_post_64gib_2_sectors",
     64ull << 30,
     QR_POST_WINDOW,
     2,
     {112946,
      23,
      114348,
      {"c2b354a1bb9a36e23bec0862334cc4c4a6562fbf1d6c935b1eaf4172b09526a5",
       "cf71ba83bcf9a343e2f4c34f4dd21f4d8411a71406f88b648a7dcb38eaab5f84",
       "24b60730525f883b6ead2e672568cf20941b5b09d9ba27511d4fb1819de301b5",
       "fb50dc0717ff266cf9baf82b1ce7a1c2ef6d9247859680b11a19fb7077f5f222"}}},
    {"winning_post_32gib",
     32ull << 30,
     QR_POST_WINNING,
     0,
     {370590,
      133,
      375210,
      {"57ff660187e7e343c94761adbd38b6bbe436e13cac9fd46bd48fb6e12b8bd209",
       "588a080763584cdd781dcffdfc19803c03a5ebfb2cc3156b9598e1a1252e4c84",
       "ddff5d0c2a65ce1114f2d6daea7c276ceb94df602cf98dc0dbb45dbf3efc071a",
       "f0d278eacbee4eeac1f3cc75d5efda8dc5dff129bed3da9ad3b0e11fc64ae910"}}},
};

static void check_blank(void) {
    for (size_t i = 0; i < sizeof blank_cases / sizeof *blank_cases; i++) {
        qr_job_t job = {0};
        qr_porep_config_t config;
        qr_circuit_t *circuit;
        CHECK_OK(
            qr_porep_config_init(&config, blank_cases[i].sector_size, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
        CHECK_OK(qr_circuit_post_blank(&job, &circuit, &config, blank_cases[i].type, blank_cases[i].sectors));
        check_circuit(circuit, &blank_cases[i].expected, blank_cases[i].name);
    }
}

/** The network's partition of 32 GiB sectors: 2349 of 53,333 constraints. */
static void check_whole_partition(void) {
    qr_job_t job = {0};
    qr_porep_config_t config;
    qr_circuit_t *circuit;
    uint64_t constraints, inputs, aux;
    CHECK_OK(qr_porep_config_init(&config, 32ull << 30, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
    CHECK_OK(qr_circuit_post_blank(&job, &circuit, &config, QR_POST_WINDOW, 0));
    qr_circuit_counts(&constraints, &inputs, &aux, circuit);
    CHECK(constraints == 2349 * 53333ull && inputs == 1 + 2349 * 11 && aux == 2349 * 54024ull, "counts");
    CHECK(inputs == 1 + qr_post_public_input_count(QR_POST_WINDOW, 32ull << 30), "public inputs");
    qr_circuit_destroy(circuit);
    CHECK(qr_circuit_post_blank(&job, &circuit, &config, QR_POST_WINNING, 3) == QR_INVALID_ARGUMENT &&
              circuit == NULL,
          "a winning proof has no number of sectors");
}

/* ---- Witness ---- */

/** The sectors of snark/r1cs/w*_post_2kib*.json, numbers 1001 and 1002. */
static const seal_line_t lines[2] = {
    {QR_API_1_1_0, QR_FEATURE_NONE, "shared/sector/r1cs-a/data",
     "c054d8f2d682adb403ca0e5fbe7ed6e55e5cb1d3cd2faba42e401b680959233c",
     "218f09ad59d6aa451d3db50a974d9b35a3d14c292dc6cb3301967aa96cb9012d",
     "2767a89ef276fa366c35f574d225b7156702feef73d2c64c4883afdbc015f92f",
     "95a7af9d891f5a34d4da201b583501d32055792f33571a291d53a5c34a831432",
     "8d341174039aa64a6f8a3196969f79ea099c5971890fba73071a4b9c6854b76c", "", "", 0, NULL},
    {QR_API_1_1_0, QR_FEATURE_NONE, "shared/sector/r1cs-b/data",
     "15a64af584eb55d611234fc0c5570ef260a7f58034e62950d6fc71eefb793b18",
     "b66ff6daafa14d52a4d53953ca5e2e660568ba172d5e5402a5740ad94915bd33",
     "af9a5cb1754159f4194883fb39dcf8d50eab1148583c90c9eefb1eee9b4a9857",
     "128c63aa307d1d71db92cf93f178e30964ca8487540df622d5c1ea88f7ada522",
     "9feb85bed89f193c397fa5c0224177988c70db51365016d979b546c4b88bf222", "", "", 0, NULL}};

/** A case of snark/r1cs; its sectors are [first, first + count). */
typedef struct {
    const char *name, *randomness;
    qr_post_type_t type;
    qr_api_version_t version;
    size_t first, count;
    expected_t expected;
} post_case_t;

static const post_case_t post_cases[] = {
    {"winning_post_2kib",
     "68cd46f9731d084b6f1c65093d179e5f73c8c4222b11617889e7f3fb5824f92d",
     QR_POST_WINNING,
     QR_API_1_0_0,
     0,
     1,
     {90750,
      133,
      91674,
      {"1ca92d9640c1b5893286b37275c7e6f2ef286053cd73f6668fee45f7a93205d2",
       "bce094c3b05cc4579b5f118330dfcb1475b6dc3c22f0ba675485025bdb15e8ca",
       "9ed7d0966dfa9c7cae0668777538739dffe2232b19ed0e616858a61c71f2d8fb",
       "f0d278eacbee4eeac1f3cc75d5efda8dc5dff129bed3da9ad3b0e11fc64ae910",
       "3bd9bb00b7492d02d46433a34540295e97909fbf8c2d7547ba5f0d8ed5320cf5",
       "12f41f634a603a2924bb881225a818b495b7a71ea7940dd9b3d0df6b40f1234f"}}},
    {"window_post_2kib",
     "d877d4a09647a9873bc6f7195029fa78021539085706370b311e0812f02e7c30",
     QR_POST_WINDOW,
     QR_API_1_2_0,
     0,
     2,
     {21866,
      23,
      22128,
      {"9429d809523483e0f53863153791bb846a5091db5798d87e69a4b151dec9f46b",
       "8f390f9e3ee180a61452cd04fcf1d045bcb07a0c780d8104fb9fbf51d7593765",
       "93d8b86774cf01ffc2ecd7d21d591cbafd5d2f95dc43151f9574fe5070a16db2",
       "fb50dc0717ff266cf9baf82b1ce7a1c2ef6d9247859680b11a19fb7077f5f222",
       "11b68404e3d7406bf6fe1475f6490769a7ce2d83011d771a2eb51aa109de875a",
       "6e54f135d66861c7ec90aeda6ebd788d02433fd14ac7c4843d61629208d4a200"}}},
    {"window_post_2kib_v1",
     "7b6b978a69a7bd21e9a2971410122eff92c0f69c3e529849bb22f7169e46d637",
     QR_POST_WINDOW,
     QR_API_1_0_0,
     0,
     2,
     {21866,
      23,
      22128,
      {"9429d809523483e0f53863153791bb846a5091db5798d87e69a4b151dec9f46b",
       "8f390f9e3ee180a61452cd04fcf1d045bcb07a0c780d8104fb9fbf51d7593765",
       "93d8b86774cf01ffc2ecd7d21d591cbafd5d2f95dc43151f9574fe5070a16db2",
       "fb50dc0717ff266cf9baf82b1ce7a1c2ef6d9247859680b11a19fb7077f5f222",
       "d594c13b3fbae2d2f7fd792c9eefe8afc5f904acc131f747fdc23b6903b6f50c",
       "2dbeab4f74f3137832d4b14be3d8267a76cdf932bedc6e4ee66a843544aa2946"}}},
    {"window_post_2kib_one_sector_v1",
     "ff2f3edd4c85b0b6c1765396d81078a3d9cc95e4d2f989aaf66c2faeab17a42e",
     QR_POST_WINDOW,
     QR_API_1_0_0,
     1,
     1,
     {21866,
      23,
      22128,
      {"9429d809523483e0f53863153791bb846a5091db5798d87e69a4b151dec9f46b",
       "8f390f9e3ee180a61452cd04fcf1d045bcb07a0c780d8104fb9fbf51d7593765",
       "93d8b86774cf01ffc2ecd7d21d591cbafd5d2f95dc43151f9574fe5070a16db2",
       "fb50dc0717ff266cf9baf82b1ce7a1c2ef6d9247859680b11a19fb7077f5f222",
       "290c42e0bd7a95185ab277357365dff8168833395f19315822ac19850a55a9a6",
       "ac9f88999051fb3eb2a713e1a20830e3354ffbe5eed1d28a47f5fcb3adc2747b"}}},
};

typedef struct {
    const post_case_t *line;
    uint8_t randomness[32];
    qr_post_sector_t sectors[2];
    qr_bytes_t proofs[2];
} post_t;

static void prove(post_t *out, const post_case_t *line, const sealed_t *sealed, qr_form_t form) {
    const uint32_t count = qr_post_challenge_count(line->type);
    out->line = line;
    bytes_from_hex(out->randomness, line->randomness);
    for (size_t i = 0; i < line->count; i++) {
        const sealed_t *sector = &sealed[line->first + i];
        uint64_t leaves[66];
        qr_job_t job = {0};
        out->sectors[i].sector_id = 1001 + line->first + i;
        memcpy(out->sectors[i].comm_r, sector->inputs.comm_r, 32);
        for (uint32_t n = 0; n < count; n++) {
            CHECK_OK(qr_post_leaf_challenge(&leaves[n], 2048, line->type, line->version, out->randomness,
                                            out->sectors[i].sector_id, i, n));
        }
        CHECK_OK(qr_post_prove_vanilla(&job, &out->proofs[i], &sector->config, &sector->paths,
                                       out->sectors[i].sector_id, sector->inputs.comm_c,
                                       sector->inputs.comm_r_last, leaves, count, form));
    }
}

static void free_proofs(post_t *post) {
    for (size_t i = 0; i < post->line->count; i++) qr_bytes_free(&post->proofs[i]);
}

/** The circuit's inputs, which its digest has been checked against, are those derived by a verifier. */
static void check_public_inputs(const post_t *post, const qr_circuit_t *circuit) {
    static uint8_t derived[132][32];
    const size_t count = qr_post_public_input_count(post->line->type, 2048);
    uint64_t constraints, inputs, aux;
    qr_job_t job = {0};
    qr_circuit_counts(&constraints, &inputs, &aux, circuit);
    CHECK(count + 1 == inputs, "%s", post->line->name);
    qr_fr_t *values = calloc(inputs + aux + 2 * constraints, sizeof *values);
    CHECK_OK(qr_circuit_witness(&job, circuit, values, values + inputs, values + inputs + aux,
                                values + inputs + aux + constraints));
    CHECK_OK(qr_post_public_inputs(derived, 2048, post->line->type, post->line->version, post->randomness,
                                   post->sectors, post->line->count, 0));
    for (size_t i = 0; i < count; i++) {
        uint8_t value[32];
        qr_fr_store(value, qr_fr_from_montgomery(values[1 + i]));
        CHECK(memcmp(value, derived[i], 32) == 0, "input %zu of %s", i, post->line->name);
    }
    free(values);
}

static qr_status_t make(qr_circuit_t **out, const post_t *post, const sealed_t *sealed, size_t count,
                        qr_form_t form) {
    qr_job_t job = {0};
    return qr_circuit_post(&job, out, &sealed->config, post->line->type, post->proofs, count, form);
}

static void check_witness(const sealed_t *sealed, const post_case_t *line, qr_form_t form) {
    post_t post = {0};
    qr_circuit_t *circuit;
    prove(&post, line, sealed, form);
    qr_status_t status = make(&circuit, &post, sealed, line->count, form);
    CHECK_OK(status);
    if (status == QR_OK) {
        check_public_inputs(&post, circuit);
        check_circuit(circuit, &line->expected, line->name);
    }
    free_proofs(&post);
}

/* ---- What is wrong ---- */

/** A proof with one changed sibling makes a circuit that does not hold; one cut off makes none. */
static void check_wrong_proofs(const sealed_t *sealed) {
    post_t post = {0};
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    uint64_t row;
    prove(&post, &post_cases[1], sealed, QR_FORM_BINCODE);
    CHECK(make(&circuit, &post, sealed, 0, QR_FORM_BINCODE) == QR_INVALID_ARGUMENT && !circuit, "none");
    CHECK(make(&circuit, &post, sealed, 3, QR_FORM_BINCODE) == QR_INVALID_ARGUMENT && !circuit, "too many");
    CHECK(make(&circuit, &post, sealed, 2, QR_FORM_JSON) == QR_MALFORMED && !circuit, "another form");
    post.proofs[1].length--;
    CHECK(make(&circuit, &post, sealed, 2, QR_FORM_BINCODE) == QR_MALFORMED && !circuit, "cut off");
    post.proofs[1].length++;
    for (size_t from_end = 1; from_end <= 64; from_end += 63) {  // comm_r_last's last byte, comm_c's first
        uint8_t *byte = &post.proofs[1].data[post.proofs[1].length - from_end];
        *byte ^= 1;
        CHECK_OK(make(&circuit, &post, sealed, 2, QR_FORM_BINCODE));
        CHECK_OK(qr_circuit_check(&job, &row, circuit));
        CHECK(row >= 10933 && row < 2 * 10933, "row %" PRIu64, row);
        qr_circuit_destroy(circuit);
        *byte ^= 1;
    }
    free_proofs(&post);
}

static void check_wrong_inputs(void) {
    static uint8_t out[132][32];
    const uint8_t randomness[32] = {1}, high[32] = {[31] = 0xff};
    qr_post_sector_t sectors[3] = {{.sector_id = 1}, {.sector_id = 2}, {.sector_id = 3, .comm_r = {9}}};
    CHECK_OK(qr_post_public_inputs(out, 2048, QR_POST_WINDOW, QR_API_1_2_0, randomness, sectors, 3, 1));
    CHECK(out[0][0] == 9 && memcmp(out, out[11], 11 * 32) == 0, "the last sector fills the partition");
    CHECK(qr_post_public_inputs(out, 2048, QR_POST_WINDOW, QR_API_1_2_0, randomness, sectors, 3, 2) ==
              QR_INVALID_ARGUMENT,
          "no such partition");
    CHECK(qr_post_public_inputs(out, 2048, QR_POST_WINDOW, QR_API_1_2_0, randomness, sectors, 0, 0) ==
              QR_INVALID_ARGUMENT,
          "no sectors");
    CHECK(qr_post_public_inputs(out, 2048, QR_POST_WINNING, QR_API_1_0_0, randomness, sectors, 2, 0) ==
              QR_INVALID_ARGUMENT,
          "winning over two");
    CHECK(qr_post_public_inputs(out, 2048, QR_POST_WINDOW, QR_API_1_2_0, high, sectors, 3, 0) ==
              QR_INVALID_ARGUMENT,
          "randomness");
    memcpy(sectors[1].comm_r, high, 32);
    CHECK(qr_post_public_inputs(out, 2048, QR_POST_WINDOW, QR_API_1_2_0, randomness, sectors, 3, 0) ==
              QR_INVALID_ARGUMENT,
          "comm_r");
}

int main(void) {
    sealed_t sealed[2];
    check_blank();
    check_whole_partition();
    check_wrong_inputs();
    for (size_t i = 0; i < 2; i++) seal_line(&sealed[i], &lines[i]);
    for (size_t i = 0; i < sizeof post_cases / sizeof *post_cases; i++) {
        check_witness(sealed, &post_cases[i], QR_FORM_JSON);
    }
    check_witness(sealed, &post_cases[1], QR_FORM_BINCODE);
    check_wrong_proofs(sealed);
    for (size_t i = 0; i < 2; i++) sector_files_close(&sealed[i].files);
    return check_finish("circuit post");
}
