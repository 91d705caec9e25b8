/** Cores in order, with their package, nearest memory, L3 and speed class. */
#include "topology/cores.h"

#include <hwloc/cpukinds.h>
#include <hwloc/distances.h>
#include <stdlib.h>
#include <string.h>

/** Marks a core that no L3 covers until it gets a number of its own. */
#define NO_L3 UINT32_MAX

static const char *find_info(const struct hwloc_info_s *infos, unsigned count, const char *name) {
    for (unsigned i = 0; i < count; i++) {
        if (strcmp(infos[i].name, name) == 0) return infos[i].value;
    }
    return NULL;
}

/**
 * Whether kind b is a slower sort of core than a, which ranks just above it. Cores of one sort can have
 * different top frequencies (favoured cores, prioritised cores of a server): leaving the slower ones out
 * would waste most of a machine.
 */
static bool kinds_differ(hwloc_topology_t topology, unsigned a, unsigned b) {
    struct hwloc_info_s *infos_a, *infos_b;
    unsigned count_a, count_b;
    if (hwloc_cpukinds_get_info(topology, a, NULL, NULL, &count_a, &infos_a, 0) != 0) return false;
    if (hwloc_cpukinds_get_info(topology, b, NULL, NULL, &count_b, &infos_b, 0) != 0) return false;
    const char *type_a = find_info(infos_a, count_a, "CoreType");
    const char *type_b = find_info(infos_b, count_b, "CoreType");
    if (type_a && type_b) return strcmp(type_a, type_b) != 0;
    const char *capacity_a = find_info(infos_a, count_a, "LinuxCapacity");
    const char *capacity_b = find_info(infos_b, count_b, "LinuxCapacity");
    if (capacity_a && capacity_b) return 5 * atol(capacity_b) < 4 * atol(capacity_a);
    return !find_info(infos_a, count_a, "FrequencyMaxMHz") || !find_info(infos_b, count_b, "FrequencyMaxMHz");
}

/** Speed class of the core of PU `cpu`: 0 fastest. hwloc lists kinds from the slowest on. */
static unsigned speed_class(hwloc_topology_t topology, hwloc_obj_t pu) {
    const int count = hwloc_cpukinds_get_nr(topology, 0);
    const int kind = hwloc_cpukinds_get_by_cpuset(topology, pu->cpuset, 0);
    int efficiency = -1;
    if (count < 2 || kind < 0) return 0;
    if (hwloc_cpukinds_get_info(topology, (unsigned)kind, NULL, &efficiency, NULL, NULL, 0) != 0) return 0;
    if (efficiency < 0) return 0;
    unsigned class = 0;
    for (int k = count - 1; k > kind; k--) class += kinds_differ(topology, (unsigned)k, (unsigned)k - 1);
    return class;
}

/** Distance between nodes a and b (logical numbers) by the machine's table; 0 without one. */
static uint64_t node_distance(hwloc_topology_t topology, unsigned a, unsigned b) {
    struct hwloc_distances_s *table;
    unsigned count = 1;
    const unsigned long kind = HWLOC_DISTANCES_KIND_MEANS_LATENCY;
    if (hwloc_distances_get_by_type(topology, HWLOC_OBJ_NUMANODE, &count, &table, kind, 0) != 0) return 0;
    if (count == 0) return 0;
    const int i = hwloc_distances_obj_index(table, hwloc_get_obj_by_type(topology, HWLOC_OBJ_NUMANODE, a));
    const int j = hwloc_distances_obj_index(table, hwloc_get_obj_by_type(topology, HWLOC_OBJ_NUMANODE, b));
    const uint64_t distance = i < 0 || j < 0 ? 0 : table->values[(unsigned)i * table->nbobjs + (unsigned)j];
    hwloc_distances_release(topology, table);
    return distance;
}

static hwloc_obj_t package_of(hwloc_topology_t topology, hwloc_obj_t object) {
    return hwloc_get_ancestor_obj_by_type(topology, HWLOC_OBJ_PACKAGE, object);
}

/** How far node n's memory is from the PU: lower is nearer. */
typedef struct {
    bool remote, other_package;
    uint64_t distance;
    unsigned width, os_node;
} nearness_t;

static int compare_nearness(const nearness_t *a, const nearness_t *b) {
    if (a->remote != b->remote) return a->remote ? 1 : -1;
    if (a->distance != b->distance) return a->distance < b->distance ? -1 : 1;
    if (a->other_package != b->other_package) return a->other_package ? 1 : -1;
    if (a->width != b->width) return a->width < b->width ? -1 : 1;
    return a->os_node < b->os_node ? -1 : a->os_node > b->os_node;
}

/**
 * Logical number of the node with memory nearest to the PU. Local nodes first, the most local before wider
 * ones; among equals the lowest OS number, which is DRAM where high-bandwidth or attached memory stands
 * beside it. A PU whose own node has no memory gets the nearest other one.
 */
static unsigned nearest_node(const qr_machine_t *machine, hwloc_obj_t pu) {
    hwloc_topology_t topology = machine->topology;
    unsigned best = 0, own = 0;
    nearness_t best_nearness = {.remote = true, .other_package = true, .distance = UINT64_MAX};
    bool found = false;
    for (unsigned n = 0; n < machine->info.nodes; n++) {
        hwloc_obj_t node = hwloc_get_obj_by_type(topology, HWLOC_OBJ_NUMANODE, n);
        if (node && hwloc_bitmap_isset(node->cpuset, pu->os_index)) own = n;
    }
    for (unsigned n = 0; n < machine->info.nodes; n++) {
        hwloc_obj_t node = hwloc_get_obj_by_type(topology, HWLOC_OBJ_NUMANODE, n);
        if (!node || (machine->nodes[n].bytes == 0 && machine->info.memory > 0)) continue;
        const bool remote = !hwloc_bitmap_isset(node->cpuset, pu->os_index);
        const nearness_t nearness = {.remote = remote,
                                     .distance = remote ? node_distance(topology, own, n) : 0,
                                     .other_package = package_of(topology, node) != package_of(topology, pu),
                                     .width = (unsigned)hwloc_bitmap_weight(node->cpuset),
                                     .os_node = node->os_index};
        if (found && compare_nearness(&nearness, &best_nearness) >= 0) continue;
        best = n;
        best_nearness = nearness;
        found = true;
    }
    return best;
}

static uint64_t cache_size(hwloc_topology_t topology, hwloc_obj_t object, hwloc_obj_type_t type) {
    hwloc_obj_t cache = hwloc_get_ancestor_obj_by_type(topology, type, object);
    return cache ? cache->attr->cache.size : 0;
}

/** Describes a core (or, without core information, a lone PU) by its first allowed PU. */
static void read_core(qr_machine_core_t *out, const qr_machine_t *machine, hwloc_obj_t object) {
    hwloc_topology_t topology = machine->topology;
    qr_core_t *core = &out->core;
    hwloc_obj_t pu = NULL, first = NULL;
    while ((pu = hwloc_get_next_obj_inside_cpuset_by_type(topology, object->cpuset, HWLOC_OBJ_PU, pu))) {
        if (!first) first = pu;
        if (core->threads < sizeof core->os_siblings / sizeof core->os_siblings[0]) {
            core->os_siblings[core->threads++] = pu->os_index;
        }
    }
    hwloc_obj_t package = package_of(topology, first);
    hwloc_obj_t l3 = hwloc_get_ancestor_obj_by_type(topology, HWLOC_OBJ_L3CACHE, first);
    core->os_cpu = first->os_index;
    core->package = package ? package->logical_index : 0;
    core->node = nearest_node(machine, first);
    core->l3 = l3 ? l3->logical_index : NO_L3;
    core->efficiency = speed_class(topology, first);
    out->l1d = cache_size(topology, first, HWLOC_OBJ_L1CACHE);
    out->l2 = cache_size(topology, first, HWLOC_OBJ_L2CACHE);
    out->l3_size = l3 ? l3->attr->cache.size : 0;
}

/** By package, node, L3; then as hwloc orders cores, which `place` keeps. */
typedef struct {
    qr_machine_core_t entry;
    unsigned place;
} placed_t;

static int compare_cores(const void *left, const void *right) {
    const placed_t *a = left, *b = right;
    const qr_core_t *x = &a->entry.core, *y = &b->entry.core;
    if (x->package != y->package) return x->package < y->package ? -1 : 1;
    if (x->node != y->node) return x->node < y->node ? -1 : 1;
    if (x->l3 != y->l3) return x->l3 < y->l3 ? -1 : 1;
    return a->place < b->place ? -1 : 1;
}

/** Leaves no gap for sorts of core that the cpuset hides. */
static void close_class_gaps(qr_machine_t *machine) {
    const unsigned count = machine->info.cores;
    for (unsigned class = 0; class < count; class ++) {
        unsigned lowest = UINT32_MAX; /* of the classes from this one on */
        for (unsigned i = 0; i < count; i++) {
            const unsigned own = machine->cores[i].core.efficiency;
            if (own >= class && own < lowest) lowest = own;
        }
        if (lowest == UINT32_MAX) return;
        for (unsigned i = 0; i < count; i++) {
            if (machine->cores[i].core.efficiency >= class)
                machine->cores[i].core.efficiency -= lowest - class;
        }
    }
}

/** Numbers the cores that no L3 covers, one number a package and node, and counts. */
static void number_cores(qr_machine_t *machine) {
    qr_machine_info_t *info = &machine->info;
    const int packages = hwloc_get_nbobjs_by_type(machine->topology, HWLOC_OBJ_PACKAGE);
    const int l3_groups = hwloc_get_nbobjs_by_type(machine->topology, HWLOC_OBJ_L3CACHE);
    info->packages = packages > 0 ? (unsigned)packages : 1;
    info->l3_groups = l3_groups > 0 ? (unsigned)l3_groups : 0;
    info->l3_known = l3_groups > 0;
    const qr_core_t *alone = NULL; /* the last core without L3 */
    for (unsigned i = 0; i < info->cores; i++) {
        qr_core_t *core = &machine->cores[i].core;
        if (core->l3 == NO_L3) {
            if (!alone || alone->package != core->package || alone->node != core->node) info->l3_groups++;
            core->l3 = info->l3_groups - 1;
            alone = core;
        }
        info->threads += core->threads;
        machine->nodes[core->node].has_cpus = true;
    }
    close_class_gaps(machine);
}

qr_status_t qr_machine_read_cores(qr_machine_t *machine) {
    hwloc_topology_t topology = machine->topology;
    const hwloc_obj_type_t type =
        hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_CORE) > 0 ? HWLOC_OBJ_CORE : HWLOC_OBJ_PU;
    const int count = hwloc_get_nbobjs_by_type(topology, type);
    if (count <= 0) return QR_MALFORMED;
    placed_t *placed = calloc((size_t)count, sizeof *placed);
    machine->cores = calloc((size_t)count, sizeof *machine->cores);
    if (!placed || !machine->cores) {
        free(placed);
        return QR_OUT_OF_MEMORY;
    }
    machine->info.cores = (unsigned)count;
    for (unsigned i = 0; i < machine->info.cores; i++) {
        placed[i].place = i;
        read_core(&placed[i].entry, machine, hwloc_get_obj_by_type(topology, type, i));
    }
    qsort(placed, machine->info.cores, sizeof *placed, compare_cores);
    for (unsigned i = 0; i < machine->info.cores; i++) machine->cores[i] = placed[i].entry;
    free(placed);
    number_cores(machine);
    return QR_OK;
}
