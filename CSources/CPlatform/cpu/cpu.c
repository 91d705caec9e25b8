/** CPU detection and the mask that every kernel's dispatch asks. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "quarry_platform.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#define MASK_AVX2 ((uint32_t)(QR_CPU_AVX2 | QR_CPU_BMI2_ADX))
#define MASK_SHANI (MASK_AVX2 | (uint32_t)QR_CPU_SHANI)
#define MASK_IFMA ((uint32_t)(QR_CPU_AVX512 | QR_CPU_AVX512IFMA))

/** Set in the two words below once they hold an answer; no feature uses this bit. */
#define DECIDED (1u << 31)

static _Atomic uint32_t detected_mask;
static _Atomic uint32_t active_mask;

/** A value of QUARRY_CPU: what it lets through, and what the CPU must have for the name to be honest. */
typedef struct {
    const char *name;
    uint32_t allowed;
    uint32_t required;
} variant_t;

static const variant_t variants[] = {
    {"portable", 0, 0},
    {"avx2", MASK_AVX2, MASK_AVX2},
    {"shani", MASK_SHANI, MASK_SHANI},
    {"avx512ifma", ~DECIDED, MASK_IFMA},
};

#if defined(__x86_64__)

/** Register state that the operating system saves (XCR0); 0 without OSXSAVE. */
static uint64_t saved_state(uint32_t leaf1_ecx) {
    if (!(leaf1_ecx & bit_OSXSAVE)) return 0;
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (uint64_t)high << 32 | low;
}

static uint32_t detect(void) {
    uint32_t a, b, c, d, leaf1_ecx, mask = 0;
    if (!__get_cpuid(1, &a, &b, &leaf1_ecx, &d)) return 0;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
    const uint64_t saved = saved_state(leaf1_ecx);
    const bool ymm = (saved & 0x06) == 0x06 && (leaf1_ecx & bit_AVX);
    const bool zmm = (saved & 0xe6) == 0xe6;
    if (ymm && (b & bit_AVX2)) mask |= QR_CPU_AVX2;
    if ((b & bit_BMI2) && (b & bit_ADX)) mask |= QR_CPU_BMI2_ADX;
    if ((b & bit_SHA) && (leaf1_ecx & bit_SSSE3) && (leaf1_ecx & bit_SSE4_1)) mask |= QR_CPU_SHANI;
    const uint32_t leaf7_ebx = bit_AVX512F | bit_AVX512DQ | bit_AVX512BW | bit_AVX512VL;
    const uint32_t leaf7_ecx = bit_AVX512VBMI | bit_AVX512VBMI2;
    if (zmm && (mask & QR_CPU_AVX2) && (b & leaf7_ebx) == leaf7_ebx && (c & leaf7_ecx) == leaf7_ecx) {
        mask |= QR_CPU_AVX512;
        if (b & bit_AVX512IFMA) mask |= QR_CPU_AVX512IFMA;
    }
    return mask;
}

static bool read_brand(char text[49]) {
    uint32_t words[12];
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t *w = words + 4 * (size_t)i;
        if (!__get_cpuid(0x80000002u + i, &w[0], &w[1], &w[2], &w[3])) return false;
    }
    memcpy(text, words, 48);
    text[48] = '\0';
    return true;
}

#else

static uint32_t detect(void) {
    return 0;
}

static bool read_brand(char text[49]) {
    text[0] = '\0';
    return false;
}

#endif

uint32_t qr_cpu_detected(void) {
    uint32_t mask = atomic_load_explicit(&detected_mask, memory_order_relaxed);
    if (!(mask & DECIDED)) {
        mask = detect() | DECIDED;
        atomic_store_explicit(&detected_mask, mask, memory_order_relaxed);
    }
    return mask & ~DECIDED;
}

static const variant_t *find_variant(const char *name) {
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
        if (strcmp(variants[i].name, name) == 0) return &variants[i];
    }
    return NULL;
}

uint32_t qr_cpu_features(void) {
    uint32_t mask = atomic_load_explicit(&active_mask, memory_order_relaxed);
    if (!(mask & DECIDED)) {
        const char *name = getenv("QUARRY_CPU");
        const variant_t *variant = name && *name ? find_variant(name) : NULL;
        uint32_t decided = (variant ? qr_cpu_detected() & variant->allowed : qr_cpu_detected()) | DECIDED;
        uint32_t undecided = 0;
        /* A qr_cpu_restrict that came between stays. */
        mask = atomic_compare_exchange_strong(&active_mask, &undecided, decided) ? decided : undecided;
    }
    return mask & ~DECIDED;
}

qr_status_t qr_cpu_check_environment(void) {
    const char *name = getenv("QUARRY_CPU");
    if (!name || !*name) return QR_OK;
    const variant_t *variant = find_variant(name);
    if (!variant) return QR_INVALID_ARGUMENT;
    return (qr_cpu_detected() & variant->required) == variant->required ? QR_OK : QR_UNSUPPORTED;
}

void qr_cpu_restrict(uint32_t features) {
    uint32_t mask = features & qr_cpu_detected();
    if (!(mask & QR_CPU_AVX512)) mask &= ~(uint32_t)QR_CPU_AVX512IFMA;
    atomic_store_explicit(&active_mask, mask | DECIDED, memory_order_relaxed);
}

const char *qr_cpu_variant(uint32_t features) {
    for (size_t i = sizeof variants / sizeof variants[0] - 1; i > 0; i--) {
        if ((features & variants[i].required) == variants[i].required) return variants[i].name;
    }
    return variants[0].name;
}

void qr_cpu_brand(char *out, size_t size) {
    char text[49];
    if (!out || size == 0) return;
    out[0] = '\0';
    const char *start = read_brand(text) ? text : "unknown";
    while (*start == ' ') start++;
    size_t length = strlen(start);
    while (length > 0 && start[length - 1] == ' ') length--;
    if (length >= size) length = size - 1;
    memcpy(out, start, length);
    out[length] = '\0';
}
