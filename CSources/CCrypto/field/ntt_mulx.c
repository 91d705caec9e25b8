/** @file ntt_mulx.c  Transforms with MULX and ADX products. */
#if defined(__x86_64__)

#include <string.h>

#include "field/fr_mulx.h"
#include "field/ntt.h"
#include "field/ntt_kernels.h"

#define NTT(name) mulx_##name
#define NTT_PRODUCT(a, b) qr_fr_mulx_product(a, b)
#define NTT_TARGET
#define NTT_TABLE qr_ntt_mulx
#define NTT_NAME "mulx"
#include "field/ntt_words.h"

#endif
