import type { PlanGround } from '../contract/gen/thermocline/v1/PlanGround.js';
import type { Reason } from '../contract/gen/thermocline/v1/Reason.js';
import type { PlanDraft } from '../core/draft.js';
import { thresholdsOf } from '../core/goals.js';
import type { HostModel } from '../core/host.js';
import { headroomShareOf, type Policy } from '../core/policy.js';
import type { Situation } from '../core/situation.js';

/** Budget and room of a plan as it was made: what people need to see why it moves no more and no less. */
export function groundOf(situation: Situation, draft: PlanDraft): PlanGround {
  const { host, policy, waiting, budget, bytesPerSecond, options } = situation;
  const { facts } = host;
  const moved = new Map<number, number>();
  for (const { fromNode, toNode, pages } of draft.groups) {
    const sum = pages.reduce((all, length) => all + length, 0);
    moved.set(fromNode, (moved.get(fromNode) ?? 0) - sum);
    moved.set(toNode, (moved.get(toNode) ?? 0) + sum);
  }
  return {
    bytesPerSecond,
    planSeconds: options.planSeconds,
    waitingPages: waiting.pages,
    budgetPages: budget,
    factsUnixMs: facts.atUnixMs,
    nodes: facts.nodes.map(({ id, tier, totalBytes, freeBytes, lowWatermarkBytes }) => {
      const headroom = Math.max(headroomShareOf(policy, tier) * totalBytes, lowWatermarkBytes ?? 0);
      const roomBefore = Math.floor((freeBytes - headroom) / facts.pageSize) - (waiting.pagesTo.get(id) ?? 0);
      return {
        node: id,
        tier,
        headroomPages: Math.ceil(headroom / facts.pageSize),
        roomBefore,
        roomAfter: roomBefore - (moved.get(id) ?? 0),
      };
    }),
  };
}

/** The plan's reasons with the thresholds of their class, and what they selected by them. */
export function reasonsOf(draft: PlanDraft, host: HostModel, policy: Policy): Reason[] {
  const numbers = draft.reasons.map(() => new Map<string, number>());
  const widen = (of: Map<string, number> | undefined, name: 'heat' | 'age', value: number): void => {
    of?.set(`${name}-least`, Math.min(value, of.get(`${name}-least`) ?? Infinity));
    of?.set(`${name}-most`, Math.max(value, of.get(`${name}-most`) ?? -Infinity));
  };
  for (const group of draft.groups) {
    const classIndex = policy.classes.findIndex(({ name }) => name === group.className);
    const { hotRate, coldAgeSeconds } = thresholdsOf(host, policy, classIndex);
    for (let i = 0; i < group.pages.length; i++) {
      const of = numbers[group.reason[i] as number];
      if (of?.size === 0) of.set('hot-rate', hotRate).set('cold-age', coldAgeSeconds);
      widen(of, 'heat', (group.heat[i] as number) / 255);
      widen(of, 'age', group.ageSeconds[i] as number);
    }
  }
  return draft.reasons.map(({ rule, text }, i) => ({ rule, text, numbers: Object.fromEntries(numbers[i] ?? []) }));
}
