/**
 * @file quarry_yardsticks.h
 * How fast this core issues the instructions that the kernels are made of, found by loops over registers
 * alone: what the floors of the benchmarks are computed from, in the same run.
 */
#ifndef QUARRY_YARDSTICKS_H
#define QUARRY_YARDSTICKS_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is timed. */
typedef enum {
    QUARRY_YARDSTICK_CYCLE = 0,   /**< a clock cycle: a third of a dependent 64-bit multiplication */
    QUARRY_YARDSTICK_SHA_LATENCY, /**< sha256rnds2 after sha256rnds2 */
    QUARRY_YARDSTICK_SHA,         /**< sha256rnds2 of independent streams */
    QUARRY_YARDSTICK_INTEGER_256, /**< shifts, logic and additions on 256 bits, as a SHA-256 round mixes them
                                   */
    QUARRY_YARDSTICK_INTEGER_512, /**< rotations, ternary logic and additions on 512 bits, likewise */
    QUARRY_YARDSTICK_MADD52       /**< vpmadd52 on 512 bits, independent sums */
} quarry_yardstick_t;

/** Nanoseconds an instruction, the least of several short runs; 0 if this CPU lacks it. */
double quarry_yardstick(quarry_yardstick_t what);

/** A counter of instructions or cycles of the calling thread in user mode; < 0 if the machine offers none. */
typedef enum { QUARRY_COUNTER_INSTRUCTIONS = 0, QUARRY_COUNTER_CYCLES = 1 } quarry_counter_t;
int quarry_counter_open(quarry_counter_t what);
/** Value since opening; false if it cannot be read. */
bool quarry_counter_read(uint64_t *value, int descriptor);
void quarry_counter_close(int descriptor);

#ifdef __cplusplus
}
#endif
#endif
