#define _GNU_SOURCE
#include "exerciser.h"

#include <string.h>
#include <time.h>

#define CACHE_LINE 64

double monotonic_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* The line touched goes up with the page: a stride of a page alone would use one set of the cache, and measure that. */
static void pass(struct exerciser *e, size_t start, size_t pages)
{
	const struct footprint *f = e->footprint;
	_Bool write = e->options->write;

	for (size_t page = start; page < start + pages; page++) {
		volatile unsigned char *byte = f->base + page * PAGE_SIZE + page * CACHE_LINE % PAGE_SIZE;

		if (atomic_load_explicit(&e->interrupt, memory_order_relaxed))
			return;
		if (write)
			*byte = (unsigned char)(*byte + 1);
		else
			(void)*byte;
		atomic_store_explicit(&f->counts[page], atomic_load_explicit(&f->counts[page], memory_order_relaxed) + 1,
				      memory_order_relaxed);
	}
}

static struct timespec after(double seconds)
{
	double until = monotonic_s() + seconds;
	time_t whole = (time_t)until;

	return (struct timespec){ .tv_sec = whole, .tv_nsec = (long)((until - (double)whole) * 1e9) };
}

static void *run(void *argument)
{
	struct exerciser *e = argument;
	double hot_pause = (double)e->options->hot_interval_us * 1e-6;
	double warm_period = (double)e->options->warm_interval_ms * 1e-3;
	double warm_due = monotonic_s() + warm_period;

	pthread_mutex_lock(&e->lock);
	while (!e->stop) {
		struct timespec until;

		if (e->wanted_start != e->hot_start) {
			e->hot_start = e->wanted_start;
			pthread_cond_signal(&e->obeyed);
		}
		atomic_store(&e->interrupt, 0);
		pthread_mutex_unlock(&e->lock);
		pass(e, e->hot_start, e->footprint->hot_pages);
		if (monotonic_s() >= warm_due) {
			pass(e, e->footprint->warm_start, e->footprint->warm_pages);
			warm_due = monotonic_s() + warm_period;
		}
		until = after(hot_pause);
		pthread_mutex_lock(&e->lock);
		if (!e->interrupt && hot_pause > 0)
			pthread_cond_timedwait(&e->wake, &e->lock, &until); /* too early a wake-up does no harm */
	}
	pthread_mutex_unlock(&e->lock);
	return NULL;
}

void exerciser_start(struct exerciser *e, const struct options *options, const struct footprint *footprint)
{
	pthread_condattr_t monotonic;
	int error;

	*e = (struct exerciser){ .options = options, .footprint = footprint };
	pthread_mutex_init(&e->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&e->wake, &monotonic);
	pthread_cond_init(&e->obeyed, &monotonic);
	error = pthread_create(&e->thread, NULL, run, e);
	if (error)
		fail(1, "no thread to touch memory with: %s; raise the limit of processes (ulimit -u, pids.max)", strerror(error));
}

static void interrupt(struct exerciser *e)
{
	atomic_store(&e->interrupt, 1);
	pthread_cond_signal(&e->wake);
}

void exerciser_shift(struct exerciser *e, size_t hot_start)
{
	pthread_mutex_lock(&e->lock);
	e->wanted_start = hot_start;
	interrupt(e);
	while (e->hot_start != hot_start)
		pthread_cond_wait(&e->obeyed, &e->lock);
	pthread_mutex_unlock(&e->lock);
}

void exerciser_stop(struct exerciser *e)
{
	pthread_mutex_lock(&e->lock);
	e->stop = 1;
	interrupt(e);
	pthread_mutex_unlock(&e->lock);
	pthread_join(e->thread, NULL);
}
