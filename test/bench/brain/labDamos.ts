/**
 * DAMON's own tiering in the guest: a kdamond a node over its physical addresses, demoting from node 0 what was not seen
 * accessed, promoting from node 1 what was. The same set-up as the kernel's example for tiering (samples/damon/mtier.c of 6.16:
 * a context a node, migrate_cold of accesses 0, migrate_hot of accesses above), but for its goals on the share of a node in use,
 * which 6.12 does not have: fixed quotas stand in, wide enough not to be what limits.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KDAMONDS = '/sys/kernel/mm/damon/admin/kdamonds';
const SYSTEM_NODES = '/sys/devices/system/node';
const MAX_UINT = String(2 ** 32 - 1);
const MAX_BYTES = '18446744073709551615';
/** DAMON's defaults. */
const SAMPLE_US = 5_000;
const AGGREGATION_US = 100_000;
const LOOKS = AGGREGATION_US / SAMPLE_US;
const QUOTA_BYTES = 200 * 2 ** 20;

interface Scheme {
  readonly node: number;
  readonly action: 'migrate_cold' | 'migrate_hot';
  readonly target: number;
  readonly accesses: readonly [least: number, most: number];
  /** A page is moved only when its own accessed bit says so as well. */
  readonly young: boolean;
}

const SCHEMES: readonly Scheme[] = [
  { node: 0, action: 'migrate_cold', target: 1, accesses: [0, 0], young: false },
  { node: 1, action: 'migrate_hot', target: 0, accesses: [1, LOOKS], young: true },
];

export function startDamos(): void {
  write(join(KDAMONDS, 'nr_kdamonds'), SCHEMES.length);
  for (const [i, scheme] of SCHEMES.entries()) describe(join(KDAMONDS, String(i)), scheme);
  for (let i = 0; i < SCHEMES.length; i++) write(join(KDAMONDS, String(i), 'state'), 'on');
}

function describe(kdamond: string, scheme: Scheme): void {
  write(join(kdamond, 'contexts/nr_contexts'), 1);
  const context = join(kdamond, 'contexts/0');
  write(join(context, 'operations'), 'paddr');
  write(join(context, 'monitoring_attrs/intervals/sample_us'), SAMPLE_US);
  write(join(context, 'monitoring_attrs/intervals/aggr_us'), AGGREGATION_US);
  write(join(context, 'monitoring_attrs/nr_regions/max'), 1000);
  write(join(context, 'targets/nr_targets'), 1);
  const ranges = nodeRanges(scheme.node);
  write(join(context, 'targets/0/regions/nr_regions'), ranges.length);
  ranges.forEach(([start, end], i) => {
    write(join(context, `targets/0/regions/${i}/start`), start);
    write(join(context, `targets/0/regions/${i}/end`), end);
  });
  write(join(context, 'schemes/nr_schemes'), 1);
  const directory = join(context, 'schemes/0');
  write(join(directory, 'action'), scheme.action);
  write(join(directory, 'target_nid'), scheme.target);
  write(join(directory, 'access_pattern/sz/min'), 4096);
  write(join(directory, 'access_pattern/sz/max'), MAX_BYTES);
  write(join(directory, 'access_pattern/nr_accesses/min'), scheme.accesses[0]);
  write(join(directory, 'access_pattern/nr_accesses/max'), scheme.accesses[1]);
  write(join(directory, 'access_pattern/age/max'), MAX_UINT);
  write(join(directory, 'quotas/bytes'), QUOTA_BYTES);
  write(join(directory, 'quotas/reset_interval_ms'), 1000);
  // Hotness and age decide what goes first, not size (Documentation/admin-guide/mm/damon/usage.rst, "weights").
  write(join(directory, 'quotas/weights/sz_permil'), 0);
  write(join(directory, 'quotas/weights/nr_accesses_permil'), 1000);
  write(join(directory, 'quotas/weights/age_permil'), 1000);
  write(join(directory, 'filters/nr_filters'), 1);
  write(join(directory, 'filters/0/type'), 'young');
  // A filter leaves out what matches it: the young when demoting, all but them when promoting.
  write(join(directory, 'filters/0/matching'), scheme.young ? 'N' : 'Y');
}

/** Physical addresses of a node, neighbours joined, from its memory blocks (Documentation/admin-guide/mm/memory-hotplug.rst). */
function nodeRanges(node: number): [start: number, end: number][] {
  const blockBytes = Number.parseInt(readFileSync('/sys/devices/system/memory/block_size_bytes', 'utf8'), 16);
  const blocks = readdirSync(join(SYSTEM_NODES, `node${node}`))
    .flatMap((name) => /^memory(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const block of blocks) {
    const last = ranges.at(-1);
    if (last && last[1] === block * blockBytes) last[1] += blockBytes;
    else ranges.push([block * blockBytes, (block + 1) * blockBytes]);
  }
  return ranges;
}

function write(path: string, value: number | string): void {
  try {
    writeFileSync(path, String(value));
  } catch (error) {
    throw new Error(`${path} does not take ${value}: ${(error as Error).message}`);
  }
}
