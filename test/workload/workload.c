/* A process whose memory is hot, warm and cold where it was told to be, and that tells the truth of where its pages are. */
#define _GNU_SOURCE
#include "churn.h"
#include "exerciser.h"
#include "report.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

/* Blocked before any thread exists, so that all inherit it and sigtimedwait(2) is the one place they arrive. */
static sigset_t blocked_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return set;
}

static int signal_until(const sigset_t *set, double until_s)
{
	double left = until_s - monotonic_s();
	struct timespec timeout = { 0 };

	if (left > 0) {
		timeout.tv_sec = (time_t)left;
		timeout.tv_nsec = (long)((left - (double)timeout.tv_sec) * 1e9);
	}
	return sigtimedwait(set, NULL, &timeout);
}

static double at(double start_s, uint64_t seconds)
{
	return seconds ? start_s + (double)seconds : INFINITY;
}

static void conduct(const struct options *o, const struct footprint *f, struct report *r, const sigset_t *set)
{
	struct exerciser e;
	double report_s = (double)o->report_interval_ms * 1e-3, report_due = r->started_s + report_s;
	double shift_due = at(r->started_s, o->shift_after_s), end_due = at(r->started_s, o->duration_s);
	double hot_report_s = (double)o->hot_report_interval_ms * 1e-3, hot_report_due = hot_report_s > 0 ? r->started_s : INFINITY;
	size_t hot_start = 0;
	uint64_t phase = 0;
	int signal;

	exerciser_start(&e, o, f);
	do {
		signal = signal_until(set, fmin(fmin(report_due, hot_report_due), fmin(shift_due, end_due)));
		if (signal == SIGUSR1 || monotonic_s() >= shift_due) {
			size_t next = o->shift_to_node == NODE_ANY ? footprint_next_hot(f, hot_start, o->seed, phase + 1)
								 : footprint_next_hot_on(f, hot_start, o->shift_to_node);

			shift_due = signal == SIGUSR1 ? shift_due : INFINITY;
			if (next == hot_start) {
				fputs("workload: no shift: give --cold-mib of at least --hot-mib\n", stderr);
			} else {
				hot_start = next;
				phase++;
				exerciser_shift(&e, hot_start);
				report_event(r, "shift", hot_start, phase);
				if (hot_report_s > 0)
					hot_report_due = monotonic_s();
			}
		}
		if (monotonic_s() >= hot_report_due) {
			report_hot(r, hot_start, phase);
			hot_report_due = fmax(hot_report_due + hot_report_s, monotonic_s());
		}
		if (monotonic_s() >= report_due) {
			report_pages(r, hot_start, phase);
			report_due = fmax(report_due + report_s, monotonic_s());
		}
	} while (signal != SIGTERM && signal != SIGINT && monotonic_s() < end_due);
	exerciser_stop(&e);
	report_pages(r, hot_start, phase);
	report_event(r, "end", hot_start, phase);
}

int main(int argc, char **argv)
{
	struct options o = options_parse(argc, argv);
	sigset_t set = blocked_signals();
	double begun = monotonic_s();
	struct footprint f;
	struct report r;

	/* SIGKILL, for SIGTERM is blocked until memory is placed. */
	if (o.pdeathsig)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	f = footprint_create(&o);
	r = report_start(&f, &o, monotonic_s() - begun);
	churn_start(&o);
	conduct(&o, &f, &r, &set);
	return 0;
}
