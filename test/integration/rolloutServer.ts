import type { TestContext } from 'node:test';
import type { Rollout } from '../../services/contract/gen/thermocline/v1/Rollout.js';
import type { RolloutAudit } from '../../services/contract/gen/thermocline/v1/RolloutAudit.js';
import type { RolloutStage } from '../../services/contract/gen/thermocline/v1/RolloutStage.js';
import { pageOf } from '../../services/rpc/listPage.js';
import { type Caller, serveGrpc } from '../../services/rpc/server.js';
import { ThermoclineError } from '../../services/runtime/errors.js';
import { Metrics } from '../../services/runtime/metrics.js';
import { CREATED_UNIX_MS, SILENT } from './planServer.js';

/** A real gRPC server whose RolloutService answers what a test says, and keeps what it was asked. */

export interface Script {
  /** By id; the first of each is what get, list and the verbs answer, all of them are what watch tells. */
  readonly rollouts?: readonly (readonly [Rollout, ...Rollout[]])[];
  /** What one watch after the other tells before it is ended, in place of these; the last is told again and again. */
  readonly watches?: readonly (readonly Rollout[])[];
  readonly stages?: readonly RolloutStage[];
  readonly transitions?: readonly RolloutAudit[];
  /** What start and the verbs throw. */
  readonly refusal?: ThermoclineError;
}

export interface RolloutServer {
  readonly env: NodeJS.ProcessEnv;
  /** Method and request of each call, in order. */
  readonly asked: [method: string, request: object][];
}

export async function serveRollouts(t: TestContext, script: Script = {}): Promise<RolloutServer> {
  const asked: [string, object][] = [];
  let watched = 0;
  const { rollouts = [], stages = [], transitions = [], refusal } = script;
  const found = (rolloutId: string): readonly Rollout[] => {
    const each = rollouts.find(([first]) => first.rolloutId === rolloutId);
    if (!each) throw new ThermoclineError('RPC_NOT_FOUND', `there is no rollout ${rolloutId}`);
    return each;
  };
  const verb = (method: string) => async (request: { readonly rolloutId: string }, _caller: Caller) => {
    asked.push([method, { ...request }]);
    if (refusal) throw refusal;
    return { rollout: found(request.rolloutId)[0] ?? null };
  };
  const methods = {
    startRollout: async (request: object) => {
      asked.push(['start', { ...request }]);
      if (refusal) throw refusal;
      return { rollout: rollouts[0]?.[0] ?? null, stages: [...stages] };
    },
    getRollout: verb('get'),
    listRollouts: async (request: { readonly pageSize: number; readonly pageToken: string }) => {
      const firsts = rollouts.map(([first]) => first);
      const page = pageOf(firsts, ({ rolloutId }) => rolloutId ?? '', request);
      return { rollouts: [...page.items], nextPageToken: page.nextPageToken };
    },
    async *watchRollout({ rolloutId }: { readonly rolloutId: string }) {
      const { watches } = script;
      const told = watches?.[Math.min(watched++, watches.length - 1)] ?? found(rolloutId);
      for (const rollout of told) yield { rollout };
    },
    pauseRollout: verb('pause'),
    resumeRollout: verb('resume'),
    promoteRollout: verb('promote'),
    abortRollout: verb('abort'),
    undoRollout: verb('undo'),
    getRolloutHistory: async () => ({ transitions: [...transitions] }),
  };
  const server = await serveGrpc(
    { listen: '127.0.0.1:0', insecure: false },
    [{ file: 'rollout_service', name: 'RolloutService', methods }],
    SILENT,
    new Metrics('test'),
  );
  t.after(() => server.close());
  return { env: { THERMOCLINE_SERVER: server.address }, asked };
}

/** A rollout in its first analysis, with evidence of two metrics. */
export function exampleRollout(changes: Rollout = {}): Rollout & { readonly rolloutId: string } {
  return {
    rolloutId: 'wider',
    policyName: 'default',
    revision: 4,
    stableRevision: 3,
    phase: 'ROLLOUT_PHASE_PROGRESSING',
    phaseReason: 'compares the cohort with control',
    phaseSinceUnixMs: CREATED_UNIX_MS + 60_000,
    steps: [
      { setShare: 0.05 },
      { analysis: { metrics: ['star', 'psi'], intervalSeconds: 300 } },
      { pauseSeconds: 0 },
      { setShare: 0.25, where: { class: 'batch' } },
      { setShare: 0.5, shadow: true, shadowSeconds: 1800 },
      { setShare: 1 },
    ],
    currentStep: 1,
    createdUnixMs: CREATED_UNIX_MS,
    author: 'ops@example',
    cohortHosts: 5,
    controlHosts: 20,
    evidence: [
      {
        metric: 'star',
        effect: 0.031,
        cohortBefore: 0.0121,
        cohortNow: 0.01301,
        controlBefore: 0.0118,
        controlNow: 0.0123,
        looks: 7,
        cohortHosts: 5,
        controlHosts: 20,
        against: 0.4567,
        againstNeeded: 200,
        inFavour: 3.2,
        inFavourNeeded: 20,
        text: 'star: effect +3.1 %',
        scale: 'ratio',
        failAbove: 0.05,
        succeedBelow: 0.5,
      },
      {
        metric: 'psi',
        againstNeeded: 200,
        inFavourNeeded: 20,
        missing: 'no host was measured',
        text: 'psi: no host was measured',
        scale: 'difference',
        failAbove: 0.01,
        succeedBelow: 0.05,
      },
    ],
    allowedVerbs: ['pause', 'promote', 'abort', 'undo'],
    undoMoves: true,
    baselineSeen: 12,
    baselineIntervals: 12,
    intervalSeconds: 300,
    analysisIntervals: 9,
    analysisUntil: 50,
    ...changes,
  } as Rollout & { readonly rolloutId: string };
}
