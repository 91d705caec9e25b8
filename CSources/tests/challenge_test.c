/* Challenges of every kind against the reference's, and what the derivations refuse. */
#include "quarry/challenge.h"

#include "sector_files.h"

/** A line of porep_challenges.jsonl: digest of all partitions' challenges, of the synthetic set, and the
 * first. */
typedef struct {
    uint64_t sector_size;
    qr_api_version_t version;
    qr_porep_feature_t feature;
    const char *replica_id, *comm_r, *seed, *all, *synthetic;
    uint64_t first;
} porep_line_t;

static const porep_line_t porep_lines[] = {
    /* line 2 */
    {2048, QR_API_1_0_0, QR_FEATURE_NONE, "d8e7970763b5a6b4889db8607f610b883249d06a8a706e578fa117d5a43cfc36",
     "b661dfcfbde7ca55f74fe0db0b3d18ae32c4db209e0bd9638b4317227d4fa72b",
     "462d00285dcbf182347e3b2eaf9fba9e0839396f7cfaf41d9cc7613a9646e79e",
     "800cab4d3409e2111c040ce713302faa2b76d916d8feed99505f744eb6027bc0", NULL, 52},
    /* line 9 */
    {(uint64_t)64 << 30, QR_API_1_0_0, QR_FEATURE_NONE,
     "a2881903aa682657c54b325bb40c14dfa002c4382d04ef5e0830a30547a4e82b",
     "6b7060651d71cceeb1e98dfbafa15de21b01cb77e58ead1c38cf8c9838587b31",
     "eed922cef8ca46a312571af1dc90ec3e82b169a1b614e7da4607dd0c0e5b70c4",
     "7b4f1a2ebf9079c7491175bf46031840af1e0be919b12b6d400c6b73f83c799d", NULL, 1630244880},
    /* line 17 */
    {(uint64_t)32 << 30, QR_API_1_1_0, QR_FEATURE_NONE,
     "10b72ceee2772dc81823c399d7bff27f5b9cc02695752c90504ab3dc742df604",
     "58cf1e6c87ddbcf04a04d0136002629114de846337e04a68353d96810a61361b",
     "2a24b441d5d13293de911c5cdac9389201040e78ca84e65fd135d8a5f15c86c1",
     "188e31fd4776d0353fd25b3aa3015cf1065f0eaa2d93957d344493f387d1ef40", NULL, 153318718},
    /* line 21 */
    {2048, QR_API_1_2_0, QR_FEATURE_SYNTHETIC,
     "65638ee2bb77f0d336bbf53f70237d69f4d9fdb495994c658028a52766f04b01",
     "9738e3282b95d9b9e0dbc8d9838a48413a05fb3e775756dc8650f4224a1ed412",
     "52143676d75d55f6daf2bfcec00d3a7755bff4cf942d332b71f1e1910ce083f5",
     "4d2a53a8bb87d41a09ed7e2772914d5bd64ea50b23b93424a90ae31ed18c72aa",
     "a5cf3e811bd919e023b172418ab08e1fcd364e14f6e51b7df03dcc25da0b180a", 51},
    /* line 27 */
    {(uint64_t)32 << 30, QR_API_1_2_0, QR_FEATURE_SYNTHETIC,
     "d751a5d22925e7c142d4cfbb3d0b57b6b3eb687e96c5e033d1ae06386e16b513",
     "86527dcf2b0f8ec3c62e9fc0a58a9f94392a6824ecd8d12abd144ed01d09cc37",
     "371a5a85b4bc950069ed43df3c25fa9569d3cb5eda0a5c33ffd0b53027c960d2",
     "1f286a858d629d3f9380db13128de1956e0cab528725e098c8748447a75222bd",
     "daee0bfeaefdc7a0d3dd8e11cc3e28a8709c30eefe7c6c771e8d6570997f997b", 447617591},
    /* line 37 */
    {(uint64_t)32 << 30, QR_API_1_2_0, QR_FEATURE_NON_INTERACTIVE,
     "7aa6360bdb11b048f30174c5a523bd39623f465d31da09fc587635e68b9a7114",
     "3471b5c1d24964f619716db68433c5df18ef6553a21e160b87741bcbd6378d28",
     "f2f59b4e238351d3cc8cd9e83fded63800406b7c5a7d9f545bb0941e5361b9bd",
     "4886025b52ebf87ad39eeaf46c0d04294914bebcd553e4c948fbf09b0dc08136", NULL, 246350849},
    /* line 40 */
    {(uint64_t)64 << 30, QR_API_1_2_0, QR_FEATURE_NON_INTERACTIVE,
     "ab26d9d345a775d6b99ccad2e67bce78259f32093d97321044077eb91f822827",
     "a03128e634b08c197ce262a5911b5e5ad4a8858c192fe57cde58664558606e24",
     "655237a26a5c15f2e1b1770d46db0c5cff36a2b66a31859df287279474c11f9b",
     "ceae6c580599d16d7326dcb2cfff7a1d00631db1853e22e1c346d160c5d7161b", NULL, 1989175580},
};

/** Hex of the SHA-256 of numbers as u32, little endian. */
static void digest_of(char out[65], const uint64_t *numbers, size_t count) {
    uint8_t *bytes = malloc(4 * count), digest[32];
    for (size_t i = 0; i < 4 * count; i++) bytes[i] = (uint8_t)(numbers[i / 4] >> (8 * (i % 4)));
    qr_sha256_hash(digest, bytes, 4 * count);
    check_hex(out, digest, 32);
    free(bytes);
}

static void check_synthetic(const porep_line_t *line, const qr_porep_config_t *config,
                            const uint8_t *replica_id, const uint8_t *comm_r) {
    uint64_t count = qr_synthetic_count(config);
    uint64_t *set = calloc(count, sizeof *set), part[131];
    char text[65];
    CHECK_OK(qr_synthetic_challenges(set, config, replica_id, comm_r, 0, count));
    digest_of(text, set, count);
    CHECK(strcmp(text, line->synthetic) == 0, "%s", text);
    for (uint64_t first = 0; first < 5; first++) {
        uint64_t some = count - first < 131 ? count - first : 131;
        CHECK_OK(qr_synthetic_challenges(part, config, replica_id, comm_r, first, some));
        CHECK(memcmp(part, set + first, some * sizeof *set) == 0, "from %" PRIu64, first);
    }
    CHECK(qr_synthetic_challenges(part, config, replica_id, comm_r, count - 1, 2) == QR_INVALID_ARGUMENT);
    CHECK(qr_synthetic_challenges(part, config, replica_id, comm_r, count + 1, 0) == QR_INVALID_ARGUMENT);
    free(set);
}

static void check_porep(const porep_line_t *line) {
    qr_porep_config_t config;
    uint8_t replica_id[32], comm_r[32], seed[32];
    char text[65];
    bytes_from_hex(replica_id, line->replica_id);
    bytes_from_hex(comm_r, line->comm_r);
    bytes_from_hex(seed, line->seed);
    CHECK_OK(qr_porep_config_init(&config, line->sector_size, line->version, line->feature, NULL));
    uint32_t each = config.challenges_per_partition;
    uint64_t *all = calloc((size_t)config.partitions * each, sizeof *all);
    for (uint32_t k = 0; k < config.partitions; k++) {
        CHECK_OK(qr_porep_challenges(all + (size_t)k * each, &config, replica_id, comm_r, seed, k));
    }
    digest_of(text, all, (size_t)config.partitions * each);
    CHECK(strcmp(text, line->all) == 0 && all[0] == line->first, "%s", text);
    CHECK(qr_porep_challenges(all, &config, replica_id, comm_r, seed, config.partitions) ==
          QR_INVALID_ARGUMENT);
    if (line->synthetic) check_synthetic(line, &config, replica_id, comm_r);
    free(all);
}

/* post.jsonl, winning_sector_challenge. */
static const struct {
    const char *randomness, *prover_id;
    uint64_t sectors, result;
} winning_lines[] = {
    /* line 1 */
    {"9d6959fd4fd05d7274891ec0f70891ab426c659591312c9a5a3e9ef161be9c25",
     "60f0ba0fabef33e05077ebcea0a58b4dc5b21a59ac4d922f3f891b639c81380b", 1ull, 0ull},
    /* line 4 */
    {"9d6959fd4fd05d7274891ec0f70891ab426c659591312c9a5a3e9ef161be9c25",
     "60f0ba0fabef33e05077ebcea0a58b4dc5b21a59ac4d922f3f891b639c81380b", 7ull, 5ull},
    /* line 9 */
    {"9d6959fd4fd05d7274891ec0f70891ab426c659591312c9a5a3e9ef161be9c25",
     "60f0ba0fabef33e05077ebcea0a58b4dc5b21a59ac4d922f3f891b639c81380b", 1099511627777ull, 986349264395ull},
    /* line 13 */
    {"bacba67e57c7c0f5dc855c4f1e9cd0504d8db9fdf2bf7e790c9a64b001a94f15",
     "04f4897f2da4486720585055680a8fd1b00ebc39d6681adc9ea3ef76f1c0b736", 7ull, 0ull},
};

/** The field's modulus, and one below it. */
static const char modulus[] = "01000000fffffffffe5bfeff02a4bd5305d8a10908d83933487d9d2953a7ed73";
static const char highest[] = "00000000fffffffffe5bfeff02a4bd5305d8a10908d83933487d9d2953a7ed73";

static void check_winning(void) {
    uint8_t randomness[32], prover_id[32];
    uint64_t out;
    for (size_t i = 0; i < sizeof winning_lines / sizeof *winning_lines; i++) {
        bytes_from_hex(randomness, winning_lines[i].randomness);
        bytes_from_hex(prover_id, winning_lines[i].prover_id);
        CHECK_OK(qr_winning_sector_challenge(&out, randomness, winning_lines[i].sectors, prover_id));
        CHECK(out == winning_lines[i].result, "line %zu: %" PRIu64, i, out);
    }
    CHECK(qr_winning_sector_challenge(&out, randomness, 0, prover_id) == QR_INVALID_ARGUMENT);
    bytes_from_hex(randomness, modulus);
    CHECK(qr_winning_sector_challenge(&out, randomness, 9, prover_id) == QR_INVALID_ARGUMENT);
    CHECK(qr_winning_sector_challenge(&out, prover_id, 9, randomness) == QR_INVALID_ARGUMENT);
    bytes_from_hex(randomness, highest);
    CHECK_OK(qr_winning_sector_challenge(&out, randomness, 9, prover_id));
}

/* post.jsonl, leaf_challenges of Window proofs: the second sector of each list. */
static const struct {
    uint64_t sector_size;
    qr_api_version_t version;
    const char *randomness;
    uint64_t sector_id, sector_index;
    uint64_t leaves[10];
} leaf_lines[] = {
    /* line 114 */
    {2048,
     QR_API_1_0_0,
     "2fd99efc5c8a1f138e39f50f9cca69f073594e9b1b2bce41b007a4d4de211700",
     66829922830,
     1,
     {8, 6, 46, 16, 19, 6, 23, 25, 47, 8}},
    /* line 115 */
    {2048,
     QR_API_1_2_0,
     "2fd99efc5c8a1f138e39f50f9cca69f073594e9b1b2bce41b007a4d4de211700",
     66829922830,
     1,
     {17, 2, 5, 36, 59, 35, 58, 8, 0, 62}},
    /* line 120 */
    {(uint64_t)32 << 30,
     QR_API_1_0_0,
     "33b3b0fbb599330cb15834a3a69d110d23c41ea605202b6eec8cbedd80cd1501",
     1034391068677,
     1,
     {117417359, 362756402, 166702314, 924989167, 321929822, 810559012, 458363017, 100871406, 756967841,
      929250520}},
    /* line 121 */
    {(uint64_t)32 << 30,
     QR_API_1_2_0,
     "33b3b0fbb599330cb15834a3a69d110d23c41ea605202b6eec8cbedd80cd1501",
     1034391068677,
     1,
     {556455852, 890783103, 886677594, 176405618, 726384743, 473943799, 896542630, 1015514520, 762895137,
      243860278}},
};

static void check_leaves(void) {
    uint8_t randomness[32];
    uint64_t out, other;
    for (size_t i = 0; i < sizeof leaf_lines / sizeof *leaf_lines; i++) {
        bytes_from_hex(randomness, leaf_lines[i].randomness);
        for (uint32_t n = 0; n < qr_post_challenge_count(QR_POST_WINDOW); n++) {
            CHECK_OK(qr_post_leaf_challenge(&out, leaf_lines[i].sector_size, QR_POST_WINDOW,
                                            leaf_lines[i].version, randomness, leaf_lines[i].sector_id,
                                            leaf_lines[i].sector_index, n));
            CHECK(out == leaf_lines[i].leaves[n], "line %zu, leaf %" PRIu32, i, n);
        }
    }
    /* Winning proofs number their leaves one way in every version, and have 66 of them. */
    CHECK_OK(qr_post_leaf_challenge(&out, 2048, QR_POST_WINNING, QR_API_1_0_0, randomness, 5, 3, 65));
    CHECK_OK(qr_post_leaf_challenge(&other, 2048, QR_POST_WINNING, QR_API_1_2_0, randomness, 5, 3, 65));
    CHECK(out == other);
    CHECK(qr_post_leaf_challenge(&out, 2048, QR_POST_WINNING, QR_API_1_0_0, randomness, 5, 3, 66) ==
          QR_INVALID_ARGUMENT);
    CHECK(qr_post_leaf_challenge(&out, 2048, QR_POST_WINDOW, QR_API_1_0_0, randomness, 5, 3, 10) ==
          QR_INVALID_ARGUMENT);
    CHECK(qr_post_leaf_challenge(&out, 2048, QR_POST_WINDOW, QR_API_1_0_0, randomness, 5, UINT64_MAX / 10,
                                 9) == QR_INVALID_ARGUMENT);
    bytes_from_hex(randomness, modulus);
    CHECK(qr_post_leaf_challenge(&out, 2048, QR_POST_WINDOW, QR_API_1_0_0, randomness, 5, 3, 0) ==
          QR_INVALID_ARGUMENT);
    CHECK(qr_post_sectors_per_partition(QR_POST_WINDOW, (uint64_t)32 << 30) == 2349);
    CHECK(qr_post_sectors_per_partition(QR_POST_WINDOW, (uint64_t)64 << 30) == 2300);
    CHECK(qr_post_sectors_per_partition(QR_POST_WINDOW, 2048) == 2);
    CHECK(qr_post_sectors_per_partition(QR_POST_WINNING, 2048) == 1);
}

static const struct {
    uint64_t sector_size;
    const char *comm_r_new;
    uint32_t partition;
    size_t count;
    uint64_t first, last;
} update_lines[] = {
    /* update-small.jsonl line 1, k = 0 */
    {2048, "c2a27ff3d6bdf8b94877cf4c0d71ba2d0d267167f95448eb2a8a14d7f6d55a4e", 0, 10, 2, 29},
    /* update-8MiB.jsonl line 1, k = 3 */
    {8388608, "927a728f18a3d656cf48cde73fdf183b7a7395fa69c24cfbda9ea2504c3d5158", 3, 10, 217200, 209908},
    /* update-512MiB.jsonl line 1, k = 15 */
    {536870912, "419b484c496ce791317a574980729b7de90aa182747d0a778dd92b3f92f7f331", 15, 86, 16192989,
     16607585},
};

static void check_updates(void) {
    uint8_t comm_r_new[32];
    uint64_t out[86];
    size_t count;
    for (size_t i = 0; i < sizeof update_lines / sizeof *update_lines; i++) {
        bytes_from_hex(comm_r_new, update_lines[i].comm_r_new);
        CHECK_OK(qr_update_challenges(out, &count, 86, update_lines[i].sector_size, comm_r_new,
                                      update_lines[i].partition));
        CHECK(count == update_lines[i].count && out[0] == update_lines[i].first &&
                  out[count - 1] == update_lines[i].last,
              "line %zu", i);
    }
    CHECK(qr_update_challenges(out, &count, 9, 2048, comm_r_new, 0) == QR_INVALID_ARGUMENT && count == 0);
    CHECK(qr_update_challenges(out, &count, 86, 2048, comm_r_new, 1) == QR_INVALID_ARGUMENT);
    CHECK(qr_update_challenges(out, &count, 86, (uint64_t)1 << 30, comm_r_new, 0) == QR_INVALID_ARGUMENT);
}

int main(void) {
    for (size_t i = 0; i < sizeof porep_lines / sizeof *porep_lines; i++) check_porep(&porep_lines[i]);
    check_winning();
    check_leaves();
    check_updates();
    return check_finish("challenge");
}
