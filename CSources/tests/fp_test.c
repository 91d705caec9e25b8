/** @file fp_test.c  Fp and its towers: every variant against schoolbook arithmetic, on edges and at the
 * bounds of what is reduced lazily. */
#include "field/fp.h"
#include "check.h"
#include "curve/kernels.h"
#if defined(__x86_64__)
#include "field/fp_mulx.h"
#endif

static const qr_curve_kernels_t *kernels;

/** Random, or one of 0, 1, p - 1, p - 2, 2^64 - 1, as raw values; the functions under test do not care. */
static void fill(qr_fp_t *out, uint64_t *seed) {
    static const qr_fp_t one = {{1}}, two = {{2}}, word = {{UINT64_MAX}};
    switch (check_random(seed) % 8) {
        case 0:
            *out = qr_fp_zero;
            return;
        case 1:
            *out = one;
            return;
        case 2:
            qr_fp_neg(out, &one);
            return;
        case 3:
            qr_fp_neg(out, &two);
            return;
        case 4:
            *out = word;
            return;
        default:
            do {
                check_fill(out, sizeof *out, seed);
                out->l[5] &= UINT64_MAX >> 3;
            } while (!qr_fp_below_modulus(out));
    }
}

static void fill_many(void *out, size_t count, uint64_t *seed) {
    qr_fp_t *elements = out;
    for (size_t i = 0; i < count; i++) fill(&elements[i], seed);
}

/** a b / R mod p by doubling and adding a / R, b raw. */
static void plain_mul(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    qr_fp_t base = *a, sum = qr_fp_zero;
    for (int i = 0; i < 384; i++) qr_fp_halve(&base, &base);
    for (int i = 383; i >= 0; i--) {
        qr_fp_double(&sum, &sum);
        if (b->l[i / 64] >> (i % 64) & 1) qr_fp_add(&sum, &sum, &base);
    }
    *out = sum;
}

static void plain_mul2(qr_fp2_t *out, const qr_fp2_t *a, const qr_fp2_t *b) {
    qr_fp_t s, t, c0, c1;
    qr_fp_mul(&s, &a->c0, &b->c0);
    qr_fp_mul(&t, &a->c1, &b->c1);
    qr_fp_sub(&c0, &s, &t);
    qr_fp_mul(&s, &a->c0, &b->c1);
    qr_fp_mul(&t, &a->c1, &b->c0);
    qr_fp_add(&c1, &s, &t);
    out->c0 = c0;
    out->c1 = c1;
}

/** Coefficient of w^k. */
static qr_fp2_t *at(qr_fp12_t *a, int k) {
    return &a->c[k % 2].c[k / 2];
}

/** Polynomials in w over Fp2, w^6 = 1 + u. */
static void plain_mul12(qr_fp12_t *out, qr_fp12_t *a, qr_fp12_t *b) {
    qr_fp12_t sum;
    memset(&sum, 0, sizeof sum);
    for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 6; j++) {
            qr_fp2_t t;
            qr_fp_t difference;
            plain_mul2(&t, at(a, i), at(b, j));
            if (i + j >= 6) {
                qr_fp_sub(&difference, &t.c0, &t.c1);
                qr_fp_add(&t.c1, &t.c0, &t.c1);
                t.c0 = difference;
            }
            qr_fp2_t *to = at(&sum, (i + j) % 6);
            qr_fp_add(&to->c0, &to->c0, &t.c0);
            qr_fp_add(&to->c1, &to->c1, &t.c1);
        }
    }
    *out = sum;
}

static void test_base(uint64_t seed) {
    for (int i = 0; i < 2000; i++) {
        qr_fp_t a, b, expected, got;
        fill(&a, &seed);
        fill(&b, &seed);
        plain_mul(&expected, &a, &b);
        kernels->fp_mul(&got, &a, &b);
        CHECK(qr_fp_equal(&got, &expected), "product");
        got = a;
        kernels->fp_mul(&got, &got, &b);
        CHECK(qr_fp_equal(&got, &expected), "product in place");
        plain_mul(&expected, &a, &a);
        kernels->fp_square(&got, &a);
        CHECK(qr_fp_equal(&got, &expected), "square");
        qr_fp_inverse(&b, &a);
        kernels->fp_mul(&got, &a, &b);
        CHECK(qr_fp_equal(&got, qr_fp_is_zero(&a) ? &qr_fp_zero : &qr_fp_one), "inverse");
        kernels->fp_square(&b, &a);
        CHECK(kernels->fp_sqrt(&got, &b), "a square has a root");
        kernels->fp_square(&got, &got);
        CHECK(qr_fp_equal(&got, &b), "root");
        qr_fp_neg(&b, &b);
        CHECK(kernels->fp_sqrt(&got, &b) == qr_fp_is_zero(&a), "minus a square has none");
    }
}

static void test_bytes(void) {
    uint8_t bytes[48], back[48];
    qr_fp_t a;
    for (int i = 0; i < 48; i++) bytes[i] = (uint8_t)(qr_fp_modulus[i / 8] >> (8 * (i % 8)));
    CHECK(!qr_fp_from_le(&a, bytes) && qr_fp_is_zero(&a), "p is refused");
    bytes[0]--;
    CHECK(qr_fp_from_le(&a, bytes), "p - 1 is read");
    qr_fp_t minus_one;
    qr_fp_neg(&minus_one, &qr_fp_one);
    CHECK(qr_fp_equal(&a, &minus_one), "p - 1");
    CHECK(qr_fp_is_larger_half(&a) && !qr_fp_is_larger_half(&qr_fp_one), "halves");
    CHECK(!qr_fp_is_larger_half(&qr_fp_zero), "zero is its own negative");
    qr_fp_to_le(back, &a);
    CHECK(memcmp(back, bytes, 48) == 0, "little endian");
    for (int i = 0; i < 48; i++) bytes[i] = back[47 - i];
    CHECK(qr_fp_from_be(&a, bytes) && qr_fp_equal(&a, &minus_one), "big endian");
    qr_fp_to_be(back, &a);
    CHECK(memcmp(back, bytes, 48) == 0, "big endian back");
}

static void test_fp2(uint64_t seed) {
    for (int i = 0; i < 2000; i++) {
        qr_fp2_t a, b, expected, got;
        fill_many(&a, 2, &seed);
        fill_many(&b, 2, &seed);
        if (i % 5 == 0) a.c1 = qr_fp_zero;
        plain_mul2(&expected, &a, &b);
        kernels->fp2_mul(&got, &a, &b);
        CHECK(memcmp(&got, &expected, sizeof got) == 0, "product");
        plain_mul2(&expected, &a, &a);
        kernels->fp2_square(&got, &a);
        CHECK(memcmp(&got, &expected, sizeof got) == 0, "square");
        CHECK(kernels->fp2_sqrt(&b, &got), "a square has a root");
        plain_mul2(&b, &b, &b);
        CHECK(memcmp(&b, &got, sizeof b) == 0, "root");
        kernels->fp2_inverse(&got, &a);
        plain_mul2(&got, &got, &a);
        bool zero = qr_fp_is_zero(&a.c0) && qr_fp_is_zero(&a.c1);
        CHECK(qr_fp_equal(&got.c0, zero ? &qr_fp_zero : &qr_fp_one) && qr_fp_is_zero(&got.c1), "inverse");
    }
}

static void test_fp12(uint64_t seed) {
    for (int i = 0; i < 400; i++) {
        qr_fp12_t a, b, expected, got;
        fill_many(&a, 12, &seed);
        fill_many(&b, 12, &seed);
        plain_mul12(&expected, &a, &b);
        kernels->fp12_mul(&got, &a, &b);
        CHECK(memcmp(&got, &expected, sizeof got) == 0, "product");
        got = b;
        kernels->fp12_mul(&got, &a, &got);
        CHECK(memcmp(&got, &expected, sizeof got) == 0, "product in place");
        plain_mul12(&expected, &a, &a);
        kernels->fp12_square(&got, &a);
        CHECK(memcmp(&got, &expected, sizeof got) == 0, "square");
        kernels->fp12_inverse(&got, &a);
        plain_mul12(&got, &got, &a);
        CHECK(qr_gt_is_one(&got), "inverse");
        // (a b)^p = a^p b^p, and twelve times p is nothing.
        for (int n = 1; n <= 3; n++) {
            qr_fp12_t s, t;
            plain_mul12(&got, &a, &b);
            kernels->fp12_frobenius(&got, &got, n);
            kernels->fp12_frobenius(&s, &a, n);
            kernels->fp12_frobenius(&t, &b, n);
            plain_mul12(&s, &s, &t);
            CHECK(memcmp(&got, &s, sizeof s) == 0, "power p^%d of a product", n);
            s = a;
            for (int k = 0; k < 12 / n; k++) kernels->fp12_frobenius(&s, &s, n);
            CHECK(memcmp(&a, &s, sizeof s) == 0, "order of the power p^%d", n);
        }
    }
}

/** Coefficients all 0, 1 or p - 1: there sums of products reach their extremes. */
static void test_extremes(uint64_t seed) {
    for (int i = 0; i < 3000; i++) {
        qr_fp12_t a, b, expected, got;
        qr_fp_t *x = (qr_fp_t *)&a, *y = (qr_fp_t *)&b, top;
        static const qr_fp_t one = {{1}};
        qr_fp_neg(&top, &one);
        for (int k = 0; k < 12; k++) {
            x[k] = check_random(&seed) & 1 ? top : qr_fp_zero;
            y[k] = check_random(&seed) & 1 ? top : qr_fp_zero;
        }
        if (i == 0) {
            for (int k = 0; k < 12; k++) x[k] = y[k] = top;
        }
        plain_mul12(&expected, &a, &b);
        kernels->fp12_mul(&got, &a, &b);
        CHECK(memcmp(&got, &expected, sizeof got) == 0, "product");
        plain_mul12(&expected, &a, &a);
        kernels->fp12_square(&got, &a);
        CHECK(memcmp(&got, &expected, sizeof got) == 0, "square");
    }
}

/** The byte interface: what it refuses, and one value of each kind. */
static void test_apply(void) {
    uint8_t a[96] = {0}, b[96] = {0}, out[96], zeros[96] = {0};
    a[47] = 3;
    a[95] = 4;
    b[47] = 3;
    CHECK_OK(qr_tower_apply(QR_TOWER_MUL, 1, out, a, b));
    CHECK(out[47] == 9, "3 times 3");
    CHECK_OK(qr_tower_apply(QR_TOWER_SUB, 2, out, a, b));
    CHECK(out[47] == 0 && out[95] == 4, "3 + 4 u - 3");
    CHECK_OK(qr_tower_apply(QR_TOWER_SQUARE, 2, out, a, NULL));
    CHECK_OK(qr_tower_apply(QR_TOWER_SQRT, 2, out, out, NULL));
    if (out[47] != 3) CHECK_OK(qr_tower_apply(QR_TOWER_NEG, 2, out, out, NULL));
    CHECK(memcmp(out, a, 96) == 0, "root of a square");
    CHECK_OK(qr_tower_apply(QR_TOWER_FROBENIUS, 2, out, a, NULL));
    CHECK_OK(qr_tower_apply(QR_TOWER_CONJUGATE, 2, out, out, NULL));
    CHECK(memcmp(out, a, 96) == 0, "conjugates");
    CHECK(qr_tower_apply(QR_TOWER_CONJUGATE, 1, out, a, NULL) == QR_INVALID_ARGUMENT, "none in Fp");
    CHECK(qr_tower_apply(QR_TOWER_ADD, 3, out, a, b) == QR_INVALID_ARGUMENT, "degree 3");
    CHECK(qr_tower_apply(QR_TOWER_ADD, 2, out, a, NULL) == QR_INVALID_ARGUMENT, "one operand");
    memset(b, 0xff, 48);
    CHECK(qr_tower_apply(QR_TOWER_ADD, 2, out, a, b) == QR_MALFORMED, "above p");
    CHECK(memcmp(out, zeros, 96) == 0, "zeroed");
    memset(b, 0, 48);
    b[47] = 1;
    CHECK_OK(qr_tower_apply(QR_TOWER_NEG, 1, b, b, NULL));
    CHECK(qr_tower_apply(QR_TOWER_SQRT, 1, out, b, NULL) == QR_NOT_FOUND, "no root of -1");
}

#if defined(__x86_64__)
/** MULX against portable C on values that no caller should exceed. */
static void test_mulx(uint64_t seed) {
    if (!(qr_cpu_detected() & QR_CPU_BMI2_ADX)) return;
    for (int i = 0; i < 4000; i++) {
        qr_fp_t a, b, r, s;
        qr_fp_wide_t x, y;
        check_fill(&a, sizeof a, &seed);
        check_fill(&b, sizeof b, &seed);
        if (i % 4 == 0) memset(&a, 0xff, sizeof a);
        if (i % 8 == 0) memset(&b, 0xff, sizeof b);
        qr_fp_mul_wide(&x, &a, &b);
        qr_fp_mulx_mul_wide(&y, &a, &b);
        CHECK(memcmp(&x, &y, sizeof x) == 0, "wide product");
        // Squares of values up to 2 p.
        fill(&r, &seed);
        fill(&s, &seed);
        qr_fp_add_unreduced(&a, &r, &s);
        qr_fp_mul(&r, &a, &a);
        qr_fp_mulx_square(&s, &a);
        CHECK(qr_fp_equal(&r, &s), "square");
        // Anything below p R in size, its limits too.
        fill((qr_fp_t *)(x.l + 6), &seed);
        qr_fp_redc(&r, &x);
        qr_fp_mulx_redc(&s, &x);
        CHECK(qr_fp_equal(&r, &s) && qr_fp_below_modulus(&r), "reduction");
        qr_fp_redc_signed(&s, &x);
        CHECK(qr_fp_equal(&r, &s), "signed reduction of a positive value");
        qr_fp_wide_t zero = {{0}};
        qr_fp_wide_sub(&x, &zero, &x);
        qr_fp_redc_signed(&r, &x);
        qr_fp_neg(&s, &s);
        CHECK(qr_fp_equal(&r, &s), "signed reduction of a negative value");
        qr_fp_mulx_redc_signed(&s, &x);
        CHECK(qr_fp_equal(&r, &s), "the same with MULX");
    }
}
#endif

int main(void) {
    size_t count;
    const uint32_t *masks = check_variants(&count);
    for (size_t v = 0; v < count; v++) {
        qr_cpu_restrict(masks[v]);
        kernels = qr_curve_kernels();
        CHECK(strcmp(kernels->name, masks[v] & QR_CPU_BMI2_ADX ? "mulx" : "portable") == 0, "%s",
              kernels->name);
        test_base(1);
        test_fp2(2);
        test_fp12(3);
        test_extremes(4);
    }
    test_bytes();
    test_apply();
#if defined(__x86_64__)
    test_mulx(5);
#endif
    return check_finish("fp");
}
