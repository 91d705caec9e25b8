/**
 * @file label_woven.h  (private; a template)
 * The order of work of the kernels with two groups of lanes, whose blocks run side by side while message
 * schedules of later blocks are made.
 *
 * A node has 2 x (header, 3 or 7 distinct blocks of parents, last block) schedules. Base parents may be the
 * predecessor, so blocks 0..2 are expanded one block ahead of use, both groups at once. All else is known a
 * node before, and is spread, one schedule a block, over the rest, each once its place has been used for the
 * last time.
 *
 * The including file defines LANES, V_FUNCTION (attributes), keys_t (W + K of one block, both groups), job_t
 * (a schedule to be made), states_t and work_t with members run, header, kept[7] and final; and
 *   states_begin(states), states_store(states, label)
 *   start_header(work, node, group), start_pair(work, parents, block, group), start_final(work, parents,
 * group): job_t expand(job, group): the whole schedule at once rounds_0(states, keys), rounds_1(states, keys,
 * job, group), rounds_2(states, keys, job0, job1)
 */

/** Node 0 has no parents: the header (expanded) and the padding of a 64-byte message. */
static V_FUNCTION void label_first_node(work_t *work) {
    states_t states;
    states_begin(&states);
    fill_padding(&work->final);
    rounds_0(&states, &work->header);
    rounds_0(&states, &work->final);
    states_store(&states, work->run->current);
}

/** Makes at once what the node before would have made: the header and all blocks of expander parents alone.
 */
static V_FUNCTION void prepare(work_t *work, uint64_t node, bool deep) {
    const uint32_t *parents = qr_label_parents(work->run, node);
    for (unsigned group = 0; group < 2; group++) {
        expand(start_header(work, node, group), group);
        for (unsigned b = 3; deep && b < 7; b++) expand(start_pair(work, parents, b, group), group);
    }
}

/**
 * One node after node 0; `next` has the parents of the next, or is NULL if nothing of it can be prepared.
 * Blocks: 0 header, 1..18 pairs, 19 last. The 7 pairs of deep layers have their last uses at blocks 15, 16,
 * 17, 18, 12, 13, 14.
 */
static V_FUNCTION void label_node(work_t *work, uint64_t node, const uint32_t *next, bool deep) {
    const qr_label_run_t *run = work->run;
    const uint32_t *parents = qr_label_parents(run, node);
    const uint32_t *ahead = qr_label_ahead(run, node);
    const unsigned distinct = deep ? 7 : 3;
    const keys_t *keys = &work->header;
    states_t states;
    states_begin(&states);
    for (unsigned b = 0; b < 3; b++) {
        qr_label_prefetch(run, node, ahead, b, LANES);
        rounds_2(&states, keys, start_pair(work, parents, b, 0), start_pair(work, parents, b, 1));
        keys = &work->kept[b];
    }
    for (unsigned block = 3; block < 19; block++) {
        keys = &work->kept[(block - 1) % distinct];
        qr_label_prefetch(run, node, ahead, block, LANES);
        if (block == 3 && deep) {
            rounds_1(&states, keys, start_pair(work, parents, 3, 1), 1);
        } else if (block == 4 || block == 5) {
            rounds_1(&states, keys, start_final(work, parents, block - 4), block - 4);
        } else if (block == 6 || block == 7) {
            rounds_1(&states, keys, start_header(work, node + 1, block - 6), block - 6);
        } else if (block >= 13 && next != NULL) {
            const unsigned group = (block - 13) % 2;
            rounds_1(&states, keys, start_pair(work, next, 4 + (block - 13) / 2, group), group);
        } else {
            rounds_0(&states, keys);
        }
    }
    if (next != NULL) {
        rounds_1(&states, &work->final, start_pair(work, next, 3, 0), 0);
    } else {
        rounds_0(&states, &work->final);
    }
    states_store(&states, run->current + (size_t)node * LANES * QR_NODE_SIZE);
}

static V_FUNCTION void run_woven(work_t *work) {
    const qr_label_run_t *run = work->run;
    const bool deep = run->layer > 1;
    uint64_t node = run->start;
    if (node == run->end) return;
    prepare(work, node, deep && node != 0);
    if (node == 0) {
        label_first_node(work);
        if (++node == run->end) return;
        prepare(work, node, deep);
    }
    for (; node < run->end; node++) {
        bool next = deep && node + 1 < run->end;
        label_node(work, node, next ? qr_label_parents(run, node + 1) : NULL, deep);
    }
}
