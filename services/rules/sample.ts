import { z } from 'zod';
import { RUN_MAX_PAGES } from '../core/quantities.js';
import { createColumns } from './ruleColumns.js';
import type { RuleCall } from './ruleRunner.js';

/** Index is the kind's number, as on the wire. */
export const KINDS = ['unknown', 'anon', 'file', 'shmem', 'anon-huge', 'file-huge', 'shmem-huge'] as const;

const run = z.strictObject({
  startPage: z.number().int().min(0),
  pages: z.number().int().min(1).max(RUN_MAX_PAGES),
  heat: z.number().min(0).max(1),
  age: z.number().int().min(0),
  tier: z.number().int().min(0).max(255).default(0),
  kind: z.enum(KINDS).default('anon'),
});

/** A space as people write it down to try a rule on. */
export const sampleSchema = z.strictObject({
  class: z.string().default('default'),
  command: z.string().default('/usr/bin/example --serve'),
  cgroup: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  pageSize: z.number().int().min(4096).default(4096),
  runs: z
    .array(run)
    .min(1)
    .max(2 ** 20),
});

export type Sample = z.infer<typeof sampleSchema>;

const HEATS = [0, 0.05, 0.3, 0.6, 1];
const AGES = [0, 60, 600];

/** Every heat with every age, in both of two tiers: what a rule makes of the usual. */
export const USUAL: Sample = sampleSchema.parse({
  runs: HEATS.flatMap((heat) => AGES.flatMap((age) => [0, 1].map((tier) => ({ heat, age, tier })))).map((each, i) => ({
    startPage: 0x100 * i,
    pages: 0x80,
    ...each,
  })),
});

/** What a rule would be called with for this space. */
export function callOf({ runs, cgroup, ...facts }: Sample): Pick<RuleCall, 'runs' | 'columns' | 'facts'> {
  const { buffer, startPage, pages, heat, age, tier, kind } = createColumns(runs.length);
  runs.forEach((each, i) => {
    startPage[i] = each.startPage;
    pages[i] = each.pages;
    heat[i] = each.heat;
    age[i] = each.age;
    tier[i] = each.tier;
    kind[i] = KINDS.indexOf(each.kind);
  });
  const { class: className, command, labels, pageSize } = facts;
  return {
    runs: runs.length,
    columns: () => buffer,
    facts: { class: className, command, labels, pageSize, ...(cgroup === undefined ? {} : { cgroup }) },
  };
}
