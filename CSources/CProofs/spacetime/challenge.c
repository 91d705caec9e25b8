#include "quarry/challenge.h"

#include <sodium.h>
#include <string.h>

#include "challenge_sets.h"
#include "quarry_crypto.h"

#define SYNTHETIC_COUNT (1u << 18)
#define CHACHA_BLOCK 64u
#define CHALLENGES_PER_BLOCK (CHACHA_BLOCK / 32u)
#define INDEXES_PER_BLOCK (CHACHA_BLOCK / 4u)
#define BLOCKS_AT_ONCE 64u

static const uint8_t synthetic_nonce[crypto_stream_chacha20_ietf_NONCEBYTES] = "synth-porep";

static uint32_t load_le32(const uint8_t *in) {
    return (uint32_t)in[0] | (uint32_t)in[1] << 8 | (uint32_t)in[2] << 16 | (uint32_t)in[3] << 24;
}

static void store_le32(uint8_t *out, uint32_t value) {
    for (int i = 0; i < 4; i++) out[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t load_le64(const uint8_t *in) {
    return load_le32(in) | (uint64_t)load_le32(in + 4) << 32;
}

static void store_le64(uint8_t *out, uint64_t value) {
    store_le32(out, (uint32_t)value);
    store_le32(out + 4, (uint32_t)(value >> 32));
}

/** number (256 bits, little endian) mod (nodes - 1) + 1: node 0 has no parents and is never challenged. */
static uint64_t node_of_number(const uint8_t number[32], uint64_t nodes) {
    uint64_t modulus = nodes - 1, rest = 0;
    for (int limb = 7; limb >= 0; limb--) rest = (rest << 32 | load_le32(number + 4 * limb)) % modulus;
    return rest + 1;
}

/** Interactive: SHA-256(replica_id, seed, index); non-interactive: SHA-256(tag, replica_id, comm_r, index).
 */
static void hashed_challenges(uint64_t *out, const qr_porep_config_t *config, const char *tag,
                              const uint8_t replica_id[32], const uint8_t entropy[32], uint32_t partition) {
    qr_sha256_t prefix;
    qr_sha256_init(&prefix);
    qr_sha256_update(&prefix, tag, strlen(tag));
    qr_sha256_update(&prefix, replica_id, 32);
    qr_sha256_update(&prefix, entropy, 32);
    uint32_t count = config->challenges_per_partition;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t index[4], digest[32];
        store_le32(index, count * partition + i);
        qr_sha256_t hash = prefix;
        qr_sha256_update(&hash, index, sizeof index);
        qr_sha256_final(&hash, digest);
        out[i] = node_of_number(digest, config->node_count);
    }
}

/** Key of a synthetic key stream: keyed BLAKE2b of replica_id and entropy. */
static qr_status_t synthetic_key(uint8_t key[32], const char *domain, const uint8_t replica_id[32],
                                 const uint8_t entropy[32]) {
    uint8_t message[64];
    memcpy(message, replica_id, 32);
    memcpy(message + 32, entropy, 32);
    if (sodium_init() < 0) return QR_UNSUPPORTED;
    if (crypto_generichash(key, 32, message, sizeof message, (const uint8_t *)domain, strlen(domain)) != 0) {
        return QR_UNSUPPORTED;
    }
    return QR_OK;
}

/** Blocks [block, block + count) of the key stream; the sets end long before the 32-bit counter wraps. */
static void key_stream(uint8_t *out, size_t count, uint32_t block, const uint8_t key[32]) {
    memset(out, 0, count * CHACHA_BLOCK);
    crypto_stream_chacha20_ietf_xor_ic(out, out, count * CHACHA_BLOCK, synthetic_nonce, block, key);
}

uint64_t qr_synthetic_count(const qr_porep_config_t *config) {
    return config->node_count < SYNTHETIC_COUNT ? config->node_count : SYNTHETIC_COUNT;
}

qr_status_t qr_synthetic_challenges(uint64_t *out, const qr_porep_config_t *config,
                                    const uint8_t replica_id[32], const uint8_t comm_r[32], uint64_t first,
                                    uint64_t count) {
    uint64_t total = qr_synthetic_count(config);
    if (first > total || count > total - first) return QR_INVALID_ARGUMENT;
    uint8_t key[32], stream[BLOCKS_AT_ONCE * CHACHA_BLOCK];
    qr_status_t status = synthetic_key(key, "filecoin.io|PoRep|1|Synthetic|1|Generation", replica_id, comm_r);
    if (status != QR_OK) return status;
    for (uint64_t at = first, end = first + count; at < end;) {
        uint64_t block = at / CHALLENGES_PER_BLOCK;
        uint64_t stop = (block + BLOCKS_AT_ONCE) * CHALLENGES_PER_BLOCK;
        if (stop > end) stop = end;
        key_stream(stream, (size_t)((stop + CHALLENGES_PER_BLOCK - 1) / CHALLENGES_PER_BLOCK - block),
                   (uint32_t)block, key);
        for (; at < stop; at++) {
            const uint8_t *number = stream + 32 * (at - block * CHALLENGES_PER_BLOCK);
            out[at - first] = node_of_number(number, config->node_count);
        }
    }
    return QR_OK;
}

qr_status_t qr_synthetic_indexes(uint64_t *out, const qr_porep_config_t *config, const uint8_t replica_id[32],
                                 const uint8_t seed[32], uint32_t partition) {
    if (partition >= config->partitions) return QR_INVALID_ARGUMENT;
    uint8_t key[32], stream[CHACHA_BLOCK];
    qr_status_t status = synthetic_key(key, "filecoin.io|PoRep|1|Synthetic|1|Selection", replica_id, seed);
    if (status != QR_OK) return status;
    uint64_t total = qr_synthetic_count(config);
    uint32_t count = config->challenges_per_partition, loaded = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t word = count * partition + i, block = word / INDEXES_PER_BLOCK;
        if (block != loaded) key_stream(stream, 1, loaded = block, key);
        out[i] = load_le32(stream + 4 * (word % INDEXES_PER_BLOCK)) % total;
    }
    return QR_OK;
}

static qr_status_t selected_challenges(uint64_t *out, const qr_porep_config_t *config,
                                       const uint8_t replica_id[32], const uint8_t comm_r[32],
                                       const uint8_t seed[32], uint32_t partition) {
    qr_status_t status = qr_synthetic_indexes(out, config, replica_id, seed, partition);
    for (uint32_t i = 0; status == QR_OK && i < config->challenges_per_partition; i++) {
        status = qr_synthetic_challenges(&out[i], config, replica_id, comm_r, out[i], 1);
    }
    return status;
}

qr_status_t qr_porep_challenges(uint64_t *out, const qr_porep_config_t *config, const uint8_t replica_id[32],
                                const uint8_t comm_r[32], const uint8_t seed[32], uint32_t partition) {
    if (partition >= config->partitions || config->node_count < 3) return QR_INVALID_ARGUMENT;
    switch (config->feature) {
        case QR_FEATURE_NONE:
            hashed_challenges(out, config, "", replica_id, seed, partition);
            return QR_OK;
        case QR_FEATURE_NON_INTERACTIVE:
            hashed_challenges(out, config, "filecoin.io|PoRep|1|NonInteractive|1", replica_id, comm_r,
                              partition);
            return QR_OK;
        case QR_FEATURE_SYNTHETIC:
            return selected_challenges(out, config, replica_id, comm_r, seed, partition);
    }
    return QR_INVALID_ARGUMENT;
}

qr_status_t qr_winning_sector_challenge(uint64_t *out, const uint8_t randomness[32], uint64_t sectors,
                                        const uint8_t prover_id[32]) {
    if (sectors == 0 || !qr_fr_is_canonical(randomness) || !qr_fr_is_canonical(prover_id)) {
        return QR_INVALID_ARGUMENT;
    }
    uint8_t message[72], digest[32];
    memcpy(message, prover_id, 32);
    memcpy(message + 32, randomness, 32);
    store_le64(message + 64, 0);
    qr_sha256_hash(digest, message, sizeof message);
    *out = load_le64(digest) % sectors;
    return QR_OK;
}

uint32_t qr_post_challenge_count(qr_post_type_t type) {
    return type == QR_POST_WINNING ? 66 : 10;
}

uint32_t qr_post_sectors_per_partition(qr_post_type_t type, uint64_t sector_size) {
    if (type == QR_POST_WINNING) return 1;
    if (sector_size == (uint64_t)32 << 30) return 2349;
    if (sector_size == (uint64_t)64 << 30) return 2300;
    return 2;
}

qr_status_t qr_post_leaf_challenge(uint64_t *out, uint64_t sector_size, qr_post_type_t type,
                                   qr_api_version_t version, const uint8_t randomness[32], uint64_t sector_id,
                                   uint64_t sector_index, uint32_t n) {
    uint32_t count = qr_post_challenge_count(type);
    bool numbered = type == QR_POST_WINNING || version != QR_API_1_2_0;
    if (sector_size < QR_NODE_SIZE || n >= count || !qr_fr_is_canonical(randomness)) {
        return QR_INVALID_ARGUMENT;
    }
    if (numbered && sector_index > (UINT64_MAX - n) / count) return QR_INVALID_ARGUMENT;
    uint8_t message[48], digest[32];
    memcpy(message, randomness, 32);
    store_le64(message + 32, sector_id);
    store_le64(message + 40, numbered ? sector_index * count + n : n);
    qr_sha256_hash(digest, message, sizeof message);
    *out = load_le64(digest) % (sector_size / QR_NODE_SIZE);
    return QR_OK;
}

static uint32_t log2_of(uint64_t power) {
    return (uint32_t)__builtin_ctzll(power);
}

bool qr_update_shape(qr_update_shape_t *out, uint64_t sector_size) {
    const uint64_t kib = 1u << 10, mib = 1u << 20, gib = 1u << 30;
    bool tiny = sector_size == 2 * kib || sector_size == 4 * kib;
    bool small = sector_size == 16 * kib || sector_size == 32 * kib;
    bool middle = sector_size == 8 * mib || sector_size == 16 * mib;
    bool large = sector_size == 512 * mib || sector_size == 32 * gib || sector_size == 64 * gib;
    if (!tiny && !small && !middle && !large) return false;
    out->partitions = tiny ? 1 : small ? 2 : middle ? 4 : 16;
    out->challenges = large ? 86 : 10;
    out->apex_leaves = tiny ? 8 : 128;
    out->node_bits = log2_of(sector_size / QR_NODE_SIZE);
    out->partition_bits = log2_of(out->partitions);
    out->apex_bits = log2_of(out->apex_leaves);
    out->high_bits = tiny || small ? 1 : 10;
    return true;
}

/** Bits [start, start + count) of a little-endian number; count < 32. */
static uint32_t bits_at(const uint8_t number[32], uint32_t start, uint32_t count) {
    uint32_t value = 0;
    for (uint32_t i = 0; i < count; i++) {
        value |= (uint32_t)(number[(start + i) / 8] >> ((start + i) % 8) & 1) << i;
    }
    return value;
}

qr_status_t qr_update_challenges(uint64_t *out, size_t *count, size_t capacity, uint64_t sector_size,
                                 const uint8_t comm_r_new[32], uint32_t partition) {
    qr_update_shape_t shape;
    *count = 0;
    if (!qr_update_shape(&shape, sector_size) || partition >= shape.partitions ||
        capacity < shape.challenges) {
        return QR_INVALID_ARGUMENT;
    }
    const uint32_t field_capacity = 254;  // bits of the field that are uniform
    uint32_t bits = shape.node_bits - shape.partition_bits, per_digest = field_capacity / bits;
    uint64_t first_digest = (uint64_t)partition * ((shape.challenges + per_digest - 1) / per_digest);
    uint8_t digest[32];
    for (uint32_t i = 0; i < shape.challenges; i++) {
        if (i % per_digest == 0) {
            uint8_t message[64] = {0};
            memcpy(message, comm_r_new, 32);
            store_le64(message + 32, first_digest + i / per_digest);
            qr_poseidon_hash(QR_POSEIDON_RANDOMNESS_2, digest, message, 1);
        }
        out[i] = (uint64_t)partition << bits | bits_at(digest, i % per_digest * bits, bits);
    }
    *count = shape.challenges;
    return QR_OK;
}
