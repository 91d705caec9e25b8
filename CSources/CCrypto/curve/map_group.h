/**
 * @file map_group.h
 * What mapping to a curve has in common for both fields (RFC 9380, 6.6.3 and appendix E): a template included
 * once for G1 and once for G2 by map.h, which then defines GROUP(sswu).
 */

/** What needs no root: x1 = n / d and g(x1) = gn / d3, d3 = d^3; t = Z u^2. */
TOWER_OUTLINE void GROUP(sswu_fractions)(group_field_t *t, group_field_t *n, group_field_t *d,
                                         group_field_t *d3, group_field_t *gn, const group_field_t *u) {
    group_field_t s, d2;
    FIELD(square)(t, u);
    FIELD(mul)(t, t, GROUP_SSWU(z));
    FIELD(square)(&s, t);
    FIELD(add)(&s, &s, t);
    // x1 = -B (1 + 1/s) / A, or B / (Z A) if s = 0.
    if (FIELD(is_zero)(&s)) {
        *d = *GROUP_SSWU(z);
    } else {
        FIELD(neg)(d, &s);
    }
    FIELD(mul)(d, d, GROUP_SSWU(a));
    FIELD(mul)(n, &s, GROUP_SSWU(b));
    FIELD(add)(n, n, GROUP_SSWU(b));
    // gn = n^3 + A n d^2 + B d^3.
    FIELD(square)(&d2, d);
    FIELD(mul)(d3, &d2, d);
    FIELD(square)(gn, n);
    FIELD(mul)(&s, &d2, GROUP_SSWU(a));
    FIELD(add)(gn, gn, &s);
    FIELD(mul)(gn, gn, n);
    FIELD(mul)(&s, d3, GROUP_SSWU(b));
    FIELD(add)(gn, gn, &s);
}

/** The point for one field element, on the isogenous curve. */
static void GROUP(sswu)(group_t *out, const group_field_t *u);

/** out = k[0] z^n + k[1] x z^(n-1) + ... + (k[n] or 1) x^n; z_powers[i] = z^(i + 1). */
TOWER_OUTLINE void GROUP(isogeny_polynomial)(group_field_t *out, const group_field_t *k, int n, bool monic,
                                             const group_field_t *x, const group_field_t *z_powers) {
    group_field_t acc, t;
    if (monic) {
        acc = *x;
    } else {
        FIELD(mul)(&acc, &k[n], x);
    }
    for (int i = n - 1; i >= 0; i--) {
        FIELD(mul)(&t, &k[i], &z_powers[n - i - 1]);
        FIELD(add)(&acc, &acc, &t);
        if (i > 0) FIELD(mul)(&acc, &acc, x);
    }
    *out = acc;
}

/** Takes a point of the isogenous curve to ours: (xn / xd, y yn / yd), whose new z is z xd yd. */
TOWER_OUTLINE void GROUP(isogeny)(group_t *out, const group_t *a) {
    group_field_t powers[GROUP_ISO_DEGREE], xn, xd, yn, yd, t;
    FIELD(square)(&powers[0], &a->z);
    for (int i = 1; i < GROUP_ISO_DEGREE; i++) FIELD(mul)(&powers[i], &powers[i - 1], &powers[0]);
    GROUP(isogeny_polynomial)(&xn, GROUP_ISO(x_num), GROUP_ISO_X_DEGREE, false, &a->x, powers);
    GROUP(isogeny_polynomial)(&xd, GROUP_ISO(x_den), GROUP_ISO_X_DEGREE - 1, true, &a->x, powers);
    GROUP(isogeny_polynomial)(&yn, GROUP_ISO(y_num), GROUP_ISO_DEGREE, false, &a->x, powers);
    GROUP(isogeny_polynomial)(&yd, GROUP_ISO(y_den), GROUP_ISO_DEGREE, true, &a->x, powers);
    // x = xn xd yd^2 and y = y yn xd^3 yd^2 over the second and third power of z xd yd.
    FIELD(mul)(&t, &xd, &yd);
    FIELD(mul)(&out->z, &a->z, &t);
    FIELD(mul)(&t, &t, &yd);
    FIELD(mul)(&out->x, &xn, &t);
    FIELD(mul)(&t, &t, &xd);
    FIELD(mul)(&t, &t, &xd);
    FIELD(mul)(&yn, &yn, &a->y);
    FIELD(mul)(&out->y, &yn, &t);
}

/** The curve's two field elements of a message to a point: both mapped, added on the isogenous curve, taken
 * over. The law of group.h holds there except for doubling, which needs that curve's coefficient of x. */
TOWER_OUTLINE void GROUP(map_pair)(group_t *out, const group_field_t u[2]) {
    group_t s, t;
    GROUP(sswu)(&s, &u[0]);
    GROUP(sswu)(&t, &u[1]);
    if (GROUP(equal)(&s, &t)) {
        GROUP(isogeny)(&s, &s);
        GROUP(double)(out, &s);
    } else {
        GROUP(add)(&s, &s, &t);
        GROUP(isogeny)(out, &s);
    }
}
