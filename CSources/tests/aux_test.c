/* p_aux and t_aux: bytes of the reference, and bytes that are not. */
#include "quarry/pc2.h"

#include "check.h"

/* t_aux of every 2 KiB case in seals-2KiB.jsonl. */
static const char t_aux_2kib[] =
    "02000000000000000500000000000000636163686507000000000000006c617965722d3101400000000000000000000000000000"
    "000500000000000000636163686507000000000000006c617965722d320140000000000000000000000000000000050000000000"
    "000063616368650600000000000000747265652d64017f000000000000000000000000000000050000000000000063616368650b"
    "00000000000000747265652d722d6c61737401490000000000000001000000000000000500000000000000636163686506000000"
    "00000000747265652d630149000000000000000000000000000000";

/* p_aux of seals-2KiB.jsonl, case 2KiBV1_1-full (line 3). */
static const char p_aux_2kib[] =
    "f0c57170de7351f12c2bd697972aae0dad366d7f0caa8382d6cccf1d92e3a61f"
    "b941c6f72fcd3850fb3c67d5003627abe3a8cfeb60c5dddbe55ce417dc298d5d";

/* The least 32 bytes that are no field element: r. */
static const char modulus[] = "01000000fffffffffe5bfeff02a4bd5305d8a10908d83933487d9d2953a7ed73";

static size_t from_hex(uint8_t *out, const char *hex) {
    size_t n = strlen(hex) / 2;
    for (size_t i = 0; i < n; i++) {
        unsigned value = 0;
        sscanf(hex + 2 * i, "%2x", &value);
        out[i] = (uint8_t)value;
    }
    return n;
}

static void check_p_aux(void) {
    uint8_t bytes[65] = {0}, again[64];
    CHECK(from_hex(bytes, p_aux_2kib) == 64);
    qr_p_aux_t aux;
    CHECK_OK(qr_p_aux_decode(&aux, bytes, 64));
    CHECK(memcmp(aux.comm_c, bytes, 32) == 0 && memcmp(aux.comm_r_last, bytes + 32, 32) == 0);
    qr_p_aux_encode(again, &aux);
    CHECK(memcmp(again, bytes, 64) == 0);
    CHECK(qr_p_aux_decode(&aux, bytes, 63) == QR_MALFORMED);
    CHECK(qr_p_aux_decode(&aux, bytes, 65) == QR_MALFORMED);
    CHECK(qr_p_aux_decode(&aux, NULL, 0) == QR_MALFORMED);
    from_hex(bytes + 32, modulus);
    CHECK(qr_p_aux_decode(&aux, bytes, 64) == QR_MALFORMED);
    bytes[32] = 0;
    CHECK_OK(qr_p_aux_decode(&aux, bytes, 64));
    from_hex(bytes, modulus);
    CHECK(qr_p_aux_decode(&aux, bytes, 64) == QR_MALFORMED);
}

static void check_t_aux_of_reference(void) {
    uint8_t bytes[256], own[256];
    size_t length = from_hex(bytes, t_aux_2kib), size = 0;
    qr_porep_config_t config;
    CHECK_OK(qr_porep_config_init(&config, 2048, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
    CHECK_OK(qr_t_aux_encode(own, &size, sizeof own, &config, "cache"));
    CHECK(size == length && memcmp(own, bytes, length) == 0, "%zu bytes", size);
    char path[64];
    CHECK_OK(qr_t_aux_decode(path, sizeof path, &config, bytes, length));
    CHECK(strcmp(path, "cache") == 0, "%s", path);
    CHECK_OK(qr_t_aux_decode(path, 3, &config, bytes, length));
    CHECK(strcmp(path, "ca") == 0, "%s", path);
    CHECK_OK(qr_t_aux_decode(NULL, 0, &config, bytes, length));
    for (size_t cut = 0; cut < length; cut++) {
        /* A heap copy, so that the sanitizer sees a read past the end. */
        uint8_t *copy = malloc(cut + 1);
        memcpy(copy, bytes, cut);
        CHECK(qr_t_aux_decode(path, sizeof path, &config, copy, cut) == QR_MALFORMED, "%zu bytes", cut);
        free(copy);
    }
    CHECK(qr_t_aux_decode(path, sizeof path, &config, bytes, length + 1) == QR_MALFORMED);
    for (size_t bit = 0; bit < 8 * length; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        CHECK(qr_t_aux_decode(path, sizeof path, &config, bytes, length) != QR_OK, "bit %zu", bit);
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    qr_porep_config_t other;
    CHECK_OK(qr_porep_config_init(&other, 8 << 20, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
    CHECK(qr_t_aux_decode(path, sizeof path, &other, bytes, length) == QR_MISMATCH);
    CHECK_OK(qr_porep_config_init(&other, UINT64_C(32) << 30, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
    CHECK(qr_t_aux_decode(path, sizeof path, &other, bytes, length) == QR_MISMATCH);
}

/** There and back for every size, with room for all, for some and for nothing. */
static void check_t_aux_of_all_sizes(void) {
    size_t count;
    const uint64_t *sizes = qr_sector_sizes(&count);
    const uint8_t porep_id[32] = {1};
    for (size_t i = 0; i < count; i++) {
        qr_porep_config_t config;
        CHECK_OK(qr_porep_config_init(&config, sizes[i], QR_API_1_2_0, QR_FEATURE_NONE, porep_id));
        uint8_t bytes[2048], part[100];
        char path[64];
        size_t size = 0, again = 0;
        CHECK_OK(qr_t_aux_encode(NULL, &size, 0, &config, "/sectors/s-t01000-1"));
        CHECK_OK(qr_t_aux_encode(bytes, &again, sizeof bytes, &config, "/sectors/s-t01000-1"));
        CHECK(size == again && size <= sizeof bytes && size > 100 * config.layers / 2, "%zu", size);
        CHECK_OK(qr_t_aux_encode(part, &again, sizeof part, &config, "/sectors/s-t01000-1"));
        CHECK(size == again && memcmp(part, bytes, sizeof part) == 0);
        CHECK_OK(qr_t_aux_decode(path, sizeof path, &config, bytes, size));
        CHECK(strcmp(path, "/sectors/s-t01000-1") == 0, "%s", path);
    }
}

int main(void) {
    check_p_aux();
    check_t_aux_of_reference();
    check_t_aux_of_all_sizes();
    return check_finish("aux");
}
