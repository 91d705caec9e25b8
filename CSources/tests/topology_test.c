/** Machines and plans: whole plans of machines that are not this one, and the memory limits of containers. */
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "quarry_topology.h"
#include "topology/limits.h"
#include "topology/machine.h"

/** Numbers first..last step by step: "0-14/2", "0-3", "5"; several runs are joined by commas. */
static void append_run(char *text, size_t size, const unsigned *cpus, unsigned count) {
    for (unsigned i = 0; i < count;) {
        unsigned step = i + 1 < count ? cpus[i + 1] - cpus[i] : 0, end = i + 1;
        while (end < count && cpus[end] - cpus[end - 1] == step) end++;
        if (end - i == 2) end = i + 1; /* two numbers are not a run */
        const size_t used = strlen(text);
        char *at = text + used;
        const char *comma = i > 0 ? "," : "";
        if (end - i == 1) {
            snprintf(at, size - used, "%s%u", comma, cpus[i]);
        } else if (step == 1) {
            snprintf(at, size - used, "%s%u-%u", comma, cpus[i], cpus[end - 1]);
        } else {
            snprintf(at, size - used, "%s%u-%u/%u", comma, cpus[i], cpus[end - 1], step);
        }
        i = end;
    }
}

/** A plan as text: for each group package.node.l3, the OS node, and its CPUs: "0.0.0@0:0-3 0.0.1@0:4-7". */
static void describe(char *text, size_t size, const qr_plan_t *plan) {
    text[0] = '\0';
    for (unsigned g = 0; g < plan->group_count; g++) {
        const qr_plan_group_t *group = &plan->groups[g];
        const size_t used = strlen(text);
        snprintf(text + used, size - used, "%s%u.%u.%u@%u:", g > 0 ? " " : "", group->package, group->node,
                 group->l3, group->os_node);
        append_run(text, size, group->cpus, group->cpu_count);
    }
}

static qr_machine_t *load(const char *source) {
    char path[512] = "";
    const size_t length = strlen(source);
    if (length > 4 && strcmp(source + length - 4, ".xml") == 0) {
        const char *slash = strrchr(__FILE__, '/');
        snprintf(path, sizeof path, "%.*s/topologies/", slash ? (int)(slash - __FILE__) : 1,
                 slash ? __FILE__ : ".");
    }
    const size_t used = strlen(path);
    snprintf(path + used, sizeof path - used, "%s", source);
    qr_job_t job = {.group = NULL};
    qr_machine_t *machine = NULL;
    const qr_status_t status = qr_machine_load(&job, &machine, path);
    CHECK(status == QR_OK, "%s: %s", path, job.detail);
    return machine;
}

static void check_plan(const char *source, qr_plan_options_t options, const char *expected) {
    char text[8192];
    qr_plan_t plan;
    qr_machine_t *machine = load(source);
    if (!machine) return;
    CHECK_OK(qr_plan_make(NULL, &plan, machine, &options));
    describe(text, sizeof text, &plan);
    CHECK(strcmp(text, expected) == 0, "%s:\n  planned  %s\n  expected %s", source, text, expected);
    unsigned cpus = 0;
    for (unsigned g = 0; g < plan.group_count; g++) cpus += plan.groups[g].cpu_count;
    CHECK(cpus == plan.cpu_count, "%s", source);
    qr_plan_free(&plan);
    CHECK(!plan.groups && plan.group_count == 0, "freed");
    qr_machine_destroy(machine);
}

/** Counts of a machine: packages, nodes, L3 groups, cores, threads, and whether L3s are known and parts
 * hidden. */
typedef struct {
    unsigned packages, nodes, l3_groups, cores, threads;
    bool l3_known, restricted;
} counts_t;

static void check_counts(const char *source, counts_t expected) {
    qr_machine_info_t info;
    qr_machine_t *machine = load(source);
    if (!machine) return;
    qr_machine_info(&info, machine);
    CHECK(info.packages == expected.packages, "%s: %u packages", source, info.packages);
    CHECK(info.nodes == expected.nodes, "%s: %u nodes", source, info.nodes);
    CHECK(info.l3_groups == expected.l3_groups, "%s: %u L3 groups", source, info.l3_groups);
    CHECK(info.cores == expected.cores, "%s: %u cores", source, info.cores);
    CHECK(info.threads == expected.threads, "%s: %u threads", source, info.threads);
    CHECK(info.l3_known == expected.l3_known, "%s: L3 known", source);
    CHECK(info.restricted == expected.restricted, "%s: restricted", source);
    CHECK(!info.this_machine && info.memory_available == info.memory && info.memory > 0, "%s", source);
    qr_machine_destroy(machine);
}

static const char *const epyc = "package:2 [numa(memory=256GB)] l3:8 core:8 pu:2";

/** Two sockets of eight CCDs: a group is a CCD, on its socket's memory. */
static void test_two_sockets(void) {
    check_counts(epyc, (counts_t){2, 2, 16, 128, 256, true, false});
    check_plan(epyc, (qr_plan_options_t){0},
               "0.0.0@0:0-14/2 0.0.1@0:16-30/2 0.0.2@0:32-46/2 0.0.3@0:48-62/2 0.0.4@0:64-78/2 "
               "0.0.5@0:80-94/2 0.0.6@0:96-110/2 0.0.7@0:112-126/2 1.1.8@1:128-142/2 1.1.9@1:144-158/2 "
               "1.1.10@1:160-174/2 1.1.11@1:176-190/2 1.1.12@1:192-206/2 1.1.13@1:208-222/2 "
               "1.1.14@1:224-238/2 1.1.15@1:240-254/2");
    check_plan(epyc, (qr_plan_options_t){.max_cores = 12, .cores_per_group = 3},
               "0.0.0@0:0-4/2 0.0.0@0:6-10/2 0.0.0@0:12,14 0.0.1@0:16-20/2 0.0.1@0:22");
    check_plan(epyc, (qr_plan_options_t){.max_cores = 20, .use_siblings = true},
               "0.0.0@0:0-14/2,1-15/2 0.0.1@0:16-30/2,17-31/2 0.0.2@0:32-38/2,33-39/2");
}

/** Four NUMA nodes a socket: neighbours of one socket have different memory. */
static void test_nodes_per_socket(void) {
    const char *nps4 = "package:2 numa:4(memory=64GB) l3:2 core:4 pu:1";
    check_counts(nps4, (counts_t){2, 8, 16, 64, 64, true, false});
    check_plan(nps4, (qr_plan_options_t){.max_cores = 40},
               "0.0.0@0:0-3 0.0.1@0:4-7 0.1.2@1:8-11 0.1.3@1:12-15 0.2.4@2:16-19 0.2.5@2:20-23 "
               "0.3.6@3:24-27 0.3.7@3:28-31 1.4.8@4:32-35 1.4.9@4:36-39");
    /* Sub-NUMA clusters inside one L3: a group keeps to its memory as well. */
    const char *snc2 = "package:2 l3:1 numa:2(memory=64GB) core:4 pu:2";
    check_counts(snc2, (counts_t){2, 4, 2, 16, 32, true, false});
    check_plan(snc2, (qr_plan_options_t){0}, "0.0.0@0:0-6/2 0.1.0@1:8-14/2 1.2.1@2:16-22/2 1.3.1@3:24-30/2");
}

static void test_options(void) {
    const char *small = "package:1 l3:2 core:4 pu:2";
    check_plan(small, (qr_plan_options_t){.reserve_cores = 1}, "0.0.0@0:0-6/2 0.0.1@0:8-12/2");
    check_plan(small, (qr_plan_options_t){.reserve_cores = 4}, "0.0.0@0:0-6/2");
    check_plan(small, (qr_plan_options_t){.reserve_cores = 5, .use_siblings = true}, "0.0.0@0:0-4/2,1-5/2");
    check_plan(small, (qr_plan_options_t){.reserve_cores = 8}, "0.0.0@0:0");
    check_plan(small, (qr_plan_options_t){.reserve_cores = 99}, "0.0.0@0:0");
    check_plan(small, (qr_plan_options_t){.max_cores = 6, .reserve_cores = 1}, "0.0.0@0:0-6/2 0.0.1@0:8,10");
    check_plan(small, (qr_plan_options_t){.max_cores = 99}, "0.0.0@0:0-6/2 0.0.1@0:8-14/2");
    check_plan(small, (qr_plan_options_t){.cores_per_group = 1, .max_cores = 3},
               "0.0.0@0:0 0.0.0@0:2 0.0.0@0:4");
    check_plan(small, (qr_plan_options_t){.cores_per_group = 2},
               "0.0.0@0:0,2 0.0.0@0:4,6 0.0.1@0:8,10 0.0.1@0:12,14");
    check_plan(small, (qr_plan_options_t){.cores_per_group = 99}, "0.0.0@0:0-6/2 0.0.1@0:8-14/2");
    qr_plan_t plan = {.group_count = 3};
    qr_job_t job = {.group = NULL};
    CHECK(qr_plan_make(&job, &plan, NULL, &(qr_plan_options_t){0}) == QR_INVALID_ARGUMENT, "no machine");
    CHECK(plan.group_count == 0 && job.detail[0] != '\0', "no machine");
}

static void test_small_machines(void) {
    check_counts("core:1 pu:1", (counts_t){1, 1, 1, 1, 1, false, false});
    check_plan("core:1 pu:1", (qr_plan_options_t){.reserve_cores = 1}, "0.0.0@0:0");
    check_plan("core:1 pu:2", (qr_plan_options_t){.use_siblings = true}, "0.0.0@0:0,1");
    check_counts("pu:4", (counts_t){1, 1, 1, 4, 4, false, false});
    check_plan("pu:4", (qr_plan_options_t){0}, "0.0.0@0:0-3");
    /* Eight threads a core: the first, and the second when siblings are wanted. */
    check_plan("package:1 l3:1 core:2 pu:8", (qr_plan_options_t){.use_siblings = true}, "0.0.0@0:0,8,1,9");
}

/** Without L3 information a group is a NUMA node, or a package. */
static void test_no_l3(void) {
    check_counts("package:2 numa:2 core:3 pu:1", (counts_t){2, 4, 4, 12, 12, false, false});
    check_plan("package:2 numa:2 core:3 pu:1", (qr_plan_options_t){0},
               "0.0.0@0:0-2 0.1.1@1:3-5 1.2.2@2:6-8 1.3.3@3:9-11");
    check_counts("numa:1 package:2 core:3 pu:1", (counts_t){2, 1, 2, 6, 6, false, false});
    check_plan("numa:1 package:2 core:3 pu:1", (qr_plan_options_t){0}, "0.0.0@0:0-2 1.0.1@0:3-5");
    /* Low-power cores beside the L3 of the others are a group of their own. */
    check_counts("partial_l3.xml", (counts_t){1, 1, 2, 8, 8, true, false});
    check_plan("partial_l3.xml", (qr_plan_options_t){0}, "0.0.0@0:0-3 0.0.1@0:4-7");
}

static void test_hybrid(void) {
    const qr_plan_options_t all = {.use_efficiency_cores = true};
    check_counts("hybrid.xml", (counts_t){1, 1, 1, 12, 20, true, false});
    check_plan("hybrid.xml", (qr_plan_options_t){0}, "0.0.0@0:0-14/2");
    check_plan("hybrid.xml", all, "0.0.0@0:0-14/2 0.0.0@0:16-22/2");
    check_plan("hybrid.xml", (qr_plan_options_t){.use_efficiency_cores = true, .use_siblings = true},
               "0.0.0@0:0-14/2,1-15/2 0.0.0@0:16-22/2");
    /* The slow cluster has the lower numbers here. */
    check_counts("capacity.xml", (counts_t){1, 1, 1, 8, 8, false, false});
    check_plan("capacity.xml", (qr_plan_options_t){0}, "0.0.0@0:4-7");
    check_plan("capacity.xml", all, "0.0.0@0:4-7 0.0.0@0:0-3");
    /* A higher top frequency of some cores does not make the others slow ones. */
    check_plan("favoured.xml", (qr_plan_options_t){0}, "0.0.0@0:0-3 0.0.1@0:4-7");
    qr_core_t core;
    qr_machine_t *machine = load("hybrid.xml");
    if (!machine) return;
    CHECK_OK(qr_machine_core(&core, machine, 0));
    CHECK(core.efficiency == 0 && core.threads == 2 && core.os_siblings[1] == 1, "P core");
    CHECK_OK(qr_machine_core(&core, machine, 11));
    CHECK(core.efficiency == 1 && core.threads == 1 && core.os_cpu == 22, "E core");
    CHECK(qr_machine_core(&core, machine, 12) == QR_INVALID_ARGUMENT, "no such core");
    qr_machine_destroy(machine);
}

/** A container's cpuset over parts of two L3s; half a core; offline CPUs. */
static void test_hidden_parts(void) {
    check_counts("restricted.xml", (counts_t){1, 1, 2, 5, 7, true, true});
    check_plan("restricted.xml", (qr_plan_options_t){0}, "0.0.0@0:2,4 0.0.1@0:8-12/2");
    check_plan("restricted.xml", (qr_plan_options_t){.use_siblings = true}, "0.0.0@0:2,4,3,5 0.0.1@0:8-12/2");
    check_counts("offline.xml", (counts_t){2, 2, 3, 11, 11, true, true});
    check_plan("offline.xml", (qr_plan_options_t){0}, "0.0.0@0:0-2 0.0.1@0:4-7 1.1.2@1:8-11");
}

static void check_node(const qr_machine_t *machine, unsigned n, uint64_t megabytes, unsigned os_node,
                       bool cpus) {
    uint64_t bytes;
    unsigned number;
    bool has_cpus;
    qr_machine_node(&bytes, &number, &has_cpus, machine, n);
    CHECK(bytes / 1000000 == megabytes, "node %u: %" PRIu64, n, bytes);
    CHECK(number == os_node && has_cpus == cpus, "node %u: %u %d", n, number, has_cpus);
}

static void test_memory_nodes(void) {
    /* Attached memory that no CPU is near to is counted, not used. */
    check_plan("memory_only.xml", (qr_plan_options_t){0}, "0.0.0@0:0-3 1.1.1@1:4-7");
    qr_machine_t *machine = load("memory_only.xml");
    if (machine) {
        check_node(machine, 0, 64000, 0, true);
        check_node(machine, 1, 64000, 1, true);
        check_node(machine, 2, 274877, 2, false);
        check_node(machine, 3, 0, 0, false);
    }
    qr_machine_destroy(machine);
    /* High-bandwidth memory beside each package's DRAM. */
    check_plan("package:2 [numa(memory=64GB)] [numa(memory=16GB)] l3:1 core:4 pu:1", (qr_plan_options_t){0},
               "0.0.0@0:0-3 1.2.1@2:4-7");
    /* The CPUs of node 1, which has no memory, are nearer to node 2 (distance 12) than to node 0 (20). */
    check_plan("memoryless.xml", (qr_plan_options_t){0}, "0.0.0@0:0,1 0.2.1@2:2,3 0.2.2@2:4,5");
}

/** Words of CPU sets end at 64 CPUs, glibc's fixed sets at 1024. */
static void test_many_cpus(void) {
    const struct {
        const char *source;
        unsigned l3_groups, cores;
    } machines[] = {{"package:1 [numa] l3:8 core:16 pu:1", 8, 16},
                    {"package:2 [numa] l3:16 core:16 pu:1", 32, 16},
                    {"package:4 [numa] l3:20 core:16 pu:1", 80, 16}};
    for (size_t m = 0; m < sizeof machines / sizeof machines[0]; m++) {
        char expected[8192] = "";
        for (unsigned g = 0; g < machines[m].l3_groups; g++) {
            const unsigned first = g * machines[m].cores;
            unsigned packages = 1;
            sscanf(machines[m].source, "package:%u", &packages);
            const unsigned package = g / (machines[m].l3_groups / packages);
            const size_t used = strlen(expected);
            snprintf(expected + used, sizeof expected - used, "%s%u.%u.%u@%u:%u-%u", g > 0 ? " " : "",
                     package, package, g, package, first, first + machines[m].cores - 1);
        }
        check_plan(machines[m].source, (qr_plan_options_t){0}, expected);
    }
}

static void test_sources(void) {
    qr_job_t job = {.group = NULL};
    qr_machine_t *machine = NULL;
    CHECK(qr_machine_load(&job, &machine, "socks:2 pu:x") == QR_MALFORMED && !machine, "description");
    CHECK(strstr(job.detail, "socks:2"), "%s", job.detail);
    job = (qr_job_t){.group = NULL};
    CHECK(qr_machine_load(&job, &machine, "no/such/machine.xml") == QR_NOT_FOUND && !machine, "missing");
    CHECK(strstr(job.detail, "machine.xml"), "%s", job.detail);
    machine = load("package:2 l3:2 l2:2 l1d:1 core:1 pu:1");
    if (!machine) return;
    uint64_t l1d, l2, l3;
    qr_machine_caches(&l1d, &l2, &l3, machine, 3);
    CHECK(l1d > 0 && l2 > l1d && l3 > l2, "caches");
    qr_machine_caches(&l1d, &l2, &l3, machine, 99);
    CHECK(l1d == 0 && l2 == 0 && l3 == 0, "caches of no core");
    char *xml = NULL;
    CHECK_OK(qr_machine_xml(&xml, machine));
    CHECK(xml && strstr(xml, "<topology"), "xml");
    free(xml);
    qr_machine_destroy(machine);
    qr_machine_destroy(NULL);
}

/** This machine, whole and bound to one CPU. */
static void test_this_machine(void) {
    qr_machine_info_t info;
    qr_machine_t *machine = load("");
    if (!machine) return;
    qr_machine_info(&info, machine);
    CHECK(info.this_machine && info.cores > 0 && info.threads >= info.cores, "counts");
    CHECK(info.memory > 0 && info.memory_available > 0 && info.memory_available <= info.memory, "memory");
    cpu_set_t before, one;
    qr_core_t core;
    CHECK_OK(qr_machine_core(&core, machine, info.cores - 1));
    qr_machine_destroy(machine);
    if (sched_getaffinity(0, sizeof before, &before) != 0) return;
    CPU_ZERO(&one);
    CPU_SET(core.os_cpu, &one);
    CHECK(sched_setaffinity(0, sizeof one, &one) == 0, "bind");
    machine = load("");
    sched_setaffinity(0, sizeof before, &before);
    if (!machine) return;
    qr_machine_info_t bound;
    qr_machine_info(&bound, machine);
    CHECK(bound.threads == 1 && bound.cores == 1, "%u threads", bound.threads);
    CHECK(bound.restricted == (info.restricted || info.threads > 1), "restricted");
    qr_plan_t plan;
    CHECK_OK(qr_plan_make(NULL, &plan, machine, &(qr_plan_options_t){0}));
    CHECK(plan.group_count == 1 && plan.groups[0].cpus[0] == core.os_cpu, "plan");
    qr_plan_free(&plan);
    qr_machine_destroy(machine);
}

/** A container's quota of CPU time bounds the plan: a description has none, so it is put in by hand. */
static void test_planned_quota(void) {
    static const struct {
        unsigned quota;
        bool siblings;
        unsigned cpus;
    } cases[] = {{0, false, 8}, {3, false, 3}, {3, true, 2}, {1, true, 2}, {8, true, 8}, {99, true, 16}};
    qr_machine_t *machine = load("package:1 l3:2 core:4 pu:2");
    if (!machine) return;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        qr_plan_t plan;
        machine->info.cpu_quota = cases[i].quota;
        const qr_plan_options_t options = {.use_siblings = cases[i].siblings};
        CHECK_OK(qr_plan_make(NULL, &plan, machine, &options));
        CHECK(plan.cpu_count == cases[i].cpus, "case %zu: %u CPUs", i, plan.cpu_count);
        qr_plan_free(&plan);
    }
    qr_machine_destroy(machine);
}

/** Writes root/path, making its folders. */
static void put(const char *root, const char *path, const char *text) {
    char whole[512];
    snprintf(whole, sizeof whole, "%s/%s", root, path);
    for (char *slash = strchr(whole + strlen(root) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(whole, 0700);
        *slash = '/';
    }
    FILE *file = fopen(whole, "w");
    CHECK(file && fputs(text, file) >= 0, "%s", whole);
    if (file) fclose(file);
}

static const char *const meminfo = "MemTotal: 1000000 kB\nMemFree: 5 kB\nMemAvailable: 800000 kB\n";

static void check_limits(const char *what, const char *root, uint64_t limit, uint64_t available) {
    qr_limits_t limits;
    qr_limits_read(&limits, root);
    CHECK(limits.total == 1024000000, "%s: total %" PRIu64, what, limits.total);
    CHECK(limits.limit == limit, "%s: limit %" PRIu64, what, limits.limit);
    CHECK(limits.available == available, "%s: available %" PRIu64, what, limits.available);
}

static void check_quota(const char *what, const char *root, uint64_t cpus) {
    qr_limits_t limits;
    qr_limits_read(&limits, root);
    CHECK(limits.cpu_quota == cpus, "%s: %" PRIu64 " CPUs", what, limits.cpu_quota);
}

/** CPU time, in both versions: the tightest of a cgroup and its ancestors. */
static void test_quota(const char *root) {
    put(root, "proc/self/cgroup", "3:cpu,cpuacct:/one/two\n0::/one/two\n");
    put(root, "proc/self/mountinfo",
        "30 20 0:26 / /v1 rw - cgroup cgroup rw,cpu,cpuacct\n31 20 0:27 / /v2 rw - cgroup2 cgroup2 rw\n");
    check_quota("no files", root, 0);
    put(root, "v2/one/cpu.max", "max 100000\n");
    put(root, "v1/one/two/cpu.cfs_quota_us", "-1\n");
    put(root, "v1/one/two/cpu.cfs_period_us", "100000\n");
    check_quota("no limits", root, 0);
    put(root, "v2/one/two/cpu.max", "850000 100000\n");
    check_quota("version 2", root, 9);
    put(root, "v1/cpu.cfs_quota_us", "50000\n");
    put(root, "v1/cpu.cfs_period_us", "20000\n");
    check_quota("version 1", root, 3);
}

/** cgroup version 2: the tightest of a cgroup and its ancestors, max and high; droppable page cache is free.
 */
static void test_cgroup2(const char *root) {
    put(root, "proc/meminfo", meminfo);
    put(root, "proc/self/cgroup", "1:name=systemd:/x\n0::/outer/inner\n");
    check_limits("no cgroup", root, UINT64_MAX, 819200000);
    put(root, "proc/self/mountinfo", "30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n");
    check_limits("no files", root, UINT64_MAX, 819200000);
    put(root, "sys/fs/cgroup/outer/memory.max", "500000000\n");
    put(root, "sys/fs/cgroup/outer/memory.current", "300000000\n");
    put(root, "sys/fs/cgroup/outer/inner/memory.max", "max\n");
    check_limits("ancestor", root, 500000000, 200000000);
    put(root, "sys/fs/cgroup/outer/memory.stat", "anon 1\ninactive_file 250000000\n");
    check_limits("page cache", root, 500000000, 450000000);
    put(root, "sys/fs/cgroup/outer/inner/memory.high", "100000000\n");
    put(root, "sys/fs/cgroup/outer/inner/memory.current", "40000000\n");
    check_limits("high", root, 100000000, 60000000);
    put(root, "sys/fs/cgroup/outer/inner/memory.current", "140000000\n");
    check_limits("over the limit", root, 100000000, 0);
    put(root, "sys/fs/cgroup/memory.max", "90000000\n");
    put(root, "sys/fs/cgroup/memory.current", "0\n");
    put(root, "proc/self/cgroup", "0::/\n");
    check_limits("own namespace", root, 90000000, 90000000);
    put(root, "proc/self/cgroup", "0::/../elsewhere\n");
    check_limits("outside the namespace", root, 90000000, 90000000);
}

/** cgroup version 1, seen from a container: its own cgroup is mounted as the root. */
static void test_cgroup1(const char *root) {
    put(root, "proc/meminfo", meminfo);
    put(root, "proc/self/cgroup", "5:cpuset,cpu:/docker/a\n4:hugetlb,memory:/docker/a/job\n");
    put(root, "proc/self/mountinfo",
        "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n"
        "36 31 0:33 /docker/a /sys/fs/cgroup/cpu rw shared:4 - cgroup cgroup rw,cpuset,cpu\n"
        "35 31 0:32 /docker/a /sys/fs/cgroup/memory rw shared:5 - cgroup cgroup rw,hugetlb,memory\n");
    put(root, "sys/fs/cgroup/memory/memory.limit_in_bytes", "600000000\n");
    put(root, "sys/fs/cgroup/memory/memory.usage_in_bytes", "500000000\n");
    put(root, "sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 150000000\n");
    check_limits("container", root, 600000000, 250000000);
    put(root, "sys/fs/cgroup/memory/job/memory.limit_in_bytes", "9223372036854771712\n");
    put(root, "sys/fs/cgroup/memory/job/memory.usage_in_bytes", "1\n");
    check_limits("no limit of its own", root, 600000000, 250000000);
    put(root, "sys/fs/cgroup/memory/job/memory.limit_in_bytes", "100000000\n");
    check_limits("job", root, 100000000, 99999999);
    put(root, "proc/self/cgroup", "4:memory:/docker/ab\n");
    check_limits("another cgroup", root, 600000000, 250000000);
}

static void test_huge_pages(const char *root) {
    qr_limits_t limits;
    put(root, "sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "12\n");
    put(root, "sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    qr_limits_read(&limits, root);
    CHECK(limits.huge_page_size == 2u << 20 && limits.huge_pages_free == 12, "explicit");
    CHECK(limits.transparent_huge_pages, "transparent");
    put(root, "sys/kernel/mm/transparent_hugepage/enabled", "always madvise [never]\n");
    qr_limits_read(&limits, root);
    CHECK(!limits.transparent_huge_pages, "never");
}

static void test_limits(void) {
    void (*const tests[])(const char *root) = {test_cgroup2, test_cgroup1, test_quota, test_huge_pages};
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        const char *folder = getenv("TMPDIR");
        char root[256], command[300];
        snprintf(root, sizeof root, "%s/quarry-limits-XXXXXX", folder && *folder ? folder : P_tmpdir);
        if (!mkdtemp(root)) continue;
        tests[i](root);
        snprintf(command, sizeof command, "rm -rf '%s'", root);
        CHECK(system(command) == 0, "%s", command);
    }
}

int main(void) {
    test_two_sockets();
    test_nodes_per_socket();
    test_options();
    test_small_machines();
    test_no_l3();
    test_hybrid();
    test_hidden_parts();
    test_memory_nodes();
    test_many_cpus();
    test_sources();
    test_this_machine();
    test_planned_quota();
    test_limits();
    return check_finish("topology");
}
