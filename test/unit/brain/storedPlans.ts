import type { Outcome, Outcome__Output } from '../../../services/contract/gen/thermocline/v1/Outcome.js';
import type { Plan, Plan__Output } from '../../../services/contract/gen/thermocline/v1/Plan.js';
import { encodeRanges } from '../../../services/contract/ranges.js';
import { codec } from '../../../services/contract/schema.js';

const plans = codec('Plan');
const outcomes = codec('Outcome');

/** When the plans here expire. */
export const EXPIRES_UNIX_MS = 60_000;

/** A plan of host `h`, boot `b`, that demotes 5 pages and promotes 3. */
export function plan(planId: string, changes: Plan = {}): Plan__Output {
  const of = (startPage: number, pages: number) => encodeRanges({ startPage: [startPage], pages: [pages] });
  const whole: Plan = {
    envelope: { schemaVersion: 1, hostId: 'h', bootId: 'b', createdUnixMs: 1000 },
    planId,
    expiresUnixMs: EXPIRES_UNIX_MS,
    spaces: [
      { direction: 'DIRECTION_DEMOTION', ranges: of(10, 5) },
      { direction: 'DIRECTION_PROMOTION', ranges: of(20, 3) },
    ],
    ...changes,
  };
  return plans.decode(plans.encode(whole));
}

export function outcome(planId: string, state: NonNullable<Outcome['state']>, changes: Outcome = {}): Outcome__Output {
  return outcomes.decode(outcomes.encode({ planId, state, finishedUnixMs: 5000, ...changes }));
}
