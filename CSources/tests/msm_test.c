/** @file msm_test.c  Sums of multiples of points: each variant against multiplying and adding one by one. */
#include "check.h"
#include "field/fr.h"
#include "quarry_msm.h"

/** MANY: ones enough for several rounds of the trees that add them up. */
enum { POOL = 4500, MANY = 13001, MANY_FEWER = 8197 };

/** What a set of inputs has that is out of the ordinary. */
typedef enum { PLAIN, EDGE, SMALL, ONES, REPEATED, OPPOSITE, INFINITE, KINDS } kind_t;

/** Which scalars are 1; in MIXED there are -1 and 0 too, and now and then another. */
typedef enum { ALL, MIXED, NONE, SINGLE, PATTERNS } pattern_t;

static const uint64_t order_words[4] = {QR_FR_R0, QR_FR_R1, QR_FR_R2, QR_FR_R3};

/** scalar = r - less. */
static void below_order(uint8_t scalar[32], uint64_t less) {
    uint64_t words[4];
    memcpy(words, order_words, 32);
    for (int i = 0; i < 4; i++) {
        uint64_t before = words[i];
        words[i] -= less;
        less = words[i] > before;
    }
    memcpy(scalar, words, 32);
}

static void make_scalar(uint8_t scalar[32], kind_t kind, size_t i, uint64_t *state) {
    uint64_t small = check_random(state) & 3;
    check_fill(scalar, 32, state);
    scalar[31] &= 0x3f;
    if (kind == SMALL || (kind == ONES && i % 9 != 0)) {
        memset(scalar, 0, 32);
        scalar[0] = kind == ONES ? small & 1 : (uint8_t)small;
        if (kind == ONES && i % 5 == 0) below_order(scalar, 1);
    }
    if (kind != EDGE) return;
    static const uint64_t less[4] = {1, 2, 3, UINT64_C(1) << 63};
    if (i % 8 < 4) {
        below_order(scalar, less[i % 8]);
    } else if (i % 8 < 7) {
        uint64_t values[3] = {0, 1, ~UINT64_C(0)};
        memset(scalar, 0, 32);
        memcpy(scalar, &values[i % 8 - 4], 8);
    }
}

/** Which point of the pool serves as point i; negative: its opposite; `none`: infinity. */
static long pick(kind_t kind, size_t i, uint64_t *state) {
    if (kind == REPEATED) return 1 + (long)(check_random(state) & 1);
    if (kind == OPPOSITE) return (i & 1) ? 7 : -7;
    if (kind == INFINITE && i % 3 == 0) return 0;
    return 1 + (long)(i % (POOL - 1));
}

/** 1, 0, -1 or 2, and that scalar. */
static int make_small(uint8_t scalar[32], pattern_t pattern, size_t i, uint64_t *state) {
    static const int mixed[8] = {1, 0, 1, 1, -1, 0, 1, 0};
    int value = pattern == ALL || (pattern == SINGLE && i == 4321);
    if (pattern == MIXED) value = i % 1000 == 999 ? 2 : mixed[check_random(state) & 7];
    memset(scalar, 0, 32);
    scalar[0] = (uint8_t)value;
    if (value < 0) below_order(scalar, 1);
    return value;
}

#define GROUP(name) qr_g1_##name
#define SUBJECT(name) g1_##name
#define MSM qr_msm_g1
#define point_t qr_g1_t
#define affine_t qr_g1_affine_t
#define ENCODED 96
#define GENERATOR qr_g1_generator
#include "msm_group.h"
#undef GROUP
#undef SUBJECT
#undef MSM
#undef point_t
#undef affine_t
#undef ENCODED
#undef GENERATOR

#define GROUP(name) qr_g2_##name
#define SUBJECT(name) g2_##name
#define MSM qr_msm_g2
#define point_t qr_g2_t
#define affine_t qr_g2_affine_t
#define ENCODED 192
#define GENERATOR qr_g2_generator
#include "msm_group.h"

int main(void) {
    size_t all, count = 0;
    const uint32_t *masks = check_variants(&all);
    uint32_t variants[4];
    // SHA instructions make no variant here.
    for (size_t i = 0; i < all; i++) {
        if (i + 1 == all || !(masks[i] & QR_CPU_SHANI)) variants[count++] = masks[i];
    }
    qr_group_t *group = NULL;
    CHECK_OK(qr_group_create(&group, NULL, 2));
    g1_setup();
    g2_setup();
    g1_check(group, variants, count);
    g2_check(group, variants, count);
    qr_group_destroy(group);
    return check_finish("msm");
}
