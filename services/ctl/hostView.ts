import type { CgroupState__Output } from '../contract/gen/thermocline/v1/CgroupState.js';
import type { ClassState__Output } from '../contract/gen/thermocline/v1/ClassState.js';
import type { HostState__Output } from '../contract/gen/thermocline/v1/HostState.js';
import type { NodeFacts__Output } from '../contract/gen/thermocline/v1/NodeFacts.js';
import type { RuleState__Output } from '../contract/gen/thermocline/v1/RuleState.js';
import { facts, Table, type TableLook } from './columns.js';
import { ageText, bytesText, shareText } from './quantities.js';
import type { Screen } from './screen.js';

/** Table of `hosts list`. STAR: share of accesses that hit a slow tier; STRR: share of watched memory that lies in one. */
export function hostTable(look: TableLook, nowUnixMs: number): Table<HostState__Output> {
  return new Table<HostState__Output>(
    [
      { title: 'HOST', text: (host) => host.hostId },
      { title: 'TIERS', text: (host) => (host.facts ? String(host.facts.tiers.length) : '-'), right: true },
      { title: 'MEMORY', text: (host) => memoryText(host.facts?.nodes, 'totalBytes'), right: true },
      { title: 'FREE', text: (host) => memoryText(host.facts?.nodes, 'freeBytes'), right: true },
      { title: 'STAR', text: (host) => shareText(host.starEstimate), right: true },
      { title: 'STRR', text: (host) => shareText(host.strr), right: true },
      { title: 'SEEN', text: (host) => ageText(host.lastBatchUnixMs, nowUnixMs) },
      { title: 'SPACES', text: (host) => host.spaces, right: true, wide: true },
      { title: 'RUNS', text: (host) => host.runs, right: true, wide: true },
      { title: 'MOVED', text: (host) => host.pagesMoved, right: true, wide: true },
      { title: 'KERNEL', text: (host) => host.facts?.kernelRelease || '-', wide: true },
      { title: 'BOOT', text: (host) => host.bootId, wide: true },
    ],
    look,
  );
}

/** `hosts show` for people. */
export function hostLines(host: HostState__Output, look: TableLook, screen: Screen, nowUnixMs: number): string[] {
  const { facts: known } = host;
  const pressure = known?.memoryPressure;
  const labels = Object.entries(known?.labels ?? {}).map(([name, value]) => `${name}=${value}`);
  return [
    ...facts([
      ['Host', screen.title(host.hostId)],
      ['Boot', host.bootId],
      ['Kernel', known?.kernelRelease || undefined],
      ['Seen', `${ageText(host.lastBatchUnixMs, nowUnixMs)} ago`],
      ['Labels', labels.join(', ') || undefined],
      ['Slow accesses (STAR)', shareText(host.starEstimate)],
      ['Slow memory (STRR)', shareText(host.strr)],
      [
        'Memory pressure',
        pressure ? `${shareText(pressure.someAvg10)} some, ${shareText(pressure.fullAvg10)} full` : undefined,
      ],
      ['Tiers from', known?.tierSource || undefined],
      ['Spaces', host.spaces],
      ['Runs', host.runs],
      ['Pages moved', host.pagesMoved],
      ['Left out', countsText(host.dropped)],
    ]),
    ...(known ? ['', ...nodeTable(look).lines(known.nodes)] : []),
    ...(host.classes.length > 0 ? ['', ...classTable(look).lines(host.classes.flatMap(heatRows))] : []),
    ...(host.cgroups.length > 0 ? ['', ...cgroupTable(look).lines(host.cgroups)] : []),
    ...(host.rules.length > 0 ? ['', ...ruleTable(look).lines(host.rules)] : []),
    ...limitationLines(known?.limitations ?? [], screen),
  ];
}

/** Cgroups against their floors and ceilings. BY: memory.numa_stat where the kernel has it, else what looks saw. */
function cgroupTable(look: TableLook): Table<CgroupState__Output> {
  const amount = (bytes: string | undefined): string => (bytes === undefined ? '-' : bytesText(Number(bytes)));
  const over = ({ fastBytes, ceilingBytes }: CgroupState__Output): string => {
    const excess = Number(fastBytes) - Number(ceilingBytes ?? Infinity);
    return excess > 0 ? bytesText(excess) : '-';
  };
  return new Table<CgroupState__Output>(
    [
      { title: 'CGROUP', text: ({ cgroup }) => cgroup },
      { title: 'CLASS', text: (each) => each.class },
      { title: 'FAST', text: ({ fastBytes }) => amount(fastBytes), right: true },
      { title: 'FLOOR', text: ({ floorBytes }) => amount(floorBytes), right: true },
      { title: 'CEILING', text: ({ ceilingBytes }) => amount(ceilingBytes), right: true },
      { title: 'OVER', text: over, right: true },
      { title: 'BY', text: ({ byNumaStat }) => (byNumaStat ? 'numa_stat' : 'looks') },
    ],
    look,
  );
}

function ruleTable(look: TableLook): Table<RuleState__Output> {
  return new Table<RuleState__Output>(
    [
      { title: 'RULE', text: ({ rule, suspended }) => (suspended ? `${rule} (suspended)` : rule) },
      { title: 'SPACES', text: ({ spaces }) => spaces, right: true },
      { title: 'RUNS', text: ({ runs }) => runs, right: true },
      { title: 'OPINIONS', text: ({ opinions }) => opinions, right: true },
      { title: 'FAILURES', text: ({ failures }) => countsText(failures) ?? '-' },
      { title: 'LAST ERROR', text: ({ lastError }) => lastError || '-', wide: true },
    ],
    look,
  );
}

/** `late 3, repeat 1`; undefined where nothing was counted. */
function countsText(counts: Readonly<Record<string, string>>): string | undefined {
  const parts = Object.entries(counts).map(([reason, count]) => `${reason} ${count}`);
  return parts.sort().join(', ') || undefined;
}

/** What a service cannot do here; nothing when it can do all. */
export function limitationLines(
  limitations: readonly { readonly name: string; readonly reason: string }[],
  screen: Screen,
): string[] {
  if (limitations.length === 0) return [];
  return ['', screen.title('Limitations'), ...limitations.map(({ name, reason }) => `  ${name}: ${reason}`)];
}

function memoryText(nodes: readonly NodeFacts__Output[] | undefined, which: 'totalBytes' | 'freeBytes'): string {
  return nodes ? bytesText(nodes.reduce((sum, node) => sum + Number(node[which]), 0)) : '-';
}

function nodeTable(look: TableLook): Table<NodeFacts__Output> {
  const optional = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(0));
  return new Table<NodeFacts__Output>(
    [
      { title: 'NODE', text: (node) => String(node.id), right: true },
      { title: 'TIER', text: (node) => (node.tier === undefined ? '-' : String(node.tier)), right: true },
      { title: 'CPUS', text: (node) => (node.hasCpu ? 'yes' : 'no') },
      { title: 'TOTAL', text: (node) => bytesText(Number(node.totalBytes)), right: true },
      { title: 'FREE', text: (node) => bytesText(Number(node.freeBytes)), right: true },
      { title: 'LATENCY-NS', text: (node) => optional(node.readLatencyNs), right: true, wide: true },
      { title: 'MB/S', text: (node) => optional(node.readBandwidthMbps), right: true, wide: true },
      { title: 'USED-MB/S', text: (node) => optional(node.usedBandwidthMbps), right: true, wide: true },
    ],
    look,
  );
}

/** Pages of one class within one band of heat. */
interface HeatRow {
  readonly of: ClassState__Output;
  readonly heat: string;
  readonly pagesByTier: readonly string[];
}

/** Bands come hottest first, those without heat last: they are by age, so they have no band of their own to name. */
function heatRows(of: ClassState__Output): HeatRow[] {
  return of.buckets.map(({ lowestHeat, pagesByTier }, i) => {
    const cold = lowestHeat === 0 && of.buckets[i - 1]?.lowestHeat === 0;
    const heat = cold ? 'cold' : lowestHeat === 0 ? '> 0' : `>= ${lowestHeat}`;
    return { of, heat, pagesByTier };
  });
}

function classTable(look: TableLook): Table<HeatRow> {
  return new Table<HeatRow>(
    [
      { title: 'CLASS', text: ({ of }) => of.class },
      { title: 'STAR', text: ({ of }) => shareText(of.starEstimate), right: true },
      { title: 'STRR', text: ({ of }) => shareText(of.strr), right: true },
      { title: 'HEAT', text: ({ heat }) => heat },
      { title: 'PAGES BY TIER', text: ({ pagesByTier }) => pagesByTier.join(' / ') },
    ],
    look,
  );
}
