/**
 * @file label_sliced.h  (private; a template)
 * A labelling kernel of one vector of lanes. The including file brings the QR_V_ macros of its instruction
 * set and defines LANES, V_TYPE (a vector), V_STATE (struct of eight vectors a..h), V_INLINE, V_FUNCTION
 * (attributes), V_INITIAL and V_SUM (initial state, sum of two states), V_WORD (schedule step) and RUN (name
 * of the kernel).
 *
 * While the rounds of a block run, the schedule of the block after it is made; so a parent is read only when
 * every earlier node is finished, whichever of the parents the predecessor is.
 */

#define V_BYTES (LANES * 4u)

typedef struct {
    V_TYPE wk[64];
} schedule_t;

#define ROUND(a, b, c, d, e, f, g, h, j) QR_V_ROUND(s.a, s.b, s.c, s.d, s.e, s.f, s.g, s.h, wk[j])

/** 64 rounds. */
V_INLINE void rounds(V_STATE *state, const V_TYPE *wk) {
    V_STATE s = *state;
#pragma clang loop unroll(disable)
    for (unsigned i = 0; i < 8; i++, wk += 8) {
        ROUND(a, b, c, d, e, f, g, h, 0);
        ROUND(h, a, b, c, d, e, f, g, 1);
        ROUND(g, h, a, b, c, d, e, f, 2);
        ROUND(f, g, h, a, b, c, d, e, 3);
        ROUND(e, f, g, h, a, b, c, d, 4);
        ROUND(d, e, f, g, h, a, b, c, 5);
        ROUND(c, d, e, f, g, h, a, b, 6);
        ROUND(b, c, d, e, f, g, h, a, 7);
    }
    *state = V_SUM(*state, s);
}

/** 64 rounds, and between them the 48 later words of another block: w[16..63] of w[0..15], out = w + K. */
V_INLINE void rounds_weaving(V_STATE *state, const V_TYPE *wk, V_TYPE *w, V_TYPE *out) {
    V_STATE s = *state;
    const uint32_t *k = qr_sha256_constants + 16;
#pragma clang loop unroll(disable)
    for (unsigned i = 0; i < 8; i++, wk += 8, w += 6, out += 6, k += 6) {
        ROUND(a, b, c, d, e, f, g, h, 0);
        V_WORD(w, out, k);
        ROUND(h, a, b, c, d, e, f, g, 1);
        V_WORD(w + 1, out + 1, k + 1);
        ROUND(g, h, a, b, c, d, e, f, 2);
        V_WORD(w + 2, out + 2, k + 2);
        ROUND(f, g, h, a, b, c, d, e, 3);
        ROUND(e, f, g, h, a, b, c, d, 4);
        V_WORD(w + 3, out + 3, k + 3);
        ROUND(d, e, f, g, h, a, b, c, 5);
        V_WORD(w + 4, out + 4, k + 4);
        ROUND(c, d, e, f, g, h, a, b, 6);
        V_WORD(w + 5, out + 5, k + 5);
        ROUND(b, c, d, e, f, g, h, a, 7);
    }
    *state = V_SUM(*state, s);
}

/** Words 8k .. 8k+7 of a block: a label. */
V_INLINE void fill_label(V_TYPE *w, V_TYPE *wk, unsigned k, const uint8_t *label) {
#pragma clang loop unroll(full)
    for (unsigned j = 0; j < 8; j++) {
        V_TYPE word = QR_V_LOAD((const V_TYPE *)(label + V_BYTES * j));
        w[8 * k + j] = word;
        wk[8 * k + j] = QR_V_ADD(word, QR_V_BROADCAST(qr_sha256_constants[8 * k + j]));
    }
}

/** Words 8 .. 15 of a block: the same in all lanes. */
V_INLINE void fill_words(V_TYPE *w, V_TYPE *wk, const uint32_t words[8]) {
#pragma clang loop unroll(full)
    for (unsigned j = 0; j < 8; j++) {
        w[8 + j] = QR_V_BROADCAST(words[j]);
        wk[8 + j] = QR_V_BROADCAST(words[j] + qr_sha256_constants[8 + j]);
    }
}

V_INLINE void fill_header(V_TYPE *w, V_TYPE *wk, const V_TYPE *ids, const qr_label_run_t *run,
                          uint64_t node) {
    const uint32_t words[8] = {run->layer, (uint32_t)(node >> 32), (uint32_t)node};
    fill_label(w, wk, 0, (const uint8_t *)ids);
    fill_words(w, wk, words);
}

V_INLINE void fill_last(V_TYPE *w, V_TYPE *wk, const uint8_t *label) {
    const uint32_t words[8] = {0x80000000u, 0, 0, 0, 0, 0, 0, QR_LABEL_BITS};
    fill_label(w, wk, 0, label);
    fill_words(w, wk, words);
}

V_INLINE void store_label(uint8_t *label, V_STATE s) {
    V_TYPE *out = (V_TYPE *)label;
    QR_V_STORE(out, s.a);
    QR_V_STORE(out + 1, s.b);
    QR_V_STORE(out + 2, s.c);
    QR_V_STORE(out + 3, s.d);
    QR_V_STORE(out + 4, s.e);
    QR_V_STORE(out + 5, s.f);
    QR_V_STORE(out + 6, s.g);
    QR_V_STORE(out + 7, QR_V_AND(s.h, QR_V_BROADCAST(0xffffff3fu)));
}

/** Later words of one block alone. */
V_INLINE void expand(V_TYPE *w, V_TYPE *wk) {
#pragma clang loop unroll(disable)
    for (unsigned t = 0; t < 48; t++) V_WORD(w + t, wk + t, qr_sha256_constants + 16 + t);
}

/** Node 0 has no parents: the header (expanded) and the padding of a 64-byte message. */
V_INLINE void label_first_node(const qr_label_run_t *run, const schedule_t *header) {
    schedule_t padding;
    V_STATE s = V_INITIAL();
    for (unsigned t = 0; t < 64; t++) padding.wk[t] = QR_V_BROADCAST(qr_sha256_padding_64[t]);
    rounds(&s, header->wk);
    rounds(&s, padding.wk);
    store_label(run->current, s);
}

V_FUNCTION void RUN(const qr_label_run_t *run) {
    const unsigned distinct = qr_label_distinct(run);
    const unsigned last = qr_label_last_parent(run);
    const size_t stride = LANES * QR_NODE_SIZE;
    schedule_t header, kept[7], final;
    V_TYPE ids[8], w[64];
    for (unsigned j = 0; j < 8; j++) {
        uint32_t words[LANES] __attribute__((aligned(64)));
        for (unsigned l = 0; l < LANES; l++) {
            __builtin_memcpy(&words[l], run->replica_ids[l] + 4 * j, 4);
            words[l] = __builtin_bswap32(words[l]);
        }
        ids[j] = QR_V_LOAD((const V_TYPE *)words);
    }
    fill_header(w, header.wk, ids, run, run->start);
    expand(w, header.wk);
    for (uint64_t node = run->start; node < run->end; node++) {
        if (node == 0) {
            label_first_node(run, &header);
            fill_header(w, header.wk, ids, run, 1);
            expand(w, header.wk);
            continue;
        }
        const uint32_t *parents = qr_label_parents(run, node);
        V_STATE s = V_INITIAL();
        const V_TYPE *wk = header.wk;
        const uint32_t *ahead = qr_label_ahead(run, node);
        for (unsigned b = 0; b < distinct; b++) {
            qr_label_prefetch(run, ahead, b, LANES);
            fill_label(w, kept[b].wk, 0, qr_label_parent(run, parents, 2 * b, LANES));
            fill_label(w, kept[b].wk, 1, qr_label_parent(run, parents, 2 * b + 1, LANES));
            rounds_weaving(&s, wk, w, kept[b].wk);
            wk = kept[b].wk;
        }
        fill_last(w, final.wk, qr_label_parent(run, parents, last, LANES));
        rounds_weaving(&s, wk, w, final.wk);
        fill_header(w, header.wk, ids, run, node + 1);
        rounds_weaving(&s, kept[0].wk, w, header.wk);
        for (unsigned b = distinct + 1; b < QR_LABEL_PAIR_BLOCKS; b++) {
            qr_label_prefetch(run, ahead, b - 1, LANES);
            rounds(&s, kept[b % distinct].wk);
        }
        rounds(&s, final.wk);
        store_label(run->current + node * stride, s);
    }
}
