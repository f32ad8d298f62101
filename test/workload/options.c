#define _GNU_SOURCE
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_MIB (1ULL << 22) /* 4 TiB, well inside the 47-bit address space from the default base on */
#define MAX_SECONDS (366ULL * 86400)
#define MAX_NODE 1023 /* MAX_NUMNODES - 1 of an x86_64 kernel */
#define HUGE_PAGE (2ULL << 20)

enum { HOT_MIB = 256, WARM_MIB, COLD_MIB, HOT_NODE, REST_NODE, HOT_US, WARM_MS, SHIFT_S, DURATION_S, REPORT_MS, SEED,
       ADDRESS, HOT_REPORT_MS, SHIFT_TO_NODE, CHURN_MIB, CHURN_RATE, WRITE, READ, THP, PDEATHSIG, HELP };

static const struct option known[] = {
	{ "hot-mib", 1, 0, HOT_MIB }, { "warm-mib", 1, 0, WARM_MIB }, { "cold-mib", 1, 0, COLD_MIB },
	{ "hot-node", 1, 0, HOT_NODE }, { "rest-node", 1, 0, REST_NODE }, { "hot-interval-us", 1, 0, HOT_US },
	{ "warm-interval-ms", 1, 0, WARM_MS }, { "shift-after-s", 1, 0, SHIFT_S }, { "duration-s", 1, 0, DURATION_S },
	{ "report-interval-ms", 1, 0, REPORT_MS }, { "seed", 1, 0, SEED }, { "address", 1, 0, ADDRESS },
	{ "hot-report-interval-ms", 1, 0, HOT_REPORT_MS }, { "shift-to-node", 1, 0, SHIFT_TO_NODE },
	{ "churn-mib", 1, 0, CHURN_MIB }, { "churn-mib-per-s", 1, 0, CHURN_RATE },
	{ "write", 0, 0, WRITE }, { "read", 0, 0, READ }, { "thp", 0, 0, THP }, { "pdeathsig", 0, 0, PDEATHSIG },
	{ "help", 0, 0, HELP }, { 0, 0, 0, 0 },
};

static const char help[] =
	"workload: keeps a hot, a warm and a cold range of memory, and reports where the kernel has them\n"
	"  --hot-mib N (64) --warm-mib N (0) --cold-mib N (192)   sizes; hot first, then warm, then cold\n"
	"  --hot-node N, --rest-node N   node of the first touch; -1 = the kernel's choice (-1)\n"
	"  --hot-interval-us N (10000)   pause between passes over the hot set\n"
	"  --warm-interval-ms N (1000)   from one pass over the warm set to the next\n"
	"  --shift-after-s N (0 = never) make another range hot, once; SIGUSR1 does so at any time\n"
	"  --shift-to-node N (-1)        a shift takes the cold range that has most pages on this node; -1 = one by the seed\n"
	"  --write | --read (write)      kind of access\n"
	"  --thp                         ask for transparent huge pages (default: refuse them)\n"
	"  --seed N (1)                  which cold range a shift makes hot\n"
	"  --address N (0x700000000000)  where the mapping begins\n"
	"  --duration-s N (0 = until SIGTERM)  --report-interval-ms N (1000)\n"
	"  --hot-report-interval-ms N (0 = never)  between reports, where the hot set alone is\n"
	"  --churn-mib N (0)  --churn-mib-per-s N (20)  allocate and touch so much beside, and hold so much of it\n"
	"  --pdeathsig                   die with the parent\n";

void fail(int status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("workload: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	exit(status);
}

static uint64_t number(const char *name, const char *text, uint64_t min, uint64_t max)
{
	char *end = NULL;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 0);
	if (errno || end == text || *end || *text == '-' || value < min || value > max)
		fail(EXIT_USAGE, "--%s takes a whole number from %llu to %llu, not \"%s\"", name, (unsigned long long)min,
		     (unsigned long long)max, text);
	return value;
}

static int node(const char *name, const char *text)
{
	if (text[0] == '-' && text[1] == '1' && !text[2])
		return NODE_ANY;
	return (int)number(name, text, 0, MAX_NODE);
}

static void check(const struct options *o)
{
	if (o->hot_mib + o->warm_mib + o->cold_mib > MAX_MIB)
		fail(EXIT_USAGE, "the three sizes together exceed %llu MiB; ask for less", MAX_MIB);
	if (o->shift_after_s && o->cold_mib < o->hot_mib)
		fail(EXIT_USAGE, "--shift-after-s needs --cold-mib of at least --hot-mib (%llu): the hot set moves into the cold part",
		     (unsigned long long)o->hot_mib);
	if (o->address % HUGE_PAGE)
		fail(EXIT_USAGE, "--address 0x%llx is not a multiple of 2 MiB", (unsigned long long)o->address);
}

struct options options_parse(int argc, char **argv)
{
	struct options o = { .hot_mib = 64, .cold_mib = 192, .hot_node = NODE_ANY, .rest_node = NODE_ANY,
		.hot_interval_us = 10000, .warm_interval_ms = 1000, .report_interval_ms = 1000, .seed = 1,
		.shift_to_node = NODE_ANY, .churn_mib_per_s = 20, .address = 0x700000000000ULL, .write = true };
	int option, index = 0;

	opterr = 0;
	while ((option = getopt_long(argc, argv, ":", known, &index)) != -1) {
		const char *name = option >= HOT_MIB ? known[index].name : "";

		switch (option) {
		case HOT_MIB: o.hot_mib = number(name, optarg, 1, MAX_MIB); break;
		case WARM_MIB: o.warm_mib = number(name, optarg, 0, MAX_MIB); break;
		case COLD_MIB: o.cold_mib = number(name, optarg, 0, MAX_MIB); break;
		case HOT_NODE: o.hot_node = node(name, optarg); break;
		case REST_NODE: o.rest_node = node(name, optarg); break;
		case HOT_US: o.hot_interval_us = number(name, optarg, 0, MAX_SECONDS * 1000000); break;
		case WARM_MS: o.warm_interval_ms = number(name, optarg, 1, MAX_SECONDS * 1000); break;
		case SHIFT_S: o.shift_after_s = number(name, optarg, 0, MAX_SECONDS); break;
		case DURATION_S: o.duration_s = number(name, optarg, 0, MAX_SECONDS); break;
		case REPORT_MS: o.report_interval_ms = number(name, optarg, 10, MAX_SECONDS * 1000); break;
		case HOT_REPORT_MS: o.hot_report_interval_ms = number(name, optarg, 0, MAX_SECONDS * 1000); break;
		case SHIFT_TO_NODE: o.shift_to_node = node(name, optarg); break;
		case CHURN_MIB: o.churn_mib = number(name, optarg, 0, MAX_MIB); break;
		case CHURN_RATE: o.churn_mib_per_s = number(name, optarg, 1, MAX_MIB); break;
		case SEED: o.seed = number(name, optarg, 0, UINT64_MAX); break;
		case ADDRESS: o.address = number(name, optarg, HUGE_PAGE, 1ULL << 47); break;
		case WRITE: o.write = true; break;
		case READ: o.write = false; break;
		case THP: o.thp = true; break;
		case PDEATHSIG: o.pdeathsig = true; break;
		case HELP: fputs(help, stdout); exit(0);
		case ':': fail(EXIT_USAGE, "%s needs a value; --help lists the options", argv[optind - 1]);
		default: fail(EXIT_USAGE, "no option %s; --help lists them", argv[optind - 1]);
		}
	}
	if (optind < argc)
		fail(EXIT_USAGE, "\"%s\" is not an option; --help lists them", argv[optind]);
	check(&o);
	return o;
}
