#include "quarry_yardsticks.h"

#include <stdint.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

#if defined(__x86_64__)

#define REPEAT_4(text) text text text text

// Each loop body below has a fixed number of instructions; `count` is how often it runs.

enum { cycle_body = 16, sha_body = 16, integer_body = 32, madd_body = 32 };

static void run_cycle(uint64_t count) {
    uint64_t value = 3;
    for (; count > 0; count--) {
        __asm__ volatile(REPEAT_4(REPEAT_4("imul %0, %0\n\t")) : "+r"(value));
    }
}

__attribute__((target("sha,sse4.1"))) static void run_sha_latency(uint64_t count) {
    for (; count > 0; count--) {
        __asm__ volatile(REPEAT_4(REPEAT_4("sha256rnds2 %%xmm0, %%xmm2, %%xmm1\n\t")) : : : "xmm1");
    }
}

__attribute__((target("sha,sse4.1"))) static void run_sha(uint64_t count) {
    for (; count > 0; count--) {
        __asm__ volatile(REPEAT_4("sha256rnds2 %%xmm0, %%xmm5, %%xmm1\n\t"
                                  "sha256rnds2 %%xmm0, %%xmm6, %%xmm2\n\t"
                                  "sha256rnds2 %%xmm0, %%xmm7, %%xmm3\n\t"
                                  "sha256rnds2 %%xmm0, %%xmm8, %%xmm4\n\t")
                         :
                         :
                         : "xmm1", "xmm2", "xmm3", "xmm4");
    }
}

__attribute__((target("avx2"))) static void run_integer_256(uint64_t count) {
    for (; count > 0; count--) {
        __asm__ volatile(REPEAT_4("vpslld $7, %%ymm12, %%ymm0\n\t"
                                  "vpxor %%ymm13, %%ymm14, %%ymm1\n\t"
                                  "vpaddd %%ymm13, %%ymm15, %%ymm2\n\t"
                                  "vpsrld $11, %%ymm12, %%ymm3\n\t"
                                  "vpand %%ymm13, %%ymm14, %%ymm4\n\t"
                                  "vpslld $9, %%ymm13, %%ymm5\n\t"
                                  "vpxor %%ymm12, %%ymm15, %%ymm6\n\t"
                                  "vpsrld $5, %%ymm14, %%ymm7\n\t")
                         :
                         :
                         : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7");
    }
}

__attribute__((target("avx512f"))) static void run_integer_512(uint64_t count) {
    for (; count > 0; count--) {
        __asm__ volatile(REPEAT_4("vprord $7, %%zmm12, %%zmm0\n\t"
                                  "vpternlogd $150, %%zmm13, %%zmm14, %%zmm1\n\t"
                                  "vpaddd %%zmm13, %%zmm15, %%zmm2\n\t"
                                  "vprord $11, %%zmm12, %%zmm3\n\t"
                                  "vpaddd %%zmm12, %%zmm14, %%zmm4\n\t"
                                  "vpternlogd $202, %%zmm12, %%zmm15, %%zmm5\n\t"
                                  "vprord $5, %%zmm14, %%zmm6\n\t"
                                  "vpaddd %%zmm14, %%zmm15, %%zmm7\n\t")
                         :
                         :
                         : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7");
    }
}

__attribute__((target("avx512f,avx512ifma"))) static void run_madd52(uint64_t count) {
    for (; count > 0; count--) {
        __asm__ volatile(REPEAT_4("vpmadd52luq %%zmm12, %%zmm13, %%zmm0\n\t"
                                  "vpmadd52huq %%zmm12, %%zmm13, %%zmm1\n\t"
                                  "vpmadd52luq %%zmm12, %%zmm14, %%zmm2\n\t"
                                  "vpmadd52huq %%zmm12, %%zmm14, %%zmm3\n\t"
                                  "vpmadd52luq %%zmm13, %%zmm14, %%zmm4\n\t"
                                  "vpmadd52huq %%zmm13, %%zmm14, %%zmm5\n\t"
                                  "vpmadd52luq %%zmm13, %%zmm15, %%zmm6\n\t"
                                  "vpmadd52huq %%zmm13, %%zmm15, %%zmm7\n\t")
                         :
                         :
                         : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7");
    }
}

typedef struct {
    void (*run)(uint64_t count);
    double instructions;
} loop_t;

static loop_t loop_of(quarry_yardstick_t what) {
    const loop_t none = {0, 1};
    __builtin_cpu_init();
    switch (what) {
        case QUARRY_YARDSTICK_CYCLE:
            return (loop_t){run_cycle, cycle_body * 3.0};
        case QUARRY_YARDSTICK_SHA_LATENCY:
            return __builtin_cpu_supports("sha") ? (loop_t){run_sha_latency, sha_body} : none;
        case QUARRY_YARDSTICK_SHA:
            return __builtin_cpu_supports("sha") ? (loop_t){run_sha, sha_body} : none;
        case QUARRY_YARDSTICK_INTEGER_256:
            return __builtin_cpu_supports("avx2") ? (loop_t){run_integer_256, integer_body} : none;
        case QUARRY_YARDSTICK_INTEGER_512:
            return __builtin_cpu_supports("avx512f") ? (loop_t){run_integer_512, integer_body} : none;
        case QUARRY_YARDSTICK_MADD52:
            return __builtin_cpu_supports("avx512ifma") ? (loop_t){run_madd52, madd_body} : none;
    }
    return none;
}

double quarry_yardstick(quarry_yardstick_t what) {
    const loop_t loop = loop_of(what);
    if (loop.run == 0) return 0;
    const uint64_t count = 30000;
    double least = 0;
    loop.run(count);
    for (int i = 0; i < 25; i++) {
        const double start = now();
        loop.run(count);
        const double time = (now() - start) / ((double)count * loop.instructions);
        if (i == 0 || time < least) least = time;
    }
    return least;
}

#else

double quarry_yardstick(quarry_yardstick_t what) {
    (void)what;
    return 0;
}

#endif
