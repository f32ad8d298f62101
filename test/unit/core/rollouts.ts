/** Rollouts for tests: a fleet in racks, two metrics, and observations made by hand. */
import type { MetricSpec } from '../../../services/core/analysis.js';
import type { RolloutHost } from '../../../services/core/cohort.js';
import type { RolloutEvent, RolloutOutcome, RolloutSpec, RolloutState } from '../../../services/core/rollout.js';
import { advanceRollout, startRollout } from '../../../services/core/rolloutMachine.js';
import { revisionsOf } from '../../../services/core/rolloutView.js';

export const INTERVAL_MS = 60_000;
export const FLEET: readonly RolloutHost[] = Array.from({ length: 100 }, (_, i) => ({
  hostId: `host${i}`,
  labels: { rack: `${i % 5}`, canary: `${i < 20}` },
}));

export const STAR: MetricSpec = {
  name: 'star',
  scale: 'ratio',
  worse: 'higher',
  floor: 0.001,
  failAbove: 0.05,
  succeedBelow: 0.5,
  failureLimit: 0,
  everyIntervals: 1,
  minimumIntervals: 2,
  minimumHosts: 4,
};
export const PSI: MetricSpec = { ...STAR, name: 'psi', scale: 'difference', failAbove: 0.01, succeedBelow: 0.05 };
export const ANALYSIS = { metrics: [STAR, PSI], intervals: 10, settleIntervals: 1, missingLimit: 3 };

export const SPEC: RolloutSpec = {
  rolloutId: 'r1',
  policyName: 'fleet',
  revision: 2,
  stableRevision: 1,
  spreadBy: ['rack'],
  controlShare: 0.3,
  steps: [
    { kind: 'shadow', percent: 10, seconds: 60 },
    { kind: 'setWeight', percent: 8 },
    { kind: 'analysis', analysis: ANALYSIS },
    { kind: 'pause' },
    { kind: 'setWeight', percent: 40 },
    { kind: 'analysis', analysis: ANALYSIS },
    { kind: 'setWeight', percent: 100 },
  ],
  intervalSeconds: INTERVAL_MS / 1000,
  baselineIntervals: 4,
  falseFailureRate: 0.01,
  falseSuccessRate: 0.05,
  undoMoves: true,
};

/** A rollout that is driven by hand, an interval at a time. */
export class Drive {
  state: RolloutState;
  readonly outcomes: RolloutOutcome[] = [];
  unixMs = 0;

  constructor(
    readonly spec: RolloutSpec = SPEC,
    readonly fleet: readonly RolloutHost[] = FLEET,
  ) {
    this.state = startRollout(spec, 'ann', 'a try', { fleet, unixMs: 0 }).state;
  }

  send(event: RolloutEvent): RolloutOutcome {
    const outcome = advanceRollout(this.spec, this.state, event, { fleet: this.fleet, unixMs: this.unixMs });
    if (!('refused' in outcome)) this.state = outcome.state;
    this.outcomes.push(outcome);
    return outcome;
  }

  verb(verb: Extract<RolloutEvent, { readonly kind: 'verb' }>['verb'], full = false): RolloutOutcome {
    return this.send({ kind: 'verb', verb, who: 'ann', why: 'because', full });
  }

  /** An interval passes, in which metrics of hosts on the revision are `factor` times what they were. */
  interval(factor = 1): RolloutOutcome {
    this.unixMs += INTERVAL_MS;
    this.send({ kind: 'tick' });
    const star: Record<string, number> = {};
    const psi: Record<string, number> = {};
    this.fleet.forEach((host, i) => {
      const isOnIt = revisionsOf(this.spec, this.state, host).revision === this.spec.revision;
      const own = 0.02 + 0.001 * i;
      star[host.hostId] = own * (isOnIt ? factor : 1) * (1 + 0.01 * Math.sin(i + this.unixMs));
      psi[host.hostId] = 0.003 + 0.0001 * Math.cos(i * 7 + this.unixMs);
    });
    return this.observe({ star, psi });
  }

  observe(values: Readonly<Record<string, Readonly<Record<string, number>>>>): RolloutOutcome {
    return this.send({ kind: 'observed', observation: { intervalEndUnixMs: this.unixMs, values } });
  }

  /** Until something is so, 60 intervals at most. */
  until(isSo: (state: RolloutState) => boolean, factor = 1): void {
    for (let i = 0; i < 60 && !isSo(this.state); i++) this.interval(factor);
    if (!isSo(this.state))
      throw new Error(`still ${this.state.phase} at step ${this.state.step}: ${this.state.reason}`);
  }

  /** Ids of hosts that are planned by the revision. */
  onIt(): string[] {
    return this.fleet
      .filter((host) => revisionsOf(this.spec, this.state, host).revision === this.spec.revision)
      .map(({ hostId }) => hostId);
  }
}
