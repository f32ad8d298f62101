import type { TestContext } from 'node:test';
import { planService } from '../../services/brain/planService.js';
import { PlanStore } from '../../services/brain/planStore.js';
import type { Outcome, Outcome__Output } from '../../services/contract/gen/thermocline/v1/Outcome.js';
import type { Plan__Output } from '../../services/contract/gen/thermocline/v1/Plan.js';
import { encodeRanges } from '../../services/contract/ranges.js';
import { codec } from '../../services/contract/schema.js';
import { encodeVarints } from '../../services/contract/varint.js';
import { type RunningServer, type ServedService, serveGrpc } from '../../services/rpc/server.js';
import type { GrpcSection } from '../../services/runtime/configTypes.js';
import type { Logger } from '../../services/runtime/logger.js';
import { Metrics } from '../../services/runtime/metrics.js';

/** A real gRPC server with plans that a test puts in, and the plans themselves. */

export const PAGE_SIZE = 4096;
/** All plans are made at this time. */
export const CREATED_UNIX_MS = 1_700_000_000_000;
const LIFE_MS = 60_000;

export const SILENT: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export interface PlanServer extends RunningServer {
  readonly plans: PlanStore;
}

/** Serves a PlanStore on a free port of the loopback until the test ends. `unixMs`: the clock that plans expire by. */
export async function servePlans(
  t: TestContext,
  section: Partial<GrpcSection> = {},
  services: readonly ServedService[] = [],
  unixMs: () => number = () => CREATED_UNIX_MS,
): Promise<PlanServer> {
  const plans = new PlanStore(unixMs);
  const server = await serveGrpc(
    { listen: '127.0.0.1:0', insecure: false, ...section },
    [{ file: 'plan_service', name: 'PlanService', methods: planService(plans, unixMs) }, ...services],
    SILENT,
    new Metrics('test'),
  );
  t.after(() => server.close());
  return { ...server, plans };
}

/** A plan that demotes two cold runs of a process, then promotes a hot one of it, then one of a file. */
export function examplePlan(planId: string, hostId = 'host-a'): Plan__Output {
  const plans = codec('Plan');
  const space = { process: { pid: 4242, startTicks: 77, startStack: 140_700_000_000_000, exeInode: 99 } };
  const command = '/usr/bin/cache --size 4g';
  const columns = (startPage: number[], pages: number[], heat: number[], ages: number[], reason: number) => ({
    ranges: encodeRanges({ startPage, pages }),
    heat: Uint8Array.from(heat),
    ageSeconds: encodeVarints(ages),
    reasons: new Uint8Array(startPage.length).fill(reason),
  });
  const up = { direction: 'DIRECTION_PROMOTION', fromNode: 1, toNode: 0 } as const;
  const down = { direction: 'DIRECTION_DEMOTION', fromNode: 0, toNode: 1 } as const;
  const cgroup = '/system.slice/cache.service';
  return plans.decode(
    plans.encode({
      envelope: { schemaVersion: 1, hostId, bootId: 'boot-1', sequence: 1, createdUnixMs: CREATED_UNIX_MS },
      planId,
      expiresUnixMs: CREATED_UNIX_MS + LIFE_MS,
      policyName: 'default',
      policyRevision: 3,
      fencingToken: 12,
      pageSize: PAGE_SIZE,
      spaces: [
        {
          space,
          command,
          cgroup,
          class: 'batch',
          ...down,
          ...columns([0x1000, 0x9000], [256, 512], [0, 0], [300, 900], 1),
        },
        { space, command, cgroup, class: 'batch', ...up, ...columns([0x7f0000], [64], [204], [0], 0) },
        {
          space: { file: { device: 2049, inode: 131, path: '/var/lib/cache/index' } },
          command: '',
          class: 'batch',
          ...up,
          ...columns([16], [16], [255], [0], 0),
        },
      ],
      reasons: [
        { rule: 'hot-rate', text: 'seen in 80% of looks, at least 50%' },
        { rule: 'cold-age', text: 'unseen for 300 s, at least 240 s' },
      ],
      moveCount: 4,
      pageCount: 848,
    }),
  );
}

/** What an actuator might report of it, whole unless said otherwise. */
export function exampleOutcome(planId: string, changes: Outcome = {}): Outcome__Output {
  const outcomes = codec('Outcome');
  return outcomes.decode(
    outcomes.encode({
      planId,
      state: 'OUTCOME_STATE_COMPLETED',
      startedUnixMs: CREATED_UNIX_MS + 1000,
      finishedUnixMs: CREATED_UNIX_MS + 3500,
      totals: {
        pagesMoved: 800,
        bytesMoved: 800 * PAGE_SIZE,
        pagesFailed: { ENOMEM: 16 },
        pagesSkipped: { residence: 32 },
      },
      ...changes,
    }),
  );
}
