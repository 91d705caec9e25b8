/** @file vrf.c  Filecoin's VRF: drawing its input, proving, and its output. */
#include <sodium.h>
#include <string.h>

#include "quarry_curve.h"

static void big_endian(uint8_t out[8], uint64_t value) {
    for (int i = 0; i < 8; i++) out[i] = (uint8_t)(value >> (56 - 8 * i));
}

void qr_vrf_draw(uint8_t out[32], int64_t tag, const void *base, size_t base_length, int64_t epoch,
                 const void *entropy, size_t entropy_length) {
    crypto_generichash_blake2b_state state;
    uint8_t number[8], digest[32];
    crypto_generichash_blake2b(digest, sizeof digest, base, base_length, NULL, 0);
    crypto_generichash_blake2b_init(&state, NULL, 0, 32);
    big_endian(number, (uint64_t)tag);
    crypto_generichash_blake2b_update(&state, number, sizeof number);
    crypto_generichash_blake2b_update(&state, digest, sizeof digest);
    big_endian(number, (uint64_t)epoch);
    crypto_generichash_blake2b_update(&state, number, sizeof number);
    crypto_generichash_blake2b_update(&state, entropy, entropy_length);
    crypto_generichash_blake2b_final(&state, out, 32);
}

qr_status_t qr_vrf_prove(uint8_t proof[96], const uint8_t secret[32], const uint8_t input[32]) {
    return qr_bls_sign(proof, secret, input, 32);
}

qr_status_t qr_vrf_verify(bool *valid, const uint8_t public_key[48], const uint8_t proof[96],
                          const uint8_t input[32]) {
    return qr_bls_verify(valid, public_key, proof, input, 32);
}

void qr_vrf_output(uint8_t out[32], const uint8_t proof[96]) {
    crypto_generichash_blake2b(out, 32, proof, 96, NULL, 0);
}
