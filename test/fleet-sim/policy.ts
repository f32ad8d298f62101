import { compilePolicy, type Policy } from '../../services/core/policy.js';
import type { PolicySpec } from '../../services/core/policySpec.js';

/** The one policy that all workloads are measured under. */
export const FLEET_POLICY: PolicySpec = {
  name: 'fleet',
  revision: 1,
  classes: [{ name: 'all', selector: {}, latencySensitive: false, priority: 0, coldAgeSeconds: 480, hotRate: 0.02 }],
  tiers: [{ rank: 0, headroomShare: 0.02 }],
  bytesPerSecondPerHost: 32 * 2 ** 20,
  residenceSeconds: 120,
  pingPongWindowSeconds: 600,
  exchangeHeatGap: 0.02,
  dataMaxAgeSeconds: 60,
  heatHalfLifeSeconds: 30,
};

/** Compiles a policy that has to be sound. */
export function soundPolicy(spec: PolicySpec): Policy {
  const compiled = compilePolicy(spec);
  if ('problems' in compiled)
    throw new Error(`the policy of the simulator is not sound: ${JSON.stringify(compiled.problems)}`);
  return compiled.policy;
}
