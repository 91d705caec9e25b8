/**
 * @file label_single_run.h  (private; a template)
 * The order of work of kernels with one group of lanes. While the rounds of a block run, the schedule of the
 * block after it is made; so a parent is read only when every earlier node is finished, whichever of them the
 * predecessor is.
 *
 * The including file has included label_single.h and defines states_t, states_begin(states),
 * states_store(states, label), expand(job), fill_padding(keys), rounds_0(states, keys) and rounds_1(states,
 * keys, job), which makes a schedule beside.
 */

V_FUNCTION static void load_ids(work_t *work) {
    for (unsigned j = 0; j < 8; j++) {
        uint32_t words[LANES] __attribute__((aligned(64)));
        for (unsigned l = 0; l < LANES; l++) {
            __builtin_memcpy(&words[l], work->run->replica_ids[l] + 4 * j, 4);
            words[l] = __builtin_bswap32(words[l]);
        }
        work->ids[j] = QR_V_LOAD((const V_TYPE *)words);
    }
}

/** Node 0 has no parents: the header (expanded) and the padding of a 64-byte message. */
V_FUNCTION static void label_first_node(work_t *work) {
    states_t states;
    states_begin(&states);
    fill_padding(&work->final);
    rounds_0(&states, &work->header);
    rounds_0(&states, &work->final);
    states_store(&states, work->run->current);
}

V_FUNCTION static void label_node(work_t *work, uint64_t node) {
    const qr_label_run_t *run = work->run;
    const unsigned distinct = qr_label_distinct(run);
    const uint32_t *parents = qr_label_parents(run, node);
    const uint32_t *ahead = qr_label_ahead(run, node);
    const keys_t *keys = &work->header;
    states_t states;
    states_begin(&states);
    for (unsigned b = 0; b < distinct; b++) {
        qr_label_prefetch(run, node, ahead, b, LANES);
        rounds_1(&states, keys, start_pair(work, parents, b));
        keys = &work->kept[b];
    }
    rounds_1(&states, keys, start_final(work, parents));
    rounds_1(&states, work->kept, start_header(work, node + 1));
    for (unsigned b = distinct + 1; b < QR_LABEL_PAIR_BLOCKS; b++) {
        qr_label_prefetch(run, node, ahead, b - 1, LANES);
        rounds_0(&states, &work->kept[b % distinct]);
    }
    rounds_0(&states, &work->final);
    states_store(&states, run->current + (size_t)node * LANES * QR_NODE_SIZE);
}

V_FUNCTION void RUN(const qr_label_run_t *run) {
    work_t work;
    work.run = run;
    load_ids(&work);
    uint64_t node = run->start;
    expand(start_header(&work, node));
    if (node == 0 && node < run->end) {
        label_first_node(&work);
        expand(start_header(&work, ++node));
    }
    for (; node < run->end; node++) label_node(&work, node);
}
