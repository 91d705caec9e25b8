/** Plans: which cores work together. */
#include <stdlib.h>
#include <string.h>

#include "topology/machine.h"

/** Cores that may share a group: one package, node, L3 and sort of core. */
static bool same_domain(const qr_core_t *a, const qr_core_t *b) {
    return a->package == b->package && a->node == b->node && a->l3 == b->l3 && a->efficiency == b->efficiency;
}

static int compare_domains(const void *left, const void *right) {
    const qr_core_t *a = *(const qr_core_t *const *)left, *b = *(const qr_core_t *const *)right;
    if (a->package != b->package) return a->package < b->package ? -1 : 1;
    if (a->node != b->node) return a->node < b->node ? -1 : 1;
    if (a->l3 != b->l3) return a->l3 < b->l3 ? -1 : 1;
    if (a->efficiency != b->efficiency) return a->efficiency < b->efficiency ? -1 : 1;
    return a < b ? -1 : 1; /* both point into the machine's array: its order */
}

/** The cores to use, in order: *count of them. */
static const qr_core_t **choose_cores(unsigned *count, const qr_machine_t *machine,
                                      const qr_plan_options_t *options) {
    const qr_core_t **chosen = calloc(machine->info.cores, sizeof(qr_core_t *));
    if (!chosen) return NULL;
    unsigned n = 0;
    for (unsigned i = 0; i < machine->info.cores; i++) {
        const qr_core_t *core = &machine->cores[i].core;
        if (core->efficiency == 0 || options->use_efficiency_cores) chosen[n++] = core;
    }
    qsort(chosen, n, sizeof *chosen, compare_domains);
    /* One core always works: a plan without groups could run nothing. */
    n = options->reserve_cores < n ? n - options->reserve_cores : 1;
    if (options->max_cores > 0 && options->max_cores < n) n = options->max_cores;
    /* More threads than the quota has CPUs would all be stopped for the rest of each period. */
    const unsigned quota = machine->info.cpu_quota / (options->use_siblings ? 2 : 1);
    if (machine->info.cpu_quota > 0 && quota < n) n = quota > 0 ? quota : 1;
    *count = n;
    return chosen;
}

/** Cores from `start` on that make the next group. */
static unsigned group_length(const qr_core_t *const *cores, unsigned start, unsigned count, unsigned most) {
    unsigned length = 1;
    while (start + length < count && (most == 0 || length < most) &&
           same_domain(cores[start], cores[start + length])) {
        length++;
    }
    return length;
}

/** First threads of all cores, then the second ones: workers 0 to cores-1 are on different cores. */
static bool fill_group(qr_plan_group_t *group, const qr_machine_t *machine, const qr_core_t *const *cores,
                       unsigned length, bool siblings) {
    group->cpus = calloc((size_t)length * 2, sizeof *group->cpus);
    if (!group->cpus) return false;
    group->package = cores[0]->package;
    group->node = cores[0]->node;
    group->l3 = cores[0]->l3;
    group->os_node = machine->nodes[cores[0]->node].os_node;
    for (unsigned i = 0; i < length; i++) group->cpus[group->cpu_count++] = cores[i]->os_cpu;
    for (unsigned i = 0; siblings && i < length; i++) {
        if (cores[i]->threads > 1) group->cpus[group->cpu_count++] = cores[i]->os_siblings[1];
    }
    return true;
}

static qr_status_t fill_plan(qr_plan_t *out, const qr_machine_t *machine, const qr_plan_options_t *options,
                             const qr_core_t *const *cores, unsigned count) {
    out->groups = calloc(count, sizeof *out->groups);
    if (!out->groups) return QR_OUT_OF_MEMORY;
    for (unsigned start = 0; start < count;) {
        const unsigned length = group_length(cores, start, count, options->cores_per_group);
        qr_plan_group_t *group = &out->groups[out->group_count];
        if (!fill_group(group, machine, cores + start, length, options->use_siblings))
            return QR_OUT_OF_MEMORY;
        out->group_count++;
        out->cpu_count += group->cpu_count;
        start += length;
    }
    return QR_OK;
}

qr_status_t qr_plan_make(qr_job_t *job, qr_plan_t *out, const qr_machine_t *machine,
                         const qr_plan_options_t *options) {
    if (!out) return QR_INVALID_ARGUMENT;
    memset(out, 0, sizeof *out);
    if (!machine || !options)
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "plan without machine or options");
    unsigned count;
    const qr_core_t **cores = choose_cores(&count, machine, options);
    if (!cores) return QR_OUT_OF_MEMORY;
    const qr_status_t status = fill_plan(out, machine, options, cores, count);
    free(cores);
    if (status != QR_OK) qr_plan_free(out);
    return status;
}

void qr_plan_free(qr_plan_t *plan) {
    if (!plan) return;
    for (unsigned i = 0; i < plan->group_count; i++) free(plan->groups[i].cpus);
    free(plan->groups);
    memset(plan, 0, sizeof *plan);
}
