/** Time as the actuator uses it. Passed in, so that tests can run it by hand. */
export interface Clock {
  /** Milliseconds of CLOCK_MONOTONIC: the same clock in every process of the host, and it never jumps. */
  monotonicMs(): number;
  /** Wall clock, milliseconds since the epoch: for expiries, which other hosts set. */
  unixMs(): number;
}

export const systemClock: Clock = {
  monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
  unixMs: () => Date.now(),
};
