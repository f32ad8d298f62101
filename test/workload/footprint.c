#define _GNU_SOURCE
#include "footprint.h"

#include <errno.h>
#include <linux/mempolicy.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NODES_IN_MASK 1024
#define PAGES_PER_QUERY 1024
#define WORD_BITS (8 * sizeof(unsigned long))

/* NODE_ANY takes a binding back. */
static void bind_range(unsigned char *start, size_t bytes, int node, const char *option)
{
	unsigned long mask[NODES_IN_MASK / WORD_BITS] = { 0 };
	long failed;

	if (!bytes)
		return;
	if (node == NODE_ANY) {
		failed = syscall(SYS_mbind, start, bytes, MPOL_DEFAULT, NULL, 0UL, 0);
	} else {
		mask[(unsigned)node / WORD_BITS] = 1UL << ((unsigned)node % WORD_BITS);
		/* The kernel reads maxnode - 1 bits: mm/mempolicy.c, get_nodes(). */
		failed = syscall(SYS_mbind, start, bytes, MPOL_BIND, mask, NODES_IN_MASK + 1UL, 0);
	}
	if (failed && errno == EINVAL)
		fail(EXIT_USAGE, "%s %d: no such node with memory here; see /sys/devices/system/node/has_memory", option, node);
	if (failed && (node != NODE_ANY || errno != ENOSYS)) /* ENOSYS: a kernel built without NUMA */
		fail(1, "mbind: %s; a container may forbid it (seccomp), then leave out %s", strerror(errno), option);
}

/*
 * First touches under a binding, which is then taken back, so that later moves are free to go anywhere.
 * Page 0 is touched while the mapping is whole: the parts then share its anon_vma, and the kernel merges them into one
 * mapping again. Two mappings would give away where the hot set ends.
 */
static void place(const struct footprint *f, const struct options *o)
{
	size_t bytes = f->pages * PAGE_SIZE, hot_bytes = f->hot_pages * PAGE_SIZE;

	bind_range(f->base, bytes, o->hot_node, "--hot-node");
	f->base[0] = 1;
	bind_range(f->base + hot_bytes, bytes - hot_bytes, o->rest_node, "--rest-node");
	for (size_t page = 0; page < f->pages; page++)
		f->base[page * PAGE_SIZE] = 1;
	bind_range(f->base, bytes, NODE_ANY, "--hot-node");
}

struct footprint footprint_create(const struct options *o)
{
	struct footprint f = { .hot_pages = o->hot_mib * PAGES_PER_MIB, .warm_pages = o->warm_mib * PAGES_PER_MIB,
		.cold_pages = o->cold_mib * PAGES_PER_MIB };
	size_t bytes;

	f.warm_start = f.hot_pages;
	f.cold_start = f.warm_start + f.warm_pages;
	f.pages = f.cold_start + f.cold_pages;
	bytes = f.pages * PAGE_SIZE;
	f.base = mmap((void *)o->address, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	if (f.base == MAP_FAILED)
		fail(1, "mmap of %zu MiB at 0x%llx: %s; ask for less or give another --address", bytes >> 20,
		     (unsigned long long)o->address, strerror(errno));
	/* EINVAL: a kernel built without THP, where there is nothing to refuse. */
	if (madvise(f.base, bytes, o->thp ? MADV_HUGEPAGE : MADV_NOHUGEPAGE) && (o->thp || errno != EINVAL))
		fail(1, "madvise for huge pages: %s; leave out --thp on this kernel", strerror(errno));
	f.counts = calloc(f.pages, sizeof *f.counts);
	if (!f.counts)
		fail(1, "no memory for %zu page counters; ask for smaller sizes", f.pages);
	place(&f, o);
	return f;
}

enum heat footprint_heat(const struct footprint *f, size_t hot_start, size_t page)
{
	if (page >= hot_start && page - hot_start < f->hot_pages)
		return HOT;
	return page >= f->warm_start && page < f->cold_start ? WARM : COLD;
}

/* splitmix64 (Steele, Lea, Flood 2014): the same on every machine, unlike rand(3). */
static uint64_t mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15ULL;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
	return x ^ (x >> 31);
}

/* Slot 0 is the first hot range, slots 1 ... lie in the cold part; the warm range between them never takes part. */
size_t footprint_next_hot(const struct footprint *f, size_t current, uint64_t seed, uint64_t phase)
{
	uint64_t slots = 1 + f->cold_pages / f->hot_pages, slot, held;

	if (slots < 2)
		return current;
	held = current < f->hot_pages ? 0 : 1 + (current - f->cold_start) / f->hot_pages;
	slot = (held + 1 + mix(mix(seed) + phase) % (slots - 1)) % slots;
	return slot ? f->cold_start + (slot - 1) * f->hot_pages : 0;
}

void footprint_nodes(const struct footprint *f, size_t first, size_t count, int *nodes)
{
	void *pages[count];

	for (size_t i = 0; i < count; i++) {
		pages[i] = f->base + (first + i) * PAGE_SIZE;
		nodes[i] = -ENOENT;
	}
	/* nodes == NULL asks and moves nothing; an error leaves -ENOENT, so the pages count as not resident. */
	if (syscall(SYS_move_pages, 0, count, pages, NULL, nodes, 0) < 0 && errno != ENOENT)
		fail(1, "move_pages cannot be asked for nodes: %s; a container may forbid it (seccomp)", strerror(errno));
}

static size_t pages_on(const struct footprint *f, size_t first, size_t count, int node)
{
	int nodes[PAGES_PER_QUERY];
	size_t on = 0;

	for (size_t done = 0; done < count; done += PAGES_PER_QUERY) {
		size_t part = count - done < PAGES_PER_QUERY ? count - done : PAGES_PER_QUERY;

		footprint_nodes(f, first + done, part, nodes);
		for (size_t i = 0; i < part; i++)
			on += nodes[i] == node;
	}
	return on;
}

size_t footprint_next_hot_on(const struct footprint *f, size_t current, int node)
{
	size_t slots = 1 + f->cold_pages / f->hot_pages, best = current, most = 0;
	_Bool found = 0;

	for (size_t slot = 0; slot < slots; slot++) {
		size_t start = slot ? f->cold_start + (slot - 1) * f->hot_pages : 0, on;

		if (start == current)
			continue;
		on = pages_on(f, start, f->hot_pages, node);
		if (!found || on > most) {
			found = 1;
			most = on;
			best = start;
		}
	}
	return best;
}
