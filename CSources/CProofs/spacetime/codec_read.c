#include <string.h>

#include "codec.h"

void qr_reader_init(qr_reader_t *out, const uint8_t *bytes, size_t length) {
    static const uint8_t nothing[1];
    if (bytes == NULL) bytes = nothing, length = 0;
    *out = (qr_reader_t){bytes, bytes, bytes + length, NULL};
}

bool qr_reader_reject(qr_reader_t *in, const char *problem) {
    if (in->problem == NULL) in->problem = problem;
    return false;
}

qr_status_t qr_reader_status(qr_job_t *job, const qr_reader_t *in, const char *what) {
    if (in->problem == NULL) return QR_OK;
    return qr_job_fail(job, QR_MALFORMED, 0, "%s, byte %zu: %s", what, (size_t)(in->at - in->start),
                       in->problem);
}

/* ---- JSON ---- */

/** The next character after white space, not taken; 0 at the end or after a problem. */
static uint8_t peek(qr_reader_t *in) {
    if (in->problem != NULL) return 0;
    while (in->at < in->end && (*in->at == ' ' || *in->at == '\n' || *in->at == '\r' || *in->at == '\t')) {
        in->at++;
    }
    return in->at < in->end ? *in->at : 0;
}

/** Takes one punctuation character. */
static bool take(qr_reader_t *in, const char *wanted, const char *problem) {
    if (peek(in) != (uint8_t)wanted[0]) return qr_reader_reject(in, problem);
    in->at++;
    return true;
}

bool qr_json_object(qr_reader_t *in) {
    return take(in, "{", "an object was expected");
}

bool qr_json_array(qr_reader_t *in) {
    return take(in, "[", "an array was expected");
}

/** Takes a plain string: *text points into the input. */
static bool take_string(qr_reader_t *in, const uint8_t **text, size_t *length) {
    if (peek(in) != '"') return qr_reader_reject(in, "a string was expected");
    const uint8_t *start = ++in->at;
    while (in->at < in->end && *in->at != '"') {
        if (*in->at == '\\' || *in->at < 0x20) return qr_reader_reject(in, "not a plain string");
        in->at++;
    }
    if (in->at == in->end) return qr_reader_reject(in, "a string does not end");
    *text = start;
    *length = (size_t)(in->at - start);
    in->at++;
    return true;
}

static bool is_text(const uint8_t *text, size_t length, const char *wanted) {
    return strlen(wanted) == length && memcmp(text, wanted, length) == 0;
}

int qr_json_key(qr_reader_t *in, const char *const *keys, size_t count, uint32_t *seen) {
    const uint8_t *text;
    size_t length;
    if (peek(in) == '}') {
        in->at++;
        if (*seen == (1u << count) - 1) return -1;
        qr_reader_reject(in, "an object lacks a key");
        return -2;
    }
    if (*seen != 0 && !take(in, ",", "a comma was expected")) return -2;
    if (!take_string(in, &text, &length) || !take(in, ":", "a colon was expected")) return -2;
    for (size_t i = 0; i < count; i++) {
        if (!is_text(text, length, keys[i])) continue;
        if ((*seen >> i & 1) != 0) {
            qr_reader_reject(in, "a key is there twice");
            return -2;
        }
        *seen |= 1u << i;
        return (int)i;
    }
    qr_reader_reject(in, "a key is unknown here");
    return -2;
}

bool qr_json_element(qr_reader_t *in, size_t index) {
    if (peek(in) == ']') {
        in->at++;
        return false;
    }
    if (index > 0) return take(in, ",", "a comma was expected");
    return in->problem == NULL;
}

bool qr_json_array_end(qr_reader_t *in, size_t count) {
    if (!qr_json_element(in, count)) return in->problem == NULL;
    return qr_reader_reject(in, "an array is too long");
}

bool qr_json_number(qr_reader_t *in, uint64_t *out) {
    uint8_t first = peek(in);
    if (first < '0' || first > '9') return qr_reader_reject(in, "a whole number was expected");
    uint64_t number = 0;
    const uint8_t *start = in->at;
    for (; in->at < in->end && *in->at >= '0' && *in->at <= '9'; in->at++) {
        unsigned digit = *in->at - '0';
        if (number > (UINT64_MAX - digit) / 10) return qr_reader_reject(in, "a number is too large");
        number = number * 10 + digit;
    }
    if (first == '0' && in->at - start > 1) return qr_reader_reject(in, "a number begins with zero");
    *out = number;
    return true;
}

bool qr_json_null(qr_reader_t *in) {
    if (peek(in) != 'n' || in->end - in->at < 4 || memcmp(in->at, "null", 4) != 0) {
        return qr_reader_reject(in, "null was expected");
    }
    in->at += 4;
    return true;
}

bool qr_json_string(qr_reader_t *in, const char *wanted) {
    const uint8_t *text;
    size_t length;
    if (!take_string(in, &text, &length)) return false;
    return is_text(text, length, wanted) || qr_reader_reject(in, "a string has another value");
}

bool qr_json_node(qr_reader_t *in, uint8_t out[32]) {
    if (!qr_json_array(in)) return false;
    for (size_t i = 0; i < 32; i++) {
        uint64_t byte;
        if (!qr_json_element(in, i)) return qr_reader_reject(in, "32 bytes were expected");
        if (!qr_json_number(in, &byte)) return false;
        if (byte > UINT8_MAX) return qr_reader_reject(in, "a byte is above 255");
        out[i] = (uint8_t)byte;
    }
    return qr_json_array_end(in, 32);
}

bool qr_json_nodes(qr_reader_t *in, uint8_t (*out)[32], size_t count) {
    if (!qr_json_array(in)) return false;
    for (size_t i = 0; i < count; i++) {
        if (!qr_json_element(in, i)) return qr_reader_reject(in, "an array is too short");
        if (!qr_json_node(in, out[i])) return false;
    }
    return qr_json_array_end(in, count);
}

bool qr_json_finish(qr_reader_t *in) {
    peek(in);
    if (in->problem != NULL) return false;
    return in->at == in->end || qr_reader_reject(in, "something follows the proof");
}

/* ---- bincode ---- */

bool qr_bincode_take(qr_reader_t *in, void *out, size_t length) {
    if (in->problem != NULL) return false;
    if ((size_t)(in->end - in->at) < length) return qr_reader_reject(in, "the proof ends early");
    memcpy(out, in->at, length);
    in->at += length;
    return true;
}

bool qr_bincode_u32(qr_reader_t *in, uint32_t wanted) {
    uint8_t bytes[4];
    if (!qr_bincode_take(in, bytes, sizeof bytes)) return false;
    uint32_t number = 0;
    for (int i = 3; i >= 0; i--) number = number << 8 | bytes[i];
    return number == wanted || qr_reader_reject(in, "a proof has another kind");
}

bool qr_bincode_u64(qr_reader_t *in, uint64_t *out) {
    uint8_t bytes[8];
    if (!qr_bincode_take(in, bytes, sizeof bytes)) return false;
    *out = 0;
    for (int i = 7; i >= 0; i--) *out = *out << 8 | bytes[i];
    return true;
}

bool qr_bincode_count(qr_reader_t *in, uint64_t wanted) {
    uint64_t count;
    if (!qr_bincode_u64(in, &count)) return false;
    return count == wanted || qr_reader_reject(in, "a list has another length");
}

bool qr_bincode_finish(qr_reader_t *in) {
    if (in->problem != NULL) return false;
    return in->at == in->end || qr_reader_reject(in, "something follows the proof");
}
