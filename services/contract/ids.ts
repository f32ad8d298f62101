import { createHash } from 'node:crypto';

/** Partitions of the fleet. A brain owns hosts by partition; the number is part of every subject and never changes. */
export const PARTITIONS = 64;

const HOST_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Whether this may stand for a host in a subject: one token without dots, so never a DNS name. */
export function isHostId(text: string): boolean {
  return HOST_ID.test(text);
}

/** The partition of a host as it stands in subjects, `00`..`63`: the first byte of SHA-256 of its id, mod 64. */
export function partitionOf(hostId: string): string {
  const first = createHash('sha256').update(hostId).digest()[0] ?? 0;
  return String(first % PARTITIONS).padStart(2, '0');
}
