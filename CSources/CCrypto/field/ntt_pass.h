/**
 * @file ntt_pass.h
 * Small transforms and passes: a template over a variant's cells. Include with these defined: NTT(name),
 * cell_t, factor_t (a fixed factor), lanes_t (one for each lane), and (static inline) load(in, stride),
 * store(out, stride, cell): eight elements `stride` apart, below 2^256, from and to a cell enter(cell): what
 * `load` or `fixed` gives made fit for butterflies; enter_product(cell) a product butterfly(u, v, f): u, v =
 * u + f v, u - f v; butterfly_one the same without f canonical(cell), bounded(cell): a butterfly's output
 * made canonical, or below 2^256 product(a, b): of a butterfly's output or what `load` gives, and a twist
 *   canonical_product(cell), bounded_product(cell): a product made canonical, or below 2^256
 *   fixed(a, f): of a butterfly's output and a fixed factor; canonical_fixed(cell)
 *   make_factors(out, elements, count), lanes(twist): fixed factors of elements in Montgomery form
 *   twist_from(elements): eight elements in Montgomery form; twist_product(a, b), next(a, lanes): their
 * products shifted(cell): a loaded cell as a twist; difference(a, b): of canonical cells
 */

/* ---- Small transforms of 2^bits cells, `stride` apart. roots[h + j]: root j of a level that has h; `plain`:
 * root 0 of each is one. Two levels at a time would save loads and stores, but four cells leave a product too
 * few registers: it was slower. ---- */

/** Natural order in, bit-reversed out: all of a block's butterflies have its root. */
static NTT_TARGET void NTT(scatter)(cell_t *x, size_t stride, unsigned bits, const factor_t *roots,
                                    bool plain) {
    for (unsigned level = 0; level < bits; level++) {
        const size_t step = stride << (bits - 1 - level), blocks = (size_t)1 << level;
        const factor_t *root = roots + blocks;
        for (size_t i = 0; plain && i < step; i += stride) NTT(butterfly_one)(&x[i], &x[i + step]);
        for (size_t block = plain; block < blocks; block++) {
            cell_t *y = x + 2 * step * block;
            for (size_t i = 0; i < step; i += stride) NTT(butterfly)(&y[i], &y[i + step], &root[block]);
        }
    }
}

/** Bit-reversed order in, natural out: a butterfly's root is that of its place in its block. */
static NTT_TARGET void NTT(gather)(cell_t *x, size_t stride, unsigned bits, const factor_t *roots,
                                   bool plain) {
    const size_t end = stride << bits;
    for (unsigned level = 0; level < bits; level++) {
        const size_t places = (size_t)1 << level, step = stride << level;
        const factor_t *root = roots + places;
        for (size_t block = 0; block < end; block += 2 * step) {
            cell_t *y = x + block;
            if (plain) NTT(butterfly_one)(y, y + step);
            for (size_t i = plain; i < places; i++)
                NTT(butterfly)(&y[i * stride], &y[i * stride + step], &root[i]);
        }
    }
}

/** The root of a small transform's level of 2^level roots that is `index` away from one: index bit-reversed
 * in `scatter`, a place in `gather`. */
static void NTT(make_roots)(void *out, const void *powers, unsigned bits, bool gather) {
    factor_t *roots = out;
    const factor_t *omega = powers;
    const unsigned low = qr_ntt_low_bits(bits), high = bits - low;
    const unsigned first = gather ? low : high, second = bits - first;
    roots[0] = omega[0];
    for (unsigned level = 0; level < first; level++) {
        for (size_t j = 0; j < (size_t)1 << level; j++) {
            size_t power = gather ? j << (bits - 1 - level) : qr_ntt_reverse(j, bits - 1);
            roots[((size_t)1 << level) + j] = omega[power];
        }
    }
    for (size_t part = 0; part < (size_t)1 << first; part++) {
        factor_t *table = roots + ((size_t)1 << first) + (part << second);
        table[0] = omega[0];
        for (unsigned level = 0; level < second; level++) {
            for (size_t j = 0; j < (size_t)1 << level; j++) {
                size_t power = gather ? (part + (j << low)) << (bits - 1 - low - level)
                                      : qr_ntt_reverse((part << level) + j, bits - 1);
                table[((size_t)1 << level) + j] = omega[power];
            }
        }
    }
}

/* ---- The two parts of a small transform, in the buffer ---- */

/** Part `index` of the first or the second part's transforms: of columns of the buffer, or of rows. */
static NTT_TARGET void NTT(buffer_column)(cell_t *x, const qr_ntt_pass_t *pass, const factor_t *roots,
                                          size_t index, bool gather) {
    const unsigned low = qr_ntt_low_bits(pass->bits), high = pass->bits - low;
    if (gather) NTT(gather)
    (x + index, qr_ntt_buffer_row(pass->bits), high, roots + ((size_t)1 << low) + (index << high),
     index == 0);
    else NTT(scatter)(x + index, qr_ntt_buffer_row(pass->bits), high, roots, true);
}

static NTT_TARGET void NTT(buffer_row)(cell_t *x, const qr_ntt_pass_t *pass, const factor_t *roots,
                                       size_t index, bool gather) {
    const unsigned low = qr_ntt_low_bits(pass->bits), high = pass->bits - low;
    cell_t *row = x + index * qr_ntt_buffer_row(pass->bits);
    if (gather)
        NTT(gather)(row, 1, low, roots, true);
    else
        NTT(scatter)(row, 1, low, roots + ((size_t)1 << high) + (index << low), index == 0);
}

/* ---- Columns ---- */

/** What twists eight columns. */
typedef struct {
    cell_t step; /**< step omega_n^column */
    cell_t on;   /**< omega_n^8 */
    cell_t scale;
} NTT(twist_t);
_Static_assert(sizeof(NTT(twist_t)) <= QR_NTT_TWIST_SIZE, "room");

static NTT_TARGET void NTT(twist)(void *out, const qr_ntt_pass_t *pass, uint64_t column) {
    NTT(twist_t) *twist = out;
    qr_fr_t lanes[QR_NTT_LANES], on = qr_ntt_power(pass->root, QR_NTT_LANES);
    lanes[0] = qr_fr_product(pass->step, qr_ntt_power(pass->root, column));
    for (size_t i = 1; i < QR_NTT_LANES; i++) lanes[i] = qr_fr_product(lanes[i - 1], pass->root);
    twist->step = NTT(twist_from)(lanes);
    for (size_t i = 0; i < QR_NTT_LANES; i++) lanes[i] = on;
    twist->on = NTT(twist_from)(lanes);
    for (size_t i = 0; i < QR_NTT_LANES; i++) lanes[i] = pass->scale;
    twist->scale = NTT(twist_from)(lanes);
}

/** The next rows lie on pages of their own, which no hardware prefetcher follows. */
static inline void NTT(prefetch)(const qr_fr_t *in) {
    for (size_t line = 0; line < 4; line++) __builtin_prefetch(in + 2 * line, 1, 2);
}

/** Row `index` of the buffer, whose cells' places are those of its columns, reversed, and its own: twisted
 * and stored, or loaded and twisted. */
static NTT_TARGET void NTT(twisted_row)(qr_fr_t *values, cell_t *x, const qr_ntt_pass_t *pass, size_t index,
                                        cell_t power, const lanes_t *step) {
    const unsigned low = qr_ntt_low_bits(pass->bits);
    cell_t *row = x + index * qr_ntt_buffer_row(pass->bits);
    qr_fr_t *at = values + (index << low) * pass->row;
    for (size_t k = 0; k < (size_t)1 << low; k++) {
        const size_t p = qr_ntt_reverse(k, low);
        if (pass->gather) {
            NTT(prefetch)(at + qr_ntt_reverse(k + 4, low) * pass->row);
            row[p] = NTT(enter_product)(NTT(product)(NTT(load)(at + p * pass->row, 1), power));
        } else {
            NTT(store)(at + p * pass->row, 1, NTT(bounded_product)(NTT(product)(row[p], power)));
        }
        power = NTT(next)(power, step);
    }
}

/** Column i of the buffer, loaded for a scatter. in, times: as in the pass, from this unit's first element
 * on. */
static NTT_TARGET void NTT(load_column)(cell_t *x, const qr_fr_t *in, const qr_fr_t *times,
                                        const qr_ntt_pass_t *pass, size_t i) {
    const unsigned low = qr_ntt_low_bits(pass->bits);
    const bool more = i + 1 < (size_t)1 << low;
    const size_t between = qr_ntt_buffer_row(pass->bits);
    for (size_t m = 0; m < (size_t)1 << (pass->bits - low); m++) {
        const size_t place = ((m << low) + i) * pass->row;
        cell_t cell = NTT(load)(in + place, 1);
        if (more) NTT(prefetch)(in + place + pass->row);
        if (times != NULL) {
            cell_t other = NTT(shifted)(NTT(load)(times + place, 1));
            if (more) NTT(prefetch)(times + place + pass->row);
            x[m * between + i] = NTT(enter_product)(NTT(product)(cell, other));
        } else {
            x[m * between + i] = NTT(enter)(cell);
        }
    }
}

static NTT_TARGET void NTT(columns)(qr_fr_t *base, uint64_t at, void *cells, void *twists,
                                    const qr_ntt_pass_t *pass) {
    cell_t *x = cells;
    NTT(twist_t) *twist = twists;
    qr_fr_t *values = base + at;
    const unsigned low = qr_ntt_low_bits(pass->bits), high = pass->bits - low;
    const size_t columns = (size_t)1 << low, rows = (size_t)1 << high,
                 between = qr_ntt_buffer_row(pass->bits);
    const qr_fr_t *in = pass->in != NULL ? pass->in + at : values;
    const qr_fr_t *times = pass->times != NULL ? pass->times + at : NULL;
    for (size_t i = 0; !pass->gather && i < columns; i++) {
        NTT(load_column)(x, in, times, pass, i);
        NTT(buffer_column)(x, pass, pass->roots, i, false);
    }
    cell_t power = twist->scale, leap = twist->step;
    lanes_t step = NTT(lanes)(leap);
    for (unsigned i = 0; i < high; i++) leap = NTT(twist_product)(leap, leap);
    lanes_t leaps = NTT(lanes)(leap);
    for (size_t k = 0; k < rows; k++) {
        const size_t index = qr_ntt_reverse(k, high);
        if (!pass->gather) NTT(buffer_row)(x, pass, pass->roots, index, false);
        NTT(twisted_row)(values, x, pass, index, power, &leaps);
        if (pass->gather) NTT(buffer_row)(x, pass, pass->roots, index, true);
        power = NTT(next)(power, &step);
    }
    for (size_t i = 0; pass->gather && i < columns; i++) {
        NTT(buffer_column)(x, pass, pass->roots, i, true);
        for (size_t m = 0; m < rows; m++) {
            cell_t out = x[m * between + i];
            out = pass->last ? NTT(canonical)(out) : NTT(bounded)(out);
            NTT(store)(values + ((m << low) + i) * pass->row, 1, out);
        }
    }
    twist->step = NTT(twist_product)(twist->step, twist->on);
}

/* ---- Rows ---- */

/** The second part of a scatter: what comes of it is stored, or stays for a gather. */
static NTT_TARGET void NTT(finish_row)(qr_fr_t *values, const qr_fr_t *minus, cell_t *x,
                                       const qr_ntt_pass_t *pass, size_t index) {
    const unsigned low = qr_ntt_low_bits(pass->bits);
    const size_t count = (size_t)1 << pass->bits;
    const factor_t *factors = pass->factors;
    cell_t *row = x + index * qr_ntt_buffer_row(pass->bits);
    for (size_t i = 0; i < (size_t)1 << low; i++) {
        const size_t p = (index << low) + i;
        cell_t out = row[i];
        if (factors != NULL) out = NTT(fixed)(out, &factors[p]);
        if (pass->back != NULL) {
            row[i] = NTT(enter)(factors != NULL ? out : NTT(bounded)(out));
        } else {
            out = factors != NULL ? NTT(canonical_fixed)(out) : NTT(canonical)(out);
            if (minus != NULL) out = NTT(difference)(out, NTT(load)(minus + p, count));
            NTT(store)(values + p, count, out);
        }
    }
}

static NTT_TARGET void NTT(rows)(qr_fr_t *base, uint64_t at, void *cells, const qr_ntt_pass_t *pass) {
    cell_t *x = cells;
    qr_fr_t *values = base + at;
    const qr_fr_t *minus = pass->minus != NULL ? pass->minus + at : NULL;
    const unsigned low = qr_ntt_low_bits(pass->bits);
    const size_t columns = (size_t)1 << low, count = (size_t)1 << pass->bits;
    const size_t rows = count / columns, between = qr_ntt_buffer_row(pass->bits);
    const factor_t *back = pass->gather ? pass->roots : pass->back;
    for (size_t p = 0; p < count; p++) {
        x[(p >> low) * between + p % columns] = NTT(enter)(NTT(load)(values + p, count));
    }
    for (size_t i = 0; !pass->gather && i < columns; i++) NTT(buffer_column)(x, pass, pass->roots, i, false);
    for (size_t index = 0; index < rows; index++) {
        if (!pass->gather) {
            NTT(buffer_row)(x, pass, pass->roots, index, false);
            NTT(finish_row)(values, minus, x, pass, index);
        }
        if (back != NULL) NTT(buffer_row)(x, pass, back, index, true);
    }
    if (back == NULL) return;
    for (size_t i = 0; i < columns; i++) NTT(buffer_column)(x, pass, back, i, true);
    for (size_t p = 0; p < count; p++) {
        cell_t out = x[(p >> low) * between + p % columns];
        NTT(store)(values + p, count, pass->gather && pass->last ? NTT(canonical)(out) : NTT(bounded)(out));
    }
}

/* ---- Element by element ---- */

static NTT_TARGET void NTT(multiply)(qr_fr_t *out, const qr_fr_t *a, const qr_fr_t *b, size_t count) {
    size_t i = 0;
    for (; i + QR_NTT_LANES <= count; i += QR_NTT_LANES) {
        cell_t x = NTT(load)(a + i, 1), y = NTT(shifted)(NTT(load)(b + i, 1));
        NTT(store)(out + i, 1, NTT(canonical_product)(NTT(product)(x, y)));
    }
    for (; i < count; i++) out[i] = qr_fr_product(a[i], b[i]);
}

static NTT_TARGET void NTT(scale)(qr_fr_t *values, size_t count, qr_fr_t first, qr_fr_t step) {
    qr_fr_t lanes[QR_NTT_LANES], strides[QR_NTT_LANES];
    lanes[0] = first;
    strides[0] = qr_ntt_power(step, QR_NTT_LANES);
    for (size_t i = 1; i < QR_NTT_LANES; i++) {
        lanes[i] = qr_fr_product(step, lanes[i - 1]);
        strides[i] = strides[0];
    }
    cell_t powers = NTT(twist_from)(lanes);
    lanes_t stride = NTT(lanes)(NTT(twist_from)(strides));
    size_t i = 0;
    for (; i + QR_NTT_LANES <= count; i += QR_NTT_LANES) {
        cell_t x = NTT(product)(NTT(load)(values + i, 1), powers);
        NTT(store)(values + i, 1, NTT(canonical_product)(x));
        powers = NTT(next)(powers, &stride);
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
    .roots = NTT(make_roots),
    .twist = NTT(twist),
    .columns = NTT(columns),
    .rows = NTT(rows),
    .multiply = NTT(multiply),
    .scale = NTT(scale),
};
