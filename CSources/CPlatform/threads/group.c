/**
 * Groups of pinned workers. A call raises `generation`; workers spin a little for it, then sleep on it as
 * a futex. The last worker to finish wakes the caller, who waits on `pending` in the same way.
 */
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "quarry_platform.h"

/** Pauses before sleeping: some 10 to 40 microseconds, about what a futex wake costs twice. */
#define SPINS 500
/** Above any CPU number a Linux kernel can be built for. */
#define MAX_CPUS (1u << 16)

typedef struct {
    qr_group_t *group;
    size_t index;
    pthread_t thread;
} worker_t;

/** A word to wait on. Waking costs a system call only if somebody sleeps. */
typedef struct {
    _Alignas(64) _Atomic uint32_t value;
    _Atomic uint32_t sleepers;
} event_t;

struct qr_group {
    size_t count;
    pthread_mutex_t callers; /**< calls from several threads queue */
    void (*fn)(void *context, size_t worker);
    void *context;
    bool stopping;
    event_t generation; /**< raised to start a run */
    event_t pending;    /**< workers that have not finished it */
    worker_t workers[];
};

static inline void pause_cpu(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static void event_init(event_t *event) {
    atomic_init(&event->value, 0);
    atomic_init(&event->sleepers, 0);
}

/** Call it after a sequentially consistent change of the value: either the sleeper is seen here, or it sees
 * the new value before it sleeps. */
static void event_wake(event_t *event) {
    if (atomic_load(&event->sleepers) == 0) return;
    syscall(SYS_futex, (uint32_t *)&event->value, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

/** Returns once the value is no longer `seen`, with acquire order. */
static uint32_t event_wait(event_t *event, uint32_t seen) {
    for (int i = 0; i < SPINS; i++) {
        const uint32_t now = atomic_load_explicit(&event->value, memory_order_acquire);
        if (now != seen) return now;
        pause_cpu();
    }
    atomic_fetch_add(&event->sleepers, 1);
    uint32_t now;
    while ((now = atomic_load(&event->value)) == seen) {
        syscall(SYS_futex, (uint32_t *)&event->value, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
    }
    atomic_fetch_sub(&event->sleepers, 1);
    return now;
}

static void *work(void *argument) {
    worker_t *self = argument;
    qr_group_t *group = self->group;
    char name[16];
    snprintf(name, sizeof name, "quarry-%u", (unsigned)self->index % 100000u);
    pthread_setname_np(pthread_self(), name);
    uint32_t seen = 0;
    for (;;) {
        seen = event_wait(&group->generation, seen);
        if (group->stopping) return NULL;
        group->fn(group->context, self->index);
        if (atomic_fetch_sub(&group->pending.value, 1) == 1) event_wake(&group->pending);
    }
}

/** Starts worker i with all signals blocked (they belong to the program's own threads), bound to *cpu if not
 * NULL. */
static int start_worker(worker_t *worker, const unsigned *cpu) {
    pthread_attr_t attributes;
    int error = pthread_attr_init(&attributes);
    if (error) return error;
    if (cpu) {
        const size_t size = CPU_ALLOC_SIZE(*cpu + 1);
        cpu_set_t *set = CPU_ALLOC(*cpu + 1);
        if (!set) error = ENOMEM;
        if (!error) {
            CPU_ZERO_S(size, set);
            CPU_SET_S(*cpu, size, set);
            error = pthread_attr_setaffinity_np(&attributes, size, set);
            CPU_FREE(set);
        }
    }
    if (!error) {
        sigset_t all, before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        error = pthread_create(&worker->thread, &attributes, work, worker);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    pthread_attr_destroy(&attributes);
    return error;
}

/** Ends the first `started` workers and frees the group. */
static void stop_group(qr_group_t *group, size_t started) {
    group->stopping = true;
    atomic_fetch_add(&group->generation.value, 1);
    event_wake(&group->generation);
    for (size_t i = 0; i < started; i++) pthread_join(group->workers[i].thread, NULL);
    pthread_mutex_destroy(&group->callers);
    free(group);
}

qr_status_t qr_group_create(qr_group_t **out, const unsigned *cpus, size_t count) {
    if (!out) return QR_INVALID_ARGUMENT;
    *out = NULL;
    if (count == 0 || count > MAX_CPUS) return QR_INVALID_ARGUMENT;
    for (size_t i = 0; cpus && i < count; i++) {
        if (cpus[i] >= MAX_CPUS) return QR_INVALID_ARGUMENT;
    }
    const size_t size = sizeof(qr_group_t) + count * sizeof(worker_t);
    qr_group_t *group = aligned_alloc(_Alignof(qr_group_t), (size + 63) / 64 * 64);
    if (!group) return QR_OUT_OF_MEMORY;
    group->count = count;
    group->fn = NULL;
    group->context = NULL;
    group->stopping = false;
    event_init(&group->generation);
    event_init(&group->pending);
    pthread_mutex_init(&group->callers, NULL);
    for (size_t i = 0; i < count; i++) {
        group->workers[i].group = group;
        group->workers[i].index = i;
        const int error = start_worker(&group->workers[i], cpus ? &cpus[i] : NULL);
        if (error) {
            stop_group(group, i);
            return error == EINVAL ? QR_INVALID_ARGUMENT : QR_OUT_OF_MEMORY;
        }
    }
    *out = group;
    return QR_OK;
}

void qr_group_destroy(qr_group_t *group) {
    if (group) stop_group(group, group->count);
}

size_t qr_group_size(const qr_group_t *group) {
    return group ? group->count : 1;
}

void qr_group_run(qr_group_t *group, void (*fn)(void *context, size_t worker), void *context) {
    if (!group) {
        fn(context, 0);
        return;
    }
    pthread_mutex_lock(&group->callers);
    group->fn = fn;
    group->context = context;
    atomic_store_explicit(&group->pending.value, (uint32_t)group->count, memory_order_relaxed);
    atomic_fetch_add(&group->generation.value, 1);
    event_wake(&group->generation);
    uint32_t left = atomic_load_explicit(&group->pending.value, memory_order_acquire);
    while (left != 0) left = event_wait(&group->pending, left);
    pthread_mutex_unlock(&group->callers);
}

/** A qr_group_for under way. */
typedef struct {
    _Atomic uint64_t next; /**< chunk to hand out next */
    uint64_t chunks, total, grain;
    const uint32_t *stop;
    void (*fn)(void *context, size_t worker, uint64_t start, uint64_t end);
    void *context;
} loop_t;

static void run_chunks(void *argument, size_t worker) {
    loop_t *loop = argument;
    while (!loop->stop || __atomic_load_n(loop->stop, __ATOMIC_RELAXED) == 0) {
        const uint64_t chunk = atomic_fetch_add_explicit(&loop->next, 1, memory_order_relaxed);
        if (chunk >= loop->chunks) return;
        const uint64_t start = chunk * loop->grain;
        const uint64_t left = loop->total - start;
        loop->fn(loop->context, worker, start, start + (left < loop->grain ? left : loop->grain));
    }
}

void qr_group_for(qr_group_t *group, uint64_t total, uint64_t grain, const uint32_t *stop,
                  void (*fn)(void *context, size_t worker, uint64_t start, uint64_t end), void *context) {
    if (total == 0) return;
    if (grain == 0) grain = 1;
    loop_t loop = {.chunks = total / grain + (total % grain != 0),
                   .total = total,
                   .grain = grain,
                   .stop = stop,
                   .fn = fn,
                   .context = context};
    atomic_init(&loop.next, 0);
    qr_group_run(group, run_chunks, &loop);
}
