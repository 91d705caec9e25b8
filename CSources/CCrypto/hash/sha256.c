/** SHA-256 of one message, and the choice of a tree-row kernel. */
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include "sha256_kernels.h"

void qr_sha256_compress(uint32_t state[8], const uint8_t *blocks, size_t count) {
#if defined(__x86_64__)
    const uint32_t need = QR_CPU_SHANI | QR_CPU_AVX2;
    if ((qr_cpu_features() & need) == need) {
        qr_sha256_compress_shani(state, blocks, count);
        return;
    }
#endif
    qr_sha256_compress_portable(state, blocks, count);
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

/*
 * In order of preference, by what was measured: cycles a node (128 bytes compressed) of one core.
 *              Zen 4 (family 19h, 3.7 GHz)
 *   mixed32     98   where the SHA unit takes one sha256rnds2 a cycle and works beside the vector units
 *   avx512x32  105
 *   avx512x16  117
 *   shani4     100
 *   avx2x8     224
 *   portable  1320
 * Elsewhere sha256rnds2 issues once in two (Zen 5) or three cycles (Xeon), so there AVX-512 alone is the
 * better half.
 */
static const qr_sha256_tree_kernel_t kernels[] = {
#if defined(__x86_64__)
    {"mixed32", QR_CPU_AVX512 | QR_CPU_SHANI | QR_CPU_AVX2, qr_sha256_tree_mixed32},
    {"avx512x32", QR_CPU_AVX512, qr_sha256_tree_avx512x32},
    {"avx512x16", QR_CPU_AVX512, qr_sha256_tree_avx512x16},
    {"shani4", QR_CPU_SHANI | QR_CPU_AVX2, qr_sha256_tree_shani4},
    {"avx2x8", QR_CPU_AVX2, qr_sha256_tree_avx2x8},
#endif
    {"portable", 0, qr_sha256_tree_portable},
};

const qr_sha256_tree_kernel_t *qr_sha256_tree_kernels(size_t *count) {
    *count = sizeof kernels / sizeof kernels[0];
    return kernels;
}

static bool detect_fast_unit(void) {
#if defined(__x86_64__)
    uint32_t a, b, c, d;
    if (!__get_cpuid(0, &a, &b, &c, &d) || b != signature_AMD_ebx || c != signature_AMD_ecx) return false;
    if (!__get_cpuid(1, &a, &b, &c, &d)) return false;
    return ((a >> 8) & 0xf) + ((a >> 20) & 0xff) == 0x19;
#else
    return false;
#endif
}

bool qr_sha256_fast_unit(void) {
    static _Atomic int known = -1; /* asked once: CPUID traps in a virtual machine */
    if (known < 0) known = detect_fast_unit();
    return known == 1;
}

static const qr_sha256_tree_kernel_t *tree_kernel(void) {
    const uint32_t features = qr_cpu_features();
    for (size_t i = 0;; i++) {
        if (strcmp(kernels[i].name, "mixed32") == 0 && !qr_sha256_fast_unit()) continue;
        if ((features & kernels[i].features) == kernels[i].features) return &kernels[i];
    }
}

void qr_sha256_tree_row(uint8_t *out, const uint8_t *in, size_t count) {
    tree_kernel()->run(out, in, count);
}

const char *qr_sha256_tree_kernel(void) {
    return tree_kernel()->name;
}
