/** Labels of sixteen sectors in AVX-512. */
#if defined(__x86_64__)
#include "../../CCrypto/hash/sha256_avx512.h"

#include "label_common.h"

#define LANES 16u
#define V_TYPE __m512i
#define V_STATE qr_x16_t
#define V_INLINE QR_AVX512_INLINE
#define V_FUNCTION QR_AVX512
#define V_INITIAL qr_x16_initial
#define V_SUM qr_x16_add
#define V_WORD qr_x16_word
#define RUN qr_label_avx512x16
#define QR_V_AND(x, y) _mm512_and_si512(x, y)

#include "label_sliced.h"

#endif
