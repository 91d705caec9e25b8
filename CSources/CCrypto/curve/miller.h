/**
 * @file miller.h
 * The Miller loop of the optimal ate pairing and the final exponentiation. A template: include after
 * groups.h.
 *
 * A line through points of E', taken back to E and scaled, is l0 + l1 x_P v + l2 y_P v w; factors in Fp2 (and
 * in Fp6) vanish in the final exponentiation.
 */
#ifndef QR_CURVE_MILLER_H
#define QR_CURVE_MILLER_H

/** Pairs that share one loop; longer products take several. */
#define MILLER_CHUNK 16
#define MILLER_LINES 68

/** T <- 2 T, T in homogeneous coordinates; l: the tangent's coefficients before P's coordinates come in
 * (Costello, Lange, Naehrig; as in eprint 2012/408, 3b = 12 (1 + u)). */
TOWER_OUTLINE void miller_double(qr_fp2_t l[3], qr_g2_t *t) {
    qr_fp2_t a, b, c, e, f, g, h;
    fp2_mul(&a, &t->x, &t->y);
    fp2_halve(&a, &a);
    fp2_square(&b, &t->y);
    fp2_square(&c, &t->z);
    g2_mul_3b(&e, &c);
    fp2_double(&f, &e);
    fp2_add(&f, &f, &e);
    fp2_add(&h, &t->y, &t->z);
    fp2_square(&h, &h);
    fp2_add(&c, &c, &b);
    fp2_sub(&h, &h, &c);
    fp2_square(&l[1], &t->x);
    fp2_double(&c, &l[1]);
    fp2_add(&l[1], &l[1], &c);
    fp2_sub(&l[0], &b, &e);
    l[2] = h;

    fp2_sub(&g, &b, &f);
    fp2_mul(&t->x, &a, &g);
    fp2_add(&g, &b, &f);
    fp2_halve(&g, &g);
    fp2_square(&g, &g);
    fp2_square(&e, &e);
    fp2_double(&f, &e);
    fp2_add(&f, &f, &e);
    fp2_sub(&t->y, &g, &f);
    fp2_mul(&t->z, &b, &h);
}

/** T <- T + q; l: the chord's coefficients. */
TOWER_OUTLINE void miller_add(qr_fp2_t l[3], qr_g2_t *t, const qr_g2_affine_t *q) {
    qr_fp2_t theta, lambda, c, d, e, f, g, h;
    fp2_mul(&c, &q->y, &t->z);
    fp2_sub(&theta, &t->y, &c);
    fp2_mul(&c, &q->x, &t->z);
    fp2_sub(&lambda, &t->x, &c);
    fp2_square(&c, &theta);
    fp2_square(&d, &lambda);
    fp2_mul(&e, &lambda, &d);
    fp2_mul(&f, &t->z, &c);
    fp2_mul(&g, &t->x, &d);
    fp2_double(&h, &g);
    fp2_sub(&h, &f, &h);
    fp2_add(&h, &h, &e);
    fp2_mul(&t->x, &lambda, &h);
    fp2_sub(&g, &g, &h);
    fp2_mul(&g, &theta, &g);
    fp2_mul(&h, &e, &t->y);
    fp2_sub(&t->y, &g, &h);
    fp2_mul(&t->z, &t->z, &e);
    fp2_mul(&l[0], &theta, &q->x);
    fp2_mul(&c, &lambda, &q->y);
    fp2_sub(&l[0], &l[0], &c);
    l[1] = theta;
    l[2] = lambda;
}

/** Is this step (of 63, after the top bit) followed by an addition? */
TOWER_INLINE bool miller_adds(int bit) {
    return (QR_CURVE_Z >> bit & 1) != 0;
}

/** The lines of q, scaled so that each is a / y_P + b x_P / y_P v + v w. */
TOWER_OUTLINE void miller_prepare(qr_g2_prepared_t *out, const qr_g2_affine_t *q) {
    memset(out, 0, sizeof *out);
    out->infinity = g2_affine_is_infinity(q);
    if (out->infinity) return;
    qr_g2_t t;
    qr_fp2_t l[MILLER_LINES][3], products[MILLER_LINES], inverse = groups_fp2_one;
    g2_from_affine(&t, q);
    int n = 0;
    for (int bit = 62; bit >= 0; bit--) {
        miller_double(l[n++], &t);
        if (miller_adds(bit)) miller_add(l[n++], &t, q);
    }
    for (int i = 0; i < n; i++) {
        products[i] = inverse;
        fp2_mul(&inverse, &inverse, &l[i][2]);
    }
    fp2_inverse(&inverse, &inverse);
    for (int i = n - 1; i >= 0; i--) {
        fp2_mul(&products[i], &products[i], &inverse);
        fp2_mul(&inverse, &inverse, &l[i][2]);
        fp2_mul(&out->lines[i][0], &l[i][0], &products[i]);
        fp2_mul(&l[i][1], &l[i][1], &products[i]);
        fp2_neg(&out->lines[i][1], &l[i][1]);
    }
}

/** What one loop works on. */
typedef struct {
    size_t n, m;
    bool started;
    qr_fp12_t f;
    qr_g2_t t[MILLER_CHUNK];
    const qr_g2_affine_t *q[MILLER_CHUNK];
    qr_g1_affine_t p[MILLER_CHUNK]; /**< (-x, y) */
    const qr_g2_prepared_t *prepared[MILLER_CHUNK];
    qr_g1_affine_t pp[MILLER_CHUNK]; /**< (x / y, 1 / y) */
} miller_state_t;

/** f *= the line l at pair i. */
TOWER_INLINE void miller_take(miller_state_t *s, qr_fp2_t l[3], size_t i) {
    fp2_mul_fp(&l[1], &l[1], &s->p[i].x);
    fp2_mul_fp(&l[2], &l[2], &s->p[i].y);
    if (s->started) {
        fp12_mul_line(&s->f, l);
        return;
    }
    s->started = true;
    memset(&s->f, 0, sizeof s->f);
    s->f.c[0].c[0] = l[0];
    s->f.c[0].c[1] = l[1];
    s->f.c[1].c[1] = l[2];
}

/** f *= line k of each prepared point. */
TOWER_INLINE void miller_take_prepared(miller_state_t *s, int k) {
    for (size_t i = 0; i < s->m; i++) {
        qr_fp2_t x, y;
        fp2_mul_fp(&x, &s->prepared[i]->lines[k][0], &s->pp[i].y);
        fp2_mul_fp(&y, &s->prepared[i]->lines[k][1], &s->pp[i].x);
        if (s->started) {
            fp12_mul_line_one(&s->f, &x, &y);
            continue;
        }
        s->started = true;
        memset(&s->f, 0, sizeof s->f);
        s->f.c[0].c[0] = x;
        s->f.c[0].c[1] = y;
        s->f.c[1].c[1] = groups_fp2_one;
    }
}

/** The whole loop over the state's pairs; f = 1 if there are none. */
TOWER_OUTLINE void miller_run(miller_state_t *s) {
    qr_fp2_t l[3];
    int k = 0;
    s->started = false;
    fp12_set_one(&s->f);
    if (s->n + s->m == 0) return;
    for (int bit = 62; bit >= 0; bit--) {
        if (s->started) fp12_square(&s->f, &s->f);
        for (size_t i = 0; i < s->n; i++) {
            miller_double(l, &s->t[i]);
            miller_take(s, l, i);
        }
        miller_take_prepared(s, k++);
        if (!miller_adds(bit)) continue;
        for (size_t i = 0; i < s->n; i++) {
            miller_add(l, &s->t[i], s->q[i]);
            miller_take(s, l, i);
        }
        miller_take_prepared(s, k++);
    }
    // z is negative.
    fp12_conjugate(&s->f, &s->f);
}

/** pp[i] = (x / y, 1 / y), with one inversion. */
TOWER_OUTLINE void miller_scale(miller_state_t *s) {
    qr_fp_t products[MILLER_CHUNK], inverse = qr_fp_one;
    if (s->m == 0) return;
    for (size_t i = 0; i < s->m; i++) {
        products[i] = inverse;
        fp_mul(&inverse, &inverse, &s->pp[i].y);
    }
    fp_inverse(&inverse, &inverse);
    for (size_t i = s->m; i-- > 0;) {
        qr_fp_t y = s->pp[i].y;
        fp_mul(&s->pp[i].y, &products[i], &inverse);
        fp_mul(&inverse, &inverse, &y);
        fp_mul(&s->pp[i].x, &s->pp[i].x, &s->pp[i].y);
    }
}

TOWER_OUTLINE void miller_loop(qr_fp12_t *out, const qr_g1_affine_t *p, const qr_g2_affine_t *q, size_t n,
                               const qr_g1_affine_t *pp, const qr_g2_prepared_t *const *prepared, size_t m) {
    miller_state_t s;
    bool first = true;
    size_t i = 0, j = 0;
    do {
        s.n = s.m = 0;
        for (; i < n && s.n < MILLER_CHUNK; i++) {
            if (g1_affine_is_infinity(&p[i]) || g2_affine_is_infinity(&q[i])) continue;
            fp_neg(&s.p[s.n].x, &p[i].x);
            s.p[s.n].y = p[i].y;
            s.q[s.n] = &q[i];
            g2_from_affine(&s.t[s.n++], &q[i]);
        }
        for (; j < m && s.m < MILLER_CHUNK; j++) {
            if (g1_affine_is_infinity(&pp[j]) || prepared[j]->infinity) continue;
            s.prepared[s.m] = prepared[j];
            s.pp[s.m++] = pp[j];
        }
        miller_scale(&s);
        miller_run(&s);
        if (first) {
            *out = s.f;
        } else {
            fp12_mul(out, out, &s.f);
        }
        first = false;
    } while (i < n || j < m);
}

/** out = a^(3 (p^12 - 1) / r) = m^((z - 1)^2 (z + p)(z^2 + p^2 - 1) + 3), m = a^((p^6 - 1)(p^2 + 1)). */
TOWER_OUTLINE void final_exponentiation(qr_fp12_t *out, const qr_fp12_t *a) {
    qr_fp12_t m, s, t, conjugate;
    fp12_inverse(&t, a);
    fp12_conjugate(&m, a);
    fp12_mul(&m, &m, &t);
    fp12_frobenius(&t, &m, 2);
    fp12_mul(&m, &m, &t);

    // s = m^((z - 1)^2).
    cyclotomic_power_z(&t, &m);
    fp12_conjugate(&conjugate, &m);
    fp12_mul(&s, &t, &conjugate);
    cyclotomic_power_z(&t, &s);
    fp12_conjugate(&conjugate, &s);
    fp12_mul(&s, &t, &conjugate);
    // s = s^(z + p).
    cyclotomic_power_z(&t, &s);
    fp12_frobenius(&s, &s, 1);
    fp12_mul(&s, &s, &t);
    // s = s^(z^2 + p^2 - 1).
    cyclotomic_power_z(&t, &s);
    qr_fp12_t u;
    cyclotomic_power_z(&u, &t);
    fp12_conjugate(&conjugate, &s);
    fp12_frobenius(&s, &s, 2);
    fp12_mul(&s, &s, &u);
    fp12_mul(&s, &s, &conjugate);
    fp12_cyclotomic_square(&t, &m);
    fp12_mul(&t, &t, &m);
    fp12_mul(out, &s, &t);
}

#endif
