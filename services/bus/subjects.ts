import { isHostId, partitionOf } from '../contract/ids.js';

const ROOT = 'thermocline.v1';

export type HostSubject = 'access' | 'plan' | 'control' | 'outcome';

/** `thermocline.v1.<kind>.<part>.<host>`. Throws RangeError for what cannot stand in a subject. */
export function hostSubject(kind: HostSubject, hostId: string): string {
  if (!isHostId(hostId)) throw new RangeError(`host id ${JSON.stringify(hostId)} is not 1-64 of A-Z a-z 0-9 _ -`);
  return `${ROOT}.${kind}.${partitionOf(hostId)}.${hostId}`;
}

/** All subjects of one kind. */
export function everySubject(kind: HostSubject): string {
  return `${ROOT}.${kind}.>`;
}

export const CONTROL_ALL = `${ROOT}.control.all`;
export const EVERY_DEAD_LETTER = `${ROOT}.dead.>`;

export function deadSubject(service: string): string {
  return `${ROOT}.dead.${service}`;
}

/** Host id of a host's subject; undefined when it is none, or its partition is not the host's. */
export function hostOfSubject(subject: string): string | undefined {
  const [, , , part, hostId, ...rest] = subject.split('.');
  return hostId !== undefined && rest.length === 0 && isHostId(hostId) && partitionOf(hostId) === part
    ? hostId
    : undefined;
}
