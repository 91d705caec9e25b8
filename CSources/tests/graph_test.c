/* The graph against the reference: samples of every version and the digest of whole graphs, in each variant.
 */
#include "quarry/graph.h"
#include "check.h"
#include "quarry_crypto.h"
#include "replication/graph_kernels.h"

/* Lines 1, 4, 5, 7, 9, 15 of sealing/graph.jsonl: some of their `parents`. */
static const struct {
    uint64_t sector_size;
    qr_api_version_t version;
    qr_porep_feature_t feature;
    uint64_t node;
    uint32_t parents[QR_PARENTS];
} samples[] = {
    {2048, QR_API_1_0_0, QR_FEATURE_NONE, 0, {0, 0, 0, 0, 0, 0, 22, 1, 6, 27, 40, 36, 18, 36}},
    {2048, QR_API_1_0_0, QR_FEATURE_NONE, 1, {0, 0, 0, 0, 0, 0, 57, 30, 21, 11, 22, 15, 1, 32}},
    {2048, QR_API_1_0_0, QR_FEATURE_NONE, 2, {0, 1, 1, 1, 1, 1, 32, 49, 26, 57, 3, 4, 47, 63}},
    {2048, QR_API_1_0_0, QR_FEATURE_NONE, 3, {1, 2, 1, 2, 1, 2, 55, 45, 29, 45, 51, 53, 56, 44}},
    {2048, QR_API_1_0_0, QR_FEATURE_NONE, 32, {31, 26, 31, 30, 26, 31, 31, 27, 45, 19, 6, 51, 12, 20}},
    {2048, QR_API_1_0_0, QR_FEATURE_NONE, 63, {62, 61, 56, 62, 37, 62, 49, 37, 35, 41, 52, 50, 54, 5}},
    {34359738368,
     QR_API_1_0_0,
     QR_FEATURE_NONE,
     2,
     {0, 0, 1, 0, 0, 1, 400853530, 328272173, 484523968, 337953528, 195912658, 380473339, 445606617,
      401399919}},
    {34359738368,
     QR_API_1_0_0,
     QR_FEATURE_NONE,
     1073741823,
     {1073717791, 1073729651, 356271464, 1073741667, 1073518238, 1073741822, 195269793, 55928625, 117716005,
      370196974, 457529501, 256849605, 282938428, 400621728}},
    {34359738368,
     QR_API_1_0_0,
     QR_FEATURE_NONE,
     324764518,
     {324762872, 61055902, 324764516, 324764174, 324748402, 324764517, 142812805, 463629759, 155494839,
      196719535, 150393837, 528832211, 340024297, 81183380}},
    {34359738368,
     QR_API_1_0_0,
     QR_FEATURE_NONE,
     360510663,
     {360510613, 360505443, 360452016, 360510326, 360510606, 360510662, 350735751, 244856961, 148147189,
      457457784, 75079545, 473566669, 407736093, 18853026}},
    {68719476736,
     QR_API_1_0_0,
     QR_FEATURE_NONE,
     2,
     {1, 0, 0, 1, 1, 1, 41578211, 98678541, 201847558, 133755553, 343172703, 359045127, 209359854,
      387247893}},
    {68719476736,
     QR_API_1_0_0,
     QR_FEATURE_NONE,
     2147483647,
     {2141235863, 2147212826, 2147482039, 772148166, 2147483452, 2147483646, 410488621, 225034157, 275186360,
      7928278, 248739608, 415470629, 20246382, 24229879}},
    {68719476736,
     QR_API_1_0_0,
     QR_FEATURE_NONE,
     1729601484,
     {1729601434, 1725254471, 1729600540, 1268537127, 1729478281, 1729601483, 74158834, 88963091, 124980834,
      507133164, 288729640, 242776146, 274480387, 518383498}},
    {68719476736,
     QR_API_1_0_0,
     QR_FEATURE_NONE,
     1672041200,
     {1666028102, 1672041108, 1671739663, 1672041127, 1503557254, 1672041199, 536213250, 146147100, 46739541,
      265501405, 150475296, 332713696, 429389697, 431690516}},
    {8388608,
     QR_API_1_1_0,
     QR_FEATURE_NONE,
     2,
     {1, 1, 1, 1, 0, 1, 237470, 106130, 75198, 218869, 139062, 211720, 107356, 259777}},
    {8388608,
     QR_API_1_1_0,
     QR_FEATURE_NONE,
     262143,
     {262142, 261448, 258913, 259680, 262142, 262052, 100239, 54991, 48539, 248508, 238575, 67348, 217823,
      35156}},
    {8388608,
     QR_API_1_1_0,
     QR_FEATURE_NONE,
     129662,
     {129661, 124553, 21167, 129651, 121329, 128549, 130688, 204964, 158399, 31855, 176593, 152057, 238526,
      185803}},
    {8388608,
     QR_API_1_1_0,
     QR_FEATURE_NONE,
     165789,
     {165788, 139707, 121857, 152367, 165778, 147264, 206251, 142731, 235776, 11749, 94431, 125926, 136062,
      189814}},
    {34359738368,
     QR_API_1_1_0,
     QR_FEATURE_NONE,
     2,
     {1, 1, 0, 1, 0, 0, 694934376, 792214855, 560882435, 923855168, 468160064, 444658509, 700174899,
      650486437}},
    {34359738368,
     QR_API_1_1_0,
     QR_FEATURE_NONE,
     1073741823,
     {1073741822, 1073258530, 440642413, 663190843, 1073741654, 1073741786, 307718517, 715446084, 558280128,
      265147410, 110937796, 626719228, 201839602, 653041812}},
    {34359738368,
     QR_API_1_1_0,
     QR_FEATURE_NONE,
     948683394,
     {948683393, 948683378, 948682741, 948275381, 948674844, 947548434, 743493475, 136716048, 24429154,
      486262721, 203571119, 1024367800, 174111599, 847150372}},
    {34359738368,
     QR_API_1_1_0,
     QR_FEATURE_NONE,
     522473870,
     {522473869, 467851250, 522469272, 182101777, 522473863, 522473867, 1068191122, 906111827, 452589974,
      75169448, 178203747, 1031897838, 231690326, 1043722828}},
    {68719476736,
     QR_API_1_2_0,
     QR_FEATURE_SYNTHETIC,
     2,
     {1, 1, 1, 1, 0, 1, 1510859867, 315847615, 145480759, 1076815138, 610429808, 259468251, 254116806,
      349775702}},
    {68719476736,
     QR_API_1_2_0,
     QR_FEATURE_SYNTHETIC,
     2147483647,
     {2147483646, 2147297701, 2147483531, 2147483590, 646921153, 2147483601, 86518724, 511793123, 277785733,
      1469545535, 1430821572, 2009434635, 543366707, 1020422413}},
    {68719476736,
     QR_API_1_2_0,
     QR_FEATURE_SYNTHETIC,
     654857204,
     {654857203, 650192050, 654857200, 580464783, 654857202, 654857203, 1457359403, 1585184287, 673126118,
      263018786, 1472398521, 1624672211, 1516580973, 388644459}},
    {68719476736,
     QR_API_1_2_0,
     QR_FEATURE_SYNTHETIC,
     1066661914,
     {1066661913, 1065622341, 1066661913, 1066657442, 1066661913, 1028818923, 598587261, 1636027875,
      1508082659, 1456822916, 1208134746, 842442020, 1214148606, 1110446275}},
};

/* `all_parents_sha256` of lines 1, 2, 6, 7, 11, 12, 16, 17. */
static const struct {
    uint64_t sector_size;
    qr_api_version_t version;
    qr_porep_feature_t feature;
    const char *digest;
} digests[] = {
    {2048, QR_API_1_0_0, QR_FEATURE_NONE, "3da49221e2ed55371b86d0bf3d6526fcf128af61bed904f966428db1b531750d"},
    {8388608, QR_API_1_0_0, QR_FEATURE_NONE,
     "a76604f2f59f2744c7151653bbb1d8596b6b57d295e6fa6c1f0c41d725b502ce"},
    {2048, QR_API_1_1_0, QR_FEATURE_NONE, "840057702eea7652cf97e04306c30fe57174714d90de156a25eddd6075c25b97"},
    {8388608, QR_API_1_1_0, QR_FEATURE_NONE,
     "03cd13565ded97c240a5f52e54295ad127bd0461b57904cb3a4d79b097bbecab"},
    {2048, QR_API_1_2_0, QR_FEATURE_SYNTHETIC,
     "0c9ac05c2f3221deff12ab7b098acc90d974c3db61925b8429537e06c6062621"},
    {8388608, QR_API_1_2_0, QR_FEATURE_SYNTHETIC,
     "e1638d25de578d6aced310f722ed05acd71d35f7f5dd2f1f21c14ed827f27a20"},
    {2048, QR_API_1_2_0, QR_FEATURE_NON_INTERACTIVE,
     "3f5bf8010fc1cefce85a00045fad10a7abe09ab9e97d5ad9d1a08ff834ac5590"},
    {8388608, QR_API_1_2_0, QR_FEATURE_NON_INTERACTIVE,
     "091d3efd426387d9a4fb672cf0cb9360506eef66ae13ea03e7ec653ab315e6cb"},
};

static qr_graph_t graph_of(uint64_t sector_size, qr_api_version_t version, qr_porep_feature_t feature) {
    qr_porep_config_t config;
    qr_graph_t graph;
    CHECK_OK(qr_porep_config_init(&config, sector_size, version, feature, NULL));
    qr_graph_init(&graph, &config);
    return graph;
}

static void check_samples(void) {
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const qr_graph_t graph = graph_of(samples[i].sector_size, samples[i].version, samples[i].feature);
        uint32_t parents[QR_PARENTS];
        qr_graph_parents(&graph, parents, samples[i].node);
        CHECK(memcmp(parents, samples[i].parents, sizeof parents) == 0, "sample %zu", i);
    }
}

/** Whole graphs in uneven pieces, with tables and (small ones) without. */
static void check_digests(void) {
    for (size_t i = 0; i < sizeof digests / sizeof *digests; i++) {
        const qr_graph_t graph = graph_of(digests[i].sector_size, digests[i].version, digests[i].feature);
        const uint64_t nodes = graph.node_count, step = nodes / 3 + 1;
        uint32_t *parents = calloc(nodes, QR_PARENTS * sizeof *parents);
        qr_feistel_tables_t tables;
        CHECK(parents != NULL, "memory");
        CHECK_OK(qr_feistel_tables_create(&tables, &graph));
        for (int with = 0; with < (nodes > 4096 ? 1 : 2); with++) {
            uint8_t digest[32];
            char text[65];
            for (uint64_t start = 0; start < nodes; start += step) {
                const uint64_t count = nodes - start < step ? nodes - start : step;
                uint32_t *out = parents + QR_PARENTS * start;
                if (with == 0) qr_graph_parents_with(&graph, &tables, out, start, count);
                if (with == 1) qr_graph_parents_range(&graph, out, start, count);
            }
            qr_sha256_hash(digest, parents, nodes * QR_PARENTS * sizeof *parents);
            check_hex(text, digest, sizeof digest);
            CHECK(strcmp(text, digests[i].digest) == 0, "graph %zu is %s", i, text);
        }
        qr_feistel_tables_destroy(&tables);
        free(parents);
    }
}

/** Nodes around the places where the number of buckets changes, in every length around the lanes. */
static void check_against_portable(uint32_t features) {
    const uint64_t sizes[] = {2048, 8u << 20, (uint64_t)64 << 30};
    for (size_t s = 0; s < 3; s++) {
        const qr_graph_t graph = graph_of(sizes[s], s == 1 ? QR_API_1_0_0 : QR_API_1_1_0, QR_FEATURE_NONE);
        uint64_t state = 1;
        for (unsigned i = 0; i < 60; i++) {
            uint32_t want[80 * QR_PARENTS], got[80 * QR_PARENTS + 1];
            const uint64_t power = ((uint64_t)1 << (check_random(&state) % 34)) / 5;
            uint64_t start = power > 20 ? power - check_random(&state) % 20 : check_random(&state) % 4;
            start %= graph.node_count;
            uint64_t count = i % 40 == 39 ? 80 : 1 + i % 40;
            if (count > graph.node_count - start) count = graph.node_count - start;
            qr_cpu_restrict(0);
            qr_graph_parents_range(&graph, want, start, count);
            qr_cpu_restrict(features);
            got[QR_PARENTS * count] = 0xa5a5a5a5u;
            qr_graph_parents_range(&graph, got, start, count);
            CHECK(memcmp(want, got, QR_PARENTS * count * sizeof *got) == 0, "size %zu, run %u", s, i);
            CHECK(got[QR_PARENTS * count] == 0xa5a5a5a5u, "written past the end");
        }
    }
}

int main(void) {
    size_t variants;
    const uint32_t *masks = check_variants(&variants);
    for (size_t v = 0; v < variants; v++) {
        qr_cpu_restrict(masks[v]);
        check_samples();
        check_digests();
        check_against_portable(masks[v]);
    }
    return check_finish("graph");
}
