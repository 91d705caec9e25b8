/** libsodium: BLAKE2b, guarded memory for secrets, texts of secrets in constant time. */
#ifndef QUARRY_SODIUM_SHIM_H
#define QUARRY_SODIUM_SHIM_H

#include <sodium.h>

#endif
