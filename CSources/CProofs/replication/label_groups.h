/**
 * @file label_groups.h  (private; a template)
 * Two groups of sixteen lanes: where their words lie, and how the first words of a schedule are filled in.
 * The including file defines first_keys(out, k, w): W + K of words 8k .. 8k+7 to where that group's rounds
 * read it.
 */
enum { LANES = 32, VECTOR_BYTES = 32 * 4 };

#define V_FUNCTION QR_AVX512

typedef struct {
    const qr_label_run_t *run;
    keys_t header, kept[7], final;
    __m512i w[2][64];
    __m512i ids[2][8];
} work_t;

QR_AVX512_INLINE void fill_label(job_t job, unsigned group, unsigned k, const uint8_t *label, size_t stride) {
    __m512i *w = job.w + 8 * k;
#pragma clang loop unroll(full)
    for (unsigned j = 0; j < 8; j++) w[j] = _mm512_load_si512(label + stride * j);
    first_keys(job.out, group, k, w);
}

QR_AVX512_INLINE void fill_words(job_t job, unsigned group, const uint32_t words[8]) {
#pragma clang loop unroll(full)
    for (unsigned j = 0; j < 8; j++) job.w[8 + j] = QR_V_BROADCAST(words[j]);
    first_keys(job.out, group, 1, job.w + 8);
}

QR_AVX512_INLINE job_t start_header(work_t *work, uint64_t node, unsigned group) {
    const uint32_t words[8] = {work->run->layer, (uint32_t)(node >> 32), (uint32_t)node};
    job_t job = {work->w[group], work->header.group[group].wk};
    fill_label(job, group, 0, (const uint8_t *)work->ids[group], 64);
    fill_words(job, group, words);
    return job;
}

QR_AVX512_INLINE job_t start_pair(work_t *work, const uint32_t *parents, unsigned b, unsigned group) {
    job_t job = {work->w[group], work->kept[b].group[group].wk};
    const uint8_t *first = qr_label_parent(work->run, parents, 2 * b, LANES) + 64 * group;
    const uint8_t *second = qr_label_parent(work->run, parents, 2 * b + 1, LANES) + 64 * group;
    fill_label(job, group, 0, first, VECTOR_BYTES);
    fill_label(job, group, 1, second, VECTOR_BYTES);
    return job;
}

QR_AVX512_INLINE job_t start_final(work_t *work, const uint32_t *parents, unsigned group) {
    const uint32_t words[8] = {0x80000000u, 0, 0, 0, 0, 0, 0, QR_LABEL_BITS};
    job_t job = {work->w[group], work->final.group[group].wk};
    const unsigned last = qr_label_last_parent(work->run);
    fill_label(job, group, 0, qr_label_parent(work->run, parents, last, LANES) + 64 * group, VECTOR_BYTES);
    fill_words(job, group, words);
    return job;
}

static QR_AVX512 void load_ids(work_t *work) {
    for (unsigned group = 0; group < 2; group++) {
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

/** Words a..h of one group of a node; trunc254 clears the top bits of the last byte. */
QR_AVX512_INLINE void store_group(uint8_t *label, qr_x16_t s) {
    _mm512_store_si512(label, s.a);
    _mm512_store_si512(label + VECTOR_BYTES, s.b);
    _mm512_store_si512(label + 2 * VECTOR_BYTES, s.c);
    _mm512_store_si512(label + 3 * VECTOR_BYTES, s.d);
    _mm512_store_si512(label + 4 * VECTOR_BYTES, s.e);
    _mm512_store_si512(label + 5 * VECTOR_BYTES, s.f);
    _mm512_store_si512(label + 6 * VECTOR_BYTES, s.g);
    _mm512_store_si512(label + 7 * VECTOR_BYTES, _mm512_and_si512(s.h, QR_V_BROADCAST(0xffffff3fu)));
}
