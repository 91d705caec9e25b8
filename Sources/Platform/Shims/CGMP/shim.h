/** GMP's arithmetic on arrays of limbs: amounts that do not fit 128 bits. */
#ifndef QUARRY_GMP_SHIM_H
#define QUARRY_GMP_SHIM_H

#include <gmp.h>

#endif
