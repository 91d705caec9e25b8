#include "cs.h"

#include <stdlib.h>

/** Most terms of each list given to qr_cs_emit. */
#define SHORT_TERMS 8u

/* ---- Terms ---- */

qr_term_t qr_term_minus(qr_var_t var) {
    return (qr_term_t){qr_fr_negate(qr_fr_one), var};
}

qr_term_t qr_term_twice(qr_var_t var) {
    return (qr_term_t){qr_fr_sum(qr_fr_one, qr_fr_one), var};
}

static bool is_zero(qr_fr_t a) {
    return (a.l[0] | a.l[1] | a.l[2] | a.l[3]) == 0;
}

/** Merges equal neighbours of sorted terms and drops zeros; how many are left. */
static size_t combine(qr_term_t *terms, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count;) {
        qr_term_t term = terms[i++];
        while (i < count && terms[i].var == term.var) {
            term.coefficient = qr_fr_sum(term.coefficient, terms[i++].coefficient);
        }
        if (!is_zero(term.coefficient)) terms[kept++] = term;
    }
    return kept;
}

static void insertion_sort(qr_term_t *terms, size_t count) {
    for (size_t i = 1; i < count; i++) {
        qr_term_t term = terms[i];
        size_t j = i;
        for (; j > 0 && terms[j - 1].var > term.var; j--) terms[j] = terms[j - 1];
        terms[j] = term;
    }
}

static int compare_terms(const void *a, const void *b) {
    qr_var_t x = ((const qr_term_t *)a)->var, y = ((const qr_term_t *)b)->var;
    return (x > y) - (x < y);
}

/** Sorts keys (variable above, place below) by variable, byte by byte; bytes that are alike in all are
 * skipped. Returns which of the two arrays has the result. */
static uint64_t *radix_sort(uint64_t *keys, uint64_t *other, size_t count) {
    uint64_t all_or = 0, all_and = UINT64_MAX;
    for (size_t i = 0; i < count; i++) {
        all_or |= keys[i];
        all_and &= keys[i];
    }
    for (unsigned shift = 32; shift < 64; shift += 8) {
        if (((all_or ^ all_and) >> shift & 0xff) == 0) continue;
        size_t at[256] = {0}, sum = 0;
        for (size_t i = 0; i < count; i++) at[keys[i] >> shift & 0xff]++;
        for (size_t d = 0; d < 256; d++) {
            size_t size = at[d];
            at[d] = sum;
            sum += size;
        }
        for (size_t i = 0; i < count; i++) other[at[keys[i] >> shift & 0xff]++] = keys[i];
        uint64_t *swap = keys;
        keys = other;
        other = swap;
    }
    return keys;
}

/** Sorts many terms; without memory for it, slowly. */
static void sort_terms(qr_term_t *terms, size_t count) {
    uint64_t *keys = count <= UINT32_MAX ? malloc(count * (2 * sizeof *keys + sizeof *terms)) : NULL;
    if (keys == NULL) {
        qsort(terms, count, sizeof *terms, compare_terms);
        return;
    }
    qr_term_t *copy = (qr_term_t *)(keys + 2 * count);
    memcpy(copy, terms, count * sizeof *terms);
    for (size_t i = 0; i < count; i++) keys[i] = (uint64_t)terms[i].var << 32 | i;
    const uint64_t *sorted = radix_sort(keys, keys + count, count);
    for (size_t i = 0; i < count; i++) terms[i] = copy[(uint32_t)sorted[i]];
    free(keys);
}

/* ---- Linear combinations ---- */

void qr_lc_free(qr_lc_t *lc) {
    free(lc->terms);
    *lc = (qr_lc_t){0};
}

void qr_lc_clear(qr_lc_t *lc) {
    lc->value = qr_fr_zero;
    lc->count = lc->merged = 0;
}

void qr_lc_merge(qr_lc_t *lc) {
    if (lc->merged == lc->count) return;
    if (lc->count <= 24) {
        insertion_sort(lc->terms, lc->count);
    } else {
        sort_terms(lc->terms, lc->count);
    }
    lc->count = combine(lc->terms, lc->count);
    lc->merged = lc->count;
}

/** Makes room for `more` terms; false (and the failure noted) without memory. Merging before growing keeps a
 * combination that is added to again and again as small as its number of variables allows. */
static bool reserve(qr_cs_t *cs, qr_lc_t *lc, size_t more) {
    if (cs->status != QR_OK) return false;
    if (lc->count + more <= lc->capacity) return true;
    if (lc->count > 2 * lc->merged) qr_lc_merge(lc);
    size_t need = lc->count + more;
    if (need <= lc->capacity / 2) return true;
    size_t capacity = need < 4 ? 8 : 2 * need;
    qr_term_t *terms = realloc(lc->terms, capacity * sizeof *terms);
    if (terms == NULL) {
        qr_cs_fail(cs, QR_OUT_OF_MEMORY);
        return false;
    }
    lc->terms = terms;
    lc->capacity = capacity;
    return true;
}

static void append(qr_cs_t *cs, qr_lc_t *lc, qr_fr_t coefficient, qr_var_t var) {
    if (!reserve(cs, lc, 1)) return;
    bool in_order = lc->merged == lc->count && !is_zero(coefficient) &&
                    (lc->count == 0 || lc->terms[lc->count - 1].var < var);
    lc->terms[lc->count++] = (qr_term_t){coefficient, var};
    if (in_order) lc->merged = lc->count;
}

void qr_lc_add(qr_cs_t *cs, qr_lc_t *lc, qr_fr_t coefficient, qr_num_t num) {
    if (qr_cs_values(cs)) lc->value = qr_fr_sum(lc->value, qr_fr_product(coefficient, num.value));
    if (qr_cs_rows(cs)) append(cs, lc, coefficient, num.var);
}

void qr_lc_plus(qr_cs_t *cs, qr_lc_t *lc, qr_num_t num) {
    if (qr_cs_values(cs)) lc->value = qr_fr_sum(lc->value, num.value);
    if (qr_cs_rows(cs)) append(cs, lc, qr_fr_one, num.var);
}

void qr_lc_minus(qr_cs_t *cs, qr_lc_t *lc, qr_num_t num) {
    if (qr_cs_values(cs)) lc->value = qr_fr_difference(lc->value, num.value);
    if (qr_cs_rows(cs)) append(cs, lc, qr_fr_negate(qr_fr_one), num.var);
}

void qr_lc_add_constant(qr_cs_t *cs, qr_lc_t *lc, qr_fr_t constant) {
    if (qr_cs_values(cs)) lc->value = qr_fr_sum(lc->value, constant);
    if (qr_cs_rows(cs)) append(cs, lc, constant, QR_VAR_ONE);
}

void qr_lc_add_bool(qr_cs_t *cs, qr_lc_t *lc, qr_fr_t coefficient, qr_bool_t bit) {
    if (qr_cs_values(cs) && bit.value) lc->value = qr_fr_sum(lc->value, coefficient);
    if (!qr_cs_rows(cs)) return;
    bool with_one = bit.kind == QR_BOOL_NOT || (bit.kind == QR_BOOL_CONSTANT && bit.value);
    if (with_one) append(cs, lc, coefficient, QR_VAR_ONE);
    if (bit.kind == QR_BOOL_IS) append(cs, lc, coefficient, bit.var);
    if (bit.kind == QR_BOOL_NOT) append(cs, lc, qr_fr_negate(coefficient), bit.var);
}

void qr_lc_add_scaled(qr_cs_t *cs, qr_lc_t *lc, qr_fr_t coefficient, const qr_lc_t *other) {
    if (qr_cs_values(cs)) lc->value = qr_fr_sum(lc->value, qr_fr_product(coefficient, other->value));
    if (!qr_cs_rows(cs) || !reserve(cs, lc, other->count)) return;
    for (size_t i = 0; i < other->count; i++) {
        append(cs, lc, qr_fr_product(coefficient, other->terms[i].coefficient), other->terms[i].var);
    }
}

void qr_lc_scale(qr_cs_t *cs, qr_lc_t *lc, qr_fr_t coefficient) {
    if (qr_cs_values(cs)) lc->value = qr_fr_product(lc->value, coefficient);
    for (size_t i = 0; i < lc->count; i++) {
        lc->terms[i].coefficient = qr_fr_product(lc->terms[i].coefficient, coefficient);
    }
    if (is_zero(coefficient)) lc->count = lc->merged = 0;
}

/* ---- Rows ---- */

static void mark(uint64_t *bitmap, uint32_t index) {
    bitmap[index / 64] |= UINT64_C(1) << index % 64;
}

static void mark_density(const qr_density_t *density, qr_terms_t a, qr_terms_t b) {
    for (size_t i = 0; i < a.count; i++) {
        qr_var_t var = a.terms[i].var;
        if ((var & QR_VAR_AUX) && density->a_aux != NULL) mark(density->a_aux, var & QR_VAR_INDEX);
    }
    for (size_t i = 0; i < b.count; i++) {
        qr_var_t var = b.terms[i].var;
        uint64_t *bitmap = (var & QR_VAR_AUX) ? density->b_aux : density->b_inputs;
        if (bitmap != NULL) mark(bitmap, var & QR_VAR_INDEX);
    }
}

/** The value of a sum of terms, from the variables' values. */
static qr_fr_t evaluate(const qr_cs_t *cs, qr_terms_t terms) {
    qr_fr_t sum = qr_fr_zero;
    for (size_t i = 0; i < terms.count; i++) {
        qr_var_t var = terms.terms[i].var;
        const qr_fr_t *values = (var & QR_VAR_AUX) ? cs->aux_values : cs->input_values;
        sum = qr_fr_sum(sum, qr_fr_product(terms.terms[i].coefficient, values[var & QR_VAR_INDEX]));
    }
    return sum;
}

/** The stored A·z and B·z are those of the row's terms, and their product is C·z. */
static void check_row(qr_cs_t *cs, const qr_row_t *row) {
    if (cs->unsatisfied != 0 || cs->rows >= cs->rows_limit) return;
    qr_fr_t a = evaluate(cs, row->a), b = evaluate(cs, row->b), c = evaluate(cs, row->c);
    bool good = qr_fr_equal(a, cs->a[cs->rows]) && qr_fr_equal(b, cs->b[cs->rows]) &&
                qr_fr_equal(qr_fr_product(a, b), c);
    if (!good) cs->unsatisfied = cs->rows + 1;
}

static void emit_row(qr_cs_t *cs, const qr_row_t *row) {
    if (cs->status != QR_OK) return;
    if (cs->density != NULL) mark_density(cs->density, row->a, row->b);
    if (qr_cs_values(cs)) check_row(cs, row);
    if (cs->sink != NULL) qr_cs_fail(cs, cs->sink(cs->context, cs->rows, row));
}

/** No variable occurs twice, so nothing cancels. */
static bool all_different(const qr_term_t *terms, size_t count) {
    for (size_t i = 1; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (terms[i].var == terms[j].var) return false;
        }
    }
    return true;
}

static qr_terms_t sort_short(qr_term_t out[SHORT_TERMS], const qr_term_t *terms, size_t count) {
    if (count > 0) memcpy(out, terms, count * sizeof *terms);
    insertion_sort(out, count);
    return (qr_terms_t){out, combine(out, count)};
}

void qr_cs_emit(qr_cs_t *cs, const qr_term_t *a, size_t a_count, const qr_term_t *b, size_t b_count,
                const qr_term_t *c, size_t c_count) {
    qr_term_t sorted[3][SHORT_TERMS];
    if (a_count > SHORT_TERMS || b_count > SHORT_TERMS || c_count > SHORT_TERMS) {
        qr_cs_fail(cs, QR_INVALID_ARGUMENT);
        return;
    }
    bool density_only = cs->sink == NULL && cs->density != NULL && !qr_cs_values(cs);
    if (density_only && all_different(a, a_count) && all_different(b, b_count)) {
        mark_density(cs->density, (qr_terms_t){a, a_count}, (qr_terms_t){b, b_count});
        return;
    }
    qr_row_t row = {sort_short(sorted[0], a, a_count), sort_short(sorted[1], b, b_count),
                    sort_short(sorted[2], c, c_count)};
    emit_row(cs, &row);
}

static qr_terms_t merged_terms(qr_lc_t *lc) {
    if (lc == NULL) return (qr_terms_t){NULL, 0};
    qr_lc_merge(lc);
    return (qr_terms_t){lc->terms, lc->count};
}

void qr_cs_enforce(qr_cs_t *cs, qr_lc_t *a, qr_lc_t *b, qr_lc_t *c) {
    qr_cs_store(cs, a == NULL ? qr_fr_zero : a->value, b == NULL ? qr_fr_zero : b->value);
    if (qr_cs_rows(cs)) {
        qr_row_t row = {merged_terms(a), merged_terms(b), merged_terms(c)};
        emit_row(cs, &row);
    }
    qr_cs_next(cs);
}
