/** @file field_test.c  Fr on byte arrays: every variant against schoolbook arithmetic, edges, tails and
 * aliases. */
#include "check.h"
#include "quarry_crypto.h"

enum { MAX_COUNT = 40 };

static const uint8_t modulus[32] = {0x01, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xfe, 0x5b, 0xfe,
                                    0xff, 0x02, 0xa4, 0xbd, 0x53, 0x05, 0xd8, 0xa1, 0x09, 0x08, 0xd8,
                                    0x39, 0x33, 0x48, 0x7d, 0x9d, 0x29, 0x53, 0xa7, 0xed, 0x73};

/** a - b on `size` bytes if a >= b; says whether it did. */
static bool subtract_if(uint8_t *a, const uint8_t *b, size_t size) {
    uint8_t out[33];
    int borrow = 0;
    for (size_t i = 0; i < size; i++) {
        int d = a[i] - (i < 32 ? b[i] : 0) - borrow;
        borrow = d < 0;
        out[i] = (uint8_t)d;
    }
    if (borrow == 0) memcpy(a, out, size);
    return borrow == 0;
}

/** out = a + b mod r by bytes; out may be a or b. */
static void plain_add(uint8_t *out, const uint8_t *a, const uint8_t *b) {
    uint8_t sum[33] = {0};
    for (size_t i = 0; i < 32; i++) {
        unsigned t = (unsigned)sum[i] + a[i] + b[i];
        sum[i] = (uint8_t)t;
        sum[i + 1] = (uint8_t)(t >> 8);
    }
    while (subtract_if(sum, modulus, 33)) {
    }
    memcpy(out, sum, 32);
}

static void plain_negate(uint8_t *out, const uint8_t *a) {
    uint8_t difference[32];
    memcpy(difference, modulus, 32);
    subtract_if(difference, a, 32);
    while (subtract_if(difference, modulus, 32)) {
    }
    memcpy(out, difference, 32);
}

/** out = a * b mod r by doubling and adding. */
static void plain_mul(uint8_t *out, const uint8_t *a, const uint8_t *b) {
    uint8_t sum[32] = {0};
    for (size_t i = 256; i-- > 0;) {
        plain_add(sum, sum, sum);
        if (b[i / 8] >> (i % 8) & 1) plain_add(sum, sum, a);
    }
    memcpy(out, sum, 32);
}

static void fill_element(uint8_t out[32], uint64_t *seed) {
    uint64_t pick = check_random(seed) % 8;
    check_fill(out, 32, seed);
    out[31] &= 0x3f;
    if (pick == 0) memset(out, 0, 32);
    if (pick == 1) memset(out + 1, 0, 31), out[0] = 1;
    if (pick == 2) memcpy(out, modulus, 32), out[0] -= 1;
    if (pick == 3) memset(out, 0xff, 31), out[31] = 0x73 - 1;
}

typedef void operation_fn(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t count);

static void check_operation(const char *name, operation_fn *operation, const uint8_t *a, const uint8_t *b,
                            const uint8_t *want, size_t count) {
    static uint8_t out[32 * MAX_COUNT + 3];
    memset(out, 0xa5, sizeof out);
    operation(out + 1, a, b, count);
    CHECK(memcmp(out + 1, want, 32 * count) == 0, "%s of %zu", name, count);
    CHECK(out[0] == 0xa5 && out[1 + 32 * count] == 0xa5, "%s of %zu writes outside", name, count);
    memcpy(out, a, 32 * count);
    operation(out, out, b, count);
    CHECK(memcmp(out, want, 32 * count) == 0, "%s of %zu over a", name, count);
    memcpy(out + 1, b, 32 * count);
    operation(out + 1, a, out + 1, count);
    CHECK(memcmp(out + 1, want, 32 * count) == 0, "%s of %zu over b", name, count);
}

static void check_runs(const uint8_t *a, const uint8_t *b, size_t count, size_t run) {
    static uint8_t out[32 * MAX_COUNT], want[32 * MAX_COUNT];
    for (size_t k = 0; k < count; k++) plain_mul(want + 32 * k, a + 32 * k, b + 32 * (k / run));
    qr_fr_mul_runs(out, a, b, count, run);
    CHECK(memcmp(out, want, 32 * count) == 0, "runs of %zu, %zu in all", run, count);
}

static void check_vectors(void) {
    static uint8_t a[32 * MAX_COUNT + 1], b[32 * MAX_COUNT + 2];
    static uint8_t sum[32 * MAX_COUNT], difference[32 * MAX_COUNT], product[32 * MAX_COUNT];
    uint64_t seed = 7;
    for (size_t pass = 0; pass < 5; pass++) {
        for (size_t k = 0; k < MAX_COUNT; k++) {
            uint8_t *x = a + 1 + 32 * k, *y = b + 2 + 32 * k, minus[32];
            fill_element(x, &seed);
            fill_element(y, &seed);
            plain_add(sum + 32 * k, x, y);
            plain_negate(minus, y);
            plain_add(difference + 32 * k, x, minus);
            plain_mul(product + 32 * k, x, y);
        }
        for (size_t count = 0; count <= MAX_COUNT; count++) {
            check_operation("sum", qr_fr_add, a + 1, b + 2, sum, count);
            check_operation("difference", qr_fr_sub, a + 1, b + 2, difference, count);
            check_operation("product", qr_fr_mul, a + 1, b + 2, product, count);
        }
    }
    static const size_t runs[] = {1, 2, 3, 7, 8, 9, 16, 24, 31, 39, 40, 1000};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        for (size_t count = 0; count <= MAX_COUNT; count += 5) check_runs(a + 1, b + 2, count, runs[i]);
        check_runs(a + 1, b + 2, 39, runs[i]);
    }
}

static void check_inverse(void) {
    uint64_t seed = 9;
    uint8_t a[32], inverse[32], product[32], zero[32] = {0}, one[32] = {1};
    for (size_t k = 0; k < 50; k++) {
        fill_element(a, &seed);
        qr_fr_inverse(inverse, a);
        plain_mul(product, a, inverse);
        bool is_zero = memcmp(a, zero, 32) == 0;
        CHECK(memcmp(product, is_zero ? zero : one, 32) == 0, "case %zu", k);
        CHECK(!is_zero || memcmp(inverse, zero, 32) == 0, "case %zu", k);
    }
}

static void check_canonical(void) {
    uint8_t a[32] = {0};
    CHECK(qr_fr_is_canonical(a), "0");
    memcpy(a, modulus, 32);
    CHECK(!qr_fr_is_canonical(a), "r");
    a[0]--;
    CHECK(qr_fr_is_canonical(a), "r - 1");
    memset(a, 0xff, 32);
    CHECK(!qr_fr_is_canonical(a), "2^256 - 1");
    for (size_t i = 4; i < 32; i++) {
        memcpy(a, modulus, 32);
        if (a[i] == 0xff) continue;
        a[i]++;
        CHECK(!qr_fr_is_canonical(a), "r with byte %zu raised", i);
        a[i] -= 2;
        CHECK(qr_fr_is_canonical(a), "r with byte %zu lowered", i);
    }
}

int main(void) {
    size_t count;
    const uint32_t *masks = check_variants(&count);
    check_canonical();
    check_inverse();
    for (size_t v = 0; v < count; v++) {
        qr_cpu_restrict(masks[v]);
        check_vectors();
    }
    return check_finish("field");
}
