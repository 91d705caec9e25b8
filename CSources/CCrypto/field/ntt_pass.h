/**
 * @file ntt_pass.h
 * Small transforms and passes: a template over a variant's cells. Include with these defined: NTT(name),
 * cell_t, factor_t, and (static inline)
 *   load(in, stride), store(out, stride, cell): eight elements `stride` apart, below 2^256, from and to a
 * cell canonical(cell), bounded(cell): a butterfly's output made canonical, or below 2^256
 *   canonical_product(cell), bounded_product(cell): the same for a product
 *   product(a, b), product_factor(a, f): a any cell, b a product or what `load` gives
 *   butterfly(u, v, f, reduce): u, v = u + f v, u - f v; butterfly_one the same without f
 *   factor(element), spread(factor): into the variant's form, to all lanes
 *   cell_from(elements), shifted(cell): eight Montgomery elements, or a loaded cell, as factors
 * `reduce` asks for u to be reduced first, once after NTT_REDUCE_LEVEL levels or one fewer.
 */

static void NTT(make_factors)(void *out, const qr_fr_t *in, size_t count) {
    factor_t *factors = out;
    for (size_t i = 0; i < count; i++) factors[i] = NTT(factor)(in[i]);
}

/** Levels go two at a time, so that a cell is loaded and stored once for both; the first alone if their
 * number is odd. Is this the first pair that must reduce? */
static inline bool NTT(must_reduce)(unsigned level) {
    return level == NTT_REDUCE_LEVEL || level == NTT_REDUCE_LEVEL - 1;
}

/** Natural order in, bit-reversed out. roots[b]: omega^(b reversed) of half the points. */
static NTT_TARGET void NTT(scatter)(cell_t *x, unsigned bits, const factor_t *roots) {
    unsigned level = bits & 1;
    if (level) {
        size_t half = (size_t)1 << (bits - 1);
        for (size_t i = 0; i < half; i++) NTT(butterfly_one)(&x[i], &x[i + half], false);
    }
    for (; level < bits; level += 2) {
        const size_t step = (size_t)1 << (bits - 2 - level);
        const bool reduce = NTT(must_reduce)(level);
        for (size_t i = 0; i < step; i++) {
            cell_t a = x[i], b = x[i + step], c = x[i + 2 * step], d = x[i + 3 * step];
            NTT(butterfly_one)(&a, &c, reduce);
            NTT(butterfly_one)(&b, &d, reduce);
            NTT(butterfly_one)(&a, &b, false);
            NTT(butterfly)(&c, &d, &roots[1], false);
            x[i] = a, x[i + step] = b, x[i + 2 * step] = c, x[i + 3 * step] = d;
        }
        for (size_t block = 1; block < (size_t)1 << level; block++) {
            cell_t *y = x + 4 * step * block;
            for (size_t i = 0; i < step; i++) {
                cell_t a = y[i], b = y[i + step], c = y[i + 2 * step], d = y[i + 3 * step];
                NTT(butterfly)(&a, &c, &roots[block], reduce);
                NTT(butterfly)(&b, &d, &roots[block], reduce);
                NTT(butterfly)(&a, &b, &roots[2 * block], false);
                NTT(butterfly)(&c, &d, &roots[2 * block + 1], false);
                y[i] = a, y[i + step] = b, y[i + 2 * step] = c, y[i + 3 * step] = d;
            }
        }
    }
}

/** Bit-reversed order in, natural out. roots[h + j], j < h: the 2 h-th root to the power j. */
static NTT_TARGET void NTT(gather)(cell_t *x, unsigned bits, const factor_t *roots) {
    const size_t count = (size_t)1 << bits;
    unsigned level = bits & 1;
    for (size_t i = 0; level && i < count; i += 2) NTT(butterfly_one)(&x[i], &x[i + 1], false);
    for (; level < bits; level += 2) {
        const size_t step = (size_t)1 << level;
        const bool reduce = NTT(must_reduce)(level);
        for (size_t block = 0; block < count; block += 4 * step) {
            cell_t *y = x + block;
            for (size_t i = 0; i < step; i++) {
                cell_t a = y[i], b = y[i + step], c = y[i + 2 * step], d = y[i + 3 * step];
                if (i == 0) {
                    NTT(butterfly_one)(&a, &b, reduce);
                    NTT(butterfly_one)(&c, &d, reduce);
                    NTT(butterfly_one)(&a, &c, false);
                } else {
                    NTT(butterfly)(&a, &b, &roots[step + i], reduce);
                    NTT(butterfly)(&c, &d, &roots[step + i], reduce);
                    NTT(butterfly)(&a, &c, &roots[2 * step + i], false);
                }
                NTT(butterfly)(&b, &d, &roots[3 * step + i], false);
                y[i] = a, y[i + step] = b, y[i + 2 * step] = c, y[i + 3 * step] = d;
            }
        }
    }
}

static NTT_TARGET void NTT(small)(cell_t *x, const qr_ntt_pass_t *pass) {
    if (pass->gather)
        NTT(gather)(x, pass->bits, pass->roots);
    else
        NTT(scatter)(x, pass->bits, pass->roots);
}

static NTT_TARGET void NTT(twist)(void *cells, const qr_ntt_pass_t *pass, uint64_t column) {
    cell_t *twist = cells;
    qr_fr_t lanes[QR_NTT_LANES];
    lanes[0] = qr_fr_product(pass->step, qr_ntt_power(pass->root, column));
    for (size_t i = 1; i < QR_NTT_LANES; i++) lanes[i] = qr_fr_product(lanes[i - 1], pass->root);
    cell_t step = NTT(cell_from)(lanes);
    factor_t scale = NTT(factor)(pass->scale);
    cell_t power = NTT(spread)(&scale);
    for (uint64_t k = 0; k < (uint64_t)1 << pass->bits; k++) {
        twist[qr_ntt_reverse(k, pass->bits)] = power;
        power = NTT(product)(power, step);
    }
}

static NTT_TARGET void NTT(columns)(qr_fr_t *values, void *cells, void *twists, const qr_ntt_pass_t *pass) {
    cell_t *x = cells, *twist = twists;
    const factor_t *factors = pass->factors;
    const size_t count = (size_t)1 << pass->bits;
    for (size_t p = 0; p < count; p++) {
        // The next rows lie on pages of their own, which no hardware prefetcher follows.
        for (size_t line = 0; line < 4; line++) {
            __builtin_prefetch(values + (p + 4 < count ? p + 4 : p) * pass->row + 2 * line, 1, 2);
        }
        x[p] = NTT(load)(values + p * pass->row, 1);
        if (pass->gather) {
            x[p] = NTT(product)(x[p], twist[p]);
            twist[p] = NTT(product_factor)(twist[p], &factors[p]);
        }
    }
    NTT(small)(x, pass);
    for (size_t p = 0; p < count; p++) {
        cell_t out;
        if (pass->gather) {
            out = pass->last ? NTT(canonical)(x[p]) : NTT(bounded)(x[p]);
        } else {
            out = NTT(bounded_product)(NTT(product)(x[p], twist[p]));
            twist[p] = NTT(product_factor)(twist[p], &factors[p]);
        }
        NTT(store)(values + p * pass->row, 1, out);
    }
}

static NTT_TARGET void NTT(rows)(qr_fr_t *values, void *cells, const qr_ntt_pass_t *pass) {
    cell_t *x = cells;
    const factor_t *factors = pass->factors;
    const size_t count = (size_t)1 << pass->bits;
    for (size_t p = 0; p < count; p++) x[p] = NTT(load)(values + p, count);
    NTT(small)(x, pass);
    for (size_t p = 0; p < count; p++) {
        cell_t out = x[p];
        if (factors != NULL) {
            out = NTT(canonical_product)(NTT(product_factor)(out, &factors[p]));
        } else {
            out = pass->last ? NTT(canonical)(out) : NTT(bounded)(out);
        }
        NTT(store)(values + p, count, out);
    }
}

static NTT_TARGET void NTT(multiply)(qr_fr_t *out, const qr_fr_t *a, const qr_fr_t *b, size_t count) {
    size_t i = 0;
    for (; i + QR_NTT_LANES <= count; i += QR_NTT_LANES) {
        cell_t x = NTT(load)(a + i, 1), y = NTT(shifted)(NTT(load)(b + i, 1));
        NTT(store)(out + i, 1, NTT(canonical_product)(NTT(product)(x, y)));
    }
    for (; i < count; i++) out[i] = qr_fr_product(a[i], b[i]);
}

static NTT_TARGET void NTT(scale)(qr_fr_t *values, size_t count, qr_fr_t first, qr_fr_t step) {
    qr_fr_t lanes[QR_NTT_LANES];
    lanes[0] = first;
    for (size_t i = 1; i < QR_NTT_LANES; i++) lanes[i] = qr_fr_product(step, lanes[i - 1]);
    cell_t powers = NTT(cell_from)(lanes);
    factor_t stride = NTT(factor)(qr_ntt_power(step, QR_NTT_LANES));
    size_t i = 0;
    for (; i + QR_NTT_LANES <= count; i += QR_NTT_LANES) {
        cell_t x = NTT(product)(NTT(load)(values + i, 1), powers);
        NTT(store)(values + i, 1, NTT(canonical_product)(x));
        powers = NTT(product_factor)(powers, &stride);
    }
    if (i == count) return;
    first = qr_fr_product(qr_ntt_power(step, i), first);
    for (; i < count; i++) {
        values[i] = qr_fr_product(values[i], first);
        first = qr_fr_product(step, first);
    }
}

const qr_ntt_kernel_t NTT_TABLE = {
    .name = NTT_NAME,
    .factors = NTT(make_factors),
    .twist = NTT(twist),
    .columns = NTT(columns),
    .rows = NTT(rows),
    .multiply = NTT(multiply),
    .scale = NTT(scale),
};
