/**
 * @file quarry_logging.h
 * Log lines to standard error or to a rotated file: spdlog behind four C functions. Lines are written by a
 * thread of the log's own; a caller only queues.
 */
#ifndef QUARRY_LOGGING_H
#define QUARRY_LOGGING_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct quarry_log quarry_log_t;

/** Where lines go and how they look. */
typedef struct {
    const char *file;    /**< NULL: standard error */
    size_t max_bytes;    /**< of a file, then it is rotated to FILE.1, FILE.2... */
    size_t max_files;    /**< rotated files that are kept */
    int json;            /**< one JSON object a line instead of text */
    uint32_t alike;      /**< lines of equal label, level and message that are written in one window */
    uint32_t of_a_label; /**< lines of one label that are written in one window */
    double window;       /**< seconds */
} quarry_log_options_t;

/**
 * *log = an open log, or NULL where the file cannot be written; *message then says why and is freed with
 * quarry_log_free. Returns 0 when it is open.
 */
int quarry_log_open(quarry_log_t **log, char **message, const quarry_log_options_t *options);

/**
 * Queues one line. `level` is a name ("warning"); `facts` holds key, NUL, value, NUL of `count` facts.
 * Control characters in texts are escaped, so that a message is always one line. Lines past the options'
 * limits are counted, and the count is told in one line when the window is over. When 8,192 lines are queued,
 * the oldest are dropped and counted.
 */
void quarry_log_write(quarry_log_t *log, const char *level, const char *label, const char *message,
                      const char *facts, size_t count);

/** Lines that were dropped because the writer was slower than the callers. */
uint64_t quarry_log_dropped(quarry_log_t *log);

/**
 * Tells what is still held back and waits until all lines are handed to the system; later lines are lost.
 * Happens by itself when the process exits.
 */
void quarry_log_finish(quarry_log_t *log);

/** quarry_log_finish, then frees the log. NULL is ignored. */
void quarry_log_close(quarry_log_t *log);

void quarry_log_free(char *text);

#ifdef __cplusplus
}
#endif
#endif
