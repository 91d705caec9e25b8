/**
 * @file sha256_units.h  (private)
 * The generated inner units (sha256_units_generated.S, made by tools/generate-sha256-units): straight-line
 * code that merges rounds of sixteen lanes in AVX-512, one block of four lanes in SHA-NI, and message
 * schedules.
 */
#ifndef QR_SHA256_UNITS_H
#define QR_SHA256_UNITS_H

#include <stdint.h>

/** Where a unit works: aligned to 64 bytes what has sixteen lanes, to 16 the rest. What a unit does not do
 * may be NULL. */
typedef struct {
    void *state;         /**< sixteen lanes: vectors a..h, in and out of sixteen rounds, no feed-forward */
    const void *wk;      /**< W + K of these rounds: 16 vectors */
    void *quad;          /**< four lanes: ABEF and CDGH each; in, and with feed-forward out */
    const void *quad_wk; /**< W + K of the four lanes' block */
    void *w[2];          /**< jobs of group 0 and 1: W, of which the words from the 16th on are made */
    void *out[2];        /**< W + K of those words */
    const uint32_t *constants; /**< K of the first word made */
} qr_sha256_unit_t;

/* One block of a quad (W + K: 256 bytes a lane) and 0, 2 or 4 whole schedules: w[0] 64 bytes a lane, out[0]
 * 256. */
void qr_sha256_quad_0(const qr_sha256_unit_t *unit);
void qr_sha256_quad_2(const qr_sha256_unit_t *unit);
void qr_sha256_quad_4(const qr_sha256_unit_t *unit);

/*
 * Sixteen rounds of group 0, one block of a quad of group 1 (W + K: 64 bytes a lane, 256 each four words),
 * and twelve words of the groups named; out[1] gets each four vectors with their 4 x 4 words transposed, as
 * quads read them.
 */
void qr_sha256_mixed_none(const qr_sha256_unit_t *unit);
void qr_sha256_mixed_0(const qr_sha256_unit_t *unit);
void qr_sha256_mixed_1(const qr_sha256_unit_t *unit);
void qr_sha256_mixed_01(const qr_sha256_unit_t *unit);

/* One block of a quad of group 1 alone, and twelve words of that group or none. */
void qr_sha256_quad_words_none(const qr_sha256_unit_t *unit);
void qr_sha256_quad_words_1(const qr_sha256_unit_t *unit);

#endif
