/** @file curve_test.c  G1 and G2: group law, multiplication, encodings, membership, hashing; each variant. */
#include "check.h"
#include "curve/kernels.h"
#include "field/fp.h"
#include "quarry_curve.h"

static const uint8_t group_order[32] = {0x01, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xfe, 0x5b, 0xfe,
                                        0xff, 0x02, 0xa4, 0xbd, 0x53, 0x05, 0xd8, 0xa1, 0x09, 0x08, 0xd8,
                                        0x39, 0x33, 0x48, 0x7d, 0x9d, 0x29, 0x53, 0xa7, 0xed, 0x73};

/** Byte i of p, little endian. */
static uint8_t modulus_byte(size_t i) {
    return (uint8_t)(qr_fp_modulus[i / 8] >> (8 * (i % 8)));
}

/** r - 17 ... r + 2, then 0 ... 9, 2^255 - 1, powers of two and of |z|. */
static void edge_scalar(uint8_t k[32], int i) {
    if (i < 20) {
        int carry = i - 17;
        for (size_t j = 0; j < 32; j++) {
            int t = group_order[j] + carry;
            k[j] = (uint8_t)t;
            carry = t < 0 ? -1 : t >> 8;
        }
        return;
    }
    memset(k, 0, 32);
    if (i < 30) {
        k[0] = (uint8_t)(i - 20);
    } else if (i == 30) {
        memset(k, 0xff, 31);
        k[31] = 0x7f;
    } else if (i == 31) {
        memset(k, 0xff, 32);
    } else if (i < 36) {
        k[8 * (i - 32)] = 1;
    } else if (i == 36) {
        memset(k, 0xff, 16);
    } else {
        // |z|, and |z| - 1, |z| + 1.
        const uint64_t z = UINT64_C(0xd201000000010000) + (uint64_t)(i - 38);
        for (size_t j = 0; j < 8; j++) k[j] = (uint8_t)(z >> (8 * j));
    }
}

#define GROUP(name) qr_g1_##name
#define ENCODED 48
#define FIELD_T qr_fp_t
#define GROUP_MAP qr_curve_kernels()->g1_map
#include "curve_group.h"
#undef GROUP
#undef ENCODED
#undef FIELD_T
#undef GROUP_MAP

#define GROUP(name) qr_g2_##name
#define ENCODED 96
#define FIELD_T qr_fp2_t
#define GROUP_MAP qr_curve_kernels()->g2_map
#include "curve_group.h"
#undef GROUP
#undef ENCODED
#undef FIELD_T
#undef GROUP_MAP

static void check_bytes(const uint8_t *got, size_t size, const char *expected, const char *what) {
    char hex[193];
    check_hex(hex, got, size);
    CHECK(strcmp(hex, expected) == 0, "%s: %s", what, hex);
}

/** The reference's curve.json, hash_to_curve: case 1 (one byte) and other_dst 2 and 3 (tags of 255 and 256
 * bytes 'Q'; the longer one is hashed). */
static void test_hash(void) {
    static const char dst1[] = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
    static const char dst2[] = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_";
    const uint8_t message[1] = {0xb7};
    char tag[256];
    qr_g1_affine_t a;
    qr_g2_affine_t b;
    uint8_t bytes[96];
    qr_hash_to_g1(&a, message, sizeof message, dst1, sizeof dst1 - 1);
    qr_g1_encode(bytes, &a);
    check_bytes(bytes, 48,
                "89ef124e611fcf1976235d1b597dff2db544046f24ea68dad03d3658b5e8f17a"
                "6c7efca7b117dc6d2ebafd290568cab9",
                "G1");
    qr_hash_to_g2(&b, message, sizeof message, dst2, sizeof dst2 - 1);
    qr_g2_encode(bytes, &b);
    check_bytes(bytes, 96,
                "86ccbce115763b284f76e7c2fff57279d8ef5db6919421c84a0f39f987dc99ae"
                "37e84dec88211a43254549c099d8f48f0586810ebe21621f4558743806b08bea"
                "1a7908d1205f36d8446b1b2aaaa8a28dd05c826e6f3fcff6866d5debc86b8084",
                "G2");
    memset(tag, 'Q', sizeof tag);
    qr_hash_to_g1(&a, "abc", 3, tag, 255);
    qr_g1_encode(bytes, &a);
    check_bytes(bytes, 48,
                "8dd271c2e03f555e5511f669ab884f04e80d51f4df21bd35ccb60dad639bc61f"
                "5c538a5d675f21cf607abd969825e34d",
                "tag of 255 bytes");
    qr_hash_to_g1(&a, "abc", 3, tag, 256);
    qr_g1_encode(bytes, &a);
    check_bytes(bytes, 48,
                "a4fec5d2e2875fa67797c68f698a7708dc240af2f61a1b61bfb4a559c922a3af"
                "36f06857e9eee5dcffb8291b9ac6faa5",
                "tag of 256 bytes");
    CHECK(qr_g1_in_subgroup(&a) && qr_g2_in_subgroup(&b), "hashes lie in the subgroups");
}

int main(void) {
    size_t count;
    const uint32_t *masks = check_variants(&count);
    const char *last = "";
    for (size_t v = 0; v < count; v++) {
        qr_cpu_restrict(masks[v]);
        if (strcmp(qr_curve_kernel(), last) == 0) continue;
        last = qr_curve_kernel();
        qr_g1_test(1);
        qr_g2_test(2);
        test_hash();
    }
    return check_finish("curve");
}
