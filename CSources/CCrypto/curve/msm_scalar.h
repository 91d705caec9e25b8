/**
 * @file msm_scalar.h
 * Affine points of one group one at a time, with one inversion a batch: a template, to be included with
 * SINGLE(name), FIELD(name) (the group's field), SINGLE_GROUP(name), SINGLE_MEMBER and SINGLE_KERNEL (the
 * group's public functions, its member of qr_msm_sum_t, the table's name) and the types single_field_t and
 * single_affine_t defined.
 */

typedef struct {
    single_affine_t at;
} __attribute__((aligned(64))) SINGLE(point_t);

/** Of one call of add. */
typedef struct {
    single_field_t dx[QR_MSM_BATCH], before[QR_MSM_BATCH];
    single_field_t tangent[QR_MSM_BATCH]; /**< numerators of doublings */
    enum { SINGLE(PLAIN), SINGLE(DOUBLED), SINGLE(DONE) } state[QR_MSM_BATCH];
} SINGLE(scratch_t);

static void SINGLE(read)(single_affine_t *out, uintptr_t address) {
    *out = ((const SINGLE(point_t) *)(address & ~(uintptr_t)1))->at;
    if (address & 1) SINGLE_GROUP(affine_neg)(out, out);
}

static void SINGLE(copy)(void *out, uintptr_t address) {
    SINGLE(read)(&((SINGLE(point_t) *)out)->at, address);
}

static void SINGLE(set_infinity)(void *out) {
    memset(out, 0, sizeof(SINGLE(point_t)));
}

/** The denominator of a + b; special sums are made at once. */
static void SINGLE(start)(SINGLE(scratch_t) * s, const qr_curve_kernels_t *code, size_t i,
                          const single_affine_t *a, const single_affine_t *b, single_affine_t *d) {
    s->state[i] = SINGLE(DONE);
    if (SINGLE_GROUP(affine_is_infinity)(a)) {
        *d = *b;
        return;
    }
    if (SINGLE_GROUP(affine_is_infinity)(b)) {
        *d = *a;
        return;
    }
    FIELD(sub)(&s->dx[i], &b->x, &a->x);
    s->state[i] = SINGLE(PLAIN);
    if (!FIELD(is_zero)(&s->dx[i])) return;
    single_field_t rise;
    FIELD(sub)(&rise, &b->y, &a->y);
    if (!FIELD(is_zero)(&rise)) {
        memset(d, 0, sizeof *d);
        s->state[i] = SINGLE(DONE);
        return;
    }
    FIELD(square)(code, &rise, &a->x);
    FIELD(add)(&s->tangent[i], &rise, &rise);
    FIELD(add)(&s->tangent[i], &s->tangent[i], &rise);
    FIELD(add)(&s->dx[i], &a->y, &a->y);
    s->state[i] = SINGLE(DOUBLED);
}

static void SINGLE(add)(void *scratch, uintptr_t *a, uintptr_t *b, uintptr_t *d, size_t n, size_t ahead) {
    (void)ahead;
    const qr_curve_kernels_t *code = qr_curve_kernels();
    SINGLE(scratch_t) *s = scratch;
    single_affine_t p, q;
    single_field_t product, slope, x, y;
    FIELD(set_one)(&product);
    for (size_t i = 0; i < n; i++) {
        if (i + 8 < n) {
            __builtin_prefetch((const void *)a[i + 8]);
            __builtin_prefetch((const void *)b[i + 8]);
        }
        SINGLE(read)(&p, a[i]);
        SINGLE(read)(&q, b[i]);
        SINGLE(start)(s, code, i, &p, &q, &((SINGLE(point_t) *)d[i])->at);
        if (s->state[i] == SINGLE(DONE)) continue;
        s->before[i] = product;
        FIELD(mul)(code, &product, &product, &s->dx[i]);
    }
    FIELD(inverse)(code, &product, &product);
    for (size_t i = n; i-- > 0;) {
        if (s->state[i] == SINGLE(DONE)) continue;
        SINGLE(read)(&p, a[i]);
        SINGLE(read)(&q, b[i]);
        FIELD(mul)(code, &slope, &product, &s->before[i]);
        FIELD(mul)(code, &product, &product, &s->dx[i]);
        FIELD(sub)(&y, &q.y, &p.y);
        if (s->state[i] == SINGLE(DOUBLED)) y = s->tangent[i];
        FIELD(mul)(code, &slope, &slope, &y);
        FIELD(square)(code, &x, &slope);
        FIELD(sub)(&x, &x, &p.x);
        FIELD(sub)(&x, &x, &q.x);
        FIELD(sub)(&y, &p.x, &x);
        FIELD(mul)(code, &y, &y, &slope);
        single_affine_t *out = &((SINGLE(point_t) *)d[i])->at;
        FIELD(sub)(&out->y, &y, &p.y);
        out->x = x;
    }
}

static void SINGLE(load)(void *out, const uint8_t *points, qr_point_form_t form, const uint32_t *index,
                         size_t n) {
    SINGLE(point_t) *to = out;
    for (size_t i = 0; i < n; i++) {
        const uint8_t *in = points + index[i] * sizeof(single_affine_t);
        if (form == QR_POINTS_FILE) {
            FIELD(read)(&to[i].at.x, in);
            FIELD(read)(&to[i].at.y, in + sizeof(single_field_t));
        } else {
            memcpy(&to[i].at, in, sizeof to[i].at);
        }
    }
}

static void SINGLE(store)(qr_msm_sum_t *out, const void *point, qr_point_form_t form) {
    (void)form;
    memset(out, 0, sizeof *out);
    const SINGLE(point_t) *in = point;
    if (!SINGLE_GROUP(affine_is_infinity)(&in->at)) SINGLE_GROUP(from_affine)(&out->SINGLE_MEMBER, &in->at);
}

static void SINGLE(sum_add)(qr_msm_sum_t *out, const qr_msm_sum_t *a, const qr_msm_sum_t *b) {
    SINGLE_GROUP(add)(&out->SINGLE_MEMBER, &a->SINGLE_MEMBER, &b->SINGLE_MEMBER);
}

static void SINGLE(sum_double)(qr_msm_sum_t *out, const qr_msm_sum_t *a) {
    SINGLE_GROUP(double)(&out->SINGLE_MEMBER, &a->SINGLE_MEMBER);
}

const qr_msm_kernel_t SINGLE_KERNEL = {
    .point_bytes = sizeof(SINGLE(point_t)),
    .affine_bytes = sizeof(single_affine_t),
    .scratch_bytes = sizeof(SINGLE(scratch_t)),
    .load = SINGLE(load),
    .add = SINGLE(add),
    .copy = SINGLE(copy),
    .set_infinity = SINGLE(set_infinity),
    .store = SINGLE(store),
    .sum_add = SINGLE(sum_add),
    .sum_double = SINGLE(sum_double),
};
