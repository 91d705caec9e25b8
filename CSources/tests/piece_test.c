/** Piece and data commitments, tree-d, unsealing. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "quarry/piece.h"
#include "quarry_crypto.h"

static char folder[256];

static const char *in_folder(const char *name) {
    static char paths[64][320];
    static unsigned next;
    char *path = paths[next++ % 64];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void unhex(uint8_t *out, const char *hex) {
    for (; *hex; hex += 2) {
        unsigned byte = 0;
        sscanf(hex, "%2x", &byte);
        *out++ = (uint8_t)byte;
    }
}

static bool write_file(const char *path, const void *bytes, size_t size) {
    FILE *file = fopen(path, "w");
    const bool done = file && fwrite(bytes, 1, size, file) == size;
    return file && fclose(file) == 0 && done;
}

/** The whole file, *size bytes; free() it. */
static uint8_t *read_file(const char *path, size_t *size) {
    struct stat about;
    *size = 0;
    FILE *file = fopen(path, "r");
    if (!file || fstat(fileno(file), &about) != 0) return NULL;
    uint8_t *bytes = malloc((size_t)about.st_size + 1);
    if (bytes) *size = fread(bytes, 1, (size_t)about.st_size, file);
    fclose(file);
    return bytes;
}

/** The data stream of the reference vectors: SHA-256 of "quarry-vector:SEED:i", i = 0, 1, ... */
static void vector_stream(uint8_t *out, size_t size, const char *seed) {
    for (size_t i = 0; i * 32 < size; i++) {
        char text[128];
        uint8_t block[32];
        snprintf(text, sizeof text, "quarry-vector:%s:%zu", seed, i);
        qr_sha256_hash(block, text, strlen(text));
        memcpy(out + 32 * i, block, size - 32 * i < 32 ? size - 32 * i : 32);
    }
}

/** A commitment from the definition: pad, fill with zeros to `padded` bytes, hash row by row. */
static void reference_root(uint8_t root[32], const uint8_t *raw, size_t length, size_t padded) {
    uint8_t *nodes = calloc(1, padded + 32);
    size_t written;
    if (!nodes) abort();
    qr_fr32_pad_any(nodes, &written, raw, length);
    for (size_t n = padded / 32; n > 1; n /= 2) {
        for (size_t i = 0; i < n / 2; i++) {
            qr_sha256_hash(nodes + 32 * i, nodes + 64 * i, 64);
            nodes[32 * i + 31] &= 0x3f;
        }
    }
    memcpy(root, nodes, 32);
    free(nodes);
}

static size_t piece_size(size_t length) {
    const size_t nodes = (length * 8 + 253) / 254;
    size_t padded = 128;
    while (padded < nodes * 32) padded *= 2;
    return padded;
}

static void check_commp(qr_group_t *group, const uint8_t *raw, size_t length, uint64_t *seed) {
    uint8_t expected[32], out[32];
    const size_t padded = piece_size(length);
    reference_root(expected, raw, length, padded);
    for (int round = 0; round < 3; round++) {
        qr_commp_t *commp;
        uint64_t raw_size, padded_size;
        CHECK_OK(qr_commp_create(&commp, group));
        for (size_t at = 0; at < length;) {
            size_t part = round == 0 ? length : 1 + check_random(seed) % (round == 1 ? 1000 : 400000);
            if (part > length - at) part = length - at;
            CHECK_OK(qr_commp_update(commp, raw + at, part));
            at += part;
        }
        for (int again = 0; again < 2; again++) {
            CHECK_OK(qr_commp_finish(out, &raw_size, &padded_size, commp));
            CHECK(memcmp(out, expected, 32) == 0, "length %zu round %d", length, round);
            CHECK(raw_size == length && padded_size == padded, "sizes of %zu", length);
        }
        qr_commp_destroy(commp);
    }
}

/** However the bytes come, and on however many workers: lengths around units and chunks (1024 units). */
static void test_commp(void) {
    static const size_t lengths[] = {1,      31,     32,     126,    127,    128,    254,     381,
                                     508,    1000,   4064,   130047, 130048, 130049, 130175,  260096,
                                     260097, 390144, 520192, 650240, 910336, 900001, 1560576, 2600999};
    const size_t most = lengths[sizeof lengths / sizeof lengths[0] - 1];
    uint64_t seed = 3;
    uint8_t *raw = malloc(most);
    if (!raw) return;
    check_fill(raw, most, &seed);
    for (size_t workers = 0; workers <= 3; workers++) {
        qr_group_t *group = NULL;
        if (workers > 0) CHECK_OK(qr_group_create(&group, NULL, workers));
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            check_commp(group, raw, lengths[i], &seed);
        }
        qr_group_destroy(group);
    }
    /* More can be added after a commitment was taken. */
    qr_commp_t *commp;
    uint8_t out[32], expected[32];
    CHECK_OK(qr_commp_create(&commp, NULL));
    CHECK(qr_commp_finish(out, NULL, NULL, commp) == QR_INVALID_ARGUMENT, "empty");
    for (size_t i = 0; i < 40; i++) {
        CHECK_OK(qr_commp_update(commp, raw + i * 10000, 10000));
        CHECK_OK(qr_commp_finish(out, NULL, NULL, commp));
    }
    reference_root(expected, raw, 400000, piece_size(400000));
    CHECK(memcmp(out, expected, 32) == 0, "after commitments in between");
    CHECK(qr_commp_update(commp, raw, SIZE_MAX) == QR_INVALID_ARGUMENT, "overflow");
    CHECK(qr_commp_update(NULL, raw, 1) == QR_INVALID_ARGUMENT, "no commp");
    qr_commp_destroy(commp);
    qr_commp_destroy(NULL);
    free(raw);
}

/** A source that gives at most `step` bytes at a time, and fails or cancels at a place. */
typedef struct {
    const uint8_t *bytes;
    size_t size, at, step, fail_at, interrupt_at;
    qr_job_t *cancel;
} source_t;

static int read_from(void *context, uint8_t *out, size_t size, size_t *got) {
    source_t *source = context;
    if (source->fail_at && source->at >= source->fail_at) return EIO;
    if (source->interrupt_at && source->at >= source->interrupt_at) {
        source->interrupt_at = 0;
        return EINTR;
    }
    if (source->cancel && source->at > 0) qr_job_cancel(source->cancel);
    size_t part = source->size - source->at;
    if (part > size) part = size;
    if (source->step && part > source->step) part = source->step;
    memcpy(out, source->bytes + source->at, part);
    source->at += part;
    *got = part;
    return 0;
}

static int read_too_much(void *context, uint8_t *out, size_t size, size_t *got) {
    (void)context, (void)out;
    *got = size + 1;
    return 0;
}

static void test_piece_commitment(void) {
    /* fr32.jsonl, kind comm_p: source_len, piece_size, comm_p ("" where the reference refuses) */
    static const struct {
        size_t source;
        uint64_t piece;
        const char *comm_p;
    } cases[] = {{127, 127, "41d37bc63a9811303356837ad811d6099b82d15a61bbafe12328925cc67f8830"},
                 {254, 254, "c9833bb8c25773b159833cd3c84c1d969289fed793bc8a0bd94eb9938eb20130"},
                 {508, 508, "5b2923d1fad297878e47e693b782dda6ade5da9d9c0fae44d1a169afc1e3e828"},
                 {1016, 1016, "5d32181b3ea6a0cc82b57a4cedebcc1c04e240f1dc22538c48370fdcc443eb3f"},
                 {2032, 2032, "429c42b8b1209c3eb72fcd7fb69139482a3cd9e8567861aab981eff59d35a004"},
                 {100, 127, "4bd782c1768e22965f7d56c1cdf1715b74940512d57cf0294ae53df155c1943c"},
                 {126, 127, "9ca3911a2245ff434bfd0f099a40b41f138738d8e6498eec3c116f415e715439"},
                 {1, 127, ""},
                 {0, 127, ""},
                 {200, 254, ""},
                 {130, 254, ""},
                 {900, 1016, ""},
                 {1000, 1016, "523831948fecd4df66f6c949a206cc5fa93c24e5ec28cc4094fbdd7382993a36"},
                 {1015, 1016, "2c08da1b8a902dc66b341e5bb2adcba7424078a599772ddb57faa5ea6dd68c0f"},
                 {2000, 2032, ""},
                 {300, 127, "0b2e15d852096aef21ad55417fa8b7b5d378cbdbc89020613c1c1d8aacd7450a"},
                 {254, 127, "bba353ef8ced0cd73def229d60b08eed043b9458873e7123ebbee18de9572b14"},
                 {381, 381, ""},
                 {1000, 1000, ""},
                 {126, 126, ""},
                 {128, 128, ""},
                 {255, 255, ""},
                 {635, 635, ""},
                 {0, 0, ""},
                 {64, 64, ""}};
    static uint8_t data[4096];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char seed[64];
        uint8_t expected[32] = {0}, out[32];
        snprintf(seed, sizeof seed, "dev:piece:%zu:%" PRIu64, cases[i].source, cases[i].piece);
        vector_stream(data, cases[i].source, seed);
        unhex(expected, cases[i].comm_p);
        for (size_t step = 0; step < 60; step += 29) {
            qr_job_t job = {.group = NULL};
            source_t source = {.bytes = data, .size = cases[i].source, .step = step, .interrupt_at = 50};
            const qr_status_t status = qr_piece_commitment(&job, out, cases[i].piece, read_from, &source);
            CHECK((status == QR_OK) == (cases[i].comm_p[0] != '\0'), "case %zu: %s", i, job.detail);
            CHECK(memcmp(out, expected, 32) == 0, "case %zu", i);
            CHECK((status == QR_OK) == (job.detail[0] == '\0'), "case %zu: %s", i, job.detail);
        }
    }
}

static void test_source_failures(void) {
    static uint8_t data[2032];
    uint8_t out[32];
    qr_job_t job = {.group = NULL};
    source_t source = {.bytes = data, .size = sizeof data, .step = 100, .fail_at = 500};
    CHECK(qr_piece_commitment(&job, out, 2032, read_from, &source) == QR_IO, "%s", job.detail);
    CHECK(job.system_error == EIO && job.detail[0], "%s", job.detail);
    job = (qr_job_t){.group = NULL};
    source = (source_t){.bytes = data, .size = sizeof data, .step = 100, .cancel = &job};
    CHECK(qr_piece_commitment(&job, out, 2032, read_from, &source) == QR_CANCELLED, "cancelled");
    job = (qr_job_t){.group = NULL};
    CHECK(qr_piece_commitment(&job, out, 2032, read_too_much, NULL) == QR_IO, "%s", job.detail);
    CHECK(qr_piece_commitment(NULL, out, 2033, read_from, &source) == QR_INVALID_ARGUMENT, "size, no job");
}

static void test_zero_commitment(void) {
    /* fr32.jsonl, kind zero_comm */
    static const struct {
        uint64_t size;
        const char *comm;
    } cases[] = {{128, "3731bb99ac689f66eef5973e4a94da188f4ddcae580724fc6f3fd60dfd488333"},
                 {2048, "fc7e928296e516faade986b28f92d44a4f24b935485223376a799027bc18f833"},
                 {(uint64_t)1 << 35, "077e5fde35c50a9303a55009e3498a4ebedff39c42b710b730d8ec7ac7afa63e"},
                 {(uint64_t)1 << 36, "e64005a6bfe3777953b8ad6ef93f0fca1049b2041654f2a411f7702799cece02"}};
    uint8_t out[32], expected[32];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unhex(expected, cases[i].comm);
        CHECK_OK(qr_zero_commitment(out, cases[i].size));
        CHECK(memcmp(out, expected, 32) == 0, "size %" PRIu64, cases[i].size);
        CHECK_OK(qr_comm_d(out, cases[i].size, NULL, 0));
        CHECK(memcmp(out, expected, 32) == 0, "empty list, size %" PRIu64, cases[i].size);
    }
    CHECK(qr_zero_commitment(out, 64) == QR_INVALID_ARGUMENT, "small");
    CHECK(qr_zero_commitment(out, 129) == QR_INVALID_ARGUMENT, "odd");
    CHECK(qr_zero_commitment(out, (uint64_t)1 << 61) == QR_INVALID_ARGUMENT, "large");
}

static void test_comm_d(void) {
    /* fr32.jsonl, kind comm_d: pieces of a 2048-byte sector; 127, then 508, then 1016 */
    static const char *const comms[3] = {"9f4148993bb56fc11c81f0464eca408ed0331e2a0f1f6b07112d40d7daecda36",
                                         "e56d8023bbf6329417d1f9ecec525c61c6acde8bb6ad33c01ca1c1bab8b2c429",
                                         "7496c8db79fe2092f87ba70a5f2d22cb78047222a12ba433fac0dd7e6b906b1f"};
    static const uint64_t sizes[3] = {127, 508, 1016};
    qr_piece_t pieces[20];
    uint8_t out[32], expected[32];
    for (size_t i = 0; i < 3; i++) {
        unhex(pieces[i].commitment, comms[i]);
        pieces[i].unpadded_size = sizes[i];
    }
    unhex(expected, "36e74c45366e4dc6e385e54b1296a542e99022e96c1423af405a00af3c54613a");
    CHECK_OK(qr_comm_d(out, 2048, pieces, 3));
    CHECK(memcmp(out, expected, 32) == 0, "three pieces");
    CHECK_OK(qr_comm_d(out, 2048, pieces, 1));
    CHECK(memcmp(out, pieces[0].commitment, 32) == 0, "one small piece is the root");
    pieces[1].unpadded_size = 381;
    CHECK(qr_comm_d(out, 2048, pieces, 3) == QR_INVALID_ARGUMENT, "not a power of two");
    pieces[1].unpadded_size = 0;
    CHECK(qr_comm_d(out, 2048, pieces, 3) == QR_INVALID_ARGUMENT, "empty piece");
    pieces[1].unpadded_size = 2032;
    CHECK(qr_comm_d(out, 2048, pieces, 2) == QR_INVALID_ARGUMENT, "too large");
    pieces[1].unpadded_size = UINT64_MAX;
    CHECK(qr_comm_d(out, 2048, pieces, 2) == QR_INVALID_ARGUMENT, "far too large");
    for (size_t i = 1; i < 20; i++) pieces[i] = pieces[0];
    CHECK_OK(qr_comm_d(out, 2048, pieces, 16));
    CHECK(qr_comm_d(out, 2048, pieces, 17) == QR_INVALID_ARGUMENT, "too many");
    memset(pieces[2].commitment, 0, 32);
    CHECK(qr_comm_d(out, 2048, pieces, 3) == QR_INVALID_ARGUMENT, "zero commitment");
    /* Without a zero commitment for 16 bytes the reference cannot join these. */
    pieces[0].unpadded_size = 16;
    CHECK(qr_comm_d(out, 2048, pieces, 2) == QR_INVALID_ARGUMENT, "tiny piece");
    uint64_t left, right;
    qr_piece_alignment(&left, &right, 127, 1000);
    CHECK(left == 889 && right == 16, "alignment");
    qr_piece_alignment(&left, &right, 127, UINT64_MAX);
    CHECK(left == 0 && right == 0, "alignment of nonsense");
}

/** Pieces added one after the other make the staged sector whose root is the list's CommD. */
static void test_add(qr_group_t *group) {
    static const uint64_t sizes[] = {127, 254, 127, 4064, 127 * 2048, 127 * 1024};
    enum { PIECES = sizeof sizes / sizeof sizes[0], SECTOR = 1 << 20 };
    const char *target = in_folder("staged");
    qr_piece_t pieces[PIECES];
    uint8_t *data = malloc(127 * 2048), comm_d[32], root[32];
    uint64_t written = 0, seed = 4, offset;
    unlink(target);
    for (size_t i = 0; i < PIECES && data; i++) {
        qr_job_t job = {.group = group};
        uint64_t left, right;
        check_fill(data, sizes[i], &seed);
        source_t source = {.bytes = data, .size = sizes[i], .step = 5000};
        qr_piece_alignment(&left, &right, written, sizes[i]);
        pieces[i].unpadded_size = sizes[i];
        const uint64_t before = written;
        const qr_status_t status = qr_piece_add(&job, pieces[i].commitment, &offset, &written, target, before,
                                                sizes[i], read_from, &source);
        CHECK(status == QR_OK, "piece %zu: %s", i, job.detail);
        CHECK(written == before + left + sizes[i], "piece %zu: %" PRIu64, i, written);
        CHECK(offset == (before + left) / 127 * 128, "piece %zu at %" PRIu64, i, offset);
        CHECK(job.done == sizes[i] && job.total == sizes[i], "progress");
        reference_root(root, data, sizes[i], sizes[i] / 127 * 128);
        CHECK(memcmp(root, pieces[i].commitment, 32) == 0, "comm_p of piece %zu", i);
    }
    free(data);
    qr_job_t job = {.group = group};
    CHECK_OK(qr_comm_d(comm_d, SECTOR, pieces, PIECES));
    CHECK(qr_tree_d_build(&job, root, NULL, target, SECTOR) == QR_OK, "%s", job.detail);
    CHECK(memcmp(root, comm_d, 32) == 0, "root of the file");
}

static void test_add_failures(void) {
    static uint8_t data[2032];
    uint8_t out[32];
    uint64_t offset, total;
    const struct {
        const char *target;
        uint64_t written, piece;
        size_t source;
        qr_status_t status;
    } cases[] = {{in_folder("add"), 0, 381, 381, QR_INVALID_ARGUMENT},
                 {in_folder("add"), 1, 127, 127, QR_INVALID_ARGUMENT},
                 {in_folder("add"), 0, 1016, 900, QR_MISMATCH},
                 {in_folder("add"), 0, 1016, 1017, QR_MISMATCH},
                 {in_folder("add"), 0, 127, 0, QR_MISMATCH},
                 {in_folder("no/folder/add"), 0, 127, 127, QR_NOT_FOUND},
                 {folder, 0, 127, 127, QR_IO},
                 {"/dev/full", 0, 2032, 2032, QR_NO_SPACE},
                 {"/dev/full", 127, 1016, 1016, QR_NO_SPACE}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        qr_job_t job = {.group = NULL};
        source_t source = {.bytes = data, .size = cases[i].source};
        const qr_status_t status = qr_piece_add(&job, out, &offset, &total, cases[i].target, cases[i].written,
                                                cases[i].piece, read_from, &source);
        CHECK(status == cases[i].status, "case %zu: %s (%s)", i, qr_status_text(status), job.detail);
        CHECK(job.detail[0] != '\0' && total == 0 && offset == 0, "case %zu: %s", i, job.detail);
    }
    /* What was in the file stays around the piece, and alignment overwrites it with zeros. */
    uint8_t old[2048 + 128];
    memset(old, 0xee, sizeof old);
    CHECK(write_file(in_folder("add"), old, sizeof old), "write");
    source_t source = {.bytes = data, .size = 1016};
    CHECK_OK(qr_piece_add(NULL, out, &offset, &total, in_folder("add"), 127, 1016, read_from, &source));
    size_t size;
    uint8_t *bytes = read_file(in_folder("add"), &size);
    CHECK(size == sizeof old && offset == 1024 && total == 2032, "size %zu", size);
    for (size_t i = 0; bytes && i < size; i++) {
        CHECK(bytes[i] == (i < 128 || i >= 2048 ? 0xee : 0), "byte %zu", i);
    }
    free(bytes);
}

/** All rows at their places, from files that are shorter or longer than the sector, sparse or dense. */
static void check_tree(qr_group_t *group, size_t sector, size_t present, uint64_t *seed) {
    uint8_t *nodes = calloc(2, sector > present ? sector : present), comm_d[32];
    if (!nodes) return;
    check_fill(nodes, present, seed);
    if (sector > 4u << 20) memset(nodes + sector / 4, 0, sector / 2); /* some blocks are zero */
    CHECK(write_file(in_folder("data"), nodes, present), "write");
    qr_job_t job = {.group = group};
    const qr_status_t status = qr_tree_d_build(&job, comm_d, in_folder("tree"), in_folder("data"), sector);
    CHECK(status == QR_OK, "%zu: %s", sector, job.detail);
    CHECK(job.done == sector && job.total == sector, "progress %" PRIu64, job.done);
    size_t size, at = 0;
    uint8_t *tree = read_file(in_folder("tree"), &size);
    CHECK(tree && size == 2 * sector - 32, "size %zu", size);
    bool equal = tree && memcmp(tree, nodes, sector) == 0;
    for (size_t n = sector / 64; n > 0 && equal; n /= 2) {
        uint8_t hash[32];
        for (size_t i = 0; i < n && equal; i++) {
            /* Every node of the first and last rows, some of the others. */
            if (n > 1024 && i % 37 != 0) continue;
            qr_sha256_hash(hash, tree + at + 64 * i, 64);
            hash[31] &= 0x3f;
            equal = memcmp(hash, tree + at + 64 * n + 32 * i, 32) == 0;
        }
        at += 64 * n;
    }
    CHECK(equal, "rows of %zu, %zu present", sector, present);
    CHECK(tree && memcmp(tree + size - 32, comm_d, 32) == 0, "root of %zu", sector);
    free(tree);
    free(nodes);
}

static void test_tree_d(void) {
    uint64_t seed = 5;
    for (size_t workers = 0; workers <= 2; workers++) {
        qr_group_t *group = NULL;
        if (workers > 0) CHECK_OK(qr_group_create(&group, NULL, workers));
        check_tree(group, 64, 64, &seed);
        check_tree(group, 2048, 2048, &seed);
        check_tree(group, 2048, 100, &seed);
        check_tree(group, 2048, 0, &seed);
        check_tree(group, 2048, 3000, &seed);
        check_tree(group, 1u << 20, 1u << 20, &seed);
        check_tree(group, 2u << 20, (1u << 20) + 33, &seed);
        check_tree(group, 8u << 20, 8u << 20, &seed);
        test_add(group);
        qr_group_destroy(group);
    }
    uint8_t out[32];
    const struct {
        const char *tree, *staged;
        uint64_t sector;
        qr_status_t status;
    } cases[] = {{NULL, in_folder("absent"), 2048, QR_NOT_FOUND},
                 {in_folder("no/folder/tree"), in_folder("data"), 2048, QR_NOT_FOUND},
                 {"/dev/full", in_folder("data"), 2048, QR_NO_SPACE},
                 {"/dev/full", in_folder("data"), 4u << 20, QR_NO_SPACE},
                 {in_folder("data"), in_folder("data"), 2048, QR_INVALID_ARGUMENT},
                 {NULL, in_folder("data"), 2049, QR_INVALID_ARGUMENT},
                 {NULL, in_folder("data"), 0, QR_INVALID_ARGUMENT}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        qr_job_t job = {.group = NULL};
        const qr_status_t status =
            qr_tree_d_build(&job, out, cases[i].tree, cases[i].staged, cases[i].sector);
        CHECK(status == cases[i].status, "case %zu: %s (%s)", i, qr_status_text(status), job.detail);
        CHECK(job.detail[0] != '\0', "case %zu", i);
    }
    qr_job_t job = {.cancel = 1};
    CHECK(qr_tree_d_build(&job, out, NULL, in_folder("data"), 2048) == QR_CANCELLED, "cancelled");
}

/** A replica of data under a key, and ranges of it; from an offset within a unit the reference gives bytes
 *  that are not the data, but those of the padded sector from the padded offset on. */
static void test_unseal(qr_group_t *group, uint64_t sector) {
    qr_porep_config_t config;
    const uint8_t id[32] = {1};
    CHECK_OK(qr_porep_config_init(&config, sector, QR_API_1_1_0, QR_FEATURE_NONE, id));
    const uint64_t raw_size = sector / 128 * 127;
    uint8_t *raw = malloc(raw_size), *data = malloc(2 * sector), *key = malloc(sector), *out = malloc(sector);
    if (!raw || !data || !key || !out) return;
    uint64_t seed = sector, written;
    check_fill(raw, raw_size, &seed);
    check_fill(key, sector, &seed);
    for (size_t i = 31; i < sector; i += 32) key[i] &= 0x3f;
    qr_fr32_pad(data, raw, raw_size / 127);
    uint8_t *replica = data + sector;
    qr_fr_add(replica, data, key, sector / 32);
    CHECK(write_file(in_folder("replica"), replica, sector) && write_file(in_folder("key"), key, sector), "");
    const uint64_t ranges[][2] = {
        {0, raw_size},      {0, 0},    {0, 1},   {127, 254}, {raw_size - 127, 127}, {254, 1000},
        {1, 127},           {100, 60}, {126, 2}, {500, 700}, {raw_size - 1, 1},     {raw_size, 0},
        {3, raw_size - 127}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        const uint64_t offset = ranges[i][0], length = ranges[i][1];
        qr_job_t job = {.group = group};
        const qr_status_t status = qr_unseal_range(&job, &written, in_folder("out"), &config,
                                                   in_folder("replica"), in_folder("key"), offset, length);
        CHECK(status == QR_OK && written == length, "range %zu: %s", i, job.detail);
        size_t size, got;
        uint8_t *bytes = read_file(in_folder("out"), &size);
        const uint64_t start = qr_fr32_padded_size(offset), padded = qr_fr32_padded_size(length);
        CHECK_OK(qr_fr32_unpad_range(out, &got, data + start, padded, 0, length));
        CHECK(bytes && size == length && memcmp(bytes, out, length) == 0, "range %zu", i);
        if (offset % 127 == 0)
            CHECK(bytes && memcmp(bytes, raw + offset, length) == 0, "data of range %zu", i);
        free(bytes);
    }
    free(raw), free(data), free(key), free(out);
}

static void test_unseal_failures(void) {
    qr_porep_config_t config;
    CHECK_OK(qr_porep_config_init(&config, 2048, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
    uint8_t nodes[2048] = {0};
    CHECK(write_file(in_folder("replica"), nodes, sizeof nodes), "write");
    CHECK(write_file(in_folder("short"), nodes, 2047), "write");
    nodes[40] = 1;
    memset(nodes + 95, 0xff, 1);
    CHECK(write_file(in_folder("foreign"), nodes, sizeof nodes), "write");
    const struct {
        const char *out, *replica, *key;
        uint64_t offset, length;
        qr_status_t status;
        const char *named;
    } cases[] = {
        {in_folder("out"), in_folder("absent"), in_folder("replica"), 0, 127, QR_NOT_FOUND, "absent"},
        {in_folder("out"), in_folder("replica"), in_folder("short"), 0, 127, QR_CORRUPT, "short"},
        {in_folder("out"), in_folder("foreign"), in_folder("replica"), 0, 127, QR_CORRUPT, "foreign: node 2"},
        {in_folder("out"), in_folder("replica"), in_folder("foreign"), 0, 127, QR_CORRUPT, "foreign: node 2"},
        {"/dev/full", in_folder("replica"), in_folder("replica"), 0, 127, QR_NO_SPACE, "/dev/full"},
        {in_folder("replica"), in_folder("replica"), in_folder("replica"), 0, 1, QR_INVALID_ARGUMENT,
         "replica"},
        {in_folder("out"), in_folder("replica"), in_folder("replica"), 0, 2033, QR_INVALID_ARGUMENT, "2048"},
        {in_folder("out"), in_folder("replica"), in_folder("replica"), 1, 2032, QR_INVALID_ARGUMENT, "2048"},
        {in_folder("out"), in_folder("replica"), in_folder("replica"), UINT64_MAX, 2, QR_INVALID_ARGUMENT,
         "2048"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        qr_job_t job = {.group = NULL};
        uint64_t written = 1;
        const qr_status_t status = qr_unseal_range(&job, &written, cases[i].out, &config, cases[i].replica,
                                                   cases[i].key, cases[i].offset, cases[i].length);
        CHECK(status == cases[i].status && written == 0, "case %zu: %s", i, qr_status_text(status));
        CHECK(strstr(job.detail, cases[i].named), "case %zu: %s", i, job.detail);
    }
    qr_job_t job = {.cancel = 1};
    uint64_t written;
    CHECK(qr_unseal_range(&job, &written, in_folder("out"), &config, in_folder("replica"),
                          in_folder("replica"), 0, 127) == QR_CANCELLED,
          "cancelled");
}

int main(void) {
    const char *parent = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/quarry-piece-XXXXXX", parent && *parent ? parent : P_tmpdir);
    if (!mkdtemp(folder)) return 1;
    test_commp();
    test_piece_commitment();
    test_source_failures();
    test_zero_commitment();
    test_comm_d();
    test_tree_d();
    test_add_failures();
    test_unseal_failures();
    test_unseal(NULL, 2048);
    qr_group_t *group;
    CHECK_OK(qr_group_create(&group, NULL, 2));
    test_unseal(group, 2048);
    test_unseal(group, 8u << 20);
    qr_group_destroy(group);
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    CHECK(system(command) == 0, "%s", command);
    return check_finish("piece");
}
