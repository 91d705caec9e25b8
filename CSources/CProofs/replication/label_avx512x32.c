/**
 * Labels of thirty-two sectors: two groups of sixteen lanes of AVX-512, their rounds side by side, since one
 * group waits for the latency of its own rounds where the vector units are 512 bits wide.
 *
 * The schedules of a node (header, 3 or 7 distinct blocks of parents, last block; for both groups) are woven
 * into the rounds of earlier blocks. Base parents may be the predecessor, so their blocks (0..2) are expanded
 * one block ahead of use. All else is known a node before and is spread, one schedule a block, over the
 * second half of the node.
 */
#include "../../CCrypto/hash/sha256_avx512.h"

#include "label_common.h"

enum { LANES = 32, GROUPS = 2, NODE_BYTES = 32 * 32, VECTOR_BYTES = 32 * 4 };

typedef struct {
    __m512i wk[64];
} schedule_t;

/** A schedule to be made: w[0..15] and out[0..15] are filled. */
typedef struct {
    __m512i *w, *out;
} job_t;

#define PAIR(a, b, c, d, e, f, g, h, j)                        \
    QR_V_ROUND(x.a, x.b, x.c, x.d, x.e, x.f, x.g, x.h, xk[j]); \
    QR_V_ROUND(y.a, y.b, y.c, y.d, y.e, y.f, y.g, y.h, yk[j])

#define WORD(j)                                                \
    do {                                                       \
        if (count > 0) qr_x16_word(p.w + j, p.out + j, k + j); \
        if (count > 1) qr_x16_word(q.w + j, q.out + j, k + j); \
    } while (0)

/** 64 rounds of both groups, and the later 48 words of the first `count` jobs. count is a constant when
 * inlined. */
QR_AVX512_INLINE void rounds_pair(qr_x16_t states[2], const schedule_t *xs, const schedule_t *ys, job_t p,
                                  job_t q, unsigned count) {
    qr_x16_t x = states[0], y = states[1];
    const __m512i *xk = xs->wk, *yk = ys->wk;
    const uint32_t *k = qr_sha256_constants + 16;
#pragma clang loop unroll(disable)
    for (unsigned i = 0; i < 8; i++, xk += 8, yk += 8, k += 6) {
        PAIR(a, b, c, d, e, f, g, h, 0);
        WORD(0);
        PAIR(h, a, b, c, d, e, f, g, 1);
        WORD(1);
        PAIR(g, h, a, b, c, d, e, f, 2);
        WORD(2);
        PAIR(f, g, h, a, b, c, d, e, 3);
        PAIR(e, f, g, h, a, b, c, d, 4);
        WORD(3);
        PAIR(d, e, f, g, h, a, b, c, 5);
        WORD(4);
        PAIR(c, d, e, f, g, h, a, b, 6);
        WORD(5);
        PAIR(b, c, d, e, f, g, h, a, 7);
        p.w += 6, p.out += 6;
        if (count > 1) q.w += 6, q.out += 6;
    }
    states[0] = qr_x16_add(states[0], x);
    states[1] = qr_x16_add(states[1], y);
}

static __attribute__((noinline)) QR_AVX512 void rounds_0(qr_x16_t states[2], const schedule_t *keys) {
    job_t none = {0, 0};
    rounds_pair(states, keys, keys + 1, none, none, 0);
}

static __attribute__((noinline)) QR_AVX512 void rounds_1(qr_x16_t states[2], const schedule_t *keys,
                                                         job_t p) {
    rounds_pair(states, keys, keys + 1, p, p, 1);
}

static __attribute__((noinline)) QR_AVX512 void rounds_2(qr_x16_t states[2], const schedule_t *keys, job_t p,
                                                         job_t q) {
    rounds_pair(states, keys, keys + 1, p, q, 2);
}

/** Words 8k .. 8k+7 of a block of one group: a label. */
QR_AVX512_INLINE void fill_label(job_t job, unsigned k, const uint8_t *label, size_t stride) {
#pragma clang loop unroll(full)
    for (unsigned j = 0; j < 8; j++) {
        __m512i word = _mm512_load_si512(label + stride * j);
        job.w[8 * k + j] = word;
        job.out[8 * k + j] = QR_V_ADD(word, QR_V_BROADCAST(qr_sha256_constants[8 * k + j]));
    }
}

QR_AVX512_INLINE void fill_words(job_t job, const uint32_t words[8]) {
#pragma clang loop unroll(full)
    for (unsigned j = 0; j < 8; j++) {
        job.w[8 + j] = QR_V_BROADCAST(words[j]);
        job.out[8 + j] = QR_V_BROADCAST(words[j] + qr_sha256_constants[8 + j]);
    }
}

/** All the schedules of a batch, both groups, and what they are made from. */
typedef struct {
    schedule_t header[GROUPS], kept[7][GROUPS], final[GROUPS];
    __m512i w[GROUPS][64];
    __m512i ids[GROUPS][8];
    const qr_label_run_t *run;
} work_t;

QR_AVX512_INLINE job_t start_header(work_t *work, uint64_t node, unsigned group) {
    const uint32_t words[8] = {work->run->layer, (uint32_t)(node >> 32), (uint32_t)node};
    job_t job = {work->w[group], work->header[group].wk};
    fill_label(job, 0, (const uint8_t *)work->ids[group], 64);
    fill_words(job, words);
    return job;
}

QR_AVX512_INLINE job_t start_pair(work_t *work, const uint32_t *parents, unsigned b, unsigned group) {
    job_t job = {work->w[group], work->kept[b][group].wk};
    fill_label(job, 0, qr_label_parent(work->run, parents, 2 * b, LANES) + 64 * group, VECTOR_BYTES);
    fill_label(job, 1, qr_label_parent(work->run, parents, 2 * b + 1, LANES) + 64 * group, VECTOR_BYTES);
    return job;
}

QR_AVX512_INLINE job_t start_final(work_t *work, const uint32_t *parents, unsigned group) {
    const uint32_t words[8] = {0x80000000u, 0, 0, 0, 0, 0, 0, QR_LABEL_BITS};
    job_t job = {work->w[group], work->final[group].wk};
    unsigned last = qr_label_last_parent(work->run);
    fill_label(job, 0, qr_label_parent(work->run, parents, last, LANES) + 64 * group, VECTOR_BYTES);
    fill_words(job, words);
    return job;
}

QR_AVX512_INLINE void expand(job_t job) {
    const uint32_t *k = qr_sha256_constants + 16;
#pragma clang loop unroll(disable)
    for (unsigned t = 0; t < 48; t++) qr_x16_word(job.w + t, job.out + t, k + t);
}

QR_AVX512_INLINE void store_labels(uint8_t *label, const qr_x16_t states[2]) {
    const __m512i mask = QR_V_BROADCAST(0xffffff3fu);
#pragma clang loop unroll(full)
    for (unsigned group = 0; group < GROUPS; group++, label += 64) {
        qr_x16_t s = states[group];
        _mm512_store_si512(label, s.a);
        _mm512_store_si512(label + VECTOR_BYTES, s.b);
        _mm512_store_si512(label + 2 * VECTOR_BYTES, s.c);
        _mm512_store_si512(label + 3 * VECTOR_BYTES, s.d);
        _mm512_store_si512(label + 4 * VECTOR_BYTES, s.e);
        _mm512_store_si512(label + 5 * VECTOR_BYTES, s.f);
        _mm512_store_si512(label + 6 * VECTOR_BYTES, s.g);
        _mm512_store_si512(label + 7 * VECTOR_BYTES, _mm512_and_si512(s.h, mask));
    }
}

/** Node 0 has no parents: the header (expanded) and the padding of a 64-byte message. */
static QR_AVX512 void label_first_node(work_t *work) {
    qr_x16_t states[GROUPS] = {qr_x16_initial(), qr_x16_initial()};
    schedule_t *padding = work->final;
    for (unsigned t = 0; t < 64; t++) {
        padding[0].wk[t] = padding[1].wk[t] = QR_V_BROADCAST(qr_sha256_padding_64[t]);
    }
    rounds_0(states, work->header);
    rounds_0(states, padding);
    store_labels(work->run->current, states);
}

static QR_AVX512 void load_ids(work_t *work) {
    for (unsigned group = 0; group < GROUPS; group++) {
        for (unsigned j = 0; j < 8; j++) {
            uint32_t words[16] __attribute__((aligned(64)));
            for (unsigned l = 0; l < 16; l++) {
                __builtin_memcpy(&words[l], work->run->replica_ids[16 * group + l] + 4 * j, 4);
                words[l] = __builtin_bswap32(words[l]);
            }
            work->ids[group][j] = _mm512_load_si512(words);
        }
    }
}

/** Makes at once what the node before would have made: the header and all blocks of expander parents alone.
 */
static QR_AVX512 void prepare(work_t *work, uint64_t node, bool deep) {
    const uint32_t *parents = qr_label_parents(work->run, node);
    for (unsigned group = 0; group < GROUPS; group++) {
        expand(start_header(work, node, group));
        for (unsigned b = 3; deep && b < 7; b++) expand(start_pair(work, parents, b, group));
    }
}

/**
 * One node after node 0. Block s of the node (0: header, 1..18: pairs, 19: last) runs while schedules are
 * made: at 0..2 both groups of pairs 0..2; at 3 pair 3 of group 1; at 4..7 the last block and the next
 * header; from 13 on pairs 4..6 of the next node, and at 19 its pair 3 of group 0: each once its place has
 * been used for the last time.
 */
static QR_AVX512 void label_node(work_t *work, uint64_t node, const uint32_t *next, bool deep) {
    const qr_label_run_t *run = work->run;
    const uint32_t *parents = qr_label_parents(run, node);
    const uint32_t *ahead = qr_label_ahead(run, node);
    const unsigned distinct = deep ? 7 : 3;
    qr_x16_t states[GROUPS] = {qr_x16_initial(), qr_x16_initial()};
    const schedule_t *keys = work->header;
    for (unsigned b = 0; b < 3; b++) {
        qr_label_prefetch(run, ahead, b, LANES);
        rounds_2(states, keys, start_pair(work, parents, b, 0), start_pair(work, parents, b, 1));
        keys = work->kept[b];
    }
    for (unsigned block = 3; block < 19; block++) {
        if (block > 3) keys = work->kept[(block - 1) % distinct];
        qr_label_prefetch(run, ahead, block, LANES);
        if (block == 3 && deep) {
            rounds_1(states, keys, start_pair(work, parents, 3, 1));
        } else if (block == 4 || block == 5) {
            rounds_1(states, keys, start_final(work, parents, block - 4));
        } else if (block == 6 || block == 7) {
            rounds_1(states, keys, start_header(work, node + 1, block - 6));
        } else if (block >= 13 && next != NULL) {
            rounds_1(states, keys, start_pair(work, next, 4 + (block - 13) / 2, (block - 13) % 2));
        } else {
            rounds_0(states, keys);
        }
    }
    if (next != NULL) {
        rounds_1(states, work->final, start_pair(work, next, 3, 0));
    } else {
        rounds_0(states, work->final);
    }
    store_labels(run->current + node * NODE_BYTES, states);
}

QR_AVX512 void qr_label_avx512x32(const qr_label_run_t *run) {
    const bool deep = run->layer > 1;
    work_t work;
    uint64_t node = run->start;
    if (node == run->end) return;
    work.run = run;
    load_ids(&work);
    prepare(&work, node, deep && node != 0);
    if (node == 0) {
        label_first_node(&work);
        if (++node == run->end) return;
        prepare(&work, node, deep);
    }
    for (; node < run->end; node++) {
        bool next = deep && node + 1 < run->end;
        label_node(&work, node, next ? qr_label_parents(run, node + 1) : NULL, deep);
    }
}
