/**
 * @file msm_ifma_pairs.h
 * Sums of pairs of points as they lie in memory, eight at a time: a part of msm_ifma.h.
 *
 * With x as it is, the working form's y is f y for a constant f. Nothing is multiplied by it: the inverses of
 * the differences of x all take f at once, with the product they come from, and so do the slopes. Only the
 * first point's y is needed times f besides, subtracted from a product; and as f R is a power of 2, that is a
 * shift.
 */

/** Points in memory. */
typedef struct {
    const uint8_t *points;
    __m512i order;              /**< of a component's bytes, for fp8_load_line */
    bool file;                  /**< the second component comes first, f R is 2^208; else 2^400 */
    size_t low_word;            /**< x's lowest eight bytes, which are 0 in infinity */
    const uint32_t *next, *end; /**< points that will be wanted afterwards */
} LANES(source_t);

QR_FP8_INLINE const uint8_t *LANES(source_at)(const LANES(source_t) * from, uint32_t index) {
    return from->points + (size_t)index * (2 * LANES_K * 48);
}

/** One component of eight points. */
QR_FP8_INLINE qr_fp8_t LANES(read)(const LANES(source_t) * from, const uint32_t *index, int line) {
    const int part = from->file ? line ^ (LANES_K - 1) : line;
    qr_fp8_t out;
    LANES_GATHER(out, fp8_load_line(LANES(source_at)(from, index[i]) + 48 * part, from->order));
    return out;
}

/** Of eight points: x, or y for line LANES_K. */
QR_FP8_INLINE void LANES(prefetch_source)(const LANES(source_t) * from, const uint32_t *index, int line) {
    for (int i = 0; i < 8; i++) {
        const uint8_t *at = LANES(source_at)(from, index[i]) + 48 * line;
        for (int byte = 0; byte < LANES_K * 48; byte += 64) __builtin_prefetch(at + byte);
        __builtin_prefetch(at + LANES_K * 48 - 1);
    }
}

/** Fetches the next four into the cache: few at a time, so that nothing has to wait for them. */
QR_FP8_INLINE void LANES(prefetch_next)(LANES(source_t) * from) {
    if (from->end - from->next < 4) return;
    for (int i = 0; i < 4; i++) {
        const uint8_t *at = LANES(source_at)(from, *from->next++);
        for (int byte = 0; byte < LANES_K * 96; byte += 64) __builtin_prefetch(at + byte);
        __builtin_prefetch(at + LANES_K * 96 - 1);
    }
}

QR_FP8_INLINE __mmask8 LANES(pair_signs)(const uint8_t *sign) {
    const __m128i bytes = _mm_loadl_epi64((const __m128i *)sign);
    return (__mmask8)_mm_test_epi8_mask(bytes, bytes);
}

QR_FP8_INLINE unsigned LANES(maybe_infinity)(const LANES(source_t) * from, const uint32_t *index) {
    unsigned mask = 0;
    for (int i = 0; i < 8; i++) {
        uint64_t word;
        memcpy(&word, LANES(source_at)(from, index[i]) + from->low_word, sizeof word);
        mask |= (unsigned)(word == 0) << i;
    }
    return mask;
}

/** dx and x1 of vector v; lanes that add_pairs leaves out. */
QR_FP8_INLINE unsigned LANES(pair_difference)(LANES(scratch_t) * s, size_t v, const LANES(source_t) * from,
                                              const uint32_t *a, const uint32_t *b) {
    __mmask8 zero = 0xff;
    QR_FP_UNROLL
    for (int k = 0; k < LANES_K; k++) {
        const qr_fp8_t x1 = LANES(read)(from, a, k), x2 = LANES(read)(from, b, k);
        s->vectors[v].x1.c[k] = x1;
        const qr_fp8_t t = qr_fp8_carry(qr_fp8_add_multiple(qr_fp8_sub_limbs(x2, x1), 3));
        zero &= qr_fp8_maybe_zero(t);
        s->vectors[v].dx.c[k] = t;
    }
    const unsigned special = zero | LANES(maybe_infinity)(from, a) | LANES(maybe_infinity)(from, b);
    if (__builtin_expect(special != 0, 0)) {
        lanes_t one;
        memset(&one, 0, sizeof one);
        one.c[0].l0 = QR_FP8_SET(1);
        for (int lane = 0; lane < 8; lane++) {
            if (special >> lane & 1) LANES(set_lane)(&s->vectors[v].dx, &one, lane);
        }
    }
#if LANES_K == 2
    qr_fp8x2_norm(&s->vectors[v].norm, &s->vectors[v].dx);
#endif
    return special;
}

/** Eight components to a line of eight points. */
QR_FP8_INLINE void LANES(put)(LANES(point_t) * out, int line, qr_fp8_t a) {
    a = qr_fp8_transpose(a);
    QR_FP_UNROLL
    for (int i = 0; i < 8; i++) _mm512_store_si512(out[i].l[line], ((const __m512i *)&a)[i]);
}

/** `count` <= 4 vectors of pairs from v on; u as in finish. */
QR_FP8_INLINE void LANES(finish_pairs)(LANES(scratch_t) * s, qr_fp8_t u[4], size_t v, size_t count,
                                       LANES(source_t) * from, const uint32_t *a, const uint32_t *b,
                                       const uint8_t *sign_a, const uint8_t *sign_b, LANES(point_t) * out) {
    struct {
        lanes_t slope, y1, t;
        qr_fp8_t inverse;
    } vectors[4];
    for (size_t j = 0; j < count; j++) {
        qr_fp8_mul(&vectors[j].inverse, &u[j], &s->vectors[v + j].before);
        LANES(prefetch_next)(from);
    }
    for (size_t j = 0; j < count; j++) {
        qr_fp8_mul(&u[j], &u[j], LANES(denominator)(s, v + j));
        LANES(prefetch_next)(from);
    }
    for (size_t j = 0; j < count; j++) {
        const __mmask8 minus_a = LANES(pair_signs)(sign_a + 8 * j),
                       minus_b = LANES(pair_signs)(sign_b + 8 * j);
        if (v >= LANES_AHEAD) {
            LANES(prefetch_source)(from, a + 8 * j - 8 * LANES_AHEAD, LANES_K);
            LANES(prefetch_source)(from, b + 8 * j - 8 * LANES_AHEAD, LANES_K);
        }
        QR_FP_UNROLL
        for (int k = 0; k < LANES_K; k++) {
            const qr_fp8_t y1 = fp8_negate(LANES(read)(from, a + 8 * j, LANES_K + k), minus_a);
            const qr_fp8_t y2 = fp8_negate(LANES(read)(from, b + 8 * j, LANES_K + k), minus_b);
            vectors[j].t.c[k] = qr_fp8_carry(qr_fp8_add_multiple(qr_fp8_sub_limbs(y2, y1), 3));
            vectors[j].y1.c[k] = y1;
        }
        LANES(divide)(&vectors[j].slope, &vectors[j].t, &s->vectors[v + j].dx, &vectors[j].inverse);
    }
    for (size_t j = 0; j < count; j++) {
        LANES(square)(&vectors[j].t, &vectors[j].slope);
        LANES(prefetch_next)(from);
    }
    for (size_t j = 0; j < count; j++) {
        lanes_t fall;
        QR_FP_UNROLL
        for (int k = 0; k < LANES_K; k++) {
            // dx = x2 - x1 + 3 p.
            const qr_fp8_t x1 = s->vectors[v + j].x1.c[k];
            qr_fp8_t x = qr_fp8_add_limbs(qr_fp8_add_limbs(x1, x1), s->vectors[v + j].dx.c[k]);
            x = qr_fp8_add_multiple(qr_fp8_sub_limbs(vectors[j].t.c[k], x), 9);
            x = qr_fp8_reduce_few(x);
            fall.c[k] = qr_fp8_carry(qr_fp8_add_multiple(qr_fp8_sub_limbs(x1, x), 3));
            LANES(put)(out + 8 * j, k, x);
        }
        LANES(mul_less)(&vectors[j].t, &vectors[j].slope, &fall, &vectors[j].y1, from->file);
        QR_FP_UNROLL
        for (int k = 0; k < LANES_K; k++) LANES(put)(out + 8 * j, LANES_K + k, vectors[j].t.c[k]);
        LANES(prefetch_next)(from);
    }
}

static size_t LANES(add_pairs)(void *scratch, void *out, const uint8_t *points, qr_point_form_t form,
                               const uint32_t *index, const uint8_t *sign, size_t half, size_t ahead,
                               uint32_t *left) {
    const bool file = form == QR_POINTS_FILE;
    LANES(source_t)
    from = {.points = points,
            .order = _mm512_loadu_si512(file ? fp8_order_file : fp8_order_words),
            .file = file,
            .low_word = file ? LANES_K * 48 - 8 : 0,
            .next = index + 2 * half,
            .end = index + 2 * half + ahead};
    const qr_fp8_t factor = qr_fp8_broadcast(file ? fp8_2_208 : fp8_2_400);
    const size_t vectors = half / 8;
    const uint32_t *other = index + half;
    LANES(scratch_t) *s = scratch;
    size_t left_count = 0;
    for (size_t i = 8 * vectors; i < half; i++) left[left_count++] = (uint32_t)i;
    if (vectors == 0) return left_count;
    qr_fp8_t u[4];
    for (int j = 0; j < 4; j++) u[j] = qr_fp8_broadcast(fp8_one);
    for (size_t v = 0; v < vectors; v += 4) {
        const size_t count = vectors - v < 4 ? vectors - v : 4;
        for (size_t j = v; j < v + count; j++) {
            if (j + LANES_AHEAD < vectors) {
                LANES(prefetch_source)(&from, index + 8 * (j + LANES_AHEAD), 0);
                LANES(prefetch_source)(&from, other + 8 * (j + LANES_AHEAD), 0);
            }
            unsigned special = LANES(pair_difference)(s, j, &from, index + 8 * j, other + 8 * j);
            for (; __builtin_expect(special != 0, 0); special &= special - 1) {
                left[left_count++] = (uint32_t)(8 * j) + (uint32_t)__builtin_ctz(special);
            }
        }
        for (size_t j = 0; j < count; j++) {
            s->vectors[v + j].before = u[j];
            qr_fp8_mul(&u[j], &u[j], LANES(denominator)(s, v + j));
        }
    }
    fp8_invert(u);
    for (int j = 0; j < 4; j++) qr_fp8_mul(&u[j], &u[j], &factor);
    for (size_t end = vectors, v; end > 0; end = v) {
        v = (end - 1) / 4 * 4;
        LANES(finish_pairs)
        (s, u, v, end - v, &from, index + 8 * v, other + 8 * v, sign + 8 * v, sign + half + 8 * v,
         (LANES(point_t) *)out + 8 * v);
    }
    return left_count;
}
