#include "synthesis.h"

#include <stdlib.h>

void qr_circuit_destroy(qr_circuit_t *circuit) {
    if (circuit != NULL) circuit->destroy(circuit);
}

void qr_circuit_size(qr_circuit_size_t *out, const qr_circuit_t *circuit) {
    qr_circuit_part_start(out, circuit, circuit->parts);
}

void qr_circuit_part_start(qr_circuit_size_t *out, const qr_circuit_t *circuit, uint32_t part) {
    *out = (qr_circuit_size_t){0};
    if (part == 0) return;
    uint64_t bodies = part - 1;
    out->constraints = circuit->head.constraints + bodies * circuit->body.constraints;
    out->inputs = circuit->head.inputs + bodies * circuit->body.inputs;
    out->aux = circuit->head.aux + bodies * circuit->body.aux;
}

void qr_circuit_counts(uint64_t *constraints, uint64_t *inputs, uint64_t *aux, const qr_circuit_t *circuit) {
    qr_circuit_size_t size;
    qr_circuit_size(&size, circuit);
    *constraints = size.constraints;
    *inputs = size.inputs;
    *aux = size.aux;
}

/** Part `part` from where cs stands; part 0 allocates the one first. */
static void synthesize(qr_cs_t *cs, void *shared, const qr_circuit_t *circuit, uint32_t part) {
    if (part == 0) (void)qr_cs_alloc_input(cs, qr_fr_one);
    if (cs->status == QR_OK) circuit->synthesize(cs, shared, circuit, part);
}

static qr_status_t new_shared(qr_job_t *job, void **out, const qr_circuit_t *circuit) {
    *out = calloc(1, circuit->shared_size == 0 ? 1 : circuit->shared_size);
    return *out != NULL ? QR_OK : qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "circuit");
}

/** A system for one part, standing at its start, bounded by its end. */
static qr_cs_t part_system(const qr_circuit_t *circuit, uint32_t part, uint32_t mode) {
    qr_circuit_size_t start, end;
    qr_circuit_part_start(&start, circuit, part);
    qr_circuit_part_start(&end, circuit, part + 1);
    return (qr_cs_t){.mode = mode,
                     .aux = start.aux,
                     .inputs = start.inputs,
                     .rows = start.constraints,
                     .aux_limit = end.aux,
                     .inputs_limit = end.inputs,
                     .rows_limit = end.constraints};
}

/** A part must take what was measured: else the circuit is wrong, and its neighbours' ranges would be too. */
static qr_status_t part_status(const qr_cs_t *cs) {
    if (cs->status != QR_OK) return cs->status;
    bool whole = cs->aux == cs->aux_limit && cs->inputs == cs->inputs_limit && cs->rows == cs->rows_limit;
    return whole ? QR_OK : QR_INVALID_ARGUMENT;
}

qr_status_t qr_circuit_measure(qr_job_t *job, qr_circuit_t *circuit) {
    void *shared;
    qr_status_t status = new_shared(job, &shared, circuit);
    if (status != QR_OK) return status;
    qr_cs_t cs = {.aux_limit = QR_VAR_INDEX, .inputs_limit = QR_VAR_INDEX, .rows_limit = UINT64_MAX};
    synthesize(&cs, shared, circuit, 0);
    circuit->head = (qr_circuit_size_t){cs.rows, cs.inputs, cs.aux};
    circuit->body = (qr_circuit_size_t){0};
    if (circuit->parts > 1) {
        synthesize(&cs, shared, circuit, 1);
        circuit->body = (qr_circuit_size_t){cs.rows - circuit->head.constraints,
                                            cs.inputs - circuit->head.inputs, cs.aux - circuit->head.aux};
    }
    free(shared);
    qr_circuit_size_t size;
    qr_circuit_size(&size, circuit);
    if (cs.status == QR_OK && (size.aux > QR_VAR_INDEX || size.inputs > QR_VAR_INDEX)) {
        cs.status = QR_UNSUPPORTED;
    }
    return cs.status == QR_OK ? QR_OK : qr_job_fail(job, cs.status, 0, "circuit");
}

/* ---- Runs over all parts ---- */

/** What every part of a run is given. */
typedef struct {
    qr_job_t *job;
    const qr_circuit_t *circuit;
    void *shared;
    uint32_t mode;
    qr_row_fn sink;
    void *context;
    const qr_density_t *density;
    qr_fr_t *inputs, *aux, *a, *b;
    uint64_t unsatisfied; /**< the first, for runs in order that check */
    uint32_t stop;        /**< a part failed: the first status */
} run_t;

static void run_part(run_t *run, uint32_t part) {
    if (__atomic_load_n(&run->stop, __ATOMIC_RELAXED) != QR_OK) return;
    qr_cs_t cs = part_system(run->circuit, part, run->mode);
    uint64_t start = cs.rows;
    cs.input_values = run->inputs;
    cs.aux_values = run->aux;
    cs.a = run->a;
    cs.b = run->b;
    cs.sink = run->sink;
    cs.context = run->context;
    cs.density = run->density;
    synthesize(&cs, run->shared, run->circuit, part);
    if (cs.unsatisfied != 0 && run->unsatisfied == 0) run->unsatisfied = cs.unsatisfied;
    qr_status_t status = part_status(&cs);
    if (status == QR_OK && qr_job_cancelled(run->job)) status = QR_CANCELLED;
    uint32_t none = QR_OK;
    if (status != QR_OK) {
        __atomic_compare_exchange_n(&run->stop, &none, (uint32_t)status, false, __ATOMIC_RELAXED,
                                    __ATOMIC_RELAXED);
    }
    qr_job_advance(run->job, cs.rows - start);
}

static void run_bodies(void *context, size_t worker, uint64_t start, uint64_t end) {
    (void)worker;
    for (uint64_t part = start; part < end; part++) run_part(context, (uint32_t)part + 1);
}

/** The first `parts` parts, part 0 before the others. */
static qr_status_t run_parts(run_t *run, uint32_t parts, bool parallel) {
    qr_circuit_size_t size;
    qr_circuit_part_start(&size, run->circuit, parts);
    qr_job_expect(run->job, size.constraints);
    qr_status_t status = new_shared(run->job, &run->shared, run->circuit);
    if (status != QR_OK) return status;
    run_part(run, 0);
    if (parallel) {
        qr_group_for(run->job->group, parts - 1, 1, &run->stop, run_bodies, run);
    } else {
        run_bodies(run, 0, 0, parts - 1);
    }
    free(run->shared);
    status = (qr_status_t)run->stop;
    return status == QR_OK ? QR_OK : qr_job_fail(run->job, status, 0, "circuit");
}

qr_status_t qr_circuit_rows(qr_job_t *job, const qr_circuit_t *circuit, bool parallel, qr_row_fn sink,
                            void *context) {
    if (job == NULL) return QR_INVALID_ARGUMENT;
    run_t run = {.job = job, .circuit = circuit, .mode = QR_CS_ROWS, .sink = sink, .context = context};
    return run_parts(&run, circuit->parts, parallel);
}

qr_status_t qr_circuit_witness(qr_job_t *job, const qr_circuit_t *circuit, qr_fr_t *inputs, qr_fr_t *aux,
                               qr_fr_t *a, qr_fr_t *b) {
    if (job == NULL || !circuit->has_witness) return QR_INVALID_ARGUMENT;
    run_t run = {
        .job = job, .circuit = circuit, .mode = QR_CS_VALUES, .inputs = inputs, .aux = aux, .a = a, .b = b};
    return run_parts(&run, circuit->parts, true);
}

qr_status_t qr_circuit_check(qr_job_t *job, uint64_t *unsatisfied, const qr_circuit_t *circuit) {
    *unsatisfied = UINT64_MAX;
    if (job == NULL || !circuit->has_witness) return QR_INVALID_ARGUMENT;
    qr_circuit_size_t size;
    qr_circuit_size(&size, circuit);
    uint64_t count = size.inputs + size.aux + 2 * size.constraints;
    void *memory;
    qr_status_t status = qr_memory_allocate(&memory, count * sizeof(qr_fr_t), -1, QR_MEMORY_HUGE);
    if (status != QR_OK) return qr_job_fail(job, status, 0, "circuit check");
    qr_fr_t *values = memory;
    run_t run = {.job = job, .circuit = circuit, .mode = QR_CS_ROWS | QR_CS_VALUES};
    run.inputs = values;
    run.aux = run.inputs + size.inputs;
    run.a = run.aux + size.aux;
    run.b = run.a + size.constraints;
    status = run_parts(&run, circuit->parts, false);
    if (status == QR_OK && run.unsatisfied != 0) *unsatisfied = run.unsatisfied - 1;
    qr_memory_free(memory, count * sizeof(qr_fr_t));
    return status;
}

/* ---- Density ---- */

/** ORs `count` bits of `bitmap` at `from` to `to`, further on. */
static void copy_bits(uint64_t *bitmap, uint64_t to, uint64_t from, uint64_t count) {
    for (uint64_t i = 0; i < count;) {
        uint64_t length = count - i < 64 ? count - i : 64;
        uint64_t at = from + i, shift = at % 64;
        uint64_t word = bitmap[at / 64] >> shift;
        if (shift != 0 && shift + length > 64) word |= bitmap[at / 64 + 1] << (64 - shift);
        if (length < 64) word &= (UINT64_C(1) << length) - 1;
        at = to + i;
        shift = at % 64;
        bitmap[at / 64] |= word << shift;
        if (shift != 0 && shift + length > 64) bitmap[at / 64 + 1] |= word >> (64 - shift);
        i += length;
    }
}

qr_status_t qr_circuit_density(qr_job_t *job, const qr_circuit_t *circuit, const qr_density_t *out) {
    if (job == NULL) return QR_INVALID_ARGUMENT;
    run_t run = {.job = job, .circuit = circuit, .mode = QR_CS_ROWS, .density = out};
    uint32_t parts = circuit->parts < 2 ? circuit->parts : 2;
    qr_status_t status = run_parts(&run, parts, false);
    for (uint32_t part = 2; status == QR_OK && part < circuit->parts; part++) {
        qr_circuit_size_t start;
        qr_circuit_part_start(&start, circuit, part);
        const qr_circuit_size_t *head = &circuit->head, *body = &circuit->body;
        if (out->a_aux != NULL) copy_bits(out->a_aux, start.aux, head->aux, body->aux);
        if (out->b_aux != NULL) copy_bits(out->b_aux, start.aux, head->aux, body->aux);
        if (out->b_inputs != NULL) copy_bits(out->b_inputs, start.inputs, head->inputs, body->inputs);
    }
    return status;
}
