/** Aggregates from outside: what is accepted goes back to the same bytes and has its challenges. */
#include <stdlib.h>
#include <string.h>

#include "snark/aggregate.h"

int LLVMFuzzerTestOneInput(const uint8_t *in, size_t size);

static void require(bool condition) {
    if (!condition) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *in, size_t size) {
    static qr_aggregate_t aggregate;
    static qr_challenges_t challenges;
    static const uint8_t binding[32] = {1};
    qr_job_t job = {0};
    if (qr_aggregate_decode(&job, &aggregate, in, size) != QR_OK) return 0;
    size_t length = qr_aggregate_size((size_t)1 << aggregate.rounds);
    require(length <= size);
    uint8_t *back = malloc(length);
    require(back != NULL && qr_aggregate_encode(&job, back, &aggregate) == QR_OK);
    require(memcmp(back, in, length) == 0);
    free(back);
    qr_challenge_r(&challenges, &aggregate, binding);
    qr_challenge_first(&challenges, &aggregate);
    for (size_t i = 0; i < aggregate.rounds; i++) {
        qr_challenge_round(&challenges, &aggregate, i, QR_AGGREGATE_V2);
    }
    qr_challenge_z(&challenges, &aggregate, QR_AGGREGATE_V2);
    return 0;
}
