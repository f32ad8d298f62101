import { createHash } from 'node:crypto';
import type { TraceMessage } from '../backtest/crew.js';
import { accessWindow } from '../contract/accessBatch.js';
import type { Rung } from './halving.js';

/** Some hosts, up to some time. */
export interface Part {
  readonly hosts: ReadonlySet<string>;
  /** Windows that end later are left out. */
  readonly untilUnixMs: number;
}

/** What there is to search by. */
export interface Extent {
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  /** From each host's first window on, in which nothing is counted. */
  readonly warmUpMs: number;
  readonly windowMs: number;
  /** By host id, in the order that they are taken in: how much memory was watched, over time. */
  readonly weights: ReadonlyMap<string, number>;
}

/** Each part is larger than the one before it by this; the last is all. */
const GROWTH = 3;
const RUNGS = 3;
/** Fewer hosts say more of these than of the fleet, a stretch of fewer windows more of chance than of a policy. */
const MIN_HOSTS = 4;
const MIN_WINDOWS = 60;

/** Hosts in an order that hangs on their ids and the seed alone. */
export function shuffledHosts(hostIds: Iterable<string>, seed: number): string[] {
  const hash = (id: string): string => createHash('sha256').update(`${seed} ${id}`).digest('hex');
  const hashed = [...hostIds].map((id) => [hash(id), id] as const);
  return hashed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id);
}

/**
 * Ever larger parts, up to all: of the hosts first, for a day has its hours; where they are too few, of the time, from its
 * beginning. Parts too small to say anything are left out.
 */
export function rungsOf({ fromUnixMs, toUnixMs, warmUpMs, windowMs, weights }: Extent): Rung<Part>[] {
  const hosts = [...weights.keys()];
  const whole = sum(weights.values());
  const counted = toUnixMs - fromUnixMs - warmUpMs;
  const rungs: Rung<Part>[] = [];
  for (let power = RUNGS - 1; power >= 0; power--) {
    const wanted = 1 / GROWTH ** power;
    const some = hosts.slice(0, Math.max(MIN_HOSTS, Math.ceil(wanted * hosts.length - 1e-9)));
    const timeShare = Math.min(1, (wanted * hosts.length) / some.length);
    if (power > 0 && timeShare * counted < MIN_WINDOWS * windowMs) continue;
    // Hosts may be of little weight; trying candidates on them costs something still.
    const share = Math.max((timeShare * sum(some.map((id) => weights.get(id) as number))) / whole, wanted / GROWTH);
    const untilUnixMs = power === 0 ? Number.POSITIVE_INFINITY : fromUnixMs + warmUpMs + timeShare * counted;
    rungs.push({ share: power === 0 ? 1 : share, part: { hosts: new Set(some), untilUnixMs } });
  }
  return rungs;
}

/** The messages of a part. */
export async function* within(messages: AsyncIterable<TraceMessage>, part: Part): AsyncGenerator<TraceMessage> {
  for await (const message of messages) {
    if (part.hosts.has(message.hostId) && isBefore(message.bytes, part.untilUnixMs)) yield message;
  }
}

function isBefore(bytes: Uint8Array, untilUnixMs: number): boolean {
  if (untilUnixMs === Number.POSITIVE_INFINITY) return true;
  try {
    return accessWindow(bytes).endUnixMs <= untilUnixMs;
  } catch {
    return true; // The replay counts what cannot be read.
  }
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const each of numbers) total += each;
  return total;
}
