/** @file poseidon.c  Poseidon's entry points: the choice of kernel and the shape of its input. */
#include "poseidon/kernels.h"
#include "quarry_crypto.h"

static void make_plan(void *memory, qr_poseidon_kind_t kind) {
    qr_poseidon_plan64_t *out = memory;
    // Four-word products; nine-word sums, reduced by five words to spare their top; one-word rows.
    const qr_poseidon_shifts_t shifts = {.product = 256, .sum = 320, .row = 64};
    qr_poseidon_make_plan(&out->plan, qr_poseidon_parameters(kind), shifts);
    const size_t terms = 2 * out->plan.width - 1;
    out->to[0] = terms;
    out->words = 1;
    for (size_t j = 1; j < 4; j++) {
        out->from[j] = terms;
        for (size_t i = 0; i < terms; i++) {
            const uint64_t *word = out->plan.recurrence[i].l;
            bool present = false;
            for (size_t k = j; k < 4; k++) present |= word[k] != 0;
            if (!present) continue;
            if (i < out->from[j]) out->from[j] = i;
            out->to[j] = i + 1;
            out->words = j + 1;
        }
    }
    qr_fr_t fold = qr_fr_r2;  // 2^256 in Montgomery form
    for (size_t i = 0; i < 64 * out->words; i++) fold = qr_fr_sum(fold, fold);
    out->fold = qr_fr_from_montgomery(fold);
}

const qr_poseidon_plan64_t *qr_poseidon_plan64(qr_poseidon_kind_t kind) {
    static qr_poseidon_plan64_t plans[QR_POSEIDON_KINDS];
    static qr_poseidon_once_t once = QR_POSEIDON_ONCE;
    qr_poseidon_once(&once, kind, &plans[kind], make_plan);
    return &plans[kind];
}

typedef void kernel_fn(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *const *columns, size_t stride,
                       size_t count);

/** The kernel for many hashes, and its name. */
static kernel_fn *choose(const char **name) {
#if defined(__x86_64__)
    uint32_t features = qr_cpu_features();
    if (features & QR_CPU_AVX512IFMA) {
        *name = "ifma8";
        return qr_poseidon_ifma;
    }
    if (features & QR_CPU_AVX2) {
        *name = "avx2";
        return qr_poseidon_avx2;
    }
    if (features & QR_CPU_BMI2_ADX) {
        *name = "mulx";
        return qr_poseidon_mulx;
    }
#endif
    *name = "portable";
    return qr_poseidon_portable;
}

/** The kernel for `count` hashes: a single one takes a whole group of lanes longer than the scalar unit. */
static kernel_fn *choose_for(size_t count) {
    const char *name;
#if defined(__x86_64__)
    if (count == 1 && (qr_cpu_features() & QR_CPU_BMI2_ADX)) return qr_poseidon_mulx;
#endif
    (void)count;
    return choose(&name);
}

const char *qr_poseidon_kernel(void) {
    const char *name;
    (void)choose(&name);
    return name;
}

void qr_poseidon_hash_columns(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *const *columns,
                              size_t count) {
    choose_for(count)(kind, out, columns, 32, count);
}

void qr_poseidon_hash(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *in, size_t count) {
    const uint8_t *columns[QR_POSEIDON_MAX_WIDTH];
    size_t arity = qr_poseidon_arity(kind);
    for (size_t i = 0; i < arity; i++) columns[i] = in + 32 * i;
    choose_for(count)(kind, out, columns, 32 * arity, count);
}
