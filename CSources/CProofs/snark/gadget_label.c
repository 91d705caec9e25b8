#include "gadget_label.h"

#include "gadget_sha256.h"

void qr_node_bits(qr_cs_t *cs, qr_node_bits_t *out, qr_num_t num) {
    qr_bool_t bits[QR_FR_BITS];
    qr_num_to_bits(cs, bits, num);
    qr_bits_to_bytes_order(out->bits, bits, QR_FR_BITS);
}

qr_num_t qr_label_gadget(qr_cs_t *cs, const qr_node_bits_t *replica_id, const qr_node_bits_t *parents,
                         size_t count, uint32_t layer, const qr_bool_t node[64]) {
    // replica_id, layer and node big endian, zeros to 64 bytes, parents.
    qr_node_bits_t message[2 + QR_LABEL_PARENTS];
    message[0] = *replica_id;
    qr_bool_t *second = message[1].bits;
    for (unsigned i = 0; i < 32; i++) second[i] = qr_bool_constant((layer >> (31 - i) & 1) != 0);
    for (unsigned i = 0; i < 64; i++) second[32 + i] = node[63 - i];
    for (unsigned i = 96; i < 256; i++) second[i] = qr_bool_constant(false);
    for (size_t i = 0; i < QR_LABEL_PARENTS; i++) message[2 + i] = parents[i % count];
    qr_bool_t digest[256], bits[256];
    qr_sha256_gadget(cs, digest, message[0].bits, 256 * (2 + QR_LABEL_PARENTS));
    qr_bits_to_bytes_order(bits, digest, 256);
    return qr_pack_bits(cs, bits, 256);
}
