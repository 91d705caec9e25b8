/**
 * @file quarry_crypto.h
 * SHA-256, the scalar field of BLS12-381 and Poseidon, as Filecoin's proofs use them.
 * Kernels neither allocate nor start threads; each picks its variant by qr_cpu_features().
 */
#ifndef QUARRY_CRYPTO_H
#define QUARRY_CRYPTO_H

#include "quarry_platform.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- SHA-256 (hash/, FIPS 180-4) ---- */

typedef struct {
    uint32_t state[8];
    uint64_t length;
    uint8_t buffer[64];
} qr_sha256_t;

void qr_sha256_init(qr_sha256_t *context);
void qr_sha256_update(qr_sha256_t *context, const void *in, size_t length);
void qr_sha256_final(qr_sha256_t *context, uint8_t out[32]);
void qr_sha256_hash(uint8_t out[32], const void *in, size_t length);

/** out = Keccak-256(in), Ethereum's hash: Keccak[512] with the padding 10*1 (the submission of 2011, not
 * SHA3-256). */
void qr_keccak256_hash(uint8_t out[32], const void *in, size_t length);

/**
 * out[k] = trunc254(SHA-256(in[2k] || in[2k+1])) for k < count: one row of a binary Merkle tree (tree-d,
 * CommP). in: 2*count nodes of 32 bytes; out: count nodes. trunc254 clears the two top bits of byte 31. out
 * may equal in (it is filled from the front, never ahead of what was read).
 */
void qr_sha256_tree_row(uint8_t *out, const uint8_t *in, size_t count);

/** Name of the tree-row kernel in use: "portable", "avx2x8", "shani4" or "avx512x16". */
const char *qr_sha256_tree_kernel(void);

/** K of FIPS 180-4, 4.2.2, and the initial state of 5.3.3. */
extern const uint32_t qr_sha256_constants[64];
extern const uint32_t qr_sha256_initial[8];

/** state = compression of `count` blocks of 64 bytes onto state; by the fastest single-stream variant. */
void qr_sha256_compress(uint32_t state[8], const uint8_t *blocks, size_t count);
/** The same in plain C, what every other variant is tested against. */
void qr_sha256_compress_portable(uint32_t state[8], const uint8_t *blocks, size_t count);

/* ---- Fr, integers modulo r (field/), 32 bytes little endian, canonical unless said ---- */

/** out[k] = a[k] + b[k] mod r, count elements; canonical in, canonical out; out may alias either. */
void qr_fr_add(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count);
/** out[k] = a[k] - b[k] mod r. */
void qr_fr_sub(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count);
/** out[k] = a[k] * b[k] mod r. */
void qr_fr_mul(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count);
/** out[k] = a[k] * b[k / run] mod r: one multiplier for each run of consecutive elements. */
void qr_fr_mul_runs(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count, size_t run);
/** out = 1/a mod r; zero if a is zero. */
void qr_fr_inverse(uint8_t out[32], const uint8_t a[32]);
/** True if the 32 bytes are below r. */
bool qr_fr_is_canonical(const uint8_t a[32]);

/* ---- Poseidon (poseidon/; x^5, R_F = 8; neptune's parameters, Standard strength) ---- */

/** Which instance: arity and domain tag. */
typedef enum {
    QR_POSEIDON_2 = 0, /**< Merkle trees of arity 2, columns of 2 layers, comm_r */
    QR_POSEIDON_4,
    QR_POSEIDON_8,           /**< tree-c, tree-r-last */
    QR_POSEIDON_11,          /**< columns of 11 layers */
    QR_POSEIDON_RANDOMNESS_2 /**< arity 2 with the tag of Custom(Arbitrary(1)): sector update's phi, rho,
                                challenges */
} qr_poseidon_kind_t;

/** Number of inputs: 2, 4, 8, 11 or 2. */
size_t qr_poseidon_arity(qr_poseidon_kind_t kind);

/** out[k] = Poseidon(in[k*arity .. k*arity+arity-1]), count hashes of contiguous canonical inputs. out may
 * equal in. Inputs at or above r are taken modulo r. */
void qr_poseidon_hash(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *in, size_t count);

/** out[k] = Poseidon(columns[0][k], ..., columns[arity-1][k]): column hashes, one array of count elements for
 * each input. */
void qr_poseidon_hash_columns(qr_poseidon_kind_t kind, uint8_t *out, const uint8_t *const *columns,
                              size_t count);

/** Name of the kernel in use ("portable", "mulx", "avx2", "ifma8"). */
const char *qr_poseidon_kernel(void);

/* Constants of an instance, for vectors and checks: canonical, little endian. */
typedef struct {
    size_t width, full_rounds, partial_rounds;
    uint8_t domain_tag[32];
} qr_poseidon_info_t;
void qr_poseidon_info(qr_poseidon_info_t *out, qr_poseidon_kind_t kind);
/** out: width * (full_rounds + partial_rounds) elements. */
void qr_poseidon_round_constants(qr_poseidon_kind_t kind, uint8_t *out);
/** out: width*full_rounds + partial_rounds elements: neptune's compressed schedule. */
void qr_poseidon_compressed_round_constants(qr_poseidon_kind_t kind, uint8_t *out);
/** out: width*width elements, rows first. */
void qr_poseidon_mds(qr_poseidon_kind_t kind, uint8_t *out);

#ifdef __cplusplus
}
#endif
#endif
