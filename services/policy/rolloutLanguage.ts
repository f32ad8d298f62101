import * as z from 'zod';
import { duration, share } from './types.js';

/** How a rollout is written: docs/rollouts.md teaches it. */

const EXPECTED_PERCENT = 'expected percent of the hosts, above 0 and at most 100, as in 5 or 5%';

/** `5`, `5%` → 5. */
const percent = z
  .union([z.string(), z.number()], { error: EXPECTED_PERCENT })
  .transform((value, context) => {
    const text = typeof value === 'string' ? /^(\d+(?:\.\d+)?)\s*%$/.exec(value)?.[1] : String(value);
    const found = Number(text);
    if (text !== undefined && found > 0 && found <= 100) return found;
    context.addIssue({ code: 'custom', message: EXPECTED_PERCENT });
    return z.NEVER;
  })
  .meta({ pattern: '^[0-9]+(\\.[0-9]+)? *%$', examples: ['5%', 5] });

const labels = z.record(z.string(), z.string());

const EXPECTED_EFFECT = 'expected a percentage such as 5% or 150%, or a number of 0 or more';

/** `150%` → 1.5. Of scale ratio as a share of what there was, of scale difference in the metric's own unit. */
const effect = z
  .union([z.string(), z.number()], { error: EXPECTED_EFFECT })
  .transform((value, context) => {
    const percentage = typeof value === 'string' ? /^(\d+(?:\.\d+)?)\s*%$/.exec(value)?.[1] : undefined;
    const found = percentage === undefined ? value : Number(percentage) / 100;
    if (typeof found === 'number' && found >= 0) return found;
    context.addIssue({ code: 'custom', message: EXPECTED_EFFECT });
    return z.NEVER;
  })
  .meta({ pattern: '^[0-9]+(\\.[0-9]+)? *%$', examples: ['5%', 0.05] });

export const METRIC_NAMES = [
  'star',
  'psi',
  'promotionRate',
  'uselessRate',
  'moveFailures',
  'refaults',
  'bandwidth',
] as const;

const metric = z.strictObject({
  name: z
    .string()
    .min(1)
    .describe(`One of ${METRIC_NAMES.join(', ')}; another one with a query.`),
  query: z.string().min(1).optional().describe('PromQL of an instant vector, one value a host.'),
  scale: z.enum(['ratio', 'difference']).default('ratio'),
  worse: z.enum(['higher', 'lower']).default('higher'),
  floor: z.number().positive().optional().describe('Of scale ratio: what is next to nothing, in the metric’s unit.'),
  failAbove: effect.default(0.05).describe('Failed where there is evidence of an effect above this.'),
  succeedBelow: effect.default(0.5).describe('Successful where there is evidence of an effect below this.'),
  limit: z.number().optional().describe('Failed where the cohort’s mean in one interval is worse than this.'),
  failureLimit: z.int().min(0).default(0).describe('Looks that may find it failed before it has.'),
  every: z.int().min(1).default(1).describe('Looked at each so many intervals.'),
  minimumIntervals: z.int().min(1).default(6),
  minimumHosts: z.int().min(1).default(4),
});

export type WrittenMetric = z.output<typeof metric>;

const analysis = z.strictObject({
  metrics: z.array(z.string()).min(1).optional().describe('Names of metrics below; all of them when left out.'),
  intervals: z.int().min(1).default(48),
  settle: z.int().min(0).default(2).describe('Intervals after a change that are not counted.'),
  missing: z.int().min(0).default(3).describe('Intervals in a row without data before it is inconclusive.'),
});

const EXPECTED_STEP = 'expected one of shadow, setWeight, pause and analysis';

const step = z
  .strictObject({
    shadow: z.strictObject({ percent, for: duration.optional() }).optional(),
    setWeight: z
      .union([z.strictObject({ percent, where: labels.optional() }), percent], {
        error: `${EXPECTED_PERCENT}, or { percent, where }`,
      })
      .optional(),
    pause: z.strictObject({ for: duration.optional() }).optional(),
    analysis: analysis.optional(),
  })
  .refine((each) => Object.values(each).filter((value) => value !== undefined).length === 1, { error: EXPECTED_STEP });

export const rolloutLanguage = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected up to 64 letters, digits, _ and -'),
  policy: z.string().min(1),
  revision: z.int().min(1),
  hosts: labels
    .optional()
    .describe('Labels that a host must have to be drawn and judged. Behind the last step all hosts have the revision.'),
  spreadBy: z.array(z.string()).default([]).describe('Labels over whose values cohort and control are spread.'),
  controlShare: share.default(0.2),
  interval: duration.prefault('5m'),
  baseline: z.int().min(1).default(12).describe('Intervals observed before the first step.'),
  falseFailureRate: share.default(0.01),
  falseSuccessRate: share.default(0.05),
  undoMoves: z.boolean().default(false).describe('Whether a rollback moves back what the revision moved.'),
  metrics: z.array(metric).default([]),
  steps: z.array(step).min(1),
});

export type WrittenRollout = z.output<typeof rolloutLanguage>;
