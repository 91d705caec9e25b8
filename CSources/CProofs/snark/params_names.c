/** @file params_names.c  Names of parameter files, as rust-fil-proofs makes them from a circuit's settings.
 */
#include <stdio.h>
#include <string.h>

#include "quarry/groth16.h"
#include "quarry_crypto.h"

/** out = prefix "-" SHA-256 of the settings' text. */
static void make_id(char out[QR_PARAMS_ID_SIZE], const char *prefix, const char *settings) {
    uint8_t digest[32];
    qr_sha256_hash(digest, settings, strlen(settings));
    int at = snprintf(out, QR_PARAMS_ID_SIZE, "%s-", prefix);
    for (size_t i = 0; i < sizeof digest; i++) {
        at += snprintf(out + at, QR_PARAMS_ID_SIZE - (size_t)at, "%02x", digest[i]);
    }
}

/** The shape of tree-r-last and tree-c. */
static void tree_name(char out[64], const qr_porep_config_t *config) {
    snprintf(out, 64, "merkletree-poseidon_hasher-8-%u-%u", config->sub_arity, config->top_arity);
}

void qr_params_porep_id(char out[QR_PARAMS_ID_SIZE], const qr_porep_config_t *config) {
    char tree[64], prefix[128], settings[512];
    tree_name(tree, config);
    snprintf(prefix, sizeof prefix, "stacked-proof-of-replication-%s-sha256_hasher", tree);
    snprintf(settings, sizeof settings,
             "layered_drgporep::PublicParams{ graph: stacked_graph::StackedGraph{expansion_degree: %u "
             "base_graph: drgraph::BucketGraph{size: %llu; degree: %u; hasher: poseidon_hasher} }, "
             "challenges: LayerChallenges { layers: %u, max_count: %u }, tree: %s }",
             QR_EXPANDER_PARENTS, (unsigned long long)config->node_count, QR_BASE_PARENTS, config->layers,
             config->challenges_per_partition, tree);
    make_id(out, prefix, settings);
}

/** The configuration of a size, for the shape of its trees. */
static qr_status_t size_config(qr_porep_config_t *out, uint64_t sector_size) {
    const uint8_t porep_id[32] = {0};
    return qr_porep_config_init(out, sector_size, QR_API_1_1_0, QR_FEATURE_NONE, porep_id);
}

qr_status_t qr_params_post_id(char out[QR_PARAMS_ID_SIZE], uint64_t sector_size, uint32_t challenges,
                              uint32_t sectors) {
    qr_porep_config_t config;
    char tree[64], prefix[128], settings[160];
    out[0] = 0;
    qr_status_t status = size_config(&config, sector_size);
    if (status != QR_OK) return status;
    tree_name(tree, &config);
    snprintf(prefix, sizeof prefix, "proof-of-spacetime-fallback-%s", tree);
    snprintf(settings, sizeof settings,
             "FallbackPoSt::PublicParams{sector_size: %llu, challenge_count: %u, sector_count: %u}",
             (unsigned long long)sector_size, challenges, sectors);
    make_id(out, prefix, settings);
    return QR_OK;
}

qr_status_t qr_params_update_id(char out[QR_PARAMS_ID_SIZE], uint64_t sector_size) {
    qr_porep_config_t config;
    char tree[64], prefix[128], settings[128];
    out[0] = 0;
    qr_status_t status = size_config(&config, sector_size);
    if (status != QR_OK) return status;
    tree_name(tree, &config);
    snprintf(prefix, sizeof prefix, "empty-sector-update-%s", tree);
    snprintf(settings, sizeof settings, "empty_sector_update::PublicParams{ sector_nodes: %llu }",
             (unsigned long long)config.node_count);
    make_id(out, prefix, settings);
    return QR_OK;
}

qr_status_t qr_params_path(char *out, size_t size, const char *directory, const char *id,
                           const char *suffix) {
    int length = snprintf(out, size, "%s/v28-%s%s", directory, id, suffix);
    return length > 0 && (size_t)length < size ? QR_OK : QR_INVALID_ARGUMENT;
}
