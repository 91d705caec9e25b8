/** SHA-256: known digests, every variant against plain C, tree rows around every lane edge. */
#include "check.h"
#include "hash/sha256_kernels.h"

static void known_digests(void) {
    /* FIPS 180-4 examples: "", "abc", the 448-bit and the 896-bit message; then a million times "a". */
    static const struct {
        const char *text, *digest;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmno"
         "p"
         "qrstnopqrstu",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    };
    uint8_t digest[32];
    char hex[65];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        qr_sha256_hash(digest, cases[i].text, strlen(cases[i].text));
        check_hex(hex, digest, 32);
        CHECK(strcmp(hex, cases[i].digest) == 0, "\"%s\": %s", cases[i].text, hex);
    }
    qr_sha256_t context;
    qr_sha256_init(&context);
    char a[1000];
    memset(a, 'a', sizeof a);
    for (size_t i = 0; i < 1000; i++) qr_sha256_update(&context, a, sizeof a);
    qr_sha256_final(&context, digest);
    check_hex(hex, digest, 32);
    CHECK(strcmp(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0") == 0, "%s", hex);
}

/** Plain C, written for this test alone: pads the whole message first. */
static void reference_hash(uint8_t out[32], const uint8_t *in, size_t length) {
    uint8_t blocks[1024] = {0};
    uint32_t state[8];
    size_t size = (length + 9 + 63) / 64 * 64;
    memcpy(blocks, in, length);
    blocks[length] = 0x80;
    for (unsigned j = 0; j < 8; j++) blocks[size - 1 - j] = (uint8_t)((uint64_t)length * 8 >> (8 * j));
    memcpy(state, qr_sha256_initial, 32);
    qr_sha256_compress_portable(state, blocks, size / 64);
    for (unsigned j = 0; j < 32; j++) out[j] = (uint8_t)(state[j / 4] >> (24 - 8 * (j % 4)));
}

static void lengths_and_splits(uint64_t *random) {
    uint8_t message[700], digest[32], expected[32];
    check_fill(message, sizeof message, random);
    for (size_t length = 0; length <= 300; length++) {
        reference_hash(expected, message + length % 7, length);
        qr_sha256_hash(digest, message + length % 7, length);
        CHECK(memcmp(digest, expected, 32) == 0, "length %zu", length);
        qr_sha256_t context;
        qr_sha256_init(&context);
        for (size_t at = 0; at < length;) {
            size_t part = check_random(random) % 90;
            if (part > length - at) part = length - at;
            qr_sha256_update(&context, message + length % 7 + at, part);
            at += part;
        }
        qr_sha256_final(&context, digest);
        CHECK(memcmp(digest, expected, 32) == 0, "length %zu in parts", length);
    }
}

/** out: rows of `count` nodes by `run`, separate and in place, against one hash a node. */
static void tree_row_cases(uint64_t *random, const char *name,
                           void (*run)(uint8_t *out, const uint8_t *in, size_t count)) {
    enum { most = 140 };
    static uint8_t in[64 * most + 1], out[32 * most + 64], row[64 * most], expected[32 * most];
    check_fill(in, sizeof in, random);
    for (size_t count = 0; count <= most; count++) {
        size_t shift = count % 2; /* rows need no alignment */
        for (size_t k = 0; k < count; k++) {
            reference_hash(expected + 32 * k, in + shift + 64 * k, 64);
            expected[32 * k + 31] &= 0x3f;
        }
        memset(out, 0xa5, sizeof out);
        run(out, in + shift, count);
        CHECK(memcmp(out, expected, 32 * count) == 0, "%s, count %zu", name, count);
        size_t written = sizeof out;
        while (written > 0 && out[written - 1] == 0xa5) written--;
        CHECK(written <= 32 * count, "%s: byte %zu written, count %zu", name, written - 1, count);
        memcpy(row, in + shift, 64 * count);
        run(row, row, count);
        CHECK(memcmp(row, expected, 32 * count) == 0, "%s in place, count %zu", name, count);
    }
}

static void tree_kernels(uint64_t *random) {
    size_t count;
    const qr_sha256_tree_kernel_t *kernels = qr_sha256_tree_kernels(&count);
    for (size_t i = 0; i < count; i++) {
        if ((qr_cpu_features() & kernels[i].features) != kernels[i].features) continue;
        tree_row_cases(random, kernels[i].name, kernels[i].run);
    }
}

static void forced_kernel(void) {
    const char *name = qr_sha256_tree_kernel();
    uint32_t features = qr_cpu_features();
    if ((features & ~(uint32_t)QR_CPU_BMI2_ADX) == 0) CHECK(strcmp(name, "portable") == 0, "%s", name);
    if (!(features & QR_CPU_AVX512)) {
        CHECK(strncmp(name, "avx512", 6) != 0 && strncmp(name, "mixed", 5) != 0, "%s", name);
    }
    if (!(features & QR_CPU_SHANI)) CHECK(strncmp(name, "shani", 5) != 0, "%s", name);
    if (features & QR_CPU_AVX2) CHECK(strcmp(name, "portable") != 0, "%s", name);
}

int main(void) {
    uint64_t random = 1;
    size_t count;
    const uint32_t *masks = check_variants(&count);
    for (size_t i = 0; i < count; i++) {
        qr_cpu_restrict(masks[i]);
        CHECK(qr_cpu_features() == masks[i], "mask %x", masks[i]);
        forced_kernel();
        known_digests();
        lengths_and_splits(&random);
        tree_row_cases(&random, qr_sha256_tree_kernel(), qr_sha256_tree_row);
    }
    qr_cpu_restrict(~0u);
    tree_kernels(&random);
    return check_finish("sha256");
}
