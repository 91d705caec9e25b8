/**
 * @file params_generate.c
 * Parameters of a circuit from given secrets: each variable's polynomials at tau, by adding up its rows'
 * Lagrange values, then all points as multiples of the generators.
 */
#include "params_generate.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "field/ntt.h"
#include "groth16_prove.h"
#include "params_points.h"
#include "synthesis.h"

/* ---- Secrets ---- */

void qr_params_derive_secrets(qr_params_secrets_t *out, const void *seed, size_t seed_length,
                              const char *id) {
    static const char domain[] = "quarry local parameters 1";
    const uint64_t length = seed_length;
    uint8_t key[crypto_stream_chacha20_KEYBYTES], nonce[crypto_stream_chacha20_NONCEBYTES] = {0};
    uint8_t block[64];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof key);
    crypto_generichash_update(&state, (const uint8_t *)domain, sizeof domain);
    crypto_generichash_update(&state, (const uint8_t *)&length, sizeof length);
    crypto_generichash_update(&state, seed, seed_length);
    crypto_generichash_update(&state, (const uint8_t *)id, strlen(id));
    crypto_generichash_final(&state, key, sizeof key);
    qr_fr_t *const all[] = {&out->alpha, &out->beta, &out->gamma, &out->delta, &out->tau};
    uint64_t counter = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all;) {
        memset(block, 0, sizeof block);
        crypto_stream_chacha20_xor_ic(block, block, sizeof block, nonce, counter++, key);
        block[31] &= 0x7f;
        qr_fr_t value = qr_fr_load(block);
        if (!qr_fr_below_modulus(value) || qr_fr_equal(value, qr_fr_zero)) continue;
        value = qr_fr_to_montgomery(value);
        // A tau of order 2^32 or less would be a point of a domain.
        qr_fr_t power = value;
        for (int k = 0; k < 32; k++) power = qr_fr_square(power);
        if (all[i] != &out->tau || !qr_fr_equal(power, qr_fr_one)) *all[i++] = value;
    }
    sodium_memzero(key, sizeof key);
    sodium_memzero(block, sizeof block);
    sodium_memzero(&state, sizeof state);
}

/* ---- Polynomials at tau ---- */

enum { LOCKS = 256 };

typedef struct {
    qr_job_t *job;
    const qr_circuit_t *circuit;
    const qr_params_secrets_t *secrets;
    qr_circuit_size_t size;
    unsigned log_n;
    uint64_t variables; /**< inputs, then aux */
    void *lagrange_memory, *values_memory;
    size_t lagrange_bytes, values_bytes;
    qr_fr_t *lagrange;  /**< of each row, at tau */
    qr_fr_t *values[3]; /**< A, B, C of each variable, at tau */
    uint8_t locks[LOCKS];
} generator_t;

static void lock(uint8_t *flag) {
    while (__atomic_exchange_n(flag, 1, __ATOMIC_ACQUIRE) != 0) {
    }
}

static void add_term(generator_t *generator, size_t matrix, const qr_term_t *term, qr_fr_t lagrange) {
    uint64_t index = term->var & QR_VAR_INDEX;
    bool aux = (term->var & QR_VAR_AUX) != 0;
    qr_fr_t *value = &generator->values[matrix][index + (aux ? generator->size.inputs : 0)];
    bool unit = qr_fr_equal(term->coefficient, qr_fr_one);
    qr_fr_t product = unit ? lagrange : qr_fr_product(term->coefficient, lagrange);
    // Only the variables of part 0 are seen by several parts, and so by several threads.
    bool shared = index < (aux ? generator->circuit->head.aux : generator->circuit->head.inputs);
    uint8_t *flag = &generator->locks[(index * 3 + matrix) % LOCKS];
    if (shared) lock(flag);
    *value = qr_fr_sum(*value, product);
    if (shared) __atomic_store_n(flag, 0, __ATOMIC_RELEASE);
}

static qr_status_t add_row(void *context, uint64_t index, const qr_row_t *row) {
    generator_t *generator = context;
    const qr_terms_t *const sums[3] = {&row->a, &row->b, &row->c};
    for (size_t matrix = 0; matrix < 3; matrix++) {
        for (size_t i = 0; i < sums[matrix]->count; i++) {
            add_term(generator, matrix, &sums[matrix]->terms[i], generator->lagrange[index]);
        }
    }
    return QR_OK;
}

static qr_status_t reserve(generator_t *generator) {
    generator->lagrange_bytes = sizeof(qr_fr_t) << generator->log_n;
    generator->values_bytes = 3 * generator->variables * sizeof(qr_fr_t);
    qr_status_t status =
        qr_memory_allocate(&generator->lagrange_memory, generator->lagrange_bytes, -1, QR_MEMORY_HUGE);
    if (status == QR_OK) {
        status = qr_memory_allocate(&generator->values_memory, generator->values_bytes, -1,
                                    QR_MEMORY_HUGE | QR_MEMORY_ZEROED);
    }
    if (status != QR_OK) return qr_job_fail(generator->job, status, 0, "parameters");
    generator->lagrange = generator->lagrange_memory;
    for (size_t i = 0; i < 3; i++) {
        generator->values[i] = (qr_fr_t *)generator->values_memory + i * generator->variables;
    }
    return QR_OK;
}

/** The Lagrange polynomials at tau are the inverse transform of tau's powers. */
static qr_status_t evaluate(generator_t *generator) {
    const uint64_t n = UINT64_C(1) << generator->log_n;
    const qr_fr_t part = qr_fr_invert(qr_fr_from_u64(n));
    qr_job_t *job = generator->job;
    qr_fr_t *lagrange = generator->lagrange;
    for (uint64_t i = 0; i < n; i++) lagrange[i] = qr_fr_one;
    qr_ntt_scale(job, lagrange, n, qr_fr_one, generator->secrets->tau);
    qr_status_t status = qr_ntt_scatter(job, lagrange, generator->log_n, true, part, qr_fr_one);
    if (status != QR_OK) return status;
    qr_ntt_permute(job, lagrange, generator->log_n);
    status = qr_circuit_rows(job, generator->circuit, true, add_row, generator);
    if (status != QR_OK) return status;
    // The rows (input i) * 0 = 0.
    for (uint64_t i = 0; i < generator->size.inputs; i++) {
        qr_fr_t *value = &generator->values[0][i];
        *value = qr_fr_sum(*value, lagrange[generator->size.constraints + i]);
    }
    return QR_OK;
}

/* ---- Sections ---- */

static bool is_zero(qr_fr_t a) {
    return qr_fr_equal(a, qr_fr_zero);
}

/** (beta A + alpha B + C) factor of the variables from `start`; factor canonical, and so the results. */
typedef struct {
    const generator_t *generator;
    qr_fr_t *out;
    uint64_t first;
    qr_fr_t factor;
} mixed_t;

static void mix_range(void *context, size_t worker, uint64_t start, uint64_t end) {
    mixed_t *mixed = context;
    const generator_t *generator = mixed->generator;
    (void)worker;
    for (uint64_t i = start; i < end; i++) {
        uint64_t variable = mixed->first + i;
        qr_fr_t sum = qr_fr_product(generator->secrets->beta, generator->values[0][variable]);
        sum = qr_fr_sum(sum, qr_fr_product(generator->secrets->alpha, generator->values[1][variable]));
        sum = qr_fr_sum(sum, generator->values[2][variable]);
        mixed->out[i] = qr_fr_product(sum, mixed->factor);
    }
}

/** ic, l: one point for each variable in [start, end). */
static qr_status_t write_mixed(generator_t *generator, qr_params_points_t *points, uint64_t start,
                               uint64_t end, qr_fr_t divisor) {
    mixed_t mixed = {generator, points->scalars, start, qr_fr_from_montgomery(qr_fr_invert(divisor))};
    qr_status_t status = qr_params_points_count(points, end - start);
    while (status == QR_OK && mixed.first < end) {
        size_t count = end - mixed.first;
        if (count > QR_PARAMS_POINTS_STEP) count = QR_PARAMS_POINTS_STEP;
        qr_group_for(generator->job->group, count, 1024, NULL, mix_range, &mixed);
        status = qr_params_points_g1(points, count);
        mixed.first += count;
    }
    return status;
}

/** h: tau^i (tau^n - 1) / delta, i < n - 1. */
static qr_status_t write_h(generator_t *generator, qr_params_points_t *points) {
    const uint64_t n = UINT64_C(1) << generator->log_n;
    const qr_fr_t tau = generator->secrets->tau;
    qr_fr_t first = qr_fr_difference(qr_ntt_power(tau, n), qr_fr_one);
    first = qr_fr_product(first, qr_fr_invert(generator->secrets->delta));
    qr_status_t status = qr_params_points_count(points, n - 1);
    for (uint64_t at = 0; status == QR_OK && at < n - 1;) {
        size_t count = n - 1 - at < QR_PARAMS_POINTS_STEP ? n - 1 - at : QR_PARAMS_POINTS_STEP;
        for (size_t i = 0; i < count; i++) points->scalars[i] = qr_fr_raw_one;
        qr_ntt_scale(generator->job, points->scalars, count, first, tau);
        status = qr_params_points_g1(points, count);
        first = qr_fr_product(first, qr_ntt_power(tau, count));
        at += count;
    }
    return status;
}

static uint64_t count_used(const generator_t *generator, size_t matrix) {
    uint64_t count = 0;
    for (uint64_t i = 0; i < generator->variables; i++) count += !is_zero(generator->values[matrix][i]);
    return count;
}

/** a, b: the variables that occur in the matrix. (All inputs occur in A, by their own rows.) */
static qr_status_t write_used(generator_t *generator, qr_params_points_t *points, size_t matrix, bool g2) {
    qr_status_t status = qr_params_points_count(points, count_used(generator, matrix));
    for (uint64_t i = 0; status == QR_OK && i < generator->variables;) {
        size_t count = 0;
        for (; i < generator->variables && count < QR_PARAMS_POINTS_STEP; i++) {
            qr_fr_t value = generator->values[matrix][i];
            if (!is_zero(value)) points->scalars[count++] = value;
        }
        qr_ntt_to_canonical(generator->job, points->scalars, count);
        status = g2 ? qr_params_points_g2(points, count) : qr_params_points_g1(points, count);
    }
    return status;
}

static qr_status_t write_vk(generator_t *generator, qr_params_points_t *points) {
    const qr_params_secrets_t *secrets = generator->secrets;
    const struct {
        qr_fr_t scalar;
        bool g2;
    } head[] = {{secrets->alpha, false}, {secrets->beta, false},  {secrets->beta, true},
                {secrets->gamma, true},  {secrets->delta, false}, {secrets->delta, true}};
    qr_status_t status = QR_OK;
    for (size_t i = 0; status == QR_OK && i < sizeof head / sizeof *head; i++) {
        points->scalars[0] = qr_fr_from_montgomery(head[i].scalar);
        status = head[i].g2 ? qr_params_points_g2(points, 1) : qr_params_points_g1(points, 1);
    }
    if (status != QR_OK) return status;
    return write_mixed(generator, points, 0, generator->size.inputs, secrets->gamma);
}

static qr_status_t write_sections(generator_t *generator, qr_params_output_t *out) {
    const uint64_t n = UINT64_C(1) << generator->log_n, inputs = generator->size.inputs;
    const uint64_t a = count_used(generator, 0), b = count_used(generator, 1);
    qr_params_points_t points;
    uint64_t g1 = n - 1 + generator->variables + a + b;
    qr_job_expect(generator->job, qr_job_done(generator->job) + g1 + b + 6);
    qr_status_t status = qr_params_points_open(generator->job, &points, out, g1, b);
    if (status == QR_OK) status = write_vk(generator, &points);
    if (status == QR_OK) status = write_h(generator, &points);
    if (status == QR_OK) {
        status = write_mixed(generator, &points, inputs, generator->variables, generator->secrets->delta);
    }
    if (status == QR_OK) status = write_used(generator, &points, 0, false);
    if (status == QR_OK) status = write_used(generator, &points, 1, false);
    if (status == QR_OK) status = write_used(generator, &points, 1, true);
    qr_params_points_close(&points);
    return status;
}

qr_status_t qr_params_write(qr_job_t *job, qr_params_output_t *out, size_t *vk_bytes,
                            const qr_circuit_t *circuit, const qr_params_secrets_t *secrets) {
    generator_t generator = {.job = job, .circuit = circuit, .secrets = secrets};
    qr_circuit_size(&generator.size, circuit);
    generator.log_n = qr_groth16_log_domain(circuit);
    generator.variables = generator.size.inputs + generator.size.aux;
    *vk_bytes = 868 + 96 * generator.size.inputs;
    if (generator.log_n > QR_NTT_MAX_LOG) return qr_job_fail(job, QR_UNSUPPORTED, 0, "more than 2^28 rows");
    qr_status_t status = reserve(&generator);
    if (status == QR_OK) status = evaluate(&generator);
    if (status == QR_OK) status = write_sections(&generator, out);
    qr_memory_free(generator.lagrange_memory, generator.lagrange_bytes);
    qr_memory_free(generator.values_memory, generator.values_bytes);
    return status;
}

/* ---- Files ---- */

/** The .vk file: the first bytes of the parameters just written. */
static qr_status_t write_vk_file(qr_job_t *job, const qr_params_output_t *params, const char *path,
                                 size_t size) {
    void *bytes;
    qr_status_t status = qr_memory_allocate(&bytes, size, -1, 0);
    if (status != QR_OK) return qr_job_fail(job, status, 0, "%s", path);
    size_t have = 0;
    while (status == QR_OK && have < size) {
        ssize_t got = pread(params->fd, (uint8_t *)bytes + have, size - have, (off_t)have);
        if (got > 0) have += (size_t)got;
        if (got == 0) status = qr_job_fail(job, QR_IO, 0, "%s", path);
        if (got < 0 && errno != EINTR) status = qr_job_fail_errno(job, errno, path);
    }
    if (status == QR_OK) status = qr_params_output_file(job, path, bytes, size);
    qr_memory_free(bytes, size);
    return status;
}

typedef struct {
    char params[4096], vk[4096], meta[4096], local[4096];
} paths_t;

static qr_status_t make_paths(paths_t *paths, const char *directory, const char *id) {
    qr_status_t status = qr_params_path(paths->params, sizeof paths->params, directory, id, ".params");
    if (status == QR_OK) status = qr_params_path(paths->vk, sizeof paths->vk, directory, id, ".vk");
    if (status == QR_OK) status = qr_params_path(paths->meta, sizeof paths->meta, directory, id, ".meta");
    if (status != QR_OK) return status;
    return qr_params_path(paths->local, sizeof paths->local, directory, id, QR_PARAMS_LOCAL_SUFFIX);
}

/** Marks the parameters as local before they are there; never parameters that came from elsewhere. */
static qr_status_t mark(qr_job_t *job, const paths_t *paths) {
    static const char text[] =
        "The parameters of this name were made locally, from a seed. Whoever knows the seed can make false "
        "proofs.\nThey are unfit for any public network.\n";
    bool there = access(paths->params, F_OK) == 0 || access(paths->vk, F_OK) == 0;
    if (there && access(paths->local, F_OK) != 0) {
        return qr_job_fail(job, QR_MISMATCH, 0, "%s is there and not local", paths->params);
    }
    return qr_params_output_file(job, paths->local, text, sizeof text - 1);
}

static qr_status_t generate_files(qr_job_t *job, const paths_t *paths, uint64_t sector_size,
                                  const qr_circuit_t *circuit, const qr_params_secrets_t *secrets) {
    qr_params_output_t params;
    size_t vk_bytes = 0;
    qr_status_t status = mark(job, paths);
    if (status != QR_OK) return status;
    status = qr_params_output_open(job, &params, paths->params);
    if (status == QR_OK) status = qr_params_write(job, &params, &vk_bytes, circuit, secrets);
    if (status == QR_OK) status = write_vk_file(job, &params, paths->vk, vk_bytes);
    status = qr_params_output_close(job, &params, status);
    if (status != QR_OK) return status;
    char meta[64];
    int length = snprintf(meta, sizeof meta, "{\"sector_size\":%llu}", (unsigned long long)sector_size);
    return qr_params_output_file(job, paths->meta, meta, (size_t)length);
}

qr_status_t qr_params_generate(qr_job_t *job, const char *directory, const char *id, uint64_t sector_size,
                               const qr_circuit_t *circuit, const void *seed, size_t seed_length) {
    paths_t paths;
    qr_params_secrets_t secrets;
    if (job == NULL || circuit == NULL) return QR_INVALID_ARGUMENT;
    qr_status_t status = make_paths(&paths, directory, id);
    if (status != QR_OK) return status;
    qr_params_derive_secrets(&secrets, seed, seed_length, id);
    status = generate_files(job, &paths, sector_size, circuit, &secrets);
    sodium_memzero(&secrets, sizeof secrets);
    return status;
}
