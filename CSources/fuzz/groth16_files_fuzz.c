/* Proofs, verifying keys, parameter files and metadata from outside. The first byte picks the reader;
 * sections are read behind a verifying key that is taken for good, since none would be found by chance. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "snark/params_file.h"

static void read_proof(const uint8_t *in, size_t length) {
    qr_proof_t proof;
    uint8_t again[QR_PROOF_SIZE];
    if (length != QR_PROOF_SIZE || qr_proof_decode(&proof, in) != QR_OK) return;
    qr_proof_encode(again, &proof);
    if (memcmp(again, in, length) != 0) abort();
}

static void read_vk(const uint8_t *in, size_t length) {
    qr_job_t job = {0};
    qr_vk_t *vk;
    if (qr_vk_decode(&job, &vk, in, length) == QR_OK && 868 + 96 * (qr_vk_input_count(vk) + 1) != length)
        abort();
    qr_vk_destroy(vk);
}

static void read_sections(const uint8_t *in, size_t length) {
    qr_job_t job = {0};
    qr_vk_t vk = {.ic_count = 2};
    qr_params_t params = {.map = {in, length}, .vk = &vk};
    if (qr_params_sections(&job, &params) != QR_OK) return;
    size_t total = 0;
    for (int s = 0; s < QR_SECTIONS; s++) {
        total += 4 + params.counts[s] * qr_section_point_size((qr_section_t)s);
    }
    if (total != length) abort();
    (void)!qr_params_check(&job, &params);
}

/* The readers that want a path, of a file in memory. */
static void read_files(const uint8_t *in, size_t length) {
    char path[64];
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || write(fd, in, length) != (ssize_t)length) abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    qr_job_t job = {0};
    uint64_t size;
    qr_params_t *params;
    (void)!qr_params_meta_load(&job, &size, path);
    if (qr_params_open(&job, &params, path) == QR_OK) qr_params_close(params);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    void (*const readers[])(const uint8_t *, size_t) = {read_proof, read_vk, read_sections, read_files};
    readers[data[0] % 4](data + 1, size - 1);
    return 0;
}
