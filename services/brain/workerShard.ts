import { Worker } from 'node:worker_threads';
import { type Delivery, UnreadableMessage } from '../bus/delivery.js';
import type { PolicySpec } from '../core/policySpec.js';
import { changes } from '../rpc/watchQueue.js';
import { type ErrorCode, ThermoclineError } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { OutgoingPlan, Taken, TakenKind } from './messages.js';
import type { ShardOrders, ShardQuestions } from './shard.js';
import type { ShardPort } from './shardPort.js';
import type { CallMessage, FromWorker, ToWorker, WorkerStart } from './workerMessages.js';

/** What goes over in one message to the worker at most. */
const BATCH_BYTES = 2 ** 20;
/** Above this, senders wait until half of it has been dealt with. */
const MAX_WAITING_BYTES = 16 * 2 ** 20;

/** What a shard in a worker thread asks of the main thread. */
export interface WorkerPorts {
  readonly logger: Logger;
  publish(plan: OutgoingPlan): void;
  offer(plan: OutgoingPlan): void;
  withdraw(planId: string, reason: string): void;
  setAside(taken: Taken, error: UnreadableMessage): void;
  /** The worker is gone, and with it what it knew. */
  fail(error: unknown): void;
}

type Answer = { resolve(value: unknown): void; reject(error: Error): void };

/** A shard in a worker thread. Messages go over undecoded, many at a time; plans come back ready to be sent. */
export class WorkerShard implements ShardPort {
  private readonly worker: Worker;
  private readonly answers = new Map<number, Answer>();
  private readonly streams = new Map<number, (message: FromWorker) => void>();
  private gathered: (Pick<Delivery, 'subject' | 'bytes' | 'arrivedUnixMs'> & { readonly kind: TakenKind })[] = [];
  private gatheredBytes = 0;
  /** Bytes taken here and not yet dealt with there. */
  private waitingBytes = 0;
  private readonly relieved: { readonly atMost: number; readonly resolve: () => void }[] = [];
  private lastId = 0;
  private closing = false;

  constructor(
    start: WorkerStart,
    private readonly ports: WorkerPorts,
  ) {
    this.worker = new Worker(new URL('./shardWorker.js', import.meta.url), { workerData: start });
    this.worker.on('message', (message: FromWorker) => this.hear(message));
    this.worker.on('error', (error) => this.gone(error));
    this.worker.on('exit', (code) =>
      this.gone(new ThermoclineError('INTERNAL', `a shard's thread ended with ${code}`)),
    );
  }

  take(kind: TakenKind, { subject, bytes, arrivedUnixMs }: Delivery): Promise<void> | undefined {
    if (this.gathered.length === 0) setImmediate(() => this.flush());
    this.gathered.push({ kind, subject, bytes, arrivedUnixMs });
    this.gatheredBytes += bytes.length;
    this.waitingBytes += bytes.length;
    if (this.gatheredBytes >= BATCH_BYTES) this.flush();
    return this.waitingBytes > MAX_WAITING_BYTES ? this.until(MAX_WAITING_BYTES / 2) : undefined;
  }

  settled(): Promise<void> {
    return this.until(0);
  }

  order<K extends keyof ShardOrders>(name: K, ...args: Parameters<ShardOrders[K]>): void {
    this.post({ type: 'order', name, args });
  }

  usePolicy(policy: PolicySpec): void {
    this.post({ type: 'policy', policy: asData(policy) });
  }

  ask<K extends keyof ShardQuestions>(name: K, ...args: Parameters<ShardQuestions[K]>) {
    return this.answered((id) => ({ type: 'ask', id, name, args })) as Promise<ReturnType<ShardQuestions[K]>>;
  }

  call(service: string, method: string, request: object): Promise<object> {
    return this.answered((id) => ({ type: 'call', id, service, method, request: asData(request) })) as Promise<object>;
  }

  /** Its metrics, as prom-client adds them up. */
  metrics(): Promise<object> {
    return this.answered((id) => ({ type: 'metrics', id })) as Promise<object>;
  }

  async *stream(service: string, method: string, request: object, signal: AbortSignal): AsyncGenerator<object> {
    const id = ++this.lastId;
    const items = changes<FromWorker>((take) => {
      this.streams.set(id, take);
      return () => this.streams.delete(id);
    }, signal);
    const call: CallMessage = { type: 'stream', id, service, method, request: asData(request) };
    this.post(call);
    try {
      for await (const message of items) {
        if (message.type === 'end') return;
        if (message.type === 'failed') throw errorOf(message);
        if (message.type === 'item') yield message.value;
      }
    } finally {
      this.post({ type: 'leave', id });
    }
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.worker.terminate();
  }

  private post(message: ToWorker): void {
    // What was taken before is dealt with before.
    this.flush();
    if (!this.closing) this.worker.postMessage(message);
  }

  private flush(): void {
    const { gathered, gatheredBytes } = this;
    if (gathered.length === 0 || this.closing) return;
    this.gathered = [];
    this.gatheredBytes = 0;
    const bytes = new Uint8Array(gatheredBytes);
    let end = 0;
    const ends = gathered.map((each) => {
      bytes.set(each.bytes, end);
      end += each.bytes.length;
      return end;
    });
    const kinds = gathered.map(({ kind }) => kind);
    const subjects = gathered.map(({ subject }) => subject);
    const arrived = gathered.map(({ arrivedUnixMs }) => arrivedUnixMs);
    this.worker.postMessage({ type: 'take', kinds, subjects, ends, arrived, bytes } satisfies ToWorker, [bytes.buffer]);
  }

  private hear(message: FromWorker): void {
    if (message.type === 'taken') this.relieve(message.bytes);
    else if (message.type === 'plan') this.ports.publish(message.plan);
    else if (message.type === 'offer') this.ports.offer(message.plan);
    else if (message.type === 'withdraw') this.ports.withdraw(message.planId, message.reason);
    else if (message.type === 'aside') {
      this.ports.setAside(message.taken, new UnreadableMessage(message.code, message.reason));
    } else if (message.type === 'log') this.ports.logger[message.level](message.fields, message.text);
    else if (message.type === 'item' || message.type === 'end') this.streams.get(message.id)?.(message);
    else {
      const answer = this.answers.get(message.id);
      this.answers.delete(message.id);
      if (message.type === 'answer') answer?.resolve(message.value);
      else {
        answer?.reject(errorOf(message));
        this.streams.get(message.id)?.(message);
      }
    }
  }

  private relieve(bytes: number): void {
    this.waitingBytes -= bytes;
    for (let i = this.relieved.length - 1; i >= 0; i--) {
      const waiter = this.relieved[i];
      if (!waiter || this.waitingBytes > waiter.atMost) continue;
      this.relieved.splice(i, 1);
      waiter.resolve();
    }
  }

  private until(atMost: number): Promise<void> {
    if (this.waitingBytes <= atMost) return Promise.resolve();
    return new Promise((resolve) => this.relieved.push({ atMost, resolve }));
  }

  private answered(message: (id: number) => ToWorker): Promise<unknown> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.answers.set(id, { resolve, reject });
      this.post(message(id));
    });
  }

  private gone(error: Error): void {
    for (const { reject } of this.answers.values()) reject(error);
    this.answers.clear();
    for (const { resolve } of this.relieved.splice(0)) resolve();
    if (!this.closing) this.ports.fail(error);
    this.closing = true;
  }
}

function errorOf({ code, reason }: { readonly code: string; readonly reason: string }): ThermoclineError {
  return new ThermoclineError(code as ErrorCode, reason);
}

/** Plain data alone: compiled policies and requests of gRPC carry functions, which can't go over. */
export function asData<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
