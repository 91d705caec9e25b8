/** @file update_fuzz.h  Vanilla proofs of sector updates from outside: what parses is written back as it was.
 */
#ifndef QR_UPDATE_FUZZ_H
#define QR_UPDATE_FUZZ_H

#include "spacetime/update_proof.h"
#include "vanilla_inputs.h"

/** Parses, writes and parses again: the same proof, and for bincode the same bytes. */
static inline void check_round_trip(const qr_porep_config_t *config, const uint8_t *data, size_t size,
                                    qr_form_t form) {
    qr_update_shape_t shape;
    qr_update_proof_t *proof = malloc(sizeof *proof);
    qr_bytes_t first = {0}, second = {0};
    qr_reader_t in;
    if (!proof || !qr_update_shape(&shape, config->sector_size)) abort();
    qr_reader_init(&in, data, size);
    if (qr_read_update(&in, proof, config, &shape, form)) {
        qr_write_update(&first, proof, &shape, form);
        qr_reader_init(&in, first.data, first.length);
        if (!qr_read_update(&in, proof, config, &shape, form)) abort();
        qr_write_update(&second, proof, &shape, form);
        if (first.length != second.length || memcmp(first.data, second.data, first.length) != 0) abort();
        if (form == QR_FORM_BINCODE && (first.length != size || memcmp(first.data, data, size) != 0)) abort();
    }
    qr_bytes_free(&first);
    qr_bytes_free(&second);
    free(proof);
}

static inline void fuzz_update(const uint8_t *data, size_t size, qr_form_t form) {
    qr_porep_config_t config = small_config(QR_API_1_1_0, QR_FEATURE_NONE);
    qr_update_inputs_t inputs = {0};
    from_hex(inputs.comm_r_old, "7251693440c8696a24decb070421a5342ebbc15095dc633dd639c5abb82f4201");
    from_hex(inputs.comm_r_new, "c2a27ff3d6bdf8b94877cf4c0d71ba2d0d267167f95448eb2a8a14d7f6d55a4e");
    from_hex(inputs.comm_d_new, "2746b2418d78aabe850860090e8e5b99d5b5b0982f51e19518ac22c8bc79960a");
    check_round_trip(&config, data, size, form);
    qr_job_t job = {0};
    bool valid;
    qr_status_t status = qr_update_verify_vanilla(&job, &valid, &config, &inputs, 0, data, size, form);
    if (status != QR_OK && status != QR_MALFORMED) abort();
    if ((status == QR_OK && valid) != (job.detail[0] == 0)) abort();
}

#endif
