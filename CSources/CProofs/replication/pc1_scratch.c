#include "replication/pc1_scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LARGEST_WINDOW 512u
#define SMALLEST_WINDOW 32u
/** Windows ahead beside those being read: one being labelled, one ready, one to spare. */
#define WINDOWS_BESIDE 3u
/** A reading thread does some hundred thousand reads a second, enough for two or three labelling workers. */
#define WORKERS_A_READER 2u
#define MOST_READERS 16u
/** Reads of a window at most: 6 base and 8 expander parents a node. */
#define WINDOW_READS(window) ((window)*QR_PARENTS)
/** Least bytes of pages put together for one write. */
#define WRITE_BYTES ((uint64_t)256 << 10)
/** Direct I/O moves whole blocks: pages must be whole memory pages, and groups whole sectors of the disk. */
#define DIRECT_PAGE 4096u
#define DIRECT_PART 512u

static uint64_t pages_bytes(const qr_pc1_cut_t *cut) {
    return cut->page > WRITE_BYTES ? cut->page : WRITE_BYTES / cut->page * cut->page;
}

/** Bytes beside the ring. */
static uint64_t fixed_bytes(const qr_pc1_cut_t *cut, const qr_pc1_plan_t *plan) {
    const uint64_t ahead = cut->window * cut->depth;
    const uint64_t reads = WINDOW_READS(cut->window);
    return cut->page * (1 + ahead * QR_PARENTS) + ahead * QR_PARENTS * sizeof(uint32_t) +
           cut->readers * reads * (sizeof(qr_scratch_read_t) + plan->count * sizeof(struct iovec)) +
           pages_bytes(cut) + qr_pc1_layer_bytes(plan, cut->unit);
}

/** The smallest ring that lets labelling, reading ahead and writing go on side by side. */
static uint64_t least_ring(const qr_pc1_cut_t *cut, uint64_t nodes) {
    const uint64_t ring = 2 * cut->unit + (cut->depth + 1) * cut->window;
    const uint64_t whole = (ring + cut->unit - 1) / cut->unit * cut->unit;
    return whole < nodes ? whole : nodes;
}

uint64_t qr_pc1_disk_bytes(qr_pc1_cut_t *out, const qr_porep_config_t *config, const qr_pc1_plan_t *plan,
                           uint64_t limit) {
    const uint64_t nodes = config->node_count;
    const uint64_t wanted = (plan->workers + WORKERS_A_READER - 1) / WORKERS_A_READER;
    qr_pc1_cut_t cut = {.page = plan->lanes * QR_NODE_SIZE};
    cut.readers = wanted < MOST_READERS ? wanted : MOST_READERS;
    cut.depth = cut.readers + WINDOWS_BESIDE;
    /* Without a limit: an eighth of what two layers would take, most of it for recent nodes. */
    if (limit == 0) limit = 2 * nodes * cut.page / 8;
    uint64_t need = 0;
    for (uint64_t window = LARGEST_WINDOW; window >= SMALLEST_WINDOW; window /= 2) {
        cut.window = window < nodes ? window : nodes;
        cut.unit = 2 * cut.window < nodes ? 2 * cut.window : nodes;
        cut.ring = least_ring(&cut, nodes);
        need = fixed_bytes(&cut, plan) + cut.ring * cut.page;
        /* At least half for the ring: what it holds need not be read. */
        if (need <= limit && fixed_bytes(&cut, plan) <= limit / 2) break;
    }
    if (need < limit) {
        const uint64_t ring = cut.ring + (limit - need) / cut.page / cut.unit * cut.unit;
        cut.ring = ring < nodes ? ring : nodes;
    }
    *out = cut;
    return fixed_bytes(&cut, plan) + cut.ring * cut.page;
}

/** A file in `directory` without a name. */
static qr_status_t open_nameless(int *out, qr_job_t *job, const char *directory) {
    *out = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*out >= 0) return QR_OK;
    if (errno != EOPNOTSUPP && errno != EISDIR) return qr_job_fail_errno(job, errno, directory);
    const size_t size = strlen(directory) + 32;
    char *path = malloc(size);
    if (!path) return qr_job_fail(job, QR_OUT_OF_MEMORY, 0, "memory for a path");
    snprintf(path, size, "%s/quarry-pc1-XXXXXX", directory);
    *out = mkostemp(path, O_CLOEXEC);
    const qr_status_t status = *out < 0 ? qr_job_fail_errno(job, errno, directory) : QR_OK;
    if (*out >= 0) (void)unlink(path);
    free(path);
    return status;
}

static bool fits_direct_io(const qr_scratch_t *scratch) {
    bool fits = scratch->cut.page % DIRECT_PAGE == 0;
    for (size_t g = 0; g < scratch->run->plan.count; g++) {
        fits = fits && scratch->groups[g].node % DIRECT_PART == 0;
    }
    return fits;
}

/**
 * Makes both files as long as they will be, so that a full disk shows now, and past the page cache where
 * pages are whole blocks: nothing is read twice soon enough to be worth caching there. A trial shows whether
 * the file system can.
 */
static qr_status_t open_files(qr_scratch_t *scratch) {
    qr_job_t *job = scratch->run->job;
    const char *directory = scratch->run->options->scratch;
    const uint64_t bytes = scratch->cut.page * scratch->run->config->node_count;
    for (unsigned i = 0; i < 2; i++) {
        const qr_status_t status = open_nameless(&scratch->files[i], job, directory);
        if (status != QR_OK) return status;
        if (fallocate(scratch->files[i], 0, 0, (off_t)bytes) != 0 && (errno == ENOSPC || errno == EDQUOT)) {
            return qr_job_fail_errno(job, errno, directory);
        }
        if (!fits_direct_io(scratch) || fcntl(scratch->files[i], F_SETFL, O_DIRECT) != 0) continue;
        const size_t page = scratch->cut.page;
        struct iovec parts[] = {{scratch->groups[0].base, DIRECT_PART},
                                {scratch->groups[0].base + DIRECT_PART, page - DIRECT_PART}};
        memset(scratch->pages, 0, page);
        if (pwrite(scratch->files[i], scratch->pages, page, 0) != (ssize_t)page ||
            preadv(scratch->files[i], parts, 2, 0) != (ssize_t)page) {
            (void)fcntl(scratch->files[i], F_SETFL, 0);
        }
    }
    return QR_OK;
}

static qr_status_t allocate_group(qr_scratch_t *scratch, size_t group) {
    const qr_pc1_cut_t *cut = &scratch->cut;
    qr_scratch_lanes_t *lanes = &scratch->groups[group];
    void *memory;
    lanes->node = (size_t)scratch->run->plan.groups[group].kernel->lanes * QR_NODE_SIZE;
    lanes->base_bytes = (1 + cut->ring + cut->depth * cut->window * QR_BASE_PARENTS) * lanes->node;
    lanes->expander_bytes = cut->depth * cut->window * QR_EXPANDER_PARENTS * lanes->node;
    qr_status_t status = qr_memory_allocate(&memory, lanes->base_bytes, -1, QR_MEMORY_HUGE);
    if (status != QR_OK) return status;
    lanes->base = memory;
    status = qr_memory_allocate(&memory, lanes->expander_bytes, -1, QR_MEMORY_HUGE);
    if (status == QR_OK) lanes->expander = memory;
    return status;
}

static qr_status_t create_reader(qr_scratch_t *scratch, qr_scratch_reader_t *reader) {
    const size_t reads = WINDOW_READS(scratch->cut.window);
    reader->reads = malloc(reads * sizeof *reader->reads);
    reader->parts = malloc(reads * scratch->run->plan.count * sizeof *reader->parts);
    if (!reader->reads || !reader->parts) return QR_OUT_OF_MEMORY;
    return qr_scratch_io_create(&reader->io, true);
}

static qr_status_t allocate(qr_scratch_t *scratch) {
    const qr_pc1_cut_t *cut = &scratch->cut;
    const size_t groups = scratch->run->plan.count;
    void *pages = NULL;
    scratch->groups = calloc(groups, sizeof *scratch->groups);
    scratch->places = malloc(cut->depth * cut->window * QR_PARENTS * sizeof *scratch->places);
    scratch->readers = calloc(cut->readers, sizeof *scratch->readers);
    if (!scratch->groups || !scratch->places || !scratch->readers) return QR_OUT_OF_MEMORY;
    scratch->pages_bytes = pages_bytes(cut);
    qr_status_t status = qr_memory_allocate(&pages, scratch->pages_bytes, -1, QR_MEMORY_DEFAULT);
    scratch->pages = pages;
    for (size_t g = 0; status == QR_OK && g < groups; g++) status = allocate_group(scratch, g);
    for (size_t r = 0; status == QR_OK && r < cut->readers; r++) {
        status = create_reader(scratch, &scratch->readers[r]);
    }
    return status;
}

qr_status_t qr_scratch_create(qr_scratch_t *out, qr_pc1_run_t *run, const qr_pc1_cut_t *cut) {
    *out = (qr_scratch_t){.run = run, .cut = *cut, .files = {-1, -1}};
    const qr_status_t status = allocate(out);
    if (status != QR_OK) return qr_job_fail(run->job, status, 0, "memory for layers on disk");
    return open_files(out);
}

void qr_scratch_destroy(qr_scratch_t *scratch) {
    for (size_t r = 0; scratch->readers && r < scratch->cut.readers; r++) {
        qr_scratch_io_destroy(scratch->readers[r].io);
        free(scratch->readers[r].reads);
        free(scratch->readers[r].parts);
    }
    for (unsigned i = 0; i < 2; i++) {
        if (scratch->files[i] >= 0) close(scratch->files[i]);
    }
    for (size_t g = 0; scratch->groups && g < scratch->run->plan.count; g++) {
        qr_memory_free(scratch->groups[g].base, scratch->groups[g].base_bytes);
        qr_memory_free(scratch->groups[g].expander, scratch->groups[g].expander_bytes);
    }
    qr_memory_free(scratch->pages, scratch->pages_bytes);
    free(scratch->groups);
    free(scratch->places);
    free(scratch->readers);
}

/** Number among the windows in memory of the one that starts at `start`. */
static uint64_t slot_of(const qr_scratch_t *scratch, uint64_t start) {
    return start / scratch->cut.window % scratch->cut.depth;
}

uint8_t *qr_scratch_ring(const qr_scratch_t *scratch, size_t group, uint64_t node) {
    const qr_scratch_lanes_t *lanes = &scratch->groups[group];
    return lanes->base + (1 + node % scratch->cut.ring) * lanes->node;
}

uint8_t *qr_scratch_current(const qr_scratch_t *scratch, size_t group, uint64_t start) {
    /* In integers: node 0 of this array lies outside the allocation. */
    const uintptr_t place = (uintptr_t)qr_scratch_ring(scratch, group, start);
    return (uint8_t *)(place - start * scratch->groups[group].node);
}

const uint8_t *qr_scratch_previous(const qr_scratch_t *scratch, size_t group, uint64_t start) {
    const uint64_t first = slot_of(scratch, start) * scratch->cut.window * QR_EXPANDER_PARENTS;
    return scratch->groups[group].expander + first * scratch->groups[group].node;
}

uint32_t *qr_scratch_places(const qr_scratch_t *scratch, uint64_t start) {
    return scratch->places + slot_of(scratch, start) * scratch->cut.window * QR_PARENTS;
}

/** Adds the read of `node` of `layer` into node number `to` of each group's array (expander or base). */
static void add_read(const qr_scratch_t *scratch, qr_scratch_reader_t *reader, size_t *count, uint32_t layer,
                     uint64_t node, uint64_t to, bool expander) {
    const size_t groups = scratch->run->plan.count;
    struct iovec *parts = reader->parts + *count * groups;
    for (size_t g = 0; g < groups; g++) {
        const qr_scratch_lanes_t *lanes = &scratch->groups[g];
        parts[g].iov_base = (expander ? lanes->expander : lanes->base) + to * lanes->node;
        parts[g].iov_len = lanes->node;
    }
    reader->reads[(*count)++] = (qr_scratch_read_t){
        .parts = parts,
        .part_count = (int)groups,
        .file = scratch->files[layer % 2],
        .offset = node * scratch->cut.page,
    };
}

qr_status_t qr_scratch_read_window(qr_scratch_t *scratch, size_t reader, uint32_t layer, uint64_t start,
                                   uint64_t count, const uint32_t *parents) {
    const qr_pc1_cut_t *cut = &scratch->cut;
    const uint64_t end = start + count, at = start % cut->ring;
    const uint64_t kept = end > cut->ring ? end - cut->ring : 0; /* nodes from here on are in the ring */
    const uint64_t slot = slot_of(scratch, start);
    uint64_t older = cut->ring + slot * cut->window * QR_BASE_PARENTS;
    const uint64_t expanders = slot * cut->window * QR_EXPANDER_PARENTS;
    uint32_t *places = qr_scratch_places(scratch, start);
    qr_scratch_reader_t *by = &scratch->readers[reader];
    size_t reads = 0;
    for (uint64_t i = 0; i < count * QR_PARENTS; i++) {
        const uint64_t parent = parents[i], k = i % QR_PARENTS;
        if (k >= QR_BASE_PARENTS) {
            const uint64_t to = i / QR_PARENTS * QR_EXPANDER_PARENTS + k - QR_BASE_PARENTS;
            if (layer > 1) add_read(scratch, by, &reads, layer - 1, parent, expanders + to, true);
            places[i] = (uint32_t)to;
        } else if (parent + 1 == start) {
            places[i] = (uint32_t)parent;
        } else if (parent >= kept) {
            places[i] = (uint32_t)(start - at + parent % cut->ring);
        } else {
            add_read(scratch, by, &reads, layer, parent, 1 + older, false);
            places[i] = (uint32_t)(start - at + older++);
        }
    }
    const int error = qr_scratch_io_read(by->io, by->reads, reads);
    if (error == 0) return QR_OK;
    return qr_job_fail_errno(scratch->run->job, error, scratch->run->options->scratch);
}

qr_status_t qr_scratch_write(qr_scratch_t *scratch, uint32_t layer, uint64_t start, uint64_t count) {
    const size_t page = scratch->cut.page, most = scratch->pages_bytes / page;
    const size_t groups = scratch->run->plan.count;
    for (uint64_t done = 0; done < count;) {
        const uint64_t nodes = count - done < most ? count - done : most;
        for (uint64_t i = 0; i < nodes; i++) {
            uint8_t *to = scratch->pages + i * page;
            for (size_t g = 0; g < groups; g++) {
                memcpy(to, qr_scratch_ring(scratch, g, start + done + i), scratch->groups[g].node);
                to += scratch->groups[g].node;
            }
        }
        for (size_t put = 0; put < nodes * page;) {
            const off_t at = (off_t)((start + done) * page + put);
            const ssize_t n = pwrite(scratch->files[layer % 2], scratch->pages + put, nodes * page - put, at);
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) return qr_job_fail_errno(scratch->run->job, errno, scratch->run->options->scratch);
            put += (size_t)n;
        }
        done += nodes;
    }
    return QR_OK;
}
