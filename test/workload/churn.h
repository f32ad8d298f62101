#ifndef WORKLOAD_CHURN_H
#define WORKLOAD_CHURN_H

#include "options.h"

/*
 * Starts the thread that allocates and touches `churn_mib_per_s`, a MiB at a time, and frees the oldest once it holds `churn_mib`:
 * the neighbour that always wants memory and never much of it. Ends with the process. Nothing when `churn_mib` is 0.
 */
void churn_start(const struct options *options);

#endif
