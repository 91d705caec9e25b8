/** Labelling kernels: the definition, every kernel against it, any cut of a layer, memory layouts. */
#include "check.h"
#include "quarry/graph.h"
#include "quarry/pc1.h"
#include "quarry_crypto.h"
#include "replication/label_kernel.h"

enum { NODES = 150, MOST_LANES = 64, LAYER_BYTES = NODES * 32 };

static uint8_t ids[MOST_LANES][32];
static uint32_t parents[NODES * QR_PARENTS];
/** Labels by definition: [layer][lane]. */
static uint8_t expected[4][MOST_LANES][LAYER_BYTES];
static uint8_t memory[2][MOST_LANES * LAYER_BYTES] __attribute__((aligned(64)));

/** The definition, with the hash of the message as a whole. */
static void label_by_definition(unsigned layer, unsigned lane, uint64_t node) {
    uint8_t message[64 + 37 * 32] = {0};
    size_t length = 64;
    memcpy(message, ids[lane], 32);
    message[35] = (uint8_t)layer;
    for (unsigned i = 0; i < 8; i++) message[36 + i] = (uint8_t)(node >> (56 - 8 * i));
    unsigned period = layer == 1 ? 6 : 14;
    for (unsigned i = 0; node != 0 && i < 37; i++, length += 32) {
        unsigned slot = i % period;
        unsigned from = slot < 6 ? layer : layer - 1;
        memcpy(message + length, expected[from][lane] + 32 * parents[QR_PARENTS * node + slot], 32);
    }
    uint8_t *label = expected[layer][lane] + 32 * node;
    qr_sha256_hash(label, message, length);
    label[31] &= 0x3f;
}

/** How often a base parent is the predecessor, and where the predecessor surely is: V1 last, later versions
 * first. */
static void make_case(uint64_t *random, unsigned late_percent, bool predecessor_first) {
    check_fill(ids, sizeof ids, random);
    for (uint32_t node = 0; node < NODES; node++) {
        uint32_t *own = parents + QR_PARENTS * node;
        for (unsigned i = 0; i < QR_PARENTS; i++) own[i] = (uint32_t)(check_random(random) % NODES);
        for (unsigned i = 0; i < QR_BASE_PARENTS; i++) {
            bool late = check_random(random) % 100 < late_percent || i == (predecessor_first ? 0 : 5);
            own[i] = node == 0 ? 0 : late ? node - 1 : own[i] % node;
        }
    }
    for (unsigned layer = 1; layer <= 3; layer++) {
        for (unsigned lane = 0; lane < MOST_LANES; lane++) {
            for (uint64_t node = 0; node < NODES; node++) label_by_definition(layer, lane, node);
        }
    }
}

/** Runs `layer` of one kernel in pieces of at most `step` nodes. The layer below is scattered from what is
 * expected. */
static void run_layer(const qr_label_kernel_t *kernel, unsigned layer, uint64_t step, uint32_t prefetch,
                      bool bounded) {
    uint32_t lanes = kernel->lanes;
    memset(memory[0], 0xcc, sizeof memory[0]);
    for (unsigned lane = 0; lane < lanes; lane++) {
        qr_label_scatter(memory[1], lanes, lane, expected[layer - 1][lane], NODES);
    }
    for (uint64_t start = 0; start < NODES; start += step) {
        qr_label_run_t run = {.current = memory[0],
                              .previous = layer == 1 ? NULL : memory[1],
                              .parents = parents + QR_PARENTS * start,
                              .replica_ids = (const uint8_t(*)[32])ids,
                              .layer = layer,
                              .prefetch = prefetch,
                              .start = start,
                              .end = start + step < NODES ? start + step : NODES};
        run.parents_count = (bounded ? run.end : NODES) - start;
        kernel->run(&run);
    }
    static uint8_t labels[LAYER_BYTES];
    for (unsigned lane = 0; lane < lanes; lane++) {
        qr_label_gather(labels, memory[0], lanes, lane, NODES);
        uint64_t wrong = NODES;
        for (uint64_t node = NODES; node-- > 0;) {
            if (memcmp(labels + 32 * node, expected[layer][lane] + 32 * node, 32) != 0) wrong = node;
        }
        CHECK(wrong == NODES, "%s layer %u lane %u step %" PRIu64 ": first wrong node %" PRIu64, kernel->name,
              layer, lane, step, wrong);
    }
}

static void kernels_against_definition(void) {
    static const uint64_t steps[] = {NODES, 1, 2, 7, 64};
    size_t count;
    const qr_label_kernel_t *kernels = qr_label_kernels(&count);
    for (size_t i = 0; i < count; i++) {
        bool runs = (qr_cpu_features() & kernels[i].features) == kernels[i].features;
        CHECK((qr_label_kernel_named(kernels[i].name) == &kernels[i]) == runs, "%s", kernels[i].name);
        if (!runs) continue;
        for (unsigned layer = 1; layer <= 3; layer++) {
            for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++) {
                run_layer(&kernels[i], layer, steps[s], (uint32_t)s, s % 2 == 0);
            }
        }
    }
}

/** sealing/seals-2KiB.jsonl, lines 1, 3, 7 and 9: the SHA-256 of both layer files. */
static void reference_layers(void) {
    static const struct {
        qr_api_version_t version;
        qr_porep_feature_t feature;
        const char *replica_id, *layers[2];
    } cases[] = {
        {QR_API_1_0_0,
         QR_FEATURE_NONE,
         "ddf90fc07fc1a6d38332d9054ebcbe83f61b3c1a6fb66df9a5187a804cc8230a",
         {"cdc317ca4e199e6568d24d0889fbe32af987fff8611282c01f0220e137bd9283",
          "b4553e659a14ffe94885f3862291f135aabc219196b29cfe621ed544a25d769b"}},
        {QR_API_1_1_0,
         QR_FEATURE_NONE,
         "eede8ef54c36705759c9ca8bf1e83ab574fc7165224fba741c64f675d198f006",
         {"6b11ed56145939de4fc0e4f91d4bdb4dd1bb8d1939968cee3ac2a00b84b5138b",
          "4feaf234f03622cce305c4a94aac578e1d35910d0a627f5eb06a76480ce084e1"}},
        {QR_API_1_2_0,
         QR_FEATURE_SYNTHETIC,
         "1743e098816f13e7fe331d37d7269f39b6002f68cf56889d8b4032c1a9d01508",
         {"5630150bfed3d59ecedd131a018b68c6a87841dfa620677121b24124ef133983",
          "9919d3bcccc2bb1b9e9668d54a02698b9f69befbf599a5d597fdf9795d12f10d"}},
        {QR_API_1_2_0,
         QR_FEATURE_NON_INTERACTIVE,
         "1bef47b6a97ae0003dce28fabcd9dc1f8e8c8e683018a1fd2799636c91799f30",
         {"8bd8d57e6bc95a211cd0090735af31d374365aea50f3fa1c8ea008844657a4e7",
          "1c7d4e5b459851853a45d518c2f17b996a4383f42bdca441d5a485886fcfb000"}},
    };
    size_t count;
    const qr_label_kernel_t *kernels = qr_label_kernels(&count);
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        qr_porep_config_t config;
        qr_graph_t graph;
        uint32_t graph_parents[64 * QR_PARENTS];
        CHECK_OK(qr_porep_config_init(&config, 2048, cases[c].version, cases[c].feature, NULL));
        qr_graph_init(&graph, &config);
        qr_graph_parents_range(&graph, graph_parents, 0, 64);
        for (unsigned i = 0; i < 32 * MOST_LANES; i++) {
            unsigned byte;
            sscanf(cases[c].replica_id + 2 * (i % 32), "%2x", &byte);
            ids[i / 32][i % 32] = (uint8_t)byte;
        }
        for (size_t k = 0; k < 2 * count; k++) {
            const qr_label_kernel_t *kernel = &kernels[k / 2];
            const unsigned layer = k % 2 + 1;
            if (qr_label_kernel_named(kernel->name) == NULL) continue;
            qr_label_run_t run = {memory[layer - 1],
                                  layer == 1 ? NULL : memory[0],
                                  graph_parents,
                                  (const uint8_t(*)[32])ids,
                                  layer,
                                  2,
                                  0,
                                  64,
                                  64};
            uint8_t labels[2048], digest[32];
            char hex[65];
            kernel->run(&run);
            qr_label_gather(labels, memory[layer - 1], kernel->lanes, kernel->lanes - 1, 64);
            qr_sha256_hash(digest, labels, sizeof labels);
            check_hex(hex, digest, 32);
            CHECK(strcmp(hex, cases[c].layers[layer - 1]) == 0, "%s case %zu layer %u", kernel->name, c,
                  layer);
        }
    }
}

/** Nodes past 2^32 do not exist, but the header has room for them; here the highest node of a 64 GiB sector.
 */
static void high_nodes(uint64_t *random) {
    enum { count = 3 };
    const uint64_t base = (1ull << 31) - count;
    uint8_t *labels = malloc(0x1000);
    uint32_t near[count * QR_PARENTS];
    size_t kernel_count;
    const qr_label_kernel_t *kernels = qr_label_kernels(&kernel_count);
    static uint8_t window[(count + 1) * MOST_LANES * 32] __attribute__((aligned(64)));
    static uint8_t below[sizeof window] __attribute__((aligned(64)));
    static uint8_t first[count * 32];
    check_fill(ids, sizeof ids, random);
    for (unsigned i = 0; i < count * QR_PARENTS; i++) near[i] = (uint32_t)(base + i / QR_PARENTS - 1);
    for (size_t i = 0; i < kernel_count; i++) {
        if (qr_label_kernel_named(kernels[i].name) == NULL) continue;
        size_t node_bytes = kernels[i].lanes * 32;
        memset(window, 0x11, sizeof window);
        memset(below, 0x22, sizeof below);
        /* Only the windows are touched: node base - 1 lies at their starts. */
        uint8_t *current = (uint8_t *)((uintptr_t)window - (base - 1) * node_bytes);
        uint8_t *previous = (uint8_t *)((uintptr_t)below - (base - 1) * node_bytes);
        qr_label_run_t run = {current, previous,     near, (const uint8_t(*)[32])ids, 11, 0,
                              base,    base + count, count};
        kernels[i].run(&run);
        qr_label_gather(labels, window + node_bytes, kernels[i].lanes, 0, count);
        if (i == 0) memcpy(first, labels, sizeof first);
        CHECK(memcmp(first, labels, sizeof first) == 0, "%s at node %" PRIu64, kernels[i].name, base);
    }
    free(labels);
}

static void layouts(uint64_t *random) {
    static uint8_t lane_labels[MOST_LANES][LAYER_BYTES], one[LAYER_BYTES];
    uint8_t *outs[MOST_LANES];
    size_t count;
    const qr_label_kernel_t *kernels = qr_label_kernels(&count);
    for (size_t i = 0; i < count; i++) {
        uint32_t lanes = kernels[i].lanes;
        for (uint64_t nodes = 0; nodes <= NODES; nodes += nodes < 40 ? 1 : 55) {
            check_fill(memory[0], lanes * nodes * 32, random);
            memset(lane_labels, 0, sizeof lane_labels);
            for (uint32_t lane = 0; lane < lanes; lane++)
                outs[lane] = lane % 5 == 3 ? NULL : lane_labels[lane];
            qr_label_gather_all(outs, memory[0], lanes, nodes);
            memset(memory[1], 0, lanes * nodes * 32);
            for (uint32_t lane = 0; lane < lanes; lane++) {
                qr_label_gather(one, memory[0], lanes, lane, nodes);
                qr_label_scatter(memory[1], lanes, lane, one, nodes);
                if (outs[lane] == NULL) continue;
                CHECK(memcmp(one, lane_labels[lane], nodes * 32) == 0, "%s lane %u", kernels[i].name, lane);
                if (nodes < NODES) CHECK(lane_labels[lane][nodes * 32] == 0, "written past the end");
            }
            CHECK(memcmp(memory[0], memory[1], lanes * nodes * 32) == 0, "%s", kernels[i].name);
        }
    }
}

static void bench_runs_what_it_says(void) {
    const char *name;
    uint32_t lanes;
    bool available;
    uint64_t check, first = 0;
    double seconds;
    size_t i = 0;
    for (; qr_label_kernel_info(i, &name, &lanes, &available); i++) {
        qr_status_t status = qr_label_bench(&seconds, &check, name, 256 * lanes);
        CHECK(status == (available ? QR_OK : QR_UNSUPPORTED), "%s: %s", name, qr_status_text(status));
        if (status != QR_OK) continue;
        if (i == 0) first = check;
        CHECK(check == first, "%s", name);
    }
    CHECK(i == 9, "%zu kernels", i);
    size_t count;
    const qr_label_kernel_t *kernels = qr_label_kernels(&count);
    for (i = 0; i < count; i++) {
        uint32_t node_ns = qr_label_kernel_node_ns(&kernels[i]);
        CHECK(node_ns > 0 && node_ns < 4000 * kernels[i].lanes + 4000, "%s: %u", kernels[i].name, node_ns);
    }
    CHECK(qr_label_bench(&seconds, &check, "none", 1) == QR_UNSUPPORTED, "unknown name");
    CHECK_OK(qr_label_bench(&seconds, &check, NULL, 1));
}

int main(void) {
    uint64_t random = 4;
    size_t count;
    const uint32_t *masks = check_variants(&count);
    make_case(&random, 7, true);
    for (size_t i = 0; i < count; i++) {
        qr_cpu_restrict(masks[i]);
        kernels_against_definition();
        bench_runs_what_it_says();
    }
    make_case(&random, 0, false);
    kernels_against_definition();
    make_case(&random, 50, true);
    kernels_against_definition();
    reference_layers();
    high_nodes(&random);
    for (size_t i = 0; i < count; i++) {
        qr_cpu_restrict(masks[i]);
        layouts(&random);
    }
    return check_finish("labels");
}
