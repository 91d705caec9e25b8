#include "gadget_sha256.h"

#include "gadget_num.h"
#include "gadget_uint32.h"
#include "quarry_crypto.h"

/** A word that is needed later as a sum of up to eight others, or known already. */
typedef struct {
    qr_u32_t terms[7];
    size_t count; /**< 1: terms[0] is the word */
} deferred_t;

/** The word, with `last` added if not NULL. */
static void compute(qr_cs_t *cs, qr_multieq_t *equations, qr_u32_t *out, const deferred_t *deferred,
                    const qr_u32_t *last) {
    const qr_u32_t *operands[8];
    size_t count = deferred->count;
    for (size_t k = 0; k < count; k++) operands[k] = &deferred->terms[k];
    if (count == 1) {
        *out = deferred->terms[0];
        return;
    }
    if (last != NULL) operands[count++] = last;
    qr_u32_add_many(cs, equations, out, operands, count);
}

/** out = a rotated by r0, xor a rotated by r1, xor a rotated (or shifted) by r2. */
static void sigma(qr_cs_t *cs, qr_u32_t *out, const qr_u32_t *a, const unsigned by[3], bool shift) {
    qr_u32_t other;
    qr_u32_rotr(out, a, by[0]);
    qr_u32_rotr(&other, a, by[1]);
    qr_u32_xor(cs, out, out, &other);
    if (shift) {
        qr_u32_shr(&other, a, by[2]);
    } else {
        qr_u32_rotr(&other, a, by[2]);
    }
    qr_u32_xor(cs, out, out, &other);
}

static void extend_schedule(qr_cs_t *cs, qr_multieq_t *equations, qr_u32_t w[64]) {
    static const unsigned first[3] = {7, 18, 3}, second[3] = {17, 19, 10};
    for (unsigned i = 16; i < 64; i++) {
        qr_u32_t s0, s1;
        sigma(cs, &s0, &w[i - 15], first, true);
        sigma(cs, &s1, &w[i - 2], second, true);
        const qr_u32_t *operands[4] = {&w[i - 16], &s0, &w[i - 7], &s1};
        qr_u32_add_many(cs, equations, &w[i], operands, 4);
    }
}

/** The words b, c, d and f, g, h as they are, a and e as sums: what a round leaves to the next. */
typedef struct {
    deferred_t a, e;
    qr_u32_t b, c, d, f, g, h;
} rounds_t;

static void one_round(qr_cs_t *cs, qr_multieq_t *equations, rounds_t *s, const qr_u32_t *w,
                      uint32_t constant) {
    static const unsigned first[3] = {6, 11, 25}, second[3] = {2, 13, 22};
    qr_u32_t e, a, temp[7];
    // temp[0..5) = h, S1, ch, k, w; temp[5..7) = S0, maj
    compute(cs, equations, &e, &s->e, NULL);
    temp[0] = s->h;
    sigma(cs, &temp[1], &e, first, false);
    qr_u32_ch(cs, &temp[2], &e, &s->f, &s->g);
    qr_u32_constant(&temp[3], constant);
    temp[4] = *w;
    compute(cs, equations, &a, &s->a, NULL);
    sigma(cs, &temp[5], &a, second, false);
    qr_u32_maj(cs, &temp[6], &a, &s->b, &s->c);
    s->h = s->g;
    s->g = s->f;
    s->f = e;
    memcpy(s->e.terms, temp, 5 * sizeof *temp);
    s->e.terms[5] = s->d;
    s->e.count = 6;
    s->d = s->c;
    s->c = s->b;
    s->b = a;
    memcpy(s->a.terms, temp, sizeof temp);
    s->a.count = 7;
}

/** state = compression of one block onto it. */
static void compress(qr_cs_t *cs, qr_u32_t state[8], const qr_bool_t block[512]) {
    qr_u32_t w[64];
    qr_multieq_t equations;
    qr_multieq_init(&equations);
    for (unsigned i = 0; i < 16; i++) qr_u32_from_bits_be(&w[i], block + 32 * i);
    extend_schedule(cs, &equations, w);
    rounds_t s = {.a = {.terms = {state[0]}, .count = 1},
                  .e = {.terms = {state[4]}, .count = 1},
                  .b = state[1],
                  .c = state[2],
                  .d = state[3],
                  .f = state[5],
                  .g = state[6],
                  .h = state[7]};
    for (unsigned i = 0; i < 64; i++) one_round(cs, &equations, &s, &w[i], qr_sha256_constants[i]);
    qr_u32_t *words[8] = {NULL, &s.b, &s.c, &s.d, NULL, &s.f, &s.g, &s.h};
    for (unsigned i = 0; i < 8; i++) {
        const qr_u32_t *operands[2] = {&state[i], words[i]};
        if (words[i] != NULL) {
            qr_u32_add_many(cs, &equations, &state[i], operands, 2);
        } else {
            compute(cs, &equations, &state[i], i == 0 ? &s.a : &s.e, &state[i]);
        }
    }
    qr_multieq_finish(cs, &equations);
}

void qr_sha256_gadget(qr_cs_t *cs, qr_bool_t out[256], const qr_bool_t *bits, size_t count) {
    qr_u32_t state[8];
    for (unsigned i = 0; i < 8; i++) qr_u32_constant(&state[i], qr_sha256_initial[i]);
    size_t blocks = (count + 1 + 64 + 511) / 512;
    for (size_t k = 0; k < blocks; k++) {
        qr_bool_t block[512];
        for (size_t i = 0; i < 512; i++) {
            size_t at = 512 * k + i, left = 512 * blocks - 1 - at;
            if (at < count) {
                block[i] = bits[at];
            } else {
                bool length_bit = left < 64 && ((uint64_t)count >> left & 1) != 0;
                block[i] = qr_bool_constant(at == count || length_bit);
            }
        }
        compress(cs, state, block);
    }
    for (unsigned i = 0; i < 8; i++) qr_u32_to_bits_be(out + 32 * i, &state[i]);
}

qr_num_t qr_sha256_node_gadget(qr_cs_t *cs, const qr_num_t *children, size_t count) {
    qr_bool_t preimage[256 * QR_SHA256_NODE_CHILDREN], digest[256], bits[256];
    if (count > QR_SHA256_NODE_CHILDREN) {
        qr_cs_fail(cs, QR_INVALID_ARGUMENT);
        count = 0;
    }
    for (size_t k = 0; k < count; k++) {
        qr_bool_t child[QR_FR_BITS];
        qr_num_to_bits(cs, child, children[k]);
        qr_bits_to_bytes_order(preimage + 256 * k, child, QR_FR_BITS);
    }
    qr_sha256_gadget(cs, digest, preimage, 256 * count);
    qr_bits_to_bytes_order(bits, digest, 256);
    return qr_pack_bits(cs, bits, 256);
}
