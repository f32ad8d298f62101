import type { Policy__Output } from '../contract/gen/thermocline/v1/Policy.js';
import type { PolicyChange__Output } from '../contract/gen/thermocline/v1/PolicyChange.js';
import type { PolicySummary__Output } from '../contract/gen/thermocline/v1/PolicySummary.js';
import { type Column, facts, Table, type TableLook } from './columns.js';
import { ageText, counted, whenText } from './quantities.js';

/** Tables of `policies list` and `policies history`. */
export function policyTable(look: TableLook, nowUnixMs: number): Table<PolicySummary__Output> {
  const columns: Column<PolicySummary__Output>[] = [
    { title: 'POLICY', text: ({ name }) => name },
    { title: 'REVISION', text: ({ revision }) => revision, right: true },
    { title: 'ACTIVE', text: ({ active }) => (active ? 'yes' : 'no') },
    { title: 'CLASSES', text: ({ classes }) => String(classes), right: true },
    { title: 'AGE', text: ({ createdUnixMs }) => ageText(createdUnixMs, nowUnixMs) },
    { title: 'AUTHOR', text: ({ author }) => author || '-' },
  ];
  return new Table(columns, look);
}

/** A revision, then what it says as it was written. */
export function policyLines(policy: Policy__Output, active: boolean, nowUnixMs: number): string[] {
  return [
    ...facts([
      ['Policy', policy.name],
      ['Revision', `${policy.revision}${active ? ', active' : ''}`],
      ['Author', policy.author || undefined],
      ['Created', whenText(policy.createdUnixMs, nowUnixMs)],
    ]),
    '',
    ...policy.source.trimEnd().split('\n'),
  ];
}

/** `+` came, `-` went, `~` changed. */
export function changeLines(changes: readonly PolicyChange__Output[]): string[] {
  return changes.map(({ field, before, after }) => {
    if (before === undefined) return `+ ${field}: ${valueText(after)}`;
    if (after === undefined) return `- ${field}: ${valueText(before)}`;
    return `~ ${field}: ${valueText(before)} -> ${valueText(after)}`;
  });
}

/** A rule's source is told by its length: whoever wants it has `policies get`. */
function valueText(value: string | undefined): string {
  const lines = (value ?? '').trimEnd().split('\n').length;
  return lines > 1 ? `(${counted(lines, 'line')})` : (value ?? '');
}
