#include "replication/pc1_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** best[n]: the least time for n sectors on one worker, and the kernel that comes first then. */
typedef struct {
    uint64_t time;
    const qr_label_kernel_t *kernel;
} step_t;

static void consider(step_t *best, size_t n, const qr_label_kernel_t *kernel) {
    const size_t rest = n > kernel->lanes ? n - kernel->lanes : 0;
    const uint64_t time = qr_label_kernel_node_ns(kernel) + best[rest].time;
    const bool wider = best[n].kernel && kernel->lanes > best[n].kernel->lanes;
    if (!best[n].kernel || time < best[n].time || (time == best[n].time && wider)) {
        best[n] = (step_t){time, kernel};
    }
}

/** Fills best[1..count] from the kernels that can run here; false if there is none. */
static bool fill_steps(step_t *best, size_t count, const char *name, bool exact) {
    size_t kernels;
    const qr_label_kernel_t *all = qr_label_kernels(&kernels);
    best[0] = (step_t){0, NULL};
    for (size_t n = 1; n <= count; n++) {
        best[n] = (step_t){0, NULL};
        /* First without left-over lanes where that is asked for; a single named kernel may not manage that.
         */
        for (int spare = exact ? 0 : 1; spare < 2 && !best[n].kernel; spare++) {
            for (size_t k = 0; k < kernels; k++) {
                if (name && strcmp(name, all[k].name) != 0) continue;
                if (!qr_label_kernel_named(all[k].name)) continue;
                if (spare == 0 && all[k].lanes > n) continue;
                consider(best, n, &all[k]);
            }
        }
        if (!best[n].kernel) return false;
    }
    return true;
}

/** Appends the groups of one worker, which takes sectors [first, first + share). */
static void add_share(qr_pc1_plan_t *plan, const step_t *best, size_t first, size_t share) {
    const size_t from = plan->count;
    for (size_t left = share; left > 0;) {
        const qr_label_kernel_t *kernel = best[left].kernel;
        const size_t used = left < kernel->lanes ? left : kernel->lanes;
        size_t at = plan->count++;
        for (; at > from && plan->groups[at - 1].kernel->lanes < kernel->lanes; at--) {
            plan->groups[at] = plan->groups[at - 1];
        }
        plan->groups[at] = (qr_pc1_lanes_t){kernel, 0, (uint32_t)used, (uint32_t)plan->workers};
        plan->lanes += kernel->lanes;
        left -= used;
    }
    for (size_t g = from; g < plan->count; g++) {
        plan->groups[g].first = first;
        first += plan->groups[g].used;
    }
    plan->workers++;
}

qr_status_t qr_pc1_plan_make(qr_pc1_plan_t *out, const char *kernel, size_t sectors, size_t workers,
                             bool exact) {
    *out = (qr_pc1_plan_t){0};
    if (sectors == 0 || workers == 0 || sectors > UINT32_MAX) return QR_INVALID_ARGUMENT;
    /* Time grows with the number of sectors, so the busiest worker is least busy when all have the same
     * number. */
    const size_t share = (sectors + workers - 1) / workers;
    step_t *best = calloc(share + 1, sizeof *best);
    out->groups = calloc(sectors, sizeof *out->groups);
    qr_status_t status = best && out->groups ? QR_OK : QR_OUT_OF_MEMORY;
    if (status == QR_OK && !fill_steps(best, share, kernel, exact)) status = QR_UNSUPPORTED;
    for (size_t first = 0; status == QR_OK && first < sectors; first += share) {
        add_share(out, best, first, sectors - first < share ? sectors - first : share);
    }
    free(best);
    if (status != QR_OK) qr_pc1_plan_free(out);
    return status;
}

void qr_pc1_plan_free(qr_pc1_plan_t *plan) {
    free(plan->groups);
    *plan = (qr_pc1_plan_t){0};
}

void qr_pc1_plan_text(char *out, size_t size, const qr_pc1_plan_t *plan) {
    size_t kernels, length = 0;
    const qr_label_kernel_t *all = qr_label_kernels(&kernels);
    if (size > 0) out[0] = '\0';
    for (size_t k = kernels; k-- > 0;) {
        size_t count = 0;
        for (size_t g = 0; g < plan->count; g++) count += plan->groups[g].kernel == &all[k];
        if (count == 0 || length >= size) continue;
        char times[24] = "";
        if (count > 1) snprintf(times, sizeof times, "%zu x ", count);
        const int added =
            snprintf(out + length, size - length, "%s%s%s", length ? " + " : "", times, all[k].name);
        length += added > 0 ? (size_t)added : 0;
    }
}
