#ifndef WORKLOAD_OPTIONS_H
#define WORKLOAD_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

enum { EXIT_USAGE = 2 };
enum { NODE_ANY = -1 };

/* What was asked for on the command line, checked. Sizes are in MiB because tiers are; pages are counted later. */
struct options {
	uint64_t hot_mib, warm_mib, cold_mib;
	int hot_node, rest_node; /* NODE_ANY: wherever the kernel puts a first touch */
	uint64_t hot_interval_us; /* pause between two passes over the hot set; 0 = none */
	uint64_t warm_interval_ms;
	uint64_t shift_after_s; /* 0 = only on SIGUSR1 */
	uint64_t duration_s; /* 0 = until SIGTERM */
	uint64_t report_interval_ms;
	uint64_t hot_report_interval_ms; /* 0 = no reports of the hot set alone */
	int shift_to_node; /* a shift takes the range with the most pages there; NODE_ANY: one by the seed */
	uint64_t churn_mib, churn_mib_per_s; /* allocated and freed beside the three ranges, in a ring */
	uint64_t seed; /* decides which cold range a shift makes hot */
	uint64_t address;
	bool write, thp, pdeathsig;
};

/* Ends the process with EXIT_USAGE and one line on stderr when an option makes no sense. */
struct options options_parse(int argc, char **argv);

/* Ends the process: one line on stderr, what happened and what to do. */
_Noreturn void fail(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
