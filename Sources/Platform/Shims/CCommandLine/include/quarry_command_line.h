/**
 * @file quarry_command_line.h
 * CLI11 behind C: a tree of commands is declared, a command line parsed against it, and what was given read
 * back.
 */
#ifndef QUARRY_COMMAND_LINE_H
#define QUARRY_COMMAND_LINE_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct quarry_cli quarry_cli_t;

/** A program called `name`. `footer` closes its help. NULL if out of memory. */
quarry_cli_t *quarry_cli_create(const char *name, const char *summary, const char *footer);
void quarry_cli_destroy(quarry_cli_t *cli);

/** Adds the command whose words are words[0 .. count); intermediate words become groups with `group_summary`.
 * Returns its number, from 0. Hidden commands are parsed but not listed. */
int quarry_cli_add_command(quarry_cli_t *cli, const char *const *words, size_t count, const char *summary,
                           const char *footer, bool hidden);
/** Says what a group of commands is about. */
void quarry_cli_describe_group(quarry_cli_t *cli, const char *const *words, size_t count,
                               const char *summary);

typedef enum { QUARRY_CLI_FLAG, QUARRY_CLI_VALUE, QUARRY_CLI_LIST } quarry_cli_kind_t;
typedef struct {
    const char *name; /**< "--size" or "-s,--size"; a positional has no dashes */
    const char *help;
    const char *value_name;  /**< shown in the help, "SIZE" */
    const char *environment; /**< variable that stands in when it is not given; NULL: none */
    const char *section;     /**< heading in the help; NULL: "Options" */
    quarry_cli_kind_t kind;
    bool required;
} quarry_cli_argument_t;
/** Adds an argument to command number `command`. Returns its number within that command, from 0. */
int quarry_cli_add_argument(quarry_cli_t *cli, int command, const quarry_cli_argument_t *argument);

typedef enum {
    QUARRY_CLI_RUN,        /**< a command was named and its line is well formed */
    QUARRY_CLI_HELP,       /**< help was asked for: quarry_cli_text is it */
    QUARRY_CLI_INCOMPLETE, /**< no command, or only the first words of one: quarry_cli_text is the help */
    QUARRY_CLI_ERROR       /**< quarry_cli_text says what is wrong */
} quarry_cli_result_t;
/** Parses arguments[0 .. count), without the program's name. */
quarry_cli_result_t quarry_cli_parse(quarry_cli_t *cli, const char *const *arguments, size_t count);

/** Number of the command that was named (innermost); -1 if none was. */
int quarry_cli_command(const quarry_cli_t *cli);
/** Values given to an argument of a command; for a flag how often it was given. */
size_t quarry_cli_value_count(const quarry_cli_t *cli, int command, int argument);
const char *quarry_cli_value(const quarry_cli_t *cli, int command, int argument, size_t index);
/** Text of the last parse, or of quarry_cli_help. Valid until the next call. */
const char *quarry_cli_text(const quarry_cli_t *cli);
/** Help of command number `command`, -1: of the program. */
const char *quarry_cli_help(quarry_cli_t *cli, int command);

#ifdef __cplusplus
}
#endif
#endif
