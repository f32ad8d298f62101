import { classLevels } from './classOrder.js';
import { type Domain, domainsOf, type Member } from './domain.js';
import type { Hint } from './hint.js';
import { type HostModel, spacesInOrder, tierTable } from './host.js';
import { type Load, loadOf } from './load.js';
import { type OutstandingPlan, type Waiting, waitingOf } from './outstanding.js';
import { PairBudgets } from './pairBudgets.js';
import { type Payback, paybackOf } from './payback.js';
import { classOf, demoteToOf, exchangeHeatGapOf, headroomShareOf, lowShareOf, type Policy } from './policy.js';
import { Rooms } from './rooms.js';
import { type LiveHint, liveHints } from './spaceHints.js';
import { numbersOf, type Step } from './step.js';

export interface PlanOptions {
  /** How long the plan may take: its bytes are the policy's bytes a second times this, less what still waits. */
  readonly planSeconds: number;
  /** This host's share of the fleet's and its labels' budgets, where that is below the policy's bytes a second. */
  readonly bytesPerSecond?: number;
  /** Those that bear on this host. */
  readonly hints?: readonly Hint[];
  /** By space key, one score a run of its table: what a custom rule made of it, -1 (cold) .. 1 (hot), NaN for no opinion. */
  readonly scores?: ReadonlyMap<string, Float32Array>;
}

/** All that the runs of a host are judged by at one time, and what a plan may draw on. Made anew for each plan. */
export interface Situation {
  readonly host: HostModel;
  readonly policy: Policy;
  readonly options: PlanOptions;
  readonly nowUnixMs: number;
  readonly waiting: Waiting;
  /** Pages that this plan may move. */
  readonly budget: number;
  readonly bytesPerSecond: number;
  /** By class: pages that this plan may move of it. */
  readonly classBudgets: readonly number[];
  /** By class: place in the order that room and budget go by. */
  readonly levels: readonly number[];
  readonly rooms: Rooms;
  readonly pairs: PairBudgets;
  /** By id, the fast nodes that take no promotions. */
  readonly loads: ReadonlyMap<number, Load>;
  readonly payback: Payback;
  /** Heat (0..1) that an exchange has to gain. */
  readonly exchangeGap: number;
  readonly hints: readonly LiveHint[];
  readonly domains: readonly Domain[];
  /** Every space of the host, in order of key. */
  readonly members: readonly Member[];
  readonly tierOf: Uint8Array;
  readonly fastestTier: number;
}

/** Without fresh facts nobody knows how full the nodes are. */
export function areFactsFresh({ facts }: HostModel, policy: Policy, nowUnixMs: number): boolean {
  return facts.nodes.length > 0 && (nowUnixMs - facts.atUnixMs) / 1000 <= policy.dataMaxAgeSeconds;
}

/** The same in words: the steps before any space is looked at. */
export function factSteps(host: HostModel, policy: Policy, nowUnixMs: number): Step[] {
  const { nodes, atUnixMs } = host.facts;
  const ageSeconds = (nowUnixMs - atUnixMs) / 1000;
  const most = policy.dataMaxAgeSeconds;
  const fresh = areFactsFresh(host, policy, nowUnixMs);
  const said = nodes.length === 0 ? 'the host told of no nodes yet' : `the host told of its nodes ${ageSeconds} s ago`;
  const text = `${said}, ${most} s are allowed`;
  return [{ rule: 'facts', passed: fresh, text, numbers: numbersOf({ ageSeconds, mostSeconds: most }) }];
}

export function budgetStep({ budget, bytesPerSecond, waiting, options }: Situation): Step {
  const text = `${bytesPerSecond} bytes/s for ${options.planSeconds} s, less ${waiting.pages} pages that wait, leave ${Math.max(0, budget)} pages`;
  return { rule: 'budget', passed: budget > 0, text, numbers: { budget, bytesPerSecond, waiting: waiting.pages } };
}

/** The facts have to have been found fresh. */
export function situationOf(
  host: HostModel,
  policy: Policy,
  outstanding: readonly OutstandingPlan[],
  nowUnixMs: number,
  options: PlanOptions,
): Situation {
  const { facts } = host;
  const { nodes, pageSize } = facts;
  const waiting = waitingOf(outstanding, facts.atUnixMs, nowUnixMs);
  const bytesPerSecond = Math.min(policy.bytesPerSecondPerHost, options.bytesPerSecond ?? Infinity);
  const whole = Math.floor((bytesPerSecond * options.planSeconds) / pageSize);
  const hostLabels = facts.labels;
  const classed = spacesInOrder(host).map((space) => ({
    space,
    classIndex: classOf(policy, { command: space.command, cgroup: space.cgroup, hostLabels }),
  }));
  const fastestTier = Math.min(...nodes.map((node) => node.tier));
  const loads = new Map<number, Load>();
  for (const node of nodes) {
    const load = node.tier === fastestTier ? loadOf(node, nodes) : undefined;
    if (load) loads.set(node.id, load);
  }
  const pairs = pairBudgets(policy, waiting, options, pageSize);
  const pagesFrom = new Map<number, number>();
  for (const flow of waiting.flows) {
    if (flow.leaving) pagesFrom.set(flow.fromNode, (pagesFrom.get(flow.fromNode) ?? 0) + flow.pages);
  }
  const rooms = new Rooms(nodes, {
    pageSize,
    headroomShare: (rank) => headroomShareOf(policy, rank),
    lowShare: (rank) => lowShareOf(policy, rank),
    demoteTo: (rank) => demoteToOf(policy, rank),
    acrossSockets: policy.demoteAcrossSockets ?? false,
    pagesTo: waiting.pagesTo,
    pagesFrom,
    closed: loads,
    pairs,
  });
  const { domains, members } = domainsOf(host, policy, classed, waiting);
  const payback = paybackOf(policy.payback, nodes, fastestTier);
  return {
    host,
    policy,
    options,
    nowUnixMs,
    waiting,
    budget: whole - waiting.pages,
    bytesPerSecond,
    classBudgets: classBudgets(policy, whole, classed, waiting),
    levels: classLevels(policy),
    rooms,
    pairs,
    loads,
    payback,
    exchangeGap: Math.max(exchangeHeatGapOf(policy), payback.leastGap),
    hints: liveHints(host, options.hints ?? [], nowUnixMs),
    domains,
    members,
    tierOf: tierTable(host),
    fastestTier,
  };
}

function pairBudgets(policy: Policy, waiting: Waiting, options: PlanOptions, pageSize: number): PairBudgets {
  const rate = policy.bytesPerSecondPerNodePair ?? Infinity;
  const pairs = new PairBudgets(Math.floor((rate * options.planSeconds) / pageSize));
  for (const { fromNode, toNode, waiting: pages } of waiting.flows) pairs.spend(fromNode, toNode, pages);
  return pairs;
}

function classBudgets(
  policy: Policy,
  whole: number,
  classed: readonly { readonly space: { readonly key: string }; readonly classIndex: number }[],
  waiting: Waiting,
): number[] {
  const budgets = policy.classes.map(({ rateShare }) => (rateShare === undefined ? Infinity : rateShare * whole));
  if (budgets.every((budget) => budget === Infinity)) return budgets;
  const classOfSpace = new Map(classed.map(({ space, classIndex }) => [space.key, classIndex]));
  for (const { spaceKey, waiting: pages } of waiting.flows) {
    const index = classOfSpace.get(spaceKey);
    if (index !== undefined) budgets[index] = (budgets[index] ?? 0) - pages;
  }
  return budgets.map((budget) => Math.max(0, Math.floor(budget)));
}
