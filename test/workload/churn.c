#define _GNU_SOURCE
#include "churn.h"

#include "exerciser.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#define BLOCK (1ULL << 20)

static void sleep_until(double due_s)
{
	time_t whole = (time_t)due_s;
	struct timespec until = { .tv_sec = whole, .tv_nsec = (long)((due_s - (double)whole) * 1e9) };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL))
		;
}

/* Falls behind where the machine cannot keep up, and does not catch up afterwards: a second never sees more than its share. */
static void *run(void *argument)
{
	const struct options *o = argument;
	unsigned char **ring = calloc(o->churn_mib, sizeof *ring);
	double pause = 1.0 / (double)o->churn_mib_per_s, due = monotonic_s();

	if (!ring)
		fail(1, "no memory for a ring of %llu MiB", (unsigned long long)o->churn_mib);
	for (size_t slot = 0;; slot = (slot + 1) % o->churn_mib) {
		double now;

		if (ring[slot])
			munmap(ring[slot], BLOCK);
		ring[slot] = mmap(NULL, BLOCK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (ring[slot] == MAP_FAILED)
			fail(1, "mmap of a MiB more: %s; give a smaller --churn-mib", strerror(errno));
		madvise(ring[slot], BLOCK, MADV_NOHUGEPAGE);
		for (size_t page = 0; page < BLOCK; page += PAGE_SIZE)
			ring[slot][page] = 1;
		due += pause;
		now = monotonic_s();
		if (due < now)
			due = now;
		sleep_until(due);
	}
	return NULL;
}

void churn_start(const struct options *o)
{
	pthread_t thread;
	int error;

	if (!o->churn_mib)
		return;
	error = pthread_create(&thread, NULL, run, (void *)o);
	if (error)
		fail(1, "no thread to allocate with: %s; raise the limit of processes (ulimit -u, pids.max)", strerror(error));
}
