/**
 * @file sha256_kernels.h  (private)
 * The compression and tree-row kernels, one file an instruction set, and what they share.
 */
#ifndef QR_SHA256_KERNELS_H
#define QR_SHA256_KERNELS_H

#include "quarry_crypto.h"

/** K[t] + W[t] of the second block of a 64-byte message: 0x80, zeros, the length 512. */
extern const uint32_t qr_sha256_padding_64[64];

void qr_sha256_compress_shani(uint32_t state[8], const uint8_t *blocks, size_t count);

/** True where sha256rnds2 issues once a cycle and beside vector instructions: AMD family 19h (Zen 3, Zen 4).
 */
bool qr_sha256_fast_unit(void);

/** A kernel for rows of trees; run as qr_sha256_tree_row, any count. */
typedef struct {
    const char *name;
    uint32_t features; /**< qr_cpu_feature_t bits it needs */
    void (*run)(uint8_t *out, const uint8_t *in, size_t count);
} qr_sha256_tree_kernel_t;

/** All of them, whatever this CPU has; *count of them. */
const qr_sha256_tree_kernel_t *qr_sha256_tree_kernels(size_t *count);

void qr_sha256_tree_portable(uint8_t *out, const uint8_t *in, size_t count);
void qr_sha256_tree_shani4(uint8_t *out, const uint8_t *in, size_t count);
void qr_sha256_tree_avx2x8(uint8_t *out, const uint8_t *in, size_t count);
void qr_sha256_tree_avx512x16(uint8_t *out, const uint8_t *in, size_t count);
void qr_sha256_tree_avx512x32(uint8_t *out, const uint8_t *in, size_t count);
void qr_sha256_tree_mixed32(uint8_t *out, const uint8_t *in, size_t count);

/**
 * Runs a kernel of `lanes` lanes on the `count` < lanes nodes that are left of a row: from a zero-padded
 * copy. kernel(out, in) makes `lanes` nodes.
 */
static inline void qr_sha256_tree_rest(uint8_t *out, const uint8_t *in, size_t count, size_t lanes,
                                       void (*kernel)(uint8_t *out, const uint8_t *in)) {
    uint8_t padded[16 * 64];
    uint8_t nodes[16 * 32];
    __builtin_memset(padded, 0, 64 * lanes);
    __builtin_memcpy(padded, in, 64 * count);
    kernel(nodes, padded);
    __builtin_memcpy(out, nodes, 32 * count);
}

#endif
