import { pagesOf, startOf } from './columns.js';
import type { Direction, MoveGroup, PlanDraft } from './draft.js';
import type { HostModel } from './host.js';
import type { OutstandingPlan } from './outstanding.js';
import { decide } from './planner.js';
import type { Policy } from './policy.js';
import { NODE_UNKNOWN, STALE_TICK_MS, shareOfHeat } from './quantities.js';
import { runOf } from './ranges.js';
import { runAt, runSteps } from './runSteps.js';
import { isPlannable, kindName, spaceSteps } from './site.js';
import { budgetStep, factSteps, type PlanOptions } from './situation.js';
import type { Step } from './step.js';

export type { Step };

/** Why a page is moved by the plan that would be made now, or why it is not. */
export interface Explanation {
  /** The run that the page is in. */
  readonly startPage: number;
  readonly pages: number;
  /** 0..1. */
  readonly heat: number;
  /** Observed seconds since it was last seen accessed. */
  readonly age: number;
  /** Linux node id; undefined where it is not known. */
  readonly node: number | undefined;
  /** Rank; undefined where the node's tier is not known. */
  readonly tier: number | undefined;
  /** Undefined where it is not known. */
  readonly kind: string | undefined;
  /** Upper bound of the time since a look covered it. */
  readonly staleSeconds: number;
  /** Undefined where no class selects the space. */
  readonly className: string | undefined;
  /** Every rule that it met, in order. It is moved when all have passed; the first one that did not says why it stays. */
  readonly steps: readonly Step[];
  readonly verdict: Verdict;
}

export interface Verdict {
  /** Undefined where it stays. */
  readonly direction?: Direction;
  readonly fromNode: number | undefined;
  readonly toNode?: number;
  readonly text: string;
}

/**
 * Judges a page by the plan that would be made now: steps ask the predicates that planning asks, and the verdict is read off
 * the plan itself. Costs as much as a plan. Undefined for a page, or a space, of which nothing is known.
 */
export function explainPage(
  host: HostModel,
  policy: Policy,
  outstanding: readonly OutstandingPlan[],
  nowUnixMs: number,
  options: PlanOptions,
  spaceKey: string,
  page: number,
): Explanation | undefined {
  const runs = host.spaces.get(spaceKey)?.heat.runs;
  const run = runs ? runAt(runs, page) : -1;
  if (!runs || run < 0) return undefined;
  const decision = decide(host, policy, outstanding, nowUnixMs, options);
  const { situation, selection, draft } = decision;
  const move = draft && moveOf(draft, spaceKey, page);
  const steps = factSteps(host, policy, nowUnixMs);
  if (situation) steps.push(budgetStep(situation));
  const member = situation?.members.find(({ space }) => space.key === spaceKey);
  if (situation && member) {
    steps.push(...spaceSteps(member, situation));
    const site = selection?.sites.find(({ space }) => space.key === spaceKey);
    if (selection && site && isPlannable(member, situation)) {
      steps.push(...runSteps(situation, selection, site, page, move !== undefined));
    }
  }
  const node = runs.node[run] as number;
  const className = member && policy.classes[member.classIndex]?.name;
  return {
    startPage: startOf(runs, run),
    pages: pagesOf(runs, run),
    heat: shareOfHeat(runs.heat[run] as number),
    age: runs.age[run] as number,
    node: node === NODE_UNKNOWN ? undefined : node,
    tier: host.facts.nodes.find(({ id }) => id === node)?.tier,
    kind: kindName(runs.kind[run] as number),
    staleSeconds: ((runs.stale[run] as number) * STALE_TICK_MS) / 1000,
    className,
    steps,
    verdict: verdictOf(move, steps, node),
  };
}

function verdictOf(move: FoundMove | undefined, steps: readonly Step[], node: number): Verdict {
  if (move) {
    const { direction, fromNode, toNode } = move.group;
    return { direction, fromNode, toNode, text: `${direction} from node ${fromNode} to ${toNode}: ${move.text}` };
  }
  const failed = steps.find((step) => !step.passed);
  return { fromNode: node === NODE_UNKNOWN ? undefined : node, text: `stays: ${failed?.text ?? 'nothing to do'}` };
}

interface FoundMove {
  readonly group: MoveGroup;
  readonly text: string;
}

function moveOf(draft: PlanDraft, spaceKey: string, page: number): FoundMove | undefined {
  for (const group of draft.groups) {
    const i = group.spaceKey === spaceKey ? runOf({ ...group, count: group.pages.length }, page) : -1;
    if (i >= 0) return { group, text: draft.reasons[group.reason[i] as number]?.text ?? '' };
  }
  return undefined;
}
