import { type BatchReading, readBatch, requireModest, UnacceptableBatch } from '../access/batchReader.js';
import { UnreadableMessage } from '../bus/delivery.js';
import { Repeats } from '../bus/repeats.js';
import { hostOfSubject } from '../bus/subjects.js';
import { accessBatchDecoder } from '../contract/accessBatch.js';
import { outcomeDecoder } from '../contract/outcome.js';
import { codec, MalformedMessage } from '../contract/schema.js';
import { MalformedColumn } from '../contract/varint.js';
import type { Policy } from '../core/policy.js';
import type { Metrics } from '../runtime/metrics.js';
import { countDropped, type Fleet, type FleetHost } from './fleet.js';
import { learn } from './learn.js';
import type { Taken } from './messages.js';
import type { PlanStore } from './planStore.js';
import type { HostScores } from './scores.js';

/** Takes messages one by one, at once. Throws UnreadableMessage for one to be set aside. */
export interface SyncReceiver {
  receive(taken: Taken): void;
  /** Counts a message that was set aside, against the host of its subject where there is one. */
  refused(hostId: string | undefined, error: UnreadableMessage): void;
}

/** Reads a message with `read`; what is wrong with the message itself comes out as UnreadableMessage. */
export function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedMessage || error instanceof MalformedColumn) {
      throw new UnreadableMessage('malformed', error.message, { cause: error });
    }
    if (error instanceof UnacceptableBatch) throw new UnreadableMessage(error.code, error.message, { cause: error });
    throw error;
  }
}

/**
 * Takes access batches into the fleet's heat. `onWindow`: called when the last part of a host's window has been merged, with
 * how long that waited in its stream.
 */
export function accessReceiver(
  fleet: Fleet,
  policyOf: (host: FleetHost | undefined) => Policy,
  metrics: Metrics,
  unixMs: () => number,
  onWindow: (host: FleetHost, waitedMs: number) => void,
): SyncReceiver & { batches(): number; forget(isGone: (hostId: string) => boolean): void } {
  const decode = accessBatchDecoder();
  const repeats = new Repeats();
  const merged = metrics.counter('batches_total', 'Access batches by what became of them', ['result'] as const);
  const cut = metrics.counter('spaces_cut_total', 'Spaces of batches that were left out', ['reason'] as const);
  const runs = metrics.counter('runs_total', 'Runs merged');
  let taken = 0;
  return {
    batches: () => taken,
    forget: (isGone) => repeats.forgetHosts(isGone),
    receive: ({ subject, bytes, arrivedUnixMs }) => {
      const hostId = hostOfSubject(subject);
      const batch: BatchReading = readable(() => {
        requireModest(bytes);
        return readBatch(decode(bytes), unixMs());
      });
      if (hostId !== batch.hostId) {
        throw new UnreadableMessage('other-host', `says host ${batch.hostId} on subject ${subject}`);
      }
      const host = fleet.get(hostId);
      if (repeats.seen(batch.hostId, batch.bootId, batch.sequence)) {
        if (host) countDropped(host, 'repeat');
        return void merged.inc({ result: 'repeat' });
      }
      const result = fleet.take(batch, policyOf(host));
      if (!result) {
        if (host) countDropped(host, 'former-boot');
        return void merged.inc({ result: 'former-boot' });
      }
      taken++;
      merged.inc({ result: 'merged' });
      runs.inc(result.runs);
      for (const [reason, spaces] of Object.entries(result.cut)) {
        if (spaces > 0) cut.inc({ reason }, spaces);
      }
      if (batch.part === batch.parts - 1) onWindow(result.host, arrivedUnixMs ? unixMs() - arrivedUnixMs : 0);
    },
    refused: (hostId, error) => {
      merged.inc({ result: 'unreadable' });
      if (hostId !== undefined) fleet.refused(hostId, error.code);
    },
  };
}

/** Takes outcomes into plans and heat. `onSettled`: called after each. */
export function outcomeReceiver(
  fleet: Fleet,
  plans: PlanStore,
  scores: Pick<HostScores, 'settled'>,
  metrics: Metrics,
  onSettled: (host: FleetHost) => void,
): SyncReceiver {
  const decode = outcomeDecoder();
  const repeats = new Repeats();
  const pages = metrics.counter('outcome_pages_total', 'Pages of outcomes by what became of them', ['result'] as const);
  return {
    receive: (delivery) => {
      const outcome = readable(() => decode(delivery.bytes));
      const { hostId = '', bootId = '', sequence = '0' } = outcome.envelope ?? {};
      if (hostOfSubject(delivery.subject) !== hostId) {
        throw new UnreadableMessage('other-host', `says host ${hostId} on subject ${delivery.subject}`);
      }
      if (!Number.isSafeInteger(Number(sequence))) {
        throw new UnreadableMessage('bad-sequence', `${sequence} is above 2^53`);
      }
      if (repeats.seen(hostId, bootId, Number(sequence))) return;
      // An outcome that is told again under a new number changes nothing, and must not be counted twice.
      if (plans.isSettled(outcome.planId, outcome.part)) return;
      const stored = plans.settle(outcome, delivery.bytes);
      const host = fleet.get(hostId);
      if (!host || host.bootId !== bootId) return;
      const learned = readable(() => learn(host, outcome));
      scores.settled(host, outcome, learned, stored);
      pages.inc({ result: 'moved' }, Number(outcome.totals?.pagesMoved ?? 0));
      for (const [errno, count] of Object.entries(outcome.totals?.pagesFailed ?? {})) {
        pages.inc({ result: `failed-${errno}` }, Number(count));
      }
      for (const [reason, count] of Object.entries(outcome.totals?.pagesSkipped ?? {})) {
        pages.inc({ result: `skipped-${reason}` }, Number(count));
      }
      onSettled(host);
    },
    refused: (hostId, error) => {
      if (hostId !== undefined) fleet.refused(hostId, `outcome-${error.code}`);
    },
  };
}

/** Takes plans as published, by this brain or another, into the store. */
export function planReceiver(plans: PlanStore): SyncReceiver {
  const signed = codec('SignedPlan');
  const codecOfPlan = codec('Plan');
  return {
    receive: (delivery) => {
      const { plan, body } = readable(() => {
        const { plan: bytes } = signed.decode(delivery.bytes);
        return { plan: codecOfPlan.decode(bytes), body: bytes };
      });
      if (plan.planId === '' || hostOfSubject(delivery.subject) !== plan.envelope?.hostId) {
        throw new UnreadableMessage('other-host', `a plan without an id, or for another host than ${delivery.subject}`);
      }
      plans.add(plan, body);
    },
    refused: () => undefined,
  };
}
