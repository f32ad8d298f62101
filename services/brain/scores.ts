import type { Outcome__Output } from '../contract/gen/thermocline/v1/Outcome.js';
import { heatParametersOf, type Policy } from '../core/policy.js';
import { SCORES, Scoreboard, type Scores } from '../core/scoreboard.js';
import { type ClassWatch, watchClasses } from '../core/watched.js';
import type { Metrics } from '../runtime/metrics.js';
import type { FleetHost } from './fleet.js';
import type { LearnedSpace } from './learn.js';
import { errnoName } from './recorded.js';
import { ScoreMeters } from './scoreMeters.js';
import type { StoredPlan } from './storedPlan.js';

/** A host is watched at most so often: one pass over its runs, some 15 ns each. Heat changes no faster. */
const WATCH_EVERY_MS = 30_000;
/** Nobody knows what went on between windows further apart. */
const MOST_BETWEEN_MS = 60_000;
/** Outcomes remembered of a host until their window is over. */
const MAX_NOTES = 64;
/** Marks end with their window; what is judged has to be judged before. */
const BEFORE_MARKS_END_SECONDS = 30;

/** What one outcome promoted, to be judged later. */
interface Note {
  /** What marks call it by: when it finished, Unix ms. */
  readonly atUnixMs: number;
  readonly revision: string;
  /** Pages by rule. */
  readonly rules: ReadonlyMap<string, number>;
}

/** How far a host has been watched. */
interface Watched {
  readonly bootId: string;
  untilUnixMs: number;
  notes: Note[];
}

const NAMED_ERRNOS: ReadonlySet<string> = new Set(SCORES.filter((score) => score.startsWith('E')));

/** Keeps the scores of a shard's hosts: what windows show, and what plans did. */
export class HostScores {
  readonly board = new Scoreboard();
  private readonly watched = new Map<string, Watched>();
  private readonly meters: ScoreMeters;

  /** By host, sums of all that was added for it. */
  private readonly totals = new Map<string, Record<string, number>>();

  constructor(
    private readonly policyOf: (host: FleetHost) => Policy,
    metrics: Metrics,
    private readonly watchEveryMs = WATCH_EVERY_MS,
  ) {
    this.meters = new ScoreMeters(metrics);
  }

  /** A window of the host was merged. */
  windowEnded(host: FleetHost): void {
    const { model, lastBatchUnixMs: now } = host;
    const watched = this.watchedOf(host);
    const elapsedMs = now - watched.untilUnixMs;
    if (elapsedMs < this.watchEveryMs || model.facts.nodes.length === 0) return;
    const policy = this.policyOf(host);
    const windowSeconds = judgeSeconds(policy);
    const time = { windowSeconds, fromUnixMs: watched.untilUnixMs, untilUnixMs: now };
    const seconds = Math.min(elapsedMs, MOST_BETWEEN_MS) / 1000;
    watched.untilUnixMs = now;
    const revision = revisionOf(policy.name, policy.revision);
    const observed: Record<string, number> = { observedSeconds: seconds };
    for (const each of watchClasses(model, policy, time)) {
      const scores = watchScores(each, host, seconds);
      addUp(observed, scores);
      this.board.add('class', each.className, now, { observedSeconds: seconds, ...scores });
      this.meters.watched(each.className, scores);
      this.judge(each, watched, host, revision);
    }
    this.addToHost(host, now, observed);
    this.board.add('revision', revision, now, observed);
    watched.notes = watched.notes.filter(({ atUnixMs }) => atUnixMs + windowSeconds * 1000 > now);
  }

  /** An outcome was learnt. `stored`: its plan, where it is known. */
  settled(
    host: FleetHost,
    outcome: Outcome__Output,
    learned: readonly LearnedSpace[],
    stored: StoredPlan | undefined,
  ): void {
    const atUnixMs = Number(outcome.finishedUnixMs);
    const { pageSize } = host.model.facts;
    const revision = stored ? revisionOf(stored.policyName, stored.policyRevision) : `?@${outcome.policyRevision}`;
    const ofHost: Record<string, number> = {};
    const promotedByRule = new Map<string, number>();
    for (const space of learned) {
      const group = stored?.groups[space.group];
      const scores = moveScores(space, pageSize);
      addUp(ofHost, scores);
      this.board.add('class', group?.className ?? '?', atUnixMs, scores);
      this.meters.moved(group?.className ?? '?', revision, scores);
      if (!group || space.direction !== 'promotion') continue;
      const planned = [...group.rulePages.values()].reduce((sum, pages) => sum + pages, 0);
      for (const [rule, pages] of group.rulePages) {
        const promoted = (pages / planned) * space.movedPages;
        promotedByRule.set(rule, (promotedByRule.get(rule) ?? 0) + promoted);
        this.board.add('rule', rule, atUnixMs, { promotedBytes: promoted * pageSize });
      }
    }
    this.addToHost(host, atUnixMs, ofHost);
    this.board.add('revision', revision, atUnixMs, ofHost);
    if (promotedByRule.size === 0) return;
    const { notes } = this.watchedOf(host);
    notes.push({ atUnixMs, revision, rules: promotedByRule });
    if (notes.length > MAX_NOTES) notes.shift();
  }

  /** Since this shard began to follow the host; nothing for a host that was not watched yet. */
  totalsOf(hostId: string): Readonly<Record<string, number>> {
    return { ...this.totals.get(hostId) };
  }

  forget(isGone: (hostId: string) => boolean): void {
    for (const hostId of this.totals.keys()) if (isGone(hostId)) this.totals.delete(hostId);
    for (const hostId of this.watched.keys()) if (isGone(hostId)) this.watched.delete(hostId);
    this.board.forget(isGone);
  }

  /** Counts what came of earlier moves for the class, the host, the revision and the rules that made them. */
  private judge({ className, judged }: ClassWatch, watched: Watched, host: FleetHost, current: string): void {
    const { pageSize } = host.model.facts;
    const now = host.lastBatchUnixMs;
    for (const [movedAt, { pages, promoted, cold }] of judged) {
      const scores = { judgedBytes: pages * pageSize, stayedColdBytes: cold * pageSize };
      this.board.add('class', className, now, scores);
      this.addToHost(host, now, scores);
      this.meters.judged(className, scores);
      const note = watched.notes.find(({ atUnixMs }) => atUnixMs === movedAt);
      this.board.add('revision', note?.revision ?? current, now, scores);
      const all = [...(note?.rules.values() ?? [])].reduce((sum, some) => sum + some, 0);
      for (const [rule, some] of note?.rules ?? []) {
        const share = some / all;
        const ofRule = { judgedBytes: share * promoted * pageSize, stayedColdBytes: share * cold * pageSize };
        this.board.add('rule', rule, now, ofRule);
        this.meters.judgedRule(rule, ofRule);
      }
    }
  }

  private addToHost({ hostId, model }: FleetHost, atUnixMs: number, scores: Scores): void {
    this.board.add('host', hostId, atUnixMs, scores);
    const totals = this.totals.get(hostId) ?? {};
    addUp(totals, scores);
    this.totals.set(hostId, totals);
    for (const [label, value] of Object.entries(model.facts.labels)) {
      this.board.add('label', `${label}=${value}`, atUnixMs, scores);
    }
  }

  private watchedOf({ hostId, bootId, lastBatchUnixMs }: FleetHost): Watched {
    let watched = this.watched.get(hostId);
    if (watched?.bootId !== bootId) {
      watched = { bootId, untilUnixMs: lastBatchUnixMs, notes: [] };
      this.watched.set(hostId, watched);
    }
    return watched;
  }
}

/** How long after a move it is judged: the ping-pong window, else the residence time. */
export function judgeSeconds(policy: Policy): number {
  const window = policy.pingPongWindowSeconds ?? policy.residenceSeconds;
  return Math.min(window, heatParametersOf(policy).markKeepSeconds - BEFORE_MARKS_END_SECONDS);
}

function revisionOf(policyName: string, revision: number): string {
  return `${policyName}@${revision}`;
}

function watchScores({ pagesByTier, heatByTier }: ClassWatch, host: FleetHost, seconds: number): Scores {
  const { facts } = host.model;
  const fastest = Math.min(...facts.nodes.map(({ tier }) => tier));
  const of = (column: Float64Array, isFast: boolean): number =>
    column.reduce((sum, value, rank) => ((rank === fastest) === isFast ? sum + value : sum), 0);
  const byteSeconds = (rank: number): number => (pagesByTier[rank] as number) * facts.pageSize * seconds;
  return {
    fastHeat: of(heatByTier, true) * facts.pageSize * seconds,
    slowHeat: of(heatByTier, false) * facts.pageSize * seconds,
    tier0ByteSeconds: byteSeconds(0),
    tier1ByteSeconds: byteSeconds(1),
    tier2ByteSeconds: byteSeconds(2),
    tier3ByteSeconds: byteSeconds(3),
    slowAccesses: of(heatByTier, false) * host.looksPerSecond * seconds,
  };
}

function moveScores(space: LearnedSpace, pageSize: number): Scores {
  const moved = space.movedPages * pageSize;
  const scores: Record<string, number> = {
    [space.direction === 'promotion' ? 'promotedBytes' : 'demotedBytes']: moved,
    skippedBytes: space.skippedPages * pageSize,
    // What went back is judged by that; it is not again at the end of its window, for its mark is a new one.
    judgedBytes: space.movedBackPages * pageSize,
    movedBackBytes: space.movedBackPages * pageSize,
  };
  for (const [errno, pages] of space.failedPages) {
    const name = errnoName(errno);
    addUp(scores, { [NAMED_ERRNOS.has(name) ? name : 'otherErrno']: pages * pageSize });
  }
  return scores;
}

function addUp(sums: Record<string, number>, more: Scores): void {
  for (const [name, value] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + value;
}
