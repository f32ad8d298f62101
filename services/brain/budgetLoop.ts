import type { BudgetNeeds, BudgetNeeds__Output } from '../contract/gen/thermocline/v1/BudgetNeeds.js';
import type { BudgetShares, BudgetShares__Output } from '../contract/gen/thermocline/v1/BudgetShares.js';
import { type BudgetHost, budgetShares } from '../core/budgetShares.js';
import type { Policy } from '../core/policy.js';
import type { HostAllotment, HostNeed } from './allotment.js';
import type { Leases } from './leases.js';

/** Key of the lease whose holder shares out. */
const LEASE = 'budget';
/** Name of the fleet's budget among the groups of a host; labels have a `=`. */
const FLEET = 'fleet';
/** A share, or a need, that was not renewed for so many intervals is void. */
const INTERVALS_VALID = 2;
/** Hosts in one message: some 200 KiB. */
const HOSTS_A_MESSAGE = 4000;

export interface BudgetPorts {
  readonly policy: () => Policy;
  readonly unixMs: () => number;
  /** Needs of the hosts that this brain plans for. */
  needs(): Promise<HostNeed[]>;
  allot(shares: readonly HostAllotment[], untilUnixMs: number): void;
  sayNeeds(needs: BudgetNeeds): void;
  sayShares(shares: BudgetShares): void;
}

interface Heard {
  readonly hosts: readonly HostNeed[];
  /** By the clock of the brain that said it. */
  readonly saidUnixMs: number;
  /** By our own. */
  readonly heardUnixMs: number;
}

/**
 * Shares the fleet's and its labels' budgets out between the hosts of all brains. Each brain says each interval what its hosts
 * need; the holder of lease `budget` shares out and says what each may have. Who hears nothing for two intervals is left with
 * the floors; the floors of all together are within the budgets, so losing the holder never exceeds one.
 */
export class BudgetLoop {
  /** By brain, what it said last. */
  private readonly heard = new Map<string, Heard>();
  private highestToken = 0;

  constructor(
    private readonly brainId: string,
    private readonly leases: Pick<Leases, 'hold'>,
    private readonly everyMs: number,
    private readonly ports: BudgetPorts,
  ) {}

  /** One interval: says what is needed here, and shares out where the lease is held. */
  async turn(): Promise<void> {
    const { policy, unixMs } = this.ports;
    if (policy().bytesPerSecondPerFleet === undefined && (policy().labelBudgets ?? []).length === 0) return;
    const needs = await this.ports.needs();
    const now = unixMs();
    this.heard.set(this.brainId, { hosts: needs, saidUnixMs: now, heardUnixMs: now });
    for (let i = 0; i === 0 || i < needs.length; i += HOSTS_A_MESSAGE) {
      this.ports.sayNeeds({
        brainId: this.brainId,
        createdUnixMs: now,
        hosts: needs.slice(i, i + HOSTS_A_MESSAGE).map(({ groups, ...need }) => ({ ...need, groups: [...groups] })),
      });
    }
    const token = await this.leases.hold(LEASE);
    if (token !== undefined) this.shareOut(token);
  }

  /** Takes what another brain's hosts need. */
  hearNeeds({ brainId, hosts, createdUnixMs }: BudgetNeeds__Output): void {
    if (brainId === this.brainId) return;
    const needs = hosts.map(({ hostId, bytesPerSecond, groups }) => ({
      hostId,
      bytesPerSecond: Number(bytesPerSecond),
      groups,
    }));
    const before = this.heard.get(brainId);
    // The messages of one interval carry one time.
    const saidUnixMs = Number(createdUnixMs);
    const more = before?.saidUnixMs === saidUnixMs ? before.hosts : [];
    this.heard.set(brainId, { hosts: [...more, ...needs], saidUnixMs, heardUnixMs: this.ports.unixMs() });
  }

  /** Takes what the holder of the lease gives; what a former holder gives is void. */
  hearShares({ fencingToken, intervalMs, hosts }: BudgetShares__Output): void {
    const token = Number(fencingToken);
    if (token < this.highestToken) return;
    this.highestToken = token;
    const shares = hosts.map((host) => ({
      hostId: host.hostId,
      bytesPerSecond: Number(host.bytesPerSecond),
      floorBytesPerSecond: Number(host.floorBytesPerSecond),
    }));
    this.ports.allot(shares, this.ports.unixMs() + INTERVALS_VALID * Number(intervalMs));
  }

  private shareOut(fencingToken: number): void {
    const now = this.ports.unixMs();
    const byHost = new Map<string, BudgetHost>();
    for (const [brainId, { hosts, heardUnixMs }] of this.heard) {
      if (now - heardUnixMs > INTERVALS_VALID * this.everyMs) {
        this.heard.delete(brainId);
        continue;
      }
      // A host that just changed hands is told of by two: it counts once, with the greater need.
      for (const { hostId, bytesPerSecond, groups } of hosts) {
        const need = Math.max(bytesPerSecond, byHost.get(hostId)?.need ?? 0);
        byHost.set(hostId, { hostId, need, groups: [FLEET, ...groups] });
      }
    }
    const policy = this.ports.policy();
    const labels = new Map(policy.labelBudgets?.map(({ label, bytesPerSecond }) => [label, bytesPerSecond]));
    const budgetOf = (group: string): number | undefined =>
      group === FLEET ? policy.bytesPerSecondPerFleet : labels.get(group.slice(0, group.lastIndexOf('=')));
    const shares = budgetShares([...byHost.values()], budgetOf);
    for (let i = 0; i < shares.length; i += HOSTS_A_MESSAGE) {
      this.ports.sayShares({
        brainId: this.brainId,
        fencingToken,
        createdUnixMs: now,
        intervalMs: this.everyMs,
        hosts: shares.slice(i, i + HOSTS_A_MESSAGE).map(({ hostId, share, floor }) => ({
          hostId,
          bytesPerSecond: share,
          floorBytesPerSecond: floor,
        })),
      });
    }
  }
}
