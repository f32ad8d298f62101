/**
 * One DAMOS scheme that migrates physical ranges once: a paddr context whose target is the ranges, migrate_cold or
 * migrate_hot with a target node [6.11], and an address filter that keeps regions which DAMON may cut otherwise inside them.
 */
import type { PageRange } from './damonRanges.js';
import type { DamonTable } from './damonTable.js';
import { KernelError } from './errno.js';

const MAX_U32 = '4294967295';
const MAX_U64 = '18446744073709551615';
/** The shortest that DAMON samples usefully: a scheme is applied once an aggregation interval (mm/damon/core.c). */
const SAMPLE_US = 5_000;
const AGGREGATION_US = 20_000;
const UPDATE_US = 60_000_000;
/** In ms. The quota is spent once and never given anew while the batch lasts: so no page frame is tried twice. */
const QUOTA_RESET_MS = 3_600_000;

export interface Migration {
  /** Ranges of page frames, ascending, apart from each other. */
  readonly ranges: readonly PageRange[];
  readonly toNode: number;
  /** Which of the two actions: DAMON takes what is cold, or what is hot, first. */
  readonly action: 'migrate_cold' | 'migrate_hot';
}

/** Stages it in a slot of ours. Throws a KernelError: ENOTSUP without paddr or without the action. */
export async function stageMigration(table: DamonTable, slot: number, pageSize: number, wanted: Migration) {
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
  await put('schemes/0/quotas/bytes', bytesOf(ranges, pageSize));
  await put('schemes/0/quotas/reset_interval_ms', QUOTA_RESET_MS);
  await put('schemes/0/filters/nr_filters', 1);
  await put('schemes/0/filters/0/type', 'addr');
  // What does not match is left out: `matching` says which of the two the filter rejects (usage.rst).
  await put('schemes/0/filters/0/matching', 'N');
  await put('schemes/0/filters/0/addr_start', first.start * pageSize);
  await put('schemes/0/filters/0/addr_end', last.end * pageSize);
}

export function bytesOf(ranges: readonly PageRange[], pageSize: number): number {
  return ranges.reduce((sum, { start, end }) => sum + (end - start) * pageSize, 0);
}
