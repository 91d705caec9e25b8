/** Labels of one sector in plain C: the message as the definition has it. */
#include <string.h>

#include "label_common.h"

static void store_big_endian(uint8_t *out, uint64_t value, unsigned size) {
    for (unsigned i = 0; i < size; i++) out[i] = (uint8_t)(value >> (8 * (size - 1 - i)));
}

void qr_label_portable1(const qr_label_run_t *run) {
    uint8_t message[20 * 64];
    for (uint64_t node = run->start; node < run->end; node++) {
        memset(message, 0, sizeof message);
        memcpy(message, run->replica_ids[0], 32);
        store_big_endian(message + 32, run->layer, 4);
        store_big_endian(message + 36, node, 8);
        size_t blocks = node == 0 ? 2 : 20;
        size_t length = node == 0 ? 64 : QR_LABEL_BITS / 8;
        if (node != 0) {
            const uint32_t *parents = qr_label_parents(run, node);
            const uint32_t *ahead = qr_label_ahead(run, node);
            const unsigned period = 2 * qr_label_distinct(run);
            for (unsigned i = 0; i < 2 * QR_LABEL_PAIR_BLOCKS + 1; i++) {
                qr_label_prefetch(run, node, ahead, i, 1);
                memcpy(message + 64 + QR_NODE_SIZE * i, qr_label_parent(run, parents, i % period, 1), 32);
            }
        }
        message[length] = 0x80;
        store_big_endian(message + 64 * blocks - 8, 8 * length, 8);
        uint32_t state[8];
        memcpy(state, qr_sha256_initial, 32);
        qr_sha256_compress_portable(state, message, blocks);
        uint8_t *label = run->current + QR_NODE_SIZE * node;
        for (unsigned j = 0; j < 8; j++) store_big_endian(label + 4 * j, state[j], 4);
        label[31] &= 0x3f;
    }
}
