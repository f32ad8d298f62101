import { partitionOf, partitionOfPlan } from '../contract/ids.js';
import type { ShardOrders, ShardQuestions } from './shard.js';
import type { ShardPort } from './shardPort.js';

/** The shards of this brain; each has the partitions whose number leaves its own place as remainder. */
export class Shards {
  constructor(private readonly ports: readonly ShardPort[]) {}

  ofHost(hostId: string): ShardPort {
    return this.ofPartition(partitionOf(hostId));
  }

  /** Any shard for an id that is none of a plan: it will say that it does not know it. */
  ofPlan(planId: string): ShardPort {
    return this.ofPartition(partitionOfPlan(planId));
  }

  /** The shard of a subject `thermocline.v1.<kind>.<part>.<host>`. */
  ofSubject(subject: string): ShardPort {
    return this.ofPartition(subject.split('.')[3] ?? '');
  }

  get all(): readonly ShardPort[] {
    return this.ports;
  }

  /** Tells every shard. */
  order<K extends keyof ShardOrders>(name: K, ...args: Parameters<ShardOrders[K]>): void {
    for (const port of this.ports) port.order(name, ...args);
  }

  /** Asks every shard. */
  ask<K extends keyof ShardQuestions>(
    name: K,
    ...args: Parameters<ShardQuestions[K]>
  ): Promise<ReturnType<ShardQuestions[K]>[]> {
    return Promise.all(this.ports.map((port) => port.ask(name, ...args)));
  }

  async settled(): Promise<void> {
    await Promise.all(this.ports.map((port) => port.settled()));
  }

  async close(): Promise<void> {
    await Promise.all(this.ports.map((port) => port.close()));
  }

  private ofPartition(partition: string): ShardPort {
    const number = /^\d\d$/.test(partition) ? Number(partition) : 0;
    return this.ports[number % this.ports.length] as ShardPort;
  }
}
