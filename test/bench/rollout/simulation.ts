/** One rollout in simulated time: core's own machine, fed an interval at a time until it is over or waits for a person. */
import type { RolloutHost } from '../../../services/core/cohort.js';
import type { RolloutSpec, RolloutState } from '../../../services/core/rollout.js';
import { advanceRollout, startRollout } from '../../../services/core/rolloutMachine.js';
import { revisionsBy } from '../../../services/core/rolloutView.js';
import { type Harm, INTERVAL_SECONDS, type World } from './hosts.js';
import { benchSpec, type Design } from './spec.js';
import { fleetOf, Stage } from './stage.js';

const INTERVAL_MS = INTERVAL_SECONDS * 1000;
/** No rollout of the bench takes longer than its baseline and two analyses. */
const MOST_INTERVALS = 400;

export interface Ending {
  readonly phase: RolloutState['phase'];
  readonly reason: string;
  /** Verdicts were passed on this many stages; the last is the one that it ended with. */
  readonly stages: number;
  /** Intervals from the first stage's start, settling included, to its verdict. */
  readonly intervals: number;
  /** Plans of the revision for hosts that are not of the first stage, or after the rollback. */
  readonly plansOutside: number;
  /** Plans of the revision at all. */
  readonly plans: number;
}

export function simulate(design: Design, seed: number, harm: Harm | undefined, world: World): Ending {
  const spec = benchSpec(design, `bench-${seed}`);
  const fleet = fleetOf(design.fleet);
  let { state } = startRollout(spec, 'bench', '', { fleet, unixMs: 0 });
  const stage = new Stage(state.judged, seed, world);
  const published = new Published(spec, fleet, design.cohort);
  let begun = 0;
  let verdictAt = 0;
  for (let interval = 1; interval <= MOST_INTERVALS; interval++) {
    const onIt = published.publish(state);
    const observation = { intervalEndUnixMs: interval * INTERVAL_MS, values: stage.next(harm, (id) => onIt.has(id)) };
    const now = { fleet, unixMs: interval * INTERVAL_MS };
    const outcome = advanceRollout(spec, state, { kind: 'observed', observation }, now);
    if ('refused' in outcome) throw new Error('only verbs are refused');
    state = outcome.state;
    if (state.begun && begun === 0) begun = interval;
    if (state.judgements.length > 0 && verdictAt === 0) verdictAt = interval;
    if (state.phase !== 'baseline' && state.phase !== 'progressing') break;
  }
  if (state.phase === 'rollingBack') published.publish(state);
  const { phase, reason, judgements } = state;
  return { phase, reason, stages: judgements.length, intervals: verdictAt - begun, ...published.counts() };
}

/** Plans as the brain would publish them: one a host and interval, of the revision that the machine says. */
class Published {
  #plans = 0;
  #outside = 0;
  #onIt: ReadonlySet<string> = new Set();
  #last: RolloutState | undefined;
  /** Hosts that had the revision when any had it first. */
  #firstStage: ReadonlySet<string> | undefined;

  constructor(
    private readonly spec: RolloutSpec,
    private readonly fleet: readonly RolloutHost[],
    private readonly cohort: number,
  ) {}

  /** Hosts that are on the revision. */
  publish(state: RolloutState): ReadonlySet<string> {
    const { phase, cuts } = state;
    if (this.#last?.phase !== phase || this.#last.cuts !== cuts) {
      const revisionOf = revisionsBy(this.spec, state);
      const onIt = this.fleet.filter((host) => revisionOf(host).revision === this.spec.revision);
      this.#onIt = new Set(onIt.map(({ hostId }) => hostId));
      this.#last = state;
    }
    if (this.#onIt.size > 0 && !this.#firstStage) {
      if (this.#onIt.size !== this.cohort)
        throw new Error(`${this.#onIt.size} hosts in a first stage of ${this.cohort}`);
      this.#firstStage = this.#onIt;
    }
    for (const hostId of this.#onIt) {
      this.#plans++;
      if (phase === 'rollingBack' || !this.#firstStage?.has(hostId)) this.#outside++;
    }
    return this.#onIt;
  }

  counts(): { readonly plans: number; readonly plansOutside: number } {
    return { plans: this.#plans, plansOutside: this.#outside };
  }
}
