/** Throughput with one batch at a time, by way: what the actuator does with `parallelBatches: 1`. */
export const SINGLE_NAMES = { whole: 'migrate/c:one-batch', bare: 'migrate-bare/c:one-batch' } as const;
export const SINGLE_DELAY_NAME = 'loop-delay-p99:lab/idle:one-batch';
