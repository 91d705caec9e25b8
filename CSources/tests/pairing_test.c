/** @file pairing_test.c  The pairing and GT: bilinear, products, prepared points, encodings; each variant. */
#include "check.h"
#include "curve/lanes.h"
#include "quarry_curve.h"

/** A random scalar below 2^254 and the points it gives. */
static void random_pair(qr_g1_affine_t *p, qr_g2_affine_t *q, uint8_t k[32], uint64_t *seed) {
    qr_g1_t a;
    qr_g2_t b;
    check_fill(k, 32, seed);
    k[31] &= 0x3f;
    qr_g1_from_affine(&a, &qr_g1_generator);
    qr_g1_mul(&a, &a, k);
    qr_g1_to_affine(p, &a);
    qr_g2_from_affine(&b, &qr_g2_generator);
    qr_g2_mul(&b, &b, k);
    qr_g2_to_affine(q, &b);
}

/** The reference's curve.json, pairing.single[0] ("generators"), compressed_288. */
static void test_generators(void) {
    static const char expected[] =
        "fe845c0922104880e35a07e1ce8278b6b2b6e2612253ae980a0a118d1a951294"
        "ccd8896c288dba3162e3b42dced54600cef7d158d8fe4f1125c77e7da5f036c7"
        "fc0eee37360e9f2d5540594bfd009656ddd0d21b7b877a4119b88c44544a290f"
        "6c2e5f73351eaa7346ba0db48b412766ab2a0375fcd301c6def5617b19b2d976"
        "ba11a318fc5a196457488682d424b4113b4b3e16cd0c9ba6d352f0b4d40c643f"
        "e5fe53b08a39ac05db6e55e623888b07244b6193c85eb8274e928483bf157319"
        "5d4ed573f50d0bfe2ed7b39a0b8b3a0af0103d752f82a5e43144e2123e4ccad9"
        "dff6e71dae2ed58ad8d7eb08966c230c421fc9fc19e8739215b7164ff8624c2d"
        "6df6c53bddcac48484388a17c468fbbf5a414ca27f8a3ead078315ebf44b9c05";
    uint8_t bytes[288];
    char hex[577];
    qr_fp12_t e, back;
    qr_pairing_product(&e, &qr_g1_generator, &qr_g2_generator, 1);
    CHECK_OK(qr_gt_compress(bytes, &e));
    check_hex(hex, bytes, sizeof bytes);
    CHECK(strcmp(hex, expected) == 0, "%s", hex);
    CHECK_OK(qr_gt_decompress(&back, bytes));
    CHECK(qr_gt_equal(&e, &back), "there and back");
    CHECK(qr_gt_in_subgroup(&e) && !qr_gt_is_one(&e), "not degenerate");
}

static void test_bilinear(uint64_t seed) {
    for (int i = 0; i < 8; i++) {
        uint8_t k[32], m[32];
        qr_g1_affine_t p, p2;
        qr_g2_affine_t q, q2;
        qr_fp12_t base, left, right;
        random_pair(&p, &q, k, &seed);
        random_pair(&p2, &q2, m, &seed);
        // e(k g1, m g2) = e(m g1, k g2) = (e(g1, g2)^k)^m.
        qr_pairing_product(&left, &p, &q2, 1);
        qr_pairing_product(&right, &p2, &q, 1);
        CHECK(qr_gt_equal(&left, &right), "both ways");
        qr_pairing_product(&base, &qr_g1_generator, &qr_g2_generator, 1);
        qr_gt_pow(&right, &base, k);
        qr_gt_pow(&right, &right, m);
        CHECK(qr_gt_equal(&left, &right), "power");
        qr_g1_affine_neg(&p, &p);
        qr_pairing_product(&right, &p, &q2, 1);
        CHECK(!qr_gt_equal(&left, &right), "negated");
        qr_gt_conjugate(&base, &left);
        CHECK(qr_gt_equal(&base, &right), "inverse");
        qr_gt_inverse(&base, &left);
        CHECK(qr_gt_equal(&base, &right), "general inverse");
        qr_gt_mul(&base, &left, &right);
        CHECK(qr_gt_is_one(&base), "product with the inverse");
    }
}

/** Products of up to 40 pairs, infinity among them, some prepared: equal to the product one by one. */
static void test_products(uint64_t seed) {
    enum { MOST = 40 };
    static qr_g1_affine_t p[MOST];
    static qr_g2_affine_t q[MOST], spare;
    static qr_g2_prepared_t lines[MOST];
    const qr_g2_prepared_t *prepared[MOST];
    qr_fp12_t product = qr_gt_one, e, got;
    for (size_t n = 0; n <= MOST; n++) {
        for (size_t m = 0; m <= n; m += n < 4 ? 1 : 1 + n / 2) {
            for (size_t j = 0; j < m; j++) prepared[j] = &lines[n - m + j];
            qr_miller_loop(&got, p, q, n - m, p + n - m, prepared, m);
            qr_final_exponentiation(&got, &got);
            CHECK(qr_gt_equal(&got, &product), "%zu pairs, %zu of them prepared", n, m);
        }
        if (n == MOST) break;
        uint8_t k[32];
        random_pair(&p[n], &q[n], k, &seed);
        random_pair(&p[n], &spare, k, &seed);
        if (n % 9 == 4) memset(&p[n], 0, sizeof p[n]);
        if (n % 9 == 5) memset(&q[n], 0, sizeof q[n]);
        qr_g2_prepare(&lines[n], &q[n]);
        qr_pairing_product(&e, &p[n], &q[n], 1);
        CHECK(qr_gt_is_one(&e) == (n % 9 == 4 || n % 9 == 5), "infinity");
        qr_gt_mul(&product, &product, &e);
    }
    qr_g1_affine_t pair[2] = {qr_g1_generator, qr_g1_generator};
    qr_g2_affine_t other[2] = {q[0], q[0]};
    CHECK(!qr_pairing_product_is_one(pair, other, 2), "a square");
    qr_g1_affine_neg(&pair[1], &pair[1]);
    CHECK(qr_pairing_product_is_one(pair, other, 2), "e(p, q) e(-p, q)");
    CHECK(qr_pairing_product_is_one(pair, other, 0), "nothing");
}

/** Lists of pairs, lines and final exponentiations of many: as one by one. */
static void test_lists(uint64_t seed) {
    enum { LISTS = 11, DEPTH = 8 };
    static qr_g1_affine_t p[LISTS * DEPTH];
    static qr_g2_affine_t q[LISTS * DEPTH];
    static qr_g2_prepared_t lines[LISTS * DEPTH];
    static qr_fp12_t got[LISTS];
    const qr_g2_prepared_t *known[LISTS * DEPTH];
    for (size_t i = 0; i < LISTS * DEPTH; i++) {
        uint8_t k[32];
        random_pair(&p[i], &q[i], k, &seed);
        if (i % 13 == 5) memset(&q[i], 0, sizeof q[i]);
        if (i % 7 == 3) memset(&p[i], 0, sizeof p[i]);
        if (i % 11 == 10) q[i] = q[i - 1];
        known[i] = &lines[i];
    }
    for (size_t n = 0; n <= LISTS; n += n < 4 ? 1 : 3) {
        const size_t depth = 1 + n % DEPTH;
        memset(lines, 0xaa, sizeof lines);
        qr_g2_prepare_many(lines, q, n * depth);
        qr_miller_lists(got, p, known, depth, n);
        qr_final_exponentiation_many(got, n);
        for (size_t i = 0; i < n; i++) {
            qr_fp12_t e;
            qr_pairing_product(&e, p + i * depth, q + i * depth, depth);
            CHECK(qr_gt_equal(&e, &got[i]), "list %zu of %zu", i, n);
        }
    }
    // Elements that are no values of pairings, and one that has no inverse.
    memset(got, 0, sizeof got);
    for (size_t i = 0; i < LISTS; i++) {
        for (size_t j = 0; i != 4 && j < 12; j++)
            ((qr_fp_t *)&got[i])[j] = ((const qr_fp_t *)p)[(i + j) % 40];
    }
    qr_fp12_t expected[LISTS];
    for (size_t i = 0; i < LISTS; i++) qr_final_exponentiation(&expected[i], &got[i]);
    qr_final_exponentiation_many(got, LISTS);
    for (size_t i = 0; i < LISTS; i++) CHECK(qr_gt_equal(&expected[i], &got[i]), "element %zu", i);
}

static void test_powers(uint64_t seed) {
    qr_fp12_t a[5], power, product = qr_gt_one, t;
    uint8_t k[5][32];
    for (int i = 0; i < 5; i++) {
        qr_g1_affine_t p;
        qr_g2_affine_t q;
        random_pair(&p, &q, k[i], &seed);
        qr_pairing_product(&a[i], &p, &q, 1);
        if (i == 2) memset(k[i], 0, 32);
        if (i == 3) memset(k[i], 0xff, 32);
        power = qr_gt_one;
        for (int bit = 255; bit >= 0; bit--) {
            qr_gt_square(&power, &power);
            if (k[i][bit / 8] >> (bit % 8) & 1) qr_gt_mul(&power, &power, &a[i]);
        }
        qr_gt_pow(&t, &a[i], k[i]);
        CHECK(qr_gt_equal(&t, &power), "power %d", i);
        qr_gt_mul(&product, &product, &power);
        qr_gt_multi_pow(&t, a, k[0], (size_t)i + 1);
        CHECK(qr_gt_equal(&t, &product), "product of %d powers", i + 1);
    }
    qr_gt_multi_pow(&t, a, k[0], 0);
    CHECK(qr_gt_is_one(&t), "no powers");
}

static void test_target(uint64_t seed) {
    uint8_t bytes[288], big[576], little[576];
    qr_fp12_t e, other;
    CHECK(qr_gt_compress(bytes, &qr_gt_one) == QR_INVALID_ARGUMENT, "1 has no torus form");
    qr_pairing_product(&e, &qr_g1_generator, &qr_g2_generator, 1);
    qr_gt_encode_be(big, &e);
    qr_gt_encode_le(little, &e);
    // Coefficient c[0].c[0].c0 first in both, c[1].c[2].c1 last.
    for (size_t i = 0; i < 48; i++) {
        CHECK(big[i] == little[47 - i] && big[575 - i] == little[528 + i], "byte %zu", i);
    }
    for (int i = 0; i < 20; i++) {
        CHECK_OK(qr_gt_compress(bytes, &e));
        bytes[check_random(&seed) % 288] ^= (uint8_t)(1 + check_random(&seed) % 255);
        qr_status_t status = qr_gt_decompress(&other, bytes);
        CHECK(status == QR_MISMATCH || status == QR_MALFORMED, "spoilt");
    }
    CHECK_OK(qr_gt_compress(bytes, &e));
    memset(bytes + 48, 0xff, 48);
    CHECK(qr_gt_decompress(&other, bytes) == QR_MALFORMED, "above p");
    memset(bytes, 0, sizeof bytes);
    CHECK(qr_gt_decompress(&other, bytes) == QR_MISMATCH, "w / -w = -1 has order 2");
    memset(&other, 0, sizeof other);
    CHECK(!qr_gt_in_subgroup(&other), "zero");
    CHECK(qr_gt_in_subgroup(&qr_gt_one), "one");
    // A cyclotomic element outside the subgroup would need the cofactor's order; a random one is neither.
    other = e;
    other.c[0].c[0].c0 = other.c[1].c[2].c1;
    CHECK(!qr_gt_in_subgroup(&other), "random");
}

int main(void) {
    size_t count;
    const uint32_t *masks = check_variants(&count);
    const char *last = "";
    for (size_t v = 0; v < count; v++) {
        qr_cpu_restrict(masks[v]);
        if (strcmp(qr_curve_kernel(), last) == 0 && v + 1 < count) continue;
        last = qr_curve_kernel();
        test_generators();
        test_bilinear(1);
        test_products(2);
        test_lists(5);
        test_powers(3);
        test_target(4);
    }
    return check_finish("pairing");
}
