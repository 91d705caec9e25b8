/**
 * @file fr_mulx.h
 * Products in Fr with MULX, ADCX and ADOX: each row of partial products is added on two carry chains at once.
 * To be included by x86-64 files that run only with QR_CPU_BMI2_ADX.
 */
#ifndef QR_FIELD_FR_MULX_H
#define QR_FIELD_FR_MULX_H

#include "field/fr.h"

/** r, then -1/r mod 2^64: memory operands of the assembly. */
static const uint64_t qr_fr_mulx_constants[5] = {QR_FR_R0, QR_FR_R1, QR_FR_R2, QR_FR_R3, QR_FR_N0};

// Adds the four words at `source` times rdx to t0..t3 (low halves, carry flag) and t1..t4 (high halves,
// overflow flag).
#define QR_FR_MULX_ROW(source, t0, t1, t2, t3, t4)    \
    "xorl %k[low], %k[low]\n\t"                       \
    "mulxq 0(%[" source                               \
    "]), %[low], %[high]\n\t"                         \
    "adcxq %[low], %[" t0 "]\n\tadoxq %[high], %[" t1 \
    "]\n\t"                                           \
    "mulxq 8(%[" source                               \
    "]), %[low], %[high]\n\t"                         \
    "adcxq %[low], %[" t1 "]\n\tadoxq %[high], %[" t2 \
    "]\n\t"                                           \
    "mulxq 16(%[" source                              \
    "]), %[low], %[high]\n\t"                         \
    "adcxq %[low], %[" t2 "]\n\tadoxq %[high], %[" t3 \
    "]\n\t"                                           \
    "mulxq 24(%[" source                              \
    "]), %[low], %[high]\n\t"                         \
    "adcxq %[low], %[" t3 "]\n\tadoxq %[high], %[" t4 \
    "]\n\t"                                           \
    "movl $0, %k[low]\n\tadcxq %[low], %[" t4 "]\n\t"

// Montgomery's step: makes t0 zero; the value moves to t1..t4, and t0 is the next row's top word.
#define QR_FR_MULX_STEP(t0, t1, t2, t3, t4) \
    "movq %[" t0 "], %%rdx\n\timulq 32(%[r]), %%rdx\n\t" QR_FR_MULX_ROW("r", t0, t1, t2, t3, t4)

/** a b / 2^256 mod r; a below r, b any 256-bit value. */
static inline qr_fr_t qr_fr_mulx_product(qr_fr_t a, qr_fr_t b) {
    uint64_t t0, t1, t2, t3, t4, low, high, below;
    __asm__(
        "movq 0(%[b]), %%rdx\n\t"
        "mulxq 0(%[a]), %[t0], %[t1]\n\t"
        "mulxq 8(%[a]), %[low], %[t2]\n\taddq %[low], %[t1]\n\t"
        "mulxq 16(%[a]), %[low], %[t3]\n\tadcq %[low], %[t2]\n\t"
        "mulxq 24(%[a]), %[low], %[t4]\n\tadcq %[low], %[t3]\n\tadcq $0, %[t4]\n\t" QR_FR_MULX_STEP(
            "t0", "t1", "t2", "t3", "t4") "movq 8(%[b]), %%rdx\n\t" QR_FR_MULX_ROW("a", "t1", "t2", "t3",
                                                                                   "t4", "t0")
            QR_FR_MULX_STEP("t1", "t2", "t3", "t4", "t0") "movq 16(%[b]), %%rdx\n\t" QR_FR_MULX_ROW(
                "a", "t2", "t3", "t4", "t0", "t1")
                QR_FR_MULX_STEP("t2", "t3", "t4", "t0", "t1") "movq 24(%[b]), %%rdx\n\t" QR_FR_MULX_ROW(
                    "a", "t3", "t4", "t0", "t1", "t2") QR_FR_MULX_STEP("t3", "t4", "t0", "t1", "t2")
        : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [low] "=&r"(low),
          [high] "=&r"(high)
        : [a] "r"(a.l), [b] "r"(b.l), [r] "r"(qr_fr_mulx_constants), "m"(a), "m"(b), "m"(qr_fr_mulx_constants)
        : "rdx", "cc");
    qr_fr_t out = {{t4, t0, t1, t2}};
    return qr_fr_reduce_once(out, &below);
}

/** acc[0..8] += a b. */
static inline void qr_fr_mulx_add_product(uint64_t acc[9], const qr_fr_t *a, const qr_fr_t *b) {
    uint64_t p0, p1, p2, p3, p4, p5, p6, p7, low;
    // p7 holds the high halves until the last one, which is its own.
#define ROW(t0, t1, t2, t3, t4)                                                      \
    "xorl %k[low], %k[low]\n\t"                                                      \
    "mulxq 0(%[a]), %[low], %[p7]\n\tadcxq %[low], %[" t0 "]\n\tadoxq %[p7], %[" t1  \
    "]\n\t"                                                                          \
    "mulxq 8(%[a]), %[low], %[p7]\n\tadcxq %[low], %[" t1 "]\n\tadoxq %[p7], %[" t2  \
    "]\n\t"                                                                          \
    "mulxq 16(%[a]), %[low], %[p7]\n\tadcxq %[low], %[" t2 "]\n\tadoxq %[p7], %[" t3 \
    "]\n\t"                                                                          \
    "mulxq 24(%[a]), %[low], %[" t4 "]\n\tadcxq %[low], %[" t3                       \
    "]\n\t"                                                                          \
    "movl $0, %k[low]\n\tadoxq %[low], %[" t4 "]\n\tadcxq %[low], %[" t4 "]\n\t"
    __asm__("movq 0(%[b]), %%rdx\n\t"
            "mulxq 0(%[a]), %[p0], %[p1]\n\t"
            "mulxq 8(%[a]), %[low], %[p2]\n\taddq %[low], %[p1]\n\t"
            "mulxq 16(%[a]), %[low], %[p3]\n\tadcq %[low], %[p2]\n\t"
            "mulxq 24(%[a]), %[low], %[p4]\n\tadcq %[low], %[p3]\n\tadcq $0, %[p4]\n\t"
            "movq 8(%[b]), %%rdx\n\t" ROW("p1", "p2", "p3", "p4", "p5")
            "movq 16(%[b]), %%rdx\n\t" ROW("p2", "p3", "p4", "p5", "p6")
            "movq 24(%[b]), %%rdx\n\t" ROW("p3", "p4", "p5", "p6", "p7")
            "addq %[p0], 0(%[acc])\n\tadcq %[p1], 8(%[acc])\n\tadcq %[p2], 16(%[acc])\n\t"
            "adcq %[p3], 24(%[acc])\n\tadcq %[p4], 32(%[acc])\n\tadcq %[p5], 40(%[acc])\n\t"
            "adcq %[p6], 48(%[acc])\n\tadcq %[p7], 56(%[acc])\n\tadcq $0, 64(%[acc])\n\t"
            : [p0] "=&r"(p0), [p1] "=&r"(p1), [p2] "=&r"(p2), [p3] "=&r"(p3), [p4] "=&r"(p4),
              [p5] "=&r"(p5), [p6] "=&r"(p6), [p7] "=&r"(p7), [low] "=&r"(low)
            : [a] "r"(a), [b] "r"(b), [acc] "r"(acc)
            : "rdx", "cc", "memory");
#undef ROW
}

#endif
