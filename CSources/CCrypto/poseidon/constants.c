/** @file constants.c  Parameters of the Poseidon instances as neptune fixes them (Standard strength). */
#include "poseidon/constants.h"

/** What tells one kind from another: inputs, partial rounds and domain tag. */
static const struct {
    size_t arity, partial;
    uint64_t tag;
} kinds[QR_POSEIDON_KINDS] = {
    [QR_POSEIDON_2] = {2, 55, (1u << 2) - 1},
    [QR_POSEIDON_4] = {4, 56, (1u << 4) - 1},
    [QR_POSEIDON_8] = {8, 57, (1u << 8) - 1},
    [QR_POSEIDON_11] = {11, 57, (1u << 11) - 1},
    [QR_POSEIDON_RANDOMNESS_2] = {2, 55, UINT64_C(1) << 40},  // identifier 1 of the custom tags, times 2^40
};

/**
 * The Grain LFSR: 80 bits, the oldest in bit 0 of `low`, the newest in bit 15 of `high`. Its highest tap is
 * bit 62, so 16 new bits follow from the state at once; `ready` of them wait in `fresh`, the oldest in bit 0.
 */
typedef struct {
    uint64_t low, high;
    unsigned fresh, ready;
} grain_t;

static void grain_push(grain_t *grain, unsigned count, uint64_t value) {
    for (unsigned i = count; i-- > 0;) {
        grain->low = grain->low >> 1 | grain->high << 63;
        grain->high = grain->high >> 1 | (value >> i & 1) << 15;
    }
}

static void grain_clock16(grain_t *grain) {
    uint64_t low = grain->low, high = grain->high;
    uint64_t bits =
        (low >> 62 | high << 2) ^ (low >> 51 | high << 13) ^ low >> 38 ^ low >> 23 ^ low >> 13 ^ low;
    grain->low = low >> 16 | high << 48;
    grain->high = bits & 0xffff;
    grain->fresh = (unsigned)(bits & 0xffff);
    grain->ready = 16;
}

static void grain_init(grain_t *grain, size_t width, size_t partial) {
    memset(grain, 0, sizeof *grain);
    grain_push(grain, 2, 1);     // a prime field
    grain_push(grain, 4, 1);     // the S-box x^5, as neptune codes it
    grain_push(grain, 12, 255);  // bits of r
    grain_push(grain, 12, width);
    grain_push(grain, 10, QR_POSEIDON_FULL);
    grain_push(grain, 10, partial);
    grain_push(grain, 30, (1u << 30) - 1);
    for (size_t i = 0; i < 160; i += 16) grain_clock16(grain);
    grain->ready = 0;
}

/** Of each pair of bits the second counts if the first is 1. */
static unsigned grain_bit(grain_t *grain) {
    for (;;) {
        if (grain->ready == 0) grain_clock16(grain);
        unsigned pair = grain->fresh & 3;
        grain->fresh >>= 2;
        grain->ready -= 2;
        if (pair & 1) return pair >> 1;
    }
}

/** The next 255-bit number below r, most significant bit first; larger ones are passed over. */
static qr_fr_t grain_element(grain_t *grain) {
    for (;;) {
        qr_fr_t raw = qr_fr_zero;
        for (size_t i = 255; i-- > 0;) raw.l[i / 64] |= (uint64_t)grain_bit(grain) << (i % 64);
        if (qr_fr_below_modulus(raw)) return qr_fr_to_montgomery(raw);
    }
}

static void make_parameters(void *memory, qr_poseidon_kind_t kind) {
    qr_poseidon_parameters_t *out = memory;
    size_t width = kinds[kind].arity + 1;
    out->width = width;
    out->partial = kinds[kind].partial;
    out->tag = kinds[kind].tag;
    grain_t grain;
    grain_init(&grain, width, out->partial);
    size_t count = width * (QR_POSEIDON_FULL + out->partial);
    for (size_t i = 0; i < count; i++) out->constants[i] = grain_element(&grain);
    qr_fr_t reciprocal[2 * QR_POSEIDON_MAX_WIDTH];
    for (size_t i = 0; i < 2 * width - 1; i++) reciprocal[i] = qr_fr_invert(qr_fr_from_u64(width + i));
    for (size_t i = 0; i < width; i++) {
        for (size_t j = 0; j < width; j++) out->matrix[i][j] = reciprocal[i + j];
    }
}

void qr_poseidon_once(qr_poseidon_once_t *once, qr_poseidon_kind_t kind, void *out,
                      void (*make)(void *out, qr_poseidon_kind_t kind)) {
    if (__atomic_load_n(&once->ready[kind], __ATOMIC_ACQUIRE)) return;
    pthread_mutex_lock(&once->lock);
    if (!once->ready[kind]) {
        make(out, kind);
        __atomic_store_n(&once->ready[kind], true, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&once->lock);
}

const qr_poseidon_parameters_t *qr_poseidon_parameters(qr_poseidon_kind_t kind) {
    static qr_poseidon_parameters_t parameters[QR_POSEIDON_KINDS];
    static qr_poseidon_once_t once = QR_POSEIDON_ONCE;
    qr_poseidon_once(&once, kind, &parameters[kind], make_parameters);
    return &parameters[kind];
}

size_t qr_poseidon_arity(qr_poseidon_kind_t kind) {
    return kinds[kind].arity;
}

void qr_poseidon_info(qr_poseidon_info_t *out, qr_poseidon_kind_t kind) {
    memset(out, 0, sizeof *out);
    out->width = kinds[kind].arity + 1;
    out->full_rounds = QR_POSEIDON_FULL;
    out->partial_rounds = kinds[kind].partial;
    qr_fr_t tag = {{kinds[kind].tag, 0, 0, 0}};
    qr_fr_store(out->domain_tag, tag);
}

static uint8_t *put(uint8_t *out, const qr_fr_t *values, size_t count) {
    for (size_t i = 0; i < count; i++) qr_fr_store(out + 32 * i, qr_fr_from_montgomery(values[i]));
    return out + 32 * count;
}

void qr_poseidon_round_constants(qr_poseidon_kind_t kind, uint8_t *out) {
    const qr_poseidon_parameters_t *p = qr_poseidon_parameters(kind);
    put(out, p->constants, p->width * (QR_POSEIDON_FULL + p->partial));
}

void qr_poseidon_mds(qr_poseidon_kind_t kind, uint8_t *out) {
    const qr_poseidon_parameters_t *p = qr_poseidon_parameters(kind);
    for (size_t i = 0; i < p->width; i++) out = put(out, p->matrix[i], p->width);
}

static void apply(qr_fr_t *out, qr_fr_t matrix[][QR_POSEIDON_MAX_WIDTH], const qr_fr_t *in, size_t n) {
    for (size_t i = 0; i < n; i++) {
        out[i] = qr_fr_zero;
        for (size_t j = 0; j < n; j++) out[i] = qr_fr_sum(out[i], qr_fr_product(matrix[i][j], in[j]));
    }
}

void qr_poseidon_compressed_round_constants(qr_poseidon_kind_t kind, uint8_t *out) {
    // Constants in front of a round, taken back through the matrix, may be added after the S-boxes of the
    // round before. In the partial rounds only element 0 must stay; the rest moves on to the round before
    // that.
    const qr_poseidon_parameters_t *p = qr_poseidon_parameters(kind);
    const size_t t = p->width, half = QR_POSEIDON_FULL / 2, last = half + p->partial;
    qr_fr_t inverse[QR_POSEIDON_MAX_WIDTH][QR_POSEIDON_MAX_WIDTH], moved[QR_POSEIDON_MAX_WIDTH];
    qr_fr_t matrix[QR_POSEIDON_MAX_WIDTH][QR_POSEIDON_MAX_WIDTH];
    memcpy(matrix, p->matrix, sizeof matrix);
    qr_poseidon_invert_matrix(inverse, matrix, t);
    out = put(out, p->constants, t);
    for (size_t round = 1; round < half; round++) {
        apply(moved, inverse, p->constants + round * t, t);
        out = put(out, moved, t);
    }
    qr_fr_t pending[QR_POSEIDON_MAX_WIDTH], single[QR_POSEIDON_MAX_PARTIAL];
    memcpy(pending, p->constants + last * t, t * sizeof *pending);
    for (size_t i = p->partial; i-- > 0;) {
        apply(moved, inverse, pending, t);
        single[i] = moved[0];
        moved[0] = qr_fr_zero;
        for (size_t j = 0; j < t; j++) pending[j] = qr_fr_sum(p->constants[(half + i) * t + j], moved[j]);
    }
    apply(moved, inverse, pending, t);
    out = put(out, moved, t);
    out = put(out, single, p->partial);
    for (size_t round = last + 1; round < last + half; round++) {
        apply(moved, inverse, p->constants + round * t, t);
        out = put(out, moved, t);
    }
}
