#ifndef WORKLOAD_FOOTPRINT_H
#define WORKLOAD_FOOTPRINT_H

#include "options.h"

#include <stdatomic.h>
#include <stddef.h>

#define PAGE_SIZE 4096ULL
#define PAGES_PER_MIB ((1ULL << 20) / PAGE_SIZE)

/*
 * One anonymous mapping: hot, warm, cold. Page numbers in here count from its start; reports add `base`'s own number.
 * The exerciser alone writes `counts`; the reporter reads them while it does, hence atomic, but never a locked add.
 */
struct footprint {
	unsigned char *base;
	size_t pages, hot_pages, warm_pages, cold_pages;
	size_t warm_start, cold_start;
	_Atomic uint32_t *counts; /* accesses after initialisation; wraps, so only differences mean something */
};

enum heat { HOT, WARM, COLD, HEATS };

/* Maps, places and touches every page. Ends the process when a node is absent or memory does not suffice. */
struct footprint footprint_create(const struct options *options);

/* What a page is while the hot set begins at `hot_start`: cold is what is not touched, a former hot set included. */
enum heat footprint_heat(const struct footprint *footprint, size_t hot_start, size_t page);

/* Where the hot set begins after shift number `phase` (1 ...); `current` when the cold part is smaller than the hot set. */
size_t footprint_next_hot(const struct footprint *footprint, size_t current, uint64_t seed, uint64_t phase);

/* Where it begins when a shift takes the slot with most pages on `node`, the current one left out; the lowest of equals. */
size_t footprint_next_hot_on(const struct footprint *footprint, size_t current, int node);

/* Nodes of `count` pages from `first` on, as move_pages(2) tells them: a node, or a negative errno. */
void footprint_nodes(const struct footprint *footprint, size_t first, size_t count, int *nodes);

#endif
