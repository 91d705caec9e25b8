/** @file curve_portable.c  The curve in portable C. */
#define QR_CURVE_MULX 0
#define QR_CURVE_TABLE qr_curve_portable
#include "curve/variant.h"
