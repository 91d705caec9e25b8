#include <stdlib.h>
#include <string.h>

#include "codec.h"

/** A list that could not grow: no bytes, and a length that no list has. */
#define FAILED SIZE_MAX

void qr_bytes_free(qr_bytes_t *bytes) {
    if (bytes == NULL) return;
    free(bytes->data);
    *bytes = (qr_bytes_t){0};
}

/** Room for `length` more bytes; NULL if there is none. */
static uint8_t *reserve(qr_bytes_t *out, size_t length) {
    if (out->length == FAILED) return NULL;
    if (length <= out->capacity - out->length) return out->data + out->length;
    uint8_t *grown = NULL;
    if (length <= SIZE_MAX / 4 - out->length) {
        size_t capacity = out->capacity < 256 ? 256 : out->capacity;
        while (capacity < out->length + length) capacity += capacity / 2;
        grown = realloc(out->data, capacity);
        if (grown != NULL) {
            out->data = grown;
            out->capacity = capacity;
            return grown + out->length;
        }
    }
    free(out->data);
    *out = (qr_bytes_t){.length = FAILED};
    return NULL;
}

qr_status_t qr_bytes_status(qr_job_t *job, const qr_bytes_t *out) {
    if (out->length != FAILED) return QR_OK;
    return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "writing a proof");
}

void qr_write_bytes(qr_bytes_t *out, const void *bytes, size_t length) {
    uint8_t *at = reserve(out, length);
    if (at == NULL || length == 0) return;
    memcpy(at, bytes, length);
    out->length += length;
}

void qr_write_again(qr_bytes_t *out, size_t offset, size_t length) {
    uint8_t *at = reserve(out, length);
    if (at == NULL || length == 0) return;
    memcpy(at, out->data + offset, length);
    out->length += length;
}

void qr_write_text(qr_bytes_t *out, const char *text) {
    qr_write_bytes(out, text, strlen(text));
}

/** Writes the digits of number at `out` (20 bytes are enough); their count. */
static size_t put_digits(uint8_t *out, uint64_t number) {
    uint8_t digits[20];
    size_t count = 0;
    do {
        digits[count++] = (uint8_t)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    for (size_t i = 0; i < count; i++) out[i] = digits[count - 1 - i];
    return count;
}

void qr_write_number(qr_bytes_t *out, uint64_t number) {
    uint8_t digits[20];
    qr_write_bytes(out, digits, put_digits(digits, number));
}

void qr_write_node(qr_bytes_t *out, const uint8_t node[32]) {
    const size_t longest = 2 + 32 * 4;
    uint8_t *start = reserve(out, longest), *at = start;
    if (start == NULL) return;
    for (int i = 0; i < 32; i++) {
        *at++ = i == 0 ? '[' : ',';
        at += put_digits(at, node[i]);
    }
    *at++ = ']';
    out->length += (size_t)(at - start);
}

void qr_write_nodes(qr_bytes_t *out, const uint8_t (*nodes)[32], size_t count) {
    qr_write_text(out, "[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) qr_write_text(out, ",");
        qr_write_node(out, nodes[i]);
    }
    qr_write_text(out, "]");
}

static void write_little_endian(qr_bytes_t *out, uint64_t number, size_t width) {
    uint8_t bytes[8];
    for (size_t i = 0; i < width; i++) bytes[i] = (uint8_t)(number >> (8 * i));
    qr_write_bytes(out, bytes, width);
}

void qr_write_u32(qr_bytes_t *out, uint32_t number) {
    write_little_endian(out, number, 4);
}

void qr_write_u64(qr_bytes_t *out, uint64_t number) {
    write_little_endian(out, number, 8);
}
