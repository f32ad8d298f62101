#define _GNU_SOURCE
#include "report.h"

#include "exerciser.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define NODES 1024
#define PAGES_PER_QUERY 1024 /* keeps each hold of mmap_lock near 0.2 ms, so that faults and moves get in between */

static _Bool has_memory[NODES];

/* "0-1,3" as in /sys/devices/system/node/has_memory; these nodes are printed even at 0 pages. */
static void read_has_memory(void)
{
	FILE *file = fopen("/sys/devices/system/node/has_memory", "re");
	unsigned first, last;
	int separator = ',';

	while (file && separator == ',' && fscanf(file, "%u", &first) == 1) {
		last = first;
		separator = fgetc(file);
		if (separator == '-' && fscanf(file, "%u", &last) == 1)
			separator = fgetc(file);
		for (; first <= last && first < NODES; first++)
			has_memory[first] = 1;
	}
	if (file)
		fclose(file);
	has_memory[0] = 1;
}

static void print_by_node(const char *name, const uint64_t *by_node)
{
	const char *comma = "";

	printf(",\"%s\":{", name);
	for (int node = 0; node < NODES; node++)
		if (has_memory[node] || by_node[node]) {
			printf("%s\"%d\":%llu", comma, node, (unsigned long long)by_node[node]);
			comma = ",";
		}
	putchar('}');
}

static void end_line(void)
{
	puts("}");
	if (fflush(stdout))
		fail(1, "stdout cannot be written; was its reader closed?");
}

static unsigned long long page_number(const struct footprint *f, size_t page)
{
	return (unsigned long long)(uintptr_t)f->base / PAGE_SIZE + page;
}

struct report report_start(const struct footprint *f, const struct options *o, double init_s)
{
	struct report r = { .footprint = f, .reported = calloc(f->pages, sizeof *r.reported), .started_s = monotonic_s() };
	struct timespec now;

	if (!r.reported)
		fail(1, "no memory for %zu page counters; ask for smaller sizes", f->pages);
	read_has_memory();
	clock_gettime(CLOCK_REALTIME, &now);
	printf("{\"event\":\"start\",\"t\":0,\"pid\":%d,\"pageSize\":%llu,\"basePage\":%llu,\"pages\":%zu", getpid(), PAGE_SIZE,
	       page_number(f, 0), f->pages);
	printf(",\"hotStartPage\":%llu,\"hotPages\":%zu,\"warmStartPage\":%llu,\"warmPages\":%zu,\"coldStartPage\":%llu,\"coldPages\":%zu",
	       page_number(f, 0), f->hot_pages, page_number(f, f->warm_start), f->warm_pages, page_number(f, f->cold_start),
	       f->cold_pages);
	printf(",\"access\":\"%s\",\"thp\":%s,\"initMs\":%.0f,\"unixMs\":%lld", o->write ? "write" : "read",
	       o->thp ? "true" : "false", init_s * 1e3, now.tv_sec * 1000LL + now.tv_nsec / 1000000);
	end_line();
	return r;
}

void report_pages(struct report *r, size_t hot_start, uint64_t phase)
{
	static uint64_t pages[HEATS][NODES], accesses[NODES];
	const struct footprint *f = r->footprint;
	uint64_t not_resident = 0, lost = 0;
	int nodes[PAGES_PER_QUERY];
	double begun = monotonic_s();

	for (int node = 0; node < NODES; node++)
		pages[HOT][node] = pages[WARM][node] = pages[COLD][node] = accesses[node] = 0;
	for (size_t first = 0; first < f->pages; first += PAGES_PER_QUERY) {
		size_t count = f->pages - first < PAGES_PER_QUERY ? f->pages - first : PAGES_PER_QUERY;

		footprint_nodes(f, first, count, nodes);
		for (size_t i = 0; i < count; i++) {
			uint32_t counted = atomic_load_explicit(&f->counts[first + i], memory_order_relaxed);
			uint32_t since = counted - r->reported[first + i];

			r->reported[first + i] = counted;
			r->total += since;
			if (nodes[i] < 0 || nodes[i] >= NODES) {
				not_resident++;
				lost += since;
				continue;
			}
			pages[footprint_heat(f, hot_start, first + i)][nodes[i]]++;
			accesses[nodes[i]] += since;
		}
	}
	printf("{\"t\":%.3f,\"pid\":%d,\"phase\":%llu,\"hotPages\":%zu,\"warmPages\":%zu,\"coldPages\":%zu",
	       begun - r->started_s, getpid(), (unsigned long long)phase, f->hot_pages, f->warm_pages, f->cold_pages);
	print_by_node("hotByNode", pages[HOT]);
	print_by_node("warmByNode", pages[WARM]);
	print_by_node("coldByNode", pages[COLD]);
	printf(",\"notResident\":%llu", (unsigned long long)not_resident);
	print_by_node("accesses", accesses);
	printf(",\"accessesNotResident\":%llu,\"accessesTotal\":%llu,\"queryMs\":%.1f", (unsigned long long)lost,
	       (unsigned long long)r->total, (monotonic_s() - begun) * 1e3);
	end_line();
}

void report_hot(const struct report *r, size_t hot_start, uint64_t phase)
{
	static uint64_t pages[NODES];
	const struct footprint *f = r->footprint;
	uint64_t not_resident = 0;
	int nodes[PAGES_PER_QUERY];
	double begun = monotonic_s();

	for (int node = 0; node < NODES; node++)
		pages[node] = 0;
	for (size_t done = 0; done < f->hot_pages; done += PAGES_PER_QUERY) {
		size_t count = f->hot_pages - done < PAGES_PER_QUERY ? f->hot_pages - done : PAGES_PER_QUERY;

		footprint_nodes(f, hot_start + done, count, nodes);
		for (size_t i = 0; i < count; i++) {
			if (nodes[i] < 0 || nodes[i] >= NODES)
				not_resident++;
			else
				pages[nodes[i]]++;
		}
	}
	printf("{\"event\":\"hot\",\"t\":%.3f,\"pid\":%d,\"phase\":%llu,\"hotPages\":%zu", begun - r->started_s, getpid(),
	       (unsigned long long)phase, f->hot_pages);
	print_by_node("hotByNode", pages);
	printf(",\"notResident\":%llu", (unsigned long long)not_resident);
	end_line();
}

void report_event(const struct report *r, const char *event, size_t hot_start, uint64_t phase)
{
	printf("{\"event\":\"%s\",\"t\":%.3f,\"pid\":%d,\"phase\":%llu,\"hotStartPage\":%llu,\"hotPages\":%zu", event,
	       monotonic_s() - r->started_s, getpid(), (unsigned long long)phase, page_number(r->footprint, hot_start),
	       r->footprint->hot_pages);
	end_line();
}
