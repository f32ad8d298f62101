/**
 * Metrics of hosts that differ, remember and have days: what a rollout is judged by, from a seed. Of each host and metric the
 * logarithm is its own level, plus the load's daily wave, plus what lasts (AR(1) and jobs that come and go), plus noise.
 */
import { type Random, seeded } from '../../fleet-sim/random.js';

export const INTERVAL_SECONDS = 300;
const DAY_INTERVALS = 86_400 / INTERVAL_SECONDS;
/** Of AR(1), from interval to interval: half is forgotten in 9 minutes. */
const MEMORY = 0.68;
/** What is new each interval, so that the spread stays what it is. */
const INNOVATION = Math.sqrt(1 - MEMORY ** 2);

/** Jobs that come or go on a host, each changing its metrics for good: how often, and by how much (standard deviation of the logarithm). */
export interface World {
  readonly jobSeconds: number;
  readonly jobSpread: number;
}
export const USUAL: World = { jobSeconds: 43_200, jobSpread: 0.25 };
/** Where hosts wander far: a test that takes intervals for independent sees harm everywhere here. */
export const DRIFTING: World = { jobSeconds: 7200, jobSpread: 0.5 };

/** Values that never arrive. */
const LOST_CHANCE = 0.005;

interface MetricShape {
  readonly name: string;
  /** What a usual host has. */
  readonly usual: number;
  /** Of the logarithm: from host to host, AR(1), and from interval to interval. */
  readonly differ: number;
  readonly lasting: number;
  readonly noise: number;
  /** How far the daily wave goes, of the logarithm, and how much jobs matter: 1 as for STAR. */
  readonly wave: number;
  readonly jobs: number;
  /** Chance that an interval has any of it at all. */
  readonly present: number;
}

const shape = (name: string, usual: number, rest: Partial<MetricShape> = {}): MetricShape => ({
  name,
  usual,
  differ: 0.6,
  lasting: 0.2,
  noise: 0.1,
  wave: 0.4,
  jobs: 1,
  present: 1,
  ...rest,
});

/** Units: shares, pages/s, bytes/s, ms. */
export const SHAPES: readonly MetricShape[] = [
  shape('star', 0.04),
  shape('promotionRate', 800, { lasting: 0.4, noise: 0.3, wave: 0.6 }),
  shape('uselessRate', 3e5, { lasting: 0.3, noise: 0.3, wave: 0.1 }),
  shape('psi', 0.004, { lasting: 0.6, noise: 0.5, present: 0.4 }),
  shape('moveFailures', 0.01, { lasting: 0.4, noise: 0.5, wave: 0.1, present: 0.7 }),
  shape('refaults', 50, { lasting: 0.5, noise: 0.4, wave: 0.6 }),
  shape('bandwidth', 6e6, { lasting: 0.4, noise: 0.3, wave: 0.6 }),
  shape('latency', 12, { differ: 0.4, lasting: 0.08, noise: 0.05, wave: 0.2, jobs: 0.3 }),
];

/** What a revision does to a metric of a host that has it: a factor. */
export type Harm = Readonly<Record<string, number>>;

/** How differently hosts take the same harm: standard deviation of the logarithm. */
const HARM_SPREAD = 0.2;

export class SimulatedHost {
  readonly #random: Random;
  readonly #wavePhase: number;
  readonly #waveSize: number;
  readonly #levels: Float64Array;
  readonly #lasting: Float64Array;
  readonly #harmSize: number;
  readonly #values = new Float64Array(SHAPES.length);

  constructor(
    readonly hostId: string,
    seed: number,
    private readonly world: World,
  ) {
    this.#random = seeded(seed);
    // The fleet has its day in common; hosts are up to some hours off, and feel it differently.
    this.#wavePhase = 0.05 * this.#gauss();
    this.#waveSize = 0.4 + 1.2 * this.#random();
    this.#levels = Float64Array.from(SHAPES, ({ usual, differ }) => Math.log(usual) + differ * this.#gauss());
    this.#lasting = Float64Array.from(SHAPES, ({ lasting }) => lasting * this.#gauss());
    this.#harmSize = Math.exp(HARM_SPREAD * this.#gauss());
  }

  /** The next interval's values by metric, in order of SHAPES; NaN for one that is lost. Overwritten by the next call. */
  next(interval: number, harm: Harm | undefined): Float64Array {
    const wave = Math.sin(2 * Math.PI * (interval / DAY_INTERVALS + this.#wavePhase)) * this.#waveSize;
    const job = this.#random() < INTERVAL_SECONDS / this.world.jobSeconds ? this.world.jobSpread * this.#gauss() : 0;
    for (let i = 0; i < SHAPES.length; i++) {
      const { name, lasting, noise, wave: share, jobs, present } = SHAPES[i] as MetricShape;
      const level = (this.#levels[i] as number) + job * jobs;
      const lasts = MEMORY * (this.#lasting[i] as number) + INNOVATION * lasting * this.#gauss();
      this.#levels[i] = level;
      this.#lasting[i] = lasts;
      const drawn = noise * this.#gauss();
      const isLost = this.#random() < LOST_CHANCE;
      const isPresent = present === 1 || this.#random() < present;
      const harmed = harm === undefined ? 0 : this.#harmSize * Math.log(harm[name] ?? 1);
      const value = isPresent ? Math.exp(level + wave * share + lasts + drawn + harmed) : 0;
      this.#values[i] = isLost ? Number.NaN : value;
    }
    return this.#values;
  }

  /** Box and Muller (1958). */
  #gauss(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
  }
}
