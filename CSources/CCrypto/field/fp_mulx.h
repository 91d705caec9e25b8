/**
 * @file fp_mulx.h
 * Products in Fp with MULX, ADCX and ADOX: each row of partial products is added on two carry chains at once.
 * To be included by x86-64 files that run only with QR_CPU_BMI2_ADX. Operands are given by address alone (and
 * "memory" is clobbered), since an unoptimised build has no registers left for more.
 */
#ifndef QR_FIELD_FP_MULX_H
#define QR_FIELD_FP_MULX_H

#include "field/fp.h"

/** p, then -1/p mod 2^64: memory operands of the assembly. */
static const uint64_t qr_fp_mulx_constants[7] = {QR_FP_P0, QR_FP_P1, QR_FP_P2, QR_FP_P3,
                                                 QR_FP_P4, QR_FP_P5, QR_FP_N0};

// clang-format off

// One partial product: low half onto one chain, high half onto the other.
#define QR_FP_MULX_TERM(base, offset, t, u) \
    "mulxq " offset "(%[" base "]), %[lo], %[hi]\n\tadcxq %[lo], %[" t "]\n\tadoxq %[hi], %[" u "]\n\t"

#define QR_FP_MULX_CLEAR_FLAGS "xorl %k[lo], %k[lo]\n\t"
// The carry of the low halves goes to the top word, which has room for it.
#define QR_FP_MULX_CARRY(top) "adcq $0, %[" top "]\n\t"

// t0..t6 += rdx times the six words at base.
#define QR_FP_MULX_ROW(base, t0, t1, t2, t3, t4, t5, t6)                                  \
    QR_FP_MULX_CLEAR_FLAGS                                                                \
    QR_FP_MULX_TERM(base, "0", t0, t1) QR_FP_MULX_TERM(base, "8", t1, t2)                 \
    QR_FP_MULX_TERM(base, "16", t2, t3) QR_FP_MULX_TERM(base, "24", t3, t4)               \
    QR_FP_MULX_TERM(base, "32", t4, t5) QR_FP_MULX_TERM(base, "40", t5, t6)               \
    QR_FP_MULX_CARRY(t6)

// Montgomery's step: t0 becomes zero, the value moves to t1..t6.
#define QR_FP_MULX_STEP(t0, t1, t2, t3, t4, t5, t6) \
    "movq %[" t0 "], %%rdx\n\timulq 48(%[p]), %%rdx\n\t" QR_FP_MULX_ROW("p", t0, t1, t2, t3, t4, t5, t6)

// Sets t0, t1 to rdx times the first word at base, later words from the low halves on.
#define QR_FP_MULX_SET(base, offset, t, u, add) \
    "mulxq " offset "(%[" base "]), %[lo], %[" u "]\n\t" add " %[lo], %[" t "]\n\t"

// First row: t0..t6 = rdx times the six words at base.
#define QR_FP_MULX_FIRST(base, t0, t1, t2, t3, t4, t5, t6)                                \
    "mulxq 0(%[" base "]), %[" t0 "], %[" t1 "]\n\t"                                      \
    QR_FP_MULX_SET(base, "8", t1, t2, "addq") QR_FP_MULX_SET(base, "16", t2, t3, "adcq")  \
    QR_FP_MULX_SET(base, "24", t3, t4, "adcq") QR_FP_MULX_SET(base, "32", t4, t5, "adcq") \
    QR_FP_MULX_SET(base, "40", t5, t6, "adcq") "adcq $0, %[" t6 "]\n\t"

#define QR_FP_MULX_LOAD(base, offset) "movq " offset "(%[" base "]), %%rdx\n\t"

#define QR_FP_MULX_WORDS                                                                              \
    [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [t5] "=&r"(t5),   \
    [t6] "=&r"(t6), [lo] "=&r"(lo), [hi] "=&r"(hi)

/** t = a b / R in [0, 2 p); a b < p R. */
QR_FP_INLINE void qr_fp_mulx_mul_raw(uint64_t t[6], const qr_fp_t *a, const qr_fp_t *b) {
    uint64_t t0, t1, t2, t3, t4, t5, t6, lo, hi;
    __asm__(QR_FP_MULX_LOAD("b", "0") QR_FP_MULX_FIRST("a", "t0", "t1", "t2", "t3", "t4", "t5", "t6")
            QR_FP_MULX_STEP("t0", "t1", "t2", "t3", "t4", "t5", "t6")
            QR_FP_MULX_LOAD("b", "8") QR_FP_MULX_ROW("a", "t1", "t2", "t3", "t4", "t5", "t6", "t0")
            QR_FP_MULX_STEP("t1", "t2", "t3", "t4", "t5", "t6", "t0")
            QR_FP_MULX_LOAD("b", "16") QR_FP_MULX_ROW("a", "t2", "t3", "t4", "t5", "t6", "t0", "t1")
            QR_FP_MULX_STEP("t2", "t3", "t4", "t5", "t6", "t0", "t1")
            QR_FP_MULX_LOAD("b", "24") QR_FP_MULX_ROW("a", "t3", "t4", "t5", "t6", "t0", "t1", "t2")
            QR_FP_MULX_STEP("t3", "t4", "t5", "t6", "t0", "t1", "t2")
            QR_FP_MULX_LOAD("b", "32") QR_FP_MULX_ROW("a", "t4", "t5", "t6", "t0", "t1", "t2", "t3")
            QR_FP_MULX_STEP("t4", "t5", "t6", "t0", "t1", "t2", "t3")
            QR_FP_MULX_LOAD("b", "40") QR_FP_MULX_ROW("a", "t5", "t6", "t0", "t1", "t2", "t3", "t4")
            QR_FP_MULX_STEP("t5", "t6", "t0", "t1", "t2", "t3", "t4")
            : QR_FP_MULX_WORDS
            : [a] "r"(a), [b] "r"(b), [p] "r"(qr_fp_mulx_constants)
            : "rdx", "cc", "memory");
    t[0] = t6, t[1] = t0, t[2] = t1, t[3] = t2, t[4] = t3, t[5] = t4;
}

/**
 * t = a^2 / R in [0, 2 p), a < 2 p. Row i is a_i times a_i and twice each later word: b holds a, then its
 * words shifted left by one alone (from word 1 on), then the words of 2 a (from word 2 on). A row's first
 * doubled word is taken from the former, as the bit below belongs to a_i itself.
 */
QR_FP_INLINE void qr_fp_mulx_square_raw(uint64_t t[6], const qr_fp_t *a) {
    const uint64_t b[15] = {a->l[0], a->l[1], a->l[2], a->l[3], a->l[4], a->l[5],
                            a->l[1] << 1, a->l[2] << 1, a->l[3] << 1, a->l[4] << 1, a->l[5] << 1,
                            a->l[2] << 1 | a->l[1] >> 63, a->l[3] << 1 | a->l[2] >> 63,
                            a->l[4] << 1 | a->l[3] >> 63, a->l[5] << 1 | a->l[4] >> 63};
    uint64_t t0, t1, t2, t3, t4, t5, t6, lo, hi;
    __asm__(QR_FP_MULX_LOAD("b", "0")
            "mulxq 0(%[b]), %[t0], %[t1]\n\t"
            QR_FP_MULX_SET("b", "48", "t1", "t2", "addq") QR_FP_MULX_SET("b", "88", "t2", "t3", "adcq")
            QR_FP_MULX_SET("b", "96", "t3", "t4", "adcq") QR_FP_MULX_SET("b", "104", "t4", "t5", "adcq")
            QR_FP_MULX_SET("b", "112", "t5", "t6", "adcq") "adcq $0, %[t6]\n\t"
            QR_FP_MULX_STEP("t0", "t1", "t2", "t3", "t4", "t5", "t6")
            QR_FP_MULX_LOAD("b", "8") QR_FP_MULX_CLEAR_FLAGS
            QR_FP_MULX_TERM("b", "8", "t2", "t3") QR_FP_MULX_TERM("b", "56", "t3", "t4")
            QR_FP_MULX_TERM("b", "96", "t4", "t5") QR_FP_MULX_TERM("b", "104", "t5", "t6")
            QR_FP_MULX_TERM("b", "112", "t6", "t0") QR_FP_MULX_CARRY("t0")
            QR_FP_MULX_STEP("t1", "t2", "t3", "t4", "t5", "t6", "t0")
            QR_FP_MULX_LOAD("b", "16") QR_FP_MULX_CLEAR_FLAGS
            QR_FP_MULX_TERM("b", "16", "t4", "t5") QR_FP_MULX_TERM("b", "64", "t5", "t6")
            QR_FP_MULX_TERM("b", "104", "t6", "t0") QR_FP_MULX_TERM("b", "112", "t0", "t1")
            QR_FP_MULX_CARRY("t1")
            QR_FP_MULX_STEP("t2", "t3", "t4", "t5", "t6", "t0", "t1")
            QR_FP_MULX_LOAD("b", "24") QR_FP_MULX_CLEAR_FLAGS
            QR_FP_MULX_TERM("b", "24", "t6", "t0") QR_FP_MULX_TERM("b", "72", "t0", "t1")
            QR_FP_MULX_TERM("b", "112", "t1", "t2") QR_FP_MULX_CARRY("t2")
            QR_FP_MULX_STEP("t3", "t4", "t5", "t6", "t0", "t1", "t2")
            QR_FP_MULX_LOAD("b", "32") QR_FP_MULX_CLEAR_FLAGS
            QR_FP_MULX_TERM("b", "32", "t1", "t2") QR_FP_MULX_TERM("b", "80", "t2", "t3")
            QR_FP_MULX_CARRY("t3")
            QR_FP_MULX_STEP("t4", "t5", "t6", "t0", "t1", "t2", "t3")
            QR_FP_MULX_LOAD("b", "40") QR_FP_MULX_CLEAR_FLAGS
            QR_FP_MULX_TERM("b", "40", "t3", "t4") QR_FP_MULX_CARRY("t4")
            QR_FP_MULX_STEP("t5", "t6", "t0", "t1", "t2", "t3", "t4")
            : QR_FP_MULX_WORDS
            : [b] "r"(b), [p] "r"(qr_fp_mulx_constants)
            : "rdx", "cc", "memory");
    t[0] = t6, t[1] = t0, t[2] = t1, t[3] = t2, t[4] = t3, t[5] = t4;
}

// A row of the wide product: t0 is done and stored, t6 is the new top word.
#define QR_FP_MULX_WIDE_ROW(offset, t0, t1, t2, t3, t4, t5, t6)     \
    QR_FP_MULX_LOAD("b", offset) "movl $0, %k[" t6 "]\n\t"          \
    QR_FP_MULX_ROW("a", t0, t1, t2, t3, t4, t5, t6) "movq %[" t0 "], " offset "(%[out])\n\t"

/** out = a b, any 384-bit values. out is not an operand. */
static inline void qr_fp_mulx_mul_wide(qr_fp_wide_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    uint64_t t0, t1, t2, t3, t4, t5, t6, lo, hi;
    __asm__(QR_FP_MULX_LOAD("b", "0") QR_FP_MULX_FIRST("a", "t0", "t1", "t2", "t3", "t4", "t5", "t6")
            "movq %[t0], 0(%[out])\n\t"
            QR_FP_MULX_WIDE_ROW("8", "t1", "t2", "t3", "t4", "t5", "t6", "t0")
            QR_FP_MULX_WIDE_ROW("16", "t2", "t3", "t4", "t5", "t6", "t0", "t1")
            QR_FP_MULX_WIDE_ROW("24", "t3", "t4", "t5", "t6", "t0", "t1", "t2")
            QR_FP_MULX_WIDE_ROW("32", "t4", "t5", "t6", "t0", "t1", "t2", "t3")
            QR_FP_MULX_WIDE_ROW("40", "t5", "t6", "t0", "t1", "t2", "t3", "t4")
            "movq %[t6], 48(%[out])\n\tmovq %[t0], 56(%[out])\n\tmovq %[t1], 64(%[out])\n\t"
            "movq %[t2], 72(%[out])\n\tmovq %[t3], 80(%[out])\n\tmovq %[t4], 88(%[out])\n\t"
            : QR_FP_MULX_WORDS
            : [a] "r"(a), [b] "r"(b), [out] "r"(out)
            : "rdx", "cc", "memory");
}

/** t = (a + m p) / R with the m that makes the division exact: in (a / R, a / R + p). */
QR_FP_INLINE void qr_fp_mulx_montgomery_steps(uint64_t t[6], const qr_fp_wide_t *a) {
    uint64_t t0 = a->l[0], t1 = a->l[1], t2 = a->l[2], t3 = a->l[3], t4 = a->l[4], t5 = a->l[5], t6 = 0;
    uint64_t lo, hi;
    __asm__(QR_FP_MULX_STEP("t0", "t1", "t2", "t3", "t4", "t5", "t6")
            QR_FP_MULX_STEP("t1", "t2", "t3", "t4", "t5", "t6", "t0")
            QR_FP_MULX_STEP("t2", "t3", "t4", "t5", "t6", "t0", "t1")
            QR_FP_MULX_STEP("t3", "t4", "t5", "t6", "t0", "t1", "t2")
            QR_FP_MULX_STEP("t4", "t5", "t6", "t0", "t1", "t2", "t3")
            QR_FP_MULX_STEP("t5", "t6", "t0", "t1", "t2", "t3", "t4")
            // Six words at most p; the high half is added.
            "addq 48(%[a]), %[t6]\n\tadcq 56(%[a]), %[t0]\n\tadcq 64(%[a]), %[t1]\n\t"
            "adcq 72(%[a]), %[t2]\n\tadcq 80(%[a]), %[t3]\n\tadcq 88(%[a]), %[t4]\n\t"
            : [t0] "+&r"(t0), [t1] "+&r"(t1), [t2] "+&r"(t2), [t3] "+&r"(t3), [t4] "+&r"(t4),
              [t5] "+&r"(t5), [t6] "+&r"(t6), [lo] "=&r"(lo), [hi] "=&r"(hi)
            : [a] "r"(a), [p] "r"(qr_fp_mulx_constants)
            : "rdx", "cc", "memory");
    t[0] = t6, t[1] = t0, t[2] = t1, t[3] = t2, t[4] = t3, t[5] = t4;
}
// clang-format on

/** out = a b / R mod p; a b < p R. */
static inline void qr_fp_mulx_mul(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    uint64_t t[6];
    qr_fp_mulx_mul_raw(t, a, b);
    qr_fp_reduce_once(out->l, t);
}

/** out = a^2 / R mod p; a < 2 p. */
static inline void qr_fp_mulx_square(qr_fp_t *out, const qr_fp_t *a) {
    uint64_t t[6];
    qr_fp_mulx_square_raw(t, a);
    qr_fp_reduce_once(out->l, t);
}

/** out = a / R mod p, 0 <= a < p R. */
static inline void qr_fp_mulx_redc(qr_fp_t *out, const qr_fp_wide_t *a) {
    uint64_t t[6];
    qr_fp_mulx_montgomery_steps(t, a);
    qr_fp_reduce_once(out->l, t);
}

/** The same for a two's complement value: -p R < a < p R. */
static inline void qr_fp_mulx_redc_signed(qr_fp_t *out, const qr_fp_wide_t *a) {
    uint64_t t[6];
    qr_fp_mulx_montgomery_steps(t, a);
    qr_fp_normalise(out->l, t);
}

#endif
