/**
 * @file msm_fixed.h
 * Multiples of one point for one group: a template, to be included with these defined: FIXED(name),
 * FIXED_TABLE (the name of the struct), the types fixed_t, fixed_point_t, fixed_affine_t and fixed_field_t,
 * POINT(name) for the public functions of the group and FIELD(name) for its field.
 *
 * A scalar is a sum of signed digits times powers of 2^bits; there is a table of the digits' multiples for
 * each power. A block of scalars takes one addition a digit, in affine coordinates with one inversion for the
 * whole block.
 */

struct FIXED_TABLE {
    unsigned bits, windows;
    size_t row; /**< points of a window: digits 1 to 2^(bits-1) */
    size_t bytes;
    fixed_affine_t *points;
    qr_fixed_lanes_t lanes; /**< used instead of points if it has a kernel */
};

/* ---- Tables ---- */

typedef struct {
    fixed_t *table;
    const fixed_affine_t *bases; /**< 2^(bits w) times the point */
} FIXED(fill_t);

static void FIXED(fill)(void *context, size_t worker, uint64_t start, uint64_t end) {
    enum { STEP = 64 };
    FIXED(fill_t) *fill = context;
    fixed_t *table = fill->table;
    (void)worker;
    for (uint64_t w = start; w < end; w++) {
        fixed_affine_t *out = table->points + w * table->row;
        fixed_point_t multiples[STEP], running;
        memset(&running, 0, sizeof running);
        for (size_t at = 0; at < table->row; at += STEP) {
            size_t count = table->row - at < STEP ? table->row - at : STEP;
            for (size_t i = 0; i < count; i++) {
                POINT(add_affine)(&running, &running, &fill->bases[w]);
                multiples[i] = running;
            }
            POINT(batch_to_affine)(out + at, multiples, count);
        }
    }
}

static qr_status_t FIXED(create_points)(qr_job_t *job, fixed_t *table, const fixed_affine_t *bases) {
    void *memory;
    table->bytes = table->windows * table->row * sizeof(fixed_affine_t);
    qr_status_t status = qr_memory_allocate(&memory, table->bytes, -1, QR_MEMORY_HUGE);
    if (status != QR_OK) return qr_job_fail(job, status, 0, "table of multiples");
    table->points = memory;
    FIXED(fill_t) fill = {table, bases};
    qr_group_for(job->group, table->windows, 1, NULL, FIXED(fill), &fill);
    return QR_OK;
}

static qr_status_t FIXED(create)(qr_job_t *job, fixed_t **out, const fixed_affine_t *base, size_t expected) {
    *out = NULL;
    if (job == NULL || POINT(affine_is_infinity)(base)) return QR_INVALID_ARGUMENT;
    fixed_t *table = calloc(1, sizeof *table);
    if (table == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "table of multiples");
    table->bits = fixed_bits(expected);
    table->windows = qr_msm_windows(table->bits);
    table->row = (size_t)1 << (table->bits - 1);
    fixed_affine_t bases[FIXED_MAX_WINDOWS];
    fixed_point_t power;
    POINT(from_affine)(&power, base);
    for (unsigned w = 0; w < table->windows; w++) {
        POINT(to_affine)(&bases[w], &power);
        for (unsigned i = 0; i < table->bits; i++) POINT(double)(&power, &power);
    }
    const qr_msm_kernel_t *kernel = FIXED(kernel)(expected);
    qr_status_t status = kernel != NULL
                             ? qr_fixed_lanes_create(job, &table->lanes, kernel, table->bits, bases)
                             : FIXED(create_points)(job, table, bases);
    if (status != QR_OK) {
        free(table);
        return status;
    }
    *out = table;
    return QR_OK;
}

static void FIXED(destroy)(fixed_t *table) {
    if (table == NULL) return;
    qr_memory_free(table->points, table->bytes);
    qr_fixed_lanes_destroy(&table->lanes);
    free(table);
}

/* ---- Multiples ---- */

typedef struct {
    const fixed_t *table;
    qr_job_t *job;
    fixed_affine_t *out;
    const uint8_t *scalars;
    uint32_t cancelled;
} FIXED(run_t);

/** An addition waiting for the block's inversion. */
typedef struct {
    uint32_t index;
    fixed_affine_t addend;
    fixed_field_t dx, before; /**< x difference, product of those before it */
} FIXED(step_t);

/** acc += addend by the lines' formulas, 1/dx given. */
static void FIXED(finish)(fixed_affine_t *acc, const fixed_affine_t *addend, const fixed_field_t *inverse) {
    fixed_field_t slope, x, y;
    FIELD(sub)(&y, &addend->y, &acc->y);
    FIELD(mul)(&slope, &y, inverse);
    FIELD(square)(&x, &slope);
    FIELD(sub)(&x, &x, &acc->x);
    FIELD(sub)(&x, &x, &addend->x);
    FIELD(sub)(&y, &acc->x, &x);
    FIELD(mul)(&y, &y, &slope);
    FIELD(sub)(&acc->y, &y, &acc->y);
    acc->x = x;
}

/** Sums of equal or opposite points, and into infinity. */
static void FIXED(add_slowly)(fixed_affine_t *acc, const fixed_affine_t *addend) {
    fixed_point_t sum;
    POINT(from_affine)(&sum, acc);
    POINT(add_affine)(&sum, &sum, addend);
    POINT(to_affine)(acc, &sum);
}

/** acc[i] += digits[i] times the window's point. */
static void FIXED(add_window)(fixed_affine_t *acc, FIXED(step_t) * steps, const fixed_affine_t *row,
                              const int32_t *digits, size_t count) {
    fixed_field_t product;
    FIELD(set_one)(&product);
    size_t waiting = 0;
    for (size_t i = 0; i < count; i++) {
        // The tables are larger than the caches, and the digits are random.
        const int32_t next = i + 12 < count ? digits[i + 12] : 0;
        const char *line = (const char *)&row[next == 0 ? 0 : (next < 0 ? -next : next) - 1];
        for (size_t at = 0; at < sizeof *row; at += 64) __builtin_prefetch(line + at);
        FIXED(step_t) *step = &steps[waiting];
        if (digits[i] == 0) continue;
        step->addend = row[(digits[i] < 0 ? -digits[i] : digits[i]) - 1];
        if (digits[i] < 0) POINT(affine_neg)(&step->addend, &step->addend);
        FIELD(sub)(&step->dx, &step->addend.x, &acc[i].x);
        if (POINT(affine_is_infinity)(&acc[i])) {
            acc[i] = step->addend;
        } else if (FIELD(is_zero)(&step->dx)) {
            FIXED(add_slowly)(&acc[i], &step->addend);
        } else {
            step->index = (uint32_t)i;
            step->before = product;
            FIELD(mul)(&product, &product, &step->dx);
            waiting++;
        }
    }
    FIELD(inverse)(&product, &product);
    while (waiting-- > 0) {
        fixed_field_t inverse;
        FIELD(mul)(&inverse, &product, &steps[waiting].before);
        FIELD(mul)(&product, &product, &steps[waiting].dx);
        FIXED(finish)(&acc[steps[waiting].index], &steps[waiting].addend, &inverse);
    }
}

static void FIXED(multiply)(void *context, size_t worker, uint64_t start, uint64_t end) {
    FIXED(run_t) *run = context;
    const fixed_t *table = run->table;
    int32_t digits[FIXED_MAX_WINDOWS][FIXED_BLOCK];
    FIXED(step_t) steps[FIXED_BLOCK];
    (void)worker;
    if (qr_job_cancelled(run->job)) __atomic_store_n(&run->cancelled, 1, __ATOMIC_RELAXED);
    for (uint64_t at = start; at < end; at += FIXED_BLOCK) {
        size_t count = end - at < FIXED_BLOCK ? end - at : FIXED_BLOCK;
        for (size_t i = 0; i < count; i++) {
            qr_msm_digits(&digits[0][i], FIXED_BLOCK, run->scalars + 32 * (at + i), table->bits);
        }
        memset(run->out + at, 0, count * sizeof *run->out);
        for (unsigned w = 0; w < table->windows; w++) {
            FIXED(add_window)(run->out + at, steps, table->points + w * table->row, digits[w], count);
        }
    }
}

static qr_status_t FIXED(mul)(qr_job_t *job, fixed_affine_t *out, const fixed_t *table,
                              const uint8_t *scalars, size_t count) {
    if (job == NULL) return QR_INVALID_ARGUMENT;
    if (table->lanes.kernel != NULL) return qr_fixed_lanes_mul(job, out, &table->lanes, scalars, count);
    FIXED(run_t) run = {.table = table, .job = job, .out = out, .scalars = scalars};
    qr_group_for(job->group, count, FIXED_BLOCK, &run.cancelled, FIXED(multiply), &run);
    return run.cancelled ? QR_CANCELLED : QR_OK;
}
