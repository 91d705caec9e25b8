/** @file hash_to_curve.c  Messages to field elements (RFC 9380, 5.2 and 5.3.1), then to points. */
#include <string.h>

#include "curve/kernels.h"
#include "field/fp.h"
#include "quarry_crypto.h"

/** Bytes of a field element before reduction: ceil((381 + 128) / 8). */
enum { ELEMENT = 64, ELEMENTS_MAX = 4 };

/** 2^256 R^2 mod p. */
static const qr_fp_t high_factor = {{UINT64_C(0xfb73eaead26ebe58), UINT64_C(0x861c23693de6a351),
                                     UINT64_C(0x76e5bc3ff951c543), UINT64_C(0xcc0868ce6a76590c),
                                     UINT64_C(0xf0a85a3f35446d0b), UINT64_C(0x0010a8c1a49a064f)}};

/** The domain tag: itself, or its digest if it is longer than a byte can say. */
typedef struct {
    uint8_t bytes[256];
    size_t length;
} tag_t;

static void tag_make(tag_t *out, const void *dst, size_t length) {
    if (length > 255) {
        static const char prefix[] = "H2C-OVERSIZE-DST-";
        qr_sha256_t context;
        qr_sha256_init(&context);
        qr_sha256_update(&context, prefix, sizeof prefix - 1);
        qr_sha256_update(&context, dst, length);
        qr_sha256_final(&context, out->bytes);
        length = 32;
    } else if (length > 0) {
        memcpy(out->bytes, dst, length);
    }
    out->bytes[length] = (uint8_t)length;
    out->length = length + 1;
}

/** expand_message_xmd with SHA-256; size a multiple of 32, at most 256. */
static void expand_message(uint8_t *out, size_t size, const void *message, size_t length, const tag_t *tag) {
    static const uint8_t padding[64];
    const uint8_t size_bytes[3] = {(uint8_t)(size >> 8), (uint8_t)size, 0};
    uint8_t first[32], block[33] = {0};
    qr_sha256_t context;
    qr_sha256_init(&context);
    qr_sha256_update(&context, padding, sizeof padding);
    qr_sha256_update(&context, message, length);
    qr_sha256_update(&context, size_bytes, sizeof size_bytes);
    qr_sha256_update(&context, tag->bytes, tag->length);
    qr_sha256_final(&context, first);
    for (size_t i = 0; i < size / 32; i++) {
        for (size_t j = 0; j < 32; j++) block[j] ^= first[j];
        block[32] = (uint8_t)(i + 1);
        qr_sha256_init(&context);
        qr_sha256_update(&context, block, sizeof block);
        qr_sha256_update(&context, tag->bytes, tag->length);
        qr_sha256_final(&context, out + 32 * i);
        memcpy(block, out + 32 * i, 32);
    }
}

/** 32 bytes big endian as a raw value. */
static void read_half(qr_fp_t *out, const uint8_t in[32]) {
    *out = qr_fp_zero;
    for (size_t i = 0; i < 32; i++) out->l[i / 8] |= (uint64_t)in[31 - i] << (8 * (i % 8));
}

/** hash_to_field: count elements of Fp. */
static void hash_to_field(qr_fp_t *out, size_t count, const void *message, size_t length, const void *dst,
                          size_t dst_length) {
    uint8_t bytes[ELEMENT * ELEMENTS_MAX];
    tag_t tag;
    tag_make(&tag, dst, dst_length);
    expand_message(bytes, ELEMENT * count, message, length, &tag);
    for (size_t i = 0; i < count; i++) {
        qr_fp_t high, low;
        read_half(&high, bytes + ELEMENT * i);
        read_half(&low, bytes + ELEMENT * i + 32);
        qr_fp_mul(&high, &high, &high_factor);
        qr_fp_to_montgomery(&low, &low);
        qr_fp_add(&out[i], &high, &low);
    }
}

void qr_hash_to_g1(qr_g1_affine_t *out, const void *message, size_t length, const void *dst,
                   size_t dst_length) {
    qr_fp_t u[2];
    hash_to_field(u, 2, message, length, dst, dst_length);
    qr_curve_kernels()->g1_map(out, u);
}

void qr_hash_to_g2(qr_g2_affine_t *out, const void *message, size_t length, const void *dst,
                   size_t dst_length) {
    qr_fp2_t u[2];
    qr_fp_t elements[4];
    hash_to_field(elements, 4, message, length, dst, dst_length);
    for (size_t i = 0; i < 2; i++) {
        u[i].c0 = elements[2 * i];
        u[i].c1 = elements[2 * i + 1];
    }
    qr_curve_kernels()->g2_map(out, u);
}
