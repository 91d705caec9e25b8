/** zlib: reads the packed parts of reference vectors. */
#ifndef QUARRY_ZLIB_SHIM_H
#define QUARRY_ZLIB_SHIM_H

#include <zlib.h>

#endif
