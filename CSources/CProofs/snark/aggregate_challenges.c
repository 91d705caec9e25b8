/** @file aggregate_challenges.c  What an aggregate is bound to, and the challenges that follow from it. */
#include <stdio.h>

#include "aggregate.h"
#include "transcript.h"

/* ---- Binding ---- */

void qr_aggregate_bind_porep(uint8_t out[32], const uint8_t *seeds, const uint8_t *comm_r, size_t sectors) {
    qr_sha256_t sha;
    qr_sha256_init(&sha);
    for (size_t i = 0; i < sectors; i++) {
        qr_sha256_update(&sha, seeds + 32 * i, 32);
        qr_sha256_update(&sha, comm_r + 32 * i, 32);
    }
    qr_sha256_final(&sha, out);
}

void qr_aggregate_bind_ni_porep(uint8_t out[32], const uint8_t *comm_r, size_t sectors) {
    qr_sha256_hash(out, comm_r, 32 * sectors);
}

void qr_aggregate_bind_update(uint8_t out[32], const uint8_t *h, const uint8_t *comm_r_old,
                              const uint8_t *comm_r_new, const uint8_t *comm_d_new, size_t sectors) {
    qr_sha256_t sha;
    qr_sha256_init(&sha);
    for (size_t i = 0; i < sectors; i++) {
        qr_sha256_update(&sha, h + i, 1);
        qr_sha256_update(&sha, comm_r_old + 32 * i, 32);
        qr_sha256_update(&sha, comm_r_new + 32 * i, 32);
        qr_sha256_update(&sha, comm_d_new + 32 * i, 32);
    }
    qr_sha256_final(&sha, out);
}

/* ---- Challenges ---- */

void qr_challenge_r(qr_challenges_t *out, const qr_aggregate_t *aggregate, const uint8_t binding[32]) {
    qr_transcript_t transcript;
    qr_transcript_init(&transcript, "hcom");
    for (size_t k = 0; k < 2; k++) qr_transcript_gt(&transcript, &aggregate->com_ab[k]);
    for (size_t k = 0; k < 2; k++) qr_transcript_gt(&transcript, &aggregate->com_c[k]);
    out->hcom = qr_transcript_challenge(&transcript);
    qr_transcript_init(&transcript, "random-r");
    qr_transcript_fr(&transcript, out->hcom);
    qr_transcript_bytes(&transcript, binding, 32);
    out->r = qr_transcript_challenge(&transcript);
}

void qr_challenge_first(qr_challenges_t *out, const qr_aggregate_t *aggregate) {
    qr_transcript_t transcript;
    qr_transcript_init(&transcript, "gipa-0");
    qr_transcript_fr(&transcript, out->hcom);
    qr_transcript_gt(&transcript, &aggregate->ip_ab);
    qr_transcript_g1(&transcript, &aggregate->agg_c);
    qr_transcript_fr(&transcript, out->r);
    out->y0 = qr_transcript_challenge(&transcript);
}

static void say_round(qr_transcript_t *transcript, const qr_aggregate_round_t *round) {
    for (size_t i = 0; i < QR_AB_LEFT; i++) qr_transcript_gt(transcript, &round->gt[i]);
    for (size_t i = 0; i < 2; i++) qr_transcript_g1(transcript, &round->z_c[i]);
    for (size_t i = QR_AB_LEFT; i < QR_ROUND_GT; i++) qr_transcript_gt(transcript, &round->gt[i]);
}

void qr_challenge_round(qr_challenges_t *out, const qr_aggregate_t *aggregate, size_t round,
                        qr_aggregate_version_t version) {
    // In version 1 the first challenge did not depend on the first round, which version 2 mends.
    if (round == 0 && version == QR_AGGREGATE_V1) {
        out->y[0] = out->y0;
    } else {
        qr_transcript_t transcript;
        char tag[16];
        snprintf(tag, sizeof tag, "gipa-%zu", round);
        qr_transcript_init(&transcript, tag);
        qr_transcript_fr(&transcript, round == 0 ? out->y0 : out->y[round - 1]);
        say_round(&transcript, &aggregate->round[round]);
        out->y[round] = qr_transcript_challenge(&transcript);
    }
    out->x[round] = qr_fr_invert(out->y[round]);
}

static void say_finals(qr_transcript_t *transcript, const qr_aggregate_t *aggregate) {
    qr_transcript_g1(transcript, &aggregate->final_a);
    qr_transcript_g2(transcript, &aggregate->final_b);
    qr_transcript_g1(transcript, &aggregate->final_c);
}

void qr_challenge_z(qr_challenges_t *out, const qr_aggregate_t *aggregate, qr_aggregate_version_t version) {
    const size_t last = aggregate->rounds - 1;
    qr_transcript_t transcript;
    qr_fr_t link = out->x[last];
    if (version == QR_AGGREGATE_V2) {
        qr_transcript_init(&transcript, "gipa-extra-link");
        qr_transcript_fr(&transcript, out->x[last]);
        say_finals(&transcript, aggregate);
        say_round(&transcript, &aggregate->round[last]);
        link = qr_transcript_challenge(&transcript);
    }
    qr_transcript_init(&transcript, "random-z");
    qr_transcript_fr(&transcript, link);
    for (size_t k = 0; k < 2; k++) qr_transcript_g2(&transcript, &aggregate->final_v[k]);
    for (size_t k = 0; k < 2; k++) qr_transcript_g1(&transcript, &aggregate->final_w[k]);
    if (version == QR_AGGREGATE_V2) say_finals(&transcript, aggregate);
    out->z = qr_transcript_challenge(&transcript);
}
