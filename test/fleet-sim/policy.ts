import { compilePolicy, type Policy } from '../../services/core/policy.js';
import type { PolicySpec } from '../../services/core/policySpec.js';

/**
 * The one policy that all workloads are measured under.
 *
 * The heat gap is some four times the noise of a difference between equals: with a hundred looks a window and this half-life
 * heat rests on some 1,700 looks, so that the 0.077 of a page in a scan is known to within 0.0064, and a difference of two to
 * within 0.009. With a smaller gap blocks of a scan change places for nothing; with a larger one what lies around the border
 * of a Zipf is not told apart. Residence is the window that useless moves are counted over.
 */
export const FLEET_POLICY: PolicySpec = {
  name: 'fleet',
  revision: 1,
  classes: [{ name: 'all', selector: {}, latencySensitive: false, priority: 0, coldAgeSeconds: 1800, hotRate: 0.02 }],
  tiers: [{ rank: 0, headroomShare: 0.005 }],
  bytesPerSecondPerHost: 32 * 2 ** 20,
  residenceSeconds: 300,
  pingPongWindowSeconds: 300,
  exchangeHeatGap: 0.035,
  dataMaxAgeSeconds: 60,
  heatHalfLifeSeconds: 60,
};

/** Compiles a policy that has to be sound. */
export function soundPolicy(spec: PolicySpec): Policy {
  const compiled = compilePolicy(spec);
  if ('problems' in compiled)
    throw new Error(`the policy of the simulator is not sound: ${JSON.stringify(compiled.problems)}`);
  return compiled.policy;
}
