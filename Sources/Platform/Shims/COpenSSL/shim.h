/** OpenSSL's SHA-256, the yardstick of our own. */
#ifndef QUARRY_OPENSSL_SHIM_H
#define QUARRY_OPENSSL_SHIM_H

#include <openssl/sha.h>

#endif
