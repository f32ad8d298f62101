import { type Delivery, type Receiver, UnreadableMessage } from '../bus/consumer.js';
import type { DeadLetters } from '../bus/deadLetter.js';
import { Repeats } from '../bus/repeats.js';
import { hostOfSubject } from '../bus/subjects.js';
import { codec, MalformedMessage } from '../contract/schema.js';
import { MalformedColumn } from '../contract/varint.js';
import { countOf } from '../core/look.js';
import type { Policy } from '../core/policy.js';
import type { Metrics } from '../runtime/metrics.js';
import { type BatchReading, readBatch, UnacceptableBatch } from './batchReader.js';
import type { Fleet, FleetHost } from './fleet.js';
import { learn } from './learn.js';
import type { PlanStore } from './planStore.js';

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

/** Takes access batches into the fleet's heat. `onWindow`: called when the last part of a host's window has been merged. */
export function accessReceiver(
  fleet: Fleet,
  policy: () => Policy,
  dead: DeadLetters,
  metrics: Metrics,
  unixMs: () => number,
  onWindow: (host: FleetHost) => void,
): Receiver & { batches(): number } {
  const batches = codec('AccessBatch');
  const repeats = new Repeats();
  const merged = metrics.counter('batches_total', 'Access batches by what became of them', ['result'] as const);
  const runs = metrics.counter('runs_total', 'Runs merged');
  let taken = 0;
  return {
    batches: () => taken,
    receive: (delivery) => {
      const batch: BatchReading = readable(() => readBatch(batches.decode(delivery.bytes), unixMs()));
      if (hostOfSubject(delivery.subject) !== batch.hostId) {
        throw new UnreadableMessage('other-host', `says host ${batch.hostId} on subject ${delivery.subject}`);
      }
      if (repeats.seen(batch.hostId, batch.bootId, batch.sequence)) return void merged.inc({ result: 'repeat' });
      const result = fleet.take(batch, policy());
      if (!result) return void merged.inc({ result: 'former-boot' });
      taken++;
      merged.inc({ result: 'merged' });
      runs.inc(batch.spaces.reduce((sum, space) => sum + countOf(space.runs), 0));
      if (batch.part === batch.parts - 1) onWindow(result.host);
    },
    unreadable: (delivery, error) => {
      merged.inc({ result: 'unreadable' });
      return dead.put(delivery, error);
    },
  };
}

/** Takes outcomes into plans and heat. `onSettled`: called after each. */
export function outcomeReceiver(
  fleet: Fleet,
  plans: PlanStore,
  dead: DeadLetters,
  metrics: Metrics,
  onSettled: (host: FleetHost) => void,
): Receiver {
  const outcomes = codec('Outcome');
  const repeats = new Repeats();
  const pages = metrics.counter('outcome_pages_total', 'Pages of outcomes by what became of them', ['result'] as const);
  return {
    receive: (delivery: Delivery) => {
      const outcome = readable(() => outcomes.decode(delivery.bytes));
      const { hostId = '', bootId = '', sequence = '0' } = outcome.envelope ?? {};
      if (hostOfSubject(delivery.subject) !== hostId) {
        throw new UnreadableMessage('other-host', `says host ${hostId} on subject ${delivery.subject}`);
      }
      if (repeats.seen(hostId, bootId, Number(sequence))) return;
      // An outcome that is told again under a new number changes nothing, and must not be counted twice.
      const known = plans.get(outcome.planId)?.outcome;
      if (known && known.state !== 'OUTCOME_STATE_PARTIAL') return;
      plans.settle(outcome);
      const host = fleet.get(hostId);
      if (!host || host.bootId !== bootId) return;
      readable(() => learn(host, outcome));
      pages.inc({ result: 'moved' }, Number(outcome.totals?.pagesMoved ?? 0));
      for (const [errno, count] of Object.entries(outcome.totals?.pagesFailed ?? {})) {
        pages.inc({ result: `failed-${errno}` }, Number(count));
      }
      for (const [reason, count] of Object.entries(outcome.totals?.pagesSkipped ?? {})) {
        pages.inc({ result: `skipped-${reason}` }, Number(count));
      }
      onSettled(host);
    },
    unreadable: (delivery, error) => dead.put(delivery, error),
  };
}

/** Takes plans as published, by this brain or another, into the store. */
export function planReceiver(plans: PlanStore, dead: DeadLetters): Receiver {
  const signed = codec('SignedPlan');
  const codecOfPlan = codec('Plan');
  return {
    receive: (delivery) => {
      const plan = readable(() => codecOfPlan.decode(signed.decode(delivery.bytes).plan));
      if (plan.planId === '' || hostOfSubject(delivery.subject) !== plan.envelope?.hostId) {
        throw new UnreadableMessage('other-host', `a plan without an id, or for another host than ${delivery.subject}`);
      }
      plans.add(plan);
    },
    unreadable: (delivery, error) => dead.put(delivery, error),
  };
}
