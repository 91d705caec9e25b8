/** @file poseidon_test.c  Poseidon: every kernel against the plain definition, written out here, and known
 * digests. */
#include <pthread.h>

#include "check.h"
#include "field/fr.h"
#include "quarry_crypto.h"

enum { MAX_WIDTH = 12, MAX_COUNT = 40 };

static const char *const names[] = {"2", "4", "8", "11", "randomness2"};
enum { KINDS = 5 };

/** The plain definition: full matrices, all constants, no scales. */
typedef struct {
    size_t width, full, partial;
    qr_fr_t tag, matrix[MAX_WIDTH * MAX_WIDTH], constants[MAX_WIDTH * 80];
} plain_t;

static void plain_load(plain_t *plain, qr_poseidon_kind_t kind) {
    static uint8_t bytes[32 * MAX_WIDTH * 80];
    qr_poseidon_info_t info;
    qr_poseidon_info(&info, kind);
    plain->width = info.width;
    plain->full = info.full_rounds;
    plain->partial = info.partial_rounds;
    plain->tag = qr_fr_to_montgomery(qr_fr_load(info.domain_tag));
    qr_poseidon_mds(kind, bytes);
    for (size_t i = 0; i < info.width * info.width; i++) {
        plain->matrix[i] = qr_fr_to_montgomery(qr_fr_load(bytes + 32 * i));
    }
    qr_poseidon_round_constants(kind, bytes);
    for (size_t i = 0; i < info.width * (info.full_rounds + info.partial_rounds); i++) {
        plain->constants[i] = qr_fr_to_montgomery(qr_fr_load(bytes + 32 * i));
    }
}

static qr_fr_t fifth(qr_fr_t a) {
    return qr_fr_product(qr_fr_square(qr_fr_square(a)), a);
}

static void plain_hash(const plain_t *plain, uint8_t out[32], const uint8_t *in) {
    const size_t t = plain->width;
    qr_fr_t state[MAX_WIDTH] = {plain->tag}, next[MAX_WIDTH];
    for (size_t i = 1; i < t; i++)
        state[i] = qr_fr_to_montgomery(qr_fr_reduce(qr_fr_load(in + 32 * (i - 1))));
    for (size_t round = 0; round < plain->full + plain->partial; round++) {
        bool full = round < plain->full / 2 || round >= plain->full / 2 + plain->partial;
        for (size_t i = 0; i < t; i++) {
            state[i] = qr_fr_sum(state[i], plain->constants[round * t + i]);
            if (full || i == 0) state[i] = fifth(state[i]);
        }
        for (size_t i = 0; i < t; i++) {
            next[i] = qr_fr_zero;
            for (size_t j = 0; j < t; j++) {
                next[i] = qr_fr_sum(next[i], qr_fr_product(plain->matrix[t * i + j], state[j]));
            }
        }
        memcpy(state, next, sizeof state);
    }
    qr_fr_store(out, qr_fr_from_montgomery(state[1]));
}

/** Element number `i` of the inputs: edge values first, then random below r or, now and then, up to 2^256. */
static void fill_element(uint8_t out[32], size_t i, uint64_t *seed) {
    static const uint64_t r[4] = {QR_FR_R0, QR_FR_R1, QR_FR_R2, QR_FR_R3};
    qr_fr_t value;
    check_fill(&value, sizeof value, seed);
    switch (i % 11) {
        case 0:
            value = qr_fr_zero;
            break;
        case 1:
            value = qr_fr_raw_one;
            break;
        case 2:
            memcpy(&value, r, 32), value.l[0] -= 1;
            break;
        case 3:
            memcpy(&value, r, 32);
            break;
        case 4:
            memset(&value, 0xff, 32);
            break;
        case 5:
            break;
        default:
            value.l[3] >>= 2;
    }
    qr_fr_store(out, value);
}

static void check_kind(qr_poseidon_kind_t kind, const char *kernel) {
    static plain_t plain;
    static uint8_t in[32 * 11 * MAX_COUNT + 1], out[32 * 11 * MAX_COUNT + 1], want[32 * MAX_COUNT];
    static uint8_t columns[11][32 * MAX_COUNT + 11];
    size_t arity = qr_poseidon_arity(kind);
    plain_load(&plain, kind);
    uint64_t seed = 41 + kind;
    const uint8_t *column[11];
    for (size_t i = 0; i < arity; i++) column[i] = columns[i] + i;  // all alignments
    for (size_t k = 0; k < MAX_COUNT; k++) {
        for (size_t i = 0; i < arity; i++) {
            uint8_t *element = in + 1 + 32 * (k * arity + i);
            // The first hashes are of one edge value throughout, the others mix them.
            fill_element(element, k < 6 ? k : (size_t)check_random(&seed), &seed);
            memcpy(columns[i] + i + 32 * k, element, 32);
        }
        plain_hash(&plain, want + 32 * k, in + 1 + 32 * k * arity);
    }
    for (size_t count = 0; count <= MAX_COUNT; count++) {
        memset(out, 0xa5, sizeof out);
        qr_poseidon_hash(kind, out + 1, in + 1, count);
        CHECK(memcmp(out + 1, want, 32 * count) == 0, "%s, arity %s, count %zu", kernel, names[kind], count);
        CHECK(out[1 + 32 * count] == 0xa5, "%s, arity %s writes past %zu", kernel, names[kind], count);
        memset(out, 0xa5, sizeof out);
        qr_poseidon_hash_columns(kind, out, column, count);
        CHECK(memcmp(out, want, 32 * count) == 0, "%s, columns %s, count %zu", kernel, names[kind], count);
        memcpy(out, in + 1, 32 * arity * count);
        qr_poseidon_hash(kind, out, out, count);
        CHECK(memcmp(out, want, 32 * count) == 0, "%s, in place %s, count %zu", kernel, names[kind], count);
    }
}

/** Digests of the inputs 1, 2, .. n (poseidon.jsonl of the sealing vectors, case "1..n"). */
static void check_known(const char *kernel) {
    static const char *const digests[KINDS] = {
        "bea95f3e83d91793d896586e724ec069769d6a43afcbab7b4d1f7f6506816f6d",
        "c5d928f4bc376414f3a25c0933caefcdb7ac69f7d9351f96ea7d60e22412183d",
        "7ec0e1c106a134b810eee278ecefca3ee8c429116af3d14376e0c48f2ed4ed04",
        "bd8022e95811611cf4df43adad526f4ccabcda49af1e79861696800ecd7e8104",
        "3c2fe9b59c5f0de453bbb6db5c84af5448c7d4c1fbf41830ab05dbaf9b872c70",
    };
    for (size_t kind = 0; kind < KINDS; kind++) {
        uint8_t in[32 * 11] = {0}, out[32];
        char hex[65];
        for (size_t i = 0; i < qr_poseidon_arity((qr_poseidon_kind_t)kind); i++)
            in[32 * i] = (uint8_t)(i + 1);
        qr_poseidon_hash((qr_poseidon_kind_t)kind, out, in, 1);
        check_hex(hex, out, 32);
        CHECK(strcmp(hex, digests[kind]) == 0, "%s, arity %s: %s", kernel, names[kind], hex);
    }
}

/** The compressed schedule by its meaning: adding it after the S-boxes gives the same permutation. */
static void check_compressed(qr_poseidon_kind_t kind) {
    static plain_t plain;
    static uint8_t bytes[32 * 200];
    plain_load(&plain, kind);
    const size_t t = plain.width;
    qr_poseidon_compressed_round_constants(kind, bytes);
    qr_fr_t state[MAX_WIDTH] = {plain.tag}, next[MAX_WIDTH];
    const uint8_t *at = bytes;
    for (size_t i = 0; i < t; i++, at += 32) {
        state[i] = qr_fr_sum(state[i], qr_fr_to_montgomery(qr_fr_load(at)));
    }
    const size_t rounds = plain.full + plain.partial, half = plain.full / 2;
    for (size_t round = 0; round < rounds; round++) {
        bool full = round < half || round >= half + plain.partial;
        for (size_t i = 0; i < t; i++) {
            if (full || i == 0) state[i] = fifth(state[i]);
            if (round + 1 == rounds || (!full && i > 0)) continue;
            state[i] = qr_fr_sum(state[i], qr_fr_to_montgomery(qr_fr_load(at)));
            at += 32;
        }
        for (size_t i = 0; i < t; i++) {
            next[i] = qr_fr_zero;
            for (size_t j = 0; j < t; j++) {
                next[i] = qr_fr_sum(next[i], qr_fr_product(plain.matrix[t * i + j], state[j]));
            }
        }
        memcpy(state, next, sizeof state);
    }
    uint8_t got[32], want[32], in[32 * 11] = {0};
    qr_fr_store(got, qr_fr_from_montgomery(state[1]));
    plain_hash(&plain, want, in);
    CHECK(memcmp(got, want, 32) == 0, "arity %s", names[kind]);
    CHECK((size_t)(at - bytes) == 32 * (t * plain.full + plain.partial), "arity %s", names[kind]);
}

static void *first_use(void *out) {
    uint8_t in[32 * 11 * 2] = {1};
    for (size_t kind = 0; kind < KINDS; kind++) {
        qr_poseidon_hash((qr_poseidon_kind_t)kind, (uint8_t *)out + 64 * kind, in, 2);
    }
    return NULL;
}

/** Threads that come first at the same time compute the constants once, and all wait for them. */
static void check_first_use(void) {
    enum { THREADS = 4 };
    static uint8_t out[THREADS][64 * KINDS];
    pthread_t threads[THREADS];
    size_t started = 0;
    while (started < THREADS && pthread_create(&threads[started], NULL, first_use, out[started]) == 0)
        started++;
    CHECK(started == THREADS, "%zu threads", started);
    for (size_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
    for (size_t i = 1; i < started; i++) CHECK(memcmp(out[i], out[0], sizeof out[0]) == 0, "thread %zu", i);
}

int main(void) {
    check_first_use();
    // The masks of check_variants have AVX2 with MULX; here each kernel is to be the one that runs.
    static const struct {
        uint32_t features;
        const char *kernel;
    } variants[] = {{0, "portable"},
                    {QR_CPU_BMI2_ADX, "mulx"},
                    {QR_CPU_AVX2, "avx2"},
                    {QR_CPU_AVX512 | QR_CPU_AVX512IFMA, "ifma8"},
                    {~0u, NULL}};
    for (size_t kind = 0; kind < KINDS; kind++) check_compressed((qr_poseidon_kind_t)kind);
    for (size_t v = 0; v < sizeof variants / sizeof *variants; v++) {
        uint32_t features = variants[v].features & qr_cpu_detected();
        if (variants[v].kernel != NULL && features != variants[v].features) continue;  // not on this CPU
        qr_cpu_restrict(features);
        const char *kernel = qr_poseidon_kernel();
        CHECK(variants[v].kernel == NULL || strcmp(kernel, variants[v].kernel) == 0, "%s", kernel);
        for (size_t kind = 0; kind < KINDS; kind++) check_kind((qr_poseidon_kind_t)kind, kernel);
        check_known(kernel);
    }
    return check_finish("poseidon");
}
