/** The circuit of a sector update: structure and witness against the reference's, public inputs, reader. */
#include "circuit_digests.h"
#include "quarry/update.h"
#include "snark/synthesis.h"
#include "vanilla_files.h"

/** The old sector of snark/r1cs/update_2kib.json. */
static const seal_line_t line = {QR_API_1_1_0,
                                 QR_FEATURE_NONE,
                                 "shared/sector/r1cs-a/data",
                                 "c054d8f2d682adb403ca0e5fbe7ed6e55e5cb1d3cd2faba42e401b680959233c",
                                 "218f09ad59d6aa451d3db50a974d9b35a3d14c292dc6cb3301967aa96cb9012d",
                                 "2767a89ef276fa366c35f574d225b7156702feef73d2c64c4883afdbc015f92f",
                                 "95a7af9d891f5a34d4da201b583501d32055792f33571a291d53a5c34a831432",
                                 "8d341174039aa64a6f8a3196969f79ea099c5971890fba73071a4b9c6854b76c",
                                 "",
                                 "",
                                 0,
                                 NULL};
static const char new_data[] = "shared/update/r1cs/data";
static const expected_t whole = {1705039,
                                 5,
                                 1703569,
                                 {"2eec96252b8a0d51e23164e9bb08c86a2e6583fe602ff4024d97ce40c934668f",
                                  "1efd76ebf6abeae864fba9307933649c1561cc2f9d020b3cbccdf78f4005bde1",
                                  "b970d7c46bc34847fa2b944ea441fb0b9e963d8fb8fa555adbce5afd36bdb92b",
                                  "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a",
                                  "18677ad335eb5005cc8ce1a769763dc1a79f1672dfef3ea8c2926e2e7fe5e576",
                                  "37a7814ed53df321880c135afbc7c2160330846385d10e6b45d30a0a9c9856ee"}};
/** Counts of update_8mib.json and update_32gib_one_partition.json. */
static const struct {
    uint64_t sector_size, constraints, aux;
} sizes[] = {{8 << 20, 10007503, 9998039}, {32ull << 30, 81049499, 80978488}};

typedef struct {
    sealed_t key;
    sector_files_t files;
    qr_update_inputs_t inputs;
    qr_bytes_t proof;
} update_t;

static void make_update(update_t *update) {
    seal_line(&update->key, &line);
    sector_files_open(&update->files);
    uint8_t *staged = padded_stream(new_data, 2048);
    file_write(update->files.staged, staged, 2048);
    free(staged);
    qr_update_files_t files = {.sector_key = update->key.files.replica,
                               .staged = update->files.staged,
                               .replica = update->files.replica,
                               .tree_d = update->files.tree_d,
                               .tree_r_last = update->files.tree_r};
    const qr_porep_inputs_t *old = &update->key.inputs;
    qr_update_result_t result;
    qr_job_t job = {0};
    CHECK_OK(qr_update_encode(&job, &result, &update->key.config, &files, old->comm_c, old->comm_r_last));
    memcpy(update->inputs.comm_c, old->comm_c, 32);
    memcpy(update->inputs.comm_r_old, old->comm_r, 32);
    memcpy(update->inputs.comm_r_last_old, old->comm_r_last, 32);
    memcpy(update->inputs.comm_r_new, result.comm_r_new, 32);
    memcpy(update->inputs.comm_d_new, result.comm_d_new, 32);
    memcpy(update->inputs.comm_r_last_new, result.comm_r_last_new, 32);
    qr_update_proof_files_t paths = {.sector_key = update->key.files.replica,
                                     .tree_r_last_old = update->key.files.tree_r,
                                     .replica = update->files.replica,
                                     .tree_r_last_new = update->files.tree_r,
                                     .tree_d_new = update->files.tree_d};
    CHECK_OK(qr_update_prove_vanilla(&job, &update->proof, &update->key.config, &paths, &update->inputs, 0,
                                     QR_FORM_BINCODE));
}

static qr_status_t make(qr_circuit_t **out, const update_t *update, uint32_t partition, size_t length) {
    qr_job_t job = {0};
    return qr_circuit_update(&job, out, &update->key.config, &update->inputs, partition, update->proof.data,
                             length, QR_FORM_BINCODE);
}

static uint64_t unsatisfied(const update_t *update) {
    qr_job_t job = {0};
    qr_circuit_t *circuit;
    uint64_t row = 0;
    CHECK_OK(make(&circuit, update, 0, update->proof.length));
    CHECK_OK(qr_circuit_check(&job, &row, circuit));
    qr_circuit_destroy(circuit);
    return row;
}

/** Inputs, aux, A·z and B·z, one after the other. */
static qr_status_t take_values(qr_job_t *job, const qr_circuit_t *circuit, qr_fr_t *out) {
    qr_circuit_size_t size;
    qr_circuit_size(&size, circuit);
    qr_fr_t *aux = out + size.inputs, *a = aux + size.aux;
    return qr_circuit_witness(job, circuit, out, aux, a, a + size.constraints);
}

/** The circuit's inputs, which its digest is checked against too, are those derived by a verifier. */
static void check_witness(const update_t *update, const qr_circuit_t *circuit) {
    uint8_t derived[QR_UPDATE_PUBLIC_INPUTS][32];
    uint64_t constraints, inputs, aux;
    qr_job_t job = {0};
    qr_circuit_counts(&constraints, &inputs, &aux, circuit);
    CHECK(inputs == 1 + QR_UPDATE_PUBLIC_INPUTS, "inputs");
    const uint64_t count = inputs + aux + 2 * constraints;
    qr_fr_t *values = calloc(count, sizeof *values), *shared = calloc(count, sizeof *shared);
    CHECK_OK(take_values(&job, circuit, values));
    CHECK_OK(qr_group_create(&job.group, NULL, 2));
    CHECK_OK(take_values(&job, circuit, shared));
    qr_group_destroy(job.group);
    CHECK(memcmp(values, shared, count * sizeof *values) == 0, "two workers give the same values");
    free(shared);
    CHECK_OK(qr_update_public_inputs(derived, 2048, &update->inputs, 0));
    for (size_t i = 0; i < QR_UPDATE_PUBLIC_INPUTS; i++) {
        uint8_t value[32];
        qr_fr_store(value, qr_fr_from_montgomery(values[1 + i]));
        CHECK(memcmp(value, derived[i], 32) == 0, "input %zu", i);
    }
    free(values);
}

static void check_wrong_proofs(update_t *update) {
    qr_circuit_t *circuit;
    CHECK(make(&circuit, update, 1, update->proof.length) == QR_INVALID_ARGUMENT && !circuit, "partition");
    CHECK(make(&circuit, update, 0, update->proof.length - 1) == QR_MALFORMED && !circuit, "cut off");
    update->inputs.comm_r_new[0] ^= 1;
    CHECK(unsatisfied(update) < whole.constraints / 4, "another comm_r_new");
    update->inputs.comm_r_new[0] ^= 1;
    const size_t apex = 40;  // comm_c and a count lie before the first apex leaf
    update->proof.data[apex] ^= 1;
    CHECK(unsatisfied(update) < whole.constraints, "another apex leaf");
    update->proof.data[apex] ^= 1;
}

static void check_wrong_inputs(void) {
    uint8_t out[QR_UPDATE_PUBLIC_INPUTS][32];
    qr_update_inputs_t inputs = {.comm_r_old = {1}, .comm_d_new = {2}, .comm_r_new = {3}};
    CHECK_OK(qr_update_public_inputs(out, 32ull << 30, &inputs, 5));
    CHECK(out[0][0] == (5 | 1 << 7) && out[0][1] == 0, "partition 5 of 16, h = 10");
    CHECK(out[1][0] == 1 && out[2][0] == 2 && out[3][0] == 3, "order");
    CHECK(qr_update_public_inputs(out, 32ull << 30, &inputs, 16) == QR_INVALID_ARGUMENT, "partition");
    CHECK(qr_update_public_inputs(out, 1ull << 30, &inputs, 0) == QR_INVALID_ARGUMENT, "size");
    inputs.comm_d_new[31] = 0x80;
    CHECK(qr_update_public_inputs(out, 32ull << 30, &inputs, 0) == QR_INVALID_ARGUMENT, "comm_d_new");
}

static void check_sizes(void) {
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        qr_job_t job = {0};
        qr_porep_config_t config;
        qr_circuit_t *circuit;
        uint64_t constraints, inputs, aux;
        CHECK_OK(qr_porep_config_init(&config, sizes[i].sector_size, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
        CHECK_OK(qr_circuit_update_blank(&job, &circuit, &config));
        qr_circuit_counts(&constraints, &inputs, &aux, circuit);
        CHECK(constraints == sizes[i].constraints && aux == sizes[i].aux && inputs == 5, "size %zu", i);
        qr_circuit_destroy(circuit);
    }
}

int main(void) {
    update_t update = {0};
    qr_circuit_t *circuit;
    check_wrong_inputs();
    check_sizes();
    make_update(&update);
    qr_status_t status = make(&circuit, &update, 0, update.proof.length);
    CHECK_OK(status);
    if (status == QR_OK) {
        check_witness(&update, circuit);
        check_circuit(circuit, &whole, "update_2kib");
        check_wrong_proofs(&update);
    }
    qr_bytes_free(&update.proof);
    sector_files_close(&update.files);
    sector_files_close(&update.key.files);
    return check_finish("circuit update");
}
