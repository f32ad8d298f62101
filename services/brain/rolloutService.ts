import type { GetRolloutHistoryRequest__Output } from '../contract/gen/thermocline/v1/GetRolloutHistoryRequest.js';
import type { GetRolloutHistoryResponse } from '../contract/gen/thermocline/v1/GetRolloutHistoryResponse.js';
import type { GetRolloutRequest__Output } from '../contract/gen/thermocline/v1/GetRolloutRequest.js';
import type { GetRolloutResponse } from '../contract/gen/thermocline/v1/GetRolloutResponse.js';
import type { ListRolloutsRequest__Output } from '../contract/gen/thermocline/v1/ListRolloutsRequest.js';
import type { ListRolloutsResponse } from '../contract/gen/thermocline/v1/ListRolloutsResponse.js';
import type { StartRolloutRequest__Output } from '../contract/gen/thermocline/v1/StartRolloutRequest.js';
import type { StartRolloutResponse } from '../contract/gen/thermocline/v1/StartRolloutResponse.js';
import type { WatchRolloutRequest__Output } from '../contract/gen/thermocline/v1/WatchRolloutRequest.js';
import type { WatchRolloutResponse } from '../contract/gen/thermocline/v1/WatchRolloutResponse.js';
import type { RolloutHost } from '../core/cohort.js';
import type { Verb } from '../core/rollout.js';
import { startRollout } from '../core/rolloutMachine.js';
import { type RolloutGround, readRollout } from '../policy/rolloutReading.js';
import { problemText } from '../policy/source.js';
import { type Caller, isProven } from '../rpc/caller.js';
import { pageOf } from '../rpc/listPage.js';
import { changes } from '../rpc/watchQueue.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { RolloutAudits } from './rolloutAudit.js';
import { rolloutMessage, stagesOf } from './rolloutMessage.js';
import type { RolloutObserver } from './rolloutObserver.js';
import type { RolloutRunner } from './rolloutRunner.js';
import type { Kept, RolloutStore } from './rolloutStore.js';

export interface RolloutPorts {
  readonly store: RolloutStore;
  readonly runner: RolloutRunner;
  readonly observer: Pick<RolloutObserver, 'fleet'>;
  readonly audits: Pick<RolloutAudits, 'history'>;
  readonly unixMs: () => number;
  readonly ground: Omit<RolloutGround, 'fleet'>;
  hasRevision(policy: string, revision: number): boolean;
}

/** What an error can carry. */
const MOST_PROBLEMS = 20;

interface Asked {
  readonly rolloutId: string;
  readonly reason: string;
  readonly full?: boolean;
}

/** Rollouts as people see and steer them. Requests and responses are those of proto/thermocline/v1/rollout_service.proto. */
export function rolloutService(ports: RolloutPorts) {
  const { store, runner, observer, audits, unixMs } = ports;
  const shown = async (kept: Kept) => ({ rollout: rolloutMessage(kept, await observer.fleet()) });
  const ask = (verb: Verb) => async (request: Asked, caller: Caller) =>
    shown(await runner.ask(request.rolloutId, verb, asker(caller, request.reason), request.full ?? false));

  return {
    async startRollout(request: StartRolloutRequest__Output, caller: Caller): Promise<StartRolloutResponse> {
      const { source, reason, dryRun } = request;
      const fleet = await observer.fleet();
      const { spec, queries } = soundOf(source, fleet, ports);
      const stages = stagesOf(spec, fleet);
      const { who, why } = asker(caller, reason);
      if (!dryRun) {
        const kept = await runner.start({ spec, source, queries, fleet }, { who, why });
        return { rollout: rolloutMessage(kept, fleet), stages };
      }
      const now = unixMs();
      const { state } = startRollout(spec, who, why, { fleet, unixMs: now });
      const would = { spec, state, source, author: who, createdUnixMs: now };
      return { rollout: rolloutMessage(would, fleet), stages };
    },

    async getRollout({ rolloutId }: GetRolloutRequest__Output): Promise<GetRolloutResponse> {
      return shown(await runner.found(rolloutId));
    },

    async listRollouts(request: ListRolloutsRequest__Output): Promise<ListRolloutsResponse> {
      const page = pageOf(store.all(), ({ spec }) => spec.rolloutId, request);
      const fleet = await observer.fleet();
      return { rollouts: page.items.map((kept) => rolloutMessage(kept, fleet)), nextPageToken: page.nextPageToken };
    },

    async *watchRollout(
      request: WatchRolloutRequest__Output,
      signal: AbortSignal,
    ): AsyncGenerator<WatchRolloutResponse> {
      const { rolloutId } = request;
      const queue = changes<Kept>(
        (callback) => store.onChange((kept) => kept.spec.rolloutId === rolloutId && callback(kept)),
        signal,
      );
      yield shown(await runner.found(rolloutId));
      for await (const kept of queue) yield shown(kept);
    },

    pauseRollout: ask('pause'),
    resumeRollout: ask('resume'),
    promoteRollout: ask('promote'),
    abortRollout: ask('abort'),
    undoRollout: ask('undo'),

    async getRolloutHistory(request: GetRolloutHistoryRequest__Output): Promise<GetRolloutHistoryResponse> {
      const { spec } = await runner.found(request.rolloutId);
      return { transitions: await audits.history(spec.rolloutId) };
    },
  };
}

/** As it goes into the audit. */
function asker(caller: Caller, why: string): { readonly who: string; readonly why: string } {
  const who = isProven(caller) ? caller.identity : `${caller.identity} (${caller.address})`;
  return { who, why: why === '' ? 'no reason was given' : why };
}

/** Throws ROLLOUT_INVALID with all that is wrong. */
function soundOf(source: string, fleet: readonly RolloutHost[], { ground, hasRevision }: RolloutPorts) {
  const { spec, queries, problems } = readRollout(source, { ...ground, fleet });
  const lines = problems.slice(0, MOST_PROBLEMS).map((problem) => problemText(problem, 'rollout'));
  if (spec && !hasRevision(spec.policyName, spec.revision)) {
    lines.push(
      `rollout: revision: policy ${spec.policyName} has no revision ${spec.revision}; apply it with --hold first`,
    );
  }
  if (!spec || lines.length > 0) throw new ThermoclineError('ROLLOUT_INVALID', lines.join('\n'));
  return { spec, queries };
}
