/**
 * @file quarry_toml.h
 * TOML in, JSON out: toml++ behind two C functions, so that Swift decodes configuration with Codable.
 */
#ifndef QUARRY_TOML_H
#define QUARRY_TOML_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * *json = the document as JSON, NUL-terminated, or NULL if `text` is not TOML; *message then says what is
 * wrong and *line and *column (from 1) where. Times become strings. Both texts are freed with
 * quarry_toml_free. Returns 0 when it parsed.
 */
int quarry_toml_to_json(char **json, char **message, unsigned *line, unsigned *column, const char *text,
                        size_t length);
void quarry_toml_free(char *text);

#ifdef __cplusplus
}
#endif
#endif
