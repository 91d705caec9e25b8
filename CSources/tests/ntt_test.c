/** @file ntt_test.c  Transforms over Fr: reference digests, every variant, threads, orders, edges. */
#include "field/ntt.h"
#include "check.h"
#include "field/ntt_kernels.h"
#include "quarry_crypto.h"

/** r - 1. */
static const uint8_t largest[32] = {0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xfe, 0x5b, 0xfe,
                                    0xff, 0x02, 0xa4, 0xbd, 0x53, 0x05, 0xd8, 0xa1, 0x09, 0x08, 0xd8,
                                    0x39, 0x33, 0x48, 0x7d, 0x9d, 0x29, 0x53, 0xa7, 0xed, 0x73};

/** Cases of the reference vectors, curve.json "ntt": digests in the order of qr_ntt_kind_t. */
static const struct {
    unsigned log_n;
    size_t given;
    bool edge;
    const char *stream;
    const char *digests[5];
} cases[] = {
    {4,
     16,
     true,
     "shared/ntt4-edge",
     {"faebcd5b86d8898c7528d650649dde62539992f8e81542be60e088efa6ed4116",
      "bc2e008ca04d7e32461042cf39028806d433e49033663ece8006258271abb0ac",
      "db24e231e8cbd3cdb8c471f7189b4ddac64dad360db70da5132656b9937f9ea4",
      "6b2cf96e14dbe6579a2981eb4f87e812a205b515e6394612004b9f0fe79e63c8",
      "ef6142abb8af1364114340d7f4c7505872ace27486398ab673b17f339bf27791"}},
    {7,
     65,
     false,
     "shared/ntt7-short",
     {"080b5603b26d8b274b0a865549f7e1f8e5c673b42801db5316ddc2f0a20b8c32",
      "ddf462cda1a4e8470f98b62f8d76bd039c9870455cb93a10be0e59833ceb2798",
      "f84b69e17e75a1243d9c20c02acc20e0880cb8061c7024c656b8133c74ab5588",
      "48d493261d10da7b948b06fbe90540ab483856547962d40b4815b60c4f9c3e71",
      "0dc2178a28652d88afd3136dbe8f8d929af820ff5321e2caaf6b1621395919ce"}},
    {9,
     512,
     true,
     "shared/ntt9-edge",
     {"ed1cc312834290725d3c40ab603f397c9745c14091e5d85cac229c32550fa7ff",
      "0dc84ee536948abae9c287bdb9526697957c08d4178c6e227d85c2bbbca7c0cc",
      "92109f15d3ed2dd2262fad49aa136d1bd780fcbc690501856592eef66c5230b0",
      "c1193edae2b4eb49393c9a966e174b3badd62be53c41b31496c9c2e1aed87970",
      "fdc3300663496db11224aa2d8f895e3e16d95bd36ad101f51d1b7cbde04a7f75"}},
    {12,
     4096,
     false,
     "shared/ntt12-full",
     {"d942fd3e0f11a89a91db27586b83fa5cdaf8193a4f4114f37f0a5a4b17ed713b",
      "96aff3ec0748e7ffab811362663eeee5eb813fe10df5551788e044aca6ea8a90",
      "b9b3efcf641b1626b97478cabc2bed2ac0600753d3257c515f8881dfa680e350",
      "6545637c9434234bb150c6185aadf3010132026b154e320ecc2b38c1a37bd796",
      "8bd0f06b3cece24edf497526b1025afe3cd05f43ea2fd9d5f0ab0f284cc5fcf9"}},
};

/** Element i of a vector stream: SHA-256("quarry-vector:" stream ":" i), the two top bits cleared. */
static void stream_element(uint8_t out[32], const char *stream, size_t i) {
    char text[96];
    int length = snprintf(text, sizeof text, "quarry-vector:%s:%zu", stream, i);
    qr_sha256_hash(out, text, (size_t)length);
    out[31] &= 0x3f;
}

static void test_reference(void) {
    static uint8_t in[4096 * 32], values[4096 * 32] __attribute__((aligned(64)));
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        size_t size = (size_t)32 << cases[c].log_n;
        memset(in, 0, sizeof in);
        for (size_t i = 0; i < cases[c].given; i++) {
            uint8_t *element = in + 32 * i;
            if (!cases[c].edge || i % 4 == 3) stream_element(element, cases[c].stream, i);
            if (cases[c].edge && i % 4 == 0) memcpy(element, largest, 32);
            if (cases[c].edge && i % 4 == 2) element[0] = 1;
        }
        for (int kind = QR_NTT_FFT; kind <= QR_NTT_DIVIDE_BY_Z; kind++) {
            qr_job_t job = {0};
            uint8_t digest[32];
            char hex[65];
            memcpy(values, in, size);
            CHECK_OK(qr_ntt(&job, values, cases[c].log_n, (qr_ntt_kind_t)kind));
            qr_sha256_hash(digest, values, size);
            check_hex(hex, digest, 32);
            CHECK(strcmp(hex, cases[c].digests[kind]) == 0, "%s kind %d", cases[c].stream, kind);
        }
    }
}

static void fill(qr_fr_t *out, size_t count, uint64_t seed) {
    for (size_t i = 0; i < count; i++) {
        uint64_t pick = check_random(&seed) % 8;
        for (size_t k = 0; k < 4; k++) out[i].l[k] = check_random(&seed);
        out[i].l[3] >>= 2;
        if (pick == 0) out[i] = qr_fr_zero;
        if (pick == 1) memcpy(&out[i], largest, 32);
    }
}

static bool same(const qr_fr_t *a, const qr_fr_t *b, size_t count) {
    return memcmp(a, b, count * sizeof *a) == 0;
}

/** Transforms in one call give what the calls they stand for give. values: room for two arrays after it. */
static void test_joined(qr_job_t *job, qr_fr_t *values, const qr_fr_t *expected, const qr_fr_t *in,
                        unsigned log_n) {
    const size_t n = (size_t)1 << log_n;
    const qr_fr_t scale = qr_fr_invert(qr_fr_from_u64(n)), step = qr_fr_from_u64(7);
    qr_fr_t *apart = values + n, *product = apart + n;
    memcpy(apart, expected, n * sizeof *in);
    CHECK_OK(qr_ntt_gather(job, apart, log_n, false));
    memcpy(values, in, n * sizeof *in);
    CHECK_OK(qr_ntt_extend(job, values, log_n, scale, step));
    CHECK(same(values, apart, n), "extended 2^%u %s", log_n, qr_ntt_kernel());
    qr_ntt_multiply(job, apart, in, values, n);
    CHECK_OK(qr_ntt_scatter(job, apart, log_n, true, step, scale));
    CHECK_OK(qr_ntt_scatter_product(job, product, in, values, NULL, log_n, step, scale));
    CHECK(same(product, apart, n), "product 2^%u %s", log_n, qr_ntt_kernel());
    for (size_t i = 0; i < n; i++) apart[i] = qr_fr_difference(apart[i], expected[i]);
    CHECK_OK(qr_ntt_scatter_product(job, values, in, values, expected, log_n, step, scale));
    CHECK(same(values, apart, n), "difference 2^%u %s", log_n, qr_ntt_kernel());
}

/** Every variant, alone and with three workers, gives the portable variant's results; both orders are each
 * other's inverse. */
static void test_variants(unsigned log_n) {
    size_t variants, n = (size_t)1 << log_n;
    const uint32_t *masks = check_variants(&variants);
    void *memory;
    CHECK_OK(qr_memory_allocate(&memory, 5 * n * sizeof(qr_fr_t), -1, 0));
    qr_fr_t *in = memory, *expected = in + n, *values = expected + n;
    fill(in, n, log_n);
    qr_fr_t scale = qr_fr_invert(qr_fr_from_u64(n)), step = qr_fr_from_u64(7);
    qr_group_t *group;
    CHECK_OK(qr_group_create(&group, NULL, 3));
    for (size_t v = 0; v < variants; v++) {
        qr_cpu_restrict(masks[v]);
        for (int threads = 0; threads < 2; threads++) {
            qr_job_t job = {.group = threads ? group : NULL};
            memcpy(values, in, n * sizeof *in);
            CHECK_OK(qr_ntt_scatter(&job, values, log_n, true, scale, step));
            if (v == 0 && !threads) memcpy(expected, values, n * sizeof *in);
            CHECK(same(values, expected, n), "scatter 2^%u %s", log_n, qr_ntt_kernel());
            memcpy(values, in, n * sizeof *in);
            CHECK_OK(qr_ntt_scatter(&job, values, log_n, true, scale, qr_fr_one));
            CHECK_OK(qr_ntt_gather(&job, values, log_n, false));
            CHECK(same(values, in, n), "back 2^%u %s", log_n, qr_ntt_kernel());
            qr_ntt_permute(&job, values, log_n);
            CHECK(n < 4 || !same(values, in, n), "permuted");
            CHECK_OK(qr_ntt_gather(&job, values, log_n, true));
            CHECK_OK(qr_ntt_scatter(&job, values, log_n, false, scale, qr_fr_one));
            qr_ntt_permute(&job, values, log_n);
            CHECK(same(values, in, n), "other direction 2^%u %s", log_n, qr_ntt_kernel());
            test_joined(&job, values, expected, in, log_n);
        }
    }
    qr_cpu_restrict(~0u);
    qr_group_destroy(group);
    qr_memory_free(memory, 5 * n * sizeof(qr_fr_t));
}

/** Products and scaling, with counts that are no multiple of eight. */
static void test_elements(void) {
    enum { COUNT = 101 };
    qr_fr_t a[COUNT], b[COUNT], out[COUNT];
    size_t variants;
    const uint32_t *masks = check_variants(&variants);
    fill(a, COUNT, 1);
    fill(b, COUNT, 2);
    for (size_t v = 0; v < variants; v++) {
        qr_cpu_restrict(masks[v]);
        qr_job_t job = {0};
        for (size_t count = COUNT - 9; count <= COUNT; count++) {
            qr_ntt_multiply(&job, out, a, b, count);
            for (size_t i = 0; i < count; i++) CHECK(qr_fr_equal(out[i], qr_fr_product(a[i], b[i])));
            memcpy(out, a, sizeof a);
            qr_ntt_scale(&job, out, count, a[0], b[5]);
            qr_fr_t factor = a[0];
            for (size_t i = 0; i < count; i++) {
                CHECK(qr_fr_equal(out[i], qr_fr_product(a[i], factor)));
                factor = qr_fr_product(factor, b[5]);
            }
        }
    }
    qr_cpu_restrict(~0u);
}

/* ---- One pass, up to the longest columns, which transforms have only from 2^21 points on ---- */

enum { PASS_ELEMENTS = QR_NTT_LANES << QR_NTT_COLUMN_BITS };

/** One kernel's work on eight columns. Beside values: room for them again. */
static void run_kernel(const qr_ntt_kernel_t *kernel, qr_fr_t *values, qr_ntt_pass_t pass, uint8_t *room) {
    const size_t roots_size = QR_NTT_FACTOR_SIZE * qr_ntt_roots_count(QR_NTT_COLUMN_BITS, true);
    uint8_t *roots = room, *back = roots + roots_size, *factors = back + roots_size;
    uint8_t *powers = factors + roots_size, *twist = powers + roots_size, *cells = twist + QR_NTT_TWIST_SIZE;
    const size_t count = (size_t)1 << pass.bits;
    qr_fr_t *elements = values + PASS_ELEMENTS;
    elements[0] = qr_fr_one;
    for (size_t i = 1; i < count; i++) elements[i] = qr_fr_product(elements[i - 1], qr_ntt_root(pass.bits));
    kernel->factors(powers, elements, count / 2);
    kernel->roots(roots, powers, pass.bits, pass.gather);
    kernel->factors(factors, elements, count);
    kernel->roots(back, powers, pass.bits, true);
    pass.roots = roots;
    if (pass.factors != NULL) pass.factors = factors;
    if (pass.back != NULL) pass.back = back;
    if (pass.row > 1) {
        kernel->twist(twist, &pass, 0);
        kernel->columns(values, 0, cells, twist, &pass);
    } else {
        kernel->rows(values, 0, cells, &pass);
    }
}

/** Every variant's passes give the portable one's results, from what other passes may leave: elements below
 * 2^256. */
static void test_pass(qr_ntt_pass_t pass, bool largest_only, qr_fr_t *memory, uint8_t *room) {
    const qr_ntt_kernel_t *kernels[] = {
        &qr_ntt_portable,
#if defined(__x86_64__)
        qr_cpu_features() & QR_CPU_BMI2_ADX ? &qr_ntt_mulx : NULL,
        qr_cpu_features() & QR_CPU_AVX512IFMA ? &qr_ntt_ifma : NULL,
#endif
    };
    const size_t count = (size_t)QR_NTT_LANES << pass.bits;
    qr_fr_t *expected = memory, *in = expected + 2 * PASS_ELEMENTS, *values = in + PASS_ELEMENTS;
    fill(in, count, pass.bits);
    for (size_t k = 0; k < sizeof kernels / sizeof *kernels; k++) {
        if (kernels[k] == NULL) continue;
        const bool words = kernels[k] != &qr_ntt_portable && strcmp(kernels[k]->name, "mulx") != 0;
        for (size_t i = 0; i < count; i++) {
            if (largest_only) memset(&in[i], 0xff, sizeof *in);
            values[i] = words ? in[i] : qr_fr_reduce(in[i]);
        }
        run_kernel(kernels[k], values, pass, room);
        for (size_t i = 0; i < count; i++) values[i] = qr_fr_reduce(values[i]);
        if (k == 0) memcpy(expected, values, count * sizeof *values);
        CHECK(same(values, expected, count), "%s 2^%u gather %d row %d", kernels[k]->name, pass.bits,
              pass.gather, (int)pass.row);
    }
}

static void test_passes(void) {
    const size_t elements = 5 * PASS_ELEMENTS * sizeof(qr_fr_t);
    const size_t size = elements + 4 * QR_NTT_FACTOR_SIZE * qr_ntt_roots_count(QR_NTT_COLUMN_BITS, true) +
                        QR_NTT_TWIST_SIZE + QR_NTT_CELL_SIZE * qr_ntt_buffer_cells(QR_NTT_COLUMN_BITS);
    void *memory;
    CHECK_OK(qr_memory_allocate(&memory, size, -1, 0));
    uint8_t *room = (uint8_t *)memory + elements;
    for (unsigned bits = 3; bits <= QR_NTT_COLUMN_BITS; bits++) {
        for (int kind = 0; kind < 12; kind++) {
            qr_ntt_pass_t pass = {
                .bits = bits, .row = kind % 6 < 2 ? 8 : 1, .gather = kind % 2, .last = true};
            pass.root = qr_ntt_root(bits + 3);
            pass.scale = qr_fr_from_u64(5), pass.step = qr_fr_from_u64(7);
            if (kind % 6 == 4 || kind % 6 == 5) {
                pass.gather = false;
                pass.factors = memory;
                if (kind % 6 == 5) pass.back = memory;
            }
            test_pass(pass, kind >= 6, memory, room);
        }
    }
    qr_memory_free(memory, size);
}

static void test_refusals(void) {
    uint8_t values[64] __attribute__((aligned(64))) = {0};
    qr_job_t job = {0};
    CHECK(qr_ntt(&job, values, QR_NTT_MAX_LOG + 1, QR_NTT_FFT) == QR_INVALID_ARGUMENT);
    CHECK(qr_ntt(NULL, values, 1, QR_NTT_FFT) == QR_INVALID_ARGUMENT);
    memcpy(values + 32, largest, 32);
    values[32] = 1;
    CHECK(qr_ntt(&job, values, 1, QR_NTT_FFT) == QR_INVALID_ARGUMENT, "r itself");
    values[32] = 0;
    CHECK_OK(qr_ntt(&job, values, 1, QR_NTT_FFT));
    void *memory;
    CHECK_OK(qr_memory_allocate(&memory, 32 << 12, -1, QR_MEMORY_ZEROED));
    qr_job_cancel(&job);
    CHECK(qr_ntt(&job, memory, 12, QR_NTT_FFT) == QR_CANCELLED, "cancelled");
    qr_memory_free(memory, 32 << 12);
}

int main(void) {
    size_t variants;
    const uint32_t *masks = check_variants(&variants);
    for (size_t v = 0; v < variants; v++) {
        qr_cpu_restrict(masks[v]);
        test_reference();
    }
    qr_cpu_restrict(~0u);
    for (unsigned log_n = 0; log_n <= 15; log_n++) test_variants(log_n);
    test_elements();
    test_passes();
    test_refusals();
    return check_finish("ntt");
}
