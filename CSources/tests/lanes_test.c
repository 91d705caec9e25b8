/** @file lanes_test.c  Many points at once against one at a time: membership, decoding, short multiples,
 * whole files. */
#include "curve/lanes.h"
#include "check.h"
#include "curve/batch.h"
#include "curve/members.h"
#include "field/fp.h"

static const uint8_t group_order[32] = {0x01, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xfe, 0x5b, 0xfe,
                                        0xff, 0x02, 0xa4, 0xbd, 0x53, 0x05, 0xd8, 0xa1, 0x09, 0x08, 0xd8,
                                        0x39, 0x33, 0x48, 0x7d, 0x9d, 0x29, 0x53, 0xa7, 0xed, 0x73};

/** (0, 2), of order 3 in G1's curve. */
static void order_three(qr_g1_affine_t *out) {
    memset(out, 0, sizeof *out);
    qr_fp_double(&out->y, &qr_fp_one);
}

static void keep(qr_g2_affine_t *a) {
    (void)a;
}

#define GROUP(name) qr_g1_##name
#define ENCODED 48
#define SMALL_ORDER order_three
#include "lanes_group.h"
#undef GROUP
#undef ENCODED
#undef SMALL_ORDER

#define GROUP(name) qr_g2_##name
#define ENCODED 96
#define SMALL_ORDER keep
#include "lanes_group.h"
#undef GROUP
#undef ENCODED
#undef SMALL_ORDER

static void test_multiples(uint64_t seed) {
    enum { MOST = 29 };
    qr_g1_affine_t points[MOST];
    qr_g1_t got[MOST], expected;
    uint64_t k[MOST][2];
    for (size_t n = 0; n <= MOST; n++) {
        for (size_t i = 0; i < n; i++) {
            uint8_t scalar[32];
            check_fill(scalar, sizeof scalar, &seed);
            qr_g1_from_affine(&expected, &qr_g1_generator);
            qr_g1_mul(&expected, &expected, scalar);
            qr_g1_to_affine(&points[i], &expected);
            uint64_t kind = check_random(&seed) % 8;
            if (kind == 1) memset(&points[i], 0, sizeof points[i]);
            for (int half = 0; half < 2; half++) {
                k[i][half] = check_random(&seed);
                if (check_random(&seed) % 4 == 0) k[i][half] = check_random(&seed) % 3;
                if (check_random(&seed) % 8 == 0) k[i][half] = ~UINT64_C(0);
            }
        }
        qr_g1_mul_short_many(got, points, (const uint64_t(*)[2])k, n);
        for (size_t i = 0; i < n; i++) {
            uint8_t scalar[32];
            qr_pairing_batch_scalar(scalar, k[i]);
            qr_g1_from_affine(&expected, &points[i]);
            qr_g1_mul(&expected, &expected, scalar);
            CHECK(qr_g1_equal(&expected, &got[i]), "multiple %zu of %zu", i, n);
        }
    }
}

int main(void) {
    size_t count;
    qr_group_t *group = NULL;
    CHECK_OK(qr_group_create(&group, NULL, 2));
    qr_job_t job = {.group = group};
    const uint32_t *masks = check_variants(&count);
    for (size_t v = 0; v < count; v++) {
        qr_cpu_restrict(masks[v]);
        qr_g1_test_subgroup(1);
        qr_g2_test_subgroup(2);
        qr_g1_test_decode(3);
        qr_g2_test_decode(4);
        qr_g1_test_file(5);
        qr_g2_test_file(6);
        test_multiples(7);
        qr_g1_test_multiples(12);
        qr_g2_test_multiples(13);
        // Enough for sums, and too few.
        qr_g1_test_members(&job, 13500, 8);
        qr_g2_test_members(&job, 13500, 9);
        qr_g1_test_members(&job, 1500, 10);
        qr_g2_test_members(&job, 1500, 11);
    }
    qr_group_destroy(group);
    return check_finish("lanes");
}
