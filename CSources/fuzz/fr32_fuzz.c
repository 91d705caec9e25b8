/** Fr32 and CommP: what is padded comes back, and the split into updates does not matter. */
#include <stdlib.h>
#include <string.h>

#include "quarry/piece.h"

int LLVMFuzzerTestOneInput(const uint8_t *in, size_t size);

static void require(bool condition) {
    if (!condition) abort();
}

/** Pads all of it, and reads the range [offset, offset + length) back. */
static void round_trip(const uint8_t *in, size_t size, uint64_t offset, uint64_t length) {
    uint8_t *padded = malloc(size + size / 127 + 64), *out = malloc(size + 1);
    size_t written, got;
    require(padded && out);
    qr_fr32_pad_any(padded, &written, in, size);
    require(written % QR_NODE_SIZE == 0 && written >= qr_fr32_padded_size(size));
    require(qr_fr32_unpadded_size(written) <= size + QR_NODE_SIZE);
    require(qr_fr32_unpad_range(out, &got, padded, written, 0, size) == QR_OK);
    require(got == size && memcmp(out, in, size) == 0);
    if (offset <= size && length <= size - offset) {
        require(qr_fr32_unpad_range(out, &got, padded, written, offset, length) == QR_OK);
        require(got == length && memcmp(out, in + offset, length) == 0);
    } else if (length <= size) {
        /* Any other range is refused or cut, and never written beyond `length`. */
        qr_status_t status = qr_fr32_unpad_range(out, &got, padded, written, offset, length);
        require(status == QR_OK ? got <= length : got == 0);
    }
    free(padded);
    free(out);
}

/** CommP of in, in updates whose lengths follow the bytes of `cuts`. */
static void commit(uint8_t out[32], const uint8_t *in, size_t size, const uint8_t *cuts, size_t count) {
    qr_commp_t *commp;
    uint64_t raw_size, padded_size;
    require(qr_commp_create(&commp, NULL) == QR_OK);
    for (size_t at = 0, i = 0; at < size; i++) {
        size_t part = count > 0 ? cuts[i % count] * (size_t)(1 + i % 7) + 1 : size;
        if (part > size - at) part = size - at;
        require(qr_commp_update(commp, in + at, part) == QR_OK);
        at += part;
    }
    require(qr_commp_finish(out, &raw_size, &padded_size, commp) == QR_OK);
    require(raw_size == size && padded_size >= 128 && (padded_size & (padded_size - 1)) == 0);
    qr_commp_destroy(commp);
}

/** Input: how often the data repeats, a range, the number of cuts, the cuts, the data. */
int LLVMFuzzerTestOneInput(const uint8_t *in, size_t size) {
    enum { HEADER = 6 };
    if (size < HEADER) return 0;
    const size_t repeats = 1 + in[0], cuts = in[5];
    const uint64_t offset = (uint64_t)in[1] << 8 | in[2], length = (uint64_t)in[3] << 8 | in[4];
    if (size - HEADER <= cuts) return 0;
    const uint8_t *data = in + HEADER + cuts;
    const size_t count = size - HEADER - cuts;
    round_trip(data, count, offset, length);
    /* Repeated, so that short inputs also cross the chunks of a commitment. */
    uint8_t *whole = malloc(count * repeats), one[32], parts[32];
    require(whole);
    for (size_t i = 0; i < repeats; i++) memcpy(whole + i * count, data, count);
    commit(one, whole, count * repeats, NULL, 0);
    commit(parts, whole, count * repeats, in + HEADER, cuts);
    require(memcmp(one, parts, sizeof one) == 0);
    free(whole);
    return 0;
}
