import type { Bucket } from '../bus/keyValue.js';
import { codec } from '../contract/schema.js';
import { compilePolicy, type Policy } from '../core/policy.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { BrainConfig } from './config.js';

/** Tiers have at most this many ranks for which headroom is written down. */
const MAX_RANKS = 8;

/**
 * The policy of the configuration as a revision in the bucket: the one that is there when it says the same, else a new one.
 * Throws CONFIG_INVALID with every problem of the policy.
 */
export async function publishPolicy(
  bucket: Bucket,
  config: BrainConfig,
  author: string,
  unixMs: number,
): Promise<Policy> {
  const policies = codec('Policy');
  const { policy: written } = config;
  const source = JSON.stringify(written);
  const entry = await bucket.get(written.name);
  const latest = entry && policies.decode(entry.value);
  if (latest && latest.source === source) return compiled(config, Number(latest.revision));
  const policy = compiled(config, Number(latest?.revision ?? 0) + 1);
  const value = policies.encode({
    name: policy.name,
    revision: policy.revision,
    createdUnixMs: unixMs,
    author,
    classes: policy.classes.map((each) => ({
      name: each.name,
      selector: {},
      latencySensitive: each.latencySensitive,
      priority: each.priority,
      coldAgeSeconds: each.coldAgeSeconds,
      hotRate: each.hotRate,
    })),
    tiers: policy.tiers.map((tier) => ({ rank: tier.rank, headroomShare: tier.headroomShare })),
    budgets: { bytesPerSecondPerHost: policy.bytesPerSecondPerHost },
    guards: { residenceSeconds: policy.residenceSeconds, dataMaxAgeSeconds: policy.dataMaxAgeSeconds },
    source,
  });
  if (entry) await bucket.update(written.name, value, entry.revision);
  else await bucket.create(written.name, value);
  return policy;
}

function compiled(config: BrainConfig, revision: number): Policy {
  const { policy: written } = config;
  const result = compilePolicy({
    name: written.name,
    revision,
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
    tiers: Array.from({ length: MAX_RANKS }, (_, rank) => ({ rank, headroomShare: written.headroom })),
    bytesPerSecondPerHost: written.bytesPerSecondPerHost,
    residenceSeconds: written.residence / 1000,
    dataMaxAgeSeconds: written.dataMaxAge / 1000,
    heatHalfLifeSeconds: written.heatHalfLife / 1000,
    approval: written.approval,
  });
  if ('policy' in result) return result.policy;
  const problems = result.problems.map(({ path, got, expected }) => `policy.${path}: got ${got}; expected ${expected}`);
  throw new ThermoclineError('CONFIG_INVALID', problems.join('\n  '));
}
