/** @file fixed_base_test.c  Multiples of one point by many scalars: every variant against single products. */
#include "check.h"
#include "quarry_msm.h"

/** r - 1. */
static const uint8_t largest[32] = {0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xfe, 0x5b, 0xfe,
                                    0xff, 0x02, 0xa4, 0xbd, 0x53, 0x05, 0xd8, 0xa1, 0x09, 0x08, 0xd8,
                                    0x39, 0x33, 0x48, 0x7d, 0x9d, 0x29, 0x53, 0xa7, 0xed, 0x73};

enum { COUNT = 1301 };
static uint8_t scalars[COUNT][32];

/** Zero, small ones, powers of two and their neighbours, r - 1, r - 2, repeated ones, any. */
static void fill_scalars(void) {
    uint64_t seed = 5;
    for (size_t i = 0; i < COUNT; i++) {
        check_fill(scalars[i], 32, &seed);
        scalars[i][31] &= 0x3f;
        if (i < 40) {
            memset(scalars[i], 0, 32);
            scalars[i][0] = (uint8_t)i;
        } else if (i < 294) {
            memset(scalars[i], i % 3 == 0 ? 0xff : 0, 32);
            size_t bit = i - 40;
            if (i % 3 == 0) {
                // 2^bit - 1.
                memset(scalars[i] + bit / 8, 0, 32 - bit / 8);
                scalars[i][bit / 8] = (uint8_t)((1u << bit % 8) - 1);
            } else {
                scalars[i][bit / 8] = (uint8_t)(1u << bit % 8);
                scalars[i][0] |= i % 3 == 2;
            }
        } else if (i < 298) {
            memcpy(scalars[i], largest, 32);
            if (i % 2) scalars[i][3] = 0xff, scalars[i][4] = 0xfe;
        } else if (i < 320) {
            memcpy(scalars[i], scalars[i - 1], 32);
        }
    }
}

static void test_g1(qr_job_t *job, const qr_g1_affine_t *base, size_t expected, size_t count) {
    static qr_g1_affine_t out[COUNT];
    qr_fixed_g1_t *table;
    qr_g1_t point, product;
    CHECK_OK(qr_fixed_g1_create(job, &table, base, expected));
    CHECK_OK(qr_fixed_g1_mul(job, out, table, scalars[0], count));
    qr_g1_from_affine(&point, base);
    for (size_t i = 0; i < count; i++) {
        qr_g1_affine_t affine;
        qr_g1_mul(&product, &point, scalars[i]);
        qr_g1_to_affine(&affine, &product);
        CHECK(memcmp(&affine, &out[i], sizeof affine) == 0, "g1 %zu of %zu, %zu", i, count, expected);
    }
    qr_fixed_g1_destroy(table);
}

static void test_g2(qr_job_t *job, const qr_g2_affine_t *base, size_t expected, size_t count) {
    static qr_g2_affine_t out[COUNT];
    qr_fixed_g2_t *table;
    qr_g2_t point, product;
    CHECK_OK(qr_fixed_g2_create(job, &table, base, expected));
    CHECK_OK(qr_fixed_g2_mul(job, out, table, scalars[0], count));
    qr_g2_from_affine(&point, base);
    for (size_t i = 0; i < count; i++) {
        qr_g2_affine_t affine;
        qr_g2_mul(&product, &point, scalars[i]);
        qr_g2_to_affine(&affine, &product);
        CHECK(memcmp(&affine, &out[i], sizeof affine) == 0, "g2 %zu of %zu, %zu", i, count, expected);
    }
    qr_fixed_g2_destroy(table);
}

static void test_refusals(void) {
    qr_job_t job = {0};
    qr_g1_affine_t infinity = {0}, out[1];
    qr_fixed_g1_t *table;
    CHECK(qr_fixed_g1_create(&job, &table, &infinity, 1) == QR_INVALID_ARGUMENT && table == NULL);
    CHECK(qr_fixed_g1_create(NULL, &table, &qr_g1_generator, 1) == QR_INVALID_ARGUMENT);
    CHECK_OK(qr_fixed_g1_create(&job, &table, &qr_g1_generator, 1000));
    CHECK_OK(qr_fixed_g1_mul(&job, NULL, table, NULL, 0));
    qr_job_cancel(&job);
    CHECK(qr_fixed_g1_mul(&job, out, table, scalars[1], 1) == QR_CANCELLED);
    qr_fixed_g1_destroy(table);
    qr_fixed_g1_destroy(NULL);
    qr_fixed_g2_destroy(NULL);
}

int main(void) {
    static const size_t expected[] = {1, 63, 64, 1301, 40000};
    size_t variants;
    const uint32_t *masks = check_variants(&variants);
    qr_g1_t g1;
    qr_g2_t g2;
    qr_g1_affine_t base1;
    qr_g2_affine_t base2;
    qr_group_t *group;
    fill_scalars();
    qr_g1_from_affine(&g1, &qr_g1_generator);
    qr_g2_from_affine(&g2, &qr_g2_generator);
    qr_g1_mul(&g1, &g1, scalars[COUNT - 1]);
    qr_g2_mul(&g2, &g2, scalars[COUNT - 1]);
    qr_g1_to_affine(&base1, &g1);
    qr_g2_to_affine(&base2, &g2);
    CHECK_OK(qr_group_create(&group, NULL, 3));
    for (size_t v = 0; v < variants; v++) {
        qr_cpu_restrict(masks[v]);
        for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
            qr_job_t job = {.group = i % 2 ? group : NULL};
            size_t count = i == 3 ? COUNT : 9 + 10 * i;
            test_g1(&job, i == 4 ? &base1 : &qr_g1_generator, expected[i], count);
            test_g2(&job, i == 4 ? &base2 : &qr_g2_generator, expected[i], i == 3 ? 700 : count);
        }
    }
    qr_cpu_restrict(~0u);
    qr_group_destroy(group);
    test_refusals();
    return check_finish("fixed_base");
}
