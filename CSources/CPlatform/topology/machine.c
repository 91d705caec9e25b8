/** Machine descriptions from hwloc: loading, and the questions they answer. */
#include "topology/machine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "topology/cores.h"
#include "topology/limits.h"

static bool is_xml(const char *source) {
    const size_t length = strlen(source);
    return length > 4 && strcmp(source + length - 4, ".xml") == 0;
}

static qr_status_t set_source(qr_job_t *job, hwloc_topology_t topology, const char *source) {
    if (!is_xml(source)) {
        if (hwloc_topology_set_synthetic(topology, source) == 0) return QR_OK;
        return qr_job_fail(job, QR_MALFORMED, 0, "machine description \"%.200s\"", source);
    }
    if (hwloc_topology_set_xml(topology, source) == 0) return QR_OK;
    const int error = errno;
    if (error == ENOENT || error == EACCES) return qr_job_fail_errno(job, error, source);
    return qr_job_fail(job, QR_MALFORMED, 0, "machine description %.200s", source);
}

/** Cuts this machine to the CPUs that the process is bound to (taskset); cgroup cpusets were applied by
 * hwloc. */
static qr_status_t cut_to_binding(qr_machine_t *machine) {
    hwloc_bitmap_t bound = hwloc_bitmap_alloc();
    if (!bound) return QR_OUT_OF_MEMORY;
    qr_status_t status = QR_OK;
    if (hwloc_get_cpubind(machine->topology, bound, HWLOC_CPUBIND_PROCESS) == 0) {
        hwloc_bitmap_and(bound, bound, hwloc_topology_get_topology_cpuset(machine->topology));
        const bool whole = hwloc_bitmap_isequal(bound, hwloc_topology_get_topology_cpuset(machine->topology));
        if (!whole && !hwloc_bitmap_iszero(bound)) {
            machine->info.restricted = true;
            if (hwloc_topology_restrict(machine->topology, bound, 0) != 0) status = QR_OUT_OF_MEMORY;
        }
    }
    hwloc_bitmap_free(bound);
    return status;
}

static qr_status_t load_topology(qr_job_t *job, qr_machine_t *machine, const char *source) {
    if (hwloc_topology_init(&machine->topology) != 0) return QR_OUT_OF_MEMORY;
    hwloc_topology_t topology = machine->topology;
    if (source && *source) {
        const qr_status_t status = set_source(job, topology, source);
        if (status != QR_OK) return status;
    }
    if (hwloc_topology_load(topology) != 0) {
        return qr_job_fail(job, QR_MALFORMED, 0, "machine description %.200s", source ? source : "of hwloc");
    }
    machine->info.this_machine = hwloc_topology_is_thissystem(topology) != 0;
    machine->info.restricted = !hwloc_bitmap_isequal(hwloc_topology_get_topology_cpuset(topology),
                                                     hwloc_topology_get_complete_cpuset(topology));
    return machine->info.this_machine ? cut_to_binding(machine) : QR_OK;
}

static qr_status_t read_nodes(qr_machine_t *machine) {
    const int count = hwloc_get_nbobjs_by_type(machine->topology, HWLOC_OBJ_NUMANODE);
    machine->info.nodes = count > 0 ? (unsigned)count : 1;
    machine->nodes = calloc(machine->info.nodes, sizeof *machine->nodes);
    if (!machine->nodes) return QR_OUT_OF_MEMORY;
    for (int n = 0; n < count; n++) {
        hwloc_obj_t object = hwloc_get_obj_by_type(machine->topology, HWLOC_OBJ_NUMANODE, (unsigned)n);
        machine->nodes[n].bytes = object->attr->numanode.local_memory;
        machine->nodes[n].os_node = object->os_index == HWLOC_UNKNOWN_INDEX ? 0 : object->os_index;
        machine->info.memory += machine->nodes[n].bytes;
    }
    return QR_OK;
}

static void read_memory(qr_machine_t *machine) {
    qr_machine_info_t *info = &machine->info;
    info->memory_available = info->memory;
    if (!info->this_machine) return;
    qr_limits_t limits;
    qr_limits_read(&limits, "");
    /* With memory added at run time the node's figure can be older than the kernel's total. */
    if (info->nodes == 1 && limits.total > info->memory) {
        info->memory = machine->nodes[0].bytes = limits.total;
    }
    info->memory_available = limits.available < info->memory ? limits.available : info->memory;
    info->cpu_quota = limits.cpu_quota < UINT32_MAX ? (unsigned)limits.cpu_quota : 0;
    info->huge_page_size = limits.huge_page_size;
    info->huge_pages_free = limits.huge_pages_free;
    info->transparent_huge_pages = limits.transparent_huge_pages;
}

qr_status_t qr_machine_load(qr_job_t *job, qr_machine_t **out, const char *source) {
    if (!out) return QR_INVALID_ARGUMENT;
    *out = NULL;
    qr_machine_t *machine = calloc(1, sizeof *machine);
    if (!machine) return QR_OUT_OF_MEMORY;
    qr_status_t status = load_topology(job, machine, source);
    if (status == QR_OK) status = read_nodes(machine);
    if (status == QR_OK) read_memory(machine);
    if (status == QR_OK) status = qr_machine_read_cores(machine);
    if (status != QR_OK) {
        qr_machine_destroy(machine);
        return status;
    }
    *out = machine;
    return QR_OK;
}

void qr_machine_destroy(qr_machine_t *machine) {
    if (!machine) return;
    if (machine->topology) hwloc_topology_destroy(machine->topology);
    free(machine->cores);
    free(machine->nodes);
    free(machine);
}

void qr_machine_info(qr_machine_info_t *out, const qr_machine_t *machine) {
    *out = machine->info;
}

qr_status_t qr_machine_core(qr_core_t *out, const qr_machine_t *machine, unsigned i) {
    memset(out, 0, sizeof *out);
    if (i >= machine->info.cores) return QR_INVALID_ARGUMENT;
    *out = machine->cores[i].core;
    return QR_OK;
}

void qr_machine_caches(uint64_t *l1d, uint64_t *l2, uint64_t *l3, const qr_machine_t *machine, unsigned i) {
    const bool known = i < machine->info.cores;
    *l1d = known ? machine->cores[i].l1d : 0;
    *l2 = known ? machine->cores[i].l2 : 0;
    *l3 = known ? machine->cores[i].l3_size : 0;
}

void qr_machine_node(uint64_t *bytes, unsigned *os_node, bool *has_cpus, const qr_machine_t *machine,
                     unsigned n) {
    const bool known = n < machine->info.nodes;
    *bytes = known ? machine->nodes[n].bytes : 0;
    *os_node = known ? machine->nodes[n].os_node : 0;
    *has_cpus = known && machine->nodes[n].has_cpus;
}

qr_status_t qr_machine_xml(char **out, const qr_machine_t *machine) {
    char *text = NULL;
    int length = 0;
    *out = NULL;
    if (hwloc_topology_export_xmlbuffer(machine->topology, &text, &length, 0) != 0) return QR_OUT_OF_MEMORY;
    *out = strdup(text); /* hwloc's buffer must not go to free() */
    hwloc_free_xmlbuffer(machine->topology, text);
    return *out ? QR_OK : QR_OUT_OF_MEMORY;
}
