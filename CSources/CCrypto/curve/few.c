/** @file few.c  Sums of multiples of a few points of G1 that stay the same, by tables made once. */
#include "curve/few.h"

#include <string.h>

#include "curve/constants.h"
#include "curve/kernels.h"
#include "curve/scalar.h"

/** ODD: odd multiples in a table. DIGITS: of half a scalar, signed, with a carry. */
enum { ODD = QR_G1_FEW_TABLE / 2, DIGITS = 130 };

void qr_g1_few_tables(qr_g1_affine_t *tables, const qr_g1_affine_t *points, size_t n) {
    for (size_t k = 0; k < n; k++) {
        qr_g1_affine_t *table = tables + k * QR_G1_FEW_TABLE;
        qr_g1_t odd[ODD], twice;
        qr_g1_from_affine(&odd[0], &points[k]);
        qr_g1_double(&twice, &odd[0]);
        for (size_t i = 1; i < ODD; i++) qr_g1_add(&odd[i], &odd[i - 1], &twice);
        qr_g1_batch_to_affine(table, odd, ODD);
        for (size_t i = 0; i < ODD; i++) {
            table[ODD + i].y = table[i].y;
            qr_curve_kernels()->fp_mul(&table[ODD + i].x, &table[i].x, &qr_curve_beta);
        }
    }
}

void qr_g1_few_sum(qr_g1_t *out, const qr_g1_affine_t *tables, const uint8_t *scalars, size_t n) {
    int8_t digits[2 * QR_G1_FEW_POINTS][DIGITS];
    int top = 0;
    for (size_t k = 0; k < n; k++) {
        uint64_t halves[2][2];
        qr_scalar_split_lambda(halves, scalars + 32 * k);
        for (size_t half = 0; half < 2; half++) {
            int place = qr_scalar_digits(digits[2 * k + half], DIGITS, halves[half], 2, 2 * ODD);
            top = place > top ? place : top;
        }
    }
    qr_g1_t sum;
    memset(&sum, 0, sizeof sum);
    for (int place = top; place >= 0; place--) {
        qr_g1_double(&sum, &sum);
        for (size_t k = 0; k < 2 * n; k++) {
            const int digit = digits[k][place];
            if (digit == 0) continue;
            qr_g1_affine_t point = tables[k * ODD + (size_t)(digit < 0 ? -digit : digit) / 2];
            if (digit < 0) qr_g1_affine_neg(&point, &point);
            qr_g1_add_affine(&sum, &sum, &point);
        }
    }
    *out = sum;
}
