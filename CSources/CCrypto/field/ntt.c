/**
 * @file ntt.c
 * Transforms over Fr: the array is a matrix whose columns are transformed, twisted by powers of omega, and
 * then its rows, the same way (the four-step method, without its transpositions: results are bit-reversed).
 * A pass does eight columns at a time in a buffer that fits the cache.
 */
#include "field/ntt.h"

#include <string.h>

#include "field/ntt_kernels.h"

/** Below this a transform is done by its definition. */
enum { SMALL_BITS = 6, MAX_PASSES = 3, BLOCK = 1 << 14, TILE_BITS = 4, TILE = 1 << TILE_BITS };

static const qr_ntt_kernel_t *kernel(void) {
#if defined(__x86_64__)
    uint32_t features = qr_cpu_features();
    if (features & QR_CPU_AVX512IFMA) return &qr_ntt_ifma;
    if (features & QR_CPU_BMI2_ADX) return &qr_ntt_mulx;
#endif
    return &qr_ntt_portable;
}

const char *qr_ntt_kernel(void) {
    return kernel()->name;
}

qr_fr_t qr_ntt_power(qr_fr_t a, uint64_t exponent) {
    qr_fr_t out = qr_fr_one;
    for (; exponent != 0; exponent >>= 1) {
        if (exponent & 1) out = qr_fr_product(out, a);
        a = qr_fr_square(a);
    }
    return out;
}

qr_fr_t qr_ntt_root(unsigned log_n) {
    // 7^((r - 1) / 2^32), canonical.
    static const qr_fr_t root = {{UINT64_C(0x3829971f439f0d2b), UINT64_C(0xb63683508c2280b9),
                                  UINT64_C(0xd09b681922c813b4), UINT64_C(0x16a2a19edfe81f20)}};
    qr_fr_t out = qr_fr_to_montgomery(root);
    for (unsigned i = log_n; i < 32; i++) out = qr_fr_square(out);
    return out;
}

/* ---- Element by element ---- */

typedef struct {
    const qr_ntt_kernel_t *kernel;
    qr_fr_t *out;
    const qr_fr_t *a, *b;
    qr_fr_t first, step;
} each_t;

static void multiply_range(void *context, size_t worker, uint64_t start, uint64_t end) {
    each_t *each = context;
    (void)worker;
    each->kernel->multiply(each->out + start, each->a + start, each->b + start, end - start);
}

static void scale_range(void *context, size_t worker, uint64_t start, uint64_t end) {
    each_t *each = context;
    (void)worker;
    qr_fr_t first = qr_fr_product(qr_ntt_power(each->step, start), each->first);
    each->kernel->scale(each->out + start, end - start, first, each->step);
}

void qr_ntt_multiply(qr_job_t *job, qr_fr_t *out, const qr_fr_t *a, const qr_fr_t *b, uint64_t count) {
    each_t each = {.kernel = kernel(), .out = out, .a = a, .b = b};
    qr_group_for(job->group, count, BLOCK, NULL, multiply_range, &each);
}

void qr_ntt_scale(qr_job_t *job, qr_fr_t *values, uint64_t count, qr_fr_t scale, qr_fr_t step) {
    each_t each = {.kernel = kernel(), .out = values, .first = scale, .step = step};
    qr_group_for(job->group, count, BLOCK, NULL, scale_range, &each);
}

void qr_ntt_to_canonical(qr_job_t *job, qr_fr_t *values, uint64_t count) {
    qr_ntt_scale(job, values, count, qr_fr_raw_one, qr_fr_one);
}

void qr_ntt_to_montgomery(qr_job_t *job, qr_fr_t *values, uint64_t count) {
    qr_ntt_scale(job, values, count, qr_fr_r2, qr_fr_one);
}

/* ---- Bit reversal: places (high, middle, low) and (low, middle, high reversed) change in tiles ---- */

typedef struct {
    qr_fr_t *values;
    unsigned log_n, tile;
} permute_t;

/** out[reversed(low)][reversed(high)] = tile element (high, low). */
static void read_tile(qr_fr_t *out, const permute_t *permute, uint64_t middle) {
    const unsigned bits = permute->tile;
    for (uint64_t high = 0; high < (uint64_t)1 << bits; high++) {
        const qr_fr_t *row = permute->values + (high << (permute->log_n - bits)) + (middle << bits);
        uint64_t column = qr_ntt_reverse(high, bits);
        for (uint64_t low = 0; low < (uint64_t)1 << bits; low++) {
            out[(qr_ntt_reverse(low, bits) << bits) + column] = row[low];
        }
    }
}

/** The rows of a tile lie far apart: no hardware prefetcher finds the next. */
static void prefetch_tile(const permute_t *permute, uint64_t middle) {
    const unsigned bits = permute->tile;
    for (uint64_t high = 0; high < (uint64_t)1 << bits; high++) {
        const qr_fr_t *row = permute->values + (high << (permute->log_n - bits)) + (middle << bits);
        for (uint64_t low = 0; low < (uint64_t)1 << bits; low += 2) __builtin_prefetch(row + low, 1, 2);
    }
}

static void write_tile(const permute_t *permute, uint64_t middle, const qr_fr_t *tile) {
    const unsigned bits = permute->tile;
    for (uint64_t high = 0; high < (uint64_t)1 << bits; high++) {
        qr_fr_t *row = permute->values + (high << (permute->log_n - bits)) + (middle << bits);
        memcpy(row, tile + (high << bits), sizeof(qr_fr_t) << bits);
    }
}

static void permute_range(void *context, size_t worker, uint64_t start, uint64_t end) {
    const permute_t *permute = context;
    qr_fr_t tiles[2][TILE * TILE];
    (void)worker;
    for (uint64_t middle = start; middle < end; middle++) {
        uint64_t other = qr_ntt_reverse(middle, permute->log_n - 2 * permute->tile);
        if (other < middle) continue;
        if (middle + 1 < end) {
            prefetch_tile(permute, middle + 1);
            prefetch_tile(permute, qr_ntt_reverse(middle + 1, permute->log_n - 2 * permute->tile));
        }
        read_tile(tiles[0], permute, middle);
        read_tile(tiles[1], permute, other);
        write_tile(permute, other, tiles[0]);
        write_tile(permute, middle, tiles[1]);
    }
}

void qr_ntt_permute(qr_job_t *job, qr_fr_t *values, unsigned log_n) {
    unsigned tile = log_n / 2 < TILE_BITS ? log_n / 2 : TILE_BITS;
    permute_t permute = {values, log_n, tile};
    qr_group_for(job->group, UINT64_C(1) << (log_n - 2 * tile), 64, NULL, permute_range, &permute);
}

/* ---- Small domains ---- */

/** By the definition; in or out bit-reversed. */
static void transform_small(qr_fr_t *values, unsigned log_n, bool gather, qr_fr_t root, qr_fr_t scale,
                            qr_fr_t step) {
    qr_fr_t in[1 << SMALL_BITS];
    const uint64_t n = UINT64_C(1) << log_n;
    for (uint64_t i = 0; i < n; i++) in[i] = values[gather ? qr_ntt_reverse(i, log_n) : i];
    qr_fr_t point = qr_fr_one;
    for (uint64_t k = 0; k < n; k++) {
        qr_fr_t sum = qr_fr_zero;
        for (uint64_t i = n; i-- > 0;) sum = qr_fr_sum(qr_fr_product(sum, point), in[i]);
        values[gather ? k : qr_ntt_reverse(k, log_n)] = qr_fr_product(sum, scale);
        scale = qr_fr_product(scale, step);
        point = qr_fr_product(point, root);
    }
}

/* ---- Passes ---- */

typedef struct {
    const qr_ntt_kernel_t *kernel;
    qr_job_t *job;
    qr_fr_t *values;
    unsigned log_n;
    uint32_t cancelled;
    uint8_t *scratch;   /**< the buffer and twist of each worker */
    size_t worker_size; /**< bytes of those */
    uint8_t *tables;    /**< TABLES_SIZE bytes */
    const qr_ntt_pass_t *pass;
} run_t;

/** Roots of two transforms, factors, omega's powers as fixed factors and as elements. */
#define ROOTS_SIZE (QR_NTT_FACTOR_SIZE * (((size_t)1 << QR_NTT_COLUMN_BITS) + 64))
#define FACTORS_SIZE ((size_t)QR_NTT_FACTOR_SIZE << QR_NTT_COLUMN_BITS)
#define BACK_AT ROOTS_SIZE
#define FACTORS_AT (2 * ROOTS_SIZE)
#define POWERS_AT (FACTORS_AT + FACTORS_SIZE)
#define ELEMENTS_AT (POWERS_AT + FACTORS_SIZE / 2)
#define TABLES_SIZE (ELEMENTS_AT + (sizeof(qr_fr_t) << QR_NTT_COLUMN_BITS))

static uint8_t *twist_of(const run_t *run, size_t worker) {
    return run->scratch + run->worker_size * worker;
}

static uint8_t *cells_of(const run_t *run, size_t worker) {
    return twist_of(run, worker) + QR_NTT_TWIST_SIZE;
}

/** Units: eight columns, over all blocks. */
static void column_range(void *context, size_t worker, uint64_t start, uint64_t end) {
    run_t *run = context;
    const qr_ntt_pass_t *pass = run->pass;
    uint8_t *twist = twist_of(run, worker);
    if (qr_job_cancelled(run->job)) __atomic_store_n(&run->cancelled, 1, __ATOMIC_RELAXED);
    const uint64_t in_block = pass->row / QR_NTT_LANES;
    for (uint64_t unit = start; unit < end; unit++) {
        uint64_t block = unit / in_block, column = unit % in_block * QR_NTT_LANES;
        if (unit == start || column == 0) run->kernel->twist(twist, pass, column);
        uint64_t at = (block << pass->bits) * pass->row + column;
        run->kernel->columns(run->values, at, cells_of(run, worker), twist, pass);
    }
}

/** Units: eight neighbouring blocks. */
static void row_range(void *context, size_t worker, uint64_t start, uint64_t end) {
    run_t *run = context;
    if (qr_job_cancelled(run->job)) __atomic_store_n(&run->cancelled, 1, __ATOMIC_RELAXED);
    for (uint64_t unit = start; unit < end; unit++) {
        uint64_t at = unit * QR_NTT_LANES << run->pass->bits;
        run->kernel->rows(run->values, at, cells_of(run, worker), run->pass);
    }
}

static void run_pass(run_t *run, const qr_ntt_pass_t *pass) {
    uint64_t units = UINT64_C(1) << (run->log_n - pass->bits - 3);
    // Enough for all workers to end at the same time; a new start costs a microsecond.
    uint64_t grain = units / (64 * qr_group_size(run->job->group)) + 1;
    run->pass = pass;
    qr_group_for(run->job->group, units, grain, &run->cancelled, pass->row > 1 ? column_range : row_range,
                 run);
}

/** The roots of a small transform. */
static void make_roots(const run_t *run, size_t at, unsigned bits, bool gather, bool inverse) {
    const uint64_t half = UINT64_C(1) << (bits - 1);
    qr_fr_t *elements = (qr_fr_t *)(void *)(run->tables + ELEMENTS_AT);
    qr_fr_t root = qr_ntt_root(bits);
    if (inverse) root = qr_fr_invert(root);
    elements[0] = qr_fr_one;
    for (uint64_t i = 1; i < half; i++) elements[i] = qr_fr_product(elements[i - 1], root);
    run->kernel->factors(run->tables + POWERS_AT, elements, half);
    run->kernel->roots(run->tables + at, run->tables + POWERS_AT, bits, gather);
}

/** What result p of a row is multiplied by: first step^k, k = p reversed; NULL: by one. */
static const void *make_factors(const run_t *run, unsigned bits, qr_fr_t first, qr_fr_t step) {
    if (qr_fr_equal(first, qr_fr_one) && qr_fr_equal(step, qr_fr_one)) return NULL;
    qr_fr_t *elements = (qr_fr_t *)(void *)(run->tables + ELEMENTS_AT);
    for (uint64_t i = 0; i < (uint64_t)1 << bits; i++) {
        elements[qr_ntt_reverse(i, bits)] = first;
        first = qr_fr_product(first, step);
    }
    run->kernel->factors(run->tables + FACTORS_AT, elements, (size_t)1 << bits);
    return run->tables + FACTORS_AT;
}

/** Cuts log_n into columns of nearly equal size, the longest last; how many. */
static unsigned plan(unsigned bits[MAX_PASSES], unsigned log_n) {
    unsigned passes = log_n <= 2 * QR_NTT_COLUMN_BITS ? 2 : 3;
    for (unsigned i = 0, left = log_n; i < passes; i++) {
        bits[i] = left / (passes - i);
        left -= bits[i];
    }
    return passes;
}

/** What a transform does. */
typedef struct {
    bool scatter, gather;
    bool inverse; /**< the first of them */
    qr_fr_t scale, step;
    const qr_fr_t *in, *times, *minus; /**< as in a pass */
} transform_t;

/** Scatter's passes. If a gather follows, the last takes up its first. */
static void run_scatter(run_t *run, const transform_t *what) {
    unsigned bits[MAX_PASSES], left = run->log_n, passes = plan(bits, left);
    qr_fr_t scale = what->scale, step = what->step;
    for (unsigned i = 0; i < passes; i++) {
        qr_ntt_pass_t pass = {.bits = bits[i], .row = UINT64_C(1) << (left - bits[i]), .roots = run->tables};
        pass.root = qr_ntt_root(left);
        if (what->inverse) pass.root = qr_fr_invert(pass.root);
        pass.scale = scale;
        pass.step = step;
        pass.last = i == passes - 1;
        make_roots(run, 0, bits[i], false, what->inverse);
        if (i == 0) pass.in = what->in, pass.times = what->times;
        if (pass.last) {
            pass.factors = make_factors(run, bits[i], scale, step);
            pass.minus = what->minus;
        }
        if (pass.last && what->gather) {
            make_roots(run, BACK_AT, bits[i], true, !what->inverse);
            pass.back = run->tables + BACK_AT;
        }
        run_pass(run, &pass);
        scale = qr_fr_one;
        step = qr_ntt_power(step, UINT64_C(1) << bits[i]);
        left -= bits[i];
    }
}

/** Gather's passes, without the first if a scatter took it up. */
static void run_gather(run_t *run, bool inverse, bool begun) {
    unsigned bits[MAX_PASSES], passes = plan(bits, run->log_n), done = 0;
    for (unsigned i = passes; i-- > 0;) {
        qr_ntt_pass_t pass = {.bits = bits[i], .row = UINT64_C(1) << done, .gather = true};
        done += bits[i];
        if (begun && i == passes - 1) continue;
        pass.root = qr_ntt_root(done);
        if (inverse) pass.root = qr_fr_invert(pass.root);
        pass.scale = pass.step = qr_fr_one;
        pass.last = i == 0;
        pass.roots = run->tables;
        make_roots(run, 0, bits[i], true, inverse);
        run_pass(run, &pass);
    }
}

static void transform_few(qr_fr_t *values, unsigned log_n, const transform_t *what) {
    const uint64_t n = UINT64_C(1) << log_n;
    qr_fr_t root = qr_ntt_root(log_n);
    if (what->inverse) root = qr_fr_invert(root);
    for (uint64_t i = 0; what->times != NULL && i < n; i++) {
        values[i] = qr_fr_product(what->in[i], what->times[i]);
    }
    if (what->scatter) {
        transform_small(values, log_n, false, root, what->scale, what->step);
        root = qr_fr_invert(root);
    }
    for (uint64_t i = 0; what->minus != NULL && i < n; i++) {
        values[i] = qr_fr_difference(values[i], what->minus[i]);
    }
    if (what->gather) transform_small(values, log_n, true, root, qr_fr_one, qr_fr_one);
}

static qr_status_t transform(qr_job_t *job, qr_fr_t *values, unsigned log_n, const transform_t *what) {
    if (log_n > QR_NTT_MAX_LOG) return QR_INVALID_ARGUMENT;
    if (log_n < SMALL_BITS) {
        transform_few(values, log_n, what);
        return QR_OK;
    }
    run_t run = {.kernel = kernel(), .job = job, .values = values, .log_n = log_n};
    unsigned bits[MAX_PASSES];
    run.worker_size = QR_NTT_CELL_SIZE * qr_ntt_buffer_cells(bits[plan(bits, log_n) - 1]) + QR_NTT_TWIST_SIZE;
    const size_t workers = run.worker_size * qr_group_size(job->group);
    void *memory;
    qr_status_t status = qr_memory_allocate(&memory, workers + TABLES_SIZE, -1, QR_MEMORY_HUGE);
    if (status != QR_OK) return qr_job_fail(job, status, 0, "transform");
    run.scratch = memory;
    run.tables = run.scratch + workers;
    if (what->scatter) run_scatter(&run, what);
    if (what->gather) run_gather(&run, what->inverse != what->scatter, what->scatter);
    qr_memory_free(memory, workers + TABLES_SIZE);
    return run.cancelled ? QR_CANCELLED : QR_OK;
}

qr_status_t qr_ntt_scatter(qr_job_t *job, qr_fr_t *values, unsigned log_n, bool inverse, qr_fr_t scale,
                           qr_fr_t step) {
    const transform_t what = {.scatter = true, .inverse = inverse, .scale = scale, .step = step};
    return transform(job, values, log_n, &what);
}

qr_status_t qr_ntt_scatter_product(qr_job_t *job, qr_fr_t *out, const qr_fr_t *a, const qr_fr_t *b,
                                   const qr_fr_t *minus, unsigned log_n, qr_fr_t scale, qr_fr_t step) {
    const transform_t what = {
        .scatter = true, .inverse = true, .scale = scale, .step = step, .in = a, .times = b, .minus = minus};
    return transform(job, out, log_n, &what);
}

qr_status_t qr_ntt_gather(qr_job_t *job, qr_fr_t *values, unsigned log_n, bool inverse) {
    const transform_t what = {.gather = true, .inverse = inverse};
    return transform(job, values, log_n, &what);
}

qr_status_t qr_ntt_extend(qr_job_t *job, qr_fr_t *values, unsigned log_n, qr_fr_t scale, qr_fr_t step) {
    const transform_t what = {.scatter = true, .gather = true, .inverse = true, .scale = scale, .step = step};
    return transform(job, values, log_n, &what);
}
