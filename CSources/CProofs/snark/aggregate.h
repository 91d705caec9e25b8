/** @file aggregate.h  An aggregate's parts, its file and its challenges. Private. */
#ifndef QUARRY_AGGREGATE_PRIVATE_H
#define QUARRY_AGGREGATE_PRIVATE_H

#include "field/fr.h"
#include "quarry/aggregate.h"

/** log2 of QR_AGGREGATE_MAX_PROOFS. */
enum { QR_AGGREGATE_ROUNDS = 14 };

/** Elements of GT of a round, in the transcript's order: two products of A and B, then commitments, each
 * under alpha and beta, to (A, B) and to C. "Left" ones take the power x, "right" ones y = 1 / x. */
enum {
    QR_Z_LEFT,
    QR_Z_RIGHT,
    QR_AB_LEFT,
    QR_AB_RIGHT = QR_AB_LEFT + 2,
    QR_C_LEFT = QR_AB_RIGHT + 2,
    QR_C_RIGHT = QR_C_LEFT + 2,
    QR_ROUND_GT = QR_C_RIGHT + 2
};

/** Does the element take the power x? */
static inline bool qr_aggregate_is_left(size_t element) {
    return element == QR_Z_LEFT || (element >= QR_AB_LEFT && element < QR_AB_RIGHT) ||
           (element >= QR_C_LEFT && element < QR_C_RIGHT);
}

typedef struct {
    qr_fp12_t gt[QR_ROUND_GT];
    qr_g1_affine_t z_c[2]; /**< left, right */
} qr_aggregate_round_t;

typedef struct {
    qr_fp12_t com_ab[2], com_c[2], ip_ab;
    qr_g1_affine_t agg_c;
    size_t rounds;
    qr_aggregate_round_t round[QR_AGGREGATE_ROUNDS];
    qr_g1_affine_t final_a, final_c;
    qr_g2_affine_t final_b, final_v[2], opening_v[2];
    qr_g1_affine_t final_w[2], opening_w[2];
} qr_aggregate_t;

/** QR_MALFORMED, QR_MISMATCH: no aggregate. Bytes after its end are ignored. */
QR_MUST_CHECK qr_status_t qr_aggregate_decode(qr_job_t *job, qr_aggregate_t *out, const uint8_t *in,
                                              size_t length);
/** out: qr_aggregate_size(1 << rounds) bytes. QR_UNSUPPORTED: an element of GT that has no encoding. */
QR_MUST_CHECK qr_status_t qr_aggregate_encode(qr_job_t *job, uint8_t *out, const qr_aggregate_t *aggregate);

/** Challenges, in Montgomery form. */
typedef struct {
    qr_fr_t hcom, r, y0;
    qr_fr_t x[QR_AGGREGATE_ROUNDS], y[QR_AGGREGATE_ROUNDS];
    qr_fr_t z;
} qr_challenges_t;

/** Each step needs what the aggregate has so far: com_ab and com_c; ip_ab and agg_c; the round; the final
 * values. */
void qr_challenge_r(qr_challenges_t *out, const qr_aggregate_t *aggregate, const uint8_t binding[32]);
void qr_challenge_first(qr_challenges_t *out, const qr_aggregate_t *aggregate);
void qr_challenge_round(qr_challenges_t *out, const qr_aggregate_t *aggregate, size_t round,
                        qr_aggregate_version_t version);
void qr_challenge_z(qr_challenges_t *out, const qr_aggregate_t *aggregate, qr_aggregate_version_t version);

#endif
