/** @file fp_ifma_test.c  Eight elements of Fp at a time against one at a time. */
#include "check.h"
#include "field/fp.h"

#if defined(__x86_64__)
#include "field/fp_ifma.h"

#pragma clang attribute push(                                                                        \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,avx512ifma"))), \
    apply_to = function)

/** Raw values below 2^384, among them those where carries and reductions have their ends. */
static void make_values(qr_fp_t out[8], uint64_t round, uint64_t *state) {
    for (uint64_t lane = 0; lane < 8; lane++) {
        check_fill(&out[lane], sizeof out[lane], state);
        uint64_t kind = (lane * 7 + round) % 11;
        if (kind < 4) memcpy(&out[lane], qr_fp_modulus, 48);
        if (kind == 0) out[lane].l[0]--;
        if (kind == 1) out[lane].l[0]++;
        if (kind == 3) out[lane] = qr_fp_zero;
        if (kind == 4) memset(&out[lane], 0xff, 48);
        if (kind == 5) out[lane] = (qr_fp_t){{1}};
        if (kind == 6) out[lane].l[2] = out[lane].l[3] = 0;
    }
}

static qr_fp8_t to_lanes(const qr_fp_t in[8]) {
    qr_fp8_t out;
    uint64_t *limbs = (uint64_t *)&out;
    for (unsigned lane = 0; lane < 8; lane++) {
        for (unsigned i = 0; i < 8; i++) {
            unsigned word = 52 * i / 64, shift = 52 * i % 64;
            uint64_t limb = in[lane].l[word] >> shift;
            if (shift > 12 && word < 5) limb |= in[lane].l[word + 1] << (64 - shift);
            limbs[8 * i + lane] = limb & ((UINT64_C(1) << 52) - 1);
        }
    }
    return out;
}

/** The canonical value of a lane below 2^384 whose limbs are strict. */
static qr_fp_t from_lane(const qr_fp8_t *in, unsigned lane) {
    const uint64_t *limbs = (const uint64_t *)in;
    qr_fp_t out = qr_fp_zero;
    for (unsigned i = 0; i < 8; i++) {
        uint64_t limb = limbs[8 * i + lane];
        CHECK(limb >> 52 == 0, "limb %u is not strict", i);
        unsigned word = 52 * i / 64, shift = 52 * i % 64;
        out.l[word] |= limb << shift;
        if (shift > 12 && word < 5) out.l[word + 1] |= limb >> (64 - shift);
    }
    for (int i = 0; i < 9; i++) qr_fp_reduce_once(out.l, out.l);
    return out;
}

static qr_fp_t canonical(qr_fp_t a) {
    for (int i = 0; i < 9; i++) qr_fp_reduce_once(a.l, a.l);
    return a;
}

/** a b / 2^416. */
static qr_fp_t product(qr_fp_t a, qr_fp_t b) {
    static const qr_fp_t two_352 = {{0, 0, 0, 0, 0, UINT64_C(1) << 32}};
    qr_fp_mul(&a, &a, &b);
    qr_fp_mul(&a, &a, &two_352);
    return a;
}

static void check_equal(const char *what, const qr_fp8_t *out, unsigned lane, qr_fp_t expected) {
    qr_fp_t got = from_lane(out, lane);
    CHECK(qr_fp_equal(&got, &expected), "%s, lane %u", what, lane);
}

static void check_round(uint64_t round, uint64_t *state) {
    qr_fp_t v[4][8];
    for (int i = 0; i < 4; i++) make_values(v[i], round * 3 + (uint64_t)i, state);
    qr_fp8x2_t a = {{to_lanes(v[0]), to_lanes(v[1])}}, b = {{to_lanes(v[2]), to_lanes(v[3])}};
    qr_fp8_t mul, square, norm, turned = qr_fp8_transpose(qr_fp8_transpose(a.c[0]));
    qr_fp8x2_t mul2, square2;
    qr_fp8_mul(&mul, &a.c[0], &b.c[0]);
    qr_fp8_square(&square, &a.c[0]);
    qr_fp8x2_mul(&mul2, &a, &b);
    qr_fp8x2_square(&square2, &a);
    qr_fp8x2_norm(&norm, &a);
    __mmask8 zero = qr_fp8_maybe_zero(a.c[0]);
    for (unsigned lane = 0; lane < 8; lane++) {
        qr_fp_t a0 = canonical(v[0][lane]), a1 = canonical(v[1][lane]), b0 = canonical(v[2][lane]),
                b1 = canonical(v[3][lane]), s, t, d;
        check_equal("product", &mul, lane, product(a0, b0));
        check_equal("square", &square, lane, product(a0, a0));
        check_equal("transpose", &turned, lane, a0);
        CHECK((zero >> lane & 1) == qr_fp_is_zero(&a0) || v[0][lane].l[5] >> 32 == 0, "zero, lane %u", lane);
        s = product(a0, b0), t = product(a1, b1);
        qr_fp_sub(&d, &s, &t);
        check_equal("product of Fp2, c0", &mul2.c[0], lane, d);
        s = product(a0, b1), t = product(a1, b0);
        qr_fp_add(&d, &s, &t);
        check_equal("product of Fp2, c1", &mul2.c[1], lane, d);
        s = product(a0, a0), t = product(a1, a1);
        qr_fp_sub(&d, &s, &t);
        check_equal("square of Fp2, c0", &square2.c[0], lane, d);
        qr_fp_add(&d, &s, &t);
        check_equal("norm", &norm, lane, d);
        s = product(a0, a1);
        qr_fp_double(&d, &s);
        check_equal("square of Fp2, c1", &square2.c[1], lane, d);
    }
}

int main(void) {
    uint64_t state = 17;
    if (qr_cpu_detected() & QR_CPU_AVX512IFMA) {
        for (uint64_t round = 0; round < 300; round++) check_round(round, &state);
    }
    CHECK(true, "no IFMA here");
    return check_finish("fp_ifma");
}

#pragma clang attribute pop
#else
int main(void) {
    CHECK(true, "no IFMA here");
    return check_finish("fp_ifma");
}
#endif
