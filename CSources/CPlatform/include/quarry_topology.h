/**
 * @file quarry_topology.h
 * The machine as the engine sees it, and plans of which cores work together. Backed by hwloc.
 */
#ifndef QUARRY_TOPOLOGY_H
#define QUARRY_TOPOLOGY_H

#include "quarry_platform.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A machine description by value: arrays owned by the machine, freed by qr_machine_destroy. */
typedef struct qr_machine qr_machine_t;

/** source NULL or "": this machine, cut to the process's cpuset; "FILE.xml": hwloc XML; else an hwloc
 * synthetic description ("package:2 l3:8 core:8 pu:2"). QR_MALFORMED if hwloc cannot read it. */
QR_MUST_CHECK qr_status_t qr_machine_load(qr_job_t *job, qr_machine_t **out, const char *source);
void qr_machine_destroy(qr_machine_t *machine);

/** One allowed core. */
typedef struct {
    unsigned package, node,
        l3;           /**< logical numbers, dense from 0; node is the NUMA node with memory nearest to it */
    unsigned os_cpu;  /**< first allowed hardware thread */
    unsigned threads; /**< allowed hardware threads of it */
    unsigned os_siblings[8]; /**< their OS numbers, os_cpu first */
    unsigned efficiency;     /**< 0: fastest kind; higher: slower kinds (E cores) */
} qr_core_t;

typedef struct {
    unsigned packages, nodes, l3_groups, cores, threads;
    bool this_machine;         /**< false for XML and synthetic descriptions */
    bool l3_known;             /**< false: no L3 information; groups are then made per NUMA node or package */
    bool restricted;           /**< a cpuset or offline CPUs hide part of the machine */
    uint64_t memory;           /**< bytes of all nodes */
    uint64_t memory_available; /**< now, with a cgroup limit applied; = memory when not this machine */
    uint64_t huge_page_size, huge_pages_free; /**< explicit huge pages */
    bool transparent_huge_pages;
} qr_machine_info_t;
void qr_machine_info(qr_machine_info_t *out, const qr_machine_t *machine);
/** Core i < info.cores, ordered by package, node, l3, core. */
QR_MUST_CHECK qr_status_t qr_machine_core(qr_core_t *out, const qr_machine_t *machine, unsigned i);
/** Sizes of caches in bytes (0 unknown) of core i. */
void qr_machine_caches(uint64_t *l1d, uint64_t *l2, uint64_t *l3, const qr_machine_t *machine, unsigned i);
/** Memory in bytes of NUMA node n < info.nodes, its OS number, and whether it has CPUs. */
void qr_machine_node(uint64_t *bytes, unsigned *os_node, bool *has_cpus, const qr_machine_t *machine,
                     unsigned n);
/** hwloc XML of the machine; free with free(). */
QR_MUST_CHECK qr_status_t qr_machine_xml(char **out, const qr_machine_t *machine);

/** How to cut the machine into groups. Zero-initialised: whole L3 groups, one thread a core, efficiency cores
 * left out when there are faster ones. */
typedef struct {
    unsigned cores_per_group; /**< 0: all cores of an L3 */
    unsigned
        reserve_cores; /**< cores left to the operating system and other work, taken from the last group */
    bool use_siblings; /**< also the second hardware thread of each core */
    bool use_efficiency_cores;
    unsigned max_cores; /**< 0: no limit (--cores) */
} qr_plan_options_t;

/** Groups of OS CPUs: a group never crosses an L3 (or, without L3 information, a NUMA node or package). */
typedef struct {
    unsigned package, node, l3;
    unsigned os_node;
    unsigned cpu_count;
    unsigned *cpus; /**< owned by the plan */
} qr_plan_group_t;
typedef struct {
    unsigned group_count, cpu_count;
    qr_plan_group_t *groups;
} qr_plan_t;
QR_MUST_CHECK qr_status_t qr_plan_make(qr_job_t *job, qr_plan_t *out, const qr_machine_t *machine,
                                       const qr_plan_options_t *options);
void qr_plan_free(qr_plan_t *plan);

#ifdef __cplusplus
}
#endif
#endif
