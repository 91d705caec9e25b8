/** @file lanes_group.h  Tests of many points of one group, for lanes_test.c: GROUP(name) is qr_g1_name or
 * qr_g2_name, ENCODED the size of a compressed point. */

/** k a for any point of the curve, by adding and doubling alone. */
static void GROUP(plain_mul)(GROUP(affine_t) * out, const GROUP(affine_t) * a, const uint8_t k[32]) {
    GROUP(t) sum;
    memset(&sum, 0, sizeof sum);
    for (int i = 255; i >= 0; i--) {
        GROUP(double)(&sum, &sum);
        if (k[i / 8] >> (i % 8) & 1) GROUP(add_affine)(&sum, &sum, a);
    }
    GROUP(to_affine)(out, &sum);
}

static void GROUP(random_curve_point)(GROUP(affine_t) * out, uint64_t *seed) {
    uint8_t bytes[ENCODED];
    do {
        check_fill(bytes, sizeof bytes, seed);
        bytes[0] = (uint8_t)((bytes[0] & 0x2f) | 0x80);
        if (ENCODED == 96) bytes[48] &= 0x0f;
    } while (GROUP(decode)(out, bytes, false) != QR_OK);
}

/** Kinds: in the subgroup, anywhere on the curve, of the cofactor's order, SMALL_ORDER's, infinity, the
 * negative of the one before. */
static void GROUP(make_points)(GROUP(affine_t) * points, size_t n, uint64_t *seed) {
    for (size_t i = 0; i < n; i++) {
        uint8_t k[32];
        GROUP(affine_t) a;
        GROUP(random_curve_point)(&a, seed);
        uint64_t kind = check_random(seed) % 10;
        if (kind < 5) {
            GROUP(t) multiple;
            check_fill(k, sizeof k, seed);
            GROUP(from_affine)(&multiple, &GROUP(generator));
            GROUP(mul)(&multiple, &multiple, k);
            GROUP(to_affine)(&a, &multiple);
        }
        if (kind == 6 || kind == 7) GROUP(plain_mul)(&a, &a, group_order);
        if (kind == 7) SMALL_ORDER(&a);
        if (kind == 8) memset(&a, 0, sizeof a);
        if (kind == 9 && i > 0) GROUP(affine_neg)(&a, &points[i - 1]);
        points[i] = a;
    }
}

static void GROUP(test_subgroup)(uint64_t seed) {
    enum { MOST = 43 };
    GROUP(affine_t) points[MOST];
    bool in[MOST];
    size_t members = 0, others = 0;
    for (size_t n = 0; n <= MOST; n += n < 10 ? 1 : 11) {
        GROUP(make_points)(points, n, &seed);
        GROUP(in_subgroup_many)(in, points, n);
        for (size_t i = 0; i < n; i++) {
            bool expected = GROUP(in_subgroup)(&points[i]);
            CHECK(in[i] == expected, "point %zu of %zu", i, n);
            members += expected;
            others += !expected;
        }
    }
    CHECK(members > 30 && others > 30, "%zu in the subgroup, %zu not", members, others);
}

/** A valid encoding or one that is wrong in some way. */
static void GROUP(make_encoding)(uint8_t out[ENCODED], uint64_t *seed) {
    GROUP(affine_t) a;
    GROUP(make_points)(&a, 1, seed);
    GROUP(encode)(out, &a);
    uint64_t kind = check_random(seed) % 12;
    if (kind == 0) out[ENCODED - 1] ^= (uint8_t)(1 + check_random(seed) % 255);
    if (kind == 1) out[0] ^= 0x20;
    if (kind == 2) out[0] ^= 0x40;
    if (kind == 3) out[0] ^= 0x80;
    if (kind == 4) memset(out, 0xff, ENCODED);
    if (kind == 5) {
        // The modulus itself, or one less, as a coordinate.
        const uint8_t last = (uint8_t)(0xab - check_random(seed) % 2);
        uint8_t *at = out + (check_random(seed) % (ENCODED / 48)) * 48;
        for (size_t i = 0; i < 48; i++)
            at[i] = (uint8_t)(qr_fp_modulus[(47 - i) / 8] >> (8 * ((47 - i) % 8)));
        at[47] = last;
        out[0] |= 0x80;
    }
    if (kind == 6) memset(out + 1, 0, ENCODED - 1), out[0] = 0xc0;
    if (kind == 7) memset(out, 0, ENCODED), out[0] = 0x80;
    if (kind == 8 && ENCODED == 96) out[48] |= 0x80;
}

static void GROUP(test_decode)(uint64_t seed) {
    enum { MOST = 29, STRIDE = ENCODED + 7 };
    uint8_t bytes[MOST * STRIDE];
    GROUP(affine_t) got[MOST], expected;
    qr_status_t status[MOST];
    size_t counts[16] = {0};
    for (size_t round = 0; round < 60; round++) {
        size_t n = round % (MOST + 1);
        for (size_t i = 0; i < n; i++) GROUP(make_encoding)(bytes + i * STRIDE, &seed);
        GROUP(decode_many)(status, got, bytes, STRIDE, n);
        for (size_t i = 0; i < n; i++) {
            qr_status_t wanted = GROUP(decode)(&expected, bytes + i * STRIDE, true);
            CHECK(status[i] == wanted, "status %d instead of %d", status[i], wanted);
            CHECK(memcmp(&expected, &got[i], sizeof expected) == 0, "point %zu of %zu", i, n);
            counts[wanted % 16]++;
        }
    }
    CHECK(counts[QR_OK] > 50 && counts[QR_MALFORMED] > 50 && counts[QR_MISMATCH] > 50, "all kinds");
}

static void GROUP(test_file)(uint64_t seed) {
    enum { MOST = 29, SIZE = 2 * ENCODED };
    uint8_t bytes[MOST * SIZE];
    bool good[MOST];
    size_t count = 0, bad = 0;
    for (size_t round = 0; round < 60; round++) {
        size_t n = round % (MOST + 1);
        for (size_t i = 0; i < n; i++) {
            GROUP(affine_t) a;
            uint8_t *at = bytes + i * SIZE;
            GROUP(make_points)(&a, 1, &seed);
            GROUP(encode_uncompressed)(at, &a);
            uint64_t kind = check_random(&seed) % 16;
            if (kind == 0) at[SIZE - 1] ^= 1;
            if (kind == 1) at[check_random(&seed) % SIZE] ^= (uint8_t)(1u << check_random(&seed) % 8);
            if (kind == 2) memset(at, 0, SIZE);
            if (kind < 6 && kind > 2)
                at[48 * (check_random(&seed) % (SIZE / 48))] |= (uint8_t)(0x10 << kind % 4);
            if (kind == 6) memset(at + 48 * (check_random(&seed) % (SIZE / 48)), 0x1f, 48);
        }
        GROUP(file_on_curve_many)(good, bytes, n);
        for (size_t i = 0; i < n; i++) {
            GROUP(affine_t) a;
            const uint8_t *at = bytes + i * SIZE;
            bool expected = !(at[0] & 0xe0) && GROUP(decode_uncompressed)(&a, at, false) == QR_OK;
            CHECK(good[i] == expected, "point %zu of %zu: %d", i, n, expected);
            count += expected;
            bad += !expected;
        }
    }
    CHECK(count > 100 && bad > 100, "%zu good, %zu bad", count, bad);
}

static void GROUP(test_multiples)(uint64_t seed) {
    enum { MOST = 21 };
    GROUP(affine_t) points[MOST];
    GROUP(t) got[MOST], expected;
    uint8_t scalars[MOST][32];
    for (size_t n = 0; n <= MOST; n++) {
        for (size_t i = 0; i < n; i++) {
            check_fill(scalars[i], 32, &seed);
            GROUP(from_affine)(&expected, &GROUP(generator));
            GROUP(mul)(&expected, &expected, scalars[i]);
            GROUP(to_affine)(&points[i], &expected);
            check_fill(scalars[i], 32, &seed);
            const uint64_t kind = check_random(&seed) % 12;
            if (kind == 0) memset(&points[i], 0, sizeof points[i]);
            if (kind == 1) memset(scalars[i], 0xff, 32);
            if (kind == 2) memset(scalars[i] + 1, 0, 31);
            if (kind == 3) memset(scalars[i], 0, 32);
            // The order, one less, one more; then z^2 and |z|, where digits end.
            if (kind == 4)
                memcpy(scalars[i], group_order, 32), scalars[i][0] = (uint8_t)(check_random(&seed) % 3);
            if (kind == 5)
                qr_pairing_batch_scalar(scalars[i], (const uint64_t[2]){check_random(&seed) % 3, 1});
            if (kind == 6) {
                const uint64_t z = UINT64_C(0xd201000000010000) - check_random(&seed) % 2;
                memset(scalars[i], 0, 32);
                memcpy(scalars[i] + 8 * (check_random(&seed) % 3), &z, 8);
            }
        }
        GROUP(mul_many)(got, points, scalars[0], n);
        for (size_t i = 0; i < n; i++) {
            GROUP(from_affine)(&expected, &points[i]);
            GROUP(mul)(&expected, &expected, scalars[i]);
            CHECK(GROUP(equal)(&expected, &got[i]), "multiple %zu of %zu", i, n);
        }
    }
}

/** `n` encodings of points of the group: sums of the generator and a random point. */
static void GROUP(fill_file)(uint8_t *out, size_t n, uint64_t *seed) {
    enum { STEP = 500 };
    GROUP(t) sums[STEP], sum;
    GROUP(affine_t) points[STEP];
    uint8_t k[32];
    check_fill(k, sizeof k, seed);
    GROUP(from_affine)(&sum, &GROUP(generator));
    GROUP(mul)(&sum, &sum, k);
    for (size_t at = 0; at < n; at += STEP) {
        for (size_t i = 0; i < STEP; i++) {
            GROUP(add_affine)(&sum, &sum, &GROUP(generator));
            sums[i] = sum;
        }
        GROUP(batch_to_affine)(points, sums, STEP);
        for (size_t i = 0; i < STEP; i++) {
            GROUP(encode_uncompressed)(out + (at + i) * 2 * ENCODED, &points[i]);
        }
    }
}

/** Adds a multiple of a point of the cofactor's order, an odd one each time. */
static void GROUP(spoil)(uint8_t *encoding, bool negative, uint64_t *seed) {
    static GROUP(affine_t) stranger;
    GROUP(affine_t) a, b;
    GROUP(t) sum;
    if (!negative) {
        GROUP(random_curve_point)(&stranger, seed);
        GROUP(plain_mul)(&stranger, &stranger, group_order);
        if (check_random(seed) % 2 == 0) SMALL_ORDER(&stranger);
    }
    b = stranger;
    if (negative) GROUP(affine_neg)(&b, &b);
    CHECK_OK(GROUP(decode_uncompressed)(&a, encoding, true));
    GROUP(from_affine)(&sum, &a);
    GROUP(add_affine)(&sum, &sum, &b);
    GROUP(to_affine)(&a, &sum);
    GROUP(encode_uncompressed)(encoding, &a);
}

static void GROUP(test_members)(qr_job_t *job, size_t n, uint64_t seed) {
    const size_t size = 2 * ENCODED;
    uint8_t *file = malloc(n * size), *spoilt = malloc(n * size);
    uint64_t bad;
    CHECK(file != NULL && spoilt != NULL, "memory");
    if (file == NULL || spoilt == NULL) return;
    GROUP(fill_file)(file, n, &seed);
    CHECK_OK(qr_members_check_file(job, &bad, ENCODED == 96, file, n));
    CHECK(bad == UINT64_MAX, "%zu good points", n);
    for (int kind = 0; kind < 6; kind++) {
        memcpy(spoilt, file, n * size);
        const uint64_t first = check_random(&seed) % (n / 2),
                       second = first + 1 + check_random(&seed) % (n / 2);
        uint8_t *at = spoilt + first * size;
        if (kind < 2) GROUP(spoil)(at, false, &seed);
        // Two strangers that cancel out in a sum of all.
        if (kind == 1) GROUP(spoil)(spoilt + second * size, true, &seed);
        if (kind == 2) at[size - 1] ^= 1;
        if (kind == 3) memset(at, 0, size), at[0] = 0x40;
        if (kind == 4) at[0] |= 0x20;
        if (kind == 5) memset(at + 48, 0x1f, 48);
        CHECK_OK(qr_members_check_file(job, &bad, ENCODED == 96, spoilt, n));
        CHECK(bad == first, "kind %d: %" PRIu64 " instead of %" PRIu64, kind, bad, first);
    }
    free(spoilt);
    free(file);
}
