/**
 * @file lanes_group.h
 * Points of one group eight at a time, Jacobian coordinates: a template, to be included with EIGHT(name), the
 * types eight_t (a coordinate) and eight_one, FIELD8(name) for the coordinate's functions and the group's
 * public types eight_affine_public_t and eight_public_t defined.
 *
 * The sum of equal points, of opposite ones or with infinity comes out with z = 0, and such a z stays: who
 * cannot rule them out looks at z in the end.
 */

typedef struct {
    eight_t x, y, z;
} EIGHT(point_t);

typedef struct {
    eight_t x, y;
} EIGHT(affine_t);

QR_FP8_INLINE EIGHT(affine_t) EIGHT(load)(const eight_affine_public_t in[8]) {
    EIGHT(affine_t) out;
    out.x = FIELD8(load)(&in[0].x, sizeof in[0]);
    out.y = FIELD8(load)(&in[0].y, sizeof in[0]);
    return out;
}

QR_FP8_INLINE void EIGHT(store)(eight_public_t out[8], const EIGHT(point_t) * in) {
    FIELD8(store)(&out[0].x, sizeof out[0], &in->x);
    FIELD8(store)(&out[0].y, sizeof out[0], &in->y);
    FIELD8(store)(&out[0].z, sizeof out[0], &in->z);
}

QR_FP8_INLINE void EIGHT(from_affine)(EIGHT(point_t) * out, const EIGHT(affine_t) * a) {
    memset(&out->z, 0, sizeof out->z);
    out->x = a->x;
    out->y = a->y;
    *(qr_fp8_t *)&out->z = qr_fp8_broadcast(fp8_one);
}

/** out = 2 a; coordinates up to 64 p in and out. May be in place. */
QR_FP8_OUTLINE void EIGHT(double)(EIGHT(point_t) * out, const EIGHT(point_t) * a) {
    eight_t x2, y2, y4, d, e, f, t;
    FIELD8(square)(&x2, &a->x);
    FIELD8(square)(&y2, &a->y);
    FIELD8(square)(&y4, &y2);
    FIELD8(mul)(&d, &a->x, &y2);
    FIELD8(mul)(&t, &a->y, &a->z);
    out->z = FIELD8(settle)(FIELD8(add_limbs)(t, t), 0);  // 6.1 p
    e = FIELD8(settle)(FIELD8(add_limbs)(FIELD8(add_limbs)(x2, x2), x2), 0);
    FIELD8(square)(&f, &e);
    // x = e^2 - 8 x y^2, y = e (4 x y^2 - x) - 8 y^4.
    d = FIELD8(add_limbs)(d, d);
    d = FIELD8(add_limbs)(d, d);
    out->x = FIELD8(settle)(FIELD8(sub_limbs)(f, FIELD8(add_limbs)(d, d)), 32);  // 35.1 p
    t = FIELD8(settle)(FIELD8(sub_limbs)(d, out->x), 64);
    FIELD8(mul)(&t, &e, &t);
    y4 = FIELD8(add_limbs)(y4, y4);
    y4 = FIELD8(add_limbs)(y4, y4);
    y4 = FIELD8(add_limbs)(y4, y4);
    out->y = FIELD8(settle)(FIELD8(sub_limbs)(t, y4), 32);
}

/** The end of both additions: x1 and y1 scaled, h = u2 - u1, r = s2 - s1, out.z given. */
QR_FP8_INLINE void EIGHT(add_finish)(EIGHT(point_t) * out, const eight_t *u1, const eight_t *s1,
                                     const eight_t *h, const eight_t *r) {
    eight_t h2, h3, v, t, s;
    FIELD8(square)(&h2, h);
    FIELD8(mul)(&h3, &h2, h);
    FIELD8(mul)(&v, u1, &h2);
    FIELD8(mul)(&s, s1, &h3);
    FIELD8(square)(&t, r);
    t = FIELD8(sub_limbs)(FIELD8(sub_limbs)(t, h3), FIELD8(add_limbs)(v, v));
    out->x = FIELD8(settle)(t, 16);  // 19.1 p
    v = FIELD8(settle)(FIELD8(sub_limbs)(v, out->x), 64);
    FIELD8(mul)(&t, &v, r);
    out->y = FIELD8(settle)(FIELD8(sub_limbs)(t, s), 16);
}

/** out = a + b; a's coordinates up to 64 p. May be in place. */
QR_FP8_OUTLINE void EIGHT(add_affine)(EIGHT(point_t) * out, const EIGHT(point_t) * a,
                                      const EIGHT(affine_t) * b) {
    const eight_t x1 = a->x, y1 = a->y;
    eight_t zz, h, r;
    FIELD8(square)(&zz, &a->z);
    FIELD8(mul)(&h, &b->x, &zz);
    FIELD8(mul)(&r, &a->z, &zz);
    FIELD8(mul)(&r, &r, &b->y);
    h = FIELD8(settle)(FIELD8(sub_limbs)(h, x1), 64);
    r = FIELD8(settle)(FIELD8(sub_limbs)(r, y1), 64);
    FIELD8(mul)(&out->z, &a->z, &h);
    EIGHT(add_finish)(out, &x1, &y1, &h, &r);
}

/** out = a + b; coordinates up to 64 p. May be in place. */
QR_FP8_OUTLINE void EIGHT(add)(EIGHT(point_t) * out, const EIGHT(point_t) * a, const EIGHT(point_t) * b) {
    eight_t z1, z2, u1, s1, h, r;
    FIELD8(square)(&z1, &a->z);
    FIELD8(square)(&z2, &b->z);
    FIELD8(mul)(&u1, &a->x, &z2);
    FIELD8(mul)(&h, &b->x, &z1);
    FIELD8(mul)(&z2, &z2, &b->z);
    FIELD8(mul)(&z1, &z1, &a->z);
    FIELD8(mul)(&s1, &a->y, &z2);
    FIELD8(mul)(&r, &b->y, &z1);
    h = FIELD8(settle)(FIELD8(sub_limbs)(h, u1), 8);
    r = FIELD8(settle)(FIELD8(sub_limbs)(r, s1), 8);
    FIELD8(mul)(&z1, &a->z, &b->z);
    FIELD8(mul)(&out->z, &z1, &h);
    EIGHT(add_finish)(out, &u1, &s1, &h, &r);
}

/** out = |z| a; out is not a. */
QR_FP8_OUTLINE void EIGHT(mul_z)(EIGHT(point_t) * out, const EIGHT(point_t) * a) {
    *out = *a;
    for (int i = 62; i >= 0; i--) {
        EIGHT(double)(out, out);
        if (QR_CURVE_Z >> i & 1) EIGHT(add)(out, out, a);
    }
}

QR_FP8_OUTLINE void EIGHT(mul_z_affine)(EIGHT(point_t) * out, const EIGHT(affine_t) * a) {
    EIGHT(from_affine)(out, a);
    for (int i = 62; i >= 0; i--) {
        EIGHT(double)(out, out);
        if (QR_CURVE_Z >> i & 1) EIGHT(add_affine)(out, out, a);
    }
}

/** Lanes where a = b, b without denominators; where a's z is not 0. */
QR_FP8_OUTLINE __mmask8 EIGHT(equals_affine)(const EIGHT(point_t) * a, const EIGHT(affine_t) * b) {
    eight_t zz, t;
    FIELD8(square)(&zz, &a->z);
    FIELD8(mul)(&t, &b->x, &zz);
    t = FIELD8(settle)(FIELD8(sub_limbs)(a->x, t), 8);
    __mmask8 equal = FIELD8(is_zero)(&t);
    FIELD8(mul)(&zz, &zz, &a->z);
    FIELD8(mul)(&t, &b->y, &zz);
    t = FIELD8(settle)(FIELD8(sub_limbs)(a->y, t), 8);
    return equal & FIELD8(is_zero)(&t);
}
