#ifndef WORKLOAD_EXERCISER_H
#define WORKLOAD_EXERCISER_H

#include "footprint.h"

#include <pthread.h>

/* The thread that touches memory, and nothing else: questions to the kernel are another thread's, so they cost it no time. */
struct exerciser {
	const struct options *options;
	const struct footprint *footprint;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake; /* ends its pause early */
	pthread_cond_t obeyed; /* it has left the former hot set */
	_Atomic int interrupt; /* set with `lock` held, looked at without: leave the pass */
	size_t wanted_start, hot_start; /* under `lock` */
	int stop; /* under `lock` */
};

void exerciser_start(struct exerciser *exerciser, const struct options *options, const struct footprint *footprint);

/* Returns once no page of the former hot set is touched any more. */
void exerciser_shift(struct exerciser *exerciser, size_t hot_start);

void exerciser_stop(struct exerciser *exerciser);

double monotonic_s(void);

#endif
