/** Facts of each sector size and version. */
#include "quarry/config.h"
#include "check.h"

/** Facts of a size, as the reference's constants and the lines of porep_challenges.jsonl have them. */
typedef struct {
    uint64_t size;
    int32_t place;
    uint32_t layers, sub, top, base_power, discard;
    uint32_t partitions, per_partition, minimum, ni_partitions, ni_minimum;
} fact_t;

static const fact_t facts[] = {
    {1ull << 11, 0, 2, 0, 0, 2, 1, 1, 2, 2, 13, 26},
    {1ull << 12, -1, 2, 2, 0, 2, 1, 1, 2, 2, 13, 26},
    {1ull << 14, -1, 2, 8, 0, 2, 1, 1, 2, 2, 13, 26},
    {1ull << 15, -1, 2, 8, 2, 2, 1, 1, 2, 2, 13, 26},
    {1ull << 23, 1, 2, 0, 0, 6, 2, 1, 2, 2, 13, 26},
    {1ull << 24, -1, 2, 2, 0, 6, 2, 1, 2, 2, 13, 26},
    {1ull << 29, 2, 2, 0, 0, 8, 2, 1, 2, 2, 13, 26},
    {1ull << 30, -1, 2, 2, 0, 8, 2, 1, 2, 2, 13, 26},
    {1ull << 35, 3, 11, 8, 0, 9, 2, 10, 18, 176, 126, 2253},
    {1ull << 36, 4, 11, 8, 2, 9, 2, 10, 18, 176, 126, 2253},
};
#define FACTS (sizeof facts / sizeof facts[0])

static const uint8_t free_id[32] = {0xc3, 0x20, 0xe3};

static void check_one(const fact_t *fact, qr_api_version_t version, qr_porep_feature_t feature) {
    const bool ni = feature == QR_FEATURE_NON_INTERACTIVE;
    const bool named = fact->place >= 0 && (feature != QR_FEATURE_NONE || version != QR_API_1_2_0);
    const int group = feature == QR_FEATURE_NONE ? (int)version : feature == QR_FEATURE_SYNTHETIC ? 2 : 3;
    const int32_t number = named ? fact->place + 5 * group : -1;
    qr_porep_config_t c;
    const qr_status_t status = qr_porep_config_init(&c, fact->size, version, feature, named ? NULL : free_id);
    CHECK(status == QR_OK, "size %" PRIu64, fact->size);
    CHECK(c.sector_size == fact->size && c.node_count == fact->size / 32, "size");
    CHECK(c.registered_proof == number, "proof %d, not %d", c.registered_proof, number);
    CHECK(!named || c.porep_id[0] == number, "porep_id");
    CHECK(named || memcmp(c.porep_id, free_id, 32) == 0, "porep_id");
    CHECK(c.layers == fact->layers && c.sub_arity == fact->sub && c.top_arity == fact->top, "shape");
    CHECK(c.base_leaves == 1ull << (3 * fact->base_power), "base leaves");
    CHECK(c.base_leaves * c.base_trees == c.node_count && c.base_trees <= QR_MAX_BASE_TREES, "base trees");
    CHECK(c.rows_to_discard == fact->discard, "rows");
    CHECK(c.partitions == (ni ? fact->ni_partitions : fact->partitions), "partitions");
    CHECK(c.challenges_per_partition == fact->per_partition, "challenges");
    CHECK(c.minimum_challenges == (ni ? fact->ni_minimum : fact->minimum), "minimum");
    CHECK(c.partitions * c.challenges_per_partition >= c.minimum_challenges, "enough");
}

static void test_facts(void) {
    size_t count;
    const uint64_t *sizes = qr_sector_sizes(&count);
    CHECK(count == FACTS, "sizes");
    for (size_t i = 0; i < FACTS; i++) {
        CHECK(sizes[i] == facts[i].size, "size %zu", i);
        for (int v = 0; v < 3; v++) check_one(&facts[i], (qr_api_version_t)v, QR_FEATURE_NONE);
        check_one(&facts[i], QR_API_1_2_0, QR_FEATURE_SYNTHETIC);
        check_one(&facts[i], QR_API_1_2_0, QR_FEATURE_NON_INTERACTIVE);
    }
}

static void test_refusals(void) {
    qr_porep_config_t c;
    CHECK(qr_porep_config_init(&c, 2049, QR_API_1_1_0, QR_FEATURE_NONE, NULL) == QR_INVALID_ARGUMENT, "");
    CHECK(qr_porep_config_init(&c, 0, QR_API_1_1_0, QR_FEATURE_NONE, free_id) == QR_INVALID_ARGUMENT, "");
    CHECK(qr_porep_config_init(&c, 4096, QR_API_1_1_0, QR_FEATURE_NONE, NULL) == QR_INVALID_ARGUMENT, "");
    CHECK(qr_porep_config_init(&c, 2048, QR_API_1_2_0, QR_FEATURE_NONE, NULL) == QR_INVALID_ARGUMENT, "");
    CHECK(qr_porep_config_init(&c, 2048, QR_API_1_1_0, QR_FEATURE_SYNTHETIC, NULL) == QR_INVALID_ARGUMENT,
          "");
    CHECK(qr_porep_config_init(&c, 2048, (qr_api_version_t)3, QR_FEATURE_NONE, NULL) == QR_INVALID_ARGUMENT,
          "");
    CHECK(qr_porep_config_init(&c, 2048, QR_API_1_2_0, (qr_porep_feature_t)3, NULL) == QR_INVALID_ARGUMENT,
          "");
    CHECK(c.sector_size == 0, "zeroed");
}

/** A porep_id given by hand is that of the registered proof only if its number and zeros are. */
static void test_given_id(void) {
    qr_porep_config_t c;
    uint8_t id[32] = {8};
    CHECK_OK(qr_porep_config_init(&c, 1ull << 35, QR_API_1_1_0, QR_FEATURE_NONE, id));
    CHECK(c.registered_proof == 8, "same");
    id[8] = 1;
    CHECK_OK(qr_porep_config_init(&c, 1ull << 35, QR_API_1_1_0, QR_FEATURE_NONE, id));
    CHECK(c.registered_proof == 8, "another nonce");
    id[31] = 1;
    CHECK_OK(qr_porep_config_init(&c, 1ull << 35, QR_API_1_1_0, QR_FEATURE_NONE, id));
    CHECK(c.registered_proof == -1, "free");
}

static void unhex(uint8_t out[32], const char *hex) {
    for (int i = 0; i < 32; i++) {
        unsigned byte = 0;
        sscanf(hex + 2 * i, "%2x", &byte);
        out[i] = (uint8_t)byte;
    }
}

static void test_replica_id(void) {
    /* seals-2KiB.jsonl, case 2KiBV1_1-full */
    uint8_t prover_id[32], ticket[32], comm_d[32], expected[32], got[32];
    unhex(prover_id, "166d5a3c813ce58e0071655694e90f47742f87c697f2e102dcb87eb4269f6b26");
    unhex(ticket, "5fd9f8e6ab16e9041757a6fc131dc2de0fd4a9eafdbe9bf82cb2c328d7192d91");
    unhex(comm_d, "6356b77fdc1dabef442293e5ca5f695f364f6bc77f803ca812ca46f3530a211d");
    unhex(expected, "eede8ef54c36705759c9ca8bf1e83ab574fc7165224fba741c64f675d198f006");
    qr_porep_config_t c;
    CHECK_OK(qr_porep_config_init(&c, 2048, QR_API_1_1_0, QR_FEATURE_NONE, NULL));
    qr_replica_id(got, &c, prover_id, 752603592382ull, ticket, comm_d);
    CHECK(memcmp(got, expected, 32) == 0, "replica id");
}

int main(void) {
    test_facts();
    test_refusals();
    test_given_id();
    test_replica_id();
    return check_finish("config");
}
