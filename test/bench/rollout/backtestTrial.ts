import { readAccess } from '../../../services/backtest/accessStreams.js';
import type { TraceMessage } from '../../../services/backtest/crew.js';
import type { Trial } from '../../../services/backtest/crewMessages.js';
import { type Bus, connectBus } from '../../../services/bus/connection.js';
import { FLEET_POLICY } from '../../fleet-sim/policy.js';
import { PLAN_EVERY_MS } from '../../fleet-sim/simulatedLoop.js';

/** The day that is replayed: so many hosts, and windows of each. */
export const HOSTS = 100;
export const WINDOWS = 1440;

const [only] = FLEET_POLICY.classes;
const running = {
  ...FLEET_POLICY,
  name: 'running',
  exchangeHeatGap: 0.1,
  classes: [{ ...(only as NonNullable<typeof only>), hotRate: 0.1 }],
};
/** A policy on trial, a running one, and none. */
export const TRIAL: Trial = {
  policies: [FLEET_POLICY, running],
  baselines: true,
  pace: { planEveryMs: PLAN_EVERY_MS, planSeconds: (2 * PLAN_EVERY_MS) / 1000 },
  warmUpMs: 0,
};

export function quietBus(url: string): Promise<Bus> {
  return connectBus({ servers: [url], connectTimeout: 10_000 }, 'bench', QUIET);
}

/** What the stream holds of these hosts; of all where none is named. */
export async function messages(bus: Bus, hosts: readonly string[]): Promise<AsyncIterable<TraceMessage>> {
  return (await readAccess(bus, { fromUnixMs: 0, toUnixMs: Number.POSITIVE_INFINITY, hosts })).messages;
}

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
