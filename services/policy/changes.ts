import { stringify } from 'yaml';
import type { PolicySpec } from '../core/policySpec.js';
import { writtenOf } from './printing.js';

/** One value that differs between two policies, as YAML says it; undefined: not there. */
export interface PolicyChange {
  /** Keys from the top; entries of lists by name (or rank), as in `classes.batch.coldAge`. */
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** What changes in meaning from one policy to another, in the order of the language; how it is written is no matter. */
export function policyChanges(before: PolicySpec, after: PolicySpec): PolicyChange[] {
  const changes: PolicyChange[] = [];
  compare([], writtenOf(before), writtenOf(after), changes);
  const order = orderChange(namesOf(before), namesOf(after));
  return order ? [order, ...changes] : changes;
}

function compare(path: readonly string[], before: unknown, after: unknown, changes: PolicyChange[]): void {
  const left = fieldsOf(before);
  const right = fieldsOf(after);
  if (left && right) {
    for (const key of new Set([...Object.keys(right), ...Object.keys(left)])) {
      compare([...path, key], left[key], right[key], changes);
    }
    return;
  }
  const [was, is] = [flow(before), flow(after)];
  if (was !== is) changes.push({ field: path.join('.'), before: was, after: is });
}

/** Maps, and lists whose entries have names: what is compared field by field. */
function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return value as Fields;
  const entries = value.map((each: unknown) => [keyOf(each), each] as const);
  return entries.length > 0 && entries.every(([key]) => key !== undefined)
    ? Object.fromEntries(entries as [string, unknown][])
    : undefined;
}

function keyOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { name, rank } = entry as { readonly name?: unknown; readonly rank?: unknown };
  if (typeof name === 'string') return name;
  // Keys that are numbers would be put in another order.
  return typeof rank === 'number' ? `rank ${rank}` : undefined;
}

function flow(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
}

function namesOf(spec: PolicySpec): string[] {
  return spec.classes.map(({ name }) => name);
}

/** First match wins, so the order of those in both says something. */
function orderChange(before: readonly string[], after: readonly string[]): PolicyChange | undefined {
  const was = before.filter((name) => after.includes(name)).join(', ');
  const is = after.filter((name) => before.includes(name)).join(', ');
  return was === is ? undefined : { field: 'classes (order)', before: was, after: is };
}
