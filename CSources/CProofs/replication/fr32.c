/** Fr32: sizes, the portable kernels, the choice of a kernel, and lengths that are no whole units. */
#include <string.h>

#include "quarry/piece.h"
#include "replication/fr32_kernels.h"

#define RAW QR_FR32_RAW
#define PADDED QR_FR32_PADDED

/** All but the two top bits of a node's last word. */
#define NODE_TOP (UINT64_MAX >> 2)
/** Longest stream: keeps every bit count below in 64 bits. */
#define MAX_BYTES ((uint64_t)1 << 60)

uint64_t qr_fr32_padded_size(uint64_t unpadded) {
    const uint64_t bits = unpadded % RAW * 8;
    return unpadded / RAW * PADDED + (bits / 254 * 256 + bits % 254 + 7) / 8;
}

uint64_t qr_fr32_unpadded_size(uint64_t padded) {
    const uint64_t bits = padded % PADDED * 8;
    return padded / PADDED * RAW + (bits / 256 * 254 + bits % 256) / 8;
}

void qr_fr32_pad_portable(uint8_t *out, const uint8_t *in, size_t units) {
    uint64_t w[16], n[16];
    w[15] = 0;
    for (size_t unit = 0; unit < units; unit++) {
        memcpy(w, in + RAW * unit, RAW);
        for (int i = 0; i < 4; i++) n[i] = w[i];
        /* Node k starts 2k bits before word 4k. */
        for (int i = 4; i < 8; i++) n[i] = w[i - 1] >> 62 | w[i] << 2;
        for (int i = 8; i < 12; i++) n[i] = w[i - 1] >> 60 | w[i] << 4;
        for (int i = 12; i < 16; i++) n[i] = w[i - 1] >> 58 | w[i] << 6;
        for (int i = 3; i < 16; i += 4) n[i] &= NODE_TOP;
        memcpy(out + PADDED * unit, n, PADDED);
    }
}

void qr_fr32_unpad_portable(uint8_t *out, const uint8_t *in, size_t units) {
    uint64_t w[16], n[17];
    n[16] = 0;
    for (size_t unit = 0; unit < units; unit++) {
        memcpy(n, in + PADDED * unit, PADDED);
        for (int i = 3; i < 16; i += 4) n[i] &= NODE_TOP;
        for (int i = 0; i < 3; i++) w[i] = n[i];
        w[3] = n[3] | n[4] << 62;
        for (int i = 4; i < 7; i++) w[i] = n[i] >> 2 | n[i + 1] << 62;
        w[7] = n[7] >> 2 | n[8] << 60;
        for (int i = 8; i < 11; i++) w[i] = n[i] >> 4 | n[i + 1] << 60;
        w[11] = n[11] >> 4 | n[12] << 58;
        for (int i = 12; i < 16; i++) w[i] = n[i] >> 6 | n[i + 1] << 58;
        memcpy(out + RAW * unit, w, RAW);
    }
}

void qr_fr32_pad(uint8_t *out, const uint8_t *in, size_t units) {
#if defined(__x86_64__)
    const uint32_t features = qr_cpu_features();
    if (features & QR_CPU_AVX512) {
        qr_fr32_pad_avx512(out, in, units);
        return;
    }
    if (features & QR_CPU_AVX2) {
        qr_fr32_pad_avx2(out, in, units);
        return;
    }
#endif
    qr_fr32_pad_portable(out, in, units);
}

void qr_fr32_unpad(uint8_t *out, const uint8_t *in, size_t units) {
#if defined(__x86_64__)
    const uint32_t features = qr_cpu_features();
    if (features & QR_CPU_AVX512) {
        qr_fr32_unpad_avx512(out, in, units);
        return;
    }
    if (features & QR_CPU_AVX2) {
        qr_fr32_unpad_avx2(out, in, units);
        return;
    }
#endif
    qr_fr32_unpad_portable(out, in, units);
}

void qr_fr32_pad_any(uint8_t *out, size_t *written, const uint8_t *in, size_t length) {
    const size_t units = length / RAW, rest = length % RAW;
    qr_fr32_pad(out, in, units);
    *written = units * PADDED;
    if (rest == 0) return;
    uint8_t raw[RAW] = {0}, padded[PADDED];
    memcpy(raw, in + units * RAW, rest);
    qr_fr32_pad(padded, raw, 1);
    const size_t nodes = (rest * 8 + 253) / 254;
    memcpy(out + *written, padded, nodes * QR_NODE_SIZE);
    *written += nodes * QR_NODE_SIZE;
}

/** One unit that may reach beyond the end of `padded`, where bits are zero. */
static void unpad_unit(uint8_t out[RAW], const uint8_t *padded, size_t length, uint64_t unit) {
    uint8_t whole[PADDED] = {0};
    const uint64_t start = unit * PADDED;
    if (start < length) memcpy(whole, padded + start, length - start < PADDED ? length - start : PADDED);
    qr_fr32_unpad(out, whole, 1);
}

qr_status_t qr_fr32_unpad_range(uint8_t *out, size_t *written, const uint8_t *padded, size_t padded_length,
                                uint64_t offset, uint64_t length) {
    *written = 0;
    if (padded_length > MAX_BYTES || offset > MAX_BYTES || length > MAX_BYTES) return QR_INVALID_ARGUMENT;
    const uint64_t bits = (uint64_t)padded_length * 8;
    const uint64_t start = offset * 8 / 254 * 256 + offset * 8 % 254;
    if (start > bits) return QR_INVALID_ARGUMENT;
    /* What the reference takes for the bytes left: counted as if an element began at `start`. */
    const uint64_t promised = ((bits - start) / 256 * 254 + (bits - start) % 256 + 7) / 8;
    if (length > promised) return QR_INVALID_ARGUMENT;
    const uint64_t left = (bits / 256 * 254 + bits % 256 - offset * 8 + 7) / 8;
    const uint64_t end = offset + (length < left ? length : left);
    uint64_t at = offset;
    while (at < end) {
        const uint64_t unit = at / RAW, skip = at % RAW;
        const uint64_t whole = padded_length / PADDED < end / RAW ? padded_length / PADDED : end / RAW;
        if (skip == 0 && unit < whole) {
            qr_fr32_unpad(out, padded + unit * PADDED, whole - unit);
            out += (whole - unit) * RAW;
            at = whole * RAW;
            continue;
        }
        uint8_t raw[RAW];
        const uint64_t take = end - at < RAW - skip ? end - at : RAW - skip;
        unpad_unit(raw, padded, padded_length, unit);
        memcpy(out, raw + skip, take);
        out += take;
        at += take;
    }
    *written = (size_t)(end - offset);
    return QR_OK;
}
