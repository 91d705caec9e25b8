/**
 * @file lanes_many.h
 * Many points of one group: a template, to be included with MANY(name) and PUBLIC(name), KERNEL(name) (the
 * functions for eight), many_affine_t, MANY_SIZE (bytes of a compressed encoding) and MANY_LARGER (is an
 * element the larger of it and its negative?) defined.
 */

#if defined(__x86_64__)
/** count <= 8. */
static void MANY(lanes_in_subgroup)(bool *out, const many_affine_t *points, size_t count) {
    many_affine_t padded[WIDTH];
    uint8_t unknown;
    if (count < WIDTH) {
        for (size_t i = 0; i < WIDTH; i++) padded[i] = points[i < count ? i : 0];
        points = padded;
    }
    const uint8_t in = KERNEL(in_subgroup)(&unknown, points);
    for (size_t i = 0; i < count; i++) {
        out[i] = unknown >> i & 1 ? PUBLIC(in_subgroup)(&points[i]) : in >> i & 1;
    }
}

/** What lane i says of the encoding `in`, whose flags say compressed and not infinity. */
static qr_status_t MANY(lane_status)(many_affine_t *a, const qr_lanes_decoded_t *lanes, size_t i,
                                     const uint8_t *in) {
    if (!(lanes->canonical >> i & 1)) return QR_MALFORMED;
    // The lanes read 381 bits of a coordinate.
    if (MANY_SIZE > 48 && (in[MANY_SIZE - 48] & FLAGS) != 0) return QR_MALFORMED;
    if (!(lanes->on_curve >> i & 1)) return QR_MISMATCH;
    if (MANY_LARGER(&a->y) != ((in[0] & FLAG_LARGER) != 0)) PUBLIC(affine_neg)(a, a);
    const bool good = lanes->unknown >> i & 1 ? PUBLIC(in_subgroup)(a) : lanes->in_subgroup >> i & 1;
    return good ? QR_OK : QR_MISMATCH;
}

static void MANY(lanes_decode)(qr_status_t *status, many_affine_t *out, const uint8_t *in, size_t stride,
                               size_t count) {
    uint8_t bytes[WIDTH * MANY_SIZE];
    many_affine_t points[WIDTH];
    for (size_t i = 0; i < WIDTH; i++) {
        memcpy(bytes + MANY_SIZE * i, in + (i < count ? i : 0) * stride, MANY_SIZE);
    }
    const qr_lanes_decoded_t lanes = KERNEL(decode)(points, bytes, MANY_SIZE);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *encoding = bytes + MANY_SIZE * i;
        if ((encoding[0] & (FLAG_COMPRESSED | FLAG_INFINITY)) != FLAG_COMPRESSED) {
            status[i] = PUBLIC(decode)(&out[i], encoding, true);
            continue;
        }
        status[i] = MANY(lane_status)(&points[i], &lanes, i, encoding);
        memset(&out[i], 0, sizeof out[i]);
        if (status[i] == QR_OK) out[i] = points[i];
    }
}

static void MANY(lanes_file_on_curve)(bool *out, const uint8_t *in, size_t count) {
    uint8_t bytes[WIDTH * 2 * MANY_SIZE];
    const uint8_t *encodings = in;
    if (count < WIDTH) {
        memset(bytes, 0, sizeof bytes);
        memcpy(bytes, in, count * 2 * MANY_SIZE);
        encodings = bytes;
    }
    const uint8_t on_curve = KERNEL(on_curve)(encodings);
    // The lanes read 381 bits of a coordinate: no first byte may have more.
    for (size_t i = 0; i < count; i++) {
        uint8_t flags = 0;
        for (size_t at = 0; at < 2 * MANY_SIZE; at += 48) flags |= in[i * 2 * MANY_SIZE + at] & FLAGS;
        out[i] = (on_curve >> i & 1) && flags == 0;
    }
}
#endif

void PUBLIC(in_subgroup_many)(bool *out, const many_affine_t *points, size_t n) {
    for (size_t at = 0, count; at < n; at += count) {
        count = lanes_take(at, n);
#if defined(__x86_64__)
        if (count > 0) {
            MANY(lanes_in_subgroup)(out + at, points + at, count);
            continue;
        }
#endif
        count = 1;
        out[at] = PUBLIC(in_subgroup)(&points[at]);
    }
}

void PUBLIC(decode_many)(qr_status_t *status, many_affine_t *out, const uint8_t *in, size_t stride,
                         size_t n) {
    for (size_t at = 0, count; at < n; at += count) {
        count = lanes_take(at, n);
#if defined(__x86_64__)
        if (count > 0) {
            MANY(lanes_decode)(status + at, out + at, in + at * stride, stride, count);
            continue;
        }
#endif
        count = 1;
        status[at] = PUBLIC(decode)(&out[at], in + at * stride, true);
    }
}

void PUBLIC(file_on_curve_many)(bool *out, const uint8_t *in, size_t n) {
    for (size_t at = 0, count; at < n; at += count) {
        const uint8_t *encoding = in + at * 2 * MANY_SIZE;
        count = lanes_take(at, n);
#if defined(__x86_64__)
        if (count > 0) {
            MANY(lanes_file_on_curve)(out + at, encoding, count);
            continue;
        }
#endif
        count = 1;
        many_affine_t point;
        out[at] = (encoding[0] & FLAGS) == 0 && PUBLIC(decode_uncompressed)(&point, encoding, false) == QR_OK;
    }
}
