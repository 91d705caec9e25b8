/* The synthetic proofs file: the input is the roots and one record, which every place of the file gets; an
 * input of another size is the file as it is. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "vanilla_inputs.h"

#define ROOTS 96u
#define RECORD 8984u
#define RECORDS 64u

static bool write_all(int file, const uint8_t *bytes, size_t size) {
    return write(file, bytes, size) == (ssize_t)size;
}

static void prove_from(int file) {
    qr_porep_config_t config = small_config(QR_API_1_2_0, QR_FEATURE_SYNTHETIC);
    qr_porep_inputs_t inputs = {0};
    from_hex(inputs.replica_id, "1743e098816f13e7fe331d37d7269f39b6002f68cf56889d8b4032c1a9d01508");
    from_hex(inputs.comm_d, "7f859486eba8b4eb13beb35a5b349ab28ef76fed92f05a565f99fc9398069131");
    from_hex(inputs.comm_r, "83383dfc8e512becc4489ddabe62353325379e76ff8d69b2b5cdc717d28e096d");
    from_hex(inputs.comm_c, "6b57a4ee7d85d88a4b065cebe8d5482e84bff196709d66d2bc839e2a05833c5e");
    from_hex(inputs.comm_r_last, "dfb002f07c5f63cfb86d03c41ddefc4ac373f786a7a7c30d8249a86166544550");
    from_hex(inputs.seed, "8273a2c591489c9170f56cb586777e46ae8d52f10f2c027afbe5de25a0c96c65");
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    qr_sector_files_t files = {.synthetic = path};
    qr_job_t job = {0};
    qr_bytes_t out;
    qr_status_t status = qr_porep_prove_vanilla(&job, &out, &config, &files, &inputs);
    if (status != QR_OK && status != QR_CORRUPT && status != QR_MISMATCH) abort();
    if ((status == QR_OK) != (out.data != NULL)) abort();
    qr_bytes_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    int file = memfd_create("synthetic", MFD_CLOEXEC);
    if (file < 0) return 0;
    bool whole = size == ROOTS + RECORD, written = write_all(file, data, whole ? ROOTS : size);
    for (size_t i = 0; whole && written && i < RECORDS; i++) written = write_all(file, data + ROOTS, RECORD);
    if (written) prove_from(file);
    close(file);
    return 0;
}
