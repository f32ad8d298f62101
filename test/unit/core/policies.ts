import { compilePolicy, type Policy } from '../../../services/core/policy.js';
import type { PolicySpec } from '../../../services/core/policySpec.js';

export const SOUND: PolicySpec = {
  name: 'test',
  revision: 1,
  classes: [{ name: 'all', selector: {}, latencySensitive: false, priority: 0, coldAgeSeconds: 10, hotRate: 0.5 }],
  tiers: [{ rank: 0, headroomShare: 0.02 }],
  bytesPerSecondPerHost: 1 << 30,
  residenceSeconds: 60,
  dataMaxAgeSeconds: 60,
  heatHalfLifeSeconds: 30,
};

/** A policy that compiles, like SOUND but for what is given. */
export function soundPolicy(changes: Partial<PolicySpec> = {}): Policy {
  const compiled = compilePolicy({ ...SOUND, ...changes });
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return compiled.policy;
}
