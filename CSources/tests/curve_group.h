/** @file curve_group.h  Tests of one group, for curve_test.c: GROUP(name) is qr_g1_name or qr_g2_name,
 * ENCODED the size of a compressed point. */

/** k times the generator, by adding and doubling alone. */
static void GROUP(plain_mul)(GROUP(t) * out, const GROUP(t) * a, const uint8_t k[32]) {
    GROUP(t) sum;
    memset(&sum, 0, sizeof sum);
    for (int i = 255; i >= 0; i--) {
        GROUP(double)(&sum, &sum);
        if (k[i / 8] >> (i % 8) & 1) GROUP(add)(&sum, &sum, a);
    }
    *out = sum;
}

/** A random point of the subgroup with z != 1. */
static void GROUP(random)(GROUP(t) * out, uint64_t *seed) {
    uint8_t k[32];
    check_fill(k, sizeof k, seed);
    GROUP(from_affine)(out, &GROUP(generator));
    GROUP(mul)(out, out, k);
}

static void GROUP(test_law)(uint64_t seed) {
    for (int i = 0; i < 40; i++) {
        GROUP(t) a, b, c, s, t;
        GROUP(affine_t) affine;
        GROUP(random)(&a, &seed);
        GROUP(random)(&b, &seed);
        GROUP(random)(&c, &seed);
        if (i % 5 == 1) b = a;
        if (i % 5 == 2) GROUP(neg)(&b, &a);
        if (i % 5 == 3) memset(&b, 0, sizeof b);
        if (i % 5 == 4) memset(&a, 0, sizeof a);
        GROUP(add)(&s, &a, &b);
        GROUP(add)(&t, &b, &a);
        CHECK(GROUP(equal)(&s, &t), "commutative");
        GROUP(to_affine)(&affine, &b);
        GROUP(add_affine)(&t, &a, &affine);
        CHECK(GROUP(equal)(&s, &t), "affine addition");
        CHECK(GROUP(is_infinity)(&s) == (i % 5 == 2), "infinity");
        GROUP(to_affine)(&affine, &s);
        CHECK(GROUP(on_curve)(&affine) && GROUP(in_subgroup)(&affine), "in the group");
        GROUP(add)(&s, &s, &c);
        GROUP(add)(&t, &b, &c);
        GROUP(add)(&t, &a, &t);
        CHECK(GROUP(equal)(&s, &t), "associative");
        if (i % 5 == 1) {
            GROUP(double)(&t, &a);
            GROUP(add)(&s, &a, &b);
            CHECK(GROUP(equal)(&s, &t), "doubling");
        }
        t = a;
        GROUP(add)(&t, &t, &t);
        GROUP(double)(&s, &a);
        CHECK(GROUP(equal)(&s, &t), "addition in place");
    }
}

static void GROUP(test_mul)(uint64_t seed) {
    for (int i = 0; i < 60; i++) {
        uint8_t k[32] = {0};
        GROUP(t) a, expected, got;
        GROUP(affine_t) affine;
        GROUP(random)(&a, &seed);
        GROUP(to_affine)(&affine, &a);
        if (i < 40) {
            edge_scalar(k, i);
        } else {
            check_fill(k, sizeof k, &seed);
        }
        GROUP(plain_mul)(&expected, &a, k);
        GROUP(mul)(&got, &a, k);
        CHECK(GROUP(equal)(&expected, &got), "scalar %d", i);
        GROUP(mul_secret)(&got, &affine, k);
        CHECK(GROUP(equal)(&expected, &got), "secret scalar %d", i);
        memset(&a, 0, sizeof a);
        memset(&affine, 0, sizeof affine);
        GROUP(mul)(&got, &a, k);
        CHECK(GROUP(is_infinity)(&got), "times infinity");
        GROUP(mul_secret)(&got, &affine, k);
        CHECK(GROUP(is_infinity)(&got), "secret times infinity");
    }
}

static void GROUP(test_batch)(uint64_t seed) {
    enum { COUNT = 300 };
    static GROUP(t) points[COUNT];
    static GROUP(affine_t) many[COUNT], one;
    for (size_t i = 0; i < COUNT; i++) {
        GROUP(random)(&points[i], &seed);
        if (i % 7 == 3 || i == 127 || i == 128) memset(&points[i], 0, sizeof points[i]);
    }
    for (size_t n = 0; n <= COUNT; n += n < 4 ? 1 : n < 124 ? 31 : 44) {
        memset(many, 0xff, sizeof many);
        GROUP(batch_to_affine)(many, points, n);
        for (size_t i = 0; i < n; i++) {
            GROUP(to_affine)(&one, &points[i]);
            CHECK(memcmp(&one, &many[i], sizeof one) == 0, "point %zu of %zu", i, n);
        }
        memset(&one, 0xff, sizeof one);
        CHECK(n == COUNT || memcmp(&one, &many[n], sizeof one) == 0, "beyond %zu", n);
    }
}

static void GROUP(test_encoding)(uint64_t seed) {
    for (int i = 0; i < 30; i++) {
        uint8_t bytes[2 * ENCODED], back[2 * ENCODED];
        GROUP(t) a;
        GROUP(affine_t) affine, got, zero;
        GROUP(random)(&a, &seed);
        if (i == 0) memset(&a, 0, sizeof a);
        memset(&zero, 0, sizeof zero);
        GROUP(to_affine)(&affine, &a);
        GROUP(encode)(bytes, &affine);
        CHECK_OK(GROUP(decode)(&got, bytes, true));
        CHECK(memcmp(&got, &affine, sizeof got) == 0, "compressed");
        CHECK_OK(GROUP(decode_uncompressed)(&got, bytes, true));
        CHECK(memcmp(&got, &affine, sizeof got) == 0, "compressed where uncompressed is read");
        bytes[0] ^= 0x20;
        if (i == 0) {
            CHECK(GROUP(decode)(&got, bytes, true) == QR_MALFORMED, "signed infinity");
        } else {
            CHECK_OK(GROUP(decode)(&got, bytes, true));
            GROUP(affine_neg)(&got, &got);
            CHECK(memcmp(&got, &affine, sizeof got) == 0, "the other root");
        }
        bytes[0] &= 0x7f;
        CHECK(GROUP(decode)(&got, bytes, true) == QR_MALFORMED, "no compression flag");
        CHECK(memcmp(&got, &zero, sizeof got) == 0, "zeroed");
        GROUP(encode_uncompressed)(bytes, &affine);
        CHECK_OK(GROUP(decode_uncompressed)(&got, bytes, true));
        CHECK(memcmp(&got, &affine, sizeof got) == 0, "uncompressed");
        GROUP(encode_uncompressed)(back, &got);
        CHECK(memcmp(bytes, back, sizeof back) == 0, "there and back");
        bytes[2 * ENCODED - 1] ^= 1;
        CHECK(GROUP(decode_uncompressed)(&got, bytes, false) == (i == 0 ? QR_MALFORMED : QR_MISMATCH),
              "off the curve");
        bytes[0] |= 0x20;
        CHECK(GROUP(decode_uncompressed)(&got, bytes, false) == QR_MALFORMED, "sign flag");
    }
    uint8_t bytes[2 * ENCODED] = {0};
    GROUP(affine_t) got;
    CHECK(GROUP(decode_uncompressed)(&got, bytes, false) == QR_MISMATCH, "zeros are no infinity");
    // x = p, which would be zero.
    for (size_t i = 0; i < 48; i++) bytes[ENCODED - 1 - i] = modulus_byte(i);
    bytes[0] |= 0x80;
    CHECK(GROUP(decode)(&got, bytes, false) == QR_MALFORMED, "x = p");
}

/** Points of the curve found by trying x; hardly any lies in the subgroup. */
static void GROUP(test_subgroup)(uint64_t seed) {
    uint8_t bytes[ENCODED];
    unsigned on_curve = 0;
    for (int i = 0; i < 60; i++) {
        GROUP(affine_t) a;
        GROUP(t) point, product;
        check_fill(bytes, sizeof bytes, &seed);
        bytes[ENCODED - 48] &= 0x0f;
        bytes[0] = 0x80 | (bytes[0] & 0x0f);
        if (GROUP(decode)(&a, bytes, false) != QR_OK) continue;
        on_curve++;
        GROUP(from_affine)(&point, &a);
        GROUP(plain_mul)(&product, &point, group_order);
        CHECK(GROUP(in_subgroup)(&a) == GROUP(is_infinity)(&product), "membership");
        CHECK(!GROUP(in_subgroup)(&a), "a random point has another order");
        CHECK(GROUP(decode)(&a, bytes, true) == QR_MISMATCH, "refused");
        // r times it has an order that divides the cofactor.
        GROUP(to_affine)(&a, &product);
        CHECK(!GROUP(in_subgroup)(&a), "the cofactor's part");
    }
    CHECK(on_curve > 10, "%u points", on_curve);
}

/** Maps of special field elements: zero, equal ones (whose points coincide) and opposite ones. The map of a
 * pair is the sum of two points, so (u, v) and (u, -v) add up to (u, u). */
static void GROUP(test_map)(uint64_t seed) {
    for (int i = 0; i < 6; i++) {
        const size_t words = sizeof(FIELD_T) / sizeof(qr_fp_t);
        FIELD_T u[2], equal[2];
        GROUP(affine_t) sum, twice, got;
        GROUP(t) point;
        for (size_t j = 0; j < 2 * words; j++) {
            qr_fp_t *element = (qr_fp_t *)u + j;
            check_fill(element, sizeof *element, &seed);
            element->l[5] &= UINT64_MAX >> 4;
        }
        if (i < 2) memset(&u[0], 0, sizeof u[0]);
        if (i == 1) memset(&u[1], 0, sizeof u[1]);
        GROUP_MAP(&sum, u);
        CHECK(GROUP(on_curve)(&sum) && GROUP(in_subgroup)(&sum), "map %d", i);
        equal[0] = equal[1] = u[0];
        GROUP_MAP(&twice, equal);
        for (size_t j = 0; j < words; j++) {
            qr_fp_neg((qr_fp_t *)&u[1] + j, (qr_fp_t *)&u[1] + j);
            qr_fp_neg((qr_fp_t *)&equal[1] + j, (qr_fp_t *)&equal[1] + j);
        }
        GROUP_MAP(&got, u);
        GROUP(from_affine)(&point, &got);
        GROUP(add_affine)(&point, &point, &sum);
        GROUP(to_affine)(&got, &point);
        // With u[1] = 0 its negative is itself, and the pairs are (u, 0) twice.
        if (i != 1) CHECK(memcmp(&got, &twice, sizeof got) == 0, "(u, v) + (u, -v) %d", i);
        GROUP_MAP(&got, equal);
        CHECK(i < 2 || GROUP(affine_is_infinity)(&got), "opposite %d", i);
    }
}

static void GROUP(test)(uint64_t seed) {
    GROUP(test_law)(seed);
    GROUP(test_mul)(seed);
    GROUP(test_batch)(seed);
    GROUP(test_encoding)(seed);
    GROUP(test_subgroup)(seed);
    GROUP(test_map)(seed);
}
