/** Fr32: every kernel against the definition, sizes, any length and any range. */
#include "check.h"
#include "quarry/piece.h"

/** Padding bit by bit, from its definition: after each 254 bits of data come two zero bits. */
static void pad_bits(uint8_t *out, size_t size, const uint8_t *in, size_t length) {
    memset(out, 0, size);
    for (size_t bit = 0; bit < length * 8; bit++) {
        const size_t place = bit / 254 * 256 + bit % 254;
        if (in[bit / 8] >> (bit % 8) & 1) out[place / 8] |= (uint8_t)(1u << (place % 8));
    }
}

static void check_pad(uint64_t *seed, size_t units) {
    /* Offsets, and guard bytes around, catch a kernel that needs alignment or touches its neighbours. */
    static uint8_t raw[127 * 40 + 80], padded[128 * 40 + 80], expected[128 * 40], back[127 * 40 + 80];
    for (size_t shift = 0; shift < 33; shift += 11) {
        check_fill(raw, sizeof raw, seed);
        memset(padded, 0xa5, sizeof padded);
        memset(back, 0x5a, sizeof back);
        pad_bits(expected, 128 * units, raw + shift, 127 * units);
        qr_fr32_pad(padded + shift, raw + shift, units);
        CHECK(memcmp(padded + shift, expected, 128 * units) == 0, "pad, %zu units", units);
        CHECK(shift == 0 || padded[shift - 1] == 0xa5, "before");
        CHECK(padded[shift + 128 * units] == 0xa5, "behind");
        /* The two top bits of a node are nobody's data. */
        for (size_t i = 31; i < 128 * units; i += 32) padded[shift + i] |= 0xc0;
        qr_fr32_unpad(back + shift, padded + shift, units);
        CHECK(memcmp(back + shift, raw + shift, 127 * units) == 0, "unpad, %zu units", units);
        CHECK(shift == 0 || back[shift - 1] == 0x5a, "before");
        CHECK(back[shift + 127 * units] == 0x5a, "behind");
    }
}

static void test_kernels(void) {
    size_t count;
    const uint32_t *masks = check_variants(&count);
    for (size_t v = 0; v < count; v++) {
        uint64_t seed = 1;
        qr_cpu_restrict(masks[v]);
        for (size_t units = 0; units <= 40; units++) check_pad(&seed, units);
    }
    qr_cpu_restrict(~0u);
}

static void test_sizes(void) {
    /* fr32.jsonl, kind size */
    static const uint64_t sizes[][3] = {
        {0, 0, 0},       {1, 1, 1},       {31, 31, 31},       {32, 33, 31},
        {63, 64, 62},    {64, 65, 63},    {126, 127, 125},    {127, 128, 126},
        {128, 129, 127}, {254, 256, 252}, {1016, 1024, 1008}, {68182605824, 68719476736, 67649929216}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        CHECK(qr_fr32_padded_size(sizes[i][0]) == sizes[i][1], "%" PRIu64, sizes[i][0]);
        CHECK(qr_fr32_unpadded_size(sizes[i][0]) == sizes[i][2], "%" PRIu64, sizes[i][0]);
    }
}

/** Any length and any range, against the definition. */
static void test_ranges(void) {
    enum { LONGEST = 700 };
    uint8_t raw[LONGEST], padded[LONGEST + 64], expected[LONGEST + 64], out[LONGEST];
    uint64_t seed = 2;
    for (size_t length = 0; length < LONGEST; length += length < 260 ? 1 : 17) {
        size_t written;
        check_fill(raw, sizeof raw, &seed);
        qr_fr32_pad_any(padded, &written, raw, length);
        CHECK(written == (length * 8 + 253) / 254 * 32, "length %zu: %zu", length, written);
        pad_bits(expected, written, raw, length);
        CHECK(memcmp(padded, expected, written) == 0, "length %zu", length);
        for (size_t offset = 0; offset < length; offset += 1 + offset / 3) {
            for (size_t part = 0; part <= length - offset; part += 1 + part / 2) {
                size_t got;
                CHECK_OK(qr_fr32_unpad_range(out, &got, padded, written, offset, part));
                CHECK(got == part && memcmp(out, raw + offset, part) == 0, "range %zu %zu", offset, part);
            }
        }
    }
    size_t got = 7;
    CHECK(qr_fr32_unpad_range(out, &got, padded, 128, 0, 128) == QR_INVALID_ARGUMENT && got == 0, "too long");
    CHECK(qr_fr32_unpad_range(out, &got, padded, 128, 128, 1) == QR_INVALID_ARGUMENT, "beyond");
    CHECK(qr_fr32_unpad_range(out, &got, padded, 128, UINT64_MAX, 1) == QR_INVALID_ARGUMENT, "overflow");
    CHECK(qr_fr32_unpad_range(out, &got, padded, 128, 127, 0) == QR_OK && got == 0, "nothing");
}

int main(void) {
    test_kernels();
    test_sizes();
    test_ranges();
    return check_finish("fr32");
}
