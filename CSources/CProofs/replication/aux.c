/* p_aux and t_aux as the reference writes them: bincode 1 with fixed-size little-endian integers. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "quarry/pc2.h"
#include "quarry_crypto.h"

qr_status_t qr_p_aux_decode(qr_p_aux_t *out, const uint8_t *in, size_t length) {
    if (!out || (!in && length > 0)) return QR_INVALID_ARGUMENT;
    *out = (qr_p_aux_t){0};
    if (length != 64 || !qr_fr_is_canonical(in) || !qr_fr_is_canonical(in + 32)) return QR_MALFORMED;
    memcpy(out->comm_c, in, 32);
    memcpy(out->comm_r_last, in + 32, 32);
    return QR_OK;
}

void qr_p_aux_encode(uint8_t out[64], const qr_p_aux_t *in) {
    memcpy(out, in->comm_c, 32);
    memcpy(out + 32, in->comm_r_last, 32);
}

/** One store: the file "sc-02-data-NAME.dat" holds `nodes` nodes less `discard` rows above the base. */
typedef struct {
    char name[16];
    uint64_t nodes;
    uint64_t discard;
} store_t;

/** The stores of a t_aux: its layers, then tree-d, tree-r-last, tree-c. */
enum { MAX_STORES = QR_MAX_LAYERS + 3 };

static size_t list_stores(store_t out[MAX_STORES], const qr_porep_config_t *config) {
    size_t count = 0;
    for (uint32_t i = 0; i < config->layers && i < QR_MAX_LAYERS; i++) {
        out[count] = (store_t){.nodes = config->node_count};
        snprintf(out[count++].name, sizeof out->name, "layer-%" PRIu32, i + 1);
    }
    /* Of a tree in several files the size of one is written. */
    uint64_t base_tree = qr_tree_c_file_size(config) / QR_NODE_SIZE;
    out[count++] = (store_t){.name = "tree-d", .nodes = 2 * config->node_count - 1};
    out[count++] = (store_t){.name = "tree-r-last", .nodes = base_tree, .discard = config->rows_to_discard};
    out[count++] = (store_t){.name = "tree-c", .nodes = base_tree};
    return count;
}

/** Output that counts on when the room ends. */
typedef struct {
    uint8_t *out;
    size_t capacity, size;
} writer_t;

static void write_bytes(writer_t *writer, const void *in, size_t length) {
    size_t room = writer->size < writer->capacity ? writer->capacity - writer->size : 0;
    if (room > 0 && length > 0) memcpy(writer->out + writer->size, in, length < room ? length : room);
    writer->size += length;
}

static void write_u64(writer_t *writer, uint64_t value) {
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(value >> (8 * i));
    write_bytes(writer, bytes, sizeof bytes);
}

static void write_text(writer_t *writer, const char *text) {
    size_t length = strlen(text);
    write_u64(writer, length);
    write_bytes(writer, text, length);
}

qr_status_t qr_t_aux_encode(uint8_t *out, size_t *size, size_t capacity, const qr_porep_config_t *config,
                            const char *cache_path) {
    if (!size || !config || !cache_path || (!out && capacity > 0)) return QR_INVALID_ARGUMENT;
    store_t stores[MAX_STORES];
    size_t count = list_stores(stores, config);
    writer_t writer = {.out = out, .capacity = capacity};
    write_u64(&writer, config->layers);
    for (size_t i = 0; i < count; i++) {
        const uint8_t some = 1;
        write_text(&writer, cache_path);
        write_text(&writer, stores[i].name);
        write_bytes(&writer, &some, 1);
        write_u64(&writer, stores[i].nodes);
        write_u64(&writer, stores[i].discard);
    }
    *size = writer.size;
    return QR_OK;
}

/** Input that remembers when it ran out. */
typedef struct {
    const uint8_t *in;
    size_t left;
    bool bad;
} reader_t;

static const uint8_t *read_bytes(reader_t *reader, uint64_t length) {
    if (reader->bad || length > reader->left) {
        reader->bad = true;
        return NULL;
    }
    const uint8_t *bytes = reader->in;
    reader->in += length;
    reader->left -= (size_t)length;
    return bytes;
}

static uint64_t read_u64(reader_t *reader) {
    const uint8_t *bytes = read_bytes(reader, 8);
    uint64_t value = 0;
    for (int i = 7; bytes && i >= 0; i--) value = value << 8 | bytes[i];
    return value;
}

/** A text as bytes in place; one with a NUL in it is bad. */
typedef struct {
    const uint8_t *bytes;
    size_t length;
} text_t;

static text_t read_text(reader_t *reader) {
    uint64_t length = read_u64(reader);
    const uint8_t *bytes = read_bytes(reader, length);
    if (bytes && memchr(bytes, 0, (size_t)length)) reader->bad = true;
    return (text_t){.bytes = bytes, .length = bytes ? (size_t)length : 0};
}

static bool same_text(text_t a, const void *b, size_t length) {
    return a.length == length && (length == 0 || memcmp(a.bytes, b, length) == 0);
}

/** Reads one store and its path; *same = it is `store`. */
static text_t read_store(reader_t *reader, const store_t *store, bool *same) {
    text_t path = read_text(reader);
    text_t name = read_text(reader);
    const uint8_t *some = read_bytes(reader, 1);
    if (some && *some > 1) reader->bad = true;
    uint64_t nodes = some && *some == 1 ? read_u64(reader) : 0;
    uint64_t discard = read_u64(reader);
    *same = same_text(name, store->name, strlen(store->name)) && nodes == store->nodes &&
            discard == store->discard;
    return path;
}

qr_status_t qr_t_aux_decode(char *cache_path, size_t capacity, const qr_porep_config_t *config,
                            const uint8_t *in, size_t length) {
    if (!config || (!in && length > 0) || (!cache_path && capacity > 0)) return QR_INVALID_ARGUMENT;
    if (capacity > 0) cache_path[0] = '\0';
    store_t stores[MAX_STORES];
    size_t count = list_stores(stores, config);
    reader_t reader = {.in = in, .left = length};
    uint64_t layers = read_u64(&reader);
    if (reader.bad) return QR_MALFORMED;
    /* With another number of layers the rest cannot be told apart from nonsense. */
    if (layers != config->layers) return layers <= QR_MAX_LAYERS ? QR_MISMATCH : QR_MALFORMED;
    text_t path = {0};
    bool equal = true;
    for (size_t i = 0; i < count && !reader.bad; i++) {
        bool same = false;
        text_t own = read_store(&reader, &stores[i], &same);
        if (i == 0) path = own;
        equal = equal && same && same_text(own, path.bytes, path.length);
    }
    if (reader.bad || reader.left != 0) return QR_MALFORMED;
    if (!equal) return QR_MISMATCH;
    size_t copied = capacity == 0 ? 0 : path.length < capacity ? path.length : capacity - 1;
    if (copied > 0) memcpy(cache_path, path.bytes, copied);
    if (capacity > 0) cache_path[copied] = '\0';
    return QR_OK;
}
