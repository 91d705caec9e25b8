/** Digests of a circuit's structure and witness, in the form that two implementations compare. */
#include <stdlib.h>

#include "quarry_crypto.h"
#include "synthesis.h"

#define CHECKPOINT UINT64_C(10000)
/** Bytes gathered before they are hashed. */
#define BUFFER (UINT64_C(1) << 16)
#define TERM_BYTES 41u

/** A digest of a stream that is written in small pieces. */
typedef struct {
    qr_sha256_t sha;
    size_t held;
    uint8_t buffer[BUFFER];
} stream_t;

static void drain(stream_t *stream) {
    qr_sha256_update(&stream->sha, stream->buffer, stream->held);
    stream->held = 0;
}

/** Room for `size` bytes, at most TERM_BYTES; they count as written. */
static uint8_t *take(stream_t *stream, size_t size) {
    if (stream->held + size > BUFFER) drain(stream);
    uint8_t *out = stream->buffer + stream->held;
    stream->held += size;
    return out;
}

/** The digest of what came so far; more may follow. */
static void digest_so_far(uint8_t out[32], stream_t *stream) {
    drain(stream);
    qr_sha256_t copy = stream->sha;
    qr_sha256_final(&copy, out);
}

static void write_number(uint8_t *out, uint64_t number, size_t size) {
    for (size_t i = 0; i < size; i++) out[i] = (uint8_t)(number >> 8 * i);
}

static void write_terms(stream_t *stream, qr_terms_t terms) {
    write_number(take(stream, 4), terms.count, 4);
    for (size_t i = 0; i < terms.count; i++) {
        qr_term_t term = terms.terms[i];
        uint8_t *out = take(stream, TERM_BYTES);
        out[0] = (term.var & QR_VAR_AUX) != 0;
        write_number(out + 1, term.var & QR_VAR_INDEX, 8);
        bool one = qr_fr_equal(term.coefficient, qr_fr_one);
        qr_fr_store(out + 9, one ? qr_fr_raw_one : qr_fr_from_montgomery(term.coefficient));
    }
}

typedef struct {
    stream_t stream;
    uint8_t (*checkpoints)[16];
} structure_t;

static qr_status_t add_row(void *context, uint64_t index, const qr_row_t *row) {
    structure_t *structure = context;
    write_terms(&structure->stream, row->a);
    write_terms(&structure->stream, row->b);
    write_terms(&structure->stream, row->c);
    if (structure->checkpoints != NULL && (index + 1) % CHECKPOINT == 0) {
        uint8_t digest[32];
        digest_so_far(digest, &structure->stream);
        memcpy(structure->checkpoints[index / CHECKPOINT], digest, 16);
    }
    return QR_OK;
}

static qr_status_t digest_structure(qr_job_t *job, qr_circuit_digest_t *out,
                                    const qr_circuit_checkpoints_t *checkpoints,
                                    const qr_circuit_t *circuit) {
    structure_t *structure = malloc(sizeof *structure);
    if (structure == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "circuit digest");
    qr_sha256_init(&structure->stream.sha);
    structure->stream.held = 0;
    structure->checkpoints = checkpoints == NULL ? NULL : checkpoints->constraints;
    qr_status_t status = qr_circuit_rows(job, circuit, false, add_row, structure);
    if (status == QR_OK) {
        digest_so_far(out->constraints_sha256, &structure->stream);
        for (uint64_t i = 0; i < out->inputs; i++) {
            qr_term_t term = qr_term_plus((qr_var_t)i);
            write_terms(&structure->stream, (qr_terms_t){&term, 1});
            write_terms(&structure->stream, (qr_terms_t){NULL, 0});
            write_terms(&structure->stream, (qr_terms_t){NULL, 0});
        }
        digest_so_far(out->with_input_rows_sha256, &structure->stream);
    }
    free(structure);
    return status;
}

/** Number of bits set, and the digest of the bitmap's bytes. */
static void digest_bitmap(uint64_t *set, uint8_t out[32], const uint64_t *bitmap, uint64_t bits) {
    qr_sha256_t sha;
    uint64_t bytes = (bits + 7) / 8;
    *set = 0;
    qr_sha256_init(&sha);
    for (uint64_t at = 0; at < bytes; at += 8) {
        uint8_t word[8];
        *set += (uint64_t)__builtin_popcountll(bitmap[at / 8]);
        write_number(word, bitmap[at / 8], 8);
        qr_sha256_update(&sha, word, bytes - at < 8 ? bytes - at : 8);
    }
    qr_sha256_final(&sha, out);
}

static qr_status_t digest_density(qr_job_t *job, qr_circuit_digest_t *out, const qr_circuit_t *circuit) {
    uint64_t aux_words = out->aux / 64 + 1, input_words = out->inputs / 64 + 1;
    uint64_t *words = calloc(2 * aux_words + input_words, sizeof *words);
    if (words == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "circuit density");
    qr_density_t density = {.a_aux = words, .b_inputs = words + 2 * aux_words, .b_aux = words + aux_words};
    qr_status_t status = qr_circuit_density(job, circuit, &density);
    if (status == QR_OK) {
        digest_bitmap(&out->a_aux, out->a_aux_sha256, density.a_aux, out->aux);
        digest_bitmap(&out->b_inputs, out->b_inputs_sha256, density.b_inputs, out->inputs);
        digest_bitmap(&out->b_aux, out->b_aux_sha256, density.b_aux, out->aux);
    }
    free(words);
    return status;
}

static void digest_values(uint8_t out[32], uint8_t (*checkpoints)[16], const qr_fr_t *values,
                          uint64_t count) {
    qr_sha256_t sha;
    qr_sha256_init(&sha);
    for (uint64_t i = 0; i < count; i++) {
        uint8_t value[32];
        qr_fr_store(value, qr_fr_from_montgomery(values[i]));
        qr_sha256_update(&sha, value, 32);
        if (checkpoints != NULL && (i + 1) % CHECKPOINT == 0) {
            uint8_t digest[32];
            qr_sha256_t copy = sha;
            qr_sha256_final(&copy, digest);
            memcpy(checkpoints[i / CHECKPOINT], digest, 16);
        }
    }
    qr_sha256_final(&sha, out);
}

static qr_status_t digest_witness(qr_job_t *job, qr_circuit_digest_t *out,
                                  const qr_circuit_checkpoints_t *checkpoints, const qr_circuit_t *circuit) {
    uint64_t unsatisfied, count = out->inputs + out->aux + 2 * out->constraints;
    qr_status_t status = qr_circuit_check(job, &unsatisfied, circuit);
    if (status != QR_OK) return status;
    out->satisfied = unsatisfied == UINT64_MAX;
    void *memory;
    status = qr_memory_allocate(&memory, count * sizeof(qr_fr_t), -1, QR_MEMORY_HUGE);
    if (status != QR_OK) return qr_job_fail(job, status, 0, "circuit witness");
    qr_fr_t *inputs = memory, *aux = inputs + out->inputs, *a = aux + out->aux, *b = a + out->constraints;
    status = qr_circuit_witness(job, circuit, inputs, aux, a, b);
    if (status == QR_OK) {
        digest_values(out->inputs_sha256, NULL, inputs, out->inputs);
        digest_values(out->aux_sha256, checkpoints == NULL ? NULL : checkpoints->aux, aux, out->aux);
    }
    qr_memory_free(memory, count * sizeof(qr_fr_t));
    return status;
}

qr_status_t qr_circuit_digest(qr_job_t *job, qr_circuit_digest_t *out,
                              const qr_circuit_checkpoints_t *checkpoints, const qr_circuit_t *circuit) {
    memset(out, 0, sizeof *out);
    if (job == NULL) return QR_INVALID_ARGUMENT;
    qr_circuit_digest_t digest = {.has_witness = circuit->has_witness};
    qr_circuit_counts(&digest.constraints, &digest.inputs, &digest.aux, circuit);
    qr_status_t status = digest_structure(job, &digest, checkpoints, circuit);
    if (status == QR_OK) status = digest_density(job, &digest, circuit);
    if (status == QR_OK && circuit->has_witness) {
        status = digest_witness(job, &digest, checkpoints, circuit);
    }
    if (status == QR_OK) *out = digest;
    return status;
}
