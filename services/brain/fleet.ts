import type { BatchReading } from '../access/batchReader.js';
import { coreFacts, UNSEEN_SECONDS } from '../access/hostFacts.js';
import type { HostFacts__Output } from '../contract/gen/thermocline/v1/HostFacts.js';
import type { HostState } from '../contract/gen/thermocline/v1/HostState.js';
import type { SpaceKey__Output } from '../contract/gen/thermocline/v1/SpaceKey.js';
import { type CgroupLimits, cgroupLimitsOf } from '../core/cgroupLimits.js';
import { applyFacts, applyLook, createHost, dropUnseen, endSpaces, type HostModel } from '../core/host.js';
import { countOf } from '../core/look.js';
import { heatParametersOf, type Policy } from '../core/policy.js';
import { BUCKET_LOWEST_HEAT, type HostSummary, summarize } from '../core/summary.js';
import { ThermoclineError } from '../runtime/errors.js';
import { type RuleRecord, ruleState } from './ruleRecord.js';

/** A host that this brain plans for, in its present boot. */
export interface FleetHost {
  readonly hostId: string;
  readonly bootId: string;
  readonly model: HostModel;
  /** As they came, for people; core keeps what it needs of them in the model. */
  facts: HostFacts__Output | undefined;
  /** By space key text: what plans need to name a space on the wire. */
  readonly keys: Map<string, SpaceKey__Output>;
  lastBatchUnixMs: number;
  /** How long its latest window was. */
  windowMs: number;
  lastSequence: number;
  pagesMoved: number;
  /** How often pages were looked at in the latest window, of the space with most looks. */
  looksPerSecond: number;
  /** When it was last planned for, ms of the monotonic clock; -Infinity when it never was. */
  lastPlannedMs: number;
  /** Runs of all spaces. */
  runs: number;
  /** Boots that another one has followed, latest last: nothing of them is taken any more. */
  readonly formerBoots: string[];
  /** Messages and spaces of this host that were left out, by reason. */
  readonly dropped: Map<string, number>;
  /** By name, what custom rules did here. */
  readonly rules: Map<string, RuleRecord>;
}

/** What became of a batch. */
export interface Merged {
  readonly host: FleetHost;
  /** Runs of the batch that were merged. */
  readonly runs: number;
  /** Spaces left out: their window was older than one merged already, or the host has too many. */
  readonly cut: { readonly late: number; readonly 'too-many-spaces': number; readonly 'too-many-runs': number };
}

/** More spaces than any host has to follow: about 150 MB of a brain's memory. Those that are new to a full host are left out. */
const MAX_HOST_SPACES = 20_000;
/** 160 MB. A space that would take a host above it is left out. */
const MAX_HOST_RUNS = 8_000_000;
/** Two machines with one id would take turns for ever; the boot that was followed once does not come back. */
const FORMER_BOOTS = 8;
/** Reasons told apart for one host: there are a dozen. */
const MAX_REASONS = 32;
/** Hosts of which nothing could be taken yet; the one that was refused first goes first. */
const MAX_STRANGERS = 10_000;

export function countDropped({ dropped }: Pick<FleetHost, 'dropped'>, reason: string, count = 1): void {
  if (dropped.size >= MAX_REASONS && !dropped.has(reason)) return;
  dropped.set(reason, (dropped.get(reason) ?? 0) + count);
}

/** The heat of all hosts. A host that boots anew starts from nothing: its pids and pages are others. */
export class Fleet {
  private readonly hosts = new Map<string, FleetHost>();
  private readonly watchers = new Map<string, Set<(host: FleetHost) => void>>();
  /** Hosts that are not followed, for all that they sent was refused: a clock ahead of ours is no rare thing. */
  private readonly strangers = new Map<string, Pick<FleetHost, 'dropped'>>();

  /** `limits`: of one host, at most. */
  constructor(private readonly limits = { spaces: MAX_HOST_SPACES, runs: MAX_HOST_RUNS }) {}

  get size(): number {
    return this.hosts.size;
  }

  get(hostId: string): FleetHost | undefined {
    return this.hosts.get(hostId);
  }

  values(): Iterable<FleetHost> {
    return this.hosts.values();
  }

  /** In order of id. */
  all(): FleetHost[] {
    return [...this.hosts.values()].sort((a, b) => (a.hostId < b.hostId ? -1 : 1));
  }

  /** Undefined for a batch of a boot that another has followed: nothing of it is true any more. */
  take(batch: BatchReading, policy: Policy): Merged | undefined {
    const known = this.hosts.get(batch.hostId);
    if (known && known.bootId !== batch.bootId && !isNewer(batch, known)) return undefined;
    const host = known?.bootId === batch.bootId ? known : this.begin(batch, known);
    const { model } = host;
    if (batch.facts) {
      host.facts = batch.facts;
      applyFacts(model, coreFacts(batch.facts, batch));
    }
    for (const key of batch.ended) {
      host.runs -= model.spaces.get(key)?.heat.count ?? 0;
      host.keys.delete(key);
    }
    endSpaces(model, batch.ended);
    const parameters = heatParametersOf(policy);
    const windowSeconds = (batch.windowEndUnixMs - batch.windowStartUnixMs) / 1000;
    const cut = { late: 0, 'too-many-spaces': 0, 'too-many-runs': 0 };
    let runs = 0;
    let looks = 0;
    for (const space of batch.spaces) {
      looks = Math.max(looks, space.looks);
      const before = model.spaces.get(space.keyText);
      const count = countOf(space.runs);
      if (!before && model.spaces.size >= this.limits.spaces) cut['too-many-spaces']++;
      else if (host.runs + count > this.limits.runs) cut['too-many-runs']++;
      else {
        const identity = { key: space.keyText, command: space.command, cgroup: space.cgroup };
        const { coverage, residencyUnixMs, pageGranular } = space;
        const { nodes, windowEndUnixMs: endUnixMs } = batch;
        const look = { runs: space.runs, coverage, nodes, windowSeconds, endUnixMs, residencyUnixMs, pageGranular };
        const runsBefore = before?.heat.count ?? 0;
        if (applyLook(model, identity, look, parameters) === 'late') cut.late++;
        host.runs += (model.spaces.get(space.keyText)?.heat.count ?? 0) - runsBefore;
        host.keys.set(space.keyText, space.key);
        runs += count;
      }
    }
    if (dropUnseen(model, batch.windowEndUnixMs, UNSEEN_SECONDS) > 0) {
      for (const key of host.keys.keys()) if (!model.spaces.has(key)) host.keys.delete(key);
      host.runs = 0;
      for (const { heat } of model.spaces.values()) host.runs += heat.count;
    }
    if (windowSeconds > 0) host.looksPerSecond = looks / windowSeconds;
    host.windowMs = batch.windowEndUnixMs - batch.windowStartUnixMs;
    host.lastBatchUnixMs = Math.max(host.lastBatchUnixMs, batch.windowEndUnixMs);
    host.lastSequence = Math.max(host.lastSequence, batch.sequence);
    for (const [reason, spaces] of Object.entries(cut)) if (spaces > 0) countDropped(host, reason, spaces);
    for (const watcher of this.watchers.get(host.hostId) ?? []) watcher(host);
    return { host, runs, cut };
  }

  /** Counts a message that was refused, against the host that sent it. */
  refused(hostId: string, reason: string): void {
    let sender = this.hosts.get(hostId) ?? this.strangers.get(hostId);
    if (!sender) {
      sender = { dropped: new Map() };
      this.strangers.set(hostId, sender);
      if (this.strangers.size > MAX_STRANGERS) this.strangers.delete(this.strangers.keys().next().value as string);
    }
    countDropped(sender, reason);
  }

  /** Throws RPC_NOT_FOUND, with what was refused of a host that sent something. */
  require(hostId: string): FleetHost {
    const host = this.hosts.get(hostId);
    if (host) return host;
    const refused = [...(this.strangers.get(hostId)?.dropped ?? [])].map(([reason, count]) => `${reason} ${count}`);
    const sent =
      refused.length > 0 ? `nothing that could be taken (left out: ${refused.sort().join(', ')})` : 'nothing';
    const says = `host ${JSON.stringify(hostId)} has sent ${sent}; thermocline hosts list shows those that have`;
    throw new ThermoclineError('RPC_NOT_FOUND', says);
  }

  /** Lets go of hosts that another brain plans for. */
  forget(isGone: (hostId: string) => boolean): void {
    for (const hostId of this.strangers.keys()) if (isGone(hostId)) this.strangers.delete(hostId);
    for (const hostId of this.hosts.keys()) if (isGone(hostId)) this.hosts.delete(hostId);
  }

  /** Calls back after each batch of a host, until the returned function is called. */
  watch(hostId: string, callback: (host: FleetHost) => void): () => void {
    const watchers = this.watchers.get(hostId) ?? new Set();
    this.watchers.set(hostId, watchers.add(callback));
    return () => {
      watchers.delete(callback);
      if (watchers.size === 0) this.watchers.delete(hostId);
    };
  }

  private begin(batch: BatchReading, former: FleetHost | undefined): FleetHost {
    const host: FleetHost = {
      hostId: batch.hostId,
      bootId: batch.bootId,
      model: createHost(),
      facts: undefined,
      keys: new Map(),
      lastBatchUnixMs: 0,
      windowMs: 0,
      lastSequence: 0,
      pagesMoved: 0,
      looksPerSecond: 0,
      lastPlannedMs: Number.NEGATIVE_INFINITY,
      runs: 0,
      formerBoots: former ? [...former.formerBoots, former.bootId].slice(-FORMER_BOOTS) : [],
      dropped: former?.dropped ?? this.strangers.get(batch.hostId)?.dropped ?? new Map(),
      rules: new Map(),
    };
    this.hosts.set(batch.hostId, host);
    this.strangers.delete(batch.hostId);
    return host;
  }
}

/** The newest boot wins: the one whose window ends later, unless it has been followed by another before. */
function isNewer(batch: BatchReading, known: FleetHost): boolean {
  return batch.windowEndUnixMs > known.lastBatchUnixMs && !known.formerBoots.includes(batch.bootId);
}

/** The host as people see it. */
export function hostState(host: FleetHost, policy: Policy): HostState {
  const summary = summarize(host.model, policy);
  return {
    hostId: host.hostId,
    bootId: host.bootId,
    lastBatchUnixMs: host.lastBatchUnixMs,
    lastSequence: host.lastSequence,
    ...(host.facts ? { facts: host.facts } : {}),
    classes: summary.classes.map(classState),
    ...sharesOf(summary),
    runs: summary.runs,
    spaces: summary.spaces,
    pagesMoved: host.pagesMoved,
    dropped: Object.fromEntries(host.dropped),
    cgroups: cgroupLimitsOf(host.model, policy).map(cgroupState),
    rules: [...host.rules].map(ruleState),
  };
}

function cgroupState(of: CgroupLimits): NonNullable<HostState['cgroups']>[number] {
  const { cgroup, className, fastBytes, told, floorBytes, ceilingBytes } = of;
  return {
    cgroup,
    class: className,
    fastBytes,
    byNumaStat: told,
    ...(floorBytes === undefined ? {} : { floorBytes }),
    ...(ceilingBytes === undefined ? {} : { ceilingBytes }),
  };
}

function classState(each: HostSummary['classes'][number]): NonNullable<HostState['classes']>[number] {
  const buckets = each.pagesByBucketAndTier.map((pages, i) => ({
    lowestHeat: BUCKET_LOWEST_HEAT[i] as number,
    pagesByTier: [...pages],
  }));
  return { class: each.name, buckets, ...sharesOf(each) };
}

function sharesOf(shares: Pick<HostSummary, 'starEstimate' | 'strr'>): { starEstimate?: number; strr?: number } {
  return {
    ...(shares.starEstimate === undefined ? {} : { starEstimate: shares.starEstimate }),
    ...(shares.strr === undefined ? {} : { strr: shares.strr }),
  };
}
