/**
 * @file group.h
 * The group law of y^2 = x^3 + b in Jacobian coordinates: a template included once for G1 and once for G2 by
 * groups.h, which defines GROUP(name), FIELD(name), group_t, group_affine_t, group_field_t and group_one.
 */

TOWER_INLINE bool GROUP(is_infinity)(const group_t *a) {
    return FIELD(is_zero)(&a->z);
}

TOWER_INLINE bool GROUP(affine_is_infinity)(const group_affine_t *a) {
    return FIELD(is_zero)(&a->x) && FIELD(is_zero)(&a->y);
}

TOWER_INLINE void GROUP(set_infinity)(group_t *out) {
    memset(out, 0, sizeof *out);
}

TOWER_OUTLINE void GROUP(from_affine)(group_t *out, const group_affine_t *a) {
    if (GROUP(affine_is_infinity)(a)) {
        GROUP(set_infinity)(out);
        return;
    }
    out->x = a->x;
    out->y = a->y;
    out->z = *group_one;
}

TOWER_INLINE void GROUP(neg)(group_t *out, const group_t *a) {
    out->x = a->x;
    FIELD(neg)(&out->y, &a->y);
    out->z = a->z;
}

/** out = 2 a; infinity stays (z = 0), and no point of either curve's order has y = 0. */
TOWER_OUTLINE void GROUP(double)(group_t *out, const group_t *a) {
    group_field_t x2, y2, y4, d, e, f, t;
    FIELD(square)(&x2, &a->x);
    FIELD(square)(&y2, &a->y);
    FIELD(square)(&y4, &y2);
    // d = 4 x y^2, e = 3 x^2.
    FIELD(mul)(&d, &a->x, &y2);
    FIELD(double)(&d, &d);
    FIELD(double)(&d, &d);
    FIELD(double)(&e, &x2);
    FIELD(add)(&e, &e, &x2);
    FIELD(square)(&f, &e);
    FIELD(mul)(&t, &a->y, &a->z);
    FIELD(double)(&out->z, &t);
    FIELD(double)(&t, &d);
    FIELD(sub)(&out->x, &f, &t);
    FIELD(sub)(&d, &d, &out->x);
    FIELD(mul)(&d, &e, &d);
    FIELD(double)(&y4, &y4);
    FIELD(double)(&y4, &y4);
    FIELD(double)(&y4, &y4);
    FIELD(sub)(&out->y, &d, &y4);
}

/** The common end of both additions: x1 and y1 scaled (u1, s1), h = u2 - u1, r = s2 - s1, out.z given. */
TOWER_INLINE void GROUP(add_finish)(group_t *out, const group_field_t *u1, const group_field_t *s1,
                                    const group_field_t *h, const group_field_t *r) {
    group_field_t h2, h3, v, t;
    FIELD(square)(&h2, h);
    FIELD(mul)(&h3, &h2, h);
    FIELD(mul)(&v, u1, &h2);
    FIELD(square)(&t, r);
    FIELD(sub)(&t, &t, &h3);
    FIELD(sub)(&t, &t, &v);
    FIELD(sub)(&out->x, &t, &v);
    FIELD(sub)(&v, &v, &out->x);
    FIELD(mul)(&v, &v, r);
    FIELD(mul)(&t, s1, &h3);
    FIELD(sub)(&out->y, &v, &t);
}

TOWER_OUTLINE void GROUP(add)(group_t *out, const group_t *a, const group_t *b) {
    if (GROUP(is_infinity)(a)) {
        *out = *b;
        return;
    }
    if (GROUP(is_infinity)(b)) {
        *out = *a;
        return;
    }
    group_field_t z1, z2, u1, u2, s1, s2, t;
    FIELD(square)(&z1, &a->z);
    FIELD(square)(&z2, &b->z);
    FIELD(mul)(&u1, &a->x, &z2);
    FIELD(mul)(&u2, &b->x, &z1);
    FIELD(mul)(&s1, &a->y, &z2);
    FIELD(mul)(&s1, &s1, &b->z);
    FIELD(mul)(&s2, &b->y, &z1);
    FIELD(mul)(&s2, &s2, &a->z);
    FIELD(sub)(&u2, &u2, &u1);
    FIELD(sub)(&s2, &s2, &s1);
    if (FIELD(is_zero)(&u2)) {
        if (FIELD(is_zero)(&s2)) {
            GROUP(double)(out, a);
        } else {
            GROUP(set_infinity)(out);
        }
        return;
    }
    FIELD(mul)(&t, &a->z, &b->z);
    FIELD(mul)(&out->z, &t, &u2);
    GROUP(add_finish)(out, &u1, &s1, &u2, &s2);
}

TOWER_OUTLINE void GROUP(add_affine)(group_t *out, const group_t *a, const group_affine_t *b) {
    if (GROUP(is_infinity)(a)) {
        GROUP(from_affine)(out, b);
        return;
    }
    if (GROUP(affine_is_infinity)(b)) {
        *out = *a;
        return;
    }
    group_field_t z1, u2, s2, u1 = a->x, s1 = a->y;
    FIELD(square)(&z1, &a->z);
    FIELD(mul)(&u2, &b->x, &z1);
    FIELD(mul)(&s2, &b->y, &z1);
    FIELD(mul)(&s2, &s2, &a->z);
    FIELD(sub)(&u2, &u2, &u1);
    FIELD(sub)(&s2, &s2, &s1);
    if (FIELD(is_zero)(&u2)) {
        if (FIELD(is_zero)(&s2)) {
            GROUP(double)(out, a);
        } else {
            GROUP(set_infinity)(out);
        }
        return;
    }
    FIELD(mul)(&out->z, &a->z, &u2);
    GROUP(add_finish)(out, &u1, &s1, &u2, &s2);
}

TOWER_OUTLINE void GROUP(batch_to_affine)(group_affine_t *out, const group_t *in, size_t n) {
    enum { CHUNK = 128 };
    group_field_t products[CHUNK], inverse, z, z2;
    for (size_t start = 0; start < n; start += CHUNK) {
        size_t count = n - start < CHUNK ? n - start : CHUNK;
        // products[i]: of the non-zero z before i.
        inverse = *group_one;
        for (size_t i = 0; i < count; i++) {
            products[i] = inverse;
            if (!GROUP(is_infinity)(&in[start + i])) FIELD(mul)(&inverse, &inverse, &in[start + i].z);
        }
        FIELD(inverse)(&inverse, &inverse);
        for (size_t i = count; i-- > 0;) {
            group_t point = in[start + i];
            if (GROUP(is_infinity)(&point)) {
                memset(&out[start + i], 0, sizeof out[start + i]);
                continue;
            }
            FIELD(mul)(&z, &products[i], &inverse);
            FIELD(mul)(&inverse, &inverse, &point.z);
            FIELD(square)(&z2, &z);
            FIELD(mul)(&out[start + i].x, &point.x, &z2);
            FIELD(mul)(&z2, &z2, &z);
            FIELD(mul)(&out[start + i].y, &point.y, &z2);
        }
    }
}

TOWER_OUTLINE bool GROUP(equal)(const group_t *a, const group_t *b) {
    if (GROUP(is_infinity)(a) || GROUP(is_infinity)(b)) return GROUP(is_infinity)(a) && GROUP(is_infinity)(b);
    group_field_t z1, z2, s, t;
    FIELD(square)(&z1, &a->z);
    FIELD(square)(&z2, &b->z);
    FIELD(mul)(&s, &a->x, &z2);
    FIELD(mul)(&t, &b->x, &z1);
    if (!FIELD(equal)(&s, &t)) return false;
    FIELD(mul)(&z1, &z1, &a->z);
    FIELD(mul)(&z2, &z2, &b->z);
    FIELD(mul)(&s, &a->y, &z2);
    FIELD(mul)(&t, &b->y, &z1);
    return FIELD(equal)(&s, &t);
}

TOWER_OUTLINE bool GROUP(on_curve)(const group_affine_t *a) {
    group_field_t s, t;
    FIELD(square)(&s, &a->x);
    FIELD(mul)(&s, &s, &a->x);
    FIELD(add)(&s, &s, group_b);
    FIELD(square)(&t, &a->y);
    return FIELD(equal)(&s, &t) || GROUP(affine_is_infinity)(a);
}

/** out = |z| a, by its six set bits; out is not a. */
TOWER_OUTLINE void GROUP(mul_z)(group_t *out, const group_t *a) {
    *out = *a;
    for (int i = 62; i >= 0; i--) {
        GROUP(double)(out, out);
        if (QR_CURVE_Z >> i & 1) GROUP(add)(out, out, a);
    }
}

/** The same for an affine point. */
TOWER_OUTLINE void GROUP(mul_z_affine)(group_t *out, const group_affine_t *a) {
    GROUP(from_affine)(out, a);
    for (int i = 62; i >= 0; i--) {
        GROUP(double)(out, out);
        if (QR_CURVE_Z >> i & 1) GROUP(add_affine)(out, out, a);
    }
}

/** table[i] = (2 i + 1) a, i < 8. */
TOWER_OUTLINE void GROUP(odd_multiples)(group_t table[8], const group_t *a) {
    group_t twice;
    GROUP(double)(&twice, a);
    table[0] = *a;
    for (int i = 1; i < 8; i++) GROUP(add)(&table[i], &table[i - 1], &twice);
}

/** out = sum of digits: digits[j][i] stands for 2^i times an odd multiple out of tables[j]; from bit `top`.
 */
TOWER_OUTLINE void GROUP(mul_digits)(group_t *out, const group_t (*tables)[8], int8_t (*digits)[GROUP_DIGITS],
                                     int count, int top) {
    group_t t;
    GROUP(set_infinity)(out);
    for (int i = top; i >= 0; i--) {
        GROUP(double)(out, out);
        for (int j = 0; j < count; j++) {
            int digit = digits[j][i];
            if (digit > 0) GROUP(add)(out, out, &tables[j][digit / 2]);
            if (digit < 0) {
                GROUP(neg)(&t, &tables[j][-digit / 2]);
                GROUP(add)(out, out, &t);
            }
        }
    }
}

/* ---- Constant time: complete formulas in homogeneous coordinates (Renes, Costello, Batina, eprint
 * 2015/1060, algorithms 7 and 9), no exceptional points. ---- */

/** out = 2 a, x = X/Z, y = Y/Z. */
TOWER_OUTLINE void GROUP(complete_double)(group_t *out, const group_t *a) {
    group_field_t t0, t1, t2, z3, y3;
    FIELD(square)(&t0, &a->y);
    FIELD(double)(&z3, &t0);
    FIELD(double)(&z3, &z3);
    FIELD(double)(&z3, &z3);
    FIELD(mul)(&t1, &a->y, &a->z);
    FIELD(square)(&t2, &a->z);
    GROUP(mul_3b)(&t2, &t2);
    group_field_t x3;
    FIELD(mul)(&x3, &t2, &z3);
    FIELD(add)(&y3, &t0, &t2);
    FIELD(mul)(&z3, &t1, &z3);
    FIELD(double)(&t1, &t2);
    FIELD(add)(&t2, &t1, &t2);
    FIELD(sub)(&t0, &t0, &t2);
    FIELD(mul)(&y3, &t0, &y3);
    FIELD(add)(&y3, &x3, &y3);
    FIELD(mul)(&t1, &a->x, &a->y);
    FIELD(mul)(&x3, &t0, &t1);
    FIELD(double)(&out->x, &x3);
    out->y = y3;
    out->z = z3;
}

/** out = (a0 + a1)(b0 + b1) - p - q. */
TOWER_INLINE void GROUP(cross)(group_field_t *out, const group_field_t *a0, const group_field_t *a1,
                               const group_field_t *b0, const group_field_t *b1, const group_field_t *p,
                               const group_field_t *q) {
    group_field_t s, t;
    FIELD(add)(&s, a0, a1);
    FIELD(add)(&t, b0, b1);
    FIELD(mul)(&s, &s, &t);
    FIELD(sub)(&s, &s, p);
    FIELD(sub)(out, &s, q);
}

/** out = a + b. */
TOWER_OUTLINE void GROUP(complete_add)(group_t *out, const group_t *a, const group_t *b) {
    group_field_t xx, yy, zz, xy, yz, xz, s, t;
    FIELD(mul)(&xx, &a->x, &b->x);
    FIELD(mul)(&yy, &a->y, &b->y);
    FIELD(mul)(&zz, &a->z, &b->z);
    GROUP(cross)(&xy, &a->x, &a->y, &b->x, &b->y, &xx, &yy);
    GROUP(cross)(&yz, &a->y, &a->z, &b->y, &b->z, &yy, &zz);
    GROUP(cross)(&xz, &a->x, &a->z, &b->x, &b->z, &xx, &zz);
    FIELD(double)(&t, &xx);
    FIELD(add)(&xx, &xx, &t);
    GROUP(mul_3b)(&zz, &zz);
    GROUP(mul_3b)(&xz, &xz);
    FIELD(add)(&s, &yy, &zz);
    FIELD(sub)(&yy, &yy, &zz);
    // x = xy (yy - zz) - yz xz, y = xz xx + (yy - zz) s, z = s yz + xx xy.
    FIELD(mul)(&t, &xy, &yy);
    FIELD(mul)(&zz, &yz, &xz);
    FIELD(sub)(&out->x, &t, &zz);
    FIELD(mul)(&t, &yy, &s);
    FIELD(mul)(&zz, &xz, &xx);
    FIELD(add)(&out->y, &t, &zz);
    FIELD(mul)(&t, &s, &yz);
    FIELD(mul)(&zz, &xx, &xy);
    FIELD(add)(&out->z, &t, &zz);
}

/** An affine point in homogeneous coordinates, where infinity is (0 : 1 : 0). */
TOWER_INLINE void GROUP(complete_from_affine)(group_t *out, const group_affine_t *a) {
    GROUP(from_affine)(out, a);
    if (GROUP(affine_is_infinity)(a)) out->y = *group_one;
}

/** out = sum of table[windows[i]] 2^(bits i), i < 64: every entry is read each time. Jacobian out. */
TOWER_OUTLINE void GROUP(mul_windows)(group_t *out, const group_t table[16], const uint8_t windows[64],
                                      int bits) {
    group_t acc, chosen;
    memset(&acc, 0, sizeof acc);
    acc.y = *group_one;
    for (int i = 63; i >= 0; i--) {
        for (int j = 0; j < bits; j++) GROUP(complete_double)(&acc, &acc);
        chosen = table[0];
        for (uint64_t j = 1; j < 16; j++) {
            uint64_t hit = ((windows[i] ^ j) - 1) >> 63;
            FIELD(select)(&chosen.x, &chosen.x, &table[j].x, hit);
            FIELD(select)(&chosen.y, &chosen.y, &table[j].y, hit);
            FIELD(select)(&chosen.z, &chosen.z, &table[j].z, hit);
        }
        GROUP(complete_add)(&acc, &acc, &chosen);
    }
    // (X : Y : Z) is (X Z, Y Z^2, Z) in Jacobian coordinates.
    FIELD(mul)(&out->x, &acc.x, &acc.z);
    FIELD(square)(&chosen.z, &acc.z);
    FIELD(mul)(&out->y, &acc.y, &chosen.z);
    out->z = acc.z;
    curve_wipe(&acc, sizeof acc);
    curve_wipe(&chosen, sizeof chosen);
}
