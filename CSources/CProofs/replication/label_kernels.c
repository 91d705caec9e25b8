/** The table of labelling kernels, and node-major label memory to and from layer files. */
#include <string.h>

#include "label_common.h"

static const qr_label_kernel_t kernels[] = {
    {"portable1", 1, 0, qr_label_portable1},
#if defined(__x86_64__)
    {"shani1", 1, QR_CPU_SHANI | QR_CPU_AVX2, qr_label_shani1},
    {"shani2", 2, QR_CPU_SHANI | QR_CPU_AVX2, qr_label_shani2},
    {"shani4", 4, QR_CPU_SHANI | QR_CPU_AVX2, qr_label_shani4},
    {"avx2x8", 8, QR_CPU_AVX2, qr_label_avx2x8},
    {"avx512x16", 16, QR_CPU_AVX512, qr_label_avx512x16},
    {"shani16", 16, QR_CPU_AVX512 | QR_CPU_SHANI, qr_label_shani16},
    {"avx512x32", 32, QR_CPU_AVX512, qr_label_avx512x32},
    {"mixed32", 32, QR_CPU_AVX512 | QR_CPU_SHANI, qr_label_mixed32},
#endif
};

const qr_label_kernel_t *qr_label_kernels(size_t *count) {
    *count = sizeof kernels / sizeof kernels[0];
    return kernels;
}

static bool runnable(const qr_label_kernel_t *kernel) {
    return (qr_cpu_features() & kernel->features) == kernel->features;
}

const qr_label_kernel_t *qr_label_kernel_named(const char *name) {
    for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) {
        if (strcmp(kernels[i].name, name) == 0) return runnable(&kernels[i]) ? &kernels[i] : NULL;
    }
    return NULL;
}

bool qr_label_kernel_info(size_t i, const char **name, uint32_t *lanes, bool *available) {
    if (i >= sizeof kernels / sizeof kernels[0]) return false;
    *name = kernels[i].name;
    *lanes = kernels[i].lanes;
    *available = runnable(&kernels[i]);
    return true;
}

uint32_t qr_label_kernel_node_ns(const qr_label_kernel_t *kernel) {
    /* Measured on Zen 4 (3.7 GHz); elsewhere as the floors say for Zen 5, where sha256rnds2 issues every
     * other cycle. */
    static const struct {
        const char *name;
        uint32_t fast_unit, other;
    } rates[] = {
        {"portable1", 4220, 3800}, {"shani1", 650, 640},      {"shani2", 700, 680},
        {"shani4", 1060, 1380},    {"avx2x8", 4490, 3600},    {"avx512x16", 4500, 3040},
        {"shani16", 3720, 5400},   {"avx512x32", 8070, 4000}, {"mixed32", 7270, 7600},
    };
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        if (strcmp(rates[i].name, kernel->name) != 0) continue;
        return qr_sha256_fast_unit() ? rates[i].fast_unit : rates[i].other;
    }
    return 4000 * kernel->lanes;
}

/* ---- Node-major memory and layer files ---- */

/** Whether memory of so many lanes is word-sliced. */
static bool sliced(uint32_t lanes) {
    return lanes >= 8;
}

static void copy_swapped(uint8_t *out, const uint8_t *in) {
    uint32_t word;
    memcpy(&word, in, 4);
    word = __builtin_bswap32(word);
    memcpy(out, &word, 4);
}

void qr_label_gather(uint8_t *out, const uint8_t *labels, uint32_t lanes, uint32_t lane, uint64_t count) {
    const size_t node_bytes = (size_t)lanes * QR_NODE_SIZE;
    for (uint64_t node = 0; node < count; node++, out += QR_NODE_SIZE, labels += node_bytes) {
        if (!sliced(lanes)) {
            memcpy(out, labels + (size_t)lane * QR_NODE_SIZE, QR_NODE_SIZE);
            continue;
        }
        for (size_t j = 0; j < 8; j++) copy_swapped(out + 4 * j, labels + 4 * (j * lanes + lane));
    }
}

void qr_label_scatter(uint8_t *labels, uint32_t lanes, uint32_t lane, const uint8_t *in, uint64_t count) {
    const size_t node_bytes = (size_t)lanes * QR_NODE_SIZE;
    for (uint64_t node = 0; node < count; node++, in += QR_NODE_SIZE, labels += node_bytes) {
        if (!sliced(lanes)) {
            memcpy(labels + (size_t)lane * QR_NODE_SIZE, in, QR_NODE_SIZE);
            continue;
        }
        for (size_t j = 0; j < 8; j++) copy_swapped(labels + 4 * (j * lanes + lane), in + 4 * j);
    }
}

void qr_label_gather_all(uint8_t *const *outs, const uint8_t *labels, uint32_t lanes, uint64_t count) {
    const size_t node_bytes = (size_t)lanes * QR_NODE_SIZE;
    enum { chunk = 16 }; /* nodes a turn: their lines stay in the first cache while lane after lane is read */
    uint64_t node = 0;
#if defined(__x86_64__)
    if (lanes % 16 == 0 && (qr_cpu_features() & QR_CPU_AVX512)) {
        qr_label_gather_pairs_avx512(outs, labels, lanes, count / 2);
        node = count / 2 * 2;
    }
#endif
    for (; node < count; node += chunk) {
        uint64_t nodes = count - node < chunk ? count - node : chunk;
        for (uint32_t lane = 0; lane < lanes; lane++) {
            if (outs[lane] == NULL) continue;
            qr_label_gather(outs[lane] + node * QR_NODE_SIZE, labels + node * node_bytes, lanes, lane, nodes);
        }
    }
}
