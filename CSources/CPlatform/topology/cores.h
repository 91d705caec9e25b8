/** @file cores.h  The cores of a loaded topology. */
#ifndef QUARRY_CORES_H
#define QUARRY_CORES_H

#include "topology/machine.h"

/** Fills machine->cores and what info says of packages, L3 groups, cores and threads. The nodes are known by
 * then. */
QR_MUST_CHECK qr_status_t qr_machine_read_cores(qr_machine_t *machine);

#endif
