import { Worker } from 'node:worker_threads';
import { partitionOf } from '../contract/ids.js';
import { ThermoclineError } from '../runtime/errors.js';
import { type FromReplay, type ReplayResult, replayOptionsOf, type ToReplay, type Trial } from './crewMessages.js';
import { createTallies } from './hostReplay.js';
import type { ReplayCounts } from './replay.js';
import { addTallies, addTally } from './tally.js';

/** An access batch, encoded, and whose it is. */
export interface TraceMessage {
  readonly hostId: string;
  readonly bytes: Uint8Array;
}

const CHUNK_BYTES = 2 ** 20;
/** Chunks that one thread may have before it: reading ahead of replaying, but not without end. */
const CHUNKS_AHEAD = 4;

/** Replays messages under each trial, hosts spread over worker threads. Results are in the order of trials. */
export async function runTrials(
  trials: readonly Trial[],
  messages: AsyncIterable<TraceMessage>,
  threads: number,
  onBatches: (batches: number) => void = () => undefined,
): Promise<ReplayResult[]> {
  // What is wrong with a policy is said before any thread begins.
  for (const trial of trials) replayOptionsOf(trial);
  const crew = Array.from({ length: threads }, () => new Member(trials, onBatches));
  try {
    for await (const { hostId, bytes } of messages) {
      const member = crew[Number(partitionOf(hostId)) % threads] as Member;
      const full = member.take(bytes);
      if (full !== undefined) await full;
    }
    const results = await Promise.all(crew.map((member) => member.end()));
    return trials.map((_, i) => joined(results.map((each) => each[i] as ReplayResult)));
  } finally {
    await Promise.all(crew.map((member) => member.stop()));
  }
}

/** One thread. */
class Member {
  private readonly worker: Worker;
  private gathered: Uint8Array[] = [];
  private gatheredBytes = 0;
  private ahead = 0;
  private relieve: () => void = () => undefined;
  private finish: (results: readonly ReplayResult[]) => void = () => undefined;
  private fail: (error: Error) => void = () => undefined;
  private failure: Error | undefined;

  constructor(trials: readonly Trial[], onBatches: (batches: number) => void) {
    this.worker = new Worker(new URL('./backtestWorker.js', import.meta.url), { workerData: { trials } });
    this.worker.on('message', (message: FromReplay) => {
      if (message.type === 'done') {
        this.ahead--;
        onBatches(message.batches);
        this.relieve();
      } else if (message.type === 'result') this.finish(message.results);
      else this.gone(new ThermoclineError('INTERNAL', `a replay failed: ${message.says}`));
    });
    this.worker.on('error', (error) => this.gone(error as Error));
    this.worker.on('exit', (code) => {
      if (code !== 0) this.gone(new ThermoclineError('INTERNAL', `a replay's thread ended with ${code}`));
    });
  }

  /** Resolves when there is room for more; undefined where there is. Throws what ended the thread. */
  take(bytes: Uint8Array): Promise<void> | undefined {
    if (this.failure) throw this.failure;
    // An array of its own: what a view is into would travel whole.
    this.gathered.push(Uint8Array.from(bytes));
    this.gatheredBytes += bytes.length;
    if (this.gatheredBytes >= CHUNK_BYTES) this.flush();
    if (this.ahead < CHUNKS_AHEAD) return undefined;
    return new Promise((resolve) => {
      this.relieve = resolve;
    });
  }

  end(): Promise<readonly ReplayResult[]> {
    return new Promise((resolve, reject) => {
      this.finish = resolve;
      this.fail = reject;
      if (this.failure) return reject(this.failure);
      this.flush();
      this.post({ type: 'end' });
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private flush(): void {
    if (this.gathered.length === 0) return;
    const moved = this.gathered.map(({ buffer }) => buffer as ArrayBuffer);
    this.post({ type: 'chunk', batches: this.gathered }, moved);
    this.ahead++;
    this.gathered = [];
    this.gatheredBytes = 0;
  }

  private post(message: ToReplay, moved: ArrayBuffer[] = []): void {
    this.worker.postMessage(message, moved);
  }

  private gone(error: Error): void {
    this.failure ??= error;
    this.fail(this.failure);
    this.relieve();
  }
}

function joined(results: readonly ReplayResult[]): ReplayResult {
  const tallies = createTallies();
  const counts: ReplayCounts = {
    hosts: new Set(),
    batches: 0,
    runs: 0,
    unreadable: 0,
    repeats: 0,
    fromUnixMs: Number.POSITIVE_INFINITY,
    toUnixMs: 0,
  };
  for (const each of results) {
    for (const name of ['candidate', 'running', 'nothing', 'recorded'] as const) {
      addTallies(tallies[name], each.tallies[name]);
    }
    addTally(tallies.optimum, each.tallies.optimum);
    for (const hostId of each.counts.hosts) counts.hosts.add(hostId);
    for (const name of ['batches', 'runs', 'unreadable', 'repeats'] as const) counts[name] += each.counts[name];
    counts.fromUnixMs = Math.min(counts.fromUnixMs, each.counts.fromUnixMs);
    counts.toUnixMs = Math.max(counts.toUnixMs, each.counts.toUnixMs);
  }
  return { tallies, counts };
}
