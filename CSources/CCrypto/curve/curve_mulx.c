/** @file curve_mulx.c  The curve with MULX and ADX. */
#if defined(__x86_64__)

#include "curve/kernels.h"
#include "curve/scalar.h"
#include "field/fp_mulx.h"

#pragma clang attribute push(__attribute__((target("bmi,bmi2,adx"))), apply_to = function)
#define QR_CURVE_MULX 1
#define QR_CURVE_TABLE qr_curve_mulx
#include "curve/variant.h"
#pragma clang attribute pop

#endif
