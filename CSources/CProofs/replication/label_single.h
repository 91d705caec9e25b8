/**
 * @file label_single.h  (private; a template)
 * Kernels with one group of lanes, whose words are vectors of LANES: what a job is, and how its first words
 * are filled in. The including file defines keys_t (W + K of a block in wk[64]), first_keys(out, k, w) (W + K
 * of words 8k .. 8k+7) and what label_sliced.h says of V_TYPE, V_INLINE and LANES.
 */

/** A schedule to be made: the first sixteen vectors of w and out are filled. */
typedef struct {
    V_TYPE *w, *out;
} job_t;

typedef struct {
    const qr_label_run_t *run;
    keys_t header, kept[7], final;
    V_TYPE w[64];
    V_TYPE ids[8];
} work_t;

V_INLINE void fill_label(job_t job, unsigned k, const uint8_t *label) {
    V_TYPE *w = job.w + 8 * k;
#pragma clang loop unroll(full)
    for (unsigned j = 0; j < 8; j++) w[j] = QR_V_LOAD((const V_TYPE *)(label + 4 * LANES * j));
    first_keys(job.out, k, w);
}

/** Words 8 .. 15 of a block: the same in all lanes. */
V_INLINE void fill_words(job_t job, const uint32_t words[8]) {
#pragma clang loop unroll(full)
    for (unsigned j = 0; j < 8; j++) job.w[8 + j] = QR_V_BROADCAST(words[j]);
    first_keys(job.out, 1, job.w + 8);
}

V_INLINE job_t start_header(work_t *work, uint64_t node) {
    const uint32_t words[8] = {work->run->layer, (uint32_t)(node >> 32), (uint32_t)node};
    job_t job = {work->w, work->header.wk};
    fill_label(job, 0, (const uint8_t *)work->ids);
    fill_words(job, words);
    return job;
}

V_INLINE job_t start_pair(work_t *work, const uint32_t *parents, unsigned b) {
    job_t job = {work->w, work->kept[b].wk};
    fill_label(job, 0, qr_label_parent(work->run, parents, 2 * b, LANES));
    fill_label(job, 1, qr_label_parent(work->run, parents, 2 * b + 1, LANES));
    return job;
}

V_INLINE job_t start_final(work_t *work, const uint32_t *parents) {
    const uint32_t words[8] = {0x80000000u, 0, 0, 0, 0, 0, 0, QR_LABEL_BITS};
    job_t job = {work->w, work->final.wk};
    fill_label(job, 0, qr_label_parent(work->run, parents, qr_label_last_parent(work->run), LANES));
    fill_words(job, words);
    return job;
}
