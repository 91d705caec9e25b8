/** SRS files from outside: what is accepted goes back to the same bytes, and the check of its powers ends. */
#include <stdlib.h>
#include <string.h>

#include "snark/srs.h"

int LLVMFuzzerTestOneInput(const uint8_t *in, size_t size);

static void require(bool condition) {
    if (!condition) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *in, size_t size) {
    qr_job_t job = {0};
    qr_srs_t *srs;
    qr_srs_info_t info;
    uint8_t point[96];
    if (qr_srs_decode(&job, &srs, in, size, 2) != QR_OK) {
        require(srs == NULL);
        return 0;
    }
    qr_srs_info(&info, srs);
    size_t g = 4, h = 12 + 48 * (size_t)(info.powers[0] + info.powers[1]);
    for (size_t i = 0; i < 4; i++) {
        qr_g1_encode(point, &srs->g[0][i]);
        require(memcmp(point, in + g + 48 * i, 48) == 0);
    }
    for (size_t i = 0; i < 2; i++) {
        qr_g2_encode(point, &srs->h[0][i]);
        require(memcmp(point, in + h + 96 * i, 96) == 0);
    }
    qr_status_t status = qr_srs_check(&job, srs);
    require(status == QR_OK || status == QR_CORRUPT);
    qr_srs_destroy(srs);
    return 0;
}
