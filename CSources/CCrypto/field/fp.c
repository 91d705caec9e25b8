/** @file fp.c  What Fp needs once: inversion, bytes, signs. */
#include "field/fp.h"

__extension__ typedef __int128 fp_i128_t;

/** R^3 mod p: a product with it turns 1/(a R) into R/a. */
static const qr_fp_t fp_r3 = {{UINT64_C(0xed48ac6bd94ca1e0), UINT64_C(0x315f831e03a7adf8),
                               UINT64_C(0x9a53352a615e29dd), UINT64_C(0x34c04e5e921e1761),
                               UINT64_C(0x2512d43565724728), UINT64_C(0x0aa6346091755d4d)}};

// Inversion: Pornin's binary GCD (eprint 2020/972). 31 steps at a time run on 64-bit approximations (the low
// 31 bits, which decide parity, and the top 33, which decide order) and give a matrix of small factors that
// is then applied to the full values. 2 * 381 - 1 steps suffice for any input; 26 batches are 806.

/** Factors of a batch of steps: |f| + |g| <= 2^31 in each row, 2^62 for two batches. */
typedef struct {
    int64_t f0, g0, f1, g1;
} gcd_factors_t;

/** Top words (index 5 down) of a and b at the highest place where either is not zero, packed as said above.
 */
static void gcd_approximate(uint64_t *a_out, uint64_t *b_out, const uint64_t a[6], const uint64_t b[6]) {
    uint64_t a_high = 0, a_low = 0, b_high = 0, b_low = 0, found = 0;
    for (int i = 5; i > 0; i--) {
        // take: this is the first place not empty.
        uint64_t any = a[i] | b[i];
        uint64_t take = (0 - ((any | (0 - any)) >> 63)) & ~found;
        a_high |= a[i] & take;
        a_low |= a[i - 1] & take;
        b_high |= b[i] & take;
        b_low |= b[i - 1] & take;
        found |= take;
    }
    // With nothing above word 0 the words themselves are exact.
    uint64_t top = a_high | b_high | (~found & 1);
    unsigned shift = (unsigned)__builtin_clzll(top);
    const uint64_t low_mask = 0x7fffffff;
    uint64_t a_top = a_high << shift | (a_low >> 1) >> (63 - shift);
    uint64_t b_top = b_high << shift | (b_low >> 1) >> (63 - shift);
    *a_out = (((a_top & ~low_mask) | (a[0] & low_mask)) & found) | (a[0] & ~found);
    *b_out = (((b_top & ~low_mask) | (b[0] & low_mask)) & found) | (b[0] & ~found);
}

/** 31 steps on the approximations. Factors f and g of a row share a word, f low, g high. */
static gcd_factors_t gcd_steps(uint64_t a, uint64_t b) {
    uint64_t row0 = 1, row1 = UINT64_C(1) << 32;
    for (int i = 0; i < 31; i++) {
        // For odd a: (a, b) <- (|a - b|, min(a, b)). Conditional moves keep the chain short.
        bool odd = __builtin_unpredictable(a & 1), less = __builtin_unpredictable(a < b);
        uint64_t t = a - b, s = row0 - row1;
        uint64_t lower = less ? a : b, moved = less ? row0 : row1;
        t = less ? b - a : t;
        s = less ? row1 - row0 : s;
        a = (odd ? t : a) >> 1;
        b = odd ? lower : b;
        row0 = odd ? s : row0;
        row1 = (odd ? moved : row1) << 1;
    }
    // A factor lies in (-2^31, 2^31]; the offset makes both halves of the word non-negative.
    const uint64_t offset = UINT64_C(0x7fffffff7fffffff);
    row0 += offset;
    row1 += offset;
    return (gcd_factors_t){(int64_t)(row0 & 0xffffffff) - 0x7fffffff, (int64_t)(row0 >> 32) - 0x7fffffff,
                           (int64_t)(row1 & 0xffffffff) - 0x7fffffff, (int64_t)(row1 >> 32) - 0x7fffffff};
}

/** out = |a f + b g| / 2^31 (the division is exact); all ones if the sum was negative, else 0. */
static uint64_t gcd_combine(uint64_t out[6], const uint64_t a[6], const uint64_t b[6], int64_t f, int64_t g) {
    uint64_t t[7];
    fp_i128_t acc = 0;
    for (int i = 0; i < 6; i++) {
        acc += (fp_i128_t)a[i] * f + (fp_i128_t)b[i] * g;
        t[i] = (uint64_t)acc;
        acc >>= 64;
    }
    t[6] = (uint64_t)acc;
    uint64_t negative = 0 - (t[6] >> 63), carry = negative & 1;
    for (int i = 0; i < 6; i++) out[i] = qr_fp_adc((t[i] >> 31 | t[i + 1] << 33) ^ negative, 0, &carry);
    return negative;
}

/** One batch: (x, y) <- its matrix applied, made non-negative. */
static gcd_factors_t gcd_batch(uint64_t x[6], uint64_t y[6]) {
    uint64_t x_top, y_top, next[6];
    gcd_approximate(&x_top, &y_top, x, y);
    gcd_factors_t k = gcd_steps(x_top, y_top);
    int64_t sign = -(int64_t)(gcd_combine(next, x, y, k.f0, k.g0) & 1);
    k.f0 = (k.f0 ^ sign) - sign;
    k.g0 = (k.g0 ^ sign) - sign;
    sign = -(int64_t)(gcd_combine(y, x, y, k.f1, k.g1) & 1);
    k.f1 = (k.f1 ^ sign) - sign;
    k.g1 = (k.g1 ^ sign) - sign;
    memcpy(x, next, sizeof next);
    return k;
}

/** out = (u f + v g) / 2^62 mod p, in [0, p); u, v < p, |f| + |g| <= 2^62. */
static void gcd_combine_mod(qr_fp_t *out, const qr_fp_t *u, const qr_fp_t *v, int64_t f, int64_t g) {
    uint64_t t[7], w[6];
    fp_i128_t acc = (fp_i128_t)u->l[0] * f + (fp_i128_t)v->l[0] * g;
    // m makes the sum with m p divisible by 2^62.
    uint64_t m = ((uint64_t)acc * QR_FP_N0) & (UINT64_MAX >> 2);
    acc += (fp_i128_t)m * QR_FP_P0;
    t[0] = (uint64_t)acc;
    acc >>= 64;
    for (int i = 1; i < 6; i++) {
        // At most 2^126 - 2^62 from either factor and 2^63 - 1 carried: below 2^127.
        acc += (fp_i128_t)u->l[i] * f + (fp_i128_t)v->l[i] * g + (fp_i128_t)m * qr_fp_modulus[i];
        t[i] = (uint64_t)acc;
        acc >>= 64;
    }
    t[6] = (uint64_t)acc;
    for (int i = 0; i < 6; i++) w[i] = t[i] >> 62 | t[i + 1] << 2;
    // In (-p, 2 p): a negative value lands in (0, p), which the reduction leaves alone.
    qr_fp_add_masked(w, 0 - (t[6] >> 63));
    qr_fp_reduce_once(out->l, w);
}

void qr_fp_inverse(qr_fp_t *out, const qr_fp_t *a) {
    // x = u a and y = v a mod p throughout; x goes to 0, y to the greatest common divisor.
    uint64_t x[6], y[6];
    qr_fp_t u = {{1}}, v = {{0}}, next;
    memcpy(x, a->l, sizeof x);
    memcpy(y, qr_fp_modulus, sizeof y);
    for (int i = 0; i < 13; i++) {
        gcd_factors_t k = gcd_batch(x, y), m = gcd_batch(x, y);
        gcd_combine_mod(&next, &u, &v, m.f0 * k.f0 + m.g0 * k.f1, m.f0 * k.g0 + m.g0 * k.g1);
        gcd_combine_mod(&v, &u, &v, m.f1 * k.f0 + m.g1 * k.f1, m.f1 * k.g0 + m.g1 * k.g1);
        u = next;
    }
    qr_fp_mul(out, &v, &fp_r3);
}

bool qr_fp_from_le(qr_fp_t *out, const uint8_t in[48]) {
    qr_fp_t raw;
    for (int i = 0; i < 6; i++) {
        raw.l[i] = 0;
        for (int j = 7; j >= 0; j--) raw.l[i] = raw.l[i] << 8 | in[8 * i + j];
    }
    bool canonical = qr_fp_below_modulus(&raw);
    if (!canonical) raw = qr_fp_zero;
    qr_fp_to_montgomery(out, &raw);
    return canonical;
}

bool qr_fp_from_be(qr_fp_t *out, const uint8_t in[48]) {
    uint8_t reversed[48];
    for (int i = 0; i < 48; i++) reversed[i] = in[47 - i];
    return qr_fp_from_le(out, reversed);
}

void qr_fp_to_le(uint8_t out[48], const qr_fp_t *a) {
    qr_fp_t raw;
    qr_fp_from_montgomery(&raw, a);
    for (int i = 0; i < 48; i++) out[i] = (uint8_t)(raw.l[i / 8] >> (8 * (i % 8)));
}

void qr_fp_to_be(uint8_t out[48], const qr_fp_t *a) {
    qr_fp_t raw;
    qr_fp_from_montgomery(&raw, a);
    for (int i = 0; i < 48; i++) out[47 - i] = (uint8_t)(raw.l[i / 8] >> (8 * (i % 8)));
}

bool qr_fp_is_larger_half(const qr_fp_t *a) {
    // a > (p - 1) / 2 exactly when 2 a > p, that is, not below p (2 a = p cannot be).
    qr_fp_t raw;
    qr_fp_from_montgomery(&raw, a);
    qr_fp_add_unreduced(&raw, &raw, &raw);
    return !qr_fp_below_modulus(&raw);
}

uint64_t qr_fp_parity(const qr_fp_t *a) {
    qr_fp_t raw;
    qr_fp_from_montgomery(&raw, a);
    return raw.l[0] & 1;
}
