/** Commitments of zeros, of piece lists, and where pieces go in a sector. */
#include <string.h>

#include "quarry/piece.h"
#include "replication/commp.h"
#include "replication/fr32_kernels.h"

/** Unpadded bytes of the largest aligned piece that 64 bits can count. */
#define MAX_PIECE ((uint64_t)QR_FR32_RAW << 56)
/** Sizes on the stack fall, and each is a power of two or the sum of two small ones. */
#define STACK_DEPTH 96

static bool is_power_of_two(uint64_t n) {
    return n != 0 && (n & (n - 1)) == 0;
}

/** Commitment of padded_size zero bytes, a power of two from 64. */
static void zero_root(uint8_t out[32], uint64_t padded_size) {
    memset(out, 0, QR_NODE_SIZE);
    for (uint64_t size = QR_NODE_SIZE; size < padded_size; size *= 2) qr_tree_d_join(out, out, out);
}

qr_status_t qr_zero_commitment(uint8_t out[32], uint64_t padded_size) {
    if (!is_power_of_two(padded_size) || padded_size < QR_FR32_PADDED || padded_size > (uint64_t)1 << 60) {
        return QR_INVALID_ARGUMENT;
    }
    zero_root(out, padded_size);
    return QR_OK;
}

typedef struct {
    qr_piece_t items[STACK_DEPTH];
    size_t count;
} piece_stack_t;

/** Puts a piece on the stack and joins equal neighbours. */
static qr_status_t add_piece(piece_stack_t *stack, const qr_piece_t *piece) {
    if (stack->count == STACK_DEPTH) return QR_INVALID_ARGUMENT;
    stack->items[stack->count++] = *piece;
    while (stack->count >= 2) {
        qr_piece_t *left = &stack->items[stack->count - 2], *right = left + 1;
        if (left->unpadded_size != right->unpadded_size) break;
        qr_tree_d_join(left->commitment, left->commitment, right->commitment);
        left->unpadded_size *= 2;
        stack->count--;
    }
    return QR_OK;
}

/** Doubles the top of the stack with zeros. Pieces below 64 padded bytes have no zero commitment. */
static qr_status_t add_zeros(piece_stack_t *stack) {
    qr_piece_t zeros = {.unpadded_size = stack->items[stack->count - 1].unpadded_size};
    const uint64_t padded = qr_fr32_padded_size(zeros.unpadded_size);
    if (!is_power_of_two(padded) || padded < 64) return QR_INVALID_ARGUMENT;
    zero_root(zeros.commitment, padded);
    return add_piece(stack, &zeros);
}

/** The conditions on the list as a whole, and on each piece. */
static bool list_is_valid(uint64_t sector_size, const qr_piece_t *pieces, size_t count) {
    static const uint8_t zeros[QR_NODE_SIZE];
    uint64_t left = sector_size;
    if (count > qr_fr32_unpadded_size(sector_size) / QR_FR32_RAW) return false;
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].unpadded_size > sector_size) return false;
        const uint64_t padded = qr_fr32_padded_size(pieces[i].unpadded_size);
        if (padded > left || !is_power_of_two(padded)) return false;
        if (memcmp(pieces[i].commitment, zeros, QR_NODE_SIZE) == 0) return false;
        left -= padded;
    }
    return true;
}

qr_status_t qr_comm_d(uint8_t out[32], uint64_t sector_size, const qr_piece_t *pieces, size_t count) {
    memset(out, 0, QR_NODE_SIZE);
    if (count == 0) return qr_zero_commitment(out, sector_size);
    if (sector_size > (uint64_t)1 << 60 || !list_is_valid(sector_size, pieces, count)) {
        return QR_INVALID_ARGUMENT;
    }
    piece_stack_t stack = {.count = 0};
    qr_status_t status = add_piece(&stack, &pieces[0]);
    for (size_t i = 1; i < count && status == QR_OK; i++) {
        while (status == QR_OK && stack.items[stack.count - 1].unpadded_size < pieces[i].unpadded_size) {
            status = add_zeros(&stack);
        }
        if (status == QR_OK) status = add_piece(&stack, &pieces[i]);
    }
    while (status == QR_OK && stack.count > 1) status = add_zeros(&stack);
    if (status == QR_OK) memcpy(out, stack.items[0].commitment, QR_NODE_SIZE);
    return status;
}

void qr_piece_alignment(uint64_t *left, uint64_t *right, uint64_t written, uint64_t piece) {
    *left = *right = 0;
    if (piece > MAX_PIECE) return;
    uint64_t needed = QR_FR32_RAW;
    while (needed < piece) needed *= 2;
    const uint64_t beyond = written % needed;
    *left = beyond > 0 ? needed - beyond : 0;
    *right = needed - piece;
}
