import type { LookRequest__Output } from '../contract/gen/thermocline/v1/LookRequest.js';
import type { LookResponse } from '../contract/gen/thermocline/v1/LookResponse.js';
import { encodeRanges } from '../contract/ranges.js';
import type { Runs } from '../contract/runs.js';
import { spaceKeyText } from '../contract/spaceKey.js';
import type { ObservedWindow, spaceKeyOf } from './batcher.js';

/** Plans live shorter, those that wait for a person included. */
const KEEP_MS = 20 * 60_000;
/** 17 bytes each. Beyond it the oldest windows of all spaces go first. */
const MOST_RUNS = 500_000;

/** Runs of one space that one window saw accessed. */
interface Accessed {
  readonly endUnixMs: number;
  readonly startPage: Float64Array;
  readonly pages: Float64Array;
  readonly evidence: Uint8Array;
}

/** What was seen accessed of late, by space: for the actuator's last look before it demotes. */
export class LatestLooks {
  private readonly spaces = new Map<string, { lastUnixMs: number; windows: Accessed[] }>();
  private runs = 0;

  constructor(private readonly mostRuns = MOST_RUNS) {}

  /** Takes a window that ended. What tells mappings apart and not pages is no ground to keep a page. */
  note({ endUnixMs, spaces, ended }: ObservedWindow): void {
    for (const identity of ended) this.drop(textOf(identity));
    for (const { process, tracker, look } of spaces) {
      if (!tracker.pageGranular) continue;
      const key = textOf(process.identity);
      const known = this.spaces.get(key) ?? { lastUnixMs: 0, windows: [] };
      this.spaces.set(key, known);
      known.lastUnixMs = endUnixMs;
      const accessed = accessedIn(look.runs, endUnixMs);
      known.windows.push(accessed);
      this.runs += accessed.startPage.length;
    }
    this.forget(endUnixMs - KEEP_MS);
  }

  /** Runs accessed in windows that ended after the time asked for, and how long ago the latest window ended. */
  answer({ space, sinceUnixMs, firstPage, lastPage }: LookRequest__Output, nowUnixMs: number): LookResponse {
    const known = this.spaces.get(spaceKeyText(space) ?? '');
    if (!known) return {};
    const [first, last, since] = [Number(firstPage), Number(lastPage), Number(sinceUnixMs)];
    const accessed = known.windows
      .filter(({ endUnixMs }) => endUnixMs > since)
      .map((window) => within(window, first, last))
      .filter(({ startPage }) => startPage.length > 0)
      .map(({ startPage, pages, evidence }) => ({ ranges: encodeRanges({ startPage, pages }), evidence }));
    return { ageSeconds: Math.max(0, nowUnixMs - known.lastUnixMs) / 1000, accessed };
  }

  private drop(key: string): void {
    for (const { startPage } of this.spaces.get(key)?.windows ?? []) this.runs -= startPage.length;
    this.spaces.delete(key);
  }

  private forget(oldestUnixMs: number): void {
    let oldest = oldestUnixMs;
    for (;;) {
      let next = Number.POSITIVE_INFINITY;
      for (const [key, known] of this.spaces) {
        while (known.windows[0] && known.windows[0].endUnixMs <= oldest) {
          this.runs -= known.windows.shift()?.startPage.length ?? 0;
        }
        next = Math.min(next, known.windows[0]?.endUnixMs ?? next);
        if (known.windows.length === 0) this.spaces.delete(key);
      }
      if (this.runs <= this.mostRuns || next === Number.POSITIVE_INFINITY) return;
      oldest = next;
    }
  }
}

function textOf(identity: Parameters<typeof spaceKeyOf>[0]): string {
  const { pid, startTicks, startStack, exeInode } = identity;
  return `process:${pid}:${startTicks}:${startStack}:${exeInode}`;
}

function accessedIn(runs: Runs, endUnixMs: number): Accessed {
  const seen = [...runs.evidence.keys()].filter((i) => (runs.evidence[i] as number) > 0);
  return { endUnixMs, ...columns(runs, seen) };
}

function within({ endUnixMs, ...runs }: Accessed, first: number, last: number): Accessed {
  const ends = (i: number): number => (runs.startPage[i] as number) + (runs.pages[i] as number);
  const wanted = [...runs.startPage.keys()].filter((i) => (runs.startPage[i] as number) <= last && ends(i) > first);
  return { endUnixMs, ...columns(runs, wanted) };
}

function columns(runs: Omit<Accessed, 'endUnixMs'>, indexes: readonly number[]): Omit<Accessed, 'endUnixMs'> {
  return {
    startPage: Float64Array.from(indexes, (i) => runs.startPage[i] as number),
    pages: Float64Array.from(indexes, (i) => runs.pages[i] as number),
    evidence: Uint8Array.from(indexes, (i) => runs.evidence[i] as number),
  };
}
