import { readBatch, requireModest } from '../access/batchReader.js';
import { codec } from '../contract/schema.js';
import { createTallies, HostReplay, type ReplayOptions, type ReplayTallies } from './hostReplay.js';
import { seenBatch } from './window.js';

/** What a replay has got through; sums over its hosts. */
export interface ReplayCounts {
  hosts: Set<string>;
  batches: number;
  runs: number;
  /** Messages that could not be read, repeats, and those of a former boot. */
  unreadable: number;
  repeats: number;
  fromUnixMs: number;
  toUnixMs: number;
}

/** Replays access batches of any hosts, each host's in the order they come. It has no clock and no I/O: same in, same out. */
export class Replay {
  readonly tallies: ReplayTallies = createTallies();
  readonly counts: ReplayCounts = {
    hosts: new Set(),
    batches: 0,
    runs: 0,
    unreadable: 0,
    repeats: 0,
    fromUnixMs: Number.POSITIVE_INFINITY,
    toUnixMs: 0,
  };
  private readonly codec = codec('AccessBatch');
  private readonly hosts = new Map<string, { bootId: string; sequence: number; replay: HostReplay }>();

  constructor(private readonly options: ReplayOptions) {}

  /** Takes an AccessBatch, encoded. What cannot be read is counted and left out, as the brain leaves it out. */
  take(bytes: Uint8Array): void {
    let batch: ReturnType<typeof readBatch>;
    try {
      requireModest(bytes);
      // Of last week nothing is from the future.
      batch = readBatch(this.codec.decode(bytes), Number.MAX_SAFE_INTEGER);
    } catch {
      this.counts.unreadable++;
      return;
    }
    const { hostId, bootId, sequence } = batch;
    let host = this.hosts.get(hostId);
    if (!host || host.bootId !== bootId) {
      if (host && batch.windowEndUnixMs <= host.replay.lastUnixMs) {
        this.counts.repeats++;
        return;
      }
      host = { bootId, sequence: -1, replay: new HostReplay(this.options, this.tallies) };
      this.hosts.set(hostId, host);
    }
    if (sequence <= host.sequence) {
      this.counts.repeats++;
      return;
    }
    host.sequence = sequence;
    const { counts } = this;
    counts.hosts.add(hostId);
    counts.batches++;
    counts.fromUnixMs = Math.min(counts.fromUnixMs, batch.windowStartUnixMs);
    counts.toUnixMs = Math.max(counts.toUnixMs, batch.windowEndUnixMs);
    const seen = seenBatch(batch);
    for (const { runs } of seen.spaces) counts.runs += runs.startPage.length;
    host.replay.take(seen);
  }
}
