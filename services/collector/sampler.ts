import type { HostFacts } from '../contract/gen/thermocline/v1/HostFacts.js';
import type { Limitation } from '../contract/gen/thermocline/v1/Limitation.js';
import type { Kernel, ProcessFacts, ProcessIdentity, Topology } from '../kernel/port.js';
import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import { Bandwidth } from './bandwidth.js';
import type { ObservedSpace, ObservedWindow } from './batcher.js';
import { hostFacts, hostLimitations, type OwnCost } from './hostFacts.js';
import { overlay } from './overlay.js';
import { type Residency, readResidency } from './residency.js';
import type { TargetFollower } from './targets.js';
import type { Trackers } from './trackers.js';

export interface SamplerClock {
  unixMs(): number;
  /** Monotonic seconds. */
  seconds(): number;
}

export interface SamplerOptions {
  /** Share of wall time that reading where pages are may take, 0..1. */
  readonly residencyShare: number;
  readonly labels: Readonly<Record<string, string>>;
  /** The operator's tiers, if any. */
  readonly tiers?: readonly (readonly number[])[];
}

/** A process under watch. */
interface Watched {
  process: ProcessFacts;
  residency: Residency | undefined;
  /** Monotonic seconds before which its residency is not read again. */
  notBefore: number;
}

/** Turns windows of time into observed windows: follows targets, lets the trackers look, and says where pages are. */
export class Sampler {
  private readonly watched = new Map<number, Watched>();
  private readonly bandwidth = new Bandwidth();
  private windowStartUnixMs: number;

  constructor(
    private readonly kernel: Kernel,
    private readonly targets: TargetFollower,
    private readonly trackers: Trackers,
    private readonly options: SamplerOptions,
    private readonly clock: SamplerClock,
    private readonly cost: () => Omit<OwnCost, 'kernelCpuSeconds'>,
    private readonly logger: Logger,
  ) {
    this.windowStartUnixMs = clock.unixMs();
  }

  /**
   * Reads where this very process is, as the pages of targets will be read: finds out whether that works here, and loads what
   * it takes before the first window needs it. Throws what the kernel refuses with.
   */
  async probeResidency(ownPid: number): Promise<void> {
    await readResidency(this.kernel, ownPid, this.clock);
  }

  get watchedProcesses(): number {
    return this.watched.size;
  }

  topology(): Topology {
    return this.kernel.host.topology(this.options.tiers);
  }

  limitations(topology = this.topology()): Limitation[] {
    const trackers = this.trackers.states.flatMap(({ tracker, probe }) =>
      probe.works ? [] : [{ name: `tracker-${tracker.name}`, reason: probe.reason ?? 'does not work here' }],
    );
    return [...hostLimitations(this.kernel.host, topology), ...trackers];
  }

  /** Ends the window that began with the last call, and tells of it. */
  async closeWindow(): Promise<ObservedWindow> {
    const ended = await this.followTargets();
    const sighted = await this.trackers.look();
    const endUnixMs = this.clock.unixMs();
    const nodes = this.topology().nodes.map((node) => node.id);
    const nodeIndex = new Map(nodes.map((id, index) => [id, index]));
    const spaces: ObservedSpace[] = [];
    for (const [pid, { sighting, tracker }] of sighted) {
      const watched = this.watched.get(pid);
      const residency = watched && (await this.freshResidency(watched));
      if (!residency) continue;
      const look = overlay(sighting, residency, nodeIndex);
      const { process } = watched;
      spaces.push({ process, tracker, look, looks: sighting.looks, residencyUnixMs: residency.readUnixMs });
    }
    const facts = this.facts(spaces.flatMap(({ process }) => process.cgroup ?? []));
    const startUnixMs = this.windowStartUnixMs;
    this.windowStartUnixMs = endUnixMs;
    return { startUnixMs, endUnixMs, nodes, spaces, ended, facts };
  }

  /** Read when all else has been, for plans are held against how full nodes and cgroups are. */
  private facts(cgroups: readonly string[]): HostFacts {
    const topology = this.topology();
    return hostFacts(this.kernel.host, {
      topology,
      cgroups,
      labels: this.options.labels,
      cost: { ...this.cost(), kernelCpuSeconds: this.trackers.kernelCpuSeconds() },
      limitations: this.limitations(topology),
      readUnixMs: this.clock.unixMs(),
      usedMBps: this.bandwidth.read(this.kernel.host.localTraffic(), this.clock.seconds()),
    });
  }

  async stop(): Promise<void> {
    await this.trackers.stop();
  }

  /** The processes that ended since the last call. */
  private async followTargets(): Promise<ProcessIdentity[]> {
    const { targets, started, ended } = this.targets.look();
    for (const process of ended) this.watched.delete(process.identity.pid);
    for (const process of started) {
      this.watched.set(process.identity.pid, { process, residency: undefined, notBefore: 0 });
    }
    for (const process of targets) {
      const watched = this.watched.get(process.identity.pid);
      if (watched) watched.process = process;
    }
    const order = [...targets].sort((a, b) => this.residentPages(b) - this.residentPages(a));
    // Also when they are the same as before: trackers follow the mappings of their targets with it.
    await this.trackers.follow(order);
    return ended.map((process) => process.identity);
  }

  /** For choosing whom the best tracker follows: a rough order, by powers of two, so that it rarely changes. */
  private residentPages(process: ProcessFacts): number {
    const pages = this.watched.get(process.identity.pid)?.residency?.pages;
    return pages ? Math.floor(Math.log2(1 + pages.reduce((sum, each) => sum + each, 0))) : 0;
  }

  /**
   * What is read again is what costs no more than its share: a process whose residency took t seconds to read is left
   * alone for t / share.
   */
  private async freshResidency(watched: Watched): Promise<Residency | undefined> {
    if (watched.residency && this.clock.seconds() < watched.notBefore) return watched.residency;
    const residency = await this.readResidency(watched.process);
    if (residency) {
      watched.residency = residency;
      watched.notBefore = this.clock.seconds() + residency.tookSeconds / this.options.residencyShare;
    }
    return residency;
  }

  /** One process that cannot be read must not cost the window of all others. */
  private async readResidency(process: ProcessFacts): Promise<Residency | undefined> {
    try {
      return await readResidency(this.kernel, process.identity.pid, this.clock);
    } catch (error) {
      this.logger.debug({ pid: process.identity.pid, error: describe(error) }, 'where its pages are cannot be read');
      return undefined;
    }
  }
}
