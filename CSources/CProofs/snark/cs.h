/**
 * @file cs.h
 * A rank-1 constraint system while a circuit is written into it. Private.
 *
 * One synthesis function serves everything: what a qr_cs_t keeps depends on its mode. With QR_CS_ROWS each
 * constraint A * B = C becomes a row of merged terms for a sink (digests, parameters) or for density bitmaps;
 * with QR_CS_VALUES each variable has its value and each constraint leaves A·z and B·z, while linear
 * combinations hold no terms, only their values. Both modes together check every constraint.
 *
 * Values and coefficients are in Montgomery form. Without QR_CS_VALUES values are zero and mean nothing;
 * gadgets may compute with them. Failures are sticky: the first one stays in cs->status, later calls do
 * nothing, so that gadgets need not look.
 */
#ifndef QUARRY_CS_H
#define QUARRY_CS_H

#include "field/fr.h"
#include "quarry_platform.h"

/** A variable: its index, with the top bit set for an aux, so that inputs come first in order. */
typedef uint32_t qr_var_t;
#define QR_VAR_AUX UINT32_C(0x80000000)
#define QR_VAR_INDEX UINT32_C(0x7fffffff)
/** Input 0, the constant one. */
#define QR_VAR_ONE UINT32_C(0)

/** coefficient * variable. */
typedef struct {
    qr_fr_t coefficient;
    qr_var_t var;
} qr_term_t;

/** A row's A, B or C: terms of different variables, no coefficient zero, inputs first by index, then aux. */
typedef struct {
    const qr_term_t *terms;
    size_t count;
} qr_terms_t;
typedef struct {
    qr_terms_t a, b, c;
} qr_row_t;

/** Takes rows in order of their index. The row lives until the function returns. A status other than QR_OK
 * ends the synthesis. */
typedef qr_status_t (*qr_row_fn)(void *context, uint64_t index, const qr_row_t *row);

/** Which variables occur in A and B with a non-zero coefficient: bit i is bit i % 64 of word i / 64. Any may
 * be NULL. */
typedef struct {
    uint64_t *a_aux, *b_inputs, *b_aux;
} qr_density_t;

/** An allocated variable and its value. */
typedef struct {
    qr_fr_t value;
    qr_var_t var;
} qr_num_t;

/** A boolean: a constant, a variable that is 0 or 1, or the negation of one. `value` is that of the boolean,
 * after the negation. */
typedef enum { QR_BOOL_CONSTANT, QR_BOOL_IS, QR_BOOL_NOT } qr_bool_kind_t;
typedef struct {
    qr_var_t var;
    uint8_t kind;
    bool value;
} qr_bool_t;

enum { QR_CS_ROWS = 1, QR_CS_VALUES = 2 };

/**
 * `aux`, `inputs` and `rows` are the next free indices; with QR_CS_VALUES the arrays are indexed by them and
 * hold at least the limits' number of values. A part of a circuit starts where the parts before it end.
 */
typedef struct {
    uint32_t mode;
    qr_status_t status;
    uint64_t aux, inputs, rows;
    uint64_t aux_limit, inputs_limit, rows_limit;
    qr_fr_t *aux_values, *input_values; /**< QR_CS_VALUES */
    qr_fr_t *a, *b;                     /**< QR_CS_VALUES: A·z and B·z of each row */
    qr_row_fn sink;                     /**< QR_CS_ROWS; NULL: none */
    void *context;
    const qr_density_t *density; /**< QR_CS_ROWS; NULL: none */
    uint64_t unsatisfied;        /**< both modes: index of the first row that does not hold, plus 1; else 0 */
} qr_cs_t;

static inline bool qr_cs_rows(const qr_cs_t *cs) {
    return (cs->mode & QR_CS_ROWS) != 0;
}
static inline bool qr_cs_values(const qr_cs_t *cs) {
    return (cs->mode & QR_CS_VALUES) != 0;
}
/** Keeps the first failure. */
static inline void qr_cs_fail(qr_cs_t *cs, qr_status_t status) {
    if (cs->status == QR_OK) cs->status = status;
}

/** A new aux variable of that value. */
static inline qr_num_t qr_cs_alloc(qr_cs_t *cs, qr_fr_t value) {
    qr_num_t out = {value, QR_VAR_AUX | (qr_var_t)cs->aux};
    if (cs->aux >= cs->aux_limit) {
        qr_cs_fail(cs, QR_INVALID_ARGUMENT);
        return (qr_num_t){value, QR_VAR_AUX};
    }
    if (qr_cs_values(cs)) cs->aux_values[cs->aux] = value;
    cs->aux++;
    return out;
}
/** A new input variable of that value. */
static inline qr_num_t qr_cs_alloc_input(qr_cs_t *cs, qr_fr_t value) {
    qr_num_t out = {value, (qr_var_t)cs->inputs};
    if (cs->inputs >= cs->inputs_limit) {
        qr_cs_fail(cs, QR_INVALID_ARGUMENT);
        return (qr_num_t){value, QR_VAR_ONE};
    }
    if (qr_cs_values(cs)) cs->input_values[cs->inputs] = value;
    cs->inputs++;
    return out;
}
/** The constant one as a variable. */
static inline qr_num_t qr_cs_one(void) {
    return (qr_num_t){qr_fr_one, QR_VAR_ONE};
}

/* ---- Linear combinations ---- */

/**
 * A sum of terms and its value. Zero-initialise ({0} is the empty sum), free with qr_lc_free. Terms are kept
 * with QR_CS_ROWS only, the value with QR_CS_VALUES only. Adding is cheap: terms of one variable are merged
 * as they pile up.
 */
typedef struct {
    qr_fr_t value;
    qr_term_t *terms;
    size_t count, capacity;
    size_t merged; /**< so many of the first terms are in a row's order */
} qr_lc_t;

void qr_lc_free(qr_lc_t *lc);
/** lc = 0, keeping its memory. */
void qr_lc_clear(qr_lc_t *lc);
/** lc += coefficient * num. */
void qr_lc_add(qr_cs_t *cs, qr_lc_t *lc, qr_fr_t coefficient, qr_num_t num);
/** lc += num; lc -= num. */
void qr_lc_plus(qr_cs_t *cs, qr_lc_t *lc, qr_num_t num);
void qr_lc_minus(qr_cs_t *cs, qr_lc_t *lc, qr_num_t num);
/** lc += constant (times the variable one). */
void qr_lc_add_constant(qr_cs_t *cs, qr_lc_t *lc, qr_fr_t constant);
/** lc += coefficient * bit. */
void qr_lc_add_bool(qr_cs_t *cs, qr_lc_t *lc, qr_fr_t coefficient, qr_bool_t bit);
/** lc += coefficient * other; other is not lc. */
void qr_lc_add_scaled(qr_cs_t *cs, qr_lc_t *lc, qr_fr_t coefficient, const qr_lc_t *other);
/** lc *= coefficient. */
void qr_lc_scale(qr_cs_t *cs, qr_lc_t *lc, qr_fr_t coefficient);
/** Puts the terms in a row's order, merged, without zeros. */
void qr_lc_merge(qr_lc_t *lc);

/* ---- Constraints ---- */

/** a * b = c. Merges the arguments' terms. NULL is the empty sum. */
void qr_cs_enforce(qr_cs_t *cs, qr_lc_t *a, qr_lc_t *b, qr_lc_t *c);

/** A term with coefficient one; its negative; twice. */
static inline qr_term_t qr_term_plus(qr_var_t var) {
    return (qr_term_t){qr_fr_one, var};
}
qr_term_t qr_term_minus(qr_var_t var);
qr_term_t qr_term_twice(qr_var_t var);

/** QR_CS_ROWS: a row from short lists of terms in any order, repeated variables allowed (at most 8 each). */
void qr_cs_emit(qr_cs_t *cs, const qr_term_t *a, size_t a_count, const qr_term_t *b, size_t b_count,
                const qr_term_t *c, size_t c_count);
/**
 * QR_CS_VALUES: stores A·z and B·z of the next row. A constraint calls qr_cs_store, then qr_cs_emit if
 * qr_cs_rows, then qr_cs_next, when it goes around qr_cs_enforce.
 */
static inline void qr_cs_store(qr_cs_t *cs, qr_fr_t a, qr_fr_t b) {
    if (qr_cs_values(cs) && cs->rows < cs->rows_limit) {
        cs->a[cs->rows] = a;
        cs->b[cs->rows] = b;
    }
}
static inline void qr_cs_next(qr_cs_t *cs) {
    if (cs->rows >= cs->rows_limit)
        qr_cs_fail(cs, QR_INVALID_ARGUMENT);
    else
        cs->rows++;
}

#endif
