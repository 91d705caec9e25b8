/**
 * @file sha256_tree_groups.h  (private; a template)
 * Tree rows thirty-two nodes at a time, in two groups of lanes (sha256_x32.h or sha256_mixed32.h, included
 * before). While the padding block of one batch runs, the schedules of the next are made. The including file
 * defines RUN and states_words(words, states, group): the words a..h of a group.
 */

typedef struct {
    keys_t keys, padding;
    __m512i w[2][64];
} tree_t;

/** Reads sixteen nodes' children: words as vectors, and W + K. */
QR_AVX512_INLINE job_t start_nodes(tree_t *tree, unsigned group, const uint8_t *in) {
    job_t job = {tree->w[group], tree->keys.group[group].wk};
    for (unsigned i = 0; i < 16; i++) job.w[i] = qr_x16_swap(_mm512_loadu_si512(in + 64 * i));
    qr_x16_transpose(job.w);
    first_keys(job.out, group, 0, job.w);
    first_keys(job.out, group, 1, job.w + 8);
    return job;
}

QR_AVX512_INLINE void store_nodes(uint8_t *out, const states_t *states) {
    for (unsigned group = 0; group < 2; group++) {
        __m512i words[8];
        states_words(words, states, group);
        qr_x16_store_nodes(out + 512 * group, words);
    }
}

QR_AVX512 void RUN(uint8_t *out, const uint8_t *in, size_t count) {
    tree_t tree;
    size_t k = 0;
    if (count >= 32) {
        fill_padding(&tree.padding);
        expand(start_nodes(&tree, 0, in), 0);
        expand(start_nodes(&tree, 1, in + 1024), 1);
    }
    for (; k + 32 <= count; k += 32) {
        states_t states;
        states_begin(&states);
        rounds_0(&states, &tree.keys);
        if (k + 64 <= count) {
            const uint8_t *next = in + 64 * (k + 32);
            rounds_2(&states, &tree.padding, start_nodes(&tree, 0, next), start_nodes(&tree, 1, next + 1024));
        } else {
            rounds_0(&states, &tree.padding);
        }
        store_nodes(out + 32 * k, &states);
    }
    if (k < count) qr_sha256_tree_avx512x16(out + 32 * k, in + 64 * k, count - k);
}
