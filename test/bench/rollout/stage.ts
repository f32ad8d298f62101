/** The hosts of one simulated rollout, interval by interval: the same for every test that is tried on them. */
import type { RolloutHost } from '../../../services/core/cohort.js';
import type { Judged } from '../../../services/core/judged.js';
import { mixed } from '../../fleet-sim/random.js';
import { type Harm, INTERVAL_SECONDS, SHAPES, SimulatedHost, type World } from './hosts.js';

const RACKS = 20;
const DAY_INTERVALS = 86_400 / INTERVAL_SECONDS;

/** By metric, then by host, as in an Observation. */
export type Values = Record<string, Record<string, number>>;

export function fleetOf(hosts: number): RolloutHost[] {
  return Array.from({ length: hosts }, (_, i) => ({ hostId: `host${i}`, labels: { rack: `${i % RACKS}` } }));
}

export class Stage {
  readonly #hosts: readonly SimulatedHost[];
  readonly #startsAt: number;
  #interval = 0;

  constructor({ cohort, control }: Judged, seed: number, world: World) {
    this.#hosts = [...cohort, ...control].map(
      ({ hostId }) => new SimulatedHost(hostId, mixed(seed, Number(hostId.slice('host'.length))), world),
    );
    this.#startsAt = mixed(seed, 77) % DAY_INTERVALS;
  }

  /** The next interval; harmed are those for whom `hasRevision` says so. */
  next(harm: Harm | undefined, hasRevision: (hostId: string) => boolean): Values {
    this.#interval++;
    const values: Values = Object.fromEntries(SHAPES.map(({ name }) => [name, {}]));
    const columns = SHAPES.map(({ name }) => values[name] as Record<string, number>);
    for (const host of this.#hosts) {
      const measured = host.next(this.#startsAt + this.#interval, hasRevision(host.hostId) ? harm : undefined);
      columns.forEach((column, i) => {
        const value = measured[i] as number;
        if (Number.isFinite(value)) column[host.hostId] = value;
      });
    }
    return values;
  }
}
