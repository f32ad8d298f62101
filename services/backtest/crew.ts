import { Worker } from 'node:worker_threads';
import { partitionOf } from '../contract/ids.js';
import { ThermoclineError } from '../runtime/errors.js';
import { type FromReplay, type ReplayStart, replayOptionsOf, type ToReplay, type Trial } from './crewMessages.js';
import { joined, type ReplayResult } from './replayResult.js';

/** An access batch, encoded, and whose it is. */
export interface TraceMessage {
  readonly hostId: string;
  readonly bytes: Uint8Array;
}

const CHUNK_BYTES = 2 ** 20;
/** Chunks that one thread may have before it: reading ahead of replaying, but not without end. */
const CHUNKS_AHEAD = 4;

/** Replays messages under a trial, hosts spread over worker threads. The result does not hang on how many these are. */
export async function runTrial(
  trial: Trial,
  messages: AsyncIterable<TraceMessage>,
  threads: number,
  onBatches: (batches: number) => void = () => undefined,
): Promise<ReplayResult> {
  // What is wrong with a policy is said before any thread begins.
  replayOptionsOf(trial);
  const crew = Array.from({ length: threads }, () => new Member(trial, onBatches));
  try {
    for await (const { hostId, bytes } of messages) {
      const member = crew[Number(partitionOf(hostId)) % threads] as Member;
      const full = member.take(bytes);
      if (full !== undefined) await full;
    }
    return joined(await Promise.all(crew.map((member) => member.end())));
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
  private finish: (result: ReplayResult) => void = () => undefined;
  private fail: (error: Error) => void = () => undefined;
  private failure: Error | undefined;

  constructor(trial: Trial, onBatches: (batches: number) => void) {
    this.worker = new Worker(new URL('./backtestWorker.js', import.meta.url), {
      workerData: { trial } satisfies ReplayStart,
    });
    this.worker.on('message', (message: FromReplay) => {
      if (message.type === 'done') {
        this.ahead--;
        onBatches(message.batches);
        this.relieve();
      } else if (message.type === 'result') this.finish(message.result);
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

  end(): Promise<ReplayResult> {
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
