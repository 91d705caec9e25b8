/** @file params_map.h  A whole file mapped for reading. Private. */
#ifndef QUARRY_PARAMS_MAP_H
#define QUARRY_PARAMS_MAP_H

#include "quarry_platform.h"

typedef struct {
    const uint8_t *bytes; /**< NULL for an empty file */
    size_t size;
} qr_params_map_t;

/** Maps a regular file. A file cut short while it is mapped kills the process, as any mapping: parameter
 * files are replaced by renaming, never written in place. */
QR_MUST_CHECK qr_status_t qr_params_map(qr_job_t *job, qr_params_map_t *out, const char *path);
void qr_params_unmap(qr_params_map_t *map);

#endif
