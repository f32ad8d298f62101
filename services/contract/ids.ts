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
  let partition = partitions.get(hostId);
  if (partition === undefined) {
    partition = partitionIn(digestOf(hostId));
    if (partitions.size >= MAX_REMEMBERED) partitions.clear();
    partitions.set(hostId, partition);
  }
  return partition;
}

/** Every message asks, some several times: so each digest is taken once. */
const partitions = new Map<string, string>();
const MAX_REMEMBERED = 100_000;

/**
 * Id of a host's plan: the host's partition, eight hex digits of its digest, the plan's sequence. A host is planned by one
 * brain at a time and its sequence rises, so no two plans share an id.
 */
export function planIdOf(hostId: string, sequence: number): string {
  const digest = digestOf(hostId);
  return `${partitionIn(digest)}-${digest.toString('hex', 1, 5)}-${sequence.toString(36)}`;
}

/** The partition of the host that a plan is for. */
export function partitionOfPlan(planId: string): string {
  return planId.slice(0, 2);
}

function digestOf(hostId: string): Buffer {
  return createHash('sha256').update(hostId).digest();
}

function partitionIn(digest: Buffer): string {
  return String((digest[0] ?? 0) % PARTITIONS).padStart(2, '0');
}
