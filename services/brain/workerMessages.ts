import type { SigningKey } from '../contract/signature.js';
import type { PolicySpec } from '../core/policySpec.js';
import type { OutgoingPlan, Taken, TakenKind } from './messages.js';
import type { ShardOptions, ShardOrders, ShardQuestions } from './shard.js';

/** What a worker thread is started with. */
export interface WorkerStart {
  readonly options: ShardOptions;
  readonly key: SigningKey;
  readonly policy: PolicySpec;
}

/** From the main thread to a worker. */
export type ToWorker =
  | TakenBatch
  | { readonly type: 'policy'; readonly policy: PolicySpec }
  | { readonly type: 'order'; readonly name: keyof ShardOrders; readonly args: readonly unknown[] }
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly name: keyof ShardQuestions;
      readonly args: readonly unknown[];
    }
  | CallMessage
  | { readonly type: 'leave'; readonly id: number }
  | { readonly type: 'metrics'; readonly id: number };

/** Messages as they came, one behind the other. Their bytes change hands, they are not copied. */
export interface TakenBatch {
  readonly type: 'take';
  readonly kinds: readonly TakenKind[];
  readonly subjects: readonly string[];
  /** Where each ends in `bytes`. */
  readonly ends: readonly number[];
  /** When the server took each, Unix ms. */
  readonly arrived: readonly number[];
  readonly bytes: Uint8Array;
}

export interface CallMessage {
  readonly type: 'call' | 'stream';
  readonly id: number;
  readonly service: string;
  readonly method: string;
  readonly request: object;
}

/** From a worker to the main thread. */
export type FromWorker =
  | { readonly type: 'taken'; readonly bytes: number }
  | { readonly type: 'plan'; readonly plan: OutgoingPlan }
  | { readonly type: 'offer'; readonly plan: OutgoingPlan }
  | { readonly type: 'withdraw'; readonly planId: string; readonly reason: string }
  | { readonly type: 'aside'; readonly taken: Taken; readonly code: string; readonly reason: string }
  | { readonly type: 'log'; readonly level: LogLevel; readonly fields: object; readonly text: string }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'item'; readonly id: number; readonly value: object }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly code: string; readonly reason: string };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
