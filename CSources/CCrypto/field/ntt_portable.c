/** @file ntt_portable.c  Transforms in portable C. */
#include <string.h>

#include "field/ntt.h"
#include "field/ntt_kernels.h"

#define NTT(name) portable_##name
#define NTT_PRODUCT(a, b) qr_fr_product(a, b)
#define NTT_TARGET
#define NTT_TABLE qr_ntt_portable
#define NTT_NAME "portable"
#include "field/ntt_words.h"
