/**
 * Labels of one and two sectors with the SHA extensions. One stream waits for the latency of sha256rnds2 (4
 * cycles for two rounds), so the schedule of a block is made in the shadow of its own rounds, and the header
 * of the next node beside the last block of this one.
 */
#if defined(__x86_64__)
#include "../../CCrypto/hash/sha256_shani.h"

#include "label_common.h"

typedef struct {
    __m128i wk[16];
} schedule_t;

/** Words of the last block's second half: the end mark and the length in bits. */
#define END_MARK _mm_set_epi32(0, 0, 0, (int)0x80000000u)
#define END_LENGTH _mm_set_epi32((int)QR_LABEL_BITS, 0, 0, 0)

QR_SHANI_INLINE __m128i load_words(const uint8_t *bytes) {
    return qr_shani_swap(_mm_loadu_si128((const __m128i *)bytes));
}

QR_SHANI_INLINE void load_pair(__m128i w[4], const uint8_t *first, const uint8_t *second) {
    w[0] = load_words(first);
    w[1] = load_words(first + 16);
    w[2] = load_words(second);
    w[3] = load_words(second + 16);
}

QR_SHANI_INLINE void load_last(__m128i w[4], const uint8_t *parent) {
    w[0] = load_words(parent);
    w[1] = load_words(parent + 16);
    w[2] = END_MARK;
    w[3] = END_LENGTH;
}

QR_SHANI_INLINE void load_header(__m128i w[4], const qr_label_run_t *run, unsigned lane, uint64_t node) {
    w[0] = load_words(run->replica_ids[lane]);
    w[1] = load_words(run->replica_ids[lane] + 16);
    w[2] = _mm_set_epi32(0, (int)(uint32_t)node, (int)(uint32_t)(node >> 32), (int)run->layer);
    w[3] = _mm_setzero_si128();
}

/** Compresses blocks w of all lanes, making and keeping their schedules; lane-wise interleaved. */
QR_SHANI_INLINE void compress_fresh(qr_shani_t *states, schedule_t *keep, __m128i (*w)[4], unsigned lanes) {
    qr_shani_t s[4];
#pragma clang loop unroll(full)
    for (unsigned l = 0; l < lanes; l++) s[l] = states[l];
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 16; i++) {
#pragma clang loop unroll(full)
        for (unsigned l = 0; l < lanes; l++) {
            __m128i wk = _mm_add_epi32(w[l][i % 4], qr_shani_constants(i));
            keep[l].wk[i] = wk;
            qr_shani_rounds4(&s[l], wk);
            if (i < 12) {
                w[l][i % 4] =
                    qr_shani_schedule(w[l][i % 4], w[l][(i + 1) % 4], w[l][(i + 2) % 4], w[l][(i + 3) % 4]);
            }
        }
    }
#pragma clang loop unroll(full)
    for (unsigned l = 0; l < lanes; l++) states[l] = qr_shani_add(states[l], s[l]);
}

/** Compresses the blocks whose schedules were kept. */
QR_SHANI_INLINE void compress_kept(qr_shani_t *states, const schedule_t *kept, unsigned lanes) {
    qr_shani_t s[4];
#pragma clang loop unroll(full)
    for (unsigned l = 0; l < lanes; l++) s[l] = states[l];
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 16; i++) {
#pragma clang loop unroll(full)
        for (unsigned l = 0; l < lanes; l++) {
            s[l].cdgh = _mm_sha256rnds2_epu32(s[l].cdgh, s[l].abef, kept[l].wk[i]);
        }
#pragma clang loop unroll(full)
        for (unsigned l = 0; l < lanes; l++) {
            s[l].abef = _mm_sha256rnds2_epu32(s[l].abef, s[l].cdgh, qr_shani_upper(&kept[l].wk[i]));
        }
    }
#pragma clang loop unroll(full)
    for (unsigned l = 0; l < lanes; l++) states[l] = qr_shani_add(states[l], s[l]);
}

/** Node 0 has no parents: the header and the padding of a 64-byte message. */
QR_SHANI_INLINE void label_first_node(const qr_label_run_t *run, unsigned lanes) {
    for (unsigned l = 0; l < lanes; l++) {
        schedule_t schedule;
        __m128i w[1][4];
        qr_shani_t s = qr_shani_initial();
        load_header(w[0], run, l, 0);
        compress_fresh(&s, &schedule, w, 1);
        compress_kept(&s, (const schedule_t *)qr_sha256_padding_64, 1);
        qr_shani_store_node(run->current + QR_NODE_SIZE * l, s);
    }
}

/** One and two sectors. `lanes` is a constant where this is inlined. */
QR_SHANI_INLINE void label_few(const qr_label_run_t *run, unsigned lanes) {
    uint64_t node = run->start;
    if (node == run->end) return;
    if (node == 0) label_first_node(run, lanes), node = 1;
    if (node == run->end) return;
    const unsigned distinct = qr_label_distinct(run);
    const unsigned last = qr_label_last_parent(run);
    schedule_t kept[7][2], unused[4];
    __m128i w[4][4];
    qr_shani_t s[4];
    for (unsigned l = 0; l < lanes; l++) load_header(w[l], run, l, node), s[l] = qr_shani_initial();
    compress_fresh(s, unused, w, lanes);
    for (; node < run->end; node++) {
        const uint32_t *parents = qr_label_parents(run, node);
        const uint32_t *ahead = qr_label_ahead(run, node);
        for (unsigned b = 0; b < distinct; b++) {
            qr_label_prefetch(run, node, ahead, b, lanes);
            const uint8_t *first = qr_label_parent(run, parents, 2 * b, lanes);
            const uint8_t *second = qr_label_parent(run, parents, 2 * b + 1, lanes);
#pragma clang loop unroll(full)
            for (unsigned l = 0; l < lanes; l++) load_pair(w[l], first + 32 * l, second + 32 * l);
            compress_fresh(s, kept[b], w, lanes);
        }
        for (unsigned b = distinct; b < QR_LABEL_PAIR_BLOCKS; b++) {
            qr_label_prefetch(run, node, ahead, b, lanes);
            compress_kept(s, kept[b % distinct], lanes);
        }
        /* The last block of this node, and beside it the header of the next. */
        const uint8_t *parent = qr_label_parent(run, parents, last, lanes);
#pragma clang loop unroll(full)
        for (unsigned l = 0; l < lanes; l++) {
            load_last(w[l], parent + 32 * l);
            load_header(w[lanes + l], run, l, node + 1);
            s[lanes + l] = qr_shani_initial();
        }
        compress_fresh(s, unused, w, 2 * lanes);
#pragma clang loop unroll(full)
        for (unsigned l = 0; l < lanes; l++) {
            qr_shani_store_node(run->current + (node * lanes + l) * QR_NODE_SIZE, s[l]);
            s[l] = s[lanes + l];
        }
    }
}

QR_SHANI void qr_label_shani1(const qr_label_run_t *run) {
    label_few(run, 1);
}

QR_SHANI void qr_label_shani2(const qr_label_run_t *run) {
    label_few(run, 2);
}

#endif
