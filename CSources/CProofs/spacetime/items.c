#include "items.h"

typedef struct {
    qr_job_t *job;
    void *context;
    qr_status_t (*fn)(void *context, size_t worker, uint64_t i);
    uint32_t failure; /**< the first failing status; also what stops the group */
} items_t;

static void run_some(void *context, size_t worker, uint64_t start, uint64_t end) {
    items_t *items = context;
    for (uint64_t i = start; i < end; i++) {
        if (__atomic_load_n(&items->failure, __ATOMIC_RELAXED) != QR_OK) return;
        qr_status_t status = QR_CANCELLED;
        if (!qr_job_cancelled(items->job)) status = items->fn(items->context, worker, i);
        if (status == QR_OK) {
            qr_job_advance(items->job, 1);
            continue;
        }
        uint32_t none = QR_OK;
        __atomic_compare_exchange_n(&items->failure, &none, (uint32_t)status, false, __ATOMIC_RELAXED,
                                    __ATOMIC_RELAXED);
        return;
    }
}

qr_status_t qr_run_items(qr_job_t *job, uint64_t count, void *context,
                         qr_status_t (*fn)(void *context, size_t worker, uint64_t i)) {
    items_t items = {.job = job, .context = context, .fn = fn};
    qr_group_for(job->group, count, 1, &items.failure, run_some, &items);
    return (qr_status_t)items.failure;
}
