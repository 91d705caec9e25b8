/** zstd: archives of blocks and their descriptions travel packed. */
#ifndef QUARRY_ZSTD_SHIM_H
#define QUARRY_ZSTD_SHIM_H

#include <zstd.h>

#endif
