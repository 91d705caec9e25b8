/** What this process may take: /proc/meminfo and the limits of its cgroups. */
#include "topology/limits.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_SIZE 4352 /* PATH_MAX and a file name */
#define HUGE_PAGE_SIZE ((uint64_t)2 << 20)

/** First number of a file; false if there is none ("max" counts as UINT64_MAX). */
static bool read_number(uint64_t *out, const char *directory, const char *name) {
    char path[PATH_SIZE + 64], text[32];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "re");
    if (!file) return false;
    const bool got = fgets(text, sizeof text, file) != NULL;
    fclose(file);
    if (!got) return false;
    if (strncmp(text, "max", 3) == 0) {
        *out = UINT64_MAX;
        return true;
    }
    char *end;
    errno = 0;
    *out = strtoull(text, &end, 10);
    return end != text && errno == 0;
}

/** Value after `key` at the start of a line ("MemTotal:", "inactive_file "); false if absent. */
static bool read_field(uint64_t *out, const char *path, const char *key) {
    FILE *file = fopen(path, "re");
    if (!file) return false;
    char line[256];
    bool found = false;
    while (!found && fgets(line, sizeof line, file)) {
        if (strncmp(line, key, strlen(key)) != 0) continue;
        *out = strtoull(line + strlen(key), NULL, 10);
        found = true;
    }
    fclose(file);
    return found;
}

/** Names of the files of a cgroup version. */
typedef struct {
    const char *limits[2]; /**< NULL: none */
    const char *usage;
    const char *reclaimable;
} cgroup_files_t;

static const cgroup_files_t version1 = {
    {"memory.limit_in_bytes", NULL}, "memory.usage_in_bytes", "total_inactive_file "};
static const cgroup_files_t version2 = {{"memory.max", "memory.high"}, "memory.current", "inactive_file "};

/** Lowers out->limit and out->available by one cgroup directory. Page cache that can be dropped counts as
 * free. */
static void apply_memory(qr_limits_t *out, const char *directory, bool second) {
    const cgroup_files_t *files = second ? &version2 : &version1;
    uint64_t limit = UINT64_MAX, usage = 0, cached = 0, number;
    char path[PATH_SIZE + 64];
    for (int i = 0; i < 2 && files->limits[i]; i++) {
        if (read_number(&number, directory, files->limits[i]) && number < limit) limit = number;
    }
    if (limit == UINT64_MAX) return;
    if (limit < out->limit) out->limit = limit;
    if (!read_number(&usage, directory, files->usage)) return;
    snprintf(path, sizeof path, "%s/memory.stat", directory);
    if (read_field(&cached, path, files->reclaimable)) usage -= cached < usage ? cached : usage;
    const uint64_t left = usage < limit ? limit - usage : 0;
    if (left < out->available) out->available = left;
}

/** Lowers out->cpu_quota by one cgroup directory: microseconds of CPU time in each period. */
static void apply_quota(qr_limits_t *out, const char *directory, bool second) {
    uint64_t quota = UINT64_MAX, period = 0;
    if (second) {
        char path[PATH_SIZE + 64];
        snprintf(path, sizeof path, "%s/cpu.max", directory);
        FILE *file = fopen(path, "re");
        if (!file) return;
        /* "max 100000" has no number in front. */
        if (fscanf(file, "%" SCNu64 " %" SCNu64, &quota, &period) != 2) period = 0;
        fclose(file);
    } else if (!read_number(&quota, directory, "cpu.cfs_quota_us") ||
               !read_number(&period, directory, "cpu.cfs_period_us")) {
        return;
    }
    /* Version 1 says -1 for no limit. */
    if (period == 0 || quota == 0 || quota > (uint64_t)INT64_MAX) return;
    const uint64_t cpus = quota / period + (quota % period != 0);
    if (out->cpu_quota == 0 || cpus < out->cpu_quota) out->cpu_quota = cpus;
}

typedef void (*apply_fn)(qr_limits_t *out, const char *directory, bool second);

/** From the process's cgroup up to the mount point: a limit of any ancestor holds. */
static void walk_up(qr_limits_t *out, const char *mount, const char *below, apply_fn apply, bool second) {
    char directory[PATH_SIZE];
    const size_t top = strlen(mount);
    if ((size_t)snprintf(directory, sizeof directory, "%s%s", mount, below) >= sizeof directory) return;
    for (;;) {
        size_t length = strlen(directory);
        while (length > top && directory[length - 1] == '/') directory[--length] = '\0';
        apply(out, directory, second);
        if (length <= top) return;
        char *slash = strrchr(directory, '/');
        *slash = '\0';
    }
}

/** Whether `name` is one of the words of `list` that commas separate. */
static bool list_has(const char *list, const char *name) {
    const size_t length = strlen(name);
    for (const char *at = list; *at;) {
        const size_t word = strcspn(at, ",");
        if (word == length && strncmp(at, name, length) == 0) return true;
        at += word + (at[word] == ',');
    }
    return false;
}

/** Path of this process in a controller's hierarchy; controller NULL: that of version 2, "0::PATH". */
static bool own_cgroup(char *out, size_t size, const char *root, const char *controller) {
    char line[PATH_SIZE];
    snprintf(line, sizeof line, "%s/proc/self/cgroup", root);
    FILE *file = fopen(line, "re");
    if (!file) return false;
    bool found = false;
    while (!found && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        char *controllers = strchr(line, ':');
        char *path = controllers ? strchr(controllers + 1, ':') : NULL;
        if (!path) continue;
        *controllers++ = *path++ = '\0';
        found =
            controller ? list_has(controllers, controller) : *controllers == '\0' && strcmp(line, "0") == 0;
        if (found) snprintf(out, size, "%s", path);
    }
    fclose(file);
    return found;
}

/** A cgroup mount: what of the hierarchy is mounted, and where. */
typedef struct {
    char source[512], point[2176], type[16], options[512];
} mount_t;

/** In a container the mount's source is the container's own cgroup, so it is cut from the process's path. */
static void apply_controller(qr_limits_t *out, const char *root, const mount_t *mount, const char *controller,
                             apply_fn apply) {
    const bool second = strcmp(mount->type, "cgroup2") == 0;
    char own[PATH_SIZE / 2], point[PATH_SIZE];
    if (!second && !list_has(mount->options, controller)) return;
    if (!own_cgroup(own, sizeof own, root, second ? NULL : controller)) return;
    const char *below = own;
    const size_t cut = strcmp(mount->source, "/") == 0 ? 0 : strlen(mount->source);
    if (strncmp(own, mount->source, cut) == 0 && (own[cut] == '/' || own[cut] == '\0')) {
        below += cut;
    } else if (cut > 0) {
        below = "";
    }
    if (strncmp(below, "/..", 3) == 0) below = "";
    snprintf(point, sizeof point, "%s%s", root, mount->point);
    walk_up(out, point, below, apply, second);
}

/** A line of mountinfo: "ID PARENT DEV ROOT POINT OPTIONS [TAGS] - TYPE SOURCE SUPER". */
static void apply_mount(qr_limits_t *out, char *line, const char *root) {
    mount_t mount = {.source = ""};
    char *separator = strstr(line, " - ");
    if (!separator) return;
    *separator = '\0';
    if (sscanf(line, "%*s %*s %*s %511s %2175s", mount.source, mount.point) != 2) return;
    if (sscanf(separator + 3, "%15s %*s %511s", mount.type, mount.options) < 1) return;
    if (strncmp(mount.type, "cgroup", 6) != 0) return;
    apply_controller(out, root, &mount, "memory", apply_memory);
    apply_controller(out, root, &mount, "cpu", apply_quota);
}

static void apply_cgroups(qr_limits_t *out, const char *root) {
    char line[2 * PATH_SIZE];
    snprintf(line, sizeof line, "%s/proc/self/mountinfo", root);
    FILE *file = fopen(line, "re");
    if (!file) return;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        apply_mount(out, line, root);
    }
    fclose(file);
}

void qr_limits_read(qr_limits_t *out, const char *root) {
    char path[PATH_SIZE], text[64] = "";
    *out = (qr_limits_t){.limit = UINT64_MAX};
    snprintf(path, sizeof path, "%s/proc/meminfo", root);
    if (read_field(&out->total, path, "MemTotal:")) out->total *= 1024;
    if (read_field(&out->available, path, "MemAvailable:")) out->available *= 1024;
    apply_cgroups(out, root);
    snprintf(path, sizeof path, "%s/sys/kernel/mm/hugepages/hugepages-2048kB", root);
    if (read_number(&out->huge_pages_free, path, "free_hugepages")) out->huge_page_size = HUGE_PAGE_SIZE;
    snprintf(path, sizeof path, "%s/sys/kernel/mm/transparent_hugepage/enabled", root);
    FILE *file = fopen(path, "re");
    if (!file) return;
    out->transparent_huge_pages = fgets(text, sizeof text, file) && !strstr(text, "[never]");
    fclose(file);
}
