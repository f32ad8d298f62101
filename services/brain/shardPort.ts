import type { Delivery } from '../bus/delivery.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { TakenKind } from './messages.js';
import type { Shard, ShardOrders, ShardQuestions } from './shard.js';

/** A shard as the main thread sees it, wherever it runs. */
export interface ShardPort {
  /** Takes a message; a promise where it has too much to do, to be waited for before the next. */
  take(kind: TakenKind, delivery: Delivery): Promise<void> | undefined;
  /** Resolves when all that was taken before has been dealt with. */
  settled(): Promise<void>;
  order<K extends keyof ShardOrders>(name: K, ...args: Parameters<ShardOrders[K]>): void;
  ask<K extends keyof ShardQuestions>(
    name: K,
    ...args: Parameters<ShardQuestions[K]>
  ): Promise<ReturnType<ShardQuestions[K]>>;
  /** One of its gRPC methods that answers once. */
  call(service: string, method: string, request: object): Promise<object>;
  /** One that answers until the signal aborts. */
  stream(service: string, method: string, request: object, signal: AbortSignal): AsyncIterable<object>;
  close(): Promise<void>;
}

/** A shard in this thread. */
export class LocalShard implements ShardPort {
  constructor(private readonly shard: Shard) {}

  take(kind: TakenKind, delivery: Delivery): undefined {
    this.shard.take(kind, delivery);
  }

  async settled(): Promise<void> {}

  order<K extends keyof ShardOrders>(name: K, ...args: Parameters<ShardOrders[K]>): void {
    orderOf(this.shard, name, args);
  }

  async ask<K extends keyof ShardQuestions>(name: K, ...args: Parameters<ShardQuestions[K]>) {
    return answerOf(this.shard, name, args) as ReturnType<ShardQuestions[K]>;
  }

  async call(service: string, method: string, request: object): Promise<object> {
    return (await methodOf(this.shard, service, method)(request)) as object;
  }

  stream(service: string, method: string, request: object, signal: AbortSignal): AsyncIterable<object> {
    return methodOf(this.shard, service, method)(request, signal) as AsyncIterable<object>;
  }

  async close(): Promise<void> {}
}

export function orderOf(shard: Shard, name: keyof ShardOrders, args: readonly unknown[]): void {
  (shard.orders[name] as (...given: readonly unknown[]) => void)(...args);
}

export function answerOf(shard: Shard, name: keyof ShardQuestions, args: readonly unknown[]): unknown {
  return (shard.questions[name] as (...given: readonly unknown[]) => unknown)(...args);
}

/** A gRPC method of a shard. Throws INTERNAL where there is none of that name. */
export function methodOf(shard: Shard, service: string, method: string): (...args: readonly unknown[]) => unknown {
  const services = shard.services as unknown as Record<
    string,
    Record<string, (...args: readonly unknown[]) => unknown>
  >;
  const found = services[service]?.[method];
  if (!found) throw new ThermoclineError('INTERNAL', `a shard has no method ${service}/${method}`);
  return found;
}
