/**
 * @file quarry_pages.h
 * The dashboard's files as bytes of the binary: what lies in Sources/Interface/RPC/Pages when it is built.
 */
#ifndef QUARRY_PAGES_H
#define QUARRY_PAGES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One file. */
typedef struct {
    const char *name; /**< "app.css" */
    const uint8_t *bytes;
    size_t length;
} quarry_page_t;

size_t quarry_page_count(void);

/** The file of a number below the count; NULL past it. */
const quarry_page_t *quarry_page(size_t index);

#ifdef __cplusplus
}
#endif
#endif
