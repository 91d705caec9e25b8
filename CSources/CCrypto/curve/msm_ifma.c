/** @file msm_ifma.c  Affine points of G1 and G2 eight at a time with AVX-512 IFMA. */
#if defined(__x86_64__)

#include "curve/kernels.h"
#include "curve/lanes_field.h"
#include "curve/msm_kernels.h"

#pragma clang attribute push(                                                                        \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,avx512ifma"))), \
    apply_to = function)

/** The limb that marks infinity; coordinates' are below 2^19. */
#define LANES_INFINITY (UINT64_C(1) << 40)
/** Vectors of additions between a prefetch and its use. */
#define LANES_AHEAD 4

/* Powers of 2 modulo p, by limbs and by words. */
static const uint64_t fp8_2_208[8] = {0x0, 0x0, 0x0, 0x0, 0x1, 0x0, 0x0, 0x0};
static const uint64_t fp8_2_400[8] = {0x50003480e6299, 0xb2699eb128563, 0x6697c988670de, 0xfe970983e84ef,
                                      0x1e3e8a053a4e6, 0x5c20d323ecf27, 0x47f12866eb638, 0x156da};
static const qr_fp_t fp8_back_400 = {{UINT64_C(0x56350003480e6299), UINT64_C(0x8670deb2699eb128),
                                      UINT64_C(0x983e84ef6697c98), UINT64_C(0xe3e8a053a4e6fe97),
                                      UINT64_C(0x385c20d323ecf271), UINT64_C(0x156da47f12866eb6)}};
static const qr_fp_t fp8_2_448 = {{UINT64_C(0x42b7fde37dba9366), UINT64_C(0x7784894e27525bc3),
                                   UINT64_C(0xb2b91b9dc1f5b1e9), UINT64_C(0x206f497dfcafb872),
                                   UINT64_C(0x594137cc89a9b0bb), UINT64_C(0x411cd9d20d7e399)}};
static const qr_fp_t fp8_2_976 = {{UINT64_C(0xb27c731e5dca3783), UINT64_C(0xbb39f07160673f4d),
                                   UINT64_C(0xeeb5baa00b1c263a), UINT64_C(0x898a0acfcc3f35e1),
                                   UINT64_C(0x4930c8d1ab51e1d4), UINT64_C(0xe507cab4e912816)}};

static uint64_t fp8_lane(__m512i a, int lane) {
    uint64_t words[8];
    _mm512_storeu_si512(words, a);
    return words[lane];
}

/** The canonical words of a lane below 7 p. */
static qr_fp_t fp8_canonical(const qr_fp8_t *a, int lane) {
    const uint64_t *l = (const uint64_t *)a + lane;
    qr_fp_t out = {{l[0] | l[8] << 52, l[8] >> 12 | l[16] << 40, l[16] >> 24 | l[24] << 28,
                    l[24] >> 36 | l[32] << 16, l[32] >> 48 | l[40] << 4 | l[48] << 56,
                    l[48] >> 8 | l[56] << 44}};
    for (int i = 0; i < 6; i++) qr_fp_reduce_once(out.l, out.l);
    return out;
}

static void fp8_set_lane(qr_fp8_t *out, int lane, const qr_fp_t *a) {
    const uint64_t mask = (UINT64_C(1) << 52) - 1;
    uint64_t *l = (uint64_t *)out + lane;
    l[0] = a->l[0] & mask;
    l[8] = (a->l[0] >> 52 | a->l[1] << 12) & mask;
    l[16] = (a->l[1] >> 40 | a->l[2] << 24) & mask;
    l[24] = (a->l[2] >> 28 | a->l[3] << 36) & mask;
    l[32] = (a->l[3] >> 16 | a->l[4] << 48) & mask;
    l[40] = a->l[4] >> 4 & mask;
    l[48] = (a->l[4] >> 56 | a->l[5] << 8) & mask;
    l[56] = a->l[5] >> 44;
}

/** -a in the lanes of `mask`, limb by limb. */
QR_FP8_INLINE qr_fp8_t fp8_negate(qr_fp8_t a, __mmask8 mask) {
    const __m512i zero = _mm512_setzero_si512();
    a.l0 = _mm512_mask_sub_epi64(a.l0, mask, zero, a.l0);
    a.l1 = _mm512_mask_sub_epi64(a.l1, mask, zero, a.l1);
    a.l2 = _mm512_mask_sub_epi64(a.l2, mask, zero, a.l2);
    a.l3 = _mm512_mask_sub_epi64(a.l3, mask, zero, a.l3);
    a.l4 = _mm512_mask_sub_epi64(a.l4, mask, zero, a.l4);
    a.l5 = _mm512_mask_sub_epi64(a.l5, mask, zero, a.l5);
    a.l6 = _mm512_mask_sub_epi64(a.l6, mask, zero, a.l6);
    a.l7 = _mm512_mask_sub_epi64(a.l7, mask, zero, a.l7);
    return a;
}

/** a = 1/a lane by lane, none of them 0: one inversion of their product by scalar code. */
static void fp8_invert_lanes(qr_fp8_t *a) {
    const qr_curve_kernels_t *scalar = qr_curve_kernels();
    qr_fp_t value[8], before[8], inverse = qr_fp_one, t;
    for (int lane = 0; lane < 8; lane++) {
        value[lane] = fp8_canonical(a, lane);
        before[lane] = inverse;
        scalar->fp_mul(&inverse, &inverse, &value[lane]);
    }
    qr_fp_inverse(&inverse, &inverse);
    // The scalar code's R is 2^384: 2^768/value would come out, 2^832/value is wanted.
    scalar->fp_mul(&inverse, &inverse, &fp8_2_448);
    for (int lane = 7; lane >= 0; lane--) {
        scalar->fp_mul(&t, &inverse, &before[lane]);
        scalar->fp_mul(&inverse, &inverse, &value[lane]);
        fp8_set_lane(a, lane, &t);
    }
}

/** u[j] = 1/u[j] in all lanes, none of them 0. */
static void fp8_invert(qr_fp8_t u[4]) {
    qr_fp8_t p01, p23, all;
    qr_fp8_mul(&p01, &u[0], &u[1]);
    qr_fp8_mul(&p23, &u[2], &u[3]);
    qr_fp8_mul(&all, &p01, &p23);
    fp8_invert_lanes(&all);
    qr_fp8_mul(&p23, &p23, &all);
    qr_fp8_mul(&p01, &p01, &all);
    // p23 is 1/(u0 u1) now, p01 1/(u2 u3).
    all = u[0];
    qr_fp8_mul(&u[0], &u[1], &p23);
    qr_fp8_mul(&u[1], &all, &p23);
    all = u[2];
    qr_fp8_mul(&u[2], &u[3], &p01);
    qr_fp8_mul(&u[3], &all, &p01);
}

typedef struct {
    qr_fp8_t c[1];
} qr_fp8x1_t;

QR_FP8_INLINE void g1_lanes_mul(qr_fp8x1_t *out, const qr_fp8x1_t *a, const qr_fp8x1_t *b) {
    qr_fp8_mul(&out->c[0], &a->c[0], &b->c[0]);
}

QR_FP8_INLINE void g1_lanes_square(qr_fp8x1_t *out, const qr_fp8x1_t *a) {
    qr_fp8_square(&out->c[0], &a->c[0]);
}

/** Adds a 2^208 or a 2^400 to the columns; limbs of a may be negative. */
QR_FP8_INLINE void fp8_columns_shifted(qr_fp8_columns_t *t, qr_fp8_t a, bool file) {
    const __m512i *limb = (const __m512i *)&a;
    __m512i *column = (__m512i *)t;
    QR_FP_UNROLL
    for (int i = 0; i < 8; i++) {
        if (file) {
            column[4 + i] = QR_FP8_ADD(column[4 + i], limb[i]);
            continue;
        }
        // 400 = 7 * 52 + 36.
        column[7 + i] = QR_FP8_ADD(column[7 + i], _mm512_srli_epi64(_mm512_slli_epi64(limb[i], 48), 12));
        column[8 + i] = QR_FP8_ADD(column[8 + i], _mm512_srai_epi64(limb[i], 16));
    }
}

/** out = (a b + (2 p - y) f R) / R with fR = 2^208 for points of a file, else 2^400; below 2.85 p. */
QR_FP8_OUTLINE void g1_lanes_mul_less(qr_fp8x1_t *out, const qr_fp8x1_t *a, const qr_fp8x1_t *b,
                                      const qr_fp8x1_t *y, bool file) {
    const qr_fp8_t zero = {0};
    const qr_fp8_t less = qr_fp8_add_multiple(qr_fp8_sub_limbs(zero, y->c[0]), 2);
    qr_fp8_columns_t t = qr_fp8_columns_zero();
    if (file) {
        fp8_columns_shifted(&t, less, true);
    } else {
        fp8_columns_shifted(&t, less, false);
    }
    out->c[0] = qr_fp8_reduce(qr_fp8_columns_product(t, &a->c[0], &b->c[0]));
}

/** The same in Fp2. */
QR_FP8_OUTLINE void g2_lanes_mul_less(qr_fp8x2_t *out, const qr_fp8x2_t *a, const qr_fp8x2_t *b,
                                      const qr_fp8x2_t *y, bool file) {
    qr_fp8_columns_t t[2], less[2];
    const qr_fp8_t sum_a = qr_fp8_carry(qr_fp8_add_limbs(a->c[0], a->c[1]));
    const qr_fp8_t sum_b = qr_fp8_carry(qr_fp8_add_limbs(b->c[0], b->c[1]));
    for (int k = 0; k < 2; k++) {
        qr_fp8_mul_wide(&t[k], &a->c[k], &b->c[k]);
        less[k] = t[k];
    }
    // c1 has t0 and t1 taken off, c0 t1; 2 p keep both from being negative.
    const qr_fp8_t zero = {0}, twice = qr_fp8_add_multiple(zero, 2);
    fp8_columns_shifted(&less[0], qr_fp8_sub_limbs(y->c[1], twice), file);
    fp8_columns_shifted(&less[1], qr_fp8_sub_limbs(y->c[0], twice), file);
    qr_fp8_mul_cross(&out->c[1], &sum_a, &sum_b, &less[0], &t[1]);
    qr_fp8_reduce_signed(&out->c[0], &t[0], &less[1]);
    for (int k = 0; k < 2; k++) out->c[k] = qr_fp8_reduce_few(out->c[k]);
}

#define LANES(name) g1_lanes_##name
#define LANES_K 1
#define LANES_GROUP(name) qr_g1_##name
#define LANES_MEMBER g1
#define LANES_KERNEL qr_msm_g1_ifma
#define lanes_t qr_fp8x1_t
#define lanes_field_t qr_fp_t
#include "curve/msm_ifma.h"
#undef LANES
#undef LANES_K
#undef LANES_GROUP
#undef LANES_MEMBER
#undef LANES_KERNEL
#undef lanes_t
#undef lanes_field_t
#undef LANES_GATHER

QR_FP8_INLINE void g2_lanes_mul(qr_fp8x2_t *out, const qr_fp8x2_t *a, const qr_fp8x2_t *b) {
    qr_fp8x2_mul(out, a, b);
}

QR_FP8_INLINE void g2_lanes_square(qr_fp8x2_t *out, const qr_fp8x2_t *a) {
    qr_fp8x2_square(out, a);
}

#define LANES(name) g2_lanes_##name
#define LANES_K 2
#define LANES_GROUP(name) qr_g2_##name
#define LANES_MEMBER g2
#define LANES_KERNEL qr_msm_g2_ifma
#define lanes_t qr_fp8x2_t
#define lanes_field_t qr_fp2_t
#include "curve/msm_ifma.h"

#pragma clang attribute pop

#endif
