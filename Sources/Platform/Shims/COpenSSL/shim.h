/** OpenSSL's SHA-256, the yardstick of our own, and RIPEMD-160, which Ethereum's contracts may ask for. */
#ifndef QUARRY_OPENSSL_SHIM_H
#define QUARRY_OPENSSL_SHIM_H

#include <openssl/ripemd.h>
#include <openssl/sha.h>

#include <stddef.h>
#include <stdint.h>

/** out = RIPEMD-160(in). OpenSSL calls it deprecated; nobody offers it otherwise. */
static inline void quarry_ripemd160(uint8_t out[20], const uint8_t *in, size_t length) {
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
    RIPEMD160(in, length, out);
#pragma clang diagnostic pop
}

#endif
