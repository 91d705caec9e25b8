/** @file bls_test.c  BLS signatures, aggregates, batches, VRF and drand; each variant. */
#include "check.h"
#include "quarry_crypto.h"
#include "quarry_curve.h"

enum { COUNT = 40 };

typedef struct {
    uint8_t secrets[COUNT][32], keys[COUNT][48], signatures[COUNT][96], texts[COUNT][24];
    const void *messages[COUNT];
    size_t lengths[COUNT];
} signers_t;

static void unhex(uint8_t *out, const char *in) {
    for (size_t i = 0; in[2 * i] != 0; i++) {
        unsigned byte;
        sscanf(in + 2 * i, "%2x", &byte);
        out[i] = (uint8_t)byte;
    }
}

/** The reference's curve.json, bls_signatures.single[9]. */
static void test_reference(void) {
    uint8_t secret[32], message[32], key[48], signature[96], got[96];
    bool valid;
    unhex(secret, "0f6bbe659322851991ba655b16bda55b62388ca31b33f3b95d1d0e4bf46d3f1b");
    unhex(message, "6404a1d11fced8b770c95795e28e6ab77c9fc13a20c8fd61dbfdace0e5de43b2");
    unhex(key,
          "aebc15f59581e12fb89104f211189dffddd4de4e364867f1558fc9e7f374ae7b"
          "dad6bd2b0afa519cd9049d341cdfbd76");
    unhex(signature,
          "a4416f34e2ab9502abb52fb7f84466d2afa51e702668a4e603a81b11359704fc"
          "1bae90b4bf5dd04649c7d5884136dfa3030ae64ae1e1b0529831ee62c4390cb0"
          "2ab95d15e9ae33f2d0ad45ccf1e3abd96eafa23b862f6598da918a903dbe4d35");
    CHECK_OK(qr_bls_public_key(got, secret));
    CHECK(memcmp(got, key, 48) == 0, "public key");
    CHECK_OK(qr_bls_sign(got, secret, message, sizeof message));
    CHECK(memcmp(got, signature, 96) == 0, "signature");
    CHECK_OK(qr_bls_verify(&valid, key, signature, message, sizeof message));
    CHECK(valid, "verification");
    CHECK_OK(qr_bls_verify(&valid, key, signature, message, sizeof message - 1));
    CHECK(!valid, "shorter message");
}

/** The reference's curve.json, drand.cases[0]: round 1. */
static void test_drand(void) {
    uint8_t key[96], signature[48], randomness[32], expected[32];
    bool valid;
    unhex(key,
          "a69b5b630c00139bae5d147475542d473319d1b53048d9088a9c9b92e193f723"
          "9744f7bd71afc8c01664f3a2c84c7a740175aeadf97bdb85c12e127293d1ee34"
          "97fd4c37cdbf9e9341e9b41d4a6eac5a163b64af0b4e9927a690eea382224c4c");
    unhex(signature,
          "a8670244aaf676712dcedcdf8f2c6a96b46b6407adf06ebb98892cb255d98ae8"
          "a113880178d360cf9a6c5691cadceb1a");
    unhex(expected, "7e76645ebed5689ca776c87ea2a6058ad4bd7eb0567ec92a014f5702e58c56a5");
    CHECK_OK(qr_drand_verify(&valid, key, signature, 1));
    CHECK(valid, "round 1");
    CHECK_OK(qr_drand_verify(&valid, key, signature, 2));
    CHECK(!valid, "round 2");
    qr_drand_randomness(randomness, signature);
    CHECK(memcmp(randomness, expected, 32) == 0, "randomness");
    uint8_t many[3][48];
    uint64_t rounds[3] = {1, 1, 1};
    for (int i = 0; i < 3; i++) memcpy(many[i], signature, 48);
    CHECK_OK(qr_drand_verify_batch(&valid, key, many[0], rounds, 3));
    CHECK(valid, "batch");
    rounds[2] = 7;
    CHECK_OK(qr_drand_verify_batch(&valid, key, many[0], rounds, 3));
    CHECK(!valid, "batch with a wrong round");
    many[1][0] ^= 0x80;
    CHECK(qr_drand_verify_batch(&valid, key, many[0], rounds, 3) == QR_MALFORMED && !valid, "bad bytes");
}

static void make_signers(signers_t *all) {
    for (int i = 0; i < COUNT; i++) {
        qr_bls_generate(all->secrets[i]);
        CHECK(qr_bls_secret_is_valid(all->secrets[i]), "a new secret");
        all->lengths[i] = (size_t)sprintf((char *)all->texts[i], "message %d", i);
        all->messages[i] = all->texts[i];
        CHECK_OK(qr_bls_public_key(all->keys[i], all->secrets[i]));
        CHECK_OK(qr_bls_sign(all->signatures[i], all->secrets[i], all->texts[i], all->lengths[i]));
    }
}

static void test_aggregate(signers_t *all) {
    uint8_t sum[96];
    bool valid;
    const size_t sizes[] = {1, 2, 15, 16, 17, COUNT};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        size_t n = sizes[s];
        CHECK_OK(qr_bls_aggregate(sum, all->signatures[0], n));
        CHECK_OK(qr_bls_verify_aggregate(&valid, sum, all->keys[0], all->messages, all->lengths, n));
        CHECK(valid, "%zu signers", n);
        CHECK_OK(qr_bls_verify_aggregate(&valid, sum, all->keys[0], all->messages, all->lengths, n - 1));
        CHECK(!valid, "one of %zu left out", n);
        CHECK_OK(
            qr_bls_verify_batch(&valid, all->keys[0], all->signatures[0], all->messages, all->lengths, n));
        CHECK(valid, "batch of %zu", n);
    }
    CHECK(qr_bls_aggregate(sum, all->signatures[0], 0) == QR_INVALID_ARGUMENT, "no signatures");
    // The same message twice, each signature right.
    size_t length = all->lengths[1];
    uint8_t kept[96];
    memcpy(kept, all->signatures[1], 96);
    all->messages[1] = all->messages[0];
    all->lengths[1] = all->lengths[0];
    CHECK_OK(qr_bls_sign(all->signatures[1], all->secrets[1], all->messages[0], all->lengths[0]));
    CHECK_OK(qr_bls_aggregate(sum, all->signatures[0], 2));
    CHECK_OK(qr_bls_verify_aggregate(&valid, sum, all->keys[0], all->messages, all->lengths, 2));
    CHECK(!valid, "repeated message");
    CHECK_OK(qr_bls_verify_batch(&valid, all->keys[0], all->signatures[0], all->messages, all->lengths, 2));
    CHECK(valid, "a batch may repeat a message");
    all->messages[1] = all->texts[1];
    all->lengths[1] = length;
    memcpy(all->signatures[1], kept, 96);
}

static void test_invalid(signers_t *all) {
    uint8_t infinity[96] = {0xc0}, swapped[96], sum[96];
    bool valid;
    // Two signatures swapped add up to the same sum: the batch must see what the aggregate cannot.
    memcpy(swapped, all->signatures[3], 96);
    memcpy(all->signatures[3], all->signatures[4], 96);
    memcpy(all->signatures[4], swapped, 96);
    CHECK_OK(qr_bls_aggregate(sum, all->signatures[0], 8));
    CHECK_OK(qr_bls_verify_aggregate(&valid, sum, all->keys[0], all->messages, all->lengths, 8));
    CHECK(valid, "a sum forgets the order");
    CHECK_OK(qr_bls_verify_batch(&valid, all->keys[0], all->signatures[0], all->messages, all->lengths, 8));
    CHECK(!valid, "swapped in a batch");
    memcpy(all->signatures[4], all->signatures[3], 96);
    memcpy(all->signatures[3], swapped, 96);
    CHECK_OK(qr_bls_verify(&valid, all->keys[0], infinity, all->texts[0], all->lengths[0]));
    CHECK(!valid, "signature at infinity");
    CHECK_OK(qr_bls_verify(&valid, infinity, infinity, all->texts[0], all->lengths[0]));
    CHECK(!valid, "key and signature at infinity");
    CHECK_OK(qr_bls_verify_batch(&valid, infinity, infinity, all->messages, all->lengths, 1));
    CHECK(!valid, "key at infinity in a batch");
    swapped[0] ^= 0x80;
    CHECK(qr_bls_verify(&valid, all->keys[0], swapped, "", 0) == QR_MALFORMED && !valid, "bad bytes");
    swapped[0] = all->keys[0][0] ^ 0x80;
    memcpy(swapped + 1, all->keys[0] + 1, 47);
    CHECK(qr_bls_verify(&valid, swapped, all->signatures[0], "", 0) == QR_MALFORMED && !valid, "bad key");
}

static void test_secrets(void) {
    static const uint8_t order[32] = {0x01, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xfe, 0x5b, 0xfe,
                                      0xff, 0x02, 0xa4, 0xbd, 0x53, 0x05, 0xd8, 0xa1, 0x09, 0x08, 0xd8,
                                      0x39, 0x33, 0x48, 0x7d, 0x9d, 0x29, 0x53, 0xa7, 0xed, 0x73};
    uint8_t secret[32] = {0}, key[48], zeros[48] = {0}, generator[48];
    CHECK(!qr_bls_secret_is_valid(secret), "zero");
    CHECK(!qr_bls_secret_is_valid(order), "r");
    CHECK(qr_bls_public_key(key, order) == QR_INVALID_ARGUMENT && memcmp(key, zeros, 48) == 0, "refused");
    secret[0] = 1;
    CHECK_OK(qr_bls_public_key(key, secret));
    qr_g1_encode(generator, &qr_g1_generator);
    CHECK(memcmp(key, generator, 48) == 0, "one");
    memcpy(secret, order, 32);
    secret[0] = 0;
    CHECK_OK(qr_bls_public_key(key, secret));
    key[0] ^= 0x20;
    CHECK(memcmp(key, generator, 48) == 0, "r - 1");
}

/** The input was computed with Python's hashlib.blake2b(digest_size=32). */
static void test_vrf(const signers_t *all) {
    uint8_t input[32], other[32], proof[96], output[32];
    bool valid;
    qr_vrf_draw(input, 1, "base", 4, 100, "entropy", 7);
    unhex(other, "5db939fc9e151cd4f20bbdab40a8e56a47c1042cc74862756567cd790892ef6e");
    CHECK(memcmp(input, other, 32) == 0, "drawn");
    qr_vrf_draw(other, 2, "base", 4, 100, "entropy", 7);
    CHECK(memcmp(input, other, 32) != 0, "tags part");
    CHECK_OK(qr_vrf_prove(proof, all->secrets[0], input));
    CHECK_OK(qr_vrf_verify(&valid, all->keys[0], proof, input));
    CHECK(valid, "proof");
    CHECK_OK(qr_vrf_verify(&valid, all->keys[0], proof, other));
    CHECK(!valid, "another input");
    CHECK_OK(qr_vrf_verify(&valid, all->keys[1], proof, input));
    CHECK(!valid, "another key");
    qr_vrf_output(output, proof);
    proof[95] ^= 1;
    qr_vrf_output(other, proof);
    CHECK(memcmp(output, other, 32) != 0, "outputs part");
}

int main(void) {
    size_t count;
    static signers_t all;
    const uint32_t *masks = check_variants(&count);
    const char *last = "";
    for (size_t v = 0; v < count; v++) {
        qr_cpu_restrict(masks[v]);
        if (strcmp(qr_curve_kernel(), last) == 0 && v + 1 < count) continue;
        last = qr_curve_kernel();
        test_reference();
        test_drand();
        test_secrets();
        make_signers(&all);
        test_aggregate(&all);
        test_invalid(&all);
        test_vrf(&all);
    }
    return check_finish("bls");
}
