import type { ProcessFacts } from '../kernel/port.js';
import type { Probe, Sighting, Tracker } from './tracker.js';

export interface TrackerState {
  readonly tracker: Tracker;
  readonly probe: Probe;
}

/** A sighting with the tracker that it is by. */
export interface Sighted {
  readonly sighting: Sighting;
  readonly tracker: Tracker;
}

/**
 * All trackers that work here, best first. Each target is followed by one alone, for two that clear the same access bits
 * blind each other: the best tracker takes the first targets up to its capacity, the next one the rest.
 */
export class Trackers {
  readonly states: readonly TrackerState[];
  private readonly working: readonly Tracker[];

  /** `wanted`: `auto` for all that work, or the name of the only one to use. */
  constructor(all: readonly Tracker[], wanted: string) {
    this.states = all.map((tracker) => ({ tracker, probe: tracker.probe() }));
    this.working = this.states
      .filter(({ tracker, probe }) => probe.works && (wanted === 'auto' || wanted === tracker.name))
      .map(({ tracker }) => tracker);
  }

  inUse(tracker: Tracker): boolean {
    return this.working.includes(tracker);
  }

  get any(): boolean {
    return this.working.length > 0;
  }

  /** `targets`: most important first. */
  async follow(targets: readonly ProcessFacts[]): Promise<void> {
    let taken = 0;
    for (const tracker of this.working) {
      const share = targets.slice(taken, taken + tracker.capacity);
      taken += share.length;
      await tracker.follow(share);
    }
  }

  async look(): Promise<ReadonlyMap<number, Sighted>> {
    const seen = new Map<number, Sighted>();
    for (const tracker of this.working) {
      for (const [pid, sighting] of await tracker.look()) seen.set(pid, { sighting, tracker });
    }
    return seen;
  }

  kernelCpuSeconds(): number | undefined {
    const known = this.working.map((tracker) => tracker.kernelCpuSeconds()).filter((each) => each !== undefined);
    return known.length > 0 ? known.reduce((sum, each) => sum + each, 0) : undefined;
  }

  async stop(): Promise<void> {
    for (const tracker of this.working) await tracker.stop();
  }
}
