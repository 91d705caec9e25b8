/**
 * @file synthesis.h
 * A circuit as prover, generator and checks see it. Private.
 *
 * A circuit is a sequence of parts. Part 0 comes first and leaves what the others need (shared variables) in
 * `shared`; parts 1, 2, ... only read it, each takes the same number of variables and constraints, and so
 * they can be synthesised at the same time, each into its own range. Variables, inputs and constraints of
 * part i follow those of part i - 1. Rows for the inputs ((input i) * 0 = 0, appended by prover and
 * generator) are not in the counts and not among the rows.
 */
#ifndef QUARRY_SYNTHESIS_H
#define QUARRY_SYNTHESIS_H

#include "cs.h"
#include "quarry/circuit.h"

/** Numbers of variables and constraints. */
typedef struct {
    uint64_t constraints, inputs, aux;
} qr_circuit_size_t;

/** Common head of every circuit; a kind of circuit puts its own data after it. */
struct qr_circuit {
    uint32_t parts;
    /** Bytes of what part 0 leaves to the others: plain data. */
    size_t shared_size;
    /** A witness is there; else only the structure can be had. */
    bool has_witness;
    /** Writes part `part` into cs. Must depend on the witness in values only. Thread-safe. */
    void (*synthesize)(qr_cs_t *cs, void *shared, const qr_circuit_t *circuit, uint32_t part);
    void (*destroy)(qr_circuit_t *circuit);
    /** Of part 0 and of each other part; counted by qr_circuit_measure when the circuit is made. Inputs of
     * part 0 include the one. */
    qr_circuit_size_t head, body;
};

/** Counts head and body. Called by each kind of circuit at the end of its making. */
QR_MUST_CHECK qr_status_t qr_circuit_measure(qr_job_t *job, qr_circuit_t *circuit);

/** Sizes of the whole circuit; inputs include the one. */
void qr_circuit_size(qr_circuit_size_t *out, const qr_circuit_t *circuit);
/** First constraint, input and aux of a part. */
void qr_circuit_part_start(qr_circuit_size_t *out, const qr_circuit_t *circuit, uint32_t part);

/**
 * All rows to `sink`, on job->group: rows of one part in order, by one thread; parts at the same time if
 * `parallel`, else one after the other in order. Units of job->done: constraints.
 */
QR_MUST_CHECK qr_status_t qr_circuit_rows(qr_job_t *job, const qr_circuit_t *circuit, bool parallel,
                                          qr_row_fn sink, void *context);
/**
 * Density bitmaps, as many bits as variables, rounded up to 64, zero before. Takes a synthesis of parts 0 and
 * 1 only: the other parts are alike.
 */
QR_MUST_CHECK qr_status_t qr_circuit_density(qr_job_t *job, const qr_circuit_t *circuit,
                                             const qr_density_t *out);
/**
 * The witness: inputs (the one first), aux, and for each constraint A·z and B·z (C·z is their product), in
 * Montgomery form, on job->group. Arrays have qr_circuit_size's lengths. Units of job->done: constraints.
 */
QR_MUST_CHECK qr_status_t qr_circuit_witness(qr_job_t *job, const qr_circuit_t *circuit, qr_fr_t *inputs,
                                             qr_fr_t *aux, qr_fr_t *a, qr_fr_t *b);
/** Index of the first constraint that the witness does not satisfy, or UINT64_MAX. Slow: builds every row. */
QR_MUST_CHECK qr_status_t qr_circuit_check(qr_job_t *job, uint64_t *unsatisfied, const qr_circuit_t *circuit);

#endif
