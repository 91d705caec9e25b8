/** Labels of eight sectors in AVX2. */
#if defined(__x86_64__)
#include "../../CCrypto/hash/sha256_avx2.h"

#include "label_common.h"

#define LANES 8u
#define V_TYPE __m256i
#define V_STATE qr_x8_t
#define V_INLINE QR_AVX2_INLINE
#define V_FUNCTION QR_AVX2
#define V_INITIAL qr_x8_initial
#define V_SUM qr_x8_add
#define V_WORD qr_x8_word
#define RUN qr_label_avx2x8
#define QR_V_AND(x, y) _mm256_and_si256(x, y)

#include "label_sliced.h"

#endif
