#ifndef WORKLOAD_REPORT_H
#define WORKLOAD_REPORT_H

#include "footprint.h"

/* Lines of JSON on stdout, and what they must remember from one to the next. */
struct report {
	const struct footprint *footprint;
	uint32_t *reported; /* counts as of the last report */
	uint64_t total; /* accesses since the start */
	double started_s;
};

struct report report_start(const struct footprint *footprint, const struct options *options, double init_s);

/* Asks the kernel for every page's node and prints one line. */
void report_pages(struct report *report, size_t hot_start, uint64_t phase);

/* The same for the hot set alone, without accesses: a tenth of the questions, for whoever wants to know the second. */
void report_hot(const struct report *report, size_t hot_start, uint64_t phase);

/* A line for what happens once: "shift" or "end". */
void report_event(const struct report *report, const char *event, size_t hot_start, uint64_t phase);

#endif
