/**
 * @file quarry_system.h
 * What Swift cannot call: variadic ioctl, signal handlers.
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
 * Watches SIGINT and SIGTERM: the first one calls handler(context) on a thread of its own, the second ends the process
 * with `second_status`. SIGPIPE is ignored, so that a closed pipe is an error of the write. Call once.
 * Returns 0 or errno.
 */
int quarry_signals_watch(void (*handler)(void *context), void *context, int second_status);

#ifdef __cplusplus
}
#endif
#endif
