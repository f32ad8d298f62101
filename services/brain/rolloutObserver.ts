import type { RolloutHost } from '../core/cohort.js';
import type { Observation } from '../core/rollout.js';
import { metricsOf } from '../core/rolloutSteps.js';
import type { HostNumbersDesk } from './hostNumbers.js';
import type { PrometheusAnswer } from './prometheusAnswer.js';
import { observationOf, type Reading } from './rolloutMetrics.js';
import type { Kept } from './rolloutStore.js';

export interface ObserverPorts {
  readonly numbers: Pick<HostNumbersDesk, 'of'>;
  readonly unixMs: () => number;
  askPrometheus(query: string, atUnixMs: number): Promise<PrometheusAnswer>;
}

/** Reads what hosts of a rollout are like, interval by interval: an observation is what changed between two readings. */
export class RolloutObserver {
  /** By rollout, what was known at the end of the last interval that this brain saw. */
  private readonly readings = new Map<string, Reading>();

  constructor(private readonly ports: ObserverPorts) {}

  /** All hosts that are known to any brain, with their labels. */
  async fleet(): Promise<RolloutHost[]> {
    const hosts = [...(await this.ports.numbers.of([])).values()];
    return hosts.sort((a, b) => (a.hostId < b.hostId ? -1 : 1));
  }

  /** Begins an interval, unless one has begun. */
  async begin(kept: Kept): Promise<void> {
    if (!this.readings.has(kept.spec.rolloutId)) await this.read(kept);
  }

  /** When the interval at hand began, Unix ms; undefined where none has. */
  begunUnixMs(rolloutId: string): number | undefined {
    return this.readings.get(rolloutId)?.atUnixMs;
  }

  /** Ends the interval, and begins the next. */
  async observe(kept: Kept): Promise<Observation> {
    const { spec, queries } = kept;
    const before = this.readings.get(spec.rolloutId);
    const after = await this.read(kept);
    const metrics = metricsOf(spec);
    const { values, missing = {} } = observationOf(metrics, before, after);
    const asked = { values: { ...values }, missing: { ...missing } };
    // All at once: one that does not answer takes its time alone.
    const answers = metrics.flatMap((name) => {
      const query = queries[name];
      return query === undefined ? [] : [{ name, asking: this.ports.askPrometheus(query, after.atUnixMs) }];
    });
    for (const { name, asking } of answers) {
      const answer = await asking;
      if (answer.kind === 'values') asked.values[name] = answer.values;
      else asked.missing[name] = answer.reason;
    }
    return { intervalEndUnixMs: after.atUnixMs, ...asked };
  }

  /** Of one rollout, or of all: who goes on begins with an interval of its own. */
  forget(rolloutId?: string): void {
    if (rolloutId === undefined) this.readings.clear();
    else this.readings.delete(rolloutId);
  }

  private async read({ spec, state }: Kept): Promise<Reading> {
    const { cohort, control } = state.judged;
    const hosts = await this.ports.numbers.of([...cohort, ...control].map(({ hostId }) => hostId));
    const reading = { atUnixMs: this.ports.unixMs(), hosts };
    this.readings.set(spec.rolloutId, reading);
    return reading;
  }
}
