/**
 * @file quarry_system.h
 * What Swift cannot call: variadic ioctl, signal masks before the first thread, performance counters.
 */
#ifndef QUARRY_SYSTEM_H
#define QUARRY_SYSTEM_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Columns of the terminal behind `descriptor`; 0 if it is none. */
unsigned quarry_terminal_columns(int descriptor);

/**
 * Blocks SIGINT and SIGTERM in the calling thread and all it starts from here on, and starts a thread that waits for
 * them: the first one calls handler(context), the second ends the process with `second_status`. SIGPIPE is ignored,
 * so that a closed pipe is an error of the write. Call once, before other threads exist. Returns 0 or errno.
 */
int quarry_signals_watch(void (*handler)(void *context), void *context, int second_status);

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
