/** SHA-256 of one message, and the choice of a tree-row kernel. */
#include <cpuid.h>
#include <string.h>

#include "sha256_kernels.h"

void qr_sha256_compress(uint32_t state[8], const uint8_t *blocks, size_t count) {
    const uint32_t need = QR_CPU_SHANI | QR_CPU_AVX2;
    if ((qr_cpu_features() & need) == need) {
        qr_sha256_compress_shani(state, blocks, count);
    } else {
        qr_sha256_compress_portable(state, blocks, count);
    }
}

void qr_sha256_init(qr_sha256_t *context) {
    memcpy(context->state, qr_sha256_initial, 32);
    context->length = 0;
}

void qr_sha256_update(qr_sha256_t *context, const void *in, size_t length) {
    const uint8_t *bytes = in;
    size_t held = context->length % 64;
    context->length += length;
    if (held != 0) {
        size_t take = length < 64 - held ? length : 64 - held;
        if (take != 0) memcpy(context->buffer + held, bytes, take);
        if (held + take < 64) return;
        qr_sha256_compress(context->state, context->buffer, 1);
        bytes += take, length -= take;
    }
    if (length >= 64) qr_sha256_compress(context->state, bytes, length / 64);
    if (length % 64 != 0) memcpy(context->buffer, bytes + length / 64 * 64, length % 64);
}

void qr_sha256_final(qr_sha256_t *context, uint8_t out[32]) {
    uint8_t blocks[128] = {0};
    size_t held = context->length % 64;
    size_t size = held < 56 ? 64 : 128;
    uint64_t bits = __builtin_bswap64(context->length * 8);
    memcpy(blocks, context->buffer, held);
    blocks[held] = 0x80;
    memcpy(blocks + size - 8, &bits, 8);
    qr_sha256_compress(context->state, blocks, size / 64);
    for (unsigned j = 0; j < 8; j++) {
        uint32_t word = __builtin_bswap32(context->state[j]);
        memcpy(out + 4 * j, &word, 4);
    }
}

void qr_sha256_hash(uint8_t out[32], const void *in, size_t length) {
    qr_sha256_t context;
    qr_sha256_init(&context);
    qr_sha256_update(&context, in, length);
    qr_sha256_final(&context, out);
}

/* ---- Tree rows ---- */

typedef struct {
    const char *name;
    uint32_t features;
    void (*run)(uint8_t *out, const uint8_t *in, size_t count);
} tree_kernel_t;

static const tree_kernel_t tree_portable = {"portable", 0, qr_sha256_tree_portable};
static const tree_kernel_t tree_avx2 = {"avx2x8", QR_CPU_AVX2, qr_sha256_tree_avx2x8};
static const tree_kernel_t tree_shani = {"shani4", QR_CPU_SHANI | QR_CPU_AVX2, qr_sha256_tree_shani4};
static const tree_kernel_t tree_avx512 = {"avx512x16", QR_CPU_AVX512, qr_sha256_tree_avx512x16};

/** The widest kernel the features allow; where two compete, by what was measured. */
static const tree_kernel_t *tree_kernel(void) {
    static const tree_kernel_t *const order[] = {&tree_avx512, &tree_shani, &tree_avx2};
    uint32_t features = qr_cpu_features();
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        if ((features & order[i]->features) == order[i]->features) return order[i];
    }
    return &tree_portable;
}

void qr_sha256_tree_row(uint8_t *out, const uint8_t *in, size_t count) {
    tree_kernel()->run(out, in, count);
}

const char *qr_sha256_tree_kernel(void) {
    return tree_kernel()->name;
}
