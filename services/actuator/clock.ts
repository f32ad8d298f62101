/** Time as the actuator uses it. Passed in, so that tests can run it by hand. */
export interface Clock {
  /** Milliseconds of CLOCK_MONOTONIC: the same clock in every process of the host, and it never jumps. */
  monotonicMs(): number;
  /** Wall clock, milliseconds since the epoch: for expiries, which other hosts set. */
  unixMs(): number;
}

/**
 * CLOCK_MONOTONIC itself, without a BigInt for each look. For `performance.now()` each process would have to find out what that counts
 * from, and be off for life by what lay between two readings: some milliseconds where it had to be loaded, or the process to wait.
 */
function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

export const systemClock: Clock = {
  monotonicMs,
  unixMs: () => Date.now(),
};
