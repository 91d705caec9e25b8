/** @file machine.h  Inside of qr_machine_t, for the files of this folder. */
#ifndef QUARRY_MACHINE_H
#define QUARRY_MACHINE_H

#include <hwloc.h>

#include "quarry_topology.h"

typedef struct {
    qr_core_t core;
    uint64_t l1d, l2, l3_size;
} qr_machine_core_t;

typedef struct {
    uint64_t bytes;
    unsigned os_node;
    bool has_cpus;
} qr_machine_node_t;

struct qr_machine {
    hwloc_topology_t topology;
    qr_machine_info_t info;
    qr_machine_core_t *cores; /**< info.cores of them */
    qr_machine_node_t *nodes; /**< info.nodes of them */
};

#endif
