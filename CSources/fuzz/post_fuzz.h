/** @file post_fuzz.h  PoSt vanilla proofs from outside: what parses is written back as it was. */
#ifndef QR_POST_FUZZ_H
#define QR_POST_FUZZ_H

#include "spacetime/post_proof.h"
#include "vanilla_inputs.h"

/** Parses, writes and parses again: the same proof, and for bincode the same bytes. */
static inline void check_round_trip(const qr_porep_config_t *config, const uint8_t *data, size_t size,
                                    qr_form_t form) {
    qr_merkle_proof_t paths[10];
    qr_post_proof_t proof = {.count = 10, .proofs = paths};
    qr_bytes_t first = {0}, second = {0};
    qr_reader_t in;
    qr_reader_init(&in, data, size);
    if (!qr_read_post(&in, &proof, config, form)) return;
    qr_write_post(&first, &proof, form);
    qr_reader_init(&in, first.data, first.length);
    if (!qr_read_post(&in, &proof, config, form)) abort();
    qr_write_post(&second, &proof, form);
    if (first.length != second.length || memcmp(first.data, second.data, first.length) != 0) abort();
    if (form == QR_FORM_BINCODE && (first.length != size || memcmp(first.data, data, size) != 0)) abort();
    qr_bytes_free(&first);
    qr_bytes_free(&second);
}

static inline void fuzz_post(const uint8_t *data, size_t size, qr_form_t form) {
    qr_porep_config_t config = small_config(QR_API_1_1_0, QR_FEATURE_NONE);
    qr_post_sector_t sector = {.sector_id = 752603592382u};
    uint8_t randomness[32];
    from_hex(sector.comm_r, "ec19d614885ec0b15f6ade838ac89f23aa0d8c1231bc8d33028efd5433c32900");
    from_hex(randomness, "8a8b835a5fa2e642bb165237d37d4c3106eae132d9ef831fd1e0f0e78a387527");
    check_round_trip(&config, data, size, form);
    qr_job_t job = {0};
    bool valid;
    qr_status_t status = qr_post_verify_vanilla(&job, &valid, &config, QR_POST_WINDOW, QR_API_1_0_0,
                                                randomness, &sector, 0, data, size, form);
    if (status != QR_OK && status != QR_MALFORMED) abort();
    if ((status == QR_OK && valid) != (job.detail[0] == 0)) abort();
}

#endif
