/** @file aggregate_test.c  SnarkPack: SRS files, the reference's aggregates byte for byte, and aggregates of
 * proofs simulated for a key with known secrets: accepted, and refused after every change. */
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "quarry/aggregate.h"
#include "quarry_crypto.h"
#include "snark/params_generate.h"
#include "snark/srs.h"

/* ---- aggregation/porep.json: secrets and digest of the SRS, sectors 0 to 2, cases of the first one and the
 * first three of them ---- */

static const char srs_alpha[] = "c030698e687a652ce7b5925ee788fef8f69e5060f9d2438f54959f818e4d114e";
static const char srs_beta[] = "cb5af547dc97b77939b09f0f2acf3e0c22580ebf2fdc0de3cde47e5a8aa3d24a";
static const char srs_sha256[] = "abf2e166de7aefb9ddc1d2c9adc3e284150c32498bb252882c23296bec4ed53f";
enum { SRS_POWERS = 1024 };
static const char porep_proofs[] =
    "b9f0a5417a83ed6f05f0b860800fc77be6cdbb924b7efc9275cf94afb46c447240bd8d87d4d76254e448fa9757802951"
    "a896a31ba98556a418dddcc2342c5dce6802e04685fb41e7f15d2f089719b1ff60d423787c768fd5f871bfa66e062d9f"
    "0f3ea342c1b1f079d79539f0cae3d1e1e95ef406f9b43ae92425e821fdbd3dda796b506722f6bcead355da0dcb0c0b8f"
    "89fe043e5f67024336cf63ef0641280f4e68c27e9d89f6199f91fd851f3d06e68eb381d05b7b2fea7b99ccd1e8734c81"
    "a795ae9819cc2127ec9325b5b2b3bc6c8c8c13bae5de14dc03cfc92a9b110c2b0d553a942f32b290f962948b8b94d7fd"
    "974f28b42d47f1301e6303f2ecf051c8e0cc33dd1c5fd4a27879b4b8cc6ce809fda3e9ff0a02c54dc0f70f69d89ef82c"
    "14b9f185ff4396c138d12ba3caaf2762b5bd35f164cd1ef800561d3ff0f03a40dbbe5dd15762cf0b1f08d93e45cf3b89"
    "b5e5da5b2f4737cbbce93ab286ffc139c835c3395b6d3463abad6f3f6542eb9415ec2d5267e6b26da96323d72833c7b2"
    "a1ee91a022406c08f0b351b744f98f68b065994f09367de347bae387b11cacf58c573bb1b21a2f0483aa3dfd97029f5b"
    "8b35c4cb51f5bae984acc43620b0b1df162955d880017f8a20d62f8ebfd9b54f13fbc72cf8776a5a1173d853d6872324"
    "0859bdf67707d38d1249d72f1754e3781adcca38b8ff7192b42c0d95a037d8ed180e68f2fda0a7ab9920fd7cd38407e9"
    "af9dd3bccfc235f8a5a7550f7bc1afdfdd7d3034659ecfe6287ec00af0f89e5daace800fad81ac8820338d02dd59b66b";
static const char porep_seeds[] =
    "d573feebcaf791246fa189d68edaff51a272db5b0d5a27c019a4602ed12f2592"
    "8ed715abea4a043646f0db21d8c215c406c16a7c8345845a7bff4ee4ae2c9faf"
    "15abfbb19e3b06697dd3d9b96a3775e9c5db11969f32c14e937d5f18b26454b2";
static const char porep_comm_r[] =
    "37ae08bf74767f4a75bcbc54204d52a363a1ded945f6ee6eedde97f3a1a7e31d"
    "49c856c38caeba960fef7ffe6d478c21a7baa5656f57450638d187c45a76a53f"
    "9e1a6ff0635f9eed16429a1b19375f6cb7ecb12ee5cf635792bd499ee1af792e";
/** transcript_include, and the SHA-256 of the aggregate. */
static const struct {
    size_t members;
    qr_aggregate_version_t version;
    const char *binding, *sha256;
} porep_cases[] = {
    {1, QR_AGGREGATE_V1, "38b36ccca8f90a6945e972cb3dd8f79a1f14384b28e614236ddc748b491169e2",
     "164b865be80b127f36d38c87be4c5276335c60675a100da1b18118a569a08cae"},
    {1, QR_AGGREGATE_V2, "38b36ccca8f90a6945e972cb3dd8f79a1f14384b28e614236ddc748b491169e2",
     "23fd018ee015ff03da91b71f84252a503e4c42f66bc927b56cfcb35be225b4db"},
    {3, QR_AGGREGATE_V1, "351bd22dbc0a354765bfce3d991c2dd49f7c61de0e7856a7b14d868332fc7367",
     "9bcc4c027106ea09bdd8482bee48c5e9848415754eec2b5b76aebcbd7c2307ca"},
    {3, QR_AGGREGATE_V2, "351bd22dbc0a354765bfce3d991c2dd49f7c61de0e7856a7b14d868332fc7367",
     "0f9a74008d296af0febfb43567b95a0a08840026f2723b140118b325550e6974"},
};

static qr_job_t job;
static qr_srs_t *srs;
static uint8_t srs_bytes[4 * 4 + SRS_POWERS * 288];

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

static qr_fr_t scalar_of(const char *hex) {
    uint8_t bytes[32];
    from_hex(bytes, hex);
    return qr_fr_to_montgomery(qr_fr_load(bytes));
}

static qr_fr_t random_scalar(uint64_t *state) {
    uint8_t bytes[32];
    check_fill(bytes, sizeof bytes, state);
    return qr_fr_to_montgomery(qr_fr_reduce(qr_fr_load(bytes)));
}

/* ---- SRS ---- */

static void test_srs(void) {
    qr_srs_info_t info;
    CHECK_OK(qr_srs_write(&job, srs_bytes, SRS_POWERS, scalar_of(srs_alpha), scalar_of(srs_beta)));
    CHECK(digest_is(srs_bytes, sizeof srs_bytes, srs_sha256), "not the reference's SRS");
    CHECK_OK(qr_srs_decode(&job, &srs, srs_bytes, sizeof srs_bytes, 16));
    qr_srs_info(&info, srs);
    CHECK(info.proofs == 16 && info.powers[0] == SRS_POWERS && info.powers[3] == SRS_POWERS, "info");
    CHECK_OK(qr_srs_check(&job, srs));
}

static qr_status_t decode_spoilt(const uint8_t *bytes, size_t size, size_t proofs) {
    qr_job_t other = {.group = job.group};
    qr_srs_t *bad = (qr_srs_t *)&job;
    qr_status_t status = qr_srs_decode(&other, &bad, bytes, size, proofs);
    if (status == QR_OK) status = qr_srs_check(&other, bad);
    CHECK(status == QR_OK || status == QR_CORRUPT || bad == NULL, "an SRS after an error");
    qr_srs_destroy(bad);
    return status;
}

static void test_spoilt_srs(void) {
    enum { POWERS = 4, G1 = 4, G2 = 2 * (4 + 48 * POWERS) + 4, SIZE = 16 + 288 * POWERS };
    uint8_t good[SIZE + 1] = {0}, bytes[SIZE + 1];
    CHECK_OK(qr_srs_write(&job, good, POWERS, scalar_of(srs_alpha), scalar_of(srs_beta)));
    CHECK(decode_spoilt(good, SIZE, 2) == QR_OK, "the SRS itself");
    CHECK(decode_spoilt(good, SIZE, 3) == QR_UNSUPPORTED, "too short for four");
    CHECK(decode_spoilt(good, SIZE, 0) == QR_INVALID_ARGUMENT, "no proofs");
    CHECK(decode_spoilt(good, SIZE, QR_AGGREGATE_MAX_PROOFS + 1) == QR_INVALID_ARGUMENT, "too many");
    CHECK(decode_spoilt(good, SIZE + 1, 2) == QR_CORRUPT, "a byte too long");
    for (size_t size = 0; size < SIZE; size += 31) {
        CHECK(decode_spoilt(good, size, 2) == QR_CORRUPT, "cut to %zu", size);
    }
    // A count, the sign of a power, infinity, and two powers exchanged.
    const struct {
        size_t at, size;
        uint8_t mask;
    } changes[] = {{0, 1, 0x10}, {3, 1, 1}, {G1 + 48, 1, 0x20}, {G2 + 96, 1, 0x20}, {G1 + 100, 1, 1}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        memcpy(bytes, good, SIZE);
        bytes[changes[i].at] ^= changes[i].mask;
        CHECK(decode_spoilt(bytes, SIZE, 2) == QR_CORRUPT, "change %zu", i);
    }
    memcpy(bytes, good, SIZE);
    memset(bytes + G1 + 48, 0, 48);
    bytes[G1 + 48] = 0xc0;
    CHECK(decode_spoilt(bytes, SIZE, 2) == QR_CORRUPT, "infinity");
    memcpy(bytes, good, SIZE);
    memcpy(bytes + G1 + 96, good + G1 + 48, 48);
    CHECK(decode_spoilt(bytes, SIZE, 2) == QR_CORRUPT, "no powers");
    memcpy(bytes, good, SIZE);
    memcpy(bytes + G1, good + G1 + 48, 48);
    CHECK(decode_spoilt(bytes, SIZE, 2) == QR_CORRUPT, "different generators");
}

/** All bytes of a file; *size of them. */
static uint8_t *read_file(const char *path, size_t *size) {
    uint8_t *bytes = malloc(1 << 20);
    FILE *file = fopen(path, "rb");
    *size = file == NULL || bytes == NULL ? 0 : fread(bytes, 1, 1 << 20, file);
    if (file != NULL) fclose(file);
    return bytes;
}

static void test_generator(void) {
    const char *base = getenv("TMPDIR");
    char folder[64], path[128], local[128];
    size_t first, second;
    snprintf(folder, sizeof folder, "%.40s/srs-XXXXXX", base != NULL ? base : P_tmpdir);
    CHECK(mkdtemp(folder) != NULL, "folder");
    snprintf(path, sizeof path, "%s/v28-fil-inner-product-v1.srs", folder);
    snprintf(local, sizeof local, "%s/v28-fil-inner-product-v1.local", folder);
    CHECK_OK(qr_srs_generate(&job, folder, 64, "seed", 4));
    uint8_t *a = read_file(path, &first);
    CHECK(first == qr_srs_size(64) && access(local, F_OK) == 0, "files");
    qr_srs_t *made = NULL;
    CHECK_OK(qr_srs_load(&job, &made, path, 32));
    if (made != NULL) CHECK_OK(qr_srs_check(&job, made));
    qr_srs_destroy(made);
    CHECK_OK(qr_srs_generate(&job, folder, 100, "seed", 4));
    uint8_t *b = read_file(path, &second);
    CHECK(second == qr_srs_size(100) && memcmp(a + 4, b + 4, 48 * 64) == 0, "the same powers");
    free(b);
    CHECK_OK(qr_srs_generate(&job, folder, 64, "seeds", 5));
    b = read_file(path, &second);
    CHECK(second == first && memcmp(a + 4, b + 4, 48) == 0 && memcmp(a + 52, b + 52, 48) != 0, "seed");
    CHECK(qr_srs_generate(&job, folder, 3, "seed", 4) == QR_INVALID_ARGUMENT, "three powers");
    unlink(local);
    qr_job_t other = {0};
    CHECK(qr_srs_generate(&other, folder, 64, "seed", 4) == QR_MISMATCH, "an SRS from elsewhere");
    CHECK(qr_srs_load(&other, &made, local, 2) == QR_NOT_FOUND, "no file");
    unlink(path);
    rmdir(folder);
    free(a);
    free(b);
}

/* ---- The reference's aggregates ---- */

static void test_reference(void) {
    uint8_t proofs[3 * QR_PROOF_SIZE], seeds[96], comm_r[96], binding[32], expected[32];
    from_hex(proofs, porep_proofs);
    from_hex(seeds, porep_seeds);
    from_hex(comm_r, porep_comm_r);
    for (size_t i = 0; i < sizeof porep_cases / sizeof *porep_cases; i++) {
        const size_t members = porep_cases[i].members, size = qr_aggregate_size(members);
        uint8_t *out = malloc(size);
        qr_aggregate_bind_porep(binding, seeds, comm_r, members);
        from_hex(expected, porep_cases[i].binding);
        CHECK(memcmp(binding, expected, 32) == 0, "binding of case %zu", i);
        CHECK_OK(qr_aggregate_prove(&job, out, size, srs, porep_cases[i].version, binding, proofs, members));
        CHECK(digest_is(out, size, porep_cases[i].sha256), "aggregate of case %zu", i);
        free(out);
    }
    uint8_t update[97], other[32];
    update[0] = 3;
    memcpy(update + 1, seeds, 96);
    qr_aggregate_bind_update(binding, update, seeds, seeds + 32, seeds + 64, 1);
    qr_sha256_hash(other, update, sizeof update);
    CHECK(memcmp(binding, other, 32) == 0, "binding of updates");
    qr_aggregate_bind_ni_porep(binding, comm_r, 3);
    qr_sha256_hash(other, comm_r, sizeof comm_r);
    CHECK(memcmp(binding, other, 32) == 0, "binding of non-interactive PoRep");
}

/* ---- A key with known secrets, for which proofs of anything can be made ---- */

enum { INPUTS = 3, MOST = 9, IC = INPUTS + 1, VK_SIZE = 868 + 96 * IC };

typedef struct {
    qr_fr_t alpha, beta, gamma, delta, ic[IC];
    qr_vk_t *vk;
    uint8_t proofs[MOST * QR_PROOF_SIZE], inputs[MOST * INPUTS * 32];
} simulation_t;

static void g1_times(qr_g1_affine_t *out, qr_fr_t k) {
    uint8_t scalar[32];
    qr_g1_t point;
    qr_fr_store(scalar, qr_fr_from_montgomery(k));
    qr_g1_from_affine(&point, &qr_g1_generator);
    qr_g1_mul(&point, &point, scalar);
    qr_g1_to_affine(out, &point);
}

static void g2_times(qr_g2_affine_t *out, qr_fr_t k) {
    uint8_t scalar[32];
    qr_g2_t point;
    qr_fr_store(scalar, qr_fr_from_montgomery(k));
    qr_g2_from_affine(&point, &qr_g2_generator);
    qr_g2_mul(&point, &point, scalar);
    qr_g2_to_affine(out, &point);
}

static void put_g1(uint8_t *out, qr_fr_t k) {
    qr_g1_affine_t point;
    g1_times(&point, k);
    qr_g1_encode_uncompressed(out, &point);
}

static void put_g2(uint8_t *out, qr_fr_t k) {
    qr_g2_affine_t point;
    g2_times(&point, k);
    qr_g2_encode_uncompressed(out, &point);
}

static void make_key(simulation_t *s, uint64_t *state) {
    uint8_t bytes[VK_SIZE] = {0};
    s->alpha = random_scalar(state);
    s->beta = random_scalar(state);
    s->gamma = random_scalar(state);
    s->delta = random_scalar(state);
    put_g1(bytes, s->alpha);
    put_g1(bytes + 96, s->beta);
    put_g2(bytes + 192, s->beta);
    put_g2(bytes + 384, s->gamma);
    put_g1(bytes + 576, s->delta);
    put_g2(bytes + 672, s->delta);
    bytes[867] = IC;
    for (size_t i = 0; i < IC; i++) {
        s->ic[i] = random_scalar(state);
        put_g1(bytes + 868 + 96 * i, s->ic[i]);
    }
    CHECK_OK(qr_vk_decode(&job, &s->vk, bytes, sizeof bytes));
}

/** A proof of random inputs: C = (A B - alpha beta - X gamma) / delta. */
static void simulate(simulation_t *s, size_t i, uint64_t *state) {
    qr_fr_t a = random_scalar(state), b = random_scalar(state), x = s->ic[0];
    qr_proof_t proof;
    for (size_t k = 0; k < INPUTS; k++) {
        qr_fr_t input = random_scalar(state);
        qr_fr_store(s->inputs + 32 * (INPUTS * i + k), qr_fr_from_montgomery(input));
        x = qr_fr_sum(x, qr_fr_product(input, s->ic[k + 1]));
    }
    qr_fr_t c = qr_fr_difference(qr_fr_product(a, b), qr_fr_product(s->alpha, s->beta));
    c = qr_fr_difference(c, qr_fr_product(x, s->gamma));
    g1_times(&proof.a, a);
    g2_times(&proof.b, b);
    g1_times(&proof.c, qr_fr_product(c, qr_fr_invert(s->delta)));
    qr_proof_encode(s->proofs + QR_PROOF_SIZE * i, &proof);
}

/** 'v'alid, 'i'nvalid, or 'e'rror, with the job's status in *status. */
static char verdict_of(const simulation_t *s, qr_aggregate_version_t version, uint8_t binding,
                       const uint8_t *bytes, size_t size, size_t count, qr_status_t *status) {
    const uint8_t bound[32] = {binding};
    qr_job_t own = {.group = job.group};
    bool valid = true;
    *status = qr_aggregate_verify(&own, &valid, s->vk, srs, version, bound, bytes, size, s->inputs,
                                  INPUTS * count, count);
    if (*status != QR_OK) return valid ? '!' : 'e';
    return valid ? 'v' : 'i';
}

static void test_counts(simulation_t *s, qr_aggregate_version_t version) {
    static const size_t counts[] = {1, 2, 3, 5, 8, 9};
    qr_status_t status;
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        const size_t count = counts[k], size = qr_aggregate_size(count);
        const uint8_t binding[32] = {7};
        uint8_t *out = malloc(size);
        CHECK_OK(qr_aggregate_prove(&job, out, size, srs, version, binding, s->proofs, count));
        CHECK(verdict_of(s, version, 7, out, size, count, &status) == 'v', "%zu proofs", count);
        CHECK(verdict_of(s, version, 8, out, size, count, &status) == 'i', "another binding");
        qr_aggregate_version_t other = version == QR_AGGREGATE_V1 ? QR_AGGREGATE_V2 : QR_AGGREGATE_V1;
        CHECK(verdict_of(s, other, 7, out, size, count, &status) == 'i', "another version");
        s->inputs[32 * (INPUTS * count - 1)] ^= 1;
        CHECK(verdict_of(s, version, 7, out, size, count, &status) == 'i', "another input");
        s->inputs[32 * (INPUTS * count - 1)] ^= 1;
        free(out);
    }
}

static void test_tampered(simulation_t *s) {
    enum { COUNT = 3, SIZE = 2260 + 2 * 2976 };
    const uint8_t binding[32] = {7};
    uint8_t out[SIZE + 1], saved[32];
    qr_status_t status;
    CHECK_OK(qr_aggregate_prove(&job, out, SIZE, srs, QR_AGGREGATE_V2, binding, s->proofs, COUNT));
    out[SIZE] = 1;
    CHECK(verdict_of(s, QR_AGGREGATE_V2, 7, out, SIZE + 1, COUNT, &status) == 'v', "a byte more");
    CHECK(verdict_of(s, QR_AGGREGATE_V2, 7, out, SIZE - 1, COUNT, &status) == 'e', "a byte less");
    CHECK(status == QR_MALFORMED, "a byte less");
    CHECK(verdict_of(s, QR_AGGREGATE_V2, 7, out, SIZE, 2, &status) == 'e' && status == QR_MISMATCH, "two");
    CHECK(verdict_of(s, QR_AGGREGATE_V2, 7, out, SIZE, 5, &status) == 'e' && status == QR_MISMATCH, "five");
    CHECK(verdict_of(s, QR_AGGREGATE_V2, 7, out, SIZE, 0, &status) == 'e', "none");
    CHECK(verdict_of(s, (qr_aggregate_version_t)3, 7, out, SIZE, COUNT, &status) == 'e', "version 3");
    for (size_t at = 0; at < SIZE; at += 144) {
        out[at] ^= 0x20;
        char verdict = verdict_of(s, QR_AGGREGATE_V2, 7, out, SIZE, COUNT, &status);
        CHECK(verdict == 'i' || verdict == 'e', "byte %zu", at);
        out[at] ^= 0x20;
    }
    for (size_t k = 0; k < 4; k++) {
        out[1488 + k] ^= 0x40;
        CHECK(verdict_of(s, QR_AGGREGATE_V2, 7, out, SIZE, COUNT, &status) == 'e', "number of proofs");
        out[1488 + k] ^= 0x40;
    }
    memcpy(saved, s->inputs, 32);
    memset(s->inputs, 0xff, 32);
    CHECK(verdict_of(s, QR_AGGREGATE_V2, 7, out, SIZE, COUNT, &status) == 'e', "an input above r");
    CHECK(status == QR_MALFORMED, "an input above r");
    memcpy(s->inputs, saved, 32);
}

static void test_refused_proofs(simulation_t *s) {
    enum { SIZE = 2260 + 2976 };
    const uint8_t binding[32] = {7};
    uint8_t out[SIZE];
    qr_status_t status;
    s->proofs[0] ^= 0x20;  // -A: no proof of this any more
    CHECK_OK(qr_aggregate_prove(&job, out, SIZE, srs, QR_AGGREGATE_V2, binding, s->proofs, 2));
    CHECK(verdict_of(s, QR_AGGREGATE_V2, 7, out, SIZE, 2, &status) == 'i', "-A");
    s->proofs[0] ^= 0x20 | 0x80;
    qr_job_t other = {0};
    CHECK(qr_aggregate_prove(&other, out, SIZE, srs, QR_AGGREGATE_V2, binding, s->proofs, 2) == QR_MALFORMED,
          "no proof");
    s->proofs[0] ^= 0x80;
    CHECK(qr_aggregate_prove(&other, out, SIZE, srs, QR_AGGREGATE_V2, binding, s->proofs, 3) ==
              QR_INVALID_ARGUMENT,
          "a wrong size");
    CHECK(qr_aggregate_size(0) == 0 && qr_aggregate_size(QR_AGGREGATE_MAX_PROOFS + 1) == 0, "sizes");
    qr_job_cancel(&other);
    CHECK(qr_aggregate_prove(&other, out, SIZE, srs, QR_AGGREGATE_V2, binding, s->proofs, 2) == QR_CANCELLED,
          "cancelled");
}

int main(void) {
    static simulation_t s;
    uint64_t state = 4;
    size_t variants;
    const uint32_t *masks = check_variants(&variants);
    CHECK_OK(qr_group_create(&job.group, NULL, 2));
    test_srs();
    test_spoilt_srs();
    test_generator();
    for (size_t i = 0; i < variants; i++) {
        qr_cpu_restrict(masks[i]);
        test_reference();
    }
    make_key(&s, &state);
    for (size_t i = 0; i < MOST; i++) simulate(&s, i, &state);
    test_counts(&s, QR_AGGREGATE_V1);
    test_counts(&s, QR_AGGREGATE_V2);
    test_tampered(&s);
    test_refused_proofs(&s);
    qr_vk_destroy(s.vk);
    qr_srs_destroy(srs);
    qr_group_destroy(job.group);
    return check_finish("aggregate");
}
