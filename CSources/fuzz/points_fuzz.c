/** Points and elements of GT from outside: what is accepted is a member and goes back to the same bytes;
 * every variant decides alike. The first byte says which form. */
#include <stdlib.h>
#include <string.h>

#include "quarry_curve.h"

int LLVMFuzzerTestOneInput(const uint8_t *in, size_t size);

static void require(bool condition) {
    if (!condition) abort();
}

static void try_g1(const uint8_t in[96], bool check) {
    qr_g1_affine_t a;
    uint8_t back[96];
    if (qr_g1_decode(&a, in, check) == QR_OK) {
        require(qr_g1_on_curve(&a) && (!check || qr_g1_in_subgroup(&a)));
        qr_g1_encode(back, &a);
        require(memcmp(back, in, 48) == 0);
    }
    if (qr_g1_decode_uncompressed(&a, in, check) == QR_OK) {
        require(qr_g1_on_curve(&a) && (!check || qr_g1_in_subgroup(&a)));
        qr_g1_encode_uncompressed(back, &a);
        require((in[0] & 0x80) || memcmp(back, in, 96) == 0);
    }
}

static void try_g2(const uint8_t in[192], bool check) {
    qr_g2_affine_t a;
    uint8_t back[192];
    if (qr_g2_decode(&a, in, check) == QR_OK) {
        require(qr_g2_on_curve(&a) && (!check || qr_g2_in_subgroup(&a)));
        qr_g2_encode(back, &a);
        require(memcmp(back, in, 96) == 0);
    }
    if (qr_g2_decode_uncompressed(&a, in, check) == QR_OK) {
        require(qr_g2_on_curve(&a) && (!check || qr_g2_in_subgroup(&a)));
        qr_g2_encode_uncompressed(back, &a);
        require((in[0] & 0x80) || memcmp(back, in, 192) == 0);
    }
}

static void try_gt(const uint8_t in[288]) {
    qr_fp12_t a;
    uint8_t back[288];
    if (qr_gt_decompress(&a, in) != QR_OK) return;
    require(qr_gt_in_subgroup(&a));
    require(qr_gt_compress(back, &a) == QR_OK && memcmp(back, in, 288) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *in, size_t size) {
    uint8_t bytes[288] = {0};
    if (size < 1) return 0;
    uint8_t form = in[0];
    memcpy(bytes, in + 1, size - 1 < sizeof bytes ? size - 1 : sizeof bytes);
    qr_cpu_restrict(form & 0x80 ? ~0u : 0);
    if (form % 3 == 0) try_g1(bytes, form & 0x40);
    if (form % 3 == 1) try_g2(bytes, form & 0x40);
    if (form % 3 == 2) try_gt(bytes);
    return 0;
}
