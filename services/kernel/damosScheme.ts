/**
 * One DAMOS scheme that migrates physical ranges: a paddr context whose target is the ranges, migrate_cold or
 * migrate_hot with a target node [6.11], and an address filter that keeps regions which DAMON may cut otherwise inside them.
 */
import type { PageRange } from './damonRanges.js';
import type { DamonTable } from './damonTable.js';
import { KernelError } from './errno.js';
import type { FrameMigration } from './framePort.js';

const MAX_U32 = '4294967295';
const MAX_U64 = '18446744073709551615';
const SAMPLE_US = 5_000;
/**
 * A scheme is applied once an aggregation interval, and again in the next one for as long as its kdamond runs: so this is
 * the time there is to switch it off. A size quota does not hold it: on 6.12 its first window was seen without effect.
 */
const AGGREGATION_US = 200_000;
const UPDATE_US = 60_000_000;

/** Stages it in a slot of ours. Throws a KernelError: ENOTSUP without paddr or without the action. */
export async function stageMigration(table: DamonTable, slot: number, pageSize: number, wanted: FrameMigration) {
  const { ranges, toNode, action } = wanted;
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (first === undefined || last === undefined) throw new KernelError('EINVAL', table.path(slot), 'No ranges.');
  const context = `${table.path(slot)}/contexts/0`;
  const put = (path: string, value: number | string) => table.write(`${context}/${path}`, String(value));
  await table.write(`${table.path(slot)}/contexts/nr_contexts`, '1');
  if (!table.operations(slot).includes('paddr')) {
    throw new KernelError('ENOTSUP', context, 'This kernel has DAMON without physical ranges (CONFIG_DAMON_PADDR).');
  }
  await put('operations', 'paddr');
  await put('targets/nr_targets', 1);
  await table.writeRanges(slot, ranges);
  await put('monitoring_attrs/intervals/sample_us', SAMPLE_US);
  await put('monitoring_attrs/intervals/aggr_us', AGGREGATION_US);
  await put('monitoring_attrs/intervals/update_us', UPDATE_US);
  // A target that has more ranges than this keeps them all: DAMON merges nothing across a gap.
  await put('monitoring_attrs/nr_regions/max', Math.max(100, 2 * ranges.length));
  await put('schemes/nr_schemes', 1);
  try {
    await put('schemes/0/action', action);
    await put('schemes/0/target_nid', toNode);
  } catch (error) {
    if (!(error instanceof KernelError) || (error.code !== 'EINVAL' && error.code !== 'ENOENT')) throw error;
    throw new KernelError('ENOTSUP', `${context}/schemes/0/action`, `This kernel has no ${action} (Linux 6.11 has).`);
  }
  await put('schemes/0/access_pattern/sz/max', MAX_U64);
  await put('schemes/0/access_pattern/nr_accesses/max', MAX_U32);
  await put('schemes/0/access_pattern/age/max', MAX_U32);
  // Two filters that reject what lies outside, not one that rejects what does not match: on 6.12 such a one rejects every
  // page, for the paddr operations take a type that they don't know for a mismatch (__damos_pa_filter_out, mm/damon/paddr.c).
  await put('schemes/0/filters/nr_filters', 2);
  const outside = [
    [0, first.start * pageSize],
    [last.end * pageSize, MAX_U64],
  ] as const;
  for (const [index, [start, end]] of outside.entries()) {
    await put(`schemes/0/filters/${index}/type`, 'addr');
    await put(`schemes/0/filters/${index}/matching`, 'Y');
    await put(`schemes/0/filters/${index}/addr_start`, start);
    await put(`schemes/0/filters/${index}/addr_end`, end);
  }
}

export function bytesOf(ranges: readonly PageRange[], pageSize: number): number {
  return ranges.reduce((sum, { start, end }) => sum + (end - start) * pageSize, 0);
}
