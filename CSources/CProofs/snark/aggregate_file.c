/** @file aggregate_file.c  Aggregates as bytes. */
#include <string.h>

#include "aggregate.h"

enum {
    HEAD = 5 * 288 + 48, /* before the number of proofs */
    ROUND = 10 * 288 + 2 * 48,
    TAIL = 4 + 2 * 48 + 96 + 4 * 96 + 4 * 48,
    MOST_PARTS = 5 + 1 + 12 * QR_AGGREGATE_ROUNDS + 11
};

typedef enum { PART_GT, PART_G1, PART_G2 } part_kind_t;

/** Where a part lies in the file and in the structure. */
typedef struct {
    part_kind_t kind;
    size_t offset;
    void *at;
} part_t;

typedef struct {
    size_t count, offset;
    part_t part[MOST_PARTS];
} layout_t;

size_t qr_aggregate_padded(size_t proofs) {
    if (proofs == 0 || proofs > QR_AGGREGATE_MAX_PROOFS) return 0;
    size_t padded = 2;
    while (padded < proofs) padded *= 2;
    return padded;
}

static size_t size_of(size_t rounds) {
    return HEAD + TAIL + rounds * ROUND;
}

size_t qr_aggregate_size(size_t proofs) {
    size_t padded = qr_aggregate_padded(proofs);
    return padded == 0 ? 0 : size_of((size_t)__builtin_ctzll(padded));
}

static void add(layout_t *layout, part_kind_t kind, void *at) {
    static const size_t sizes[] = {[PART_GT] = 288, [PART_G1] = 48, [PART_G2] = 96};
    layout->part[layout->count++] = (part_t){kind, layout->offset, at};
    layout->offset += sizes[kind];
}

static void add_rounds(layout_t *layout, qr_aggregate_t *aggregate, size_t from, size_t to) {
    for (size_t i = 0; i < aggregate->rounds; i++) {
        for (size_t k = from; k < to; k++) add(layout, PART_GT, &aggregate->round[i].gt[k]);
    }
}

/** The parts in the file's order. */
static void lay_out(layout_t *layout, qr_aggregate_t *aggregate) {
    layout->count = layout->offset = 0;
    for (size_t k = 0; k < 2; k++) add(layout, PART_GT, &aggregate->com_ab[k]);
    for (size_t k = 0; k < 2; k++) add(layout, PART_GT, &aggregate->com_c[k]);
    add(layout, PART_GT, &aggregate->ip_ab);
    add(layout, PART_G1, &aggregate->agg_c);
    layout->offset += 4;
    add_rounds(layout, aggregate, QR_AB_LEFT, QR_C_LEFT);
    add_rounds(layout, aggregate, QR_C_LEFT, QR_ROUND_GT);
    add_rounds(layout, aggregate, QR_Z_LEFT, QR_AB_LEFT);
    for (size_t i = 0; i < aggregate->rounds; i++) {
        for (size_t k = 0; k < 2; k++) add(layout, PART_G1, &aggregate->round[i].z_c[k]);
    }
    add(layout, PART_G1, &aggregate->final_a);
    add(layout, PART_G2, &aggregate->final_b);
    add(layout, PART_G1, &aggregate->final_c);
    for (size_t k = 0; k < 2; k++) add(layout, PART_G2, &aggregate->final_v[k]);
    for (size_t k = 0; k < 2; k++) add(layout, PART_G1, &aggregate->final_w[k]);
    for (size_t k = 0; k < 2; k++) add(layout, PART_G2, &aggregate->opening_v[k]);
    for (size_t k = 0; k < 2; k++) add(layout, PART_G1, &aggregate->opening_w[k]);
}

/* ---- Reading ---- */

typedef struct {
    const layout_t *layout;
    const uint8_t *in;
    uint32_t failed; /**< status of a part that is none */
} reading_t;

static void decode_parts(void *context, size_t worker, uint64_t start, uint64_t end) {
    reading_t *reading = context;
    (void)worker;
    for (uint64_t i = start; i < end; i++) {
        const part_t *part = &reading->layout->part[i];
        const uint8_t *in = reading->in + part->offset;
        qr_status_t status = QR_OK;
        if (part->kind == PART_GT) status = qr_gt_decompress(part->at, in);
        if (part->kind == PART_G1) status = qr_g1_decode(part->at, in, true);
        if (part->kind == PART_G2) status = qr_g2_decode(part->at, in, true);
        if (status != QR_OK) __atomic_store_n(&reading->failed, (uint32_t)status, __ATOMIC_RELAXED);
    }
}

/** Rounds of an aggregate of so many proofs; 0 if no aggregate has so many. */
static size_t count_rounds(const uint8_t in[4]) {
    uint32_t proofs = in[0] | (uint32_t)in[1] << 8 | (uint32_t)in[2] << 16 | (uint32_t)in[3] << 24;
    if (proofs < 2 || qr_aggregate_padded(proofs) != proofs) return 0;
    return (size_t)__builtin_ctz(proofs);
}

qr_status_t qr_aggregate_decode(qr_job_t *job, qr_aggregate_t *out, const uint8_t *in, size_t length) {
    layout_t layout;
    if (length < HEAD + TAIL) return qr_job_fail(job, QR_MALFORMED, 0, "aggregate of %zu bytes", length);
    out->rounds = count_rounds(in + HEAD);
    if (out->rounds == 0) return qr_job_fail(job, QR_MALFORMED, 0, "aggregate: number of proofs");
    if (length < size_of(out->rounds)) {
        return qr_job_fail(job, QR_MALFORMED, 0, "aggregate of %zu bytes instead of %zu", length,
                           size_of(out->rounds));
    }
    lay_out(&layout, out);
    reading_t reading = {.layout = &layout, .in = in};
    qr_group_for(job->group, layout.count, 2, &reading.failed, decode_parts, &reading);
    if (reading.failed == QR_OK) return QR_OK;
    return qr_job_fail(job, (qr_status_t)reading.failed, 0, "a point or product of the aggregate");
}

/* ---- Writing ---- */

qr_status_t qr_aggregate_encode(qr_job_t *job, uint8_t *out, const qr_aggregate_t *aggregate) {
    layout_t layout;
    qr_aggregate_t *parts = (qr_aggregate_t *)(uintptr_t)aggregate;  // the layout serves reading too
    lay_out(&layout, parts);
    uint32_t proofs = UINT32_C(1) << aggregate->rounds;
    for (size_t i = 0; i < 4; i++) out[HEAD + i] = (uint8_t)(proofs >> (8 * i));
    for (size_t i = 0; i < layout.count; i++) {
        const part_t *part = &layout.part[i];
        if (part->kind == PART_G1) qr_g1_encode(out + part->offset, part->at);
        if (part->kind == PART_G2) qr_g2_encode(out + part->offset, part->at);
        if (part->kind == PART_GT && qr_gt_compress(out + part->offset, part->at) != QR_OK) {
            return qr_job_fail(job, QR_UNSUPPORTED, 0, "a product of pairings is one");
        }
    }
    return QR_OK;
}
