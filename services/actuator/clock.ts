/** Time as the actuator uses it. Passed in, so that tests can run it by hand. */
export interface Clock {
  /** Milliseconds of CLOCK_MONOTONIC: the same clock in every process of the host, and it never jumps. */
  monotonicMs(): number;
  /** Wall clock, milliseconds since the epoch: for expiries, which other hosts set. */
  unixMs(): number;
}

/** What `performance.now()` counts from: it reads CLOCK_MONOTONIC without a BigInt for each look. */
const MONOTONIC_ORIGIN_MS = Number(process.hrtime.bigint()) / 1e6 - performance.now();

export const systemClock: Clock = {
  monotonicMs: () => MONOTONIC_ORIGIN_MS + performance.now(),
  unixMs: () => Date.now(),
};
