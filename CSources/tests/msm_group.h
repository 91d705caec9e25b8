/** @file msm_group.h  The checks of msm_test.c for one group: a template. */

static affine_t SUBJECT(pool)[POOL];
static point_t SUBJECT(pool_sums)[POOL];

/** pool[i] = (i + 1) G. */
static void SUBJECT(setup)(void) {
    point_t sum;
    memset(&sum, 0, sizeof sum);
    for (size_t i = 0; i < POOL; i++) {
        GROUP(add_affine)(&sum, &sum, &GENERATOR);
        SUBJECT(pool_sums)[i] = sum;
    }
    GROUP(batch_to_affine)(SUBJECT(pool), SUBJECT(pool_sums), POOL);
}

/** The sum of all prefixes: expected[n] for the first n points. */
static void SUBJECT(naive)(point_t *expected, const affine_t *points, const uint8_t *scalars, size_t count) {
    memset(&expected[0], 0, sizeof expected[0]);
    for (size_t i = 0; i < count; i++) {
        point_t term;
        GROUP(from_affine)(&term, &points[i]);
        GROUP(mul)(&term, &term, scalars + 32 * i);
        GROUP(add)(&expected[i + 1], &expected[i], &term);
    }
}

static void SUBJECT(check_kind)(qr_group_t *group, kind_t kind, size_t largest, const uint32_t *variants,
                                size_t variant_count) {
    static affine_t points[POOL];
    static uint8_t scalars[32 * POOL], encoded[ENCODED * POOL + 1];
    static point_t expected[POOL + 1];
    uint64_t state = 1000 + (uint64_t)kind;
    for (size_t i = 0; i < largest; i++) {
        long from = pick(kind, i, &state);
        memset(&points[i], 0, sizeof points[i]);
        if (from != 0) points[i] = SUBJECT(pool)[from < 0 ? -from : from];
        if (from < 0) GROUP(affine_neg)(&points[i], &points[i]);
        make_scalar(scalars + 32 * i, kind, i, &state);
        // Off any alignment, as in a file.
        if (from != 0) GROUP(encode_uncompressed)(encoded + 1 + ENCODED * i, &points[i]);
    }
    SUBJECT(naive)(expected, points, scalars, largest);
    const size_t sizes = 70 + 10 + 2;
    for (size_t at = 0; at < variant_count * sizes; at++) {
        size_t i = at % sizes, n = i < 70    ? i
                                   : i < 80  ? 70 + 23 * (i - 70)
                                   : i == 80 ? largest - 77
                                             : largest;
        point_t out;
        qr_job_t job = {.group = i % 2 ? group : NULL};
        qr_cpu_restrict(variants[at / sizes]);
        CHECK_OK(MSM(&job, &out, points, QR_POINTS_AFFINE, scalars, n));
        CHECK(GROUP(equal)(&out, &expected[n]), "kind %d, %zu points, affine", (int)kind, n);
        if (kind == INFINITE) continue;
        CHECK_OK(MSM(&job, &out, encoded + 1, QR_POINTS_FILE, scalars, n));
        CHECK(GROUP(equal)(&out, &expected[n]), "kind %d, %zu points, file", (int)kind, n);
    }
    qr_cpu_restrict(variants[variant_count - 1]);
}

/** Sums of points whose scalars are 0, 1 and -1, nearly all of them. */
static void SUBJECT(check_ones)(qr_group_t *group, kind_t kind, pattern_t pattern, const uint32_t *variants,
                                size_t variant_count) {
    static affine_t points[MANY];
    static uint8_t scalars[32 * MANY], encoded[ENCODED * MANY + 1];
    static const size_t sizes[2] = {MANY, MANY_FEWER};
    point_t expected[2], sum;
    uint64_t state = 2000 + (uint64_t)kind;
    memset(&sum, 0, sizeof sum);
    for (size_t i = 0; i < MANY; i++) {
        const long from = pick(kind, i, &state);
        memset(&points[i], 0, sizeof points[i]);
        if (from != 0) points[i] = SUBJECT(pool)[from < 0 ? -from : from];
        if (from < 0) GROUP(affine_neg)(&points[i], &points[i]);
        if (from != 0) GROUP(encode_uncompressed)(encoded + 1 + ENCODED * i, &points[i]);
        affine_t term = points[i];
        const int value = make_small(scalars + 32 * i, pattern, i, &state);
        if (value < 0) GROUP(affine_neg)(&term, &term);
        for (int times = value < 0 ? 1 : value; times > 0; times--) GROUP(add_affine)(&sum, &sum, &term);
        if (i + 1 == MANY_FEWER) expected[1] = sum;
    }
    expected[0] = sum;
    for (size_t at = 0; at < 4 * variant_count; at++) {
        point_t out;
        qr_job_t job = {.group = at & 1 ? group : NULL};
        const size_t size = at >> 1 & 1;
        qr_cpu_restrict(variants[at / 4]);
        CHECK_OK(MSM(&job, &out, points, QR_POINTS_AFFINE, scalars, sizes[size]));
        CHECK(GROUP(equal)(&out, &expected[size]), "kind %d, pattern %d, affine", (int)kind, (int)pattern);
        if (kind == INFINITE) continue;
        CHECK_OK(MSM(&job, &out, encoded + 1, QR_POINTS_FILE, scalars, sizes[size]));
        CHECK(GROUP(equal)(&out, &expected[size]), "kind %d, pattern %d, file", (int)kind, (int)pattern);
    }
    qr_cpu_restrict(variants[variant_count - 1]);
}

static void SUBJECT(check)(qr_group_t *group, const uint32_t *variants, size_t variant_count) {
    for (int kind = 0; kind < KINDS; kind++) {
        size_t largest = kind == PLAIN || kind == ONES ? POOL : 1000;
        SUBJECT(check_kind)(group, (kind_t)kind, largest, variants, variant_count);
    }
    static const kind_t kinds[4] = {PLAIN, REPEATED, OPPOSITE, INFINITE};
    for (int i = 0; i < 4 * PATTERNS; i++) {
        SUBJECT(check_ones)(group, kinds[i / PATTERNS], (pattern_t)(i % PATTERNS), variants, variant_count);
    }
    qr_job_t job = {.cancel = 1};
    static uint8_t scalars[32 * POOL];
    point_t out;
    uint64_t state = 3;
    check_fill(scalars, sizeof scalars, &state);
    for (size_t i = 0; i < POOL; i++) scalars[32 * i + 31] &= 0x3f;
    CHECK(MSM(&job, &out, SUBJECT(pool), QR_POINTS_AFFINE, scalars, POOL) == QR_CANCELLED, "cancelled");
    CHECK(MSM(NULL, &out, SUBJECT(pool), QR_POINTS_AFFINE, scalars, 1) == QR_INVALID_ARGUMENT, "no job");
}
