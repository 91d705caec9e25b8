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

/**
 * source NULL or "": this machine, cut to what its cgroup's cpuset and its binding (taskset) allow;
 * "FILE.xml": hwloc XML (QR_NOT_FOUND if it is not there); else an hwloc synthetic description ("package:2
 * l3:8 core:8 pu:2"). QR_MALFORMED if hwloc cannot read it.
 */
QR_MUST_CHECK qr_status_t qr_machine_load(qr_job_t *job, qr_machine_t **out, const char *source);
void qr_machine_destroy(qr_machine_t *machine);

/** One allowed core. */
typedef struct {
    /** Logical numbers, dense from 0. node: the NUMA node with memory nearest to the core. l3: its L3; cores
     * that no L3 covers share one number a package and node. */
    unsigned package, node, l3;
    unsigned os_cpu;         /**< first allowed hardware thread */
    unsigned threads;        /**< allowed hardware threads of it */
    unsigned os_siblings[8]; /**< their OS numbers, os_cpu first */
    unsigned efficiency;     /**< 0: fastest kind; higher: slower kinds (E cores). Only the top frequency
                                differing does not make a kind. */
} qr_core_t;

typedef struct {
    unsigned packages, nodes, l3_groups, cores, threads;
    bool this_machine; /**< false for XML and synthetic descriptions */
    bool l3_known;     /**< false: no L3 information; groups are then made per NUMA node or package */
    bool restricted;   /**< a cpuset or offline CPUs hide part of the machine */
    uint64_t memory;   /**< bytes of all nodes */
    uint64_t
        memory_available; /**< now, under the limits of cgroups v1 and v2; = memory if not this machine */
    uint64_t huge_page_size, huge_pages_free; /**< explicit huge pages */
    unsigned cpu_quota; /**< CPUs' worth of time that a container's quota grants, rounded up; 0: no limit */
    bool transparent_huge_pages;
} qr_machine_info_t;
void qr_machine_info(qr_machine_info_t *out, const qr_machine_t *machine);
/** Core i < info.cores, ordered by package, node, l3, core. */
QR_MUST_CHECK qr_status_t qr_machine_core(qr_core_t *out, const qr_machine_t *machine, unsigned i);
/** Sizes of caches in bytes (0 unknown) of core i. */
void qr_machine_caches(uint64_t *l1d, uint64_t *l2, uint64_t *l3, const qr_machine_t *machine, unsigned i);
/** Memory in bytes of NUMA node n < info.nodes, its OS number, and whether it is the
 * nearest memory of any core (false for memory without CPUs, and for CPUs without memory). */
void qr_machine_node(uint64_t *bytes, unsigned *os_node, bool *has_cpus, const qr_machine_t *machine,
                     unsigned n);
/** hwloc XML of the machine; free with free(). */
QR_MUST_CHECK qr_status_t qr_machine_xml(char **out, const qr_machine_t *machine);

/** How to cut the machine into groups. Zero-initialised: whole L3 groups, one thread a core, efficiency cores
 * left out when there are faster ones. */
typedef struct {
    unsigned
        cores_per_group; /**< 0: all cores of an L3. The rest of an L3 that it does not divide is a group. */
    /** Cores left to the operating system and other work, taken from the last groups. One core always works.
     * Cores that max_cores leaves idle count as left. */
    unsigned reserve_cores;
    bool use_siblings;         /**< also the second hardware thread of each core */
    bool use_efficiency_cores; /**< in groups of their own, after the fast cores of their L3 */
    unsigned max_cores;        /**< 0: no limit (--cores) */
} qr_plan_options_t;

/**
 * Groups of OS CPUs: a group crosses neither an L3 (without L3 information: a package) nor a NUMA node, and
 * its cores are of one kind. cpus: the first threads of all its cores, then their siblings.
 */
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
