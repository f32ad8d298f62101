/**
 * Whose DAMON's table is. Pure: what the table shows and what our record says go in, a judgement comes out.
 *
 * The table is one for the host, its size can't change while a kdamond runs, and it has no owner field. Ours is what the
 * record proves: same boot, same directories (kernfs never reuses their inode numbers within a boot's reach), and for a
 * running slot the same kdamond. Everything else, staged inputs that never ran included, is someone else's.
 */
import type { DamonRecord, SlotUse } from './damonRecord.js';
import { isSameLife, type Life } from './lives.js';

export interface SlotView {
  readonly slot: number;
  readonly inode: number;
  readonly on: boolean;
  /** The running kdamond; undefined when off, or when the kernel was too busy to say. */
  readonly kdamond: Life | undefined;
  /** Staged pid_target of the first target; undefined when none is staged. */
  readonly target: number | undefined;
  /** No context has been made in it: nobody has staged anything. */
  readonly blank: boolean;
}

export type Judgement =
  /** The table is empty: anyone may make it. */
  | { readonly kind: 'free' }
  /** Someone else's table: never write. */
  | { readonly kind: 'foreign'; readonly reason: string; readonly kdamonds: readonly number[] }
  /** Our table, in which someone else may have put slots to use. */
  | {
      readonly kind: 'ours';
      /** Slots that nobody uses. */
      readonly free: readonly SlotView[];
      /** Uses of ours that the table bears out. */
      readonly proven: readonly SlotUse[];
      /** Uses that the table contradicts: ended, or taken over by someone else. */
      readonly lost: readonly SlotUse[];
      /** Slots that someone else uses. */
      readonly foreign: readonly SlotView[];
    };

/** Judges the table as it stands, for a host with this boot id. */
export function judge(table: readonly SlotView[], record: DamonRecord | undefined, bootId: string): Judgement {
  if (table.length === 0) return { kind: 'free' };
  const why = notOurs(table, record, bootId);
  if (why !== undefined) return foreignTable(table, why);
  const proven: SlotUse[] = [];
  const lost: SlotUse[] = [];
  const used = new Set<number>();
  for (const use of record?.uses ?? []) {
    const view = table[use.slot];
    if (view !== undefined && proves(view, use)) {
      proven.push(use);
      used.add(use.slot);
    } else lost.push(use);
  }
  const rest = table.filter((view) => !used.has(view.slot));
  return {
    kind: 'ours',
    free: rest.filter((view) => view.blank && !view.on),
    proven,
    lost,
    foreign: rest.filter((view) => !view.blank || view.on),
  };
}

function notOurs(table: readonly SlotView[], record: DamonRecord | undefined, bootId: string): string | undefined {
  if (record === undefined) return 'there is no record of it';
  if (record.bootId !== bootId) return 'the record is of another boot';
  if (record.inodes.length === 0) {
    // We crashed between writing the record and noting what came of it: only an untouched table of that size is ours.
    return table.length === record.slots && table.every((view) => view.blank && !view.on)
      ? undefined
      : 'the record is of a table that we did not finish';
  }
  const same = table.length === record.inodes.length && table.every((view, slot) => view.inode === record.inodes[slot]);
  return same ? undefined : 'it has been made anew since we recorded it';
}

/** Whether a slot still holds what we put there. */
function proves(view: SlotView, use: SlotUse): boolean {
  if (view.inode !== use.inode) return false;
  if (!view.on) return view.blank || view.target === undefined || view.target === use.target;
  // Off between staging and reading the kdamond's pid, we know our slot by its directory and its target alone.
  if (use.kdamond === null) return view.target === use.target;
  if (view.kdamond === undefined) return view.target === use.target;
  return isSameLife(view.kdamond, use.kdamond);
}

function foreignTable(table: readonly SlotView[], why: string): Judgement {
  const kdamonds = table.flatMap((view) => (view.kdamond === undefined ? [] : [view.kdamond.pid]));
  const running = table.filter((view) => view.on).length;
  const what =
    running > 0
      ? `${running} running kdamond${running > 1 ? 's' : ''}${kdamonds.length > 0 ? ` (pid ${kdamonds.join(', ')})` : ''}`
      : `${table.length} staged slot${table.length > 1 ? 's' : ''}`;
  return { kind: 'foreign', reason: `DAMON is in use by somebody else: ${what}, and ${why}.`, kdamonds };
}
