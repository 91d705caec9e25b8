/** @file check.h  The few words a test program of the engine needs. One program a subject; exit status says
 * how it went. */
#ifndef QR_CHECK_H
#define QR_CHECK_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "quarry_platform.h"

static uint64_t check_count, check_failures;

/** Counts a check; says what and where when it fails. Detail is a printf format with arguments. */
#define CHECK(condition, ...)                                                   \
    do {                                                                        \
        check_count++;                                                          \
        if (!(condition)) {                                                     \
            check_failures++;                                                   \
            if (check_failures <= 20) {                                         \
                fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition); \
                fprintf(stderr, "" __VA_ARGS__);                                \
                fputc('\n', stderr);                                            \
            }                                                                   \
        }                                                                       \
    } while (0)

#define CHECK_OK(status) CHECK((status) == QR_OK, "status")

/** splitmix64: a repeatable stream for inputs. */
static inline uint64_t check_random(uint64_t *state) {
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static inline void check_fill(void *out, size_t size, uint64_t *state) {
    uint8_t *bytes = out;
    for (size_t i = 0; i < size; i++) bytes[i] = (uint8_t)check_random(state);
}

static inline void check_hex(char *out, const uint8_t *in, size_t size) {
    for (size_t i = 0; i < size; i++) sprintf(out + 2 * i, "%02x", in[i]);
}

/** The feature masks this CPU can run, narrowest first; *count of them. Restrict with qr_cpu_restrict for
 * each. */
static inline const uint32_t *check_variants(size_t *count) {
    static uint32_t masks[4];
    const uint32_t steps[4] = {0, QR_CPU_AVX2 | QR_CPU_BMI2_ADX, QR_CPU_AVX2 | QR_CPU_BMI2_ADX | QR_CPU_SHANI,
                               ~0u};
    size_t n = 0;
    for (size_t i = 0; i < 4; i++) {
        uint32_t mask = steps[i] & qr_cpu_detected();
        if (n == 0 || masks[n - 1] != mask) masks[n++] = mask;
    }
    *count = n;
    return masks;
}

/** Prints the closing line; the value for main to return. */
static inline int check_finish(const char *subject) {
    printf("%-12s %" PRIu64 " checks, %" PRIu64 " failed\n", subject, check_count, check_failures);
    return check_failures == 0 && check_count > 0 ? 0 : 1;
}

#endif
