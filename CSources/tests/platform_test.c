/** CPU masks, memory, pinned groups, jobs. */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static void test_status(void) {
    for (int s = QR_OK; s <= QR_CANCELLED; s++) {
        CHECK(strlen(qr_status_text((qr_status_t)s)) > 0, "status %d", s);
        CHECK(strcmp(qr_status_text((qr_status_t)s), "unknown status") != 0, "status %d", s);
    }
}

/** Features a fresh process sees under QUARRY_CPU=name; *status of its check of the environment. */
static uint32_t features_under(const char *name, qr_status_t *status) {
    int pipes[2];
    uint32_t answer[2] = {0, 0};
    if (pipe(pipes) != 0) return 0;
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        setenv("QUARRY_CPU", name, 1);
        answer[0] = qr_cpu_features();
        answer[1] = qr_cpu_check_environment();
        const ssize_t written = write(pipes[1], answer, sizeof answer);
        _exit(written == (ssize_t)sizeof answer ? 0 : 1);
    }
    close(pipes[1]);
    if (read(pipes[0], answer, sizeof answer) != (ssize_t)sizeof answer) answer[1] = QR_IO;
    close(pipes[0]);
    waitpid(child, NULL, 0);
    *status = (qr_status_t)answer[1];
    return answer[0];
}

static void test_environment(void) {
    const uint32_t has = qr_cpu_detected();
    const uint32_t avx2 = QR_CPU_AVX2 | QR_CPU_BMI2_ADX, shani = avx2 | QR_CPU_SHANI;
    const uint32_t ifma = QR_CPU_AVX512 | QR_CPU_AVX512IFMA;
    qr_status_t status;
    CHECK(features_under("portable", &status) == 0 && status == QR_OK, "portable");
    CHECK(features_under("avx2", &status) == (has & avx2), "avx2");
    CHECK(status == ((has & avx2) == avx2 ? QR_OK : QR_UNSUPPORTED), "avx2: %d", status);
    CHECK(features_under("shani", &status) == (has & shani), "shani");
    CHECK(status == ((has & shani) == shani ? QR_OK : QR_UNSUPPORTED), "shani: %d", status);
    CHECK(features_under("avx512ifma", &status) == has, "avx512ifma");
    CHECK(status == ((has & ifma) == ifma ? QR_OK : QR_UNSUPPORTED), "avx512ifma: %d", status);
    CHECK(features_under("", &status) == has && status == QR_OK, "empty");
    CHECK(features_under("avx1024", &status) == has && status == QR_INVALID_ARGUMENT, "unknown");
}

static void test_cpu(void) {
    size_t count;
    const uint32_t *masks = check_variants(&count);
    for (size_t i = 0; i < count; i++) {
        qr_cpu_restrict(masks[i]);
        CHECK(qr_cpu_features() == masks[i], "mask %zu", i);
    }
    qr_cpu_restrict(~(uint32_t)QR_CPU_AVX512);
    CHECK(!(qr_cpu_features() & QR_CPU_AVX512IFMA), "IFMA without AVX-512");
    qr_cpu_restrict(~0u);
    CHECK(qr_cpu_features() == qr_cpu_detected(), "all");
    CHECK(strcmp(qr_cpu_variant(0), "portable") == 0, "name");
    CHECK(strcmp(qr_cpu_variant(QR_CPU_AVX2 | QR_CPU_BMI2_ADX), "avx2") == 0, "name");
    CHECK(strcmp(qr_cpu_variant(QR_CPU_AVX2 | QR_CPU_BMI2_ADX | QR_CPU_SHANI), "shani") == 0, "name");
    CHECK(strcmp(qr_cpu_variant(~0u), "avx512ifma") == 0, "name");
    char brand[49], cut[4];
    qr_cpu_brand(brand, sizeof brand);
    qr_cpu_brand(cut, sizeof cut);
    CHECK(strlen(brand) > 0 && brand[0] != ' ', "%s", brand);
    CHECK(strncmp(brand, cut, 3) == 0 && strlen(cut) <= 3, "%s", cut);
}

static void test_memory(void) {
    const size_t sizes[] = {
        1, 63, 64, 4096, 131071, 131072, 131073, (2u << 20) - 1, 2u << 20, (4u << 20) + 5};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (uint32_t flags = 0; flags < 4; flags++) {
            for (int node = -1; node < 1; node++) {
                uint8_t *bytes;
                CHECK_OK(qr_memory_allocate((void **)&bytes, sizes[i], node, flags));
                const bool huge = (flags & QR_MEMORY_HUGE) && sizes[i] >= 2u << 20;
                CHECK((uintptr_t)bytes % (huge ? 2u << 20 : 64u) == 0, "alignment, size %zu", sizes[i]);
                bool zero = true;
                for (size_t k = 0; k < sizes[i] && (flags & QR_MEMORY_ZEROED); k++) zero &= bytes[k] == 0;
                CHECK(zero, "size %zu", sizes[i]);
                memset(bytes, 0xa5, sizes[i]);
                qr_memory_free(bytes, sizes[i]);
            }
        }
    }
    void *none = &none;
    CHECK(qr_memory_allocate(&none, 0, -1, 0) == QR_INVALID_ARGUMENT && !none, "empty");
    CHECK(qr_memory_allocate(&none, 64, -2, 0) == QR_INVALID_ARGUMENT, "node");
    CHECK(qr_memory_allocate(&none, 64, -1, 64) == QR_INVALID_ARGUMENT, "flags");
    CHECK(qr_memory_allocate(&none, SIZE_MAX, -1, 0) == QR_OUT_OF_MEMORY && !none, "overflow");
    CHECK(qr_memory_allocate(&none, SIZE_MAX - 1, -1, QR_MEMORY_HUGE) == QR_OUT_OF_MEMORY, "overflow");
    CHECK(qr_memory_allocate(&none, SIZE_MAX / 4, -1, QR_MEMORY_HUGE) == QR_OUT_OF_MEMORY, "too much");
    CHECK_OK(qr_memory_allocate(&none, 4u << 20, 1023, QR_MEMORY_HUGE));
    qr_memory_free(none, 4u << 20);
    qr_memory_free(NULL, 5);
}

typedef struct {
    _Atomic uint64_t calls, sum;
    _Atomic uint32_t workers[8];
    uint8_t *seen;
    uint32_t stop;
} tally_t;

static void count_worker(void *context, size_t worker) {
    tally_t *tally = context;
    atomic_fetch_add(&tally->calls, 1);
    atomic_fetch_add(&tally->workers[worker], 1);
}

static void count_chunk(void *context, size_t worker, uint64_t start, uint64_t end) {
    tally_t *tally = context;
    atomic_fetch_add(&tally->workers[worker], 1);
    for (uint64_t i = start; i < end; i++) tally->seen[i]++;
    atomic_fetch_add(&tally->sum, end - start);
}

static void stop_soon(void *context, size_t worker, uint64_t start, uint64_t end) {
    tally_t *tally = context;
    (void)worker, (void)end;
    atomic_fetch_add(&tally->calls, 1);
    if (start == 0) __atomic_store_n(&tally->stop, 1u, __ATOMIC_RELAXED);
}

static void check_loops(qr_group_t *group) {
    const uint64_t totals[] = {0, 1, 2, 7, 64, 1000, 4099}, grains[] = {0, 1, 3, 64, 5000, UINT64_MAX};
    uint8_t seen[4099];
    for (size_t t = 0; t < sizeof totals / sizeof totals[0]; t++) {
        for (size_t g = 0; g < sizeof grains / sizeof grains[0]; g++) {
            tally_t tally = {.seen = seen};
            memset(seen, 0, sizeof seen);
            qr_group_for(group, totals[t], grains[g], &tally.stop, count_chunk, &tally);
            bool once = true;
            for (uint64_t i = 0; i < sizeof seen; i++) once &= seen[i] == (i < totals[t]);
            CHECK(once && tally.sum == totals[t], "total %" PRIu64 " grain %" PRIu64, totals[t], grains[g]);
        }
    }
    tally_t tally = {.stop = 0};
    qr_group_for(group, UINT64_MAX, 1, &tally.stop, stop_soon, &tally);
    CHECK(tally.calls > 0, "stopped");
}

static void test_groups(void) {
    qr_group_t *group;
    check_loops(NULL);
    for (size_t count = 1; count <= 8; count++) {
        CHECK_OK(qr_group_create(&group, NULL, count));
        CHECK(qr_group_size(group) == count, "size");
        tally_t tally = {.stop = 0};
        for (int i = 0; i < 200; i++) qr_group_run(group, count_worker, &tally);
        CHECK(tally.calls == 200 * count, "calls");
        for (size_t w = 0; w < count; w++) CHECK(tally.workers[w] == 200, "worker %zu", w);
        usleep(2000); /* the workers sleep now */
        qr_group_run(group, count_worker, &tally);
        CHECK(tally.calls == 201 * count, "calls after a rest");
        check_loops(group);
        qr_group_destroy(group);
    }
    CHECK(qr_group_size(NULL) == 1, "size of none");
    qr_group_destroy(NULL);
}

static void note_cpu(void *context, size_t worker) {
    ((int *)context)[worker] = sched_getcpu();
}

static void test_binding(void) {
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
    unsigned cpus[CPU_SETSIZE], outside = CPU_SETSIZE;
    size_t count = 0;
    for (unsigned c = 0; c < CPU_SETSIZE; c++) {
        if (CPU_ISSET(c, &allowed)) cpus[count++] = c;
    }
    qr_group_t *group;
    int *ran = calloc(count, sizeof *ran);
    CHECK_OK(qr_group_create(&group, cpus, count));
    for (int round = 0; ran && round < 20; round++) {
        qr_group_run(group, note_cpu, ran);
        for (size_t i = 0; i < count; i++) CHECK(ran[i] == (int)cpus[i], "worker %zu on %d", i, ran[i]);
    }
    qr_group_destroy(group);
    free(ran);
    const unsigned mixed[2] = {cpus[0], outside + 3000};
    CHECK(qr_group_create(&group, mixed, 2) == QR_INVALID_ARGUMENT && !group, "outside the cpuset");
    const unsigned huge = UINT32_MAX;
    CHECK(qr_group_create(&group, &huge, 1) == QR_INVALID_ARGUMENT, "no such CPU");
    CHECK(qr_group_create(&group, cpus, 0) == QR_INVALID_ARGUMENT, "empty");
}

static void *fail_often(void *argument) {
    qr_job_t *job = argument;
    for (int i = 0; i < 100; i++) {
        if (qr_job_fail(job, QR_CORRUPT, 7, "%0200d", 1) != QR_CORRUPT) return argument;
    }
    return NULL;
}

static void test_jobs(void) {
    qr_job_t job = {.group = NULL};
    CHECK(qr_job_fail(&job, QR_CORRUPT, 0, "first %d", 1) == QR_CORRUPT, "status");
    CHECK(qr_job_fail(&job, QR_IO, 5, "second") == QR_IO, "status");
    CHECK(strcmp(job.detail, "first 1") == 0 && job.system_error == 0, "%s", job.detail);
    CHECK(qr_job_fail(NULL, QR_IO, 5, "nobody") == QR_IO, "no job");
    const struct {
        int error;
        qr_status_t status;
    } cases[] = {{ENOSPC, QR_NO_SPACE},
                 {EDQUOT, QR_NO_SPACE},
                 {ENOENT, QR_NOT_FOUND},
                 {ENOMEM, QR_OUT_OF_MEMORY},
                 {EACCES, QR_IO}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        qr_job_t failed = {.group = NULL};
        CHECK(qr_job_fail_errno(&failed, cases[i].error, "a/b") == cases[i].status, "%d", cases[i].error);
        CHECK(failed.system_error == cases[i].error && strcmp(failed.detail, "a/b") == 0, "%s",
              failed.detail);
    }
    qr_job_t shared = {.group = NULL};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) CHECK(pthread_create(&threads[i], NULL, fail_often, &shared) == 0, "thread");
    for (int i = 0; i < 2; i++) {
        void *failed;
        CHECK(pthread_join(threads[i], &failed) == 0 && !failed, "thread");
    }
    CHECK(strlen(shared.detail) == 200 && shared.system_error == 7, "%s", shared.detail);
    qr_job_expect(&shared, 9);
    qr_job_advance(&shared, 4);
    qr_job_cancel(&shared);
    CHECK(qr_job_total(&shared) == 9 && qr_job_done(&shared) == 4 && qr_job_cancelled(&shared), "accessors");
}

int main(void) {
    test_status();
    test_environment();
    test_cpu();
    test_memory();
    test_groups();
    test_binding();
    test_jobs();
    return check_finish("platform");
}
