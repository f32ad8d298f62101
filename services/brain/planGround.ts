import type { GroundToEncode, ReasonToEncode } from '../contract/planEncoder.js';
import type { PlanDraft } from '../core/draft.js';
import { thresholdsOf } from '../core/goals.js';
import type { HostModel } from '../core/host.js';
import { headroomShareOf, type Policy } from '../core/policy.js';
import type { Situation } from '../core/situation.js';

/** Budget and room of a plan as it was made: what people need to see why it moves no more and no less. */
export function groundOf(situation: Situation, draft: PlanDraft): GroundToEncode {
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

/** What was selected for one reason, in the units that moves are kept in. */
interface Selected {
  leastHeat: number;
  mostHeat: number;
  leastAge: number;
  mostAge: number;
  className: string;
}

/** The plan's reasons with the thresholds of their class, and what they selected by them. Some 10 ns a move. */
export function reasonsOf(draft: PlanDraft, host: HostModel, policy: Policy): ReasonToEncode[] {
  const selected = draft.reasons.map(
    (): Selected => ({ leastHeat: 255, mostHeat: 0, leastAge: Infinity, mostAge: 0, className: '' }),
  );
  for (const { heat, ageSeconds, reason, className } of draft.groups) {
    for (let i = 0; i < reason.length; i++) {
      const of = selected[reason[i] as number] as Selected;
      const [warmth, age] = [heat[i] as number, ageSeconds[i] as number];
      if (warmth < of.leastHeat) of.leastHeat = warmth;
      if (warmth > of.mostHeat) of.mostHeat = warmth;
      if (age < of.leastAge) of.leastAge = age;
      if (age > of.mostAge) of.mostAge = age;
      if (of.className === '') of.className = className;
    }
  }
  return draft.reasons.map(({ rule, text }, i) => {
    const { leastHeat, mostHeat, leastAge, mostAge, className } = selected[i] as Selected;
    const classIndex = policy.classes.findIndex(({ name }) => name === className);
    const { hotRate, coldAgeSeconds } = thresholdsOf(host, policy, classIndex);
    const numbers = {
      'hot-rate': hotRate,
      'cold-age': coldAgeSeconds,
      'heat-least': leastHeat / 255,
      'heat-most': mostHeat / 255,
      'age-least': leastAge,
      'age-most': mostAge,
    };
    return { rule, text, numbers };
  });
}
