/**
 * @file quarry_curve.h
 * The pairing-friendly curve BLS12-381 and the BLS signatures of Filecoin and drand.
 *
 * p is the base field's order, r the order of the groups. E: y^2 = x^3 + 4 over Fp (G1) and
 * E': y^2 = x^3 + 4(1 + u) over Fp2 (G2). Field elements are in Montgomery form with R = 2^384 and always
 * canonical (below p). Scalars are 32 bytes, little endian; canonical (below r) unless said.
 * Outputs may alias inputs. Nothing here allocates; each call picks portable or MULX/ADX code by
 * qr_cpu_features(), and AVX-512 IFMA in lanes of eight for many points or pairs at once. Only the functions
 * that take a `secret` run in constant time.
 *
 * Statuses of decoders: QR_MALFORMED for bytes that are no encoding of this form, QR_MISMATCH for an encoding
 * whose point is off the curve or outside the subgroup of order r. Outputs are zeroed on error.
 */
#ifndef QUARRY_CURVE_H
#define QUARRY_CURVE_H

#include "quarry_platform.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Types ---- */

typedef struct {
    uint64_t l[6]; /**< least significant first */
} qr_fp_t;
typedef struct {
    qr_fp_t c0, c1; /**< c0 + c1 u, u^2 = -1 */
} qr_fp2_t;
typedef struct {
    qr_fp2_t c[3]; /**< c[0] + c[1] v + c[2] v^2, v^3 = 1 + u */
} qr_fp6_t;
typedef struct {
    qr_fp6_t c[2]; /**< c[0] + c[1] w, w^2 = v */
} qr_fp12_t;

typedef struct {
    qr_fp_t x, y; /**< infinity: all zero */
} qr_g1_affine_t;
typedef struct {
    qr_fp_t x, y, z; /**< Jacobian: (x/z^2, y/z^3); infinity: z = 0 */
} qr_g1_t;
typedef struct {
    qr_fp2_t x, y; /**< infinity: all zero */
} qr_g2_affine_t;
typedef struct {
    qr_fp2_t x, y, z; /**< Jacobian; infinity: z = 0 */
} qr_g2_t;

/** Lines of the Miller loop of one point of G2, computed once (13 KB). */
typedef struct {
    qr_fp2_t lines[68][2];
    uint64_t infinity; /**< non-zero: the point is infinity and its pairings are 1 */
} qr_g2_prepared_t;

/** Name of the code in use: "portable" or "mulx". */
const char *qr_curve_kernel(void);

/* ---- G1: 48 bytes compressed, 96 uncompressed (ZCash's form, big endian) ---- */

extern const qr_g1_affine_t qr_g1_generator;

/** out = a + b, any points of E, equal, opposite and infinity too. */
void qr_g1_add(qr_g1_t *out, const qr_g1_t *a, const qr_g1_t *b);
/** out = a + b, b affine. */
void qr_g1_add_affine(qr_g1_t *out, const qr_g1_t *a, const qr_g1_affine_t *b);
void qr_g1_double(qr_g1_t *out, const qr_g1_t *a);
void qr_g1_neg(qr_g1_t *out, const qr_g1_t *a);
void qr_g1_affine_neg(qr_g1_affine_t *out, const qr_g1_affine_t *a);
/** out = k a for a in the subgroup of order r; any k < 2^256. Not for secrets. */
void qr_g1_mul(qr_g1_t *out, const qr_g1_t *a, const uint8_t k[32]);
/** out = secret a in constant time, a in the subgroup of order r. */
void qr_g1_mul_secret(qr_g1_t *out, const qr_g1_affine_t *a, const uint8_t secret[32]);
void qr_g1_from_affine(qr_g1_t *out, const qr_g1_affine_t *a);
void qr_g1_to_affine(qr_g1_affine_t *out, const qr_g1_t *a);
/** n conversions for the price of one inversion a few hundred points. */
void qr_g1_batch_to_affine(qr_g1_affine_t *out, const qr_g1_t *in, size_t n);
bool qr_g1_is_infinity(const qr_g1_t *a);
bool qr_g1_affine_is_infinity(const qr_g1_affine_t *a);
bool qr_g1_equal(const qr_g1_t *a, const qr_g1_t *b);
/** True for infinity too. Coordinates must be canonical. */
bool qr_g1_on_curve(const qr_g1_affine_t *a);
/** a on the curve: is r a = 0? True for infinity. */
bool qr_g1_in_subgroup(const qr_g1_affine_t *a);
/** check_subgroup false is for bytes already checked once (a parameter file), never for a peer's. */
QR_MUST_CHECK qr_status_t qr_g1_decode(qr_g1_affine_t *out, const uint8_t in[48], bool check_subgroup);
/** A set compression flag makes it read the first 48 bytes as a compressed point, as the reference does. */
QR_MUST_CHECK qr_status_t qr_g1_decode_uncompressed(qr_g1_affine_t *out, const uint8_t in[96],
                                                    bool check_subgroup);
void qr_g1_encode(uint8_t out[48], const qr_g1_affine_t *a);
void qr_g1_encode_uncompressed(uint8_t out[96], const qr_g1_affine_t *a);

/* ---- G2: 96 bytes compressed, 192 uncompressed; in a coordinate c1 comes before c0 ---- */

extern const qr_g2_affine_t qr_g2_generator;

void qr_g2_add(qr_g2_t *out, const qr_g2_t *a, const qr_g2_t *b);
void qr_g2_add_affine(qr_g2_t *out, const qr_g2_t *a, const qr_g2_affine_t *b);
void qr_g2_double(qr_g2_t *out, const qr_g2_t *a);
void qr_g2_neg(qr_g2_t *out, const qr_g2_t *a);
void qr_g2_affine_neg(qr_g2_affine_t *out, const qr_g2_affine_t *a);
void qr_g2_mul(qr_g2_t *out, const qr_g2_t *a, const uint8_t k[32]);
void qr_g2_mul_secret(qr_g2_t *out, const qr_g2_affine_t *a, const uint8_t secret[32]);
void qr_g2_from_affine(qr_g2_t *out, const qr_g2_affine_t *a);
void qr_g2_to_affine(qr_g2_affine_t *out, const qr_g2_t *a);
void qr_g2_batch_to_affine(qr_g2_affine_t *out, const qr_g2_t *in, size_t n);
bool qr_g2_is_infinity(const qr_g2_t *a);
bool qr_g2_affine_is_infinity(const qr_g2_affine_t *a);
bool qr_g2_equal(const qr_g2_t *a, const qr_g2_t *b);
bool qr_g2_on_curve(const qr_g2_affine_t *a);
bool qr_g2_in_subgroup(const qr_g2_affine_t *a);
QR_MUST_CHECK qr_status_t qr_g2_decode(qr_g2_affine_t *out, const uint8_t in[96], bool check_subgroup);
QR_MUST_CHECK qr_status_t qr_g2_decode_uncompressed(qr_g2_affine_t *out, const uint8_t in[192],
                                                    bool check_subgroup);
void qr_g2_encode(uint8_t out[96], const qr_g2_affine_t *a);
void qr_g2_encode_uncompressed(uint8_t out[192], const qr_g2_affine_t *a);

/* ---- Pairing e: G1 x G2 -> GT, optimal ate; all points in their subgroups, infinity allowed ---- */

/** out = product of e(p[i], q[i]), i < n: one shared loop, one final exponentiation; 1 for n = 0. */
void qr_pairing_product(qr_fp12_t *out, const qr_g1_affine_t *p, const qr_g2_affine_t *q, size_t n);
/** Is that product 1? */
bool qr_pairing_product_is_one(const qr_g1_affine_t *p, const qr_g2_affine_t *q, size_t n);
/** Computes the lines of q. */
void qr_g2_prepare(qr_g2_prepared_t *out, const qr_g2_affine_t *q);
/**
 * out = product of the Miller loops of (p[i], q[i]), i < n, and (pp[j], prepared[j]), j < m; not
 * exponentiated. Values of several calls may be multiplied (qr_gt_mul) before one qr_final_exponentiation.
 */
void qr_miller_loop(qr_fp12_t *out, const qr_g1_affine_t *p, const qr_g2_affine_t *q, size_t n,
                    const qr_g1_affine_t *pp, const qr_g2_prepared_t *const *prepared, size_t m);
/** out = a^(3 (p^12 - 1) / r); the 3 is part of the reference's pairing. a not 0. */
void qr_final_exponentiation(qr_fp12_t *out, const qr_fp12_t *a);

/* ---- GT, the subgroup of order r of Fp12's units ---- */

extern const qr_fp12_t qr_gt_one;

/** out = a b, any elements of Fp12. */
void qr_gt_mul(qr_fp12_t *out, const qr_fp12_t *a, const qr_fp12_t *b);
/** out = a^2, a in GT. */
void qr_gt_square(qr_fp12_t *out, const qr_fp12_t *a);
/** out = a^k, a in GT, k < 2^256. Not for secrets. */
void qr_gt_pow(qr_fp12_t *out, const qr_fp12_t *a, const uint8_t k[32]);
/** out = product of a[i]^k[i], a[i] in GT: squarings shared. k: n scalars of 32 bytes. Not for secrets. */
void qr_gt_multi_pow(qr_fp12_t *out, const qr_fp12_t *a, const uint8_t *k, size_t n);
/** out = a^(p^6): the inverse of a in GT. */
void qr_gt_conjugate(qr_fp12_t *out, const qr_fp12_t *a);
/** out = 1/a in Fp12; 0 for 0. */
void qr_gt_inverse(qr_fp12_t *out, const qr_fp12_t *a);
bool qr_gt_equal(const qr_fp12_t *a, const qr_fp12_t *b);
bool qr_gt_is_one(const qr_fp12_t *a);
/** a^r = 1? a any element of Fp12. */
bool qr_gt_in_subgroup(const qr_fp12_t *a);
/** The torus form of SnarkPack's files: (1 + c[0]) / c[1], six Fp little endian. QR_INVALID_ARGUMENT if
 * c[1] = 0 (the element 1 has no such form). */
QR_MUST_CHECK qr_status_t qr_gt_compress(uint8_t out[288], const qr_fp12_t *a);
/** QR_MALFORMED: a coefficient at or above p; QR_MISMATCH: not in GT. */
QR_MUST_CHECK qr_status_t qr_gt_decompress(qr_fp12_t *out, const uint8_t in[288]);
/** Twelve Fp little endian, c[i].c[j], i slowest: what SnarkPack's transcript hashes. */
void qr_gt_encode_le(uint8_t out[576], const qr_fp12_t *a);
/** blst_bendian_from_fp12: big endian, j slowest, then i. */
void qr_gt_encode_be(uint8_t out[576], const qr_fp12_t *a);

/* ---- Fp, Fp2 and Fp12 as bytes, for vectors and checks ---- */

typedef enum {
    QR_TOWER_ADD = 0,
    QR_TOWER_SUB,
    QR_TOWER_MUL,
    QR_TOWER_NEG,
    QR_TOWER_SQUARE,
    QR_TOWER_INVERSE,   /**< 0 for 0 */
    QR_TOWER_SQRT,      /**< either root; Fp and Fp2 */
    QR_TOWER_CONJUGATE, /**< Fp2 and Fp12 */
    QR_TOWER_FROBENIUS  /**< a^p; Fp2 and Fp12 */
} qr_tower_operation_t;

/**
 * out = operation on a (and b, else NULL), elements of Fp (degree 1), Fp2 (2) or Fp12 (12): `degree`
 * coefficients of 48 bytes big endian, c[i].c[j].c0 before c1, i slowest. QR_MALFORMED: a coefficient at or
 * above p; QR_NOT_FOUND: no square root; QR_INVALID_ARGUMENT: another degree, or no such operation in it.
 */
QR_MUST_CHECK qr_status_t qr_tower_apply(qr_tower_operation_t operation, size_t degree, uint8_t *out,
                                         const uint8_t *a, const uint8_t *b);

/* ---- Hash to curve (RFC 9380, suites BLS12381G{1,2}_XMD:SHA-256_SSWU_RO_, any dst) ---- */

void qr_hash_to_g1(qr_g1_affine_t *out, const void *message, size_t length, const void *dst,
                   size_t dst_length);
void qr_hash_to_g2(qr_g2_affine_t *out, const void *message, size_t length, const void *dst,
                   size_t dst_length);

/* ---- BLS signatures as Filecoin uses them: public keys in G1, signatures in G2 ----
 * Verifiers set *valid; they fail (QR_MALFORMED, QR_MISMATCH) only on bytes that are no key or signature. */

/** secret = a new key from the system's generator. */
void qr_bls_generate(uint8_t secret[32]);
/** Canonical and not zero. */
bool qr_bls_secret_is_valid(const uint8_t secret[32]);
/** QR_INVALID_ARGUMENT for an invalid secret. */
QR_MUST_CHECK qr_status_t qr_bls_public_key(uint8_t out[48], const uint8_t secret[32]);
QR_MUST_CHECK qr_status_t qr_bls_sign(uint8_t out[96], const uint8_t secret[32], const void *message,
                                      size_t length);
QR_MUST_CHECK qr_status_t qr_bls_verify(bool *valid, const uint8_t public_key[48],
                                        const uint8_t signature[96], const void *message, size_t length);
/** out = sum of n signatures; QR_INVALID_ARGUMENT for n = 0. */
QR_MUST_CHECK qr_status_t qr_bls_aggregate(uint8_t out[96], const uint8_t *signatures, size_t n);
/** Key i (48 bytes each) signed message i. Repeated messages, n = 0 and a key at infinity are invalid. */
QR_MUST_CHECK qr_status_t qr_bls_verify_aggregate(bool *valid, const uint8_t signature[96],
                                                  const uint8_t *public_keys, const void *const *messages,
                                                  const size_t *lengths, size_t n);
/** The same for messages already hashed to G2. */
QR_MUST_CHECK qr_status_t qr_bls_verify_hashes(bool *valid, const uint8_t signature[96],
                                               const uint8_t *public_keys, const qr_g2_affine_t *hashes,
                                               size_t n);
/**
 * Are all n (key, message, signature) valid, each by itself? One product of pairings with random 128-bit
 * coefficients: wrong with probability 2^-128. n = 0 is true. Repeated messages are allowed.
 */
QR_MUST_CHECK qr_status_t qr_bls_verify_batch(bool *valid, const uint8_t *public_keys,
                                              const uint8_t *signatures, const void *const *messages,
                                              const size_t *lengths, size_t n);

/* ---- Filecoin's VRF: a BLS signature of a drawn randomness; its output is BLAKE2b-256 of the proof ---- */

/** out = BLAKE2b-256(tag || BLAKE2b-256(base) || epoch || entropy), tag and epoch big endian. */
void qr_vrf_draw(uint8_t out[32], int64_t tag, const void *base, size_t base_length, int64_t epoch,
                 const void *entropy, size_t entropy_length);
QR_MUST_CHECK qr_status_t qr_vrf_prove(uint8_t proof[96], const uint8_t secret[32], const uint8_t input[32]);
QR_MUST_CHECK qr_status_t qr_vrf_verify(bool *valid, const uint8_t public_key[48], const uint8_t proof[96],
                                        const uint8_t input[32]);
void qr_vrf_output(uint8_t out[32], const uint8_t proof[96]);

/* ---- drand quicknet: public key in G2, signatures in G1 of SHA-256(round as u64 big endian) ---- */

QR_MUST_CHECK qr_status_t qr_drand_verify(bool *valid, const uint8_t public_key[96],
                                          const uint8_t signature[48], uint64_t round);
/** n rounds of one key at once, as qr_bls_verify_batch. */
QR_MUST_CHECK qr_status_t qr_drand_verify_batch(bool *valid, const uint8_t public_key[96],
                                                const uint8_t *signatures, const uint64_t *rounds, size_t n);
/** The round's randomness, SHA-256(signature). */
void qr_drand_randomness(uint8_t out[32], const uint8_t signature[48]);

#ifdef __cplusplus
}
#endif
#endif
