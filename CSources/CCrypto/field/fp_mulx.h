/**
 * @file fp_mulx.h
 * Products in Fp with MULX, ADCX and ADOX: each row of partial products is added on two carry chains at once.
 * To be included by x86-64 files that run only with QR_CPU_BMI2_ADX.
 */
#ifndef QR_FIELD_FP_MULX_H
#define QR_FIELD_FP_MULX_H

#include "field/fp.h"

/** p, then -1/p mod 2^64: memory operands of the assembly. */
static const uint64_t qr_fp_mulx_constants[7] = {QR_FP_P0, QR_FP_P1, QR_FP_P2, QR_FP_P3,
                                                 QR_FP_P4, QR_FP_P5, QR_FP_N0};

// One partial product: low half onto one chain, high half onto the other.
#define QR_FP_MULX_TERM(base, offset, t, u) \
    "mulxq " offset "(%[" base "]), %[lo], %[hi]\n\tadcxq %[lo], %[" t "]\n\tadoxq %[hi], %[" u "]\n\t"

// t0..t6 += rdx times the six words at base; t6 takes the last high half and has room for it.
#define QR_FP_MULX_ROW(base, t0, t1, t2, t3, t4, t5, t6)                                            \
    "xorl %k[lo], %k[lo]\n\t" QR_FP_MULX_TERM(base, "0", t0, t1) QR_FP_MULX_TERM(base, "8", t1, t2) \
        QR_FP_MULX_TERM(base, "16", t2, t3) QR_FP_MULX_TERM(base, "24", t3, t4)                     \
            QR_FP_MULX_TERM(base, "32", t4, t5)                                                     \
                QR_FP_MULX_TERM(base, "40", t5, t6) "movl $0, %k[lo]\n\tadcxq %[lo], %[" t6 "]\n\t"

// Montgomery's step: t0 becomes zero, the value moves to t1..t6.
#define QR_FP_MULX_STEP(t0, t1, t2, t3, t4, t5, t6) \
    "movq %[" t0 "], %%rdx\n\timulq 48(%[p]), %%rdx\n\t" QR_FP_MULX_ROW("p", t0, t1, t2, t3, t4, t5, t6)

// First row: t0..t6 = rdx times the six words at base.
#define QR_FP_MULX_FIRST(base, t0, t1, t2, t3, t4, t5, t6)         \
    "mulxq 0(%[" base "]), %[" t0 "], %[" t1                       \
    "]\n\t"                                                        \
    "mulxq 8(%[" base "]), %[lo], %[" t2 "]\n\taddq %[lo], %[" t1  \
    "]\n\t"                                                        \
    "mulxq 16(%[" base "]), %[lo], %[" t3 "]\n\tadcq %[lo], %[" t2 \
    "]\n\t"                                                        \
    "mulxq 24(%[" base "]), %[lo], %[" t4 "]\n\tadcq %[lo], %[" t3 \
    "]\n\t"                                                        \
    "mulxq 32(%[" base "]), %[lo], %[" t5 "]\n\tadcq %[lo], %[" t4 \
    "]\n\t"                                                        \
    "mulxq 40(%[" base "]), %[lo], %[" t6 "]\n\tadcq %[lo], %[" t5 \
    "]\n\t"                                                        \
    "adcq $0, %[" t6 "]\n\t"

#define QR_FP_MULX_LOAD(offset) "movq " offset "(%[b]), %%rdx\n\t"

/** out = a b / R mod p; a b < p R. */
static inline void qr_fp_mulx_mul(qr_fp_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    uint64_t t0, t1, t2, t3, t4, t5, t6, lo, hi;
    __asm__(QR_FP_MULX_LOAD("0") QR_FP_MULX_FIRST("a", "t0", "t1", "t2", "t3", "t4", "t5", "t6")
                QR_FP_MULX_STEP("t0", "t1", "t2", "t3", "t4", "t5", "t6") QR_FP_MULX_LOAD("8")
                    QR_FP_MULX_ROW("a", "t1", "t2", "t3", "t4", "t5", "t6", "t0")
                        QR_FP_MULX_STEP("t1", "t2", "t3", "t4", "t5", "t6", "t0") QR_FP_MULX_LOAD("16")
                            QR_FP_MULX_ROW("a", "t2", "t3", "t4", "t5", "t6", "t0", "t1") QR_FP_MULX_STEP(
                                "t2", "t3", "t4", "t5", "t6", "t0", "t1") QR_FP_MULX_LOAD("24")
                                QR_FP_MULX_ROW("a", "t3", "t4", "t5", "t6", "t0", "t1", "t2") QR_FP_MULX_STEP(
                                    "t3", "t4", "t5", "t6", "t0", "t1", "t2") QR_FP_MULX_LOAD("32")
                                    QR_FP_MULX_ROW("a", "t4", "t5", "t6", "t0", "t1", "t2", "t3")
                                        QR_FP_MULX_STEP("t4", "t5", "t6", "t0", "t1", "t2", "t3")
                                            QR_FP_MULX_LOAD("40")
                                                QR_FP_MULX_ROW("a", "t5", "t6", "t0", "t1", "t2", "t3", "t4")
                                                    QR_FP_MULX_STEP("t5", "t6", "t0", "t1", "t2", "t3", "t4")
            : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [t5] "=&r"(t5),
              [t6] "=&r"(t6), [lo] "=&r"(lo), [hi] "=&r"(hi)
            : [a] "r"(a), [b] "r"(b), [p] "r"(qr_fp_mulx_constants), "m"(*a), "m"(*b),
              "m"(qr_fp_mulx_constants)
            : "rdx", "cc");
    uint64_t t[6] = {t6, t0, t1, t2, t3, t4};
    qr_fp_reduce_once(out->l, t);
}

static inline void qr_fp_mulx_square(qr_fp_t *out, const qr_fp_t *a) {
    qr_fp_mulx_mul(out, a, a);
}

// A row of the wide product: t0 is done and stored, t6 is the new top word.
#define QR_FP_MULX_WIDE_ROW(offset, t0, t1, t2, t3, t4, t5, t6) \
    "movq " offset "(%[b]), %%rdx\n\tmovl $0, %k[" t6           \
    "]\n\t" QR_FP_MULX_ROW("a", t0, t1, t2, t3, t4, t5, t6) "movq %[" t0 "], " offset "(%[out])\n\t"

/** out = a b, any 384-bit values. out is not an operand. */
static inline void qr_fp_mulx_mul_wide(qr_fp_wide_t *out, const qr_fp_t *a, const qr_fp_t *b) {
    uint64_t t0, t1, t2, t3, t4, t5, t6, lo, hi;
    __asm__(QR_FP_MULX_LOAD("0") QR_FP_MULX_FIRST("a", "t0", "t1", "t2", "t3", "t4", "t5", "t6")
            "movq %[t0], 0(%[out])\n\t"
            QR_FP_MULX_WIDE_ROW("8", "t1", "t2", "t3", "t4", "t5", "t6", "t0")
            QR_FP_MULX_WIDE_ROW("16", "t2", "t3", "t4", "t5", "t6", "t0", "t1")
            QR_FP_MULX_WIDE_ROW("24", "t3", "t4", "t5", "t6", "t0", "t1", "t2")
            QR_FP_MULX_WIDE_ROW("32", "t4", "t5", "t6", "t0", "t1", "t2", "t3")
            QR_FP_MULX_WIDE_ROW("40", "t5", "t6", "t0", "t1", "t2", "t3", "t4")
            "movq %[t6], 48(%[out])\n\tmovq %[t0], 56(%[out])\n\tmovq %[t1], 64(%[out])\n\t"
            "movq %[t2], 72(%[out])\n\tmovq %[t3], 80(%[out])\n\tmovq %[t4], 88(%[out])\n\t"
            : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4),
              [t5] "=&r"(t5), [t6] "=&r"(t6), [lo] "=&r"(lo), [hi] "=&r"(hi), "=m"(*out)
            : [a] "r"(a), [b] "r"(b), [out] "r"(out), "m"(*a), "m"(*b)
            : "rdx", "cc");
}

// clang-format off
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
            : [a] "r"(a), [p] "r"(qr_fp_mulx_constants), "m"(*a), "m"(qr_fp_mulx_constants)
            : "rdx", "cc");
    t[0] = t6, t[1] = t0, t[2] = t1, t[3] = t2, t[4] = t3, t[5] = t4;
}
// clang-format on

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
