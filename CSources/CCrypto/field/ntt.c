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

static void subtract_range(void *context, size_t worker, uint64_t start, uint64_t end) {
    each_t *each = context;
    (void)worker;
    for (uint64_t i = start; i < end; i++) each->out[i] = qr_fr_difference(each->a[i], each->b[i]);
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

void qr_ntt_subtract(qr_job_t *job, qr_fr_t *out, const qr_fr_t *a, const qr_fr_t *b, uint64_t count) {
    each_t each = {.out = out, .a = a, .b = b};
    qr_group_for(job->group, count, BLOCK, NULL, subtract_range, &each);
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
    uint64_t n;
    uint32_t cancelled;
    uint8_t *scratch;   /**< cells and twists of each worker */
    size_t column_size; /**< bytes of a column's cells */
    uint64_t grain;
    const qr_ntt_pass_t *pass;
} run_t;

#define TABLE_SIZE ((size_t)QR_NTT_FACTOR_SIZE << QR_NTT_COLUMN_BITS)

/** Units: eight columns, over all blocks. */
static void column_range(void *context, size_t worker, uint64_t start, uint64_t end) {
    run_t *run = context;
    const qr_ntt_pass_t *pass = run->pass;
    uint8_t *cells = run->scratch + 2 * run->column_size * worker, *twists = cells + run->column_size;
    if (qr_job_cancelled(run->job)) __atomic_store_n(&run->cancelled, 1, __ATOMIC_RELAXED);
    const uint64_t in_block = pass->row / QR_NTT_LANES;
    for (uint64_t unit = start; unit < end; unit++) {
        uint64_t block = unit / in_block, column = unit % in_block * QR_NTT_LANES;
        if (unit == start || column == 0) run->kernel->twist(twists, pass, column);
        run->kernel->columns(run->values + (block << pass->bits) * pass->row + column, cells, twists, pass);
    }
}

/** Units: eight neighbouring blocks. */
static void row_range(void *context, size_t worker, uint64_t start, uint64_t end) {
    run_t *run = context;
    uint8_t *cells = run->scratch + 2 * run->column_size * worker;
    if (qr_job_cancelled(run->job)) __atomic_store_n(&run->cancelled, 1, __ATOMIC_RELAXED);
    for (uint64_t unit = start; unit < end; unit++) {
        run->kernel->rows(run->values + (unit * QR_NTT_LANES << run->pass->bits), cells, run->pass);
    }
}

static void run_pass(run_t *run, const qr_ntt_pass_t *pass) {
    uint64_t units = run->n >> (pass->bits + 3);
    size_t workers = qr_group_size(run->job->group);
    // A new start costs a column's twists, so units go out in long stretches; but enough for all workers.
    uint64_t grain = units / (8 * workers) + 1;
    run->pass = pass;
    qr_group_for(run->job->group, units, grain < 32 ? grain : 32, &run->cancelled,
                 pass->row > 1 ? column_range : row_range, run);
}

/** The factors of a small transform's butterflies. Element buffer: 2^bits. */
static void make_roots(void *out, const qr_ntt_kernel_t *k, unsigned bits, bool gather, bool inverse,
                       qr_fr_t *elements) {
    const uint64_t half = UINT64_C(1) << (bits - 1);
    qr_fr_t root = qr_ntt_root(bits), power = qr_fr_one;
    if (inverse) root = qr_fr_invert(root);
    elements[0] = qr_fr_one;
    for (uint64_t i = 0; i < half; i++) {
        elements[gather ? half + i : qr_ntt_reverse(i, bits - 1)] = power;
        power = qr_fr_product(power, root);
    }
    if (gather) {
        for (uint64_t h = half / 2; h > 0; h /= 2) {
            for (uint64_t j = 0; j < h; j++) elements[h + j] = elements[2 * h + 2 * j];
        }
    }
    k->factors(out, elements, gather ? 2 * half : half);
}

/** factors[p] = first step^k, k = p reversed. */
static void make_factors(void *out, const qr_ntt_kernel_t *k, unsigned bits, qr_fr_t first, qr_fr_t step,
                         qr_fr_t *elements) {
    for (uint64_t i = 0; i < (uint64_t)1 << bits; i++) {
        elements[qr_ntt_reverse(i, bits)] = first;
        first = qr_fr_product(first, step);
    }
    k->factors(out, elements, (size_t)1 << bits);
}

/** Cuts log_n into columns of nearly equal size; how many. */
static unsigned plan(unsigned bits[MAX_PASSES], unsigned log_n) {
    unsigned passes = log_n <= 2 * QR_NTT_COLUMN_BITS ? 2 : 3;
    for (unsigned i = 0, left = log_n; i < passes; i++) {
        bits[i] = left / (passes - i);
        left -= bits[i];
    }
    return passes;
}

/** All passes, in order or, for gather, from the last to the first. tables: 2 TABLE_SIZE bytes and room for
 * the elements of one. */
static void run_passes(run_t *run, uint8_t *tables, unsigned log_n, bool gather, bool inverse, qr_fr_t scale,
                       qr_fr_t step) {
    unsigned bits[MAX_PASSES];
    unsigned passes = plan(bits, log_n);
    qr_ntt_pass_t all[MAX_PASSES];
    unsigned left = log_n;
    for (unsigned i = 0; i < passes; i++) {
        qr_ntt_pass_t pass = {.bits = bits[i], .row = UINT64_C(1) << (left - bits[i]), .gather = gather};
        pass.root = qr_ntt_root(left);
        if (inverse) pass.root = qr_fr_invert(pass.root);
        pass.scale = scale;
        pass.step = step;
        scale = qr_fr_one;
        step = qr_ntt_power(step, UINT64_C(1) << bits[i]);
        left -= bits[i];
        all[i] = pass;
    }
    qr_fr_t *elements = (qr_fr_t *)(tables + 2 * TABLE_SIZE);
    for (unsigned i = 0; i < passes; i++) {
        qr_ntt_pass_t *pass = &all[gather ? passes - 1 - i : i];
        pass->last = i == passes - 1;
        pass->roots = tables;
        make_roots(tables, run->kernel, pass->bits, gather, inverse, elements);
        qr_fr_t factor = pass->step, first = pass->scale;
        if (pass->row > 1) {
            factor = qr_ntt_power(pass->root, QR_NTT_LANES);
            first = qr_fr_one;
        }
        bool plain = qr_fr_equal(factor, qr_fr_one) && qr_fr_equal(first, qr_fr_one);
        pass->factors = plain ? NULL : tables + TABLE_SIZE;
        if (!plain) make_factors(tables + TABLE_SIZE, run->kernel, pass->bits, first, factor, elements);
        run_pass(run, pass);
    }
}

static qr_status_t transform(qr_job_t *job, qr_fr_t *values, unsigned log_n, bool gather, bool inverse,
                             qr_fr_t scale, qr_fr_t step) {
    if (log_n > QR_NTT_MAX_LOG) return QR_INVALID_ARGUMENT;
    if (log_n < SMALL_BITS) {
        qr_fr_t root = qr_ntt_root(log_n);
        transform_small(values, log_n, gather, inverse ? qr_fr_invert(root) : root, scale, step);
        return QR_OK;
    }
    run_t run = {.kernel = kernel(), .job = job, .values = values, .n = UINT64_C(1) << log_n};
    unsigned bits[MAX_PASSES];
    // The last pass has the longest columns.
    run.column_size = (size_t)QR_NTT_CELL_SIZE << bits[plan(bits, log_n) - 1];
    const size_t columns = 2 * run.column_size * qr_group_size(job->group);
    const size_t tables = 2 * TABLE_SIZE + (sizeof(qr_fr_t) << QR_NTT_COLUMN_BITS);
    void *memory;
    qr_status_t status = qr_memory_allocate(&memory, columns + tables, -1, QR_MEMORY_HUGE);
    if (status != QR_OK) return qr_job_fail(job, status, 0, "transform");
    run.scratch = memory;
    run_passes(&run, run.scratch + columns, log_n, gather, inverse, scale, step);
    qr_memory_free(memory, columns + tables);
    return run.cancelled ? QR_CANCELLED : QR_OK;
}

qr_status_t qr_ntt_scatter(qr_job_t *job, qr_fr_t *values, unsigned log_n, bool inverse, qr_fr_t scale,
                           qr_fr_t step) {
    return transform(job, values, log_n, false, inverse, scale, step);
}

qr_status_t qr_ntt_gather(qr_job_t *job, qr_fr_t *values, unsigned log_n, bool inverse) {
    return transform(job, values, log_n, true, inverse, qr_fr_one, qr_fr_one);
}
