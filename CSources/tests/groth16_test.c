/** @file groth16_test.c  Groth16 on the reference vectors' toy circuit: parameters, proofs, verdicts; files
 * that are wrong, names, metadata. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "quarry_crypto.h"
#include "snark/groth16_prove.h"
#include "snark/params_file.h"
#include "snark/params_generate.h"
#include "stream_circuit.h"

/* ---- groth16_small/toy: y = x^3 + x + 5, x = 3; its constraints, witness, secrets and results ---- */

enum { INPUT = 0, AUX = 1, END = 2 };
/** For each row A, B, C: terms (kind, index, coefficient), closed by END. */
static const uint8_t toy_terms[] = {
    AUX, 0, 1,   END,   AUX,   0, 1,   END, AUX, 1,   1,   END, AUX, 0,     1,   END, AUX, 1,     1, END, AUX,
    2,   1, END, INPUT, 0,     5, AUX, 0,   1,   AUX, 2,   1,   END, INPUT, 0,   1,   END, INPUT, 1, 1,   END,
    AUX, 0, 1,   END,   INPUT, 0, 1,   END, AUX, 0,   1,   END, AUX, 3,     1,   END, AUX, 3,     1, END, AUX,
    3,   1, END, INPUT, 0,     7, END, AUX, 4,   1,   END, AUX, 5,   1,     END,
};
enum { TOY_INPUTS = 2, TOY_AUX = 6, TOY_ROWS = 6, TOY_BYTES = 4248, TOY_VK_BYTES = 1060 };
static const uint8_t toy_values[] = {1, 35, 3, 9, 27, 0, 11, 77};
static const char *const toy_secrets[] = {
    "2eaaaab9c27528cf3b4df819bd439dce7c1188984dc6d91b32713af90a3eb613",
    "95790b588595391d664032473a1b370e2c1d505b19e04693928f01882fa62234",
    "2c3e6fcad36bccdc2d9a70837b828219f15dda4d4018c4d59bbeb623269fb51d",
    "5f8f12a44a92e89cfda81c63778198444deff9f72d3c3a42fbd49037935f9a3f",
    "6a5d35bf44cd356dd0e08d520b70086e0ed37480f0f07ea00e33258e59b20008",
};
static const char toy_r[] = "3d85b9a4f6a7dfc0ff540f961468f4963c7c11eed9d5f7c252fc2f0cc4a2e31b";
static const char toy_s[] = "28223615bdcfcb9e4946a89f7ac749de8921d5519f739283c7ea91168b601d3c";
static const char toy_params_sha256[] = "c7e6334795d91f1ae59761bb73a2a502a722e06c9552f607fcf710b08dac18f1";
static const char toy_vk_sha256[] = "0a090b9f64c2f7a92c62b48078fb6b90c24faf53cfe065144d643a4c12dfd763";
static const char toy_h_sha256[] = "95c1ff031f810c15531cca49307f1b4de6b5079439a3b3ee7fff00a04c76ad58";
static const char toy_proof[] =
    "8971aa6882372470b2a8cb9e1152adc8a25d0039f430ca0c07d8f3ec666e3eec6130647aabaeff097c25a778d6183be9"
    "8cdfe0ef1902b85dc1503c8707f9ba5ef4926635135ccc1a34d4500867c79af42c145c25aac65dc70c944073d3202fc3"
    "0fef464d45e74d7e4350b4352c3693264cb59a3ca1d9695e3eb89748efb7742d2c0769af91019bfb7b21e08fa395a18d"
    "a914fb07a0d5f8477e2d08135882ef16e030d702f5f41543fb0c795b380bc73999c771edb9386e406c3ad56950e77a0e";

static char folder[64];
static uint8_t stream[2048], witness[32 * (TOY_INPUTS + TOY_AUX)];
static stream_circuit_t toy;

static void from_hex(uint8_t *out, const char *hex) {
    for (size_t i = 0; hex[2 * i] != 0; i++) sscanf(hex + 2 * i, "%2hhx", &out[i]);
}

static bool digest_is(const void *bytes, size_t size, const char *expected) {
    uint8_t digest[32];
    char hex[65];
    qr_sha256_hash(digest, bytes, size);
    check_hex(hex, digest, sizeof digest);
    return strcmp(hex, expected) == 0;
}

/** The canonical stream of the terms; *length of it. */
static void make_stream(size_t *length) {
    const uint8_t *in = toy_terms;
    uint8_t *out = stream;
    for (size_t sum = 0; sum < 3 * TOY_ROWS; sum++) {
        uint8_t *count = out;
        memset(out, 0, 4);
        for (out += 4; *in != END; in += 3, out += 41) {
            memset(out, 0, 41);
            out[0] = in[0];
            out[1] = in[1];
            out[9] = in[2];
            ++*count;
        }
        in++;
    }
    *length = (size_t)(out - stream);
}

static void make_toy(void) {
    size_t length;
    make_stream(&length);
    for (size_t i = 0; i < sizeof toy_values; i++) witness[32 * i] = toy_values[i];
    CHECK_OK(stream_circuit(&toy, stream, length, witness, TOY_INPUTS, TOY_AUX));
}

static void path_of(char out[128], const char *name) {
    snprintf(out, 128, "%s/%s", folder, name);
}

static void write_file(const char *path, const void *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(bytes, 1, size, file) == size);
    if (file != NULL) fclose(file);
}

static size_t read_file(uint8_t *out, size_t room, const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) return 0;
    size_t size = fread(out, 1, room, file);
    fclose(file);
    return size;
}

/* ---- Parameters and proofs equal to the reference's ---- */

static void write_toy_params(const char *path) {
    qr_job_t job = {0};
    qr_params_secrets_t secrets;
    qr_fr_t *all[] = {&secrets.alpha, &secrets.beta, &secrets.gamma, &secrets.delta, &secrets.tau};
    for (size_t i = 0; i < 5; i++) {
        uint8_t bytes[32];
        from_hex(bytes, toy_secrets[i]);
        *all[i] = qr_fr_to_montgomery(qr_fr_load(bytes));
    }
    qr_params_output_t out;
    size_t vk_bytes = 0;
    CHECK_OK(qr_params_output_open(&job, &out, path));
    qr_status_t status = qr_params_write(&job, &out, &vk_bytes, &toy.circuit, &secrets);
    CHECK_OK(status);
    CHECK_OK(qr_params_output_close(&job, &out, status));
    CHECK(vk_bytes == TOY_VK_BYTES);
    CHECK(job.done == job.total, "progress");
}

static void test_reference(void) {
    static uint8_t bytes[2 * TOY_BYTES];
    char path[128];
    path_of(path, "toy.params");
    write_toy_params(path);
    CHECK(read_file(bytes, sizeof bytes, path) == TOY_BYTES);
    CHECK(digest_is(bytes, TOY_BYTES, toy_params_sha256), "parameters");
    CHECK(digest_is(bytes, TOY_VK_BYTES, toy_vk_sha256), "verifying key");
    qr_job_t job = {0};
    qr_params_t *params;
    CHECK_OK(qr_params_open(&job, &params, path));
    qr_params_info_t info;
    qr_params_info(&info, params);
    CHECK(info.bytes == TOY_BYTES && info.inputs == 2 && info.h == 7 && info.l == 6 && info.a == 5);
    CHECK(info.b_g1 == 5 && info.b_g2 == 5 && info.log_domain == 3 && info.vk_bytes == TOY_VK_BYTES);
    CHECK_OK(qr_params_check(&job, params));
    uint8_t r[32], s[32], proof[QR_PROOF_SIZE], expected[QR_PROOF_SIZE];
    from_hex(r, toy_r);
    from_hex(s, toy_s);
    from_hex(expected, toy_proof);
    CHECK_OK(qr_groth16_prove_with(&job, proof, params, &toy.circuit, r, s));
    CHECK(memcmp(proof, expected, sizeof proof) == 0, "proof");
    CHECK_OK(qr_groth16_prove(&job, proof, params, &toy.circuit));
    CHECK(memcmp(proof, expected, sizeof proof) != 0, "fresh r and s");
    memset(r, 0xff, sizeof r);
    CHECK(qr_groth16_prove_with(&job, proof, params, &toy.circuit, r, s) == QR_INVALID_ARGUMENT);
    CHECK(qr_groth16_memory(&toy.circuit) > 3 * 8 * 32);
    qr_params_close(params);
}

static void test_quotient(void) {
    qr_fr_t a[8] __attribute__((aligned(64))) = {0}, b[8] __attribute__((aligned(64))) = {0};
    qr_fr_t c[8] __attribute__((aligned(64))), inputs[TOY_INPUTS], aux[TOY_AUX];
    qr_job_t job = {0};
    CHECK_OK(qr_circuit_witness(&job, &toy.circuit, inputs, aux, a, b));
    memcpy(a + TOY_ROWS, inputs, sizeof inputs);
    CHECK(qr_groth16_log_domain(&toy.circuit) == 3);
    CHECK_OK(qr_groth16_quotient(&job, a, b, c, 3));
    CHECK(digest_is(a, sizeof a, toy_h_sha256), "h");
}

/** Threads and variants give the same proof. */
static void test_variants(void) {
    char path[128];
    path_of(path, "toy.params");
    uint8_t r[32], s[32], proof[QR_PROOF_SIZE], expected[QR_PROOF_SIZE];
    from_hex(r, toy_r);
    from_hex(s, toy_s);
    from_hex(expected, toy_proof);
    qr_group_t *group;
    CHECK_OK(qr_group_create(&group, NULL, 3));
    size_t variants;
    const uint32_t *masks = check_variants(&variants);
    for (size_t v = 0; v < variants; v++) {
        qr_cpu_restrict(masks[v]);
        qr_job_t job = {.group = group};
        qr_params_t *params;
        CHECK_OK(qr_params_open(&job, &params, path));
        CHECK_OK(qr_groth16_prove_with(&job, proof, params, &toy.circuit, r, s));
        CHECK(memcmp(proof, expected, sizeof proof) == 0, "variant %zu", v);
        qr_params_close(params);
    }
    qr_cpu_restrict(~0u);
    qr_group_destroy(group);
}

/* ---- Verdicts ---- */

static qr_status_t verdict(bool *valid, const qr_vk_t *vk, const uint8_t *proofs, size_t length,
                           const uint8_t *inputs, size_t count) {
    qr_job_t job = {0};
    return qr_groth16_verify(&job, valid, vk, proofs, length, inputs, count, count);
}

static void test_refused_proofs(const qr_vk_t *vk, const uint8_t proof[QR_PROOF_SIZE],
                                const uint8_t inputs[32]) {
    uint8_t bad[2 * QR_PROOF_SIZE];
    bool valid = true;
    for (size_t length = 0; length <= sizeof bad; length++) {
        memcpy(bad, proof, QR_PROOF_SIZE);
        memcpy(bad + QR_PROOF_SIZE, proof, QR_PROOF_SIZE);
        if (length == QR_PROOF_SIZE) continue;
        CHECK(verdict(&valid, vk, bad, length, inputs, 1) == QR_MALFORMED && !valid, "length %zu", length);
    }
    // Any changed byte makes it no proof or a false one; but a and b negated together stay valid.
    for (size_t i = 0; i < QR_PROOF_SIZE; i++) {
        memcpy(bad, proof, QR_PROOF_SIZE);
        bad[i] ^= 0x20;
        (void)!verdict(&valid, vk, bad, QR_PROOF_SIZE, inputs, 1);
        CHECK(!valid, "byte %zu", i);
    }
    memcpy(bad, proof, QR_PROOF_SIZE);
    bad[0] ^= 0x20;
    bad[48] ^= 0x20;
    CHECK_OK(verdict(&valid, vk, bad, QR_PROOF_SIZE, inputs, 1));
    CHECK(valid, "both negated");
    static const size_t starts[] = {0, 48, 144}, sizes[] = {48, 96, 48};
    for (size_t i = 0; i < 3; i++) {
        memcpy(bad, proof, QR_PROOF_SIZE);
        memset(bad + starts[i], 0, sizes[i]);
        bad[starts[i]] = 0xc0;
        CHECK(verdict(&valid, vk, bad, QR_PROOF_SIZE, inputs, 1) == QR_MALFORMED && !valid, "infinity");
    }
}

static void test_verdicts(void) {
    static uint8_t bytes[TOY_BYTES];
    char path[128];
    path_of(path, "toy.params");
    CHECK(read_file(bytes, sizeof bytes, path) == TOY_BYTES);
    qr_job_t job = {0};
    qr_vk_t *vk;
    CHECK_OK(qr_vk_decode(&job, &vk, bytes, TOY_VK_BYTES));
    CHECK(qr_vk_input_count(vk) == 1);
    enum { COUNT = 11 };
    uint8_t proofs[COUNT][QR_PROOF_SIZE], inputs[COUNT][32];
    bool valid;
    from_hex(proofs[0], toy_proof);
    memcpy(inputs[0], witness + 32, 32);
    for (size_t i = 1; i < COUNT; i++) {
        memcpy(proofs[i], proofs[0], QR_PROOF_SIZE);
        memcpy(inputs[i], inputs[0], 32);
    }
    for (size_t count = 1; count <= COUNT; count++) {
        CHECK_OK(verdict(&valid, vk, proofs[0], count * QR_PROOF_SIZE, inputs[0], count));
        CHECK(valid, "%zu proofs", count);
        inputs[count - 1][3] ^= 1;
        CHECK_OK(verdict(&valid, vk, proofs[0], count * QR_PROOF_SIZE, inputs[0], count));
        CHECK(!valid, "last of %zu false", count);
        inputs[count - 1][3] ^= 1;
    }
    // Two wrongs that would cancel without coefficients of their own.
    inputs[0][0]++;
    inputs[1][0]--;
    CHECK_OK(verdict(&valid, vk, proofs[0], 2 * QR_PROOF_SIZE, inputs[0], 2));
    CHECK(!valid, "opposite errors");
    inputs[0][0]--;
    inputs[1][0]++;
    memset(inputs[1], 0xff, 32);
    CHECK(verdict(&valid, vk, proofs[0], 2 * QR_PROOF_SIZE, inputs[0], 2) == QR_MALFORMED && !valid);
    CHECK(qr_groth16_verify(&job, &valid, vk, proofs[0], 0, inputs[0], 0, 0) == QR_INVALID_ARGUMENT);
    CHECK(qr_groth16_verify(&job, &valid, vk, proofs[0], QR_PROOF_SIZE, inputs[0], 2, 1) ==
          QR_INVALID_ARGUMENT);
    test_refused_proofs(vk, proofs[0], inputs[0]);
    qr_vk_destroy(vk);
}

/* ---- Files that are wrong ---- */

static qr_status_t open_bytes(const uint8_t *bytes, size_t size, bool check) {
    char path[128];
    path_of(path, "wrong.params");
    write_file(path, bytes, size);
    qr_job_t job = {0};
    qr_params_t *params;
    qr_status_t status = qr_params_open(&job, &params, path);
    CHECK((status == QR_OK) == (params != NULL));
    if (status == QR_OK && check) status = qr_params_check(&job, params);
    qr_params_close(params);
    return status;
}

static void test_wrong_params(void) {
    static uint8_t bytes[TOY_BYTES + 96];
    char path[128];
    path_of(path, "toy.params");
    CHECK(read_file(bytes, TOY_BYTES, path) == TOY_BYTES);
    for (size_t size = 0; size < TOY_BYTES; size += size < 1100 ? 1 : 31) {
        CHECK(open_bytes(bytes, size, false) == QR_CORRUPT, "cut to %zu", size);
    }
    CHECK(open_bytes(bytes, TOY_BYTES + 96, false) == QR_CORRUPT, "too long");
    for (size_t at = 5; at < TOY_BYTES; at += 53) {
        bytes[at] ^= 1;
        CHECK(open_bytes(bytes, TOY_BYTES, true) == QR_CORRUPT, "byte %zu", at);
        bytes[at] ^= 1;
    }
    // Infinity in the section l.
    uint8_t point[96];
    memcpy(point, bytes + 1740, 96);
    memset(bytes + 1740, 0, 96);
    bytes[1740] = 0x40;
    CHECK_OK(open_bytes(bytes, TOY_BYTES, false));
    CHECK(open_bytes(bytes, TOY_BYTES, true) == QR_CORRUPT, "infinity");
    memcpy(bytes + 1740, point, 96);
    CHECK_OK(open_bytes(bytes, TOY_BYTES, true));
    qr_job_t job = {0};
    qr_params_t *params;
    qr_vk_t *vk;
    path_of(path, "none.params");
    CHECK(qr_params_open(&job, &params, path) == QR_NOT_FOUND && params == NULL);
    CHECK(qr_vk_load(&job, &vk, folder) == QR_CORRUPT && vk == NULL, "a folder");
    for (size_t size = 0; size < TOY_VK_BYTES; size += 7) {
        CHECK(qr_vk_decode(&job, &vk, bytes, size) == QR_MALFORMED && vk == NULL, "key of %zu", size);
    }
}

/** Parameters of another circuit, a false witness, no witness, a stop. */
static void test_refused_circuits(void) {
    char path[128];
    path_of(path, "toy.params");
    qr_job_t job = {0};
    qr_params_t *params;
    CHECK_OK(qr_params_open(&job, &params, path));
    uint8_t proof[QR_PROOF_SIZE], changed[sizeof witness], zeros[QR_PROOF_SIZE] = {0};
    stream_circuit_t other;
    size_t length;
    make_stream(&length);
    memcpy(changed, witness, sizeof changed);
    changed[32 * 3] ^= 1;
    CHECK_OK(stream_circuit(&other, stream, length, changed, TOY_INPUTS, TOY_AUX));
    CHECK(qr_groth16_prove(&job, proof, params, &other.circuit) == QR_MISMATCH, "false witness");
    CHECK(memcmp(proof, zeros, sizeof proof) == 0, "nothing left");
    CHECK_OK(stream_circuit(&other, stream, length - 135, witness, TOY_INPUTS, TOY_AUX));
    CHECK(qr_groth16_prove(&job, proof, params, &other.circuit) == QR_MISMATCH, "another circuit");
    CHECK_OK(stream_circuit(&other, stream, length, NULL, TOY_INPUTS, TOY_AUX));
    CHECK(qr_groth16_prove(&job, proof, params, &other.circuit) == QR_INVALID_ARGUMENT, "blank");
    qr_job_t stopped = {0};
    qr_job_cancel(&stopped);
    CHECK(qr_groth16_prove(&stopped, proof, params, &toy.circuit) == QR_CANCELLED, "stop");
    qr_params_close(params);
}

/* ---- Generated files ---- */

static void test_generate(void) {
    static uint8_t first[TOY_BYTES], again[TOY_BYTES], vk[TOY_BYTES];
    char params[128], key[128], meta[128], local[128];
    qr_job_t job = {0};
    path_of(params, "v28-toy.params");
    path_of(key, "v28-toy.vk");
    path_of(meta, "v28-toy.meta");
    path_of(local, "v28-toy.local");
    CHECK_OK(qr_params_generate(&job, folder, "toy", 2048, &toy.circuit, "seed", 4));
    CHECK(read_file(first, sizeof first, params) == TOY_BYTES);
    CHECK(read_file(vk, sizeof vk, key) == TOY_VK_BYTES && memcmp(vk, first, TOY_VK_BYTES) == 0);
    uint64_t sector_size;
    CHECK_OK(qr_params_meta_load(&job, &sector_size, meta));
    CHECK(sector_size == 2048);
    CHECK(access(local, F_OK) == 0, "mark");
    CHECK_OK(qr_params_generate(&job, folder, "toy", 2048, &toy.circuit, "seed", 4));
    CHECK(read_file(again, sizeof again, params) == TOY_BYTES && memcmp(first, again, TOY_BYTES) == 0);
    CHECK_OK(qr_params_generate(&job, folder, "toy", 2048, &toy.circuit, "seee", 4));
    CHECK(read_file(again, sizeof again, params) == TOY_BYTES && memcmp(first, again, TOY_BYTES) != 0);
    qr_params_t *opened;
    uint8_t proof[QR_PROOF_SIZE];
    CHECK_OK(qr_params_open(&job, &opened, params));
    CHECK_OK(qr_params_check(&job, opened));
    CHECK_OK(qr_groth16_prove(&job, proof, opened, &toy.circuit));
    qr_params_close(opened);
    // Parameters without the mark came from elsewhere.
    unlink(local);
    CHECK(qr_params_generate(&job, folder, "toy", 2048, &toy.circuit, "seed", 4) == QR_MISMATCH);
    CHECK(read_file(first, sizeof first, params) == TOY_BYTES && memcmp(first, again, TOY_BYTES) == 0);
    qr_job_t stopped = {0};
    qr_job_cancel(&stopped);
    CHECK(qr_params_generate(&stopped, folder, "stopped", 2048, &toy.circuit, "seed", 4) == QR_CANCELLED);
    path_of(params, "v28-stopped.params");
    CHECK(access(params, F_OK) != 0, "nothing left");
    qr_job_t nowhere = {0};
    CHECK(qr_params_generate(&nowhere, "/nonexistent", "toy", 2048, &toy.circuit, "", 0) == QR_NOT_FOUND);
}

static void test_secrets(void) {
    qr_params_secrets_t a, b, c, d;
    qr_params_derive_secrets(&a, "ab", 2, "c");
    qr_params_derive_secrets(&b, "ab", 2, "c");
    qr_params_derive_secrets(&c, "a", 1, "bc");
    qr_params_derive_secrets(&d, "ab", 2, "d");
    CHECK(memcmp(&a, &b, sizeof a) == 0);
    CHECK(memcmp(&a, &c, sizeof a) != 0 && memcmp(&a, &d, sizeof a) != 0);
}

/* ---- Names and metadata; the hashes are those of keys.json and of rust-fil-proofs' parameters.json ---- */

static void test_names(void) {
    char id[QR_PARAMS_ID_SIZE], path[512];
    qr_porep_config_t config;
    CHECK_OK(qr_porep_config_init(&config, 2048, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
    qr_params_porep_id(id, &config);
    CHECK(strcmp(id,
                 "stacked-proof-of-replication-merkletree-poseidon_hasher-8-0-0-sha256_hasher-"
                 "032d3138d22506ec0082ed72b2dcba18df18477904e35bafee82b3793b06832f") == 0);
    CHECK_OK(qr_porep_config_init(&config, UINT64_C(32) << 30, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
    qr_params_porep_id(id, &config);
    CHECK(strcmp(id,
                 "stacked-proof-of-replication-merkletree-poseidon_hasher-8-8-0-sha256_hasher-"
                 "82a357d2f2ca81dc61bb45f4a762807aedee1b0a53fd6c4e77b46a01bfef7820") == 0);
    CHECK_OK(qr_params_post_id(id, 2048, 1, 66));
    CHECK(strcmp(id,
                 "proof-of-spacetime-fallback-merkletree-poseidon_hasher-8-0-0-"
                 "3ea05428c9d11689f23529cde32fd30aabd50f7d2c93657c1d3650bca3e8ea9e") == 0);
    CHECK_OK(qr_params_post_id(id, 2048, 10, 2));
    CHECK(strcmp(id,
                 "proof-of-spacetime-fallback-merkletree-poseidon_hasher-8-0-0-"
                 "0170db1f394b35d995252228ee359194b13199d259380541dc529fb0099096b0") == 0);
    CHECK_OK(qr_params_post_id(id, UINT64_C(32) << 30, 10, 2349));
    CHECK(strcmp(id,
                 "proof-of-spacetime-fallback-merkletree-poseidon_hasher-8-8-0-"
                 "0377ded656c6f524f1618760bffe4e0a1c51d5a70c4509eedae8a27555733edc") == 0);
    CHECK_OK(qr_params_update_id(id, 2048));
    CHECK(strcmp(id,
                 "empty-sector-update-merkletree-poseidon_hasher-8-0-0-"
                 "fb9e095bebdd77511c0269b967b4d87ba8b8a525edaa0e165de23ba454510194") == 0);
    CHECK_OK(qr_params_update_id(id, UINT64_C(64) << 30));
    CHECK(strcmp(id,
                 "empty-sector-update-merkletree-poseidon_hasher-8-8-2-"
                 "102e1444a7e9a97ebf1e3d6855dcc77e66c011ea66f936d9b2c508f87f2f83a7") == 0);
    CHECK(qr_params_update_id(id, 2049) == QR_INVALID_ARGUMENT && id[0] == 0);
    CHECK(qr_params_post_id(id, 0, 10, 2) == QR_INVALID_ARGUMENT);
    CHECK_OK(qr_params_path(path, sizeof path, "/p", "x", ".vk"));
    CHECK(strcmp(path, "/p/v28-x.vk") == 0);
    CHECK(qr_params_path(path, 11, "/p", "x", ".vk") == QR_INVALID_ARGUMENT);
}

static void test_meta(void) {
    static const struct {
        const char *text;
        uint64_t size;
    } metas[] = {
        {"{\"sector_size\":2048}", 2048},
        {" { \"sector_size\" :\n0 } \n", 0},
        {"{\"sector_size\":18446744073709551615}", UINT64_MAX},
    };
    static const char *const wrong[] = {
        "",
        "{",
        "{}",
        "{\"sector_size\":}",
        "{\"sector_size\":-1}",
        "{\"sector_size\":2048",
        "null",
        "{\"sector_size\":18446744073709551616}",
        "{\"sector_size\":01}",
        "{\"sector_size\":2048}x",
        "{\"sector_size\":20.5}",
        "{\"sector_siz\":2048}",
    };
    char path[128];
    path_of(path, "test.meta");
    uint64_t size;
    for (size_t i = 0; i < sizeof metas / sizeof *metas; i++) {
        qr_job_t job = {0};
        write_file(path, metas[i].text, strlen(metas[i].text));
        CHECK_OK(qr_params_meta_load(&job, &size, path));
        CHECK(size == metas[i].size, "%s", metas[i].text);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        qr_job_t job = {0};
        write_file(path, wrong[i], strlen(wrong[i]));
        CHECK(qr_params_meta_load(&job, &size, path) == QR_CORRUPT && size == 0, "%s", wrong[i]);
    }
}

/** Blake2b-512 of "abc" (RFC 7693, appendix A). */
static void test_digest(void) {
    char path[128], hex[129];
    uint8_t digest[64];
    qr_job_t job = {0};
    path_of(path, "abc");
    write_file(path, "abc", 3);
    CHECK_OK(qr_params_digest(&job, digest, path));
    check_hex(hex, digest, sizeof digest);
    CHECK(strcmp(hex,
                 "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                 "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923") == 0);
}

/** The circuit for measurements is satisfied, of the size asked for, and can be proved. */
static void test_synthetic(void) {
    qr_job_t many = {0};
    CHECK_OK(qr_group_create(&many.group, NULL, 2));
    qr_circuit_t *circuit = NULL;
    uint64_t bad = 0, constraints, inputs, aux;
    CHECK(qr_circuit_synthetic(&many, &circuit, 0) == QR_INVALID_ARGUMENT);
    CHECK(qr_circuit_synthetic(&many, &circuit, QR_CIRCUIT_SYNTHETIC_MAX + 1) == QR_INVALID_ARGUMENT);
    CHECK_OK(qr_circuit_synthetic(&many, &circuit, 60000));
    if (circuit == NULL) return;
    CHECK_OK(qr_circuit_check(&many, &bad, circuit));
    CHECK(bad == UINT64_MAX, "row %" PRIu64, bad);
    qr_circuit_counts(&constraints, &inputs, &aux, circuit);
    CHECK(constraints >= 60000 && constraints < 115000 && inputs == 2, "%" PRIu64 " constraints",
          constraints);
    uint8_t proof[QR_PROOF_SIZE], three[32] = {3};
    bool valid = false;
    qr_params_t *params = NULL;
    char path[4096];
    CHECK_OK(qr_params_generate(&many, folder, "synthetic", 0, circuit, "seed", 4));
    CHECK_OK(qr_params_path(path, sizeof path, folder, "synthetic", ".params"));
    CHECK_OK(qr_params_open(&many, &params, path));
    CHECK_OK(qr_params_check(&many, params));
    CHECK_OK(qr_groth16_prove(&many, proof, params, circuit));
    CHECK_OK(qr_groth16_verify(&many, &valid, qr_params_vk(params), proof, sizeof proof, three, 1, 1));
    CHECK(valid, "the proof");
    three[0] = 4;
    CHECK_OK(qr_groth16_verify(&many, &valid, qr_params_vk(params), proof, sizeof proof, three, 1, 1));
    CHECK(!valid, "another input");
    qr_params_close(params);
    qr_circuit_destroy(circuit);
    qr_group_destroy(many.group);
}

int main(void) {
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/groth16-XXXXXX", base == NULL ? "/tmp" : base);
    CHECK(mkdtemp(folder) != NULL);
    make_toy();
    test_reference();
    test_quotient();
    test_variants();
    test_verdicts();
    test_wrong_params();
    test_refused_circuits();
    test_generate();
    test_synthetic();
    test_secrets();
    test_names();
    test_meta();
    test_digest();
    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    CHECK(system(command) == 0);
    return check_finish("groth16");
}
