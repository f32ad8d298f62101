import { isHostId, partitionOf } from '../contract/ids.js';

const ROOT = 'thermocline.v1';

const KINDS = ['access', 'plan', 'control', 'outcome'] as const;

export type HostSubject = (typeof KINDS)[number];

/** `thermocline.v1.<kind>.<part>.<host>`. Throws RangeError for what cannot stand in a subject. */
export function hostSubject(kind: HostSubject, hostId: string): string {
  if (!isHostId(hostId)) throw new RangeError(`host id ${JSON.stringify(hostId)} is not 1-64 of A-Z a-z 0-9 _ -`);
  return `${ROOT}.${kind}.${partitionOf(hostId)}.${hostId}`;
}

/** All subjects of one kind. */
export function everySubject(kind: HostSubject): string {
  return `${ROOT}.${kind}.>`;
}

/** All subjects of one kind in one partition. */
export function partitionSubject(kind: HostSubject, partition: string): string {
  return `${ROOT}.${kind}.${partition}.>`;
}

/** Needs and shares of budgets travel without being kept: they are worth nothing an interval later. */
export const BUDGET_NEEDS = `${ROOT}.budget.needs`;
export const BUDGET_SHARES = `${ROOT}.budget.shares`;

/** What brains ask one another about hosts, and answer. Nobody keeps it. */
export const HOST_NUMBERS_ASK = `${ROOT}.numbers.ask`;
export const HOST_NUMBERS = `${ROOT}.numbers.answer`;

export const EVERY_AUDIT = `${ROOT}.audit.>`;

/** Transitions of one rollout; its id can stand in a subject. */
export function rolloutAuditSubject(rolloutId: string): string {
  return `${ROOT}.audit.rollout.${rolloutId}`;
}

export const CONTROL_ALL = `${ROOT}.control.all`;
export const EVERY_DEAD_LETTER = `${ROOT}.dead.>`;

export function deadSubject(service: string): string {
  return `${ROOT}.dead.${service}`;
}

/** Whether a subject filter lies wholly within this project's own subjects. */
export function isOwnSubject(filter: string): boolean {
  return filter.startsWith(`${ROOT}.`);
}

/** What a host's subject says; undefined when it is none, or its partition is not the host's. */
export function parseSubject(subject: string): { readonly kind: HostSubject; readonly hostId: string } | undefined {
  const [name, version, kindText, part, hostId, ...rest] = subject.split('.');
  const kind = KINDS.find((each) => each === kindText);
  if (`${name}.${version}` !== ROOT || !kind || hostId === undefined || rest.length > 0) return undefined;
  return isHostId(hostId) && partitionOf(hostId) === part ? { kind, hostId } : undefined;
}

/** Host id of a host's subject; undefined when it is none, or its partition is not the host's. */
export function hostOfSubject(subject: string): string | undefined {
  if (subject !== latest.subject) latest = { subject, hostId: parseSubject(subject)?.hostId };
  return latest.hostId;
}

/** A message's subject is asked several times in a row. */
let latest: { readonly subject: string; readonly hostId: string | undefined } = { subject: '', hostId: undefined };
