import type { Metrics } from '../runtime/metrics.js';

/** A scraper comes by at least this often, and sees the worst of the time since. */
const REMEMBERED_MS = 30_000;

interface HostLag {
  /** End of the oldest window that the plan loop has not looked at; 0 when there is none. */
  waitingUnixMs: number;
  /** End of the newest window that it has looked at. */
  consideredUnixMs: number;
}

/**
 * How far plans are behind what hosts saw: the age of the oldest window that is not in a plan and was not found to need none,
 * counted from the window's end by the host's clock. What still lies in the stream shows once it comes, by its age then.
 */
export class PlanLag {
  private readonly hosts = new Map<string, HostLag>();
  /** The oldest that a window was when it was considered, in this stretch of time and the one before. */
  private worstMs = 0;
  private formerWorstMs = 0;
  private stretchBeganUnixMs = 0;

  constructor(
    metrics: Metrics,
    private readonly unixMs: () => number,
  ) {
    const help = `Age of the oldest access batch not yet in a plan or found to need none, worst of the last ${REMEMBERED_MS / 1000} s`;
    metrics.gauge('oldest_unplanned_batch_seconds', help, [], () => this.oldestMs() / 1000);
  }

  /** The host's windows up to this end are to be considered; known ones are nothing new. */
  received(hostId: string, windowEndUnixMs: number): void {
    const lag = this.hosts.get(hostId);
    if (!lag) this.hosts.set(hostId, { waitingUnixMs: windowEndUnixMs, consideredUnixMs: 0 });
    else if (lag.waitingUnixMs === 0 && windowEndUnixMs > lag.consideredUnixMs) lag.waitingUnixMs = windowEndUnixMs;
  }

  /** A plan was made from the host's windows up to this end, or none was needed, or another brain sees to it. */
  considered(hostId: string, windowEndUnixMs: number): void {
    const lag = this.hosts.get(hostId);
    if (!lag) return;
    if (lag.waitingUnixMs > 0) this.remember(this.unixMs() - lag.waitingUnixMs);
    lag.waitingUnixMs = 0;
    lag.consideredUnixMs = Math.max(lag.consideredUnixMs, windowEndUnixMs);
  }

  forget(isGone: (hostId: string) => boolean): void {
    for (const hostId of this.hosts.keys()) if (isGone(hostId)) this.hosts.delete(hostId);
  }

  private oldestMs(): number {
    const now = this.unixMs();
    this.remember(0);
    let oldest = Math.max(this.worstMs, this.formerWorstMs);
    for (const { waitingUnixMs } of this.hosts.values()) {
      if (waitingUnixMs > 0) oldest = Math.max(oldest, now - waitingUnixMs);
    }
    return oldest;
  }

  private remember(ageMs: number): void {
    const stretches = Math.floor((this.unixMs() - this.stretchBeganUnixMs) / REMEMBERED_MS);
    if (stretches > 0) {
      this.formerWorstMs = stretches === 1 ? this.worstMs : 0;
      this.worstMs = 0;
      this.stretchBeganUnixMs += stretches * REMEMBERED_MS;
    }
    this.worstMs = Math.max(this.worstMs, ageMs);
  }
}
