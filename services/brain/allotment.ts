import type { Policy } from '../core/policy.js';
import type { FleetHost } from './fleet.js';

/** What a host may move of the budgets that it has in common with others. */
export interface HostAllotment {
  readonly hostId: string;
  readonly bytesPerSecond: number;
  /** What it falls to when the share is not renewed. */
  readonly floorBytesPerSecond: number;
}

/** What a host would move if only its own budget bound it, and the budgets that it shares. */
export interface HostNeed {
  readonly hostId: string;
  readonly bytesPerSecond: number;
  /** `label=value` of each label budget that the host is under. */
  readonly groups: readonly string[];
}

/** A host that has said nothing for this long needs nothing. */
const SILENT_AFTER_MS = 60_000;

/** The shares of fleet and label budgets of this shard's hosts, as the holder of the budget lease gave them. */
export class Allotment {
  private readonly shares = new Map<string, HostAllotment & { readonly untilUnixMs: number }>();
  private readonly needs = new Map<string, { readonly bytesPerSecond: number; readonly atUnixMs: number }>();

  constructor(
    private readonly policy: () => Policy,
    private readonly unixMs: () => number,
  ) {}

  /** Takes shares that hold until then; after it each is its floor. */
  renew(shares: readonly HostAllotment[], untilUnixMs: number): void {
    for (const share of shares) this.shares.set(share.hostId, { ...share, untilUnixMs });
  }

  /** Bytes a second; undefined where no budget is shared. A host without a share yet moves nothing. */
  of(host: FleetHost): number | undefined {
    if (!isShared(this.policy(), host)) return undefined;
    const share = this.shares.get(host.hostId);
    if (!share) return 0;
    return this.unixMs() < share.untilUnixMs ? share.bytesPerSecond : share.floorBytesPerSecond;
  }

  /** What the host would have moved now, were it not for its share. */
  needed(hostId: string, bytesPerSecond: number): void {
    this.needs.set(hostId, { bytesPerSecond, atUnixMs: this.unixMs() });
  }

  /** The needs of these hosts, those in no shared budget left out. */
  needsOf(hosts: Iterable<FleetHost>): HostNeed[] {
    const policy = this.policy();
    const needs: HostNeed[] = [];
    for (const host of hosts) {
      if (!isShared(policy, host)) continue;
      const need = this.needs.get(host.hostId);
      const known = need && this.unixMs() - need.atUnixMs < SILENT_AFTER_MS ? need.bytesPerSecond : 0;
      needs.push({ hostId: host.hostId, bytesPerSecond: known, groups: groupsOf(policy, host) });
    }
    return needs;
  }

  /** Hosts that left. */
  forget(isGone: (hostId: string) => boolean): void {
    for (const kept of [this.shares, this.needs])
      for (const hostId of kept.keys()) if (isGone(hostId)) kept.delete(hostId);
  }
}

function isShared(policy: Policy, host: FleetHost): boolean {
  return policy.bytesPerSecondPerFleet !== undefined || groupsOf(policy, host).length > 0;
}

function groupsOf(policy: Policy, host: FleetHost): string[] {
  const { labels } = host.model.facts;
  return (policy.labelBudgets ?? []).flatMap(({ label }) => {
    const value = labels[label];
    return value === undefined ? [] : [`${label}=${value}`];
  });
}
