/**
 * @file encoding.c
 * Points as bytes, ZCash's form. The top bits of the first byte: 0x80 compressed, 0x40 infinity (all other
 * bits then zero), 0x20 (compressed only) y is the larger of y and -y; in G2 c1 is compared before c0.
 */
#include <string.h>

#include "curve/kernels.h"
#include "field/fp.h"

enum { FLAG_COMPRESSED = 0x80, FLAG_INFINITY = 0x40, FLAG_LARGER = 0x20, FLAGS = 0xe0 };

/** All zero but for `first` in the first byte? */
static bool is_infinity_encoding(const uint8_t *in, size_t size, uint8_t first) {
    uint8_t rest = in[0] ^ first;
    for (size_t i = 1; i < size; i++) rest |= in[i];
    return rest == 0;
}

/** Reads a coordinate whose first byte may carry flags. */
static bool read_flagged(qr_fp_t *out, const uint8_t *in) {
    uint8_t bytes[48];
    memcpy(bytes, in, sizeof bytes);
    bytes[0] &= (uint8_t)~FLAGS;
    return qr_fp_from_be(out, bytes);
}

/** c1 then c0. */
static bool read_fp2(qr_fp2_t *out, const uint8_t *in, bool flagged) {
    bool ok = flagged ? read_flagged(&out->c1, in) : qr_fp_from_be(&out->c1, in);
    return qr_fp_from_be(&out->c0, in + 48) && ok;
}

static bool fp2_is_larger_half(const qr_fp2_t *a) {
    return qr_fp_is_zero(&a->c1) ? qr_fp_is_larger_half(&a->c0) : qr_fp_is_larger_half(&a->c1);
}

/* ---- G1 ---- */

/** The end of both decoders. */
static qr_status_t g1_finish(qr_g1_affine_t *out, const qr_g1_affine_t *a, bool check_subgroup) {
    if (check_subgroup && !qr_g1_in_subgroup(a)) return QR_MISMATCH;
    *out = *a;
    return QR_OK;
}

qr_status_t qr_g1_decode(qr_g1_affine_t *out, const uint8_t in[48], bool check_subgroup) {
    qr_g1_affine_t a;
    memset(out, 0, sizeof *out);
    if (!(in[0] & FLAG_COMPRESSED)) return QR_MALFORMED;
    if (in[0] & FLAG_INFINITY) {
        return is_infinity_encoding(in, 48, FLAG_COMPRESSED | FLAG_INFINITY) ? QR_OK : QR_MALFORMED;
    }
    if (!read_flagged(&a.x, in)) return QR_MALFORMED;
    if (!qr_curve_kernels()->g1_lift_x(&a)) return QR_MISMATCH;
    if (qr_fp_is_larger_half(&a.y) != ((in[0] & FLAG_LARGER) != 0)) qr_fp_neg(&a.y, &a.y);
    return g1_finish(out, &a, check_subgroup);
}

qr_status_t qr_g1_decode_uncompressed(qr_g1_affine_t *out, const uint8_t in[96], bool check_subgroup) {
    qr_g1_affine_t a;
    if (in[0] & FLAG_COMPRESSED) return qr_g1_decode(out, in, check_subgroup);
    memset(out, 0, sizeof *out);
    if (in[0] & FLAG_INFINITY) return is_infinity_encoding(in, 96, FLAG_INFINITY) ? QR_OK : QR_MALFORMED;
    if (in[0] & FLAGS) return QR_MALFORMED;
    if (!qr_fp_from_be(&a.x, in) || !qr_fp_from_be(&a.y, in + 48)) return QR_MALFORMED;
    // (0, 0) stands for infinity in memory, but is no encoding of it.
    if (qr_g1_affine_is_infinity(&a) || !qr_g1_on_curve(&a)) return QR_MISMATCH;
    return g1_finish(out, &a, check_subgroup);
}

void qr_g1_encode(uint8_t out[48], const qr_g1_affine_t *a) {
    bool infinity = qr_g1_affine_is_infinity(a), larger = qr_fp_is_larger_half(&a->y);
    qr_fp_to_be(out, &a->x);
    out[0] |= FLAG_COMPRESSED | (infinity ? FLAG_INFINITY : 0) | (larger ? FLAG_LARGER : 0);
}

void qr_g1_encode_uncompressed(uint8_t out[96], const qr_g1_affine_t *a) {
    bool infinity = qr_g1_affine_is_infinity(a);
    qr_fp_t y = a->y;
    qr_fp_to_be(out, &a->x);
    qr_fp_to_be(out + 48, &y);
    if (infinity) out[0] |= FLAG_INFINITY;
}

/* ---- G2 ---- */

static qr_status_t g2_finish(qr_g2_affine_t *out, const qr_g2_affine_t *a, bool check_subgroup) {
    if (check_subgroup && !qr_g2_in_subgroup(a)) return QR_MISMATCH;
    *out = *a;
    return QR_OK;
}

qr_status_t qr_g2_decode(qr_g2_affine_t *out, const uint8_t in[96], bool check_subgroup) {
    qr_g2_affine_t a;
    memset(out, 0, sizeof *out);
    if (!(in[0] & FLAG_COMPRESSED)) return QR_MALFORMED;
    if (in[0] & FLAG_INFINITY) {
        return is_infinity_encoding(in, 96, FLAG_COMPRESSED | FLAG_INFINITY) ? QR_OK : QR_MALFORMED;
    }
    if (!read_fp2(&a.x, in, true)) return QR_MALFORMED;
    if (!qr_curve_kernels()->g2_lift_x(&a)) return QR_MISMATCH;
    if (fp2_is_larger_half(&a.y) != ((in[0] & FLAG_LARGER) != 0)) qr_g2_affine_neg(&a, &a);
    return g2_finish(out, &a, check_subgroup);
}

qr_status_t qr_g2_decode_uncompressed(qr_g2_affine_t *out, const uint8_t in[192], bool check_subgroup) {
    qr_g2_affine_t a;
    if (in[0] & FLAG_COMPRESSED) return qr_g2_decode(out, in, check_subgroup);
    memset(out, 0, sizeof *out);
    if (in[0] & FLAG_INFINITY) return is_infinity_encoding(in, 192, FLAG_INFINITY) ? QR_OK : QR_MALFORMED;
    if (in[0] & FLAGS) return QR_MALFORMED;
    if (!read_fp2(&a.x, in, false) || !read_fp2(&a.y, in + 96, false)) return QR_MALFORMED;
    if (qr_g2_affine_is_infinity(&a) || !qr_g2_on_curve(&a)) return QR_MISMATCH;
    return g2_finish(out, &a, check_subgroup);
}

void qr_g2_encode(uint8_t out[96], const qr_g2_affine_t *a) {
    bool infinity = qr_g2_affine_is_infinity(a), larger = fp2_is_larger_half(&a->y);
    qr_fp2_t x = a->x;
    qr_fp_to_be(out, &x.c1);
    qr_fp_to_be(out + 48, &x.c0);
    out[0] |= FLAG_COMPRESSED | (infinity ? FLAG_INFINITY : 0) | (larger ? FLAG_LARGER : 0);
}

void qr_g2_encode_uncompressed(uint8_t out[192], const qr_g2_affine_t *a) {
    bool infinity = qr_g2_affine_is_infinity(a);
    qr_g2_affine_t t = *a;
    qr_fp_to_be(out, &t.x.c1);
    qr_fp_to_be(out + 48, &t.x.c0);
    qr_fp_to_be(out + 96, &t.y.c1);
    qr_fp_to_be(out + 144, &t.y.c0);
    if (infinity) out[0] |= FLAG_INFINITY;
}
