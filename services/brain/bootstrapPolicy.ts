import type { PolicySpec } from '../core/policySpec.js';
import { RANKS_DEFAULT } from '../policy/language.js';
import type { BrainConfig } from './config.js';

/** The policy of the brain's configuration: what holds until anyone has applied one. Revision 0; not checked. */
export function bootstrapPolicy({ policy: written }: Pick<BrainConfig, 'policy'>): PolicySpec {
  return {
    name: written.name,
    revision: 0,
    classes: [
      {
        name: 'default',
        selector: {},
        latencySensitive: false,
        priority: 0,
        coldAgeSeconds: written.coldAge / 1000,
        hotRate: written.hotRate,
      },
    ],
    tiers: Array.from({ length: RANKS_DEFAULT }, (_, rank) => ({ rank, headroomShare: written.headroom })),
    bytesPerSecondPerHost: written.bytesPerSecondPerHost,
    residenceSeconds: written.residence / 1000,
    dataMaxAgeSeconds: written.dataMaxAge / 1000,
    heatHalfLifeSeconds: written.heatHalfLife / 1000,
    ...(written.approval ? { approval: true } : {}),
  };
}
