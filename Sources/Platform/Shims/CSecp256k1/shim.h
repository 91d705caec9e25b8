/** libsecp256k1 with public key recovery: the signatures of f1 and f4 addresses. */
#ifndef QUARRY_SECP256K1_SHIM_H
#define QUARRY_SECP256K1_SHIM_H

#include <secp256k1.h>
#include <secp256k1_recovery.h>

#endif
