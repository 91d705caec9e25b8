/** @file params_file.c  Parameter files: sections, points, digests, metadata. */
#include "params_file.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "curve/members.h"

qr_status_t qr_params_sections(qr_job_t *job, qr_params_t *params) {
    static const char *const names[QR_SECTIONS] = {"h", "l", "a", "b_g1", "b_g2"};
    size_t at = params->vk_bytes, size = params->map.size;
    for (qr_section_t s = QR_SECTION_H; s < QR_SECTIONS; s++) {
        if (size - at < 4) return qr_job_fail(job, QR_CORRUPT, 0, "section %s is missing", names[s]);
        params->counts[s] = qr_params_count(params->map.bytes + at);
        params->points[s] = params->map.bytes + at + 4;
        at += 4;
        if (params->counts[s] > (size - at) / qr_section_point_size(s)) {
            return qr_job_fail(job, QR_CORRUPT, 0, "section %s is cut short", names[s]);
        }
        at += params->counts[s] * qr_section_point_size(s);
    }
    if (at != size) return qr_job_fail(job, QR_CORRUPT, 0, "bytes after the last section");
    uint64_t domain = params->counts[QR_SECTION_H] + 1;
    bool fits = (domain & (domain - 1)) == 0 && params->vk->ic_count <= params->counts[QR_SECTION_A] &&
                params->counts[QR_SECTION_B_G1] == params->counts[QR_SECTION_B_G2];
    if (!fits) return qr_job_fail(job, QR_CORRUPT, 0, "counts of points that no circuit has");
    params->log_domain = (unsigned)__builtin_ctzll(domain);
    return QR_OK;
}

static qr_status_t open_mapped(qr_job_t *job, qr_params_t *params) {
    params->vk_bytes = qr_vk_size(params->map.bytes, params->map.size);
    if (params->vk_bytes == 0) return qr_job_fail(job, QR_CORRUPT, 0, "the verifying key is cut short");
    qr_status_t status = qr_vk_decode(job, &params->vk, params->map.bytes, params->vk_bytes);
    if (status == QR_MALFORMED || status == QR_MISMATCH) status = QR_CORRUPT;
    return status == QR_OK ? qr_params_sections(job, params) : status;
}

qr_status_t qr_params_open(qr_job_t *job, qr_params_t **out, const char *path) {
    *out = NULL;
    if (job == NULL) return QR_INVALID_ARGUMENT;
    qr_params_t *params = calloc(1, sizeof *params);
    if (params == NULL) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "%s", path);
    qr_status_t status = qr_params_map(job, &params->map, path);
    if (status == QR_OK) status = open_mapped(job, params);
    if (status != QR_OK) {
        qr_params_close(params);
        return status;
    }
    *out = params;
    return QR_OK;
}

void qr_params_close(qr_params_t *params) {
    if (params == NULL) return;
    qr_vk_destroy(params->vk);
    qr_params_unmap(&params->map);
    free(params);
}

const qr_vk_t *qr_params_vk(const qr_params_t *params) {
    return params->vk;
}

void qr_params_info(qr_params_info_t *out, const qr_params_t *params) {
    *out = (qr_params_info_t){
        .bytes = params->map.size,
        .inputs = params->vk->ic_count,
        .h = params->counts[QR_SECTION_H],
        .l = params->counts[QR_SECTION_L],
        .a = params->counts[QR_SECTION_A],
        .b_g1 = params->counts[QR_SECTION_B_G1],
        .b_g2 = params->counts[QR_SECTION_B_G2],
        .vk_bytes = params->vk_bytes,
        .log_domain = params->log_domain,
    };
}

/* ---- Points ---- */

qr_status_t qr_params_check(qr_job_t *job, const qr_params_t *params) {
    if (job == NULL) return QR_INVALID_ARGUMENT;
    uint64_t total = 0;
    for (qr_section_t s = QR_SECTION_H; s < QR_SECTIONS; s++) total += params->counts[s];
    qr_job_expect(job, total);
    for (qr_section_t s = QR_SECTION_H; s < QR_SECTIONS; s++) {
        const uint8_t *points = params->points[s];
        uint64_t bad;
        qr_status_t status =
            qr_members_check_file(job, &bad, s == QR_SECTION_B_G2, points, params->counts[s]);
        if (status != QR_OK) return status;
        if (bad == UINT64_MAX) continue;
        uint64_t offset = (uint64_t)(points - params->map.bytes) + bad * qr_section_point_size(s);
        return qr_job_fail(job, QR_CORRUPT, 0, "no point of the group at byte %llu",
                           (unsigned long long)offset);
    }
    return QR_OK;
}

/* ---- Digest and metadata ---- */

qr_status_t qr_params_digest(qr_job_t *job, uint8_t out[64], const char *path) {
    enum { STEP = 1 << 22 };
    qr_params_map_t map;
    crypto_generichash_state state;
    memset(out, 0, 64);
    if (job == NULL) return QR_INVALID_ARGUMENT;
    qr_status_t status = qr_params_map(job, &map, path);
    if (status != QR_OK) return status;
    qr_job_expect(job, map.size);
    crypto_generichash_init(&state, NULL, 0, 64);
    for (size_t at = 0; at < map.size && status == QR_OK; at += STEP) {
        size_t length = map.size - at < STEP ? map.size - at : STEP;
        crypto_generichash_update(&state, map.bytes + at, length);
        qr_job_advance(job, length);
        if (qr_job_cancelled(job)) status = QR_CANCELLED;
    }
    if (status == QR_OK) crypto_generichash_final(&state, out, 64);
    qr_params_unmap(&map);
    return status;
}

/** The number after "sector_size": in {"sector_size":N}, with any JSON white space. */
static bool parse_meta(uint64_t *out, const char *in, size_t length) {
    static const char *const words[] = {"{", "\"sector_size\"", ":"};
    const char *space = " \t\r\n", *end = in + length;
#define SKIP() \
    while (in < end && strchr(space, *in) != NULL && *in != 0) in++
    for (size_t i = 0; i < 3; i++) {
        SKIP();
        size_t size = strlen(words[i]);
        if ((size_t)(end - in) < size || memcmp(in, words[i], size) != 0) return false;
        in += size;
    }
    SKIP();
    const char *digits = in;
    *out = 0;
    for (; in < end && *in >= '0' && *in <= '9'; in++) {
        if (__builtin_mul_overflow(*out, 10, out) || __builtin_add_overflow(*out, *in - '0', out))
            return false;
    }
    if (in == digits || (in - digits > 1 && *digits == '0')) return false;
    SKIP();
    if (in == end || *in++ != '}') return false;
    SKIP();
#undef SKIP
    return in == end;
}

qr_status_t qr_params_meta_load(qr_job_t *job, uint64_t *sector_size, const char *path) {
    qr_params_map_t map;
    *sector_size = 0;
    qr_status_t status = qr_params_map(job, &map, path);
    if (status != QR_OK) return status;
    uint64_t size = 0;
    if (map.bytes != NULL && parse_meta(&size, (const char *)map.bytes, map.size)) {
        *sector_size = size;
    } else {
        status = qr_job_fail(job, QR_CORRUPT, 0, "%s", path);
    }
    qr_params_unmap(&map);
    return status;
}
