/* PC1: layers of reference sectors, every kernel and many batch sizes, going on, stopping, and what can go
 * wrong. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "quarry/graph.h"
#include "quarry/pc1.h"
#include "quarry_crypto.h"
#include "replication/scratch_io.h"

#define MAX_SECTORS 40u
#define LAYERS 2u

/* Sectors of the reference: size, version, replica_id, SHA-256 of sc-02-data-layer-1.dat and -2.dat. */
static const struct {
    uint64_t sector_size;
    qr_api_version_t version;
    qr_porep_feature_t feature;
    const char *replica_id;
    const char *layers[LAYERS];
} cases[] = {
    /* seals-2KiB.jsonl line 1, 2KiBV1-full */
    {2048,
     QR_API_1_0_0,
     QR_FEATURE_NONE,
     "ddf90fc07fc1a6d38332d9054ebcbe83f61b3c1a6fb66df9a5187a804cc8230a",
     {"cdc317ca4e199e6568d24d0889fbe32af987fff8611282c01f0220e137bd9283",
      "b4553e659a14ffe94885f3862291f135aabc219196b29cfe621ed544a25d769b"}},
    /* seals-2KiB.jsonl line 3, 2KiBV1_1-full */
    {2048,
     QR_API_1_1_0,
     QR_FEATURE_NONE,
     "eede8ef54c36705759c9ca8bf1e83ab574fc7165224fba741c64f675d198f006",
     {"6b11ed56145939de4fc0e4f91d4bdb4dd1bb8d1939968cee3ac2a00b84b5138b",
      "4feaf234f03622cce305c4a94aac578e1d35910d0a627f5eb06a76480ce084e1"}},
    /* seals-2KiB.jsonl line 7, 2KiBV1_1_Feat_SyntheticPoRep-full */
    {2048,
     QR_API_1_2_0,
     QR_FEATURE_SYNTHETIC,
     "1743e098816f13e7fe331d37d7269f39b6002f68cf56889d8b4032c1a9d01508",
     {"5630150bfed3d59ecedd131a018b68c6a87841dfa620677121b24124ef133983",
      "9919d3bcccc2bb1b9e9668d54a02698b9f69befbf599a5d597fdf9795d12f10d"}},
    /* seals-2KiB.jsonl line 9, 2KiBV1_2_Feat_NonInteractivePoRep-full */
    {2048,
     QR_API_1_2_0,
     QR_FEATURE_NON_INTERACTIVE,
     "1bef47b6a97ae0003dce28fabcd9dc1f8e8c8e683018a1fd2799636c91799f30",
     {"8bd8d57e6bc95a211cd0090735af31d374365aea50f3fa1c8ea008844657a4e7",
      "1c7d4e5b459851853a45d518c2f17b996a4383f42bdca441d5a485886fcfb000"}},
    /* seals-8MiB.jsonl line 1, 8MiBV1_1-full */
    {8388608,
     QR_API_1_1_0,
     QR_FEATURE_NONE,
     "bb230b51926340478ad94c244d73406fbebb536f5a08cdabb13732c17beb4e24",
     {"8b58e5051c8242d25248e582bfbe8a28b9fbbb3f1b80817fa9a76b159b06873b",
      "fa3691df6e263daa41715e729d72512e03d464350bb463f8684cb84b214a92ec"}},
    /* seals-8MiB.jsonl line 4, 8MiBV1-full */
    {8388608,
     QR_API_1_0_0,
     QR_FEATURE_NONE,
     "b6f031762a2253961078d5fa72ac4981b9daf774c26d37503f8b434c5b1b0a28",
     {"df04a5994f14ac814d3ea5c7b6cea657839e2fd9880397f0ab2780bcd05507d3",
      "ef828ad66c14b77fcca783da5c69362b3f3d85e9f75e57aa4eed8aac23a71316"}},
};

static char directory[64];

/** A batch with its files in the test's directory. */
typedef struct {
    qr_pc1_sector_t sectors[MAX_SECTORS];
    char paths[MAX_SECTORS][LAYERS][96];
    const char *path_pointers[MAX_SECTORS][LAYERS];
} batch_t;

static batch_t batch;

static void parse_hex(uint8_t out[32], const char *text) {
    for (size_t i = 0; i < 32; i++) {
        unsigned byte = 0;
        sscanf(text + 2 * i, "%2x", &byte);
        out[i] = (uint8_t)byte;
    }
}

/** Sectors with repeatable replica ids, and the files of earlier batches gone. */
static void new_batch(const char *name) {
    for (size_t i = 0; i < MAX_SECTORS; i++) {
        uint64_t state = 1000 + i;
        check_fill(batch.sectors[i].replica_id, 32, &state);
        batch.sectors[i].replica_id[31] &= 0x3f;
        for (size_t l = 0; l < LAYERS; l++) {
            snprintf(batch.paths[i][l], sizeof batch.paths[i][l], "%s/%s-%zu-%zu", directory, name, i, l + 1);
            unlink(batch.paths[i][l]);
            batch.path_pointers[i][l] = batch.paths[i][l];
        }
        batch.sectors[i].layer_paths = batch.path_pointers[i];
    }
}

static qr_porep_config_t config_of(uint64_t sector_size) {
    qr_porep_config_t config;
    const uint8_t porep_id[32] = {5, 0, 0, 0, 0, 0, 0, 0, 9};
    CHECK_OK(qr_porep_config_init(&config, sector_size, QR_API_1_1_0, QR_FEATURE_NONE, porep_id));
    return config;
}

static uint8_t *read_file(const char *path, size_t *size) {
    struct stat info;
    *size = 0;
    const int file = open(path, O_RDONLY);
    if (file < 0 || fstat(file, &info) != 0) return NULL;
    uint8_t *bytes = malloc((size_t)info.st_size + 1);
    const ssize_t got = read(file, bytes, (size_t)info.st_size);
    close(file);
    *size = got < 0 ? 0 : (size_t)got;
    return bytes;
}

static void digest_file(char text[65], const char *path) {
    uint8_t digest[32] = {0};
    size_t size;
    uint8_t *bytes = read_file(path, &size);
    if (bytes) qr_sha256_hash(digest, bytes, size);
    free(bytes);
    check_hex(text, digest, sizeof digest);
}

/** One label by the definition, straight from the header's text. */
static void plain_label(uint8_t *out, const uint8_t id[32], uint32_t layer, uint64_t node,
                        const uint32_t *parents, const uint8_t *current, const uint8_t *previous) {
    qr_sha256_t hash;
    uint8_t header[32] = {0};
    for (int i = 0; i < 4; i++) header[i] = (uint8_t)(layer >> (24 - 8 * i));
    for (int i = 0; i < 8; i++) header[4 + i] = (uint8_t)(node >> (56 - 8 * i));
    qr_sha256_init(&hash);
    qr_sha256_update(&hash, id, 32);
    qr_sha256_update(&hash, header, 32);
    for (uint32_t k = 0; node > 0 && k < 37; k++) {
        const uint32_t p = layer == 1 ? k % QR_BASE_PARENTS : k % QR_PARENTS;
        const uint8_t *from = p < QR_BASE_PARENTS ? current : previous;
        qr_sha256_update(&hash, from + (size_t)QR_NODE_SIZE * parents[p], QR_NODE_SIZE);
    }
    qr_sha256_final(&hash, out);
    out[31] &= 0x3f;
}

/** Layers of sector 0..MAX_SECTORS-1 of new_batch by the definition; [sector][layer] of node_count * 32
 * bytes. */
static uint8_t *plain_layers(const qr_porep_config_t *config) {
    const size_t size = config->sector_size;
    qr_graph_t graph;
    uint8_t *all = malloc(MAX_SECTORS * LAYERS * size);
    uint32_t *parents = malloc(config->node_count * QR_PARENTS * sizeof *parents);
    new_batch("plain");
    qr_graph_init(&graph, config);
    qr_graph_parents_range(&graph, parents, 0, config->node_count);
    for (size_t i = 0; i < MAX_SECTORS; i++) {
        for (uint32_t l = 0; l < LAYERS; l++) {
            uint8_t *current = all + (i * LAYERS + l) * size;
            const uint8_t *previous = l > 0 ? current - size : NULL;
            for (uint64_t v = 0; v < config->node_count; v++) {
                plain_label(current + QR_NODE_SIZE * v, batch.sectors[i].replica_id, l + 1, v,
                            parents + QR_PARENTS * v, current, previous);
            }
        }
    }
    free(parents);
    return all;
}

/** Compares the files of the first `count` sectors, layers `first`.. with plain_layers. */
static void compare_files(const uint8_t *plain, const qr_porep_config_t *config, size_t count, uint32_t first,
                          const char *what) {
    for (size_t i = 0; i < count; i++) {
        for (uint32_t l = first - 1; l < LAYERS; l++) {
            size_t size;
            uint8_t *bytes = read_file(batch.paths[i][l], &size);
            const uint8_t *want = plain + (i * LAYERS + l) * config->sector_size;
            const bool same = bytes && size == config->sector_size && memcmp(bytes, want, size) == 0;
            CHECK(same, "%s: sector %zu of %zu, layer %u", what, i, count, l + 1);
            free(bytes);
        }
    }
}

static qr_group_t *new_group(size_t workers) {
    qr_group_t *group = NULL;
    if (workers > 0) CHECK_OK(qr_group_create(&group, NULL, workers));
    return group;
}

/** Runs the first `count` sectors of the batch; the job is the caller's. */
static qr_status_t run_batch(qr_job_t *job, const qr_porep_config_t *config, const qr_pc1_options_t *options,
                             size_t count, size_t workers) {
    qr_group_t *group = new_group(workers);
    job->group = group;
    const qr_status_t status = qr_pc1_run(job, config, options, batch.sectors, count);
    qr_group_destroy(group);
    job->group = NULL;
    return status;
}

/* ---- results ---- */

static void check_reference(const char *kernel, uint64_t most) {
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        qr_porep_config_t config;
        qr_job_t job = {0};
        const qr_pc1_options_t options = {.kernel = kernel};
        if (cases[c].sector_size > most) continue;
        new_batch("reference");
        parse_hex(batch.sectors[0].replica_id, cases[c].replica_id);
        CHECK_OK(
            qr_porep_config_init(&config, cases[c].sector_size, cases[c].version, cases[c].feature, NULL));
        const qr_status_t status = run_batch(&job, &config, &options, 1, c % 3);
        CHECK(status == QR_OK, "%s: %s", qr_status_text(status), job.detail);
        CHECK(qr_job_done(&job) == qr_job_total(&job) && job.total == LAYERS * config.node_count, "progress");
        for (size_t l = 0; l < LAYERS; l++) {
            char text[65];
            digest_file(text, batch.paths[0][l]);
            CHECK(strcmp(text, cases[c].layers[l]) == 0, "%s, case %zu, layer %zu is %s",
                  kernel ? kernel : "any kernel", c, l + 1, text);
        }
    }
}

static void check_counts(const uint8_t *plain, const qr_porep_config_t *config) {
    const size_t counts[] = {1, 2, 3, 5, 16, 17, 33};
    for (size_t workers = 0; workers <= 3; workers++) {
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            qr_job_t job = {0};
            new_batch("counts");
            CHECK_OK(run_batch(&job, config, NULL, counts[i], workers));
            compare_files(plain, config, counts[i], 1, "counts");
        }
    }
}

static void check_kernels(const uint8_t *plain, const qr_porep_config_t *config) {
    const char *name;
    uint32_t lanes;
    bool available;
    for (size_t k = 0; qr_label_kernel_info(k, &name, &lanes, &available); k++) {
        const qr_pc1_options_t options = {.kernel = name, .prefetch = (uint32_t)(k % 4)};
        qr_pc1_forecast_t forecast;
        const size_t count =
            lanes + (lanes > 1 ? lanes / 2 : 0) < MAX_SECTORS ? lanes + lanes / 2 : MAX_SECTORS;
        qr_job_t job = {0};
        new_batch("kernels");
        const qr_status_t status = run_batch(&job, config, &options, count, 2);
        CHECK(status == (available ? QR_OK : QR_UNSUPPORTED), "%s: %s", name, job.detail);
        if (!available) continue;
        CHECK_OK(qr_pc1_forecast(&forecast, config, &options, count, 1));
        CHECK(strstr(forecast.kernels, name) != NULL, "%s ran instead of %s", forecast.kernels, name);
        compare_files(plain, config, count, 1, name);
    }
}

/* ---- going on and stopping ---- */

static void check_resume(const uint8_t *plain, const qr_porep_config_t *config) {
    const size_t counts[] = {1, 3, 21};
    for (size_t i = 0; i < 3; i++) {
        qr_job_t first = {0}, second = {0};
        const qr_pc1_options_t options = {.first_layer = 2};
        new_batch("resume");
        CHECK_OK(run_batch(&first, config, NULL, counts[i], 1));
        for (size_t s = 0; s < counts[i]; s++) unlink(batch.paths[s][1]);
        CHECK_OK(run_batch(&second, config, &options, counts[i], 2));
        CHECK(second.done == second.total && second.total == first.total, "progress counts finished layers");
        compare_files(plain, config, counts[i], 1, "resume");
    }
    qr_job_t missing = {0}, cut = {0};
    const qr_pc1_options_t options = {.first_layer = 2}, beyond = {.first_layer = LAYERS + 1};
    CHECK(truncate(batch.paths[1][0], 64) == 0, "truncate");
    CHECK(run_batch(&cut, config, &options, 3, 1) == QR_CORRUPT, "a short layer is taken");
    CHECK(strstr(cut.detail, batch.paths[1][0]) != NULL, "detail: %s", cut.detail);
    unlink(batch.paths[1][0]);
    CHECK(run_batch(&missing, config, &options, 3, 1) == QR_NOT_FOUND, "a missing layer is taken");
    qr_job_t late = {0};
    CHECK(run_batch(&late, config, &beyond, 3, 1) == QR_INVALID_ARGUMENT, "no layer left");
}

static uint32_t layers_seen;

static void note_layer(void *context, uint32_t layer) {
    struct stat info;
    CHECK(layer == layers_seen + 1, "layers in order");
    CHECK(stat(batch.paths[0][layer - 1], &info) == 0 && info.st_size > 0, "file complete");
    layers_seen = layer;
    if (context) qr_job_cancel(context);
}

static void *cancel_soon(void *context) {
    qr_job_t *job = context;
    for (int i = 0; i < 20000 && qr_job_done(job) < 20000; i++) usleep(100);
    qr_job_cancel(job);
    return NULL;
}

static void check_cancel(const char *scratch) {
    const qr_porep_config_t config = config_of(16u << 20);
    const qr_pc1_options_t options = {.scratch = scratch};
    for (size_t workers = 0; workers <= 2; workers++) {
        qr_job_t job = {0};
        pthread_t thread;
        new_batch("cancel");
        qr_group_t *group = new_group(workers);
        job.group = group;
        CHECK(pthread_create(&thread, NULL, cancel_soon, &job) == 0, "thread");
        CHECK(qr_pc1_run(&job, &config, &options, batch.sectors, 3) == QR_CANCELLED, "workers %zu", workers);
        pthread_join(thread, NULL);
        CHECK(job.done < job.total, "stopped in the middle");
        qr_group_destroy(group);
    }
    const qr_porep_config_t small = config_of(32u << 10);
    qr_job_t done = {0};
    const qr_pc1_options_t note = {.layer_done = note_layer};
    layers_seen = 0;
    new_batch("cancel");
    CHECK_OK(run_batch(&done, &small, &note, 2, 1));
    CHECK(layers_seen == LAYERS, "layer_done ran %u times", layers_seen);
}

/* ---- faults ---- */

static void check_paths(void) {
    const qr_porep_config_t config = config_of(2u << 10);
    const struct {
        const char *path;
        qr_status_t status;
    } faults[] = {{"/dev/full", QR_NO_SPACE}, {"/nowhere/at/all/layer", QR_NOT_FOUND}, {directory, QR_IO}};
    for (size_t i = 0; i < 3; i++) {
        for (uint32_t layer = 0; layer < LAYERS; layer++) {
            qr_job_t job = {0};
            new_batch("paths");
            batch.path_pointers[2][layer] = faults[i].path;
            const qr_status_t status = run_batch(&job, &config, NULL, 4, 2);
            CHECK(status == faults[i].status, "%s gives %s", faults[i].path, qr_status_text(status));
            CHECK(strstr(job.detail, faults[i].path) != NULL, "detail: %s", job.detail);
            CHECK(job.system_error != 0, "errno");
        }
    }
    qr_job_t none = {0}, unknown = {0}, empty = {0};
    const qr_pc1_options_t odd = {.kernel = "abacus"};
    new_batch("paths");
    CHECK(run_batch(&unknown, &config, &odd, 1, 0) == QR_UNSUPPORTED, "unknown kernel");
    CHECK(run_batch(&none, &config, NULL, 0, 0) == QR_INVALID_ARGUMENT, "no sectors");
    batch.path_pointers[0][1] = NULL;
    CHECK(run_batch(&empty, &config, NULL, 1, 0) == QR_INVALID_ARGUMENT, "no path");
}

static void check_memory_limit(const uint8_t *plain, const qr_porep_config_t *config) {
    qr_pc1_forecast_t free_of_limit, least;
    qr_pc1_options_t options = {.memory_limit = 1};
    CHECK_OK(qr_pc1_forecast(&free_of_limit, config, NULL, 13, 1));
    CHECK_OK(qr_pc1_forecast(&least, config, &options, 13, 1));
    CHECK(least.memory <= free_of_limit.memory, "the smallest plan is not larger");
    CHECK(least.layers == 13 * LAYERS * config->sector_size, "layers");
    qr_job_t job = {0}, fits = {0};
    char need[32];
    new_batch("limit");
    options.memory_limit = least.memory - 1;
    CHECK(run_batch(&job, config, &options, 13, 1) == QR_OUT_OF_MEMORY, "runs above its limit");
    snprintf(need, sizeof need, "%" PRIu64, least.memory);
    CHECK(strstr(job.detail, need) != NULL, "detail: %s", job.detail);
    options.memory_limit = least.memory;
    CHECK_OK(run_batch(&fits, config, &options, 13, 1));
    compare_files(plain, config, 13, 1, "limit");
}

#ifndef QR_SANITIZED
/** Peak of a process that does nothing but this run, in bytes above what it was before. */
static uint64_t measured_peak(const qr_porep_config_t *config, const qr_pc1_options_t *options,
                              size_t count) {
    uint64_t kib = 0;
    int pipes[2];
    if (pipe(pipes) != 0) return 0;
    const pid_t child = fork();
    if (child == 0) {
        struct rusage before, after;
        qr_job_t job = {0};
        getrusage(RUSAGE_SELF, &before);
        const qr_status_t status = run_batch(&job, config, options, count, 1);
        getrusage(RUSAGE_SELF, &after);
        kib = status == QR_OK ? (uint64_t)(after.ru_maxrss - before.ru_maxrss) : 0;
        _exit(write(pipes[1], &kib, sizeof kib) == sizeof kib ? 0 : 1);
    }
    if (read(pipes[0], &kib, sizeof kib) != sizeof kib) kib = 0;
    close(pipes[0]), close(pipes[1]);
    waitpid(child, NULL, 0);
    return kib << 10;
}

static void check_forecast(void) {
    const qr_porep_config_t config = config_of(8u << 20);
    const size_t counts[] = {4, 16};
    for (size_t i = 0; i < 2; i++) {
        qr_pc1_forecast_t forecast;
        new_batch("forecast");
        CHECK_OK(qr_pc1_forecast(&forecast, &config, NULL, counts[i], 1));
        const double ratio = (double)measured_peak(&config, NULL, counts[i]) / (double)forecast.memory;
        CHECK(ratio > 0.95 && ratio < 1.05, "%zu sectors took %.3f of the forecast", counts[i], ratio);
    }
}
#endif

static void check_parents_cache(const uint8_t *plain, const qr_porep_config_t *config) {
    char path[96];
    struct stat info;
    snprintf(path, sizeof path, "%s/parents", directory);
    const qr_pc1_options_t options = {.parents_cache = path};
    for (int round = 0; round < 2; round++) {
        qr_job_t job = {0};
        new_batch("parents");
        CHECK_OK(run_batch(&job, config, &options, 3, (size_t)round + 1));
        compare_files(plain, config, 3, 1, "parents cache");
        CHECK(stat(path, &info) == 0 && (uint64_t)info.st_size == 56 * config->node_count, "size");
    }
    size_t size;
    uint8_t *bytes = read_file(path, &size);
    qr_graph_t graph;
    uint32_t *parents = malloc(size);
    qr_graph_init(&graph, config);
    qr_graph_parents_range(&graph, parents, 0, config->node_count);
    CHECK(bytes && memcmp(bytes, parents, size) == 0, "contents");
    free(parents);
    qr_job_t other = {0}, cut = {0}, nowhere = {0};
    const int file = open(path, O_WRONLY);
    const uint8_t wrong = bytes ? bytes[60] ^ 1 : 0;
    CHECK(pwrite(file, &wrong, 1, 60) == 1, "write");
    CHECK(run_batch(&other, config, &options, 1, 1) == QR_CORRUPT, "parents of another graph are taken");
    CHECK(ftruncate(file, 56) == 0, "truncate");
    CHECK(run_batch(&cut, config, &options, 1, 1) == QR_CORRUPT, "a short cache is taken");
    close(file);
    free(bytes);
    const qr_pc1_options_t lost = {.parents_cache = "/nowhere/at/all/parents"};
    CHECK(run_batch(&nowhere, config, &lost, 1, 1) == QR_NOT_FOUND, "no folder for the cache");
}

/* ---- layers on disk ---- */

/** Small sectors keep a fifth of a layer in memory: the ring wraps, and most parents come from the files. */
static void check_on_disk(const uint8_t *plain, const qr_porep_config_t *config) {
    const size_t counts[] = {1, 3, 17, 33};
    const qr_pc1_options_t options = {.scratch = directory},
                           second = {.scratch = directory, .first_layer = 2};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        for (size_t workers = 0; workers <= 6; workers += 2) {
            qr_job_t job = {0}, again = {0};
            new_batch("disk");
            const qr_status_t status = run_batch(&job, config, &options, counts[i], workers);
            CHECK(status == QR_OK && job.done == job.total, "%s", job.detail);
            compare_files(plain, config, counts[i], 1, "on disk");
            for (size_t s = 0; s < counts[i]; s++) unlink(batch.paths[s][1]);
            CHECK_OK(run_batch(&again, config, &second, counts[i], workers));
            compare_files(plain, config, counts[i], 1, "on disk from layer 2");
        }
    }
    qr_job_t lost = {0}, full = {0};
    const qr_pc1_options_t nowhere = {.scratch = "/nowhere/at/all"};
    new_batch("disk");
    CHECK(run_batch(&lost, config, &nowhere, 1, 1) == QR_NOT_FOUND, "no folder for scratch files");
    CHECK(strstr(lost.detail, "/nowhere/at/all") != NULL, "detail: %s", lost.detail);
    batch.path_pointers[1][1] = "/dev/full";
    CHECK(run_batch(&full, config, &options, 3, 2) == QR_NO_SPACE, "a full disk goes unseen");
}

/** A limit far below two layers: the run keeps to it (checked where memory can be measured) and the labels
 * are equal. */
static void check_disk_limit(void) {
    const qr_porep_config_t config = config_of(8u << 20);
    const size_t count = 8;
    char want[LAYERS * 8][65];
    qr_job_t memory = {0}, disk = {0};
    qr_pc1_options_t options = {.scratch = directory, .memory_limit = 40u << 20};
    qr_pc1_forecast_t forecast;
    new_batch("limit");
    CHECK_OK(run_batch(&memory, &config, NULL, count, 2));
    for (size_t i = 0; i < LAYERS * count; i++) digest_file(want[i], batch.paths[i / LAYERS][i % LAYERS]);
    CHECK_OK(qr_pc1_forecast(&forecast, &config, &options, count, 1));
    CHECK(forecast.scratch >= LAYERS * count * config.sector_size, "scratch files are foreseen");
    CHECK(forecast.memory <= options.memory_limit, "forecast keeps to the limit");
#ifndef QR_SANITIZED
    const double ratio = (double)measured_peak(&config, &options, count) / (double)forecast.memory;
    CHECK(ratio > 0.8 && ratio < 1.05, "took %.3f of the forecast", ratio);
#endif
    new_batch("limit");
    CHECK_OK(run_batch(&disk, &config, &options, count, 2));
    for (size_t i = 0; i < LAYERS * count; i++) {
        char got[65];
        digest_file(got, batch.paths[i / LAYERS][i % LAYERS]);
        CHECK(strcmp(want[i], got) == 0, "sector %zu, layer %zu", i / LAYERS, i % LAYERS + 1);
    }
    options.memory_limit = 1u << 20;
    qr_job_t tight = {0};
    CHECK(run_batch(&tight, &config, &options, count, 1) == QR_OUT_OF_MEMORY, "1 MiB cannot do");
}

static void check_scratch_reads(void) {
    enum { pages = 700, page = 96 };
    static uint8_t in[pages * page], out[pages * page];
    static qr_scratch_read_t reads[pages];
    static struct iovec parts[pages][2];
    char path[96];
    uint64_t state = 7;
    snprintf(path, sizeof path, "%s/pages", directory);
    const int file = open(path, O_RDWR | O_CREAT, 0600);
    check_fill(in, sizeof in, &state);
    CHECK(write(file, in, sizeof in) == (ssize_t)sizeof in, "write");
    for (size_t i = 0; i < pages; i++) {
        uint8_t *to = out + i * page;
        parts[i][0] = (struct iovec){to, 32};
        parts[i][1] = (struct iovec){to + 32, page - 32};
        reads[i] = (qr_scratch_read_t){parts[i], 2, file, (pages - 1 - i) * page};
    }
    for (int ring = 0; ring < 2; ring++) {
        qr_scratch_io_t *io;
        CHECK_OK(qr_scratch_io_create(&io, ring == 1));
        CHECK(ring == 1 || !qr_scratch_io_has_ring(io), "threads were asked for");
        memset(out, 0, sizeof out);
        CHECK(qr_scratch_io_read(io, reads, pages) == 0, "read");
        for (size_t i = 0; i < pages; i++) {
            CHECK(memcmp(out + i * page, in + (pages - 1 - i) * page, page) == 0, "page %zu", i);
        }
        reads[5].offset = pages * page - 1;
        CHECK(qr_scratch_io_read(io, reads, pages) == EIO, "a file that ends early goes unseen");
        reads[5].offset = (pages - 6) * page;
        CHECK(qr_scratch_io_read(io, reads, 3) == 0, "usable after an error");
        qr_scratch_io_destroy(io);
    }
    close(file);
}

int main(void) {
    size_t variants;
    const uint32_t *masks = check_variants(&variants);
    const char *base = getenv("TMPDIR");
    snprintf(directory, sizeof directory, "%.40s/pc1-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(directory)) return 1;
    const qr_porep_config_t config = config_of(32u << 10);
    uint8_t *plain = plain_layers(&config);
    for (size_t v = 0; v < variants; v++) {
        qr_cpu_restrict(masks[v]);
        check_reference(NULL, v + 1 == variants ? UINT64_MAX : 4096);
        check_counts(plain, &config);
        check_kernels(plain, &config);
    }
    check_resume(plain, &config);
    check_cancel(NULL);
    check_cancel(directory);
    check_scratch_reads();
    check_on_disk(plain, &config);
    check_disk_limit();
    check_paths();
    check_memory_limit(plain, &config);
    check_parents_cache(plain, &config);
#ifndef QR_SANITIZED
    check_forecast();
#endif
    free(plain);
    char command[96];
    snprintf(command, sizeof command, "rm -rf '%s'", directory);
    CHECK(system(command) == 0, "the test's directory stays");
    return check_finish("pc1");
}
