#include "quarry_slots.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    PAGE = 4096,
    KEEP_RESIDENT = 2 << 20,    /* bytes that a waiting slot keeps */
    KEEP_IN_ALL = 256 << 20,    /* bytes that all of them keep */
    KEEP_SLOTS = 1200,          /* more than a message can have at once */
    BINS = 16,
    REGIONS = 32,
};

struct quarry_slot {
    quarry_slot_t *next;
    uint8_t *base;
    size_t mapped;     /* guard included */
    size_t capacity;
    size_t minimum;    /* what it was handed out with: above, pages are closed when it waits */
    size_t size;       /* what can be read and written */
    size_t resident;   /* while it waits */
};

static struct {
    pthread_mutex_t lock;
    quarry_slot_t *bins[BINS];
    size_t count;
    size_t resident;
    quarry_touched_t way;
    int pagemap;
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER, .pagemap = -1};

/* As <linux/fs.h> declares them from 6.7 on; older headers do not. */
struct scan {
    uint64_t size, flags, start, end, walk_end, vec, vec_len, max_pages;
    uint64_t category_inverted, category_mask, category_anyof_mask, return_mask;
};
struct region {
    uint64_t start, end, categories;
};
enum { IS_PRESENT = 1 << 3, IS_SWAPPED = 1 << 4 };
#define SCAN_REQUEST _IOWR('f', 16, struct scan)

/** What was found on a slot: bytes that stay, all zero. */
typedef struct {
    quarry_slot_t *slot;
    size_t kept;
    size_t allowed;
} cleaning_t;

/** Zeroes a touched range, or gives it back where enough is kept. */
static bool clean(cleaning_t *cleaning, uint64_t start, uint64_t end) {
    size_t length = (size_t)(end - start);
    uint8_t *at = cleaning->slot->base + (start - (uint64_t)(uintptr_t)cleaning->slot->base);
    if (cleaning->kept + length > cleaning->allowed) {
        return madvise(at, length, MADV_DONTNEED) == 0;
    }
    memset(at, 0, length);
    cleaning->kept += length;
    return true;
}

/** The ranges by one request each; false if the kernel refuses. */
static bool clean_by_scan(cleaning_t *cleaning, uint64_t start, uint64_t end) {
    struct region found[REGIONS];
    while (start < end) {
        struct scan scan = {
            .size = sizeof scan,
            .start = start,
            .end = end,
            .vec = (uint64_t)(uintptr_t)found,
            .vec_len = REGIONS,
            .category_anyof_mask = IS_PRESENT | IS_SWAPPED,
            .return_mask = IS_PRESENT | IS_SWAPPED,
        };
        int count = ioctl(pool.pagemap, SCAN_REQUEST, &scan);
        if (count < 0) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!clean(cleaning, found[i].start, found[i].end)) {
                return false;
            }
        }
        start = scan.walk_end;
    }
    return true;
}

/** The same by bits 62 (swapped) and 63 (present) of each page's word. */
static bool clean_by_pagemap(cleaning_t *cleaning, uint64_t start, uint64_t end) {
    uint64_t words[512];
    while (start < end) {
        size_t pages = (size_t)((end - start) / PAGE);
        if (pages > sizeof words / sizeof *words) {
            pages = sizeof words / sizeof *words;
        }
        ssize_t wanted = (ssize_t)(pages * sizeof *words);
        if (pread(pool.pagemap, words, (size_t)wanted, (off_t)(start / PAGE * sizeof *words)) != wanted) {
            return false;
        }
        for (size_t i = 0; i < pages; i++) {
            size_t from = i;
            while (i < pages && words[i] >> 62 != 0) {
                i++;
            }
            if (i > from && !clean(cleaning, start + from * PAGE, start + i * PAGE)) {
                return false;
            }
        }
        start += pages * PAGE;
    }
    return true;
}

/** The best way that works here: tried once, on a page that is present. */
static quarry_touched_t probe(void) {
    if (pool.pagemap < 0) {
        pool.pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    }
    uint8_t *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pool.pagemap < 0 || page == MAP_FAILED) {
        return QUARRY_TOUCHED_UNKNOWN;
    }
    quarry_slot_t slot = {.base = page};
    quarry_touched_t way = QUARRY_TOUCHED_UNKNOWN;
    for (quarry_touched_t tried = QUARRY_TOUCHED_SCAN; tried <= QUARRY_TOUCHED_PAGEMAP; tried++) {
        cleaning_t cleaning = {.slot = &slot, .allowed = PAGE};
        uint64_t start = (uint64_t)(uintptr_t)page;
        *(volatile uint8_t *)page = 1;
        bool worked = tried == QUARRY_TOUCHED_SCAN ? clean_by_scan(&cleaning, start, start + PAGE)
                                                   : clean_by_pagemap(&cleaning, start, start + PAGE);
        if (worked && *(volatile uint8_t *)page == 0) {
            way = tried;
            break;
        }
    }
    munmap(page, PAGE);
    return way;
}

static quarry_touched_t way(void) {
    pthread_mutex_lock(&pool.lock);
    if (pool.way == QUARRY_TOUCHED_UNSET) {
        pool.way = probe();
    }
    quarry_touched_t chosen = pool.way;
    pthread_mutex_unlock(&pool.lock);
    return chosen;
}

void quarry_slots_force(quarry_touched_t forced) {
    pthread_mutex_lock(&pool.lock);
    (void)probe();
    pool.way = forced;
    pthread_mutex_unlock(&pool.lock);
}

bool quarry_slots_accessible(const uint8_t *byte) {
    int ends[2];
    if (pipe(ends) != 0) {
        return false;
    }
    bool accessible = write(ends[1], byte, 1) == 1; /* the kernel refuses what cannot be read */
    close(ends[0]);
    close(ends[1]);
    return accessible;
}

size_t quarry_slots_resident(void) {
    pthread_mutex_lock(&pool.lock);
    size_t resident = pool.resident;
    pthread_mutex_unlock(&pool.lock);
    return resident;
}

static size_t bin_of(size_t minimum) {
    return minimum / 65536 % BINS;
}

/** A waiting slot of this size, or else of another; NULL: none. */
static quarry_slot_t *take(size_t minimum, size_t mapped) {
    pthread_mutex_lock(&pool.lock);
    quarry_slot_t *found = NULL;
    for (size_t i = 0; i < BINS && found == NULL; i++) {
        quarry_slot_t **bin = &pool.bins[(bin_of(minimum) + i) % BINS];
        if (*bin != NULL && (*bin)->mapped == mapped) {
            found = *bin;
            *bin = found->next;
            pool.count--;
            pool.resident -= found->resident;
        }
    }
    pthread_mutex_unlock(&pool.lock);
    return found;
}

static void discard(quarry_slot_t *slot) {
    munmap(slot->base, slot->mapped);
    free(slot);
}

/** Opens or closes pages so that exactly `size` bytes can be used: compiled code relies on what is closed. */
static bool resize(quarry_slot_t *slot, size_t size) {
    if (size > slot->size &&
        mprotect(slot->base + slot->size, size - slot->size, PROT_READ | PROT_WRITE) != 0) {
        return false;
    }
    if (size < slot->size && mprotect(slot->base + size, slot->size - size, PROT_NONE) != 0) {
        return false;
    }
    slot->size = size;
    return true;
}

static quarry_slot_t *map(size_t capacity, size_t mapped) {
    quarry_slot_t *slot = calloc(1, sizeof *slot);
    uint8_t *base =
        mmap(NULL, mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (slot == NULL || base == MAP_FAILED) {
        free(slot);
        if (base != MAP_FAILED) {
            munmap(base, mapped);
        }
        return NULL;
    }
    /* One huge page would make two megabytes "touched". A kernel without them refuses, which is as good. */
    (void)madvise(base, mapped, MADV_NOHUGEPAGE);
    *slot = (quarry_slot_t){.base = base, .mapped = mapped, .capacity = capacity};
    return slot;
}

quarry_slot_t *quarry_slot_acquire(size_t minimum, size_t reserved, size_t guard) {
    size_t mapped = reserved + guard;
    if (minimum > reserved || mapped < reserved || minimum % PAGE != 0 || mapped % PAGE != 0) {
        return NULL;
    }
    quarry_slot_t *slot = take(minimum, mapped);
    if (slot == NULL) {
        slot = map(reserved, mapped);
    }
    if (slot == NULL) {
        return NULL;
    }
    slot->next = NULL;
    slot->minimum = minimum;
    slot->resident = 0;
    slot->capacity = reserved;
    if (!resize(slot, minimum)) {
        discard(slot);
        return NULL;
    }
    return slot;
}

uint8_t *quarry_slot_memory(const quarry_slot_t *slot, size_t *size, size_t *capacity) {
    *size = slot->size;
    *capacity = slot->capacity;
    return slot->base;
}

bool quarry_slot_grow(quarry_slot_t *slot, size_t size) {
    return size >= slot->size && size <= slot->capacity && size % PAGE == 0 && resize(slot, size);
}

/** Zeroes all that was touched; bytes that stay resident in `kept`. */
static bool zero(quarry_slot_t *slot, size_t *kept) {
    cleaning_t cleaning = {
        .slot = slot, .allowed = quarry_slots_resident() < KEEP_IN_ALL ? KEEP_RESIDENT : 0};
    uint64_t start = (uint64_t)(uintptr_t)slot->base;
    bool worked = false;
    switch (way()) {
    case QUARRY_TOUCHED_SCAN: worked = clean_by_scan(&cleaning, start, start + slot->size); break;
    case QUARRY_TOUCHED_PAGEMAP: worked = clean_by_pagemap(&cleaning, start, start + slot->size); break;
    default: break;
    }
    *kept = worked ? cleaning.kept : 0;
    return worked || madvise(slot->base, slot->size, MADV_DONTNEED) == 0;
}

void quarry_slot_release(quarry_slot_t *slot) {
    size_t kept = 0;
    if (!zero(slot, &kept) || !resize(slot, slot->minimum)) {
        discard(slot);
        return;
    }
    pthread_mutex_lock(&pool.lock);
    bool keeps = pool.count < KEEP_SLOTS;
    if (keeps) {
        quarry_slot_t **bin = &pool.bins[bin_of(slot->minimum)];
        slot->next = *bin;
        slot->resident = kept;
        *bin = slot;
        pool.count++;
        pool.resident += kept;
    }
    pthread_mutex_unlock(&pool.lock);
    if (!keeps) {
        discard(slot);
    }
}
