#include "quarry/pc1.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "replication/pc1_run.h"

/** Nodes ahead whose parents are fetched when the caller does not say. */
#define DEFAULT_PREFETCH 2u
/** Stacks of the threads a run starts, as far as they are touched. */
#define THREAD_BYTES ((uint64_t)64 << 10)
/** Stacks and rings of a thread that reads scratch files. */
#define READER_BYTES ((uint64_t)512 << 10)

static const qr_pc1_options_t no_options = {0};

void qr_pc1_fail(qr_pc1_run_t *run, qr_status_t status) {
    uint32_t none = QR_OK;
    atomic_compare_exchange_strong(&run->status, &none, (uint32_t)status);
    pthread_mutex_lock(&run->lock);
    pthread_cond_broadcast(&run->changed);
    pthread_mutex_unlock(&run->lock);
}

bool qr_pc1_stopped(qr_pc1_run_t *run) {
    if (atomic_load_explicit(&run->status, memory_order_relaxed) != QR_OK) return true;
    if (!qr_job_cancelled(run->job)) return false;
    qr_pc1_fail(run, QR_CANCELLED);
    return true;
}

void qr_pc1_advance(qr_pc1_run_t *run, size_t group, uint32_t layer, uint64_t end, uint64_t count) {
    const uint64_t nodes = run->config->node_count;
    atomic_store_explicit(&run->progress[group].nodes, (layer - 1) * nodes + end, memory_order_release);
    qr_job_advance(run->job, count * run->plan.groups[group].used);
    /* Whoever waits does so for a multiple of `wake` or for the end of a layer. */
    if (end % run->wake != 0 && end != nodes) return;
    pthread_mutex_lock(&run->lock);
    pthread_cond_broadcast(&run->changed);
    pthread_mutex_unlock(&run->lock);
}

bool qr_pc1_wait_nodes(qr_pc1_run_t *run, size_t group, uint32_t layer, uint64_t end) {
    const uint64_t target = (layer - 1) * run->config->node_count + end;
    _Atomic uint64_t *at = &run->progress[group].nodes;
    if (atomic_load_explicit(at, memory_order_acquire) < target) {
        pthread_mutex_lock(&run->lock);
        while (atomic_load_explicit(at, memory_order_acquire) < target && run->status == QR_OK) {
            pthread_cond_wait(&run->changed, &run->lock);
        }
        pthread_mutex_unlock(&run->lock);
    }
    return !qr_pc1_stopped(run);
}

bool qr_pc1_wait_layer(qr_pc1_run_t *run, uint32_t layer) {
    pthread_mutex_lock(&run->lock);
    while (run->layers_written < layer && run->status == QR_OK) {
        pthread_cond_wait(&run->changed, &run->lock);
    }
    pthread_mutex_unlock(&run->lock);
    return !qr_pc1_stopped(run);
}

/** How a batch will be run. */
typedef struct {
    qr_pc1_plan_t plan;
    bool on_disk;
    qr_pc1_cut_t cut; /**< if on disk */
    uint64_t memory;
} choice_t;

/** Memory of a plan: two layers if that fits the limit or nothing else is allowed, else what layers on disk
 * take. */
static void weigh(choice_t *choice, const qr_porep_config_t *config, const qr_pc1_options_t *options) {
    const qr_pc1_plan_t *plan = &choice->plan;
    const uint64_t limit = options->memory_limit;
    const uint64_t lanes = plan->lanes * 32 + plan->count * sizeof(qr_pc1_progress_t) + THREAD_BYTES;
    choice->memory = lanes + qr_parents_bytes(config, plan->workers) + qr_pc1_memory_bytes(config, plan);
    choice->on_disk = options->scratch && (limit == 0 || choice->memory > limit);
    if (!choice->on_disk) return;
    qr_pc1_disk_bytes(&choice->cut, config, plan, limit);
    const size_t readers = choice->cut.readers;
    const uint64_t beside = lanes + qr_parents_bytes(config, readers) + readers * READER_BYTES;
    const uint64_t left = limit == 0 ? 0 : limit > beside ? limit - beside : 1;
    choice->memory = beside + qr_pc1_disk_bytes(&choice->cut, config, plan, left);
}

/** The soonest plan, or the one that takes least memory if that one does not fit the limit; it may not fit
 * either. */
static qr_status_t choose(choice_t *out, const qr_porep_config_t *config, const qr_pc1_options_t *options,
                          size_t count, size_t workers) {
    *out = (choice_t){0};
    for (int exact = 0; exact < 2; exact++) {
        const qr_status_t status = qr_pc1_plan_make(&out->plan, options->kernel, count, workers, exact == 1);
        if (status != QR_OK) return status;
        weigh(out, config, options);
        if (exact == 1 || options->memory_limit == 0 || out->memory <= options->memory_limit) break;
        qr_pc1_plan_free(&out->plan);
    }
    return QR_OK;
}

static qr_status_t check_kind(const qr_porep_config_t *config, size_t count) {
    if (!config || count == 0 || config->layers == 0 || config->layers > QR_MAX_LAYERS) {
        return QR_INVALID_ARGUMENT;
    }
    if (config->node_count < 2 || config->node_count > (uint64_t)1 << 31) return QR_INVALID_ARGUMENT;
    return count <= UINT32_MAX ? QR_OK : QR_INVALID_ARGUMENT;
}

qr_status_t qr_pc1_forecast(qr_pc1_forecast_t *out, const qr_porep_config_t *config,
                            const qr_pc1_options_t *options, size_t count, size_t workers) {
    if (!out) return QR_INVALID_ARGUMENT;
    *out = (qr_pc1_forecast_t){0};
    if (!options) options = &no_options;
    qr_status_t status = check_kind(config, count);
    if (status != QR_OK) return status;
    choice_t choice;
    status = choose(&choice, config, options, count, workers);
    if (status != QR_OK) return status;
    out->memory = choice.memory;
    out->layers = (uint64_t)count * config->layers * config->sector_size;
    if (choice.on_disk) out->scratch = 2 * choice.cut.page * config->node_count;
    qr_pc1_plan_text(out->kernels, sizeof out->kernels, &choice.plan);
    qr_pc1_plan_free(&choice.plan);
    return QR_OK;
}

/** Faults the arguments alone show. */
static qr_status_t check_arguments(qr_job_t *job, const qr_porep_config_t *config,
                                   const qr_pc1_options_t *options, const qr_pc1_sector_t *sectors,
                                   size_t count) {
    if (!job || !sectors || check_kind(config, count) != QR_OK) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "PC1 needs a job, a configuration and sectors");
    }
    if (options->first_layer > config->layers) {
        return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "first_layer %u of %u", options->first_layer,
                           config->layers);
    }
    for (size_t i = 0; i < count; i++) {
        for (uint32_t l = 0; l < config->layers; l++) {
            if (sectors[i].layer_paths && sectors[i].layer_paths[l]) continue;
            return qr_job_fail(job, QR_INVALID_ARGUMENT, 0, "sector %zu has no path for layer %u", i, l + 1);
        }
    }
    return QR_OK;
}

/** Lays out the run's small arrays. */
static qr_status_t prepare(qr_pc1_run_t *run) {
    const qr_pc1_plan_t *plan = &run->plan;
    run->replica_ids = malloc(plan->lanes * sizeof *run->replica_ids);
    run->lane_starts = malloc(plan->count * sizeof *run->lane_starts);
    run->progress = aligned_alloc(_Alignof(qr_pc1_progress_t), plan->count * sizeof *run->progress);
    if (!run->replica_ids || !run->lane_starts || !run->progress) {
        return qr_job_fail(run->job, QR_OUT_OF_MEMORY, 0, "memory for %zu sectors", run->sector_count);
    }
    size_t lane = 0;
    for (size_t g = 0; g < plan->count; g++) {
        const qr_pc1_lanes_t *lanes = &plan->groups[g];
        atomic_init(&run->progress[g].nodes, 0);
        run->lane_starts[g] = lane;
        for (uint32_t i = 0; i < lanes->kernel->lanes; i++) {
            const size_t sector = lanes->first + (i < lanes->used ? i : 0);
            memcpy(run->replica_ids[lane++], run->sectors[sector].replica_id, 32);
        }
    }
    return QR_OK;
}

static void run_planned(qr_pc1_run_t *run, const choice_t *choice) {
    const uint64_t layer_labels = run->sector_count * run->config->node_count;
    qr_job_expect(run->job, layer_labels * run->config->layers);
    __atomic_store_n(&run->job->done, layer_labels * (run->first_layer - 1), __ATOMIC_RELAXED);
    qr_status_t status = prepare(run);
    if (status == QR_OK && run->first_layer > 1) status = qr_pc1_layer_check(run, run->first_layer - 1);
    if (status == QR_OK) {
        status = qr_parents_open(&run->parents, run->job, run->config, run->options->parents_cache,
                                 choice->on_disk ? choice->cut.readers : run->plan.workers);
    }
    if (status != QR_OK) {
        qr_pc1_fail(run, status);
    } else if (choice->on_disk) {
        qr_pc1_label_on_disk(run, &choice->cut);
    } else {
        qr_pc1_label_in_memory(run);
    }
    qr_parents_close(run->parents);
    free(run->replica_ids);
    free(run->lane_starts);
    free(run->progress);
}

qr_status_t qr_pc1_run(qr_job_t *job, const qr_porep_config_t *config, const qr_pc1_options_t *options,
                       const qr_pc1_sector_t *sectors, size_t count) {
    if (!options) options = &no_options;
    qr_status_t status = check_arguments(job, config, options, sectors, count);
    if (status != QR_OK) return status;
    qr_pc1_run_t run = {
        .job = job,
        .config = config,
        .options = options,
        .sectors = sectors,
        .sector_count = count,
        .first_layer = options->first_layer ? options->first_layer : 1,
        .prefetch = options->prefetch ? options->prefetch : DEFAULT_PREFETCH,
    };
    if (run.prefetch > QR_PARENTS_AHEAD) run.prefetch = QR_PARENTS_AHEAD;
    choice_t choice;
    status = choose(&choice, config, options, count, qr_group_size(job->group));
    if (status == QR_UNSUPPORTED) {
        return qr_job_fail(job, status, 0, "label kernel %s is unknown or this CPU cannot run it",
                           options->kernel ? options->kernel : "");
    }
    if (status != QR_OK) return qr_job_fail(job, status, 0, "planning PC1");
    run.plan = choice.plan;
    if (options->memory_limit && choice.memory > options->memory_limit) {
        qr_pc1_plan_free(&run.plan);
        return qr_job_fail(job, QR_OUT_OF_MEMORY, 0,
                           "PC1 of %zu sectors needs %llu bytes of memory, the limit is %llu", count,
                           (unsigned long long)choice.memory, (unsigned long long)options->memory_limit);
    }
    pthread_mutex_init(&run.lock, NULL);
    pthread_cond_init(&run.changed, NULL);
    run_planned(&run, &choice);
    pthread_cond_destroy(&run.changed);
    pthread_mutex_destroy(&run.lock);
    qr_pc1_plan_free(&run.plan);
    return (qr_status_t)run.status;
}
