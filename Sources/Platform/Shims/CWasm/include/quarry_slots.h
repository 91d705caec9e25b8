/**
 * Memories of instances. A fresh instance a call is what the FVM demands; mapping one anew each time costs more than
 * most calls do. So address ranges ("slots") are kept: when an instance is gone, the pages that it touched are zeroed,
 * and the slot waits for the next one. All functions may be called from any thread.
 */
#ifndef QUARRY_SLOTS_H
#define QUARRY_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct quarry_slot quarry_slot_t;

/** How the pages that an instance touched are found: present or swapped out. */
typedef enum {
    QUARRY_TOUCHED_UNSET,
    QUARRY_TOUCHED_SCAN,    /* the PAGEMAP_SCAN request, Linux 6.7 and later */
    QUARRY_TOUCHED_PAGEMAP, /* the bits of /proc/self/pagemap */
    QUARRY_TOUCHED_UNKNOWN, /* neither may be read: all pages are given back */
} quarry_touched_t;

/** A memory of `minimum` zero bytes with room to grow to `reserved`, followed by a guard. NULL: no address space. */
quarry_slot_t *quarry_slot_acquire(size_t minimum, size_t reserved, size_t guard);

/** Where it begins, how large it is, how large it can get. */
uint8_t *quarry_slot_memory(const quarry_slot_t *slot, size_t *size, size_t *capacity);

/** Makes it larger; the new bytes are zero. */
bool quarry_slot_grow(quarry_slot_t *slot, size_t size);

/** Zeroes what was touched and keeps it for the next instance. */
void quarry_slot_release(quarry_slot_t *slot);

/** Bytes that the slots which wait keep resident. */
size_t quarry_slots_resident(void);

/** For tests: whether a byte can be read. */
bool quarry_slots_accessible(const uint8_t *byte);

/** For tests: finds touched pages this way from now on; UNSET chooses the best that works. */
void quarry_slots_force(quarry_touched_t way);

#endif
