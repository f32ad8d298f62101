/**
 * Thresholds that tune themselves towards a policy's goals, within its bounds: one step a window and class, each a share of
 * the threshold. Between the goal and a band beyond it nothing is done, and each turn of direction halves the step: so what
 * overshoots comes to rest.
 */
import type { HostModel } from './host.js';
import type { Policy } from './policy.js';
import { summarize } from './summary.js';
import type { Tuned, Tuning } from './tuning.js';

const FIRST_STEP = 0.1;
const LEAST_STEP = 0.01;
/** Share of the goal that starEstimate has to be below before hotRate returns towards the class's own. */
const STAR_REST = 0.5;

/** Takes one step towards the goals, unless these facts had theirs or the policy has none. Changes the host's tuning alone. */
export function tuneThresholds(host: HostModel, policy: Policy): void {
  const { goals } = policy;
  if (!goals) {
    if (host.tuning) delete host.tuning;
    return;
  }
  const before = tuningOf(host, policy);
  if (before && before.atUnixMs >= host.facts.atUnixMs) return;
  const summary = goals.starAtMost === undefined ? undefined : summarize(host, policy);
  const age = ageDirection(goals.fastFullAtLeast, fastFullOf(host));
  const classes = policy.classes.map((named, i) => {
    const [leastAge, mostAge] = goals.coldAgeSeconds;
    const [leastRate, mostRate] = goals.hotRate;
    const own = {
      age: clamped(named.coldAgeSeconds, leastAge, mostAge),
      rate: clamped(named.hotRate, leastRate, mostRate),
    };
    const known = before?.classes[i];
    const rate = rateDirection(goals.starAtMost, summary?.classes[i]?.starEstimate);
    return {
      // Returning ends at what the class says itself.
      hotRate: stepped(known?.hotRate ?? untuned(own.rate), rate, leastRate, own.rate),
      coldAgeSeconds: stepped(known?.coldAgeSeconds ?? untuned(own.age), age, own.age, mostAge),
    };
  });
  const { name: policyName, revision: policyRevision } = policy;
  host.tuning = { policyName, policyRevision, atUnixMs: host.facts.atUnixMs, classes };
}

export interface Thresholds {
  readonly hotRate: number;
  readonly coldAgeSeconds: number;
}

/** What a class's runs are judged by now: its own thresholds, or what goals made of them. */
export function thresholdsOf(host: HostModel, policy: Policy, classIndex: number): Thresholds {
  const tuned = policy.goals ? tuningOf(host, policy)?.classes[classIndex] : undefined;
  if (tuned) return { hotRate: tuned.hotRate.value, coldAgeSeconds: Math.round(tuned.coldAgeSeconds.value) };
  const { hotRate = 1, coldAgeSeconds = Infinity } = policy.classes[classIndex] ?? {};
  return { hotRate, coldAgeSeconds };
}

function tuningOf(host: HostModel, policy: Policy): Tuning | undefined {
  const { tuning } = host;
  return tuning?.policyName === policy.name && tuning.policyRevision === policy.revision ? tuning : undefined;
}

/** Share of the fast tier in use; undefined without one. */
function fastFullOf(host: HostModel): number | undefined {
  const fastest = Math.min(...host.facts.nodes.map((node) => node.tier));
  let [total, free] = [0, 0];
  for (const node of host.facts.nodes) {
    if (node.tier !== fastest) continue;
    total += node.totalBytes;
    free += node.freeBytes;
  }
  return total > 0 ? 1 - free / total : undefined;
}

/** Too many accesses of slow tiers: less heat has to do for a promotion. */
function rateDirection(most: number | undefined, star: number | undefined): -1 | 0 | 1 {
  if (most === undefined || star === undefined) return 0;
  return star > most ? -1 : star < most * STAR_REST ? 1 : 0;
}

/** Fast memory unused: less is demoted. Half of what is left beyond the goal is the band. */
function ageDirection(least: number | undefined, full: number | undefined): -1 | 0 | 1 {
  if (least === undefined || full === undefined) return 0;
  return full < least ? 1 : full > (1 + least) / 2 ? -1 : 0;
}

function stepped(from: Tuned, direction: -1 | 0 | 1, least: number, most: number): Tuned {
  if (direction === 0) return from;
  const turned = from.direction !== 0 && from.direction !== direction;
  const step = turned ? Math.max(LEAST_STEP, from.step / 2) : from.step;
  const value = clamped(direction > 0 ? from.value * (1 + step) : from.value / (1 + step), least, most);
  return { value, step, direction };
}

function untuned(value: number): Tuned {
  return { value, step: FIRST_STEP, direction: 0 };
}

function clamped(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
