/** Tree rows, two groups of sixteen nodes at a time in AVX-512. */
#if defined(__x86_64__)
#include "sha256_x32.h"

QR_AVX512_INLINE void states_words(__m512i words[8], const states_t *states, unsigned group) {
    const qr_x16_t s = states->group[group];
    words[0] = s.a, words[1] = s.b, words[2] = s.c, words[3] = s.d;
    words[4] = s.e, words[5] = s.f, words[6] = s.g, words[7] = s.h;
}

#define RUN qr_sha256_tree_avx512x32

#include "sha256_tree_groups.h"

#endif
