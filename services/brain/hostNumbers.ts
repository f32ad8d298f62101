import { randomUUID } from 'node:crypto';
import type { HostNumbers, HostNumbers__Output } from '../contract/gen/thermocline/v1/HostNumbers.js';
import type { HostNumbersAsk, HostNumbersAsk__Output } from '../contract/gen/thermocline/v1/HostNumbersAsk.js';
import type { HostNumber } from './hostNumber.js';

/** A brain that does not answer within this is taken for one that has nothing to say. */
const ANSWER_MS = 3000;
/** Some 300 KiB of labels. */
const HOSTS_A_PART = 2000;

export interface NumbersPorts {
  /** Ids of all brains, this one included. */
  brains(): readonly string[];
  /** What this brain's shards know; see Shard's question of that name. */
  numbers(hostIds: readonly string[]): Promise<HostNumber[]>;
  say(answer: HostNumbers): void;
  ask(ask: HostNumbersAsk): void;
}

interface Asked {
  readonly hosts: Map<string, HostNumber>;
  /** Parts that are still to come, by brain; undefined for one that has not answered yet. */
  readonly left: Map<string, number | undefined>;
  readonly done: () => void;
}

/** Asks all brains about their hosts, and answers them. Rollouts are run by one brain, and hosts are followed by all. */
export class HostNumbersDesk {
  private readonly asked = new Map<string, Asked>();

  constructor(
    private readonly brainId: string,
    private readonly ports: NumbersPorts,
  ) {}

  /** Numbers of these hosts, or the ids and labels of all; of hosts whose brain does not answer there are none. */
  async of(hostIds: readonly string[]): Promise<ReadonlyMap<string, HostNumber>> {
    const others = this.ports.brains().filter((brain) => brain !== this.brainId);
    const askId = randomUUID();
    const hosts = new Map<string, HostNumber>();
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<void>((done) => {
      this.asked.set(askId, { hosts, left: new Map(others.map((brain) => [brain, undefined])), done });
      timer = setTimeout(done, ANSWER_MS);
    });
    if (others.length > 0) this.ports.ask({ askId, hostIds: [...hostIds] });
    for (const each of await this.ports.numbers(hostIds)) hosts.set(each.hostId, each);
    if (others.length > 0) await answered;
    clearTimeout(timer);
    this.asked.delete(askId);
    return hosts;
  }

  /** Another brain asks. */
  async hearAsk({ askId, hostIds }: HostNumbersAsk__Output): Promise<void> {
    if (this.asked.has(askId)) return;
    const found = await this.ports.numbers(hostIds);
    const parts = Math.max(1, Math.ceil(found.length / HOSTS_A_PART));
    for (let part = 0; part < parts; part++) {
      const hosts = found.slice(part * HOSTS_A_PART, (part + 1) * HOSTS_A_PART).map((each) => ({ ...each }));
      this.ports.say({ askId, brainId: this.brainId, part, parts, hosts });
    }
  }

  hearAnswer({ askId, brainId, parts, hosts }: HostNumbers__Output): void {
    const asked = this.asked.get(askId);
    if (!asked || brainId === this.brainId) return;
    for (const each of hosts) asked.hosts.set(each.hostId, each);
    asked.left.set(brainId, (asked.left.get(brainId) ?? parts) - 1);
    if ([...asked.left.values()].every((left) => left === 0)) asked.done();
  }
}
