import { readBatch, requireModest } from '../access/batchReader.js';
import { accessBatchDecoder } from '../contract/accessBatch.js';
import { createTallies, HostReplay, type ReplayOptions, type ReplayTallies } from './hostReplay.js';
import { createCounts, type ReplayResult } from './replayResult.js';

/** Replays access batches of any hosts, each host's in the order they come. It has no clock and no I/O: same in, same out. */
export class Replay {
  private readonly counts = createCounts();
  private readonly decode = accessBatchDecoder();
  private readonly boots = new Map<string, { bootId: string; sequence: number; replay: HostReplay }>();
  private readonly tallies = new Map<string, ReplayTallies>();

  constructor(private readonly options: ReplayOptions) {}

  get result(): ReplayResult {
    return { hosts: this.tallies, counts: this.counts };
  }

  /** Takes an AccessBatch, encoded. What cannot be read is counted and left out, as the brain leaves it out. */
  take(bytes: Uint8Array): void {
    const { counts } = this;
    let batch: ReturnType<typeof readBatch>;
    try {
      requireModest(bytes);
      // Of last week nothing is from the future.
      batch = readBatch(this.decode(bytes), Number.MAX_SAFE_INTEGER);
    } catch {
      counts.unreadable++;
      return;
    }
    const { hostId, bootId, sequence } = batch;
    let boot = this.boots.get(hostId);
    if (!boot || boot.bootId !== bootId) {
      if (boot && batch.windowEndUnixMs <= boot.replay.lastUnixMs) {
        counts.repeats++;
        return;
      }
      boot = { bootId, sequence: -1, replay: new HostReplay(this.options, this.talliesOf(hostId)) };
      this.boots.set(hostId, boot);
    }
    if (sequence <= boot.sequence) {
      counts.repeats++;
      return;
    }
    boot.sequence = sequence;
    counts.batches++;
    counts.fromUnixMs = Math.min(counts.fromUnixMs, batch.windowStartUnixMs);
    counts.toUnixMs = Math.max(counts.toUnixMs, batch.windowEndUnixMs);
    counts.runs += boot.replay.take(batch);
  }

  private talliesOf(hostId: string): ReplayTallies {
    let tallies = this.tallies.get(hostId);
    if (!tallies) {
      tallies = createTallies(this.options.policies.length);
      this.tallies.set(hostId, tallies);
    }
    return tallies;
  }
}
