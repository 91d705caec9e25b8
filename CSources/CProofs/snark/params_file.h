/**
 * @file params_file.h
 * A mapped parameter file: the verifying key, then sections, each a u32 big-endian count and that many
 * uncompressed points. Private.
 */
#ifndef QUARRY_PARAMS_FILE_H
#define QUARRY_PARAMS_FILE_H

#include "groth16_vk.h"
#include "params_map.h"

typedef enum {
    QR_SECTION_H,
    QR_SECTION_L,
    QR_SECTION_A,
    QR_SECTION_B_G1,
    QR_SECTION_B_G2,
    QR_SECTIONS
} qr_section_t;

/** 96 bytes in G1, 192 in G2. */
static inline size_t qr_section_point_size(qr_section_t section) {
    return section == QR_SECTION_B_G2 ? 192 : 96;
}

struct qr_params {
    qr_params_map_t map;
    qr_vk_t *vk;
    size_t vk_bytes;
    const uint8_t *points[QR_SECTIONS];
    uint64_t counts[QR_SECTIONS];
    unsigned log_domain;
};

/** Finds the sections in params->map, whose verifying key has vk_bytes. QR_CORRUPT if they do not fill the
 * file exactly or their counts cannot be a circuit's. */
QR_MUST_CHECK qr_status_t qr_params_sections(qr_job_t *job, qr_params_t *params);

#endif
