import { readBatch } from '../../services/access/batchReader.js';
import { Fleet } from '../../services/brain/fleet.js';
import { learn } from '../../services/brain/learn.js';
import { PlanDesk } from '../../services/brain/planDesk.js';
import { PlanStore } from '../../services/brain/planStore.js';
import type { Plan__Output } from '../../services/contract/gen/thermocline/v1/Plan.js';
import { codec } from '../../services/contract/schema.js';
import { generateSigningKey, signingKeyFrom } from '../../services/contract/signature.js';
import type { Policy } from '../../services/core/policy.js';
import { Hits } from './hits.js';
import { bytesOf, type WireHost } from './wireHost.js';

/** What a brain is configured to. */
export const PLAN_EVERY_MS = 5000;
const PLAN_SECONDS = 10;
const EXPIRY_MS = 60_000;

export interface LoopOptions {
  readonly host: WireHost;
  /** Nothing is ever moved without one. */
  readonly policy: Policy | undefined;
  readonly windows: number;
  readonly intervalSeconds: number;
  readonly startUnixMs: number;
  /** Told of each AccessBatch, encoded, as it is published. */
  readonly publish?: (bytes: Uint8Array) => void;
}

const key = signingKeyFrom(generateSigningKey().privatePem);
const [batches, plans, outcomes] = [codec('AccessBatch'), codec('Plan'), codec('Outcome')];

/**
 * One modelled host in simulated time, planned for by the brain's own parts through encoded messages. A plan's moves take
 * effect when as much time has passed as they take at the policy's rate. Returns true accesses by what they hit.
 */
export function simulatedLoop({ host, policy, windows, intervalSeconds, startUnixMs, publish }: LoopOptions): Hits {
  let nowUnixMs = startUnixMs;
  const unixMs = (): number => nowUnixMs;
  const fleet = new Fleet();
  const store = new PlanStore(unixMs);
  const options = { expiryMs: EXPIRY_MS, approvalExpiryMs: EXPIRY_MS, planSeconds: PLAN_SECONDS };
  const desk = new PlanDesk(store, key, options, unixMs);
  const hits = new Hits();
  let atWork: { readonly plan: Plan__Output; readonly beganUnixMs: number; readonly doneUnixMs: number } | undefined;
  const makePlan = (fleetPolicy: Policy): void => {
    const planned = fleet.get(host.hostId);
    const made = planned && desk.make(planned, fleetPolicy, 1);
    if (!made) return;
    store.addOwn(made.own);
    const plan = plans.decode(made.own.body);
    const takesMs = Math.ceil((bytesOf(plan) / fleetPolicy.bytesPerSecondPerHost) * 1000);
    atWork = { plan, beganUnixMs: nowUnixMs, doneUnixMs: nowUnixMs + takesMs };
  };
  for (let window = 0; window < windows; window++) {
    const beginUnixMs = startUnixMs + window * intervalSeconds * 1000;
    const endUnixMs = beginUnixMs + intervalSeconds * 1000;
    const seconds = window * intervalSeconds;
    let countedUnixMs = beginUnixMs;
    const countTo = (untilUnixMs: number): void => {
      host.count(hits, seconds, (untilUnixMs - countedUnixMs) / 1000);
      countedUnixMs = untilUnixMs;
    };
    while (policy && atWork && atWork.doneUnixMs < endUnixMs) {
      const { plan, beganUnixMs, doneUnixMs } = atWork;
      atWork = undefined;
      countTo(doneUnixMs);
      const bytes = outcomes.encode(host.carryOut(plan, (doneUnixMs - startUnixMs) / 1000, beganUnixMs, doneUnixMs));
      const outcome = outcomes.decode(bytes);
      store.settle(outcome, bytes);
      const planned = fleet.get(host.hostId);
      if (planned) learn(planned, outcome);
      nowUnixMs = Math.max(doneUnixMs, beganUnixMs + PLAN_EVERY_MS);
      if (nowUnixMs < endUnixMs) makePlan(policy);
    }
    countTo(endUnixMs);
    nowUnixMs = endUnixMs;
    const bytes = batches.encode(host.batch(seconds, beginUnixMs, endUnixMs));
    publish?.(bytes);
    if (!policy) continue;
    fleet.take(readBatch(batches.decode(bytes), nowUnixMs), policy);
    if (!atWork) makePlan(policy);
  }
  return hits;
}
